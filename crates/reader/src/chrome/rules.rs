//! The table of rules, and nothing else. Patterns are matched against a folded copy of a block's text: full-width signs made
//! half-width, every run of white space one space, as long as at most [`LONGEST`] Chinese characters.

use crate::date::FORMS as DATE;

/// A named reason for which text is kept out of the corpus, as a user sees it and may switch it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The name, as it stands in `Block::dropped` and in [`Options::without_rules`](crate::Options::without_rules).
    pub name: &'static str,
    /// What it drops.
    pub about: &'static str,
}

/// Longer blocks are never taken for furniture, in Chinese characters; two Latin letters count as one.
pub(super) const LONGEST: usize = 200;

/// How sure a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// Furniture wherever it stands.
    Sure,
    /// Furniture, unless a block of the other language says the same: then it is translated content.
    UnlessTranslated,
    /// Furniture, unless a neighbour of the other language is of like length, closer than to its other neighbour.
    UnlessBeside,
}

/// A rule that goes by what a single block says.
pub(super) struct Clue {
    pub(super) rule: Rule,
    /// Named groups become metadata: `date`, `source`, `author`, `editor`, `translator`, `url`.
    pub(super) pattern: &'static str,
    /// The longest block that it applies to, in Chinese characters.
    pub(super) longest: usize,
    pub(super) certainty: Certainty,
}

use Certainty::{Sure, UnlessBeside, UnlessTranslated};

const fn pattern(
    name: &'static str,
    about: &'static str,
    longest: usize,
    certainty: Certainty,
    pattern: &'static str,
) -> Clue {
    Clue { rule: Rule { name, about }, pattern, longest, certainty }
}

/// `{DATE}` in a pattern stands for every form of a date, `{TIME}` for a time of day that may follow it.
pub(super) fn expand(pattern: &str) -> String {
    pattern.replace("{DATE}", DATE).replace("{TIME}", r"(?:\s?\d{1,2}:\d{2}(?::\d{2})?)?")
}

/// The keys of metadata lines with what they give.
pub(super) const KEYS: &[(&str, &str)] = &[
    (
        "date",
        r"日\s?期|时\s?间|時\s?間|(?:发布|發[布佈]|更新|发表|上传)(?:时间|時間|日期|于|於)?|Date|Published(?: on)?|Posted(?: on)?|(?:Last )?[Uu]pdated",
    ),
    ("source", r"(?:文章|信息|新闻)?来源|來源|文章出处|出处|出處|稿源|Source"),
    ("author", r"作者|撰文|记者|通讯员|Author"),
    ("editor", r"(?:责任|值班|实习)?编辑|責任編輯|編輯|责编|責編|Editor"),
    (
        "",
        r"字\s?[号號体體]|点击(?:数|次数)?|浏览(?:次数|量)?|阅读(?:数|量)?|閱讀|人气|人氣|评论|分享|打印|推荐人|推薦人|上传人|发布者|Views?|Hits?|Font ?[Ss]ize",
    ),
];

pub(super) const PATTERNS: &[Clue] = &[
    pattern(
        "date-line",
        "a line that gives the page's date",
        60,
        UnlessTranslated,
        r"^(?:日\s?期|时\s?间|時\s?間|(?:发布|發[布佈]|更新|发表|上传)(?:时间|時間|日期|于|於)?|Date|Published(?: on)?|Posted(?: on)?|(?:Last )?[Uu]pdated(?: on)?)\s?:?\s?(?P<date>{DATE}){TIME}$",
    ),
    pattern(
        "bare-date",
        "a date alone on a line",
        40,
        UnlessBeside,
        r"^[\[(【]?(?P<date>{DATE}){TIME}[\])】]?$",
    ),
    pattern(
        "source-line",
        "a line that says where the text was taken from",
        60,
        UnlessTranslated,
        r"^(?:(?:文章|信息|新闻)?来源|來源|文章出处|出处|出處|转(?:载)?自|轉(?:載)?自|稿源|Source|Via)\s?: ?(?P<source>[^:。!?]{1,40})$",
    ),
    pattern(
        "translator-line",
        "a line that names the translator",
        40,
        UnlessTranslated,
        r"^(?:[译譯]者?|翻[译譯]|Translated by|Translator)\s?[:/]? ?(?P<translator>[^:。!?;,\s][^:。!?;]{0,30})$|^[(（]\s?(?P<translator_credit>[^()（）\s]{1,12})\s?[译譯]\s?[)）]$",
    ),
    pattern(
        "author-line",
        "a line that names the author",
        40,
        UnlessTranslated,
        r"^(?:作者|撰文|供稿|通[讯訊]员|编译|編譯|校对|校對|审核|摄影|攝影|文|图)\s?[:/] ?(?P<author>[^:。!?;]{1,20})$",
    ),
    pattern(
        "byline",
        "an English line that names the author",
        100,
        UnlessTranslated,
        r"^(?:By|Written by|Photo by)\s(?P<author>[A-Z][\w.'’-]*(?:\s(?:[A-Z][\w.'’-]*|and|&)){1,6})(?:\s?[|,].{0,60})?$",
    ),
    pattern(
        "editor-line",
        "a line that names the editor",
        60,
        UnlessTranslated,
        r"^[(【\[]?\s?(?:责任编辑|責任編輯|责编|責編|实习编辑|值班编辑|编辑|編輯|审校|Editors?|Edited by|Editor-in-charge)\s?: ?(?P<editor>[^:。!?]{1,30}?)\s?[)】\]]?$",
    ),
    pattern(
        "read-count",
        "how often the page was read, liked or commented on",
        40,
        Sure,
        r"^(?:(?:总|累计)?(?:阅读|閱讀|浏览|瀏覽|点击|點擊|查看|下载|评论|留言|回复|人气|人氣|点赞)(?:数|數|量|次数|次數|率)?|Views?|Reads?|Hits?|Comments?|Likes?)\s?[:(]?\s?[\d,.]+\s?[万萬wWkKM]?\s?次?\)?$|^[\d,.]+\s?[万wWkKM]?\s?(?:次(?:浏览|阅读|播放)|人(?:阅读|看过)|views?|reads?|comments?|条评论)$",
    ),
    pattern(
        "font-size",
        "the switch of the font size",
        60,
        Sure,
        r"^[【\[]?\s?(?:字\s?[号號体體]|Font ?[Ss]ize|放大|縮小|缩小)\s?:?\s?[【\[]?\s?(?:(?:[特最超]?[大中小]|默认|默認|标准|標準|還原|还原|放大|缩小|縮小|A[+-]{0,2}|T|打印|列印|关闭|關閉|收藏|分享|[Ss]mall|[Mm]edium|[Ll]arge)[\s|/,、]*)*[】\]]?$",
    ),
    pattern(
        "print-close",
        "the buttons that print or close the page, or lead back to its top",
        30,
        Sure,
        r"^[【\[]?\s?(?:打\s?印(?:本?页)?|列\s?印|关闭(?:窗口)?|關閉(?:視窗)?|Print(?: this page)?|Close(?: window)?|返回(?:顶部|列表|首页)|Back to top)\s?[】\]]?$",
    ),
    pattern(
        "share-bar",
        "the buttons that share the page",
        60,
        UnlessTranslated,
        r"^(?:分享(?:到|至)?|一键分享|Share(?: this)?(?: (?:page|article|story))?(?: (?:to|on|via))?|Follow us|收藏|点赞|举报|我要投稿|投稿|投诉建议)(?:[\s:|/-]*(?:微信|微博|新浪微博|朋友圈|QQ(?:空间)?|Facebook|Twitter|X|LINE|WeChat|Weibo|WhatsApp))*$",
    ),
    pattern(
        "breadcrumb",
        "the way from the home page to this one",
        120,
        Sure,
        r"^(?:[您你]?(?:的|所在的?)?(?:当前|當前|现在|現在)?的?位置|首\s?[页頁]|主页|Home)\s?:?\s?[^>»›/|→。!?]{0,24}(?:[>»›/|→-]+ ?[^>»›/|→。!?]{1,24}){1,7}$|^[^<>»›。!?,:，=-]{1,16}(?: ?[>»›]+ ?[^<>»›。!?,:，=-]{1,24}){2,7}$",
    ),
    pattern(
        "language-bar",
        "the switch to the page's other languages",
        100,
        Sure,
        r"^[\[(]?(?:中文|简体(?:中文)?|繁體(?:中文)?|汉\s?语|English|EN|ENG|CN|한국어|日本語|Русский|Français|Español|Deutsch)[\])]?(?:[ |/,·]+[\[(]?(?:中文|简体(?:中文)?|繁體(?:中文)?|汉\s?语|English|EN|ENG|CN|한국어|日本語|Русский|Français|Español|Deutsch)[\])]?)+$",
    ),
    pattern(
        "qr-code",
        "the request to scan a code or follow an account",
        40,
        UnlessTranslated,
        r"(?:扫(?:描|码|一扫)|掃(?:描|碼)|长按|長按|识别|識別).{0,12}(?:二维码|二維碼|关注|下载)|点击(?:上方|下方|左下角|蓝字|“?阅读原文)|[关關]注.{0,10}公[众眾][号號]|(?:微信(?:公众)?号|微信ID)\s?:|(?i-u:scan [ -~]{0,20}\bcode\b)",
    ),
    pattern(
        "copyright",
        "who holds the rights and what may be reprinted",
        120,
        UnlessTranslated,
        r"版[权權](?:所有|声明|聲明|归)|(?i:All rights reserved)|^©|^Copyright\s?(?:©|\([cC]\)|\d{4})|ICP[备備]|公网安备|未[经經].{0,12}(?:授权|许可|許可|书面).{0,14}不得|^转载请|本文(?:转载|轉載)自|如有侵[权權]|侵[权權].{0,8}(?:删除|刪除)|(?i:without (?:the )?(?:prior |written |express )*(?:permission|consent))",
    ),
    pattern(
        "related-links",
        "links to other pages",
        100,
        UnlessTranslated,
        r"^(?:[【\[])?(?:上一[篇页頁条]|下一[篇页頁条]|相关(?:文章|阅读|新闻|推荐|链接|报道)|相關(?:文章|閱讀|新聞|推薦)|推荐阅读|延伸阅读|热门(?:文章|推荐|标签)|猜你喜欢|随便看|最新(?:文章|评论)|更多(?:精彩|内容|资讯).{0,12}|Related (?:Posts|Articles|Reading|News|Stories)|Recommended|You may also like|Previous (?:Post|Page|Article)|Next (?:Post|Page|Article))\s?(?:[】\]]|:|$).{0,60}$",
    ),
    pattern(
        "pager",
        "page numbers and the links from page to page",
        60,
        Sure,
        r"^[【\[]?\s?(?:第\s?\d+\s?[页頁](?:\s?[/,]?\s?共?\s?\d+\s?[页頁])?\s?)+[】\]]?$|^(?:Page|P\.)\s?\d+(?:\s?(?:of|/)\s?\d+)?$|^\[?(?:上一[页頁]|下一[页頁]|首[页頁]|尾[页頁]|\d{1,3})\]?(?: \[?(?:上一[页頁]|下一[页頁]|首[页頁]|尾[页頁]|\d{1,3})\]?)+$|^[-—]\s?\d{1,4}\s?[-—]$",
    ),
    pattern(
        "document-site",
        "the frame of a site that shows documents",
        80,
        Sure,
        r"^(?:-?\s?(?:格式|大小|文档?页数|文档页数|页数|上传人|上传时间|文档编号|所需积分|贡献者)\s?:.{0,40})$|.{2,40}_第\d+[页頁]$|^(?:点击查看更多|全文预览已结束|下载本文档|资源描述|文档简介|合集下载|论文部分内容阅读|加载中|返回 下载).{0,10}$|还剩\d+页|仅部分预览",
    ),
    pattern(
        "introduction",
        "what the site says before the text",
        160,
        UnlessTranslated,
        r"(?:小编|本站|为大家|為大家).{0,40}(?:收集|整理|分享|带来|帶來|推荐|介绍).{0,60}(?:欢迎|歡迎|希望|供大家|供您|参考|參考|一起)",
    ),
    pattern(
        "caption",
        "the caption or credit of a picture",
        120,
        UnlessBeside,
        r"^(?:图|圖)\s?[|:]|^图为|\[(?:Photo|Image|File photo)[^\]]*\]\s?$|^Photos?(?: by| credit)\s?[:/]|(?:新华社|中新社|中评社|新京报).{0,10}[摄攝]\)?$",
    ),
    pattern(
        "url",
        "an address or file name alone on a line",
        200,
        Sure,
        r"^(?:原文链接|链接|Link|URL)\s?:?\s?(?P<url>https?://\S+)$|^https?://\S+$|^(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:md|html?|txt|rs|py|js|ts|toml|json|ya?ml|pdf|docx?|png|jpe?g|svg|gif)$",
    ),
    pattern(
        "hotline",
        "a telephone number to call",
        60,
        UnlessTranslated,
        r"(?:400|800)-?\d{3}-?\d{4}|(?:维修|服务|咨询)(?:电话|热线)\s?:?\s?[\d-]{7,}",
    ),
    pattern(
        "keyword-list",
        "search words strung together",
        200,
        UnlessTranslated,
        r"^(?:[^-_|。!?\s]{2,24}[-_|]){4,}[^-_|。!?\s]{2,24}$",
    ),
    pattern(
        "voice-prompt",
        "what a reading voice or a player says of itself",
        40,
        UnlessTranslated,
        r"语音(?:播报|助手|朗读|合成)|智能(?:语音|朗读|助手)|朗读(?:全文|本文)|为您朗读|听(?:新闻|全文)|点击(?:播放|收听)|倍速|(?:我在听|没听清|没听到|请说话|请再说一遍).{0,20}(?:\(\d+s\)|请说话|请再说|再说一)|Listen to (?:this )?(?:article|story|page)|Your browser does not support",
    ),
    pattern("rule", "a line drawn between parts", 200, Sure, r"^[-_=*~·—–.…#]{3,}$|^(?:\* ?){3,}$"),
    pattern(
        "template",
        "a directive of a site generator",
        200,
        Sure,
        r"^\{\{.*\}\}$|^\{%.*%\}$|^\[TOC\]$|^<!--.*-->$",
    ),
    pattern(
        "language-mark",
        "a line that only says which language follows",
        30,
        Sure,
        r"^[【\[(“]?\s?(?:(?:英文|中文|英语|英語|汉语|漢語)(?:原文|[译譯]文|版本?|全文)?|English(?: (?:Original|Version|Text))?|Chinese(?: (?:Original|Version|Text))?|(?:简体|繁體)?中文)\s?[】\])”]?\s?:?$",
    ),
    pattern(
        "section-mark",
        "a line that only says whether the original or the translation follows",
        30,
        UnlessTranslated,
        r"^[【\[(“]?\s?(?:[一二三]、)?(?:(?:短文|全文|课文|課文|参考|參考|白话|白話|现代)(?:原文|[译譯]文|翻[译譯]|对照)|原文|[译譯]文|Original [Tt]ext|(?:English |Chinese )?Translation)\s?[】\])”]?\s?:?$",
    ),
    pattern(
        "vocabulary",
        "a word with its part of speech and its translation",
        200,
        Sure,
        r"^\W{0,3}[A-Za-z][A-Za-z'’ -]{0,40}\s?(?:/[^/]{1,30}/|\[[^\]]{1,30}\])?\s?\(?(?:n|v|vt|vi|adj?|adv?|prep|conj|abbr|phr|pl)\.\)?\s?[;,]?\s?\p{Han}",
    ),
];

/// The rules that go by more than one block, or by what a format says; the others stand in [`PATTERNS`].
pub(super) const STRUCTURAL: &[Rule] = &[
    Rule { name: "metadata-line", about: "a line of several keys: date, source, reads, font size" },
    Rule { name: "above-title", about: "what stands above the title and has no translation" },
    Rule { name: "repeated-title", about: "the title once more" },
    Rule { name: "repeated-ending", about: "the same words glued to the ends of many blocks" },
    Rule {
        name: "repeated-furniture",
        about: "what many documents of a site or folder begin or end with in one language only",
    },
    Rule {
        name: "bilingual-mark",
        about: "a mark at the title that says the page has both languages",
    },
    Rule {
        name: "random-characters",
        about: "rare Chinese characters in a row, put in against copying",
    },
    Rule { name: "navigation", about: "menus, by their markup" },
    Rule { name: "page-header", about: "the site's header, by its markup" },
    Rule { name: "page-footer", about: "the site's footer, by its markup" },
    Rule { name: "aside", about: "side columns, by their markup" },
    Rule { name: "form", about: "forms, buttons and their labels, by their markup" },
    Rule { name: "hidden", about: "what the page does not show" },
    Rule { name: "links", about: "lists of links" },
    Rule {
        name: "outside-content",
        about: "what stands outside the part of the page that holds its text",
    },
    Rule { name: "column-names", about: "the first row of a table that names its columns" },
    Rule {
        name: "other-column",
        about: "columns of a table beside those that translate each other",
    },
    Rule {
        name: "other-version",
        about: "further texts in one language in a translation unit, and plural forms but the last",
    },
    Rule { name: "fuzzy", about: "translations in a catalogue that nobody has looked at yet" },
    Rule { name: "footnote", about: "footnotes of a document, which follow its text" },
    Rule { name: "endnote", about: "endnotes of a document, which follow its text" },
    Rule { name: "code", about: "blocks of program code" },
    Rule {
        name: "modern-rendering",
        about: "modern Chinese beside the classical Chinese that it renders",
    },
    Rule {
        name: "radical-forms",
        about: "repairs radicals and compatibility forms in the place of characters",
    },
    Rule {
        name: "readings-in-brackets",
        about: "repairs readings in brackets that a converter left behind characters",
    },
    Rule { name: "inserted-numbers", about: "repairs text that a site cut by length and numbered" },
    Rule { name: "shifted-digits", about: "repairs digits behind a shifted line break" },
    Rule {
        name: "flattened-columns",
        about: "repairs sentences that a table of two columns cut, read row by row",
    },
    Rule {
        name: "salutation-lines",
        about: "joins the lines of address at the beginning of a speech or letter",
    },
];

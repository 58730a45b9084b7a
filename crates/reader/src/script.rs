use std::sync::LazyLock;

use duizhao_bitext::Script;
use rustc_hash::FxHashMap;

/// The script of Chinese text, by the characters that only one of the two scripts has; `None` if the text holds none of
/// them. A tie counts as simplified. Linear.
pub(crate) fn script<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Script> {
    let characters = texts.flat_map(str::chars).filter(|c| !c.is_ascii()).take(ENOUGH);
    let (mut simplified, mut traditional) = (0usize, 0usize);
    for script in characters.filter_map(|c| SCRIPTS.get(&c)) {
        match script {
            Script::Simplified => simplified += 1,
            Script::Traditional => traditional += 1,
        }
    }
    match (simplified, traditional) {
        (0, 0) => None,
        (simplified, traditional) if traditional > simplified => Some(Script::Traditional),
        _ => Some(Script::Simplified),
    }
}

/// No document changes its script after so many characters.
const ENOUGH: usize = 20_000;

/// Common characters in pairs, simplified and traditional; none stands on both sides.
const PAIRS: &str = "们們这這个個来來为為时時国國会會说說对對发發经經过過还還进進动動开開问問间間关關门門见見现現长長场場头頭样樣学學\
    实實应應当當无無业業东東车車书書两兩义義乐樂习習买買卖賣乱亂亚亞产產亲親亿億仅僅从從仓倉仪儀价價众眾优優伟偉传傳\
    伤傷伦倫体體余餘债債倾傾偿償儿兒党黨兰蘭兴興养養兽獸冈岡册冊写寫军軍农農冲沖决決况況冻凍净淨减減凤鳳凭憑凯凱击擊\
    凿鑿划劃刘劉则則刚剛创創删刪别別剂劑剑劍剧劇劝勸办辦务務劳勞势勢区區医醫华華协協单單卢盧卫衛厅廳历歷厉厲压壓厌厭\
    县縣参參双雙变變叙敘叶葉号號叹嘆听聽启啟员員响響哑啞唤喚啸嘯喷噴嘱囑团團园園围圍图圖圆圓圣聖坏壞块塊坚堅坛壇坝壩\
    坟墳垄壟垒壘垫墊堕墮墙牆壮壯声聲壳殼处處备備复復够夠夹夾夺奪奋奮奖獎奥奧妇婦妈媽娱娛婴嬰孙孫宁寧宝寶审審宪憲宫宮\
    宽寬宾賓寻尋导導寿壽将將尔爾尘塵尝嘗尽盡层層届屆属屬岁歲岂豈岗崗岛島岭嶺币幣师師帐帳带帶帮幫庄莊庆慶库庫庙廟废廢\
    广廣异異弃棄张張弯彎弹彈强強归歸录錄彻徹径徑忆憶忧憂怀懷态態怜憐总總恋戀恶惡恼惱悬懸惊驚惧懼惨慘惩懲惯慣愤憤愿願\
    懒懶戏戲战戰户戶执執扩擴扫掃扬揚抚撫抢搶护護报報担擔拟擬拥擁择擇挂掛挥揮损損换換据據携攜摆擺摄攝摇搖撑撐敌敵数數\
    斋齋断斷旧舊显顯晓曉暂暫术術机機杀殺杂雜权權条條极極构構枪槍柜櫃标標栏欄树樹档檔桥橋检檢楼樓槛檻欢歡欧歐残殘毁毀\
    毕畢气氣汇匯汉漢汤湯沟溝没沒沪滬泪淚泽澤洁潔济濟浅淺测測浓濃涛濤润潤涨漲渐漸温溫湾灣湿濕满滿滚滾滞滯滨濱灭滅灯燈\
    灵靈灾災炉爐点點炼煉烂爛烟煙烦煩烧燒热熱爱愛爷爺牵牽状狀独獨狭狹狱獄猎獵猪豬献獻玛瑪环環琐瑣电電画畫畅暢疗療疯瘋\
    痒癢盐鹽监監盖蓋盘盤矿礦码碼砖磚础礎确確礼禮祸禍离離种種积積称稱稳穩穷窮窃竊窥窺竞競笔筆筑築签簽简簡类類粮糧紧緊\
    红紅约約级級纪紀纯純纳納纷紛纸紙线線练練组組细細织織终終绍紹结結给給络絡绝絕统統继繼绩績续續维維综綜绿綠缓緩编編\
    缘緣缩縮网網罗羅罚罰职職联聯肃肅肤膚肿腫胁脅胜勝脑腦脚腳脸臉舰艦艰艱艺藝节節苏蘇荣榮药藥获獲营營蓝藍虑慮虽雖虫蟲\
    补補装裝观觀规規视視览覽觉覺触觸誉譽计計认認讨討让讓训訓议議记記讲講许許论論设設访訪证證评評识識诉訴词詞译譯试試\
    诗詩诚誠话話该該详詳语語误誤请請诸諸读讀课課谁誰调調谈談谋謀谓謂谢謝谱譜贝貝负負贡貢财財责責贤賢败敗货貨质質购購\
    贯貫贵貴贸貿费費资資赏賞赛賽赞贊赶趕跃躍转轉轮輪软軟轻輕载載较較辆輛辉輝输輸边邊达達迁遷运運迟遲适適选選递遞逻邏\
    遗遺邓鄧郑鄭释釋针針钟鐘钢鋼钱錢铁鐵铜銅银銀销銷锁鎖错錯键鍵镇鎮镜鏡闭閉闲閒闻聞阅閱队隊阳陽阴陰阵陣阶階际際陆陸\
    陈陳险險随隨隐隱难難雾霧静靜韩韓页頁项項顺順须須预預领領频頻题題颜顏额額风風飞飛饭飯饮飲馆館马馬驱驅验驗骑騎鱼魚\
    鲁魯鸟鳥鸡雞麦麥黄黃齐齊龄齡龙龍龟龜";

/// The script of each character in the pairs.
static SCRIPTS: LazyLock<FxHashMap<char, Script>> = LazyLock::new(|| {
    let sides = [Script::Simplified, Script::Traditional].into_iter().cycle();
    PAIRS.chars().zip(sides).collect()
});

#[cfg(test)]
mod tests {
    use super::{PAIRS, SCRIPTS, script};
    use duizhao_bitext::Script;

    #[test]
    fn each_script_is_known_by_its_own_characters() {
        assert_eq!(script(["桥九月开放。"].into_iter()), Some(Script::Simplified));
        assert_eq!(script(["橋九月開放。"].into_iter()), Some(Script::Traditional));
        assert_eq!(script(["三十人，大山 bridge"].into_iter()), None);
        assert_eq!(
            script(["他說「開門」，招牌上寫著“开放”。"].into_iter()),
            Some(Script::Traditional)
        );
    }

    #[test]
    fn no_character_stands_twice() {
        assert_eq!(SCRIPTS.len(), PAIRS.chars().count());
    }
}

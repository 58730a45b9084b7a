//! HTML: the tree that a browser builds, walked into blocks. Furniture is told by markup and by where the text stands; it
//! stays in the extracted text, dropped by name.

mod furniture;
mod guard;
mod head;
mod scan;
mod survey;
mod table;
mod thin;
mod tree;
mod walk;

use scraper::Html;

use super::TooComplex;
use crate::extract::{Builder, Extract};
use survey::Survey;
pub(crate) use table::{CellPlace, forget_rows, side_by_side};
use walk::Walk;

/// The visible text of a page in blocks.
pub(crate) fn extract(markup: &str) -> Result<Extract, TooComplex> {
    guard::check(markup)?;
    let page = tree::tree(markup);
    let survey = Survey::of(&page);
    let mut builder = Builder::with_capacity(markup.len() / 4);
    Walk::new(&mut builder, Some(&survey)).page(&page);
    let mut extract = builder.into_extract();
    side_by_side(&extract.text, &mut extract.pieces);
    extract.metadata = head::metadata(&page);
    Ok(extract)
}

/// Adds the visible text of a piece of markup that stands in another format.
pub(crate) fn fragment(markup: &str, builder: &mut Builder) -> Result<(), TooComplex> {
    guard::check(markup)?;
    let page = Html::parse_fragment(&thin::thin(markup));
    let first = builder.pieces_mut().len();
    Walk::new(builder, None).page(&page);
    let (text, pieces) = builder.text_and_pieces_mut();
    side_by_side(text, &mut pieces[first..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::extract;
    use duizhao_bitext::Role::{self, Cell, Heading, ListItem, Paragraph};

    fn pieces(markup: &str) -> Vec<(Role, Option<&'static str>, String)> {
        let extract = extract(markup).expect("a page");
        let text = &extract.text;
        extract
            .pieces
            .iter()
            .map(|piece| (piece.role, piece.dropped, piece.span.of(text).to_owned()))
            .collect()
    }

    fn kept(markup: &str) -> Vec<String> {
        pieces(markup)
            .into_iter()
            .filter(|(_, dropped, _)| dropped.is_none())
            .map(|(.., text)| text)
            .collect()
    }

    #[test]
    fn blocks_roles_and_entities() {
        let page = "<h1>Old &amp; new</h1><p>One<b>two</b>\n three&nbsp;&mdash;<br>four<ul><li>item<li><p>more</ul>\
                    <table><tr><td>桥<td>bridge<tr><td colspan=2>alone</table><pre><code>x = 1</code></pre>\
                    <pre>\n旧桥。\nThe old bridge.</pre><p>see<sup><a href=#n>[1]</a></sup> <code>x</code><script>no()</script>";
        let expected: [(Role, Option<&str>, &str); 11] = [
            (Heading, None, "Old & new"),
            (Paragraph, None, "Onetwo three\u{a0}—"),
            (Paragraph, None, "four"),
            (ListItem, None, "item"),
            (ListItem, None, "more"),
            (Cell, None, "桥"),
            (Cell, None, "bridge"),
            (Paragraph, None, "alone"),
            (Paragraph, Some("code"), "x = 1"),
            (Paragraph, None, "旧桥。"),
            (Paragraph, None, "The old bridge."),
        ];
        let found = pieces(page);
        assert_eq!(found.len(), 12, "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!((found.0, found.1, found.2.as_str()), expected);
        }
        assert_eq!(found[11].2, "see x");
    }

    #[test]
    fn furniture_is_dropped_by_name_and_the_text_stays() {
        let long = "The old bridge in the north of the town will open again in September, the mayor said. ".repeat(3);
        let page = format!(
            "<body><div class=site-nav><a href=/>Home</a></div><header><p>Daily</header><h1>Old bridge</h1>\
             <form action=x><div id=content><p>{long}</p><p>城北的老桥将于九月重新开放给行人和车辆使用，市长今天上午说。</p>\
             <div style='display: none'>spare</div></div></form><aside>About us</aside><div class=list><p>Other things</p></div>\
             <footer>All rights reserved</footer>"
        );
        let found = pieces(&page);
        let reason = |text: &str| found.iter().find(|piece| piece.2 == text).expect(text).1;
        assert_eq!(reason("Home"), Some("navigation"));
        assert_eq!(reason("Daily"), Some("page-header"));
        assert_eq!(reason("spare"), Some("hidden"));
        assert_eq!(reason("About us"), Some("aside"));
        assert_eq!(reason("Other things"), Some("outside-content"));
        assert_eq!(reason("All rights reserved"), Some("page-footer"));
        assert_eq!(kept(&page).len(), 3);
    }

    #[test]
    fn both_languages_stay_when_they_stand_in_boxes_of_their_own() {
        let zh = "城北的老桥将于九月重新开放给行人和车辆使用，市长今天上午在市政厅说。";
        let en = "The old bridge in the north of the town will open again in September, the mayor said this morning.";
        let page = format!(
            "<div><div class=a><p>{zh}</p><p>{zh}</p></div><div class=b><p>{en}</p></div></div><p>x</p>"
        );
        assert_eq!(kept(&page), [zh, zh, en]);
        // A class of the whole page is no furniture.
        assert_eq!(kept(&format!("<div class=menu><p>{zh}</p><p>{en}</p></div>")), [zh, en]);
    }

    #[test]
    fn lists_of_links_are_dropped_where_there_is_text() {
        let text = "<p>The old bridge in the north of the town will open again in September, the mayor said.</p>".repeat(3);
        let page =
            format!("<div>{text}<ul><li><a>One</a><li><a>Two</a><li><a>Three</a></ul></div>");
        assert!(pieces(&page)[3..].iter().all(|piece| piece.1 == Some("links")));
        assert_eq!(kept("<ul><li><a>One</a><li><a>Two</a><li><a>Three</a></ul>").len(), 3);
    }

    #[test]
    fn other_languages_by_attribute_and_metadata_from_the_head() {
        let page = "<html lang=zh-CN><head><title>老桥 - 晚报</title><meta name=PubDate content='2024-05-06 10:00'>\
                    <meta name=ContentSource content=晚报><link rel=canonical href='https://bridge.example/1'>\
                    <body><p lang=ko>1234</p><p>老桥</p>";
        let extract = extract(page).expect("a page");
        assert!(extract.pieces[0].is_foreign && !extract.pieces[1].is_foreign);
        assert_eq!(extract.metadata.title.as_deref(), Some("老桥 - 晚报"));
        assert_eq!(extract.metadata.date.as_deref(), Some("2024-05-06"));
        assert_eq!(extract.metadata.source.as_deref(), Some("晚报"));
        assert_eq!(extract.metadata.other["url"], "https://bridge.example/1");
    }
}

use scraper::node::Element;

/// How much of the page's text an element may hold and still be furniture.
pub(super) enum Limit {
    /// Up to half: the element's own name says it.
    Half,
    /// Up to a third: only a class or an id says it.
    Third,
}

/// The rule by which an element is furniture, judged by its name, role, class and id.
pub(super) fn of(element: &Element) -> Option<(&'static str, Limit)> {
    let by_name = match element.name() {
        "nav" | "menu" => Some("navigation"),
        "header" => Some("page-header"),
        "footer" => Some("page-footer"),
        "aside" => Some("aside"),
        "form" | "button" | "select" | "textarea" | "label" | "fieldset" | "dialog" => Some("form"),
        _ => None,
    };
    let by_role = || match attribute(element, "role")? {
        "navigation" | "menu" | "menubar" | "tablist" => Some("navigation"),
        "banner" => Some("page-header"),
        "contentinfo" => Some("page-footer"),
        "complementary" => Some("aside"),
        "search" | "form" | "button" | "dialog" => Some("form"),
        _ => None,
    };
    if let Some(rule) = by_name.or_else(by_role) {
        return Some((rule, Limit::Half));
    }
    if matches!(element.name(), "html" | "body" | "main" | "article" | "h1") {
        return None;
    }
    let names = attribute(element, "class").into_iter().chain(attribute(element, "id"));
    names.flat_map(str::split_ascii_whitespace).find_map(by_word).map(|rule| (rule, Limit::Third))
}

/// The value of an element's attribute. Few elements have more than two; to make a name for the parser's own look-up takes longer.
pub(super) fn attribute<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Whether the page does not show the element.
pub(super) fn is_hidden(element: &Element) -> bool {
    attribute(element, "hidden").is_some()
        || attribute(element, "style").is_some_and(|style| {
            let mut declarations =
                style.split(';').filter_map(|declaration| declaration.split_once(':'));
            declarations.any(|(property, value)| match property.trim() {
                "display" => value.trim().starts_with("none"),
                "visibility" => value.trim().starts_with("hidden"),
                _ => false,
            })
        })
}

/// Elements whose content is no text of the page, or none that is read in line.
pub(super) fn is_no_text(element: &Element) -> bool {
    matches!(
        element.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "title"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "map"
            | "datalist"
            | "rt"
            | "rp"
            | "frameset"
            | "noframes"
            | "noembed"
            | "applet"
    )
}

/// Whether the element starts and ends a block of text.
pub(super) fn is_block(element: &Element) -> bool {
    matches!(
        element.name(),
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// The rule that a class or id names, by one of its words: `site-nav`, `pageFooter`, `bread_crumbs`.
fn by_word(name: &str) -> Option<&'static str> {
    let words = name.split(['-', '_']);
    words.chain([name]).find_map(|word| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, rule)| *rule)
    })
}

const WORDS: &[(&str, &str)] = &[
    ("nav", "navigation"),
    ("navbar", "navigation"),
    ("navigation", "navigation"),
    ("topnav", "navigation"),
    ("subnav", "navigation"),
    ("menu", "navigation"),
    ("mainmenu", "navigation"),
    ("breadcrumb", "navigation"),
    ("breadcrumbs", "navigation"),
    ("crumb", "navigation"),
    ("crumbs", "navigation"),
    ("dqwz", "navigation"),
    ("pagination", "navigation"),
    ("pager", "navigation"),
    ("toolbar", "navigation"),
    ("langbar", "navigation"),
    ("footer", "page-footer"),
    ("pagefooter", "page-footer"),
    ("sitefooter", "page-footer"),
    ("copyright", "page-footer"),
    ("pageheader", "page-header"),
    ("siteheader", "page-header"),
    ("topbar", "page-header"),
    ("sidebar", "aside"),
    ("aside", "aside"),
    ("related", "aside"),
    ("recommend", "aside"),
    ("recommended", "aside"),
    ("comments", "aside"),
    ("share", "aside"),
    ("sharing", "aside"),
    ("bdsharebuttonbox", "aside"),
    ("social", "aside"),
    ("qrcode", "aside"),
    ("ad", "aside"),
    ("ads", "aside"),
    ("advert", "aside"),
    ("advertisement", "aside"),
    ("popup", "form"),
    ("login", "form"),
    ("search", "form"),
    ("searchbox", "form"),
];

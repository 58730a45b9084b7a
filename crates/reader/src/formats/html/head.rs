use duizhao_bitext::Metadata;
use scraper::{Html, Node};

use super::furniture::attribute;
use crate::date;

/// What the page's head says: `<title>`, `<meta>` in the names that news and government sites use, the canonical address.
pub(super) fn metadata(page: &Html) -> Metadata {
    let mut metadata = Metadata::default();
    for node in page.tree.root().descendants() {
        let Node::Element(element) = node.value() else { continue };
        match element.name() {
            "title" if metadata.title.is_none() => {
                let text: String = node
                    .descendants()
                    .filter_map(|child| child.value().as_text())
                    .map(|text| &**text)
                    .collect();
                metadata.title = Some(duizhao_bitext::normalise(&text).into_owned())
                    .filter(|title| !title.is_empty());
            }
            "meta" => {
                let name = ["name", "property", "itemprop"]
                    .iter()
                    .find_map(|name| attribute(element, name));
                if let (Some(name), Some(content)) = (name, attribute(element, "content")) {
                    add(&mut metadata, &name.to_ascii_lowercase(), content.trim());
                }
            }
            "link" if attribute(element, "rel") == Some("canonical") => {
                if let Some(address) = attribute(element, "href") {
                    add(&mut metadata, "url", address.trim());
                }
            }
            "time" => {
                if let Some(date) = attribute(element, "datetime") {
                    add(&mut metadata, "date", date);
                }
            }
            _ => {}
        }
    }
    metadata
}

fn add(metadata: &mut Metadata, name: &str, content: &str) {
    if content.is_empty() {
        return;
    }
    match name {
        "date"
        | "pubdate"
        | "publishdate"
        | "publish_date"
        | "article:published_time"
        | "og:published_time"
        | "dc.date"
        | "dc.date.issued"
        | "dcterms.created"
        | "datepublished"
        | "weibo:article:create_at"
        | "weibo: article:create_at" => {
            metadata.date = metadata.date.take().or_else(|| date::find(content));
        }
        "source" | "contentsource" | "og:site_name" | "dc.publisher" | "article:publisher"
        | "sitename" => {
            metadata.source.get_or_insert_with(|| content.to_owned());
        }
        "author" | "article:author" | "dc.creator" => {
            metadata.other.entry("author".to_owned()).or_insert_with(|| content.to_owned());
        }
        "url" | "og:url" => {
            metadata.other.entry("url".to_owned()).or_insert_with(|| content.to_owned());
        }
        _ => {}
    }
}

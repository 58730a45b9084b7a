/// A pair as curation sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item<'a> {
    /// Its document's id. The pairs of a document follow each other.
    pub document: &'a str,
    /// Its id: the number that its sixteen hexadecimal digits are.
    pub id: u64,
    /// How good it is: of duplicates the best is kept.
    pub score: f32,
    /// The Chinese.
    pub zh: &'a str,
    /// The English.
    pub en: &'a str,
}

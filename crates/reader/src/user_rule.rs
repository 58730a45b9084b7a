use duizhao_bitext::Document;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// A rule of the user's own: a block that matches is dropped under the rule's name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct UserRule {
    name: String,
    matcher: Regex,
}

/// The rule as it stands in settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Written {
    name: String,
    pattern: String,
}

impl UserRule {
    /// A rule that drops the blocks in which the regular expression is found: a whole block with `^…$`. The syntax is that of
    /// the crate [`regex`], which takes linear time whatever the pattern.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn new(name: &str, pattern: &str) -> Result<Self, regex::Error> {
        Ok(Self { name: name.to_owned(), matcher: Regex::new(pattern)? })
    }

    /// The name, as it stands in `Block::dropped`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Drops the document's blocks in which the pattern is found, white space at their ends aside; blocks that are dropped
    /// already keep their reason.
    pub(crate) fn drop_from(&self, document: &mut Document) {
        for at in 0..document.blocks.len() {
            let block = &document.blocks[at];
            if block.kept().is_some() && self.matcher.is_match(document.content(block).trim()) {
                document.blocks[at].dropped = Some(self.name.clone().into());
            }
        }
    }
}

impl PartialEq for UserRule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.matcher.as_str() == other.matcher.as_str()
    }
}

impl Eq for UserRule {}

impl From<UserRule> for Written {
    fn from(rule: UserRule) -> Self {
        Self { pattern: rule.matcher.as_str().to_owned(), name: rule.name }
    }
}

impl TryFrom<Written> for UserRule {
    type Error = regex::Error;

    fn try_from(written: Written) -> Result<Self, regex::Error> {
        Self::new(&written.name, &written.pattern)
    }
}

//! The sections `[duplicates]` and `[splits]` of a configuration.

use std::path::PathBuf;

use duizhao_curator::{Duplicates, Size, SplitBy, Translations};
use serde::Deserialize;
use toml::Spanned;

use crate::config_file::Wrong;
use crate::{Curation, parse_size};

/// Which duplicates are dropped, within the corpus and against others.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DuplicatesSection {
    drop: Option<Duplicates>,
    similarity: Option<Spanned<f32>>,
    translations: Option<Translations>,
    against: Vec<PathBuf>,
    held_out: Vec<PathBuf>,
}

/// Which pairs are set apart.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SplitsSection {
    test: Option<Spanned<SizeValue>>,
    validation: Option<Spanned<SizeValue>>,
    by: Option<SplitBy>,
    of: Option<PathBuf>,
}

/// A number of pairs, or a share as it is typed.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a number of pairs like 1000 or a share like \"2%\"")]
enum SizeValue {
    Pairs(u64),
    Typed(String),
}

impl DuplicatesSection {
    /// Whether it says which duplicates are dropped.
    pub(crate) fn is_given(&self) -> bool {
        self.drop.is_some()
    }

    pub(crate) fn apply(self, curation: &mut Curation) -> Result<(), Wrong> {
        let settings = &mut curation.settings;
        if let Some(similarity) = self.similarity {
            if !(0.3..=1.0).contains(similarity.get_ref()) {
                let message = "the similarity is a number from .3 to 1".to_owned();
                return Err(Wrong { span: similarity.span(), message });
            }
            settings.similarity = similarity.into_inner();
        }
        settings.duplicates = self.drop.unwrap_or(settings.duplicates);
        settings.translations = self.translations.unwrap_or(settings.translations);
        curation.against.extend(self.against);
        curation.held_out.extend(self.held_out);
        Ok(())
    }
}

impl SplitsSection {
    pub(crate) fn apply(self, curation: &mut Curation) -> Result<(), Wrong> {
        let settings = &mut curation.settings;
        for (value, setting) in
            [(self.test, &mut settings.test), (self.validation, &mut settings.validation)]
        {
            if let Some(value) = value {
                *setting = size(&value)?;
            }
        }
        settings.split_by = self.by.unwrap_or(settings.split_by);
        curation.splits_of = self.of.or_else(|| curation.splits_of.take());
        Ok(())
    }
}

fn size(value: &Spanned<SizeValue>) -> Result<Size, Wrong> {
    let typed = match value.get_ref() {
        SizeValue::Pairs(pairs) => pairs.to_string(),
        SizeValue::Typed(text) => text.clone(),
    };
    parse_size(&typed).map_err(|message| Wrong { span: value.span(), message })
}

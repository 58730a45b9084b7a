//! The options of every command that keeps some pairs and rejects others.

use std::path::PathBuf;

use anyhow::Context;
use clap::builder::{PossibleValue, PossibleValuesParser};
use duizhao::{Config, ConfigFile};
use duizhao_scorer::{Filters, Preset};

use crate::input;

/// Settings from a file, and which pairs are kept.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArguments {
    /// Settings in TOML; options given here go before them. data/duizhao.toml in the sources shows all of them
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Keep pairs for this purpose, instead of the file's filters; `duizhao filters` lists what each keeps out
    #[arg(long, value_name = "PRESET", value_parser = presets())]
    preset: Option<String>,

    /// Mask e-mail addresses, phone, identity-card and bank-card numbers in all that is written, alike in both languages:
    /// `<EMAIL_1>`
    #[arg(long)]
    mask_private: bool,
}

impl ConfigArguments {
    /// Puts the file's settings and the preset over those of `config`.
    pub(crate) fn apply(&self, config: &mut Config) -> anyhow::Result<()> {
        let text = self.config.as_deref().map(input::text).transpose()?;
        if let (Some(path), Some(text)) = (&self.config, &text) {
            ConfigFile::apply(text, config).with_context(|| path.display().to_string())?;
        }
        if let Some(preset) = self.preset.as_deref().and_then(Preset::of_name) {
            put_preset(preset, text.as_deref(), config);
        }
        config.mask_private |= self.mask_private;
        Ok(())
    }
}

/// Takes a preset's filters, and drops the duplicates that go with it where the configuration in `text` does not say which.
pub(crate) fn put_preset(preset: Preset, text: Option<&str>, config: &mut Config) {
    config.filters = Filters::preset(preset);
    if !text.is_some_and(ConfigFile::has_duplicates) {
        config.curation.suit(preset);
    }
}

pub(crate) fn presets() -> PossibleValuesParser {
    Preset::ALL
        .map(|preset| PossibleValue::new(preset.name()).help(preset.description()))
        .to_vec()
        .into()
}

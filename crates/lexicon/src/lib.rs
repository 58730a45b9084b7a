//! What a word may be translated by: dictionary, numbers, names, learned table.
//!
//! The [`Lexicon`] cuts sentences of both languages into [`Token`]s whose keys can be compared, and knows the
//! [`Translation`]s of Chinese words. The aligner and the scorer are its customers; it does no I/O of its own.
//!
//! ```
//! use duizhao_bitext::Language;
//! use duizhao_lexicon::{Lexicon, Vocabulary};
//!
//! let lexicon = Lexicon::bundled()?;
//! let mut vocabulary = Vocabulary::new(&lexicon);
//! let (mut zh, mut en) = (Vec::new(), Vec::new());
//! lexicon.tokenise("三百五十隻狗", Language::Zh, &mut vocabulary, &mut zh);
//! lexicon.tokenise("350 dogs", Language::En, &mut vocabulary, &mut en);
//! assert_eq!(zh[0].key, en[0].key);
//! let dog = zh[2];
//! assert!(lexicon.translations(dog.key).iter().any(|translation| translation.stem == en[1].key));
//! # Ok::<(), duizhao_lexicon::Error>(())
//! ```

mod characters;
mod english;
mod error;
mod format;
mod glossary;
mod learn;
mod lexicon;
mod names;
mod number;
mod punctuation;
mod romanisation;
mod senses;
mod source;
mod strings;
mod token;
mod tokenise;
mod trie;
mod vocabulary;

pub use error::Error;
pub use learn::{BeadKeys, LearnedPair, LearnedTable, Training};
pub use lexicon::{Lexicon, Translation, TranslationClass};
pub use names::Names;
pub use token::{NO_KEY, Token, TokenKind};
pub use vocabulary::Vocabulary;

//! The constants of the score, each with a name, in one place.
//!
//! They were fitted by `scripts/tune-aligner`, all genres together, and rounded. Everything that differs from document
//! to document (length ratio and variance, null rate, lexicon, quotes) is estimated from the document instead.

macro_rules! weights {
    ($($(#[doc = $doc:literal])+ $name:ident = $value:literal;)+) => {
        /// The constants of the score.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Weights {
            $($(#[doc = $doc])+ pub $name: f32,)+
        }

        impl Default for Weights {
            fn default() -> Self {
                Self { $($name: $value,)+ }
            }
        }

        impl Weights {
            /// The name of every constant.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The constant of this name, to read or change; `None` for an unknown name.
            pub fn named(&mut self, name: &str) -> Option<&mut f32> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

weights! {
    /// Weight of the evidence of zh words.
    zh_word = 0.25;
    /// Weight of the evidence of zh characters standing alone.
    zh_character = 0.35;
    /// Weight of the evidence of zh numbers.
    zh_number = 0.60;
    /// Weight of the evidence of zh punctuation.
    zh_punctuation = 0.32;
    /// Weight of the evidence of zh names.
    zh_name = 0.39;
    /// Weight of the evidence of Latin words and code in Chinese.
    zh_latin = 0.50;
    /// Weight of the evidence of en words.
    en_word = 0.36;
    /// Weight of the evidence of en numbers.
    en_number = 1.00;
    /// Weight of the evidence of en punctuation.
    en_punctuation = 0.27;
    /// Weight of the evidence of en names.
    en_name = 0.10;
    /// Weight of the evidence of Latin words and code in English that occur in the Chinese too.
    en_latin = 0.40;
    /// Probability that a zh word with an entry has a translation of that entry opposite, before any estimate.
    hit_word = 0.62;
    /// The same for a zh character standing alone.
    hit_character = 0.35;
    /// The same for an en word.
    hit_en_word = 0.46;
    /// The same for numbers.
    hit_number = 0.60;
    /// The same for list numbers.
    hit_enumerator = 0.90;
    /// The same for punctuation.
    hit_punctuation = 0.75;
    /// The same for names.
    hit_name = 0.85;
    /// The same for Latin words and code.
    hit_latin = 0.80;
    /// Probability that a word is explained by the other side at all under the learned lexicon.
    hit_learned = 0.85;
    /// Strength of what a word's characters mean in other words, beside that of its own translations.
    sense = 0.50;
    /// Share of the dictionary, against the learned lexicon, once that is there.
    dictionary_share = 0.78;
    /// Tokens without any match that are added to a side when chance matches are counted, so that a short text does not make
    /// its words look frequent.
    unseen = 384.6;
    /// Most nats that one token may contribute.
    hit_cap = 7.80;
    /// Cost of a bead of one zh and two en sentences.
    one_two = 1.83;
    /// Cost of each further en sentence.
    one_more_en = 1.43;
    /// Cost of a bead of two zh sentences and one en sentence.
    two_one = 3.30;
    /// Cost of each further zh sentence.
    one_more_zh = 1.92;
    /// Cost of a bead of two and two sentences.
    two_two = 5.85;
    /// Cost of each further sentence in such a bead.
    one_more = 1.04;
    /// Cost of the first null bead of a run, at a null rate of 3 in 100.
    null_open = 5.93;
    /// Cost of each further null bead of a run, as a share of the first's.
    null_extend = 0.25;
    /// How far the cost of nulls follows the logarithm of the document's null rate.
    null_adapt = 0.70;
    /// Weight of the length term at the reference variance of 18.
    length = 0.43;
    /// Exponent of the variance in that weight.
    length_exponent = 1.50;
    /// Where the length term levels off, in nats.
    length_cap = 6.15;
    /// English characters by which the lengths of any pair may differ besides: short sentences vary more.
    length_floor = 3.00;
    /// How far the hit rate of a word follows the strength of its best translation, from 0 to 1.
    hit_by_strength = 0.10;
    /// Weight of the first words after a cut.
    head = 0.77;
    /// Weight of the state of quotes at a cut.
    quote = 1.00;
    /// Cost of a bead for each sentence in it, but the last of a side, that ends without a mark that ends sentences: a
    /// heading, a list item, a line of verse.
    across_lines = 3.00;
    /// Cost of a bead for each paragraph break that it runs over on one side only.
    across_paragraphs = 2.5;
    /// Gain of a cut at which a paragraph begins on both sides.
    paragraph = 2.0;
    /// Gain of a cut between blocks that the layout puts side by side.
    adjacent = 2.00;
}

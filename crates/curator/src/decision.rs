use duizhao_bitext::Split;

/// What becomes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The part of the corpus that it is in, or would be in if it was kept.
    pub split: Split,
    /// Why it is dropped, and the id of the pair for which it is; `None` for a pair that is kept.
    pub dropped: Option<(Reason, u64)>,
    /// What all its duplicates share: the smallest of their content hashes, so that a cluster keeps its id when the
    /// corpus grows, but for a new member with a smaller one.
    pub cluster: u64,
    /// How many pairs the cluster has, this one included.
    pub copies: u32,
    /// How many different English sides the same Chinese has, this one included.
    pub translations: u32,
}

/// Why curation drops a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A pair that is kept says the same.
    Duplicate,
    /// A pair that is kept says nearly the same.
    NearDuplicate,
    /// A better-scored pair has the same Chinese.
    OtherTranslation,
    /// A side of it is, or is nearly, that of a pair in the test split.
    LeaksIntoTest,
    /// The same for the validation split.
    LeaksIntoValidation,
    /// A corpus that it was compared with holds the same pair.
    DuplicateElsewhere,
    /// A corpus that it was compared with holds nearly the same pair.
    NearDuplicateElsewhere,
    /// A side of it is, or is nearly, in a corpus that was to be held out.
    LeaksIntoHeldOut,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 8] = [
        Self::Duplicate,
        Self::NearDuplicate,
        Self::OtherTranslation,
        Self::LeaksIntoTest,
        Self::LeaksIntoValidation,
        Self::DuplicateElsewhere,
        Self::NearDuplicateElsewhere,
        Self::LeaksIntoHeldOut,
    ];

    /// The name that stands in `dropped.parquet`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::NearDuplicate => "near_duplicate",
            Self::OtherTranslation => "other_translation",
            Self::LeaksIntoTest => "leaks_into_test",
            Self::LeaksIntoValidation => "leaks_into_validation",
            Self::DuplicateElsewhere => "duplicate_elsewhere",
            Self::NearDuplicateElsewhere => "near_duplicate_elsewhere",
            Self::LeaksIntoHeldOut => "leaks_into_held_out",
        }
    }

    /// The reason of this name; `None` for a filter's.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

//! From beads to pairs worth keeping: features, filters, duplicates, splits.

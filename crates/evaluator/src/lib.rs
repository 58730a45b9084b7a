//! Judges alignments and segmentations against gold.

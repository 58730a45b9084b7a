//! Pairs the sentences of two sides by dynamic programming over lengths and anchors.

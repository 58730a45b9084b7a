//! Splits Chinese and English paragraphs into sentences.

//! Bilingual Chinese-English documents in, a sentence-aligned corpus out.

mod parallel;

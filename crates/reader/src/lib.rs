//! Reads bilingual documents into blocks of known language and role.

//! What a word may be translated by: dictionary, numbers, names, learned table.

use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Strings with numbers: the first one is 0, the next new one 1, and so on.
///
/// One arena and one table of numbers, so that a string costs its bytes and about 12 more, and a look-up one probe.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strings {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    /// A string's number plus one, at the place its hash gives or after it; 0 is free. The length is a power of two.
    slots: Vec<u32>,
}

impl Strings {
    /// Room for `count` strings.
    pub(crate) fn with_capacity(count: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(count * 8),
            ends: Vec::with_capacity(count),
            slots: vec![0; (count * 2).next_power_of_two().max(64)],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of this number; empty for a number that was not given out.
    pub(crate) fn of(&self, number: u32) -> &str {
        let number = number as usize;
        let start =
            if number == 0 { 0 } else { self.ends.get(number - 1).copied().unwrap_or(0) as usize };
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        std::str::from_utf8(&self.bytes[start..end]).unwrap_or_default()
    }

    fn bytes_of(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let start = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.bytes[start..self.ends[number] as usize]
    }

    /// The number of a string that is there.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash(text.as_bytes()) & mask;
        while self.slots[at] != 0 {
            let number = self.slots[at] - 1;
            if self.bytes_of(number) == text.as_bytes() {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Puts in a string that will be asked for by number only; not to be mixed with [`Self::intern`].
    pub(crate) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
    }

    /// The number of a string, which is put in if it is not there.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if let Some(number) = self.find(text) {
            return number;
        }
        if (self.ends.len() + 1) * 3 > self.slots.len() * 2 {
            self.grow();
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        self.place(number);
        number
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(64)];
        for number in 0..self.ends.len() as u32 {
            self.place(number);
        }
    }

    fn place(&mut self, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash(self.bytes_of(number)) & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = number + 1;
    }
}

fn hash(bytes: &[u8]) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as usize
}

#[cfg(test)]
mod tests {
    use super::Strings;

    #[test]
    fn every_string_keeps_its_number_while_the_table_grows() {
        let mut strings = Strings::default();
        for number in 0..5000u32 {
            assert_eq!(strings.intern(&format!("word {number}")), number);
        }
        for number in 0..5000u32 {
            assert_eq!(strings.find(&format!("word {number}")), Some(number));
            assert_eq!(strings.of(number), format!("word {number}"));
        }
        assert_eq!(strings.find("word"), None);
        assert_eq!(strings.intern("word 7"), 7);
    }
}

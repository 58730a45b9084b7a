//! Hashing that never changes: cluster ids and splits are drawn from it.

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014): every bit of the result depends on every bit of the input.
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A sequence's hash: the hash of what came before, and the next item.
pub(crate) fn chain(before: u64, item: u64) -> u64 {
    mix(before.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ item)
}

/// A text's hash, of its bytes as they are.
pub(crate) fn of_text(text: &str) -> u64 {
    text.bytes().fold(text.len() as u64, |hash, byte| chain(hash, u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::{mix, of_text};

    #[test]
    fn the_hashes_of_earlier_versions_stay() {
        assert_eq!(mix(1), 0x5692_161d_100b_05e5);
        assert_eq!(of_text("对照"), of_text("对照"));
        assert_ne!(of_text("ab"), of_text("ba"));
    }
}

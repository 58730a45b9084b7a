//! Files that are compressed as a whole: what is inside is named by the rest of the name.

use std::io::{self, BufRead, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use crate::error::Problem;
use crate::options::Options;

/// By what a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Zstandard,
}

impl Compression {
    /// What a file's name ending stands for.
    pub(crate) fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "gz" | "tgz" => Some(Self::Gzip),
            "zst" | "tzst" => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// What reads the content.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub(crate) fn reader<'r>(self, packed: impl BufRead + 'r) -> io::Result<Box<dyn Read + 'r>> {
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Zstandard => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        })
    }

    /// The content of a file in memory, within the limits.
    pub(crate) fn unpacked(self, bytes: &[u8], options: &Options) -> Result<Vec<u8>, Problem> {
        let by_ratio = (bytes.len() as u64).saturating_mul(options.max_ratio.into()).max(4 << 20);
        let limit = options.max_bytes.min(by_ratio);
        let damaged = |error: io::Error| Problem::Damaged {
            place: "its compressed data".to_owned(),
            reason: error.to_string(),
        };
        let mut content = Vec::new();
        let mut reader = self.reader(bytes).map_err(damaged)?.take(limit.saturating_add(1));
        let read = reader.read_to_end(&mut content).map_err(damaged)? as u64;
        if read > limit { Err(Problem::Expands { limit }) } else { Ok(content) }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Compression;
    use crate::error::Problem;
    use crate::options::Options;

    #[test]
    fn content_comes_back_within_the_limits() {
        let of_path = |name: &str| Compression::of_path(Path::new(name));
        assert_eq!(of_path("a.txt.GZ"), Some(Compression::Gzip));
        assert_eq!(of_path("a.txt"), None);
        let packed = zstd::encode_all("老桥".as_bytes(), 3).expect("packed");
        let zstandard = of_path("a.zst").expect("known");
        let unpacked = zstandard.unpacked(&packed, &Options::default()).expect("unpacked");
        assert_eq!(unpacked, "老桥".as_bytes());
        let bomb = zstd::encode_all(vec![b'0'; 8 << 20].as_slice(), 3).expect("packed");
        let outcome = zstandard.unpacked(&bomb, &Options::default());
        assert!(matches!(outcome, Err(Problem::Expands { .. })));
        let outcome = zstandard.unpacked(&packed[..packed.len() - 2], &Options::default());
        assert!(matches!(outcome, Err(Problem::Damaged { .. })));
    }
}

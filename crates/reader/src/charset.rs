use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252,
};

/// A file's text and the WHATWG name of the charset that it was in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) charset: &'static str,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// NULs or other control characters that no text holds.
    Binary,
    /// Not in `charset` from byte `offset` on, which stands in line `line`, counted from 1.
    Undecodable { offset: usize, line: usize, charset: &'static str },
}

impl Failure {
    fn at(offset: usize, bytes: &[u8], charset: &'static str) -> Self {
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count();
        Self::Undecodable { offset, line, charset }
    }
}

/// How many bytes of a file are looked at to tell one legacy charset from another.
const SAMPLE: usize = 256 << 10;
/// Named in the error when nothing fits.
const TRIED: &str = "UTF-8, and the file is not plausible as UTF-16, GB18030, Big5 or windows-1252";

/// Decodes a file: byte order mark, then declaration (`declared`, only for markup), then UTF-8, then what is likely.
///
/// Nothing is ever replaced by U+FFFD: a damaged character would go into the corpus as if it were text, so damage is an
/// error that names the first bad byte, and only this file is lost. A declaration that the bytes contradict is ignored.
/// Linear in the file's size; UTF-8 is not copied.
pub(crate) fn decode(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, Failure> {
    let mark = Encoding::for_bom(&bytes);
    if let Some((encoding, mark)) = mark.filter(|(encoding, _)| *encoding != UTF_8) {
        return whole(encoding, &bytes, mark)
            .map_err(|offset| Failure::at(offset, &bytes, encoding.name()));
    }
    if let Some(encoding) = utf16_by_zero_bytes(&bytes)
        && let Ok(decoded) = whole(encoding, &bytes, 0)
        && is_plausible(&decoded.text)
    {
        return Ok(decoded);
    }
    if has_control_characters(&bytes) {
        return Err(Failure::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(mut text) if declared.is_none_or(|encoding| utf8_outweighs(encoding, &text)) => {
            text.drain(..mark.map_or(0, |(_, length)| length));
            return Ok(Decoded { text, charset: UTF_8.name() });
        }
        Err(error) if mark.is_some() => {
            let offset = error.utf8_error().valid_up_to();
            return Err(Failure::at(offset, error.as_bytes(), UTF_8.name()));
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(decoded) = declared.and_then(|encoding| whole(encoding, &bytes, 0).ok()) {
        return Ok(decoded);
    }
    if let Some(offset) = broken_utf8(&bytes) {
        return Err(Failure::at(offset, &bytes, UTF_8.name()));
    }
    match legacy(&bytes) {
        Some(encoding) => whole(encoding, &bytes, 0)
            .map_err(|offset| Failure::at(offset, &bytes, encoding.name())),
        None => Err(Failure::at(first_not_utf8(&bytes).unwrap_or(0), &bytes, TRIED)),
    }
}

/// The charset that markup declares of itself within its first kilobytes: `<meta charset>`, `http-equiv`, or XML's.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    head.match_indices("charset")
        .map(|(at, word)| at + word.len())
        .chain(
            head.starts_with("<?xml")
                .then(|| head.find("encoding").map(|at| at + "encoding".len()))
                .flatten(),
        )
        .find_map(|at| {
            let value = head[at..]
                .trim_start()
                .strip_prefix('=')?
                .trim_start()
                .trim_start_matches(['"', '\'']);
            let end = value
                .find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c))
                .unwrap_or(value.len());
            // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
            Encoding::for_label(&value.as_bytes()[..end]).map(|encoding| {
                if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding }
            })
        })
}

/// All of `bytes` after `skip`, or the offset of the first byte that is not in `encoding`.
fn whole(encoding: &'static Encoding, bytes: &[u8], skip: usize) -> Result<Decoded, usize> {
    // GBK is read by the decoder of GB18030, of which it is a part; one name for both.
    let charset = if encoding == GBK { GB18030.name() } else { encoding.name() };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0),
    );
    match decoder.decode_to_string_without_replacement(&bytes[skip..], &mut text, true) {
        (DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(Decoded { text, charset })
        }
        (DecoderResult::Malformed(bad, after), read) => {
            Err(skip + read.saturating_sub(usize::from(bad) + usize::from(after)))
        }
        (DecoderResult::OutputFull, read) => Err(skip + read),
    }
}

/// Whether a text that is valid UTF-8 is UTF-8 although `declared` says otherwise. Three bytes a character do not come about
/// by chance; two may.
fn utf8_outweighs(declared: &'static Encoding, text: &str) -> bool {
    declared == UTF_8
        || text.is_ascii()
        || text.chars().any(|c| c >= '\u{800}')
        || whole(declared, text.as_bytes(), 0).is_err()
}

/// The byte order of UTF-16 without a mark, by which half of its code units is zero in spaces, digits and line ends.
fn utf16_by_zero_bytes(bytes: &[u8]) -> Option<&'static Encoding> {
    // Nearly every text has none, which is found out much faster than in which places they are.
    memchr::memchr(0, bytes)?;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros =
        |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (even, odd) if even * 20 <= odd => Some(UTF_16LE),
        (even, odd) if odd * 20 <= even => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a decoded text looks like Chinese or English: characters of other blocks are rare.
fn is_plausible(text: &str) -> bool {
    let (mut all, mut usual) = (0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        all += 1;
        usual += usize::from(
            matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{ff}' | '\u{2000}'..='\u{206f}'
            | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'),
        );
    }
    usual * 10 >= all * 8
}

/// The control characters that no text holds, a bit each: line feeds, tabs, escapes and the like are none of them.
const NO_TEXT: u32 = 0xf7ff_c9fe;

fn has_control_characters(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let is_control = |byte: u8| byte < 0x20 && (NO_TEXT >> byte) & 1 == 1;
    // In short rows the counts fit into bytes, of which the processor adds many at a time.
    let counts = sample
        .chunks(255)
        .map(|row| row.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>());
    let control: usize = counts.map(usize::from).sum();
    memchr::memchr(0, bytes).is_some() || control * 50 > sample.len()
}

fn first_not_utf8(bytes: &[u8]) -> Option<usize> {
    std::str::from_utf8(bytes).err().map(|error| error.valid_up_to())
}

/// The first bad byte of a text that is UTF-8 for the most part. In GB18030 and Big5 hardly any pair of bytes is valid UTF-8.
fn broken_utf8(bytes: &[u8]) -> Option<usize> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good > bad { first_not_utf8(bytes) } else { None }
}

/// The likeliest of the legacy charsets of Chinese and English text.
fn legacy(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Both charsets keep their common characters together; in the wrong one about half of a text falls outside.
    let simplified = common_share(sample, 0xb0..=0xd7, 0xa1..=0xfe, 0xa1..=0xa9);
    let traditional = common_share(sample, 0xa4..=0xc6, 0x40..=0xfe, 0xa1..=0xa3);
    let (share, encoding) =
        if (guess == BIG5 && traditional >= simplified - 0.05) || traditional > simplified {
            (traditional, BIG5)
        } else {
            (simplified, GB18030)
        };
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if guess == WINDOWS_1252 && high * 10 <= sample.len() {
        return Some(WINDOWS_1252);
    }
    let enough = if guess == GBK || guess == GB18030 || guess == BIG5 { 0.7 } else { 0.85 };
    (share >= enough).then_some(encoding)
}

type Bytes = std::ops::RangeInclusive<u8>;

/// Of the two-byte characters that are no punctuation, the share whose lead and trail say that they are common ones.
fn common_share(sample: &[u8], lead: Bytes, trail: Bytes, punctuation: Bytes) -> f64 {
    let (mut all, mut common, mut at) = (0u32, 0u32, 0);
    while at + 1 < sample.len() {
        if sample[at].is_ascii() {
            at += 1;
            continue;
        }
        if !punctuation.contains(&sample[at]) {
            all += 1;
            common += u32::from(lead.contains(&sample[at]) && trail.contains(&sample[at + 1]));
        }
        at += 2;
    }
    if all == 0 { 0.0 } else { f64::from(common) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::{Failure, declared, decode};
    use encoding_rs::{BIG5, GB18030, GBK, UTF_8};

    const SIMPLIFIED: &str = "城北的老桥今年春天开始维修，预计九月完工。\nThe old bridge will open again in September.\n";
    const TRADITIONAL: &str = "城北的老橋今年春天開始維修，預計九月完工。\nThe old bridge will open again in September.\n";

    fn charset(bytes: &[u8]) -> &'static str {
        decode(bytes.to_vec(), None).expect("text").charset
    }

    #[test]
    fn legacy_charsets_are_told_apart() {
        assert_eq!(charset(&GBK.encode(SIMPLIFIED).0), "gb18030");
        assert_eq!(charset(&GB18030.encode("表3 — 数据").0), "gb18030");
        assert_eq!(charset(&BIG5.encode(TRADITIONAL).0), "Big5");
        assert_eq!(charset(SIMPLIFIED.as_bytes()), "UTF-8");
        assert_eq!(
            charset(b"The mayor\x92s answer was \x93yes\x94, and nobody asked again."),
            "windows-1252"
        );
        let decoded = decode(BIG5.encode(TRADITIONAL).0.into_owned(), None).expect("text");
        assert_eq!(decoded.text, TRADITIONAL);
    }

    #[test]
    fn utf16_is_found_with_and_without_a_mark() {
        for (name, unit) in
            [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)]
        {
            let bare: Vec<u8> = SIMPLIFIED.encode_utf16().flat_map(unit).collect();
            let marked: Vec<u8> = unit(0xfeff).into_iter().chain(bare.iter().copied()).collect();
            for bytes in [bare, marked] {
                let decoded = decode(bytes, None).expect("text");
                assert_eq!((decoded.charset, decoded.text.as_str()), (name, SIMPLIFIED));
            }
        }
    }

    #[test]
    fn broken_utf8_is_an_error_that_names_the_byte() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes[10] = 0xff;
        assert_eq!(
            decode(bytes, None),
            Err(Failure::Undecodable { offset: 9, line: 1, charset: "UTF-8" })
        );
        let cut = "对照对照".as_bytes()[..11].to_vec();
        assert_eq!(
            decode(cut, None),
            Err(Failure::Undecodable { offset: 9, line: 1, charset: "UTF-8" })
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(decode(vec![7, 0, 1, 200, 0, 0, 3, 9], None), Err(Failure::Binary));
        let noise: Vec<u8> = (0..400u32).map(|n| 128 + (n * n * 37 % 127) as u8).collect();
        assert!(matches!(decode(noise, None), Err(Failure::Undecodable { .. })));
    }

    #[test]
    fn a_declaration_counts_unless_the_bytes_contradict_it() {
        let page = format!("<meta charset='gb2312'><p>{SIMPLIFIED}");
        assert_eq!(declared(page.as_bytes()), Some(GBK));
        assert_eq!(decode(page.clone().into_bytes(), Some(GBK)).expect("text").charset, "UTF-8");
        let legacy = GBK.encode(&page).0.into_owned();
        assert_eq!(decode(legacy, declared(page.as_bytes())).expect("text").charset, "gb18030");
        assert_eq!(
            declared(b"<meta http-equiv=content-type content=\"text/html; charset=utf-8\">"),
            Some(UTF_8)
        );
        assert_eq!(declared(b"<?xml version='1.0' encoding='big5'?>"), Some(BIG5));
        assert_eq!(declared(b"<p>charset of the page"), None);
    }
}

//! What a server answered, as a crawl keeps it.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// An answer that brought a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Response {
    /// Reads an answer; `None` if it brought no page, or one that is packed otherwise than with gzip or larger than `limit`.
    pub(super) fn parse(mut content: Vec<u8>, limit: u64) -> Option<Self> {
        let (end, gap) = match (
            memchr::memmem::find(&content, b"\r\n\r\n"),
            memchr::memmem::find(&content, b"\n\n"),
        ) {
            (Some(end), Some(bare)) if bare < end => (bare, 2),
            (Some(end), _) => (end, 4),
            (None, Some(end)) => (end, 2),
            (None, None) => return None,
        };
        let header = String::from_utf8_lossy(&content[..end]).into_owned();
        let mut lines = header.lines();
        let status = lines.next()?.split_whitespace().nth(1)?;
        if !status.starts_with('2') {
            return None;
        }
        let mut content_type = String::new();
        let (mut is_chunked, mut is_packed) = (false, false);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-type" => value.clone_into(&mut content_type),
                "transfer-encoding" => is_chunked = value.eq_ignore_ascii_case("chunked"),
                "content-encoding" => is_packed = !value.eq_ignore_ascii_case("identity"),
                _ => {}
            }
        }
        content.drain(..end + gap);
        // Many crawlers unpack what they keep and leave the header as it was.
        let body = if is_chunked { joined(&content).unwrap_or(content) } else { content };
        let is_packed = is_packed && body.starts_with(b"\x1f\x8b");
        let body = if is_packed { unpacked(&body, limit)? } else { body };
        Some(Self { content_type, body })
    }

    /// The charset that the server named.
    pub(super) fn charset(&self) -> Option<String> {
        let lower = self.content_type.to_ascii_lowercase();
        let value = lower.split_once("charset=")?.1;
        let value = value.split(';').next()?.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    }
}

/// The chunks of a body put together; `None` if it has none.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

fn unpacked(body: &[u8], limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    MultiGzDecoder::new(body).take(limit.saturating_add(1)).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

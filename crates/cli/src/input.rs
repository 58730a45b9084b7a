//! Text that a command reads whole.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;

/// The content of a UTF-8 file, or of standard input for `-`.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
    } else {
        bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].split(|&byte| byte == b'\n').count();
        anyhow::anyhow!(
            "{}: line {line}: expected UTF-8, found another encoding at byte {good}; convert the file first, e.g. with \
             `iconv -t UTF-8`",
            path.display()
        )
    })
}

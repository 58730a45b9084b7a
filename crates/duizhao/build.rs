//! Gives the pipeline `DUIZHAO_REVISION`, a hash over the sources and data of all stages.
//!
//! Between two releases the version stays the same while the stages change. What an earlier build did may only be taken over
//! where nothing of this has changed, so the hash belongs to the settings that every corpus names.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Crates that have no part in what a document becomes.
const ASIDE: [&str; 2] = ["cli", "evaluator"];

fn main() -> io::Result<()> {
    let mut inputs = Vec::new();
    for krate in entries(Path::new(".."))? {
        if !ASIDE.iter().any(|aside| krate.ends_with(aside)) {
            inputs.push(krate.join("src"));
        }
    }
    inputs
        .extend(["lexicon", "scorer", "segmenter"].map(|data| Path::new("../../data").join(data)));
    inputs.push("../../Cargo.lock".into());
    // Outside of the workspace only this crate's own sources are there, and the version says the rest.
    inputs.retain(|input| input.exists());

    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for input in inputs {
        println!("cargo:rerun-if-changed={}", input.display());
        add(&input, &mut hash)?;
    }
    println!("cargo:rustc-env=DUIZHAO_REVISION={:016x}", hash.0);
    Ok(())
}

fn add(path: &Path, hash: &mut Hash) -> io::Result<()> {
    if path.is_dir() {
        return entries(path)?.iter().try_for_each(|entry| add(entry, hash));
    }
    hash.add(path.to_string_lossy().replace('\\', "/").as_bytes());
    hash.add(&fs::read(path)?);
    Ok(())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// FNV-1a with 64 bits: enough to tell versions of the sources apart.
struct Hash(u64);

impl Hash {
    fn add(&mut self, bytes: &[u8]) {
        // Line ends may have been changed by whoever checked the sources out.
        let bytes = bytes.iter().filter(|byte| **byte != b'\r');
        for byte in bytes.chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

//! Damages files in every way that a random generator thinks of, and reads them: no panic, no long wait, no error without a way
//! out. `scripts/check-readers` calls it.
//!
//! usage: mutate COUNT SEED FILE …     (COUNT mutations of each file; a failure prints the seed that makes it again)

#![allow(clippy::print_stdout, reason = "an example's output")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use duizhao_reader::{Options, discover, read, read_bytes};

/// No small file may take longer.
const LONGEST: Duration = Duration::from_secs(5);

/// A generator of which any seed will do (Steele, Lea and Flood's `SplitMix`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// The bytes with one to eight faults in them.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(64)).min(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            1 if !bytes.is_empty() => bytes[at] = random.next() as u8,
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
            5 => bytes[at..end].fill(0xff),
            _ => bytes[at..end].fill(0),
        }
    }
    bytes
}

fn fault(name: &str, bytes: Vec<u8>, folder: &Path) -> Option<String> {
    let started = Instant::now();
    let is_archive = [".zip", ".warc", ".warc.gz"].iter().any(|ending| name.ends_with(ending));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        if is_archive {
            let path = folder.join(name);
            std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
            for entry in discover(&[path]).flatten() {
                drop(read(&entry, &Options::default()));
            }
            return Ok(());
        }
        match read_bytes(name, bytes, &Options::default()) {
            Err(error) if error.way_out().is_none() => Err(format!("no way out: {error}")),
            _ => Ok(()),
        }
    }));
    match outcome {
        Err(_) => Some("panic".to_owned()),
        Ok(Err(reason)) => Some(reason),
        Ok(Ok(())) => (started.elapsed() > LONGEST).then(|| "too long".to_owned()),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, seed, files @ ..] = arguments.as_slice() else {
        return Err("usage: mutate COUNT SEED FILE …".into());
    };
    let (count, seed): (u64, u64) = (count.parse()?, seed.parse()?);
    let folder = tempfile::tempdir()?;
    let mut faults = 0;
    for file in files {
        let name = Path::new(file).file_name().ok_or("no file")?.to_string_lossy().into_owned();
        let bytes = std::fs::read(file)?;
        let mut longest = Duration::ZERO;
        for number in seed..seed + count {
            let started = Instant::now();
            let bytes = damaged(&bytes, &mut Random(number));
            // A machine that is busy with something else takes long once.
            let found = fault(&name, bytes.clone(), folder.path());
            let found = found.and_then(|_| fault(&name, bytes, folder.path()));
            if let Some(fault) = found {
                faults += 1;
                println!("{name}\tseed {number}\t{fault}");
            }
            longest = longest.max(started.elapsed());
        }
        println!("{name}\t{count} mutations from seed {seed}\tlongest {} ms", longest.as_millis());
    }
    if faults == 0 { Ok(()) } else { Err(format!("{faults} faults").into()) }
}

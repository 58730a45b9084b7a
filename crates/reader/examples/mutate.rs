//! Damages files in every way that a random generator thinks of, and reads them as the program does: no panic, no long wait, no
//! memory without bound, no error without a way out. `scripts/check-readers` calls it.
//!
//! usage: mutate COUNT SEED FILE …     (COUNT mutations of each file; a failure prints the seed that makes it again)
//!
//! Of what is packed, every other mutation damages what is inside and packs it again, or a checksum would keep all damage from the
//! readers of the content.

#![allow(clippy::print_stdout, reason = "an example's output")]

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use duizhao_reader::{Options, discover, read};
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// No small file may take longer.
const LONGEST: Duration = Duration::from_secs(5);
/// Nor may reading it take more memory, in MB.
const MOST_MEMORY: u64 = 512;

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

/// The file with faults in what is packed in it; `None` for one that is not packed.
fn damaged_inside(name: &str, bytes: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let mut content = Vec::new();
    if ends(&[".gz", ".tgz"]) {
        MultiGzDecoder::new(bytes).read_to_end(&mut content).ok()?;
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&damaged(&content, random)).ok()?;
        packed.finish().ok()
    } else if ends(&[".zst"]) {
        content = zstd::decode_all(bytes).ok()?;
        zstd::encode_all(damaged(&content, random).as_slice(), 1).ok()
    } else if ends(&[".zip", ".docx", ".xlsx", ".epub"]) {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let chosen = random.below(archive.len());
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            if at != chosen {
                packed.raw_copy_file(archive.by_index(at).ok()?).ok()?;
                continue;
            }
            let mut member = archive.by_index(at).ok()?;
            member.read_to_end(&mut content).ok()?;
            let name = member.name().ok()?.into_owned();
            packed.start_file(name, SimpleFileOptions::default()).ok()?;
            packed.write_all(&damaged(&content, random)).ok()?;
        }
        packed.finish().ok().map(Cursor::into_inner)
    } else {
        None
    }
}

/// What is wrong with how a file of these bytes is read, and how long that takes.
fn fault(name: &str, bytes: &[u8], folder: &Path) -> (Option<String>, Duration) {
    let path = folder.join(name);
    if let Err(error) = std::fs::write(&path, bytes) {
        return (Some(error.to_string()), Duration::ZERO);
    }
    let started = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let options = Options::default();
        let documents = discover(&[path]).map(|entry| read(&entry?, &options));
        documents
            .filter_map(Result::err)
            .find(|error| error.way_out().is_none_or(|way| way.is_empty()))
    }));
    let found = match outcome {
        Err(_) => Some("panic".to_owned()),
        Ok(error) => error.map(|error| format!("no way out: {error}")),
    };
    (found, started.elapsed())
}

/// The most memory that the program took since this was asked last, in MB; 0 where the system does not tell.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = most.and_then(|most| most.trim().trim_end_matches(" kB").parse::<u64>().ok());
    // Forgetting the peak is only for the next question; where it is not allowed the peak is that of all files.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    kilobytes.unwrap_or_default() / 1024
}

/// Reads so many mutations of a file from a seed on; gives the number of faults.
fn attack(file: &Path, seeds: std::ops::Range<u64>, folder: &Path) -> std::io::Result<usize> {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let whole = std::fs::read(file)?;
    let (mut faults, mut longest, count) = (0, Duration::ZERO, seeds.end - seeds.start);
    let mut report = |seed: u64, fault: &str| {
        faults += 1;
        println!("{name}\tseed {seed}\t{fault}");
    };
    most_memory();
    for seed in seeds {
        let mut random = Random(seed);
        let inside = if seed % 2 == 0 { damaged_inside(&name, &whole, &mut random) } else { None };
        let bytes = inside.unwrap_or_else(|| damaged(&whole, &mut random));
        let (found, mut taken) = fault(&name, &bytes, folder);
        if taken > LONGEST {
            // A machine that is busy with something else takes long once.
            taken = taken.min(fault(&name, &bytes, folder).1);
        }
        longest = longest.max(taken);
        match found {
            Some(fault) => report(seed, &fault),
            None if taken > LONGEST => report(seed, "too long"),
            None => {}
        }
    }
    let memory = most_memory();
    if memory > MOST_MEMORY {
        report(0, "too much memory");
    }
    let longest = longest.as_millis();
    println!(
        "{name}\t{count} mutations\t{faults} faults\tlongest {longest} ms\tat most {memory} MB"
    );
    Ok(faults)
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
        faults += attack(Path::new(file), seed..seed + count, folder.path())?;
    }
    if faults == 0 { Ok(()) } else { Err(format!("{faults} faults").into()) }
}

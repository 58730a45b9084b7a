//! Any bytes as a crawl or as a tar file, and archives whose members have any names: every document is read or refused, and none
//! has a name that leads out of its archive.
//!
//! `cargo fuzz run archives`, or `cargo fuzz run archives -s none` with the stable compiler.

#![no_main]

use std::io::{Cursor, Write};
use std::path::{Component, Path};

use duizhao_fuzz::check;
use duizhao_reader::{Files, Options, discover, read};
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

type Members<'a> = Vec<(&'a str, &'a [u8])>;

fn zipped(members: &Members) -> Option<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).ok()?;
        archive.write_all(content).ok()?;
    }
    archive.finish().ok().map(Cursor::into_inner)
}

/// A tar file with names that its own writer would refuse.
fn tarred(members: &Members) -> Option<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        let field = &mut header.as_gnu_mut()?.name;
        let length = name.len().min(field.len());
        field[..length].copy_from_slice(&name.as_bytes()[..length]);
        header.set_size(content.len() as u64);
        header.set_cksum();
        archive.append(&header, *content).ok()?;
    }
    archive.into_inner().ok()
}

fn read_all(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    for entry in discover(&[path]) {
        let document = entry.and_then(|entry| {
            if let Files::Members(members) = &entry.files {
                for member in members {
                    let (_, inner) = member.path.split_once('#').expect("a place in the archive");
                    let mut parts = Path::new(inner).components();
                    assert!(
                        parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)),
                        "{inner:?} leads out"
                    );
                }
            }
            read(&entry, &Options::default())
        });
        match document {
            Ok(document) => check(&document),
            Err(error) => {
                assert!(error.way_out().is_some_and(|way| !way.is_empty()), "no way out: {error}")
            }
        }
    }
}

fuzz_target!(|input: (u8, &[u8], Members)| {
    let (kind, bytes, members) = input;
    match kind % 4 {
        0 => read_all("any.warc", bytes),
        1 => read_all("any.tar", bytes),
        2 => zipped(&members).iter().for_each(|bytes| read_all("any.zip", bytes)),
        _ => tarred(&members).iter().for_each(|bytes| read_all("any.tar", bytes)),
    }
});

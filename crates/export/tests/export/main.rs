//! Writing a corpus folder, reading it back and exporting it, through the public interface.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

mod carried;
mod folder;
mod formats;
mod golden;
mod made;
mod reading;
mod rows;
mod splits;
mod verify;
mod versions;

use std::path::Path;

use duizhao_bitext::Feature;
use duizhao_export::{CorpusOptions, CorpusWriter, FailedInput, Manifest};

use made::Made;

fn options() -> CorpusOptions {
    CorpusOptions {
        force: false,
        features: vec![
            Feature { name: "length_ratio", description: "a | b" },
            Feature { name: "numbers", description: "null without numbers" },
        ],
        settings: serde_json::json!({ "threads": 2, "filters": ["empty"] }),
        ..CorpusOptions::default()
    }
}

fn write(out: &Path, documents: &[Made]) -> Manifest {
    write_with(out, documents, options())
}

fn write_with(out: &Path, documents: &[Made], options: CorpusOptions) -> Manifest {
    let mut writer = CorpusWriter::create(out, options).unwrap();
    for made in documents {
        writer.document(&made.record()).unwrap();
    }
    let failed = FailedInput {
        path: "in/broken.bin".into(),
        reason: "it is no text".into(),
        hint: Some("leave it out".into()),
    };
    writer.failed(&failed).unwrap();
    writer.finish().unwrap()
}

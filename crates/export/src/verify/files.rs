use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use arrow_schema::{DataType, Field};
use parquet::arrow::parquet_to_arrow_schema;
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;

use super::Check;
use crate::column::Column;
use crate::digest::sha256_of;
use crate::manifest::ManifestFile;
use crate::schema::{
    self, DOCUMENTS, DROPPED, MANIFEST, MANIFEST_HASH, PAIRS, SCHEMA_VERSION, SCHEMA_VERSION_KEY,
    UNPAIRED,
};
use crate::shards::split_of;
use crate::{ExportError, Manifest};

/// The first version whose folders all hold the manifest's hash.
const HASHED_SINCE: u32 = 3;

/// Looks whether every file that the manifest names is there with its bytes, and no table of pairs that it does not name:
/// `datasets` would load it. Reads every file once.
pub fn files(corpus: &Path, manifest: &Manifest) -> Check {
    let mut check = Check::new("files");
    let mut bytes = 0;
    for file in &manifest.files {
        bytes += file.bytes;
        if let Some(problem) = difference(&corpus.join(&file.path), file) {
            check.about(&file.path, problem);
        }
    }
    let named: BTreeSet<&str> = manifest.files.iter().map(|file| &*file.path).collect();
    for name in [UNPAIRED, DROPPED, DOCUMENTS] {
        if !named.contains(name) {
            check.about(name, "manifest.json does not list it");
        }
    }
    let names = fs::read_dir(corpus.join(PAIRS)).into_iter().flatten().flatten();
    let names = names.map(|entry| format!("{PAIRS}/{}", entry.file_name().to_string_lossy()));
    for name in names.collect::<BTreeSet<_>>() {
        if name.ends_with(".parquet") && !named.contains(&*name) {
            check.about(
                &name,
                "manifest.json does not list it, but whoever loads the corpus gets it",
            );
        }
    }
    if let Some(problem) = changed_manifest(corpus, manifest.schema_version) {
        check.about(MANIFEST, problem);
    }
    check.looked_at = format!("{} files, {bytes} bytes", manifest.files.len());
    check
}

/// What is wrong with the manifest by the hash beside it, which not all corpora of earlier versions have.
fn changed_manifest(corpus: &Path, version: u32) -> Option<String> {
    let path = corpus.join(MANIFEST_HASH);
    let line = match fs::read_to_string(&path) {
        Ok(line) => line,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let problem =
                || format!("{MANIFEST_HASH} is missing, by which a change would be known");
            return (version >= HASHED_SINCE).then(problem);
        }
        Err(error) => return Some(format!("{MANIFEST_HASH} cannot be read ({error})")),
    };
    match sha256_of(&corpus.join(MANIFEST)) {
        Ok(sha256) if line.split_whitespace().next() == Some(&*sha256) => None,
        Ok(_) => Some(format!("its SHA-256 is not the one in {MANIFEST_HASH}: it was changed")),
        Err(error) => Some(error.to_string()),
    }
}

/// How a file differs from what the manifest says; the size first, for a hash costs the reading of the file.
fn difference(path: &Path, file: &ManifestFile) -> Option<String> {
    let size = match path.metadata() {
        Ok(metadata) => metadata.len(),
        Err(error) => return Some(format!("cannot be read ({error})")),
    };
    if size != file.bytes {
        return Some(format!("it has {size} bytes, not the {} of manifest.json", file.bytes));
    }
    match sha256_of(path) {
        Ok(sha256) if sha256 == file.sha256 => None,
        Ok(_) => Some("its SHA-256 is not the one in manifest.json: it was changed".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

/// Looks whether the tables have the schema version, the columns and the rows that the manifest promises. Reads the ends of
/// the files; they must be those that were written, for the Parquet library trusts what it reads.
pub fn tables(corpus: &Path, manifest: &Manifest) -> Check {
    let mut check = Check::new("tables");
    let (mut count, mut rows) = (0, 0);
    for file in manifest.files.iter().filter(|file| file.rows.is_some()) {
        count += 1;
        rows += file.rows.unwrap_or_default();
        match problems(&corpus.join(&file.path), file, manifest) {
            Ok(problems) => {
                for problem in problems {
                    check.about(&file.path, problem);
                }
            }
            Err(error) => check.about(&file.path, error.to_string()),
        }
    }
    let version = manifest.schema_version;
    check.looked_at = format!("{count} tables, {rows} rows, schema version {version}");
    check
}

fn problems(
    path: &Path,
    file: &ManifestFile,
    manifest: &Manifest,
) -> Result<Vec<String>, ExportError> {
    let damaged = |error| ExportError::parquet("read", path, error);
    let opened = File::open(path).map_err(|error| ExportError::io("read", path, error))?;
    let table = SerializedFileReader::new(opened).map_err(damaged)?;
    let footer = table.metadata().file_metadata();
    let mut problems = Vec::new();

    let entries = footer.key_value_metadata();
    let version = entries.and_then(|entries| {
        entries.iter().find(|entry| entry.key == SCHEMA_VERSION_KEY)?.value.as_deref()
    });
    let expected = manifest.schema_version.to_string();
    if version != Some(&*expected) {
        let version = version.unwrap_or("none");
        problems
            .push(format!("its schema version is {version}, and manifest.json says {expected}"));
    }
    let found = u64::try_from(footer.num_rows()).unwrap_or_default();
    let rows = file.rows.unwrap_or_default();
    if found != rows {
        problems.push(format!("it has {found} rows, and manifest.json says {rows}"));
    }
    // What an older version had is known to whoever decodes it, and found out there.
    if manifest.schema_version == SCHEMA_VERSION {
        problems.extend(columns(footer.schema_descr(), file, manifest).map_err(damaged)?);
    }
    Ok(problems)
}

/// Which columns are missing, too many, or of another type.
fn columns(
    schema: &parquet::schema::types::SchemaDescriptor,
    file: &ManifestFile,
    manifest: &Manifest,
) -> Result<Vec<String>, ParquetError> {
    let found = parquet_to_arrow_schema(schema, None)?;
    let mut expected: BTreeMap<String, DataType> = match &*file.path {
        UNPAIRED => types(&schema::unpaired()),
        DROPPED => types(&schema::dropped(&[])),
        DOCUMENTS => types(&schema::documents()),
        name if split_of(name).is_some() => types(&schema::pairs(&[])),
        _ => return Ok(Vec::new()),
    };
    if !matches!(&*file.path, UNPAIRED | DOCUMENTS) {
        let features = manifest.features.iter();
        expected.extend(features.map(|feature| (feature.clone(), DataType::Float32)));
    }
    let mut problems = Vec::new();
    for field in found.fields() {
        match expected.remove(field.name()) {
            Some(expected) if expected == *field.data_type() => {}
            Some(expected) => problems.push(format!(
                "its column `{}` is {}, not {expected}",
                field.name(),
                field.data_type()
            )),
            None => problems.push(format!("its column `{}` should not be there", field.name())),
        }
    }
    problems.extend(expected.into_keys().map(|name| format!("its column `{name}` is missing")));
    Ok(problems)
}

fn types<R: 'static>(columns: &[Column<R>]) -> BTreeMap<String, DataType> {
    let fields = columns.iter().map(Column::field);
    fields.map(|field: Field| (field.name().clone(), field.data_type().clone())).collect()
}

//! What a user is told about a file that cannot be read.

use duizhao_reader::{Entry, Files, Options, read, read_bytes};

fn message(name: &str, bytes: &[u8]) -> String {
    let error = read_bytes(name, bytes.to_vec(), &Options::default()).expect_err("an error");
    assert_eq!(error.path(), name);
    assert_eq!(
        error.to_string(),
        format!("{name}: {}; {}", error.reason(), error.way_out().expect("a way out"))
    );
    error.to_string()
}

#[test]
fn messages_name_the_file_the_reason_and_the_way_out() {
    assert_eq!(message("a.txt", b""), "a.txt: holds no text; leave it out");
    assert_eq!(message("a.txt", b" \n\t"), "a.txt: holds no text; leave it out");
    assert_eq!(message("a.html", b"<p></p><!-- x -->"), "a.html: holds no text; leave it out");
    assert_eq!(
        message("a.docx", b"PK\x03\x04rest"),
        "a.docx: is damaged at the directory: invalid Zip archive: Could not find EOCD; open it with its program and save it again, or leave it out"
    );
    assert_eq!(message("a.txt", b"ab\0\0\0cd"), "a.txt: is binary data, not text; leave it out");
    assert_eq!(
        message("a.txt", b"\xe6\xa1\xa5\n\xe6\xa1\xa5\xff\n"),
        "a.txt: byte 7 (line 2) is not valid UTF-8; repair the file, or convert it to UTF-8 (iconv -f … -t UTF-8)"
    );
    assert!(message("a.json", b"{}").starts_with(
        "a.json: unknown format; rename it, or say which format it is (text, html, markdown"
    ));
    assert!(
        message("a.html", "<div>".repeat(5000).as_bytes()).contains("nested more than 3000 deep")
    );
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "桥九月开放。").expect("a file");
    let entry = Entry { id: "a".to_owned(), files: Files::Single(path) };
    let limited = |max_bytes| read(&entry, &Options { max_bytes, ..Options::default() });
    assert!(limited(18).is_ok());
    let error = limited(17).expect_err("too large");
    assert_eq!(
        (error.name(), error.reason().as_str()),
        ("too-large", "18 bytes are more than the limit of 17")
    );
}

/// Opening one could wait for ever.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_opened() {
    let entry = Entry { id: "null".to_owned(), files: Files::Single("/dev/null".into()) };
    assert_eq!(read(&entry, &Options::default()).expect_err("a device").name(), "not-a-file");
}

#[test]
fn options_are_read_from_settings_and_wrong_names_refused() {
    let options: Options =
        serde_json::from_str(r#"{"format": "html", "without_rules": ["copyright"]}"#)
            .expect("options");
    let page = "<h1>老桥重新开放</h1><p>桥九月开放。</p><p>版权所有 晚报</p>";
    let document = read_bytes("page", page.into(), &options).expect("a document");
    assert!(document.blocks.iter().all(|block| block.dropped.is_none()));
    assert!(serde_json::from_str::<Options>(r#"{"formats": "html"}"#).is_err());
}

//! `duizhao segment`: what it prints, and what it says of input that it can't read.

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs the command with `input` on its standard input.
fn segment(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_duizhao"));
    program.arg("segment").args(arguments).stdin(Stdio::piped());
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().expect("the program starts");
    let mut standard_input = child.stdin.take().expect("it has a standard input");
    standard_input.write_all(input).expect("it reads its input");
    drop(standard_input);
    child.wait_with_output().expect("the program ends")
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn each_paragraph_is_split_in_its_own_language() {
    let output =
        segment(&[], "“快跑！”他大喊。大家都愣住了。\nMr. Li ran. So did we.\n".as_bytes());
    assert!(output.status.success());
    let sentences = "“快跑！”他大喊。\n大家都愣住了。\n\nMr. Li ran.\nSo did we.\n\n";
    assert_eq!(text(&output.stdout), sentences);
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_their_offset() {
    let output = segment(&["--lang", "zh"], b"abc\n\xE4\xBD\xA0\xC4\xE3\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "abc\n\n");
    let message = text(&output.stderr);
    assert!(
        message.contains("standard input, line 2") && message.contains("offset 7"),
        "{message}"
    );
}

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use duizhao_bitext::{Language, normalise};
use duizhao_segmenter::{LineBreaks, Options, Segmenter, language_of};

use crate::{Completion, message};

/// The longest paragraph that is read into memory, in bytes.
const LONGEST_PARAGRAPH: usize = 256 << 20;

/// Split paragraphs, one a line, into sentences, one a line; an empty line follows each paragraph.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  duizhao segment --lang zh paragraphs.txt > sentences.txt")]
pub(crate) struct Arguments {
    /// Files to split; standard input where there is none, or for -
    files: Vec<PathBuf>,
    /// The language of the text [default: found for each paragraph by its script]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<LanguageName>,
    /// Keep a quotation of several sentences in one piece
    #[arg(long)]
    keep_quotes: bool,
    /// End a sentence at a semicolon
    #[arg(long)]
    split_semicolons: bool,
    /// The text is wrapped: a line break is a space, and an empty line ends a paragraph
    #[arg(long)]
    wrap: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LanguageName {
    Zh,
    En,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Completion> {
    let standard_input = [PathBuf::from("-")];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut failed = 0;
    for file in files {
        match segment_file(file, arguments, &mut out) {
            Ok(()) => {}
            Err(error) if message::is_broken_pipe(&error) => return Err(error),
            Err(error) if files.len() == 1 => {
                out.flush()?;
                return Err(error);
            }
            Err(error) => {
                failed += 1;
                message::error(&error);
            }
        }
    }
    out.flush()?;
    if failed == files.len() {
        bail!("none of the {failed} files could be split");
    }
    Ok(if failed > 0 { Completion::SomeFailed } else { Completion::Done })
}

fn segment_file(file: &Path, arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<()> {
    if file == Path::new("-") {
        return segment("standard input", io::stdin().lock(), arguments, out);
    }
    let name = file.display().to_string();
    let input = File::open(file).with_context(|| format!("cannot read {name}"))?;
    segment(&name, BufReader::with_capacity(1 << 16, input), arguments, out)
}

/// Splits the paragraphs of one input.
fn segment(
    name: &str,
    input: impl BufRead,
    arguments: &Arguments,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let segmenter = Segmenter::new(Options {
        split_quotes: !arguments.keep_quotes,
        split_semicolons: arguments.split_semicolons,
        line_breaks: if arguments.wrap { LineBreaks::Wrap } else { LineBreaks::Hard },
    });
    let mut paragraphs =
        Paragraphs { name, input, wrap: arguments.wrap, line: 0, offset: 0, bytes: Vec::new() };
    while let Some(paragraph) = paragraphs.next()? {
        let language = match arguments.lang {
            Some(LanguageName::Zh) => Language::Zh,
            Some(LanguageName::En) => Language::En,
            None => language_of(paragraph),
        };
        for span in segmenter.sentences(paragraph, language) {
            let sentence = span.of(paragraph);
            if arguments.wrap {
                out.write_all(normalise(sentence).as_bytes())?;
            } else {
                out.write_all(sentence.as_bytes())?;
            }
            out.write_all(b"\n")?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The paragraphs of an input, read one at a time into the same memory.
struct Paragraphs<'n, Input> {
    name: &'n str,
    input: Input,
    wrap: bool,
    /// Number of lines read.
    line: usize,
    /// Number of bytes read before the paragraph in hand.
    offset: usize,
    bytes: Vec<u8>,
}

impl<Input: BufRead> Paragraphs<'_, Input> {
    fn next(&mut self) -> anyhow::Result<Option<&str>> {
        self.offset += self.bytes.len();
        self.bytes.clear();
        loop {
            let start = self.bytes.len();
            let room = LONGEST_PARAGRAPH + 1 - start;
            let read = (&mut self.input).take(room as u64).read_until(b'\n', &mut self.bytes);
            let read = read.with_context(|| format!("cannot read {}", self.name))?;
            if self.bytes.len() > LONGEST_PARAGRAPH {
                bail!(
                    "{}, line {}: a paragraph of more than {} MiB; is there a line break where the paragraphs end?",
                    self.name,
                    self.line + 1,
                    LONGEST_PARAGRAPH >> 20
                );
            }
            if read == 0 && start == 0 {
                return Ok(None);
            }
            self.line += 1;
            let empty = self.bytes[start..].trim_ascii().is_empty();
            if !self.wrap || read == 0 || (empty && start > 0) {
                break;
            }
        }
        self.text().map(Some)
    }

    /// The paragraph as text, without a byte order mark.
    fn text(&self) -> anyhow::Result<&str> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => {
                Ok(if self.offset == 0 { text.trim_start_matches('\u{feff}') } else { text })
            }
            Err(error) => {
                let bad = error.valid_up_to();
                let after = self.bytes[bad..].split(|byte| *byte == b'\n').count() - 1;
                // The line break that ends the last line comes after the byte, too.
                let line =
                    self.line + usize::from(self.bytes.ends_with(b"\n")) - after.min(self.line);
                bail!(
                    "{}, line {line}: the byte at offset {} is not UTF-8; convert the text first, for example with iconv -f GB18030 -t UTF-8",
                    self.name,
                    self.offset + bad
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, segment};

    fn output(input: &[u8], wrap: bool) -> Result<String, String> {
        let arguments = Arguments {
            files: Vec::new(),
            lang: None,
            keep_quotes: false,
            split_semicolons: false,
            wrap,
        };
        let mut out = Vec::new();
        segment("input", input, &arguments, &mut out).map_err(|error| error.to_string())?;
        String::from_utf8(out).map_err(|error| error.to_string())
    }

    #[test]
    fn an_empty_line_follows_each_paragraph() {
        let text = "\u{feff}一。二。\nOne. Two.\n\nlast";
        assert_eq!(
            output(text.as_bytes(), false).unwrap(),
            "一。\n二。\n\nOne.\nTwo.\n\n\nlast\n\n"
        );
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_an_empty_one() {
        assert_eq!(
            output("她说\n好。走\n吧。\n\nA b\nc.".as_bytes(), true).unwrap(),
            "她说好。\n走吧。\n\nA b c.\n\n"
        );
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_named_by_its_offset() {
        let error = output(b"abc\nd\xFFe\n", false).unwrap_err();
        assert!(error.contains("line 2") && error.contains("offset 5"), "{error}");
    }
}

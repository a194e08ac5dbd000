//! Reads a text file as UTF-8 and normalizes it (no BOM, LF, no vertical tabs, NFC).
//!
//! Also splits a content file into front matter and body; what those say is left to others.

use std::fs;
use std::path::Path;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::encoding;
use crate::source::files::unreadable;
use crate::source::problem::{Fault, Problem, Problems};

/// The line that opens and closes the front matter.
const FENCE: &str = "+++";

/// A content file, split.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub front_matter: &'a str,
    /// The line the front matter begins at.
    pub line: usize,
    pub body: &'a str,
    pub body_line: usize,
}

/// Reads a text file.
pub(super) fn read_text(file: &Path) -> Result<String, Problems> {
    let bytes = fs::read(file).map_err(|error| unreadable(file, &error))?;
    decode_text(file, bytes)
}

fn decode_text(file: &Path, bytes: Vec<u8>) -> Result<String, Problems> {
    if encoding::is_utf16(&bytes) {
        return Err(Problem::new(file, Fault::new("the file is UTF-16", encoding::HELP)).at_line(1).into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(normalize(&text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let (before, after) = error.as_bytes().split_at_checked(offset).unwrap_or_default();
            let byte = after.first().copied().unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = match encoding::guess(error.as_bytes()) {
                Some(name) => format!("the byte 0x{byte:02X} at offset {offset} is not UTF-8, and seems to be {name}"),
                None => format!("the byte 0x{byte:02X} at offset {offset} is not UTF-8"),
            };
            Err(Problem::new(file, Fault::new(message, encoding::HELP)).at_line(line).into())
        }
    }
}

fn normalize(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A vertical tab or a form feed is a line break within a paragraph; TOML takes no such character.
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{b}', '\u{c}'], " ");
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// Splits a content file's text; a file without front matter is a problem.
pub(super) fn split_front_matter(text: &str) -> Result<Parts<'_>, Fault> {
    let begun = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let skipped = text.len() - begun.len();
    let first_line = text.get(..skipped).unwrap_or_default().matches('\n').count() + 1;
    let missing = || {
        let yaml = Fault::new(
            "its front matter begins with ---",
            "Write +++ instead of ---, above and below the fields, and each field as in `title = \"…\"`.",
        );
        let none = Fault::new("it has no front matter", "Begin the file with a line `+++`, fields, and a line `+++`.");
        if begun.lines().next().is_some_and(is_yaml_fence) { yaml } else { none }.at_line(first_line)
    };
    let (first, rest) = begun.split_once('\n').ok_or_else(missing)?;
    if first.trim() != FENCE {
        return Err(missing());
    }
    let mut length = 0;
    for (position, line) in rest.split_inclusive('\n').enumerate() {
        if line.trim() == FENCE {
            let front_matter = rest.get(..length).unwrap_or_default();
            let body = rest.get(length + line.len()..).unwrap_or_default();
            return Ok(Parts { front_matter, line: first_line + 1, body, body_line: first_line + position + 2 });
        }
        length += line.len();
    }
    Err(Fault::new("its front matter has no end", "Write a line `+++` below the last field.").at_line(first_line))
}

/// Hyphens, or the dash that word processors make of them.
fn is_yaml_fence(line: &str) -> bool {
    matches!(line.trim(), "---" | "—" | "–-" | "—-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bom_line_ends_and_decomposed_letters_become_one_form() {
        for (written, read) in [
            ("\u{feff}a\r\nb\rc\n", "a\nb\nc\n"),
            ("Bo\u{302}\u{323} Nội\u{b}vụ", "Bộ Nội vụ"),
            ("D\u{131}\u{300}a đ Đ", "D\u{131}\u{300}a đ Đ"),
            ("", ""),
        ] {
            assert_eq!(decode_text(Path::new("x.md"), written.into()).as_deref(), Ok(read));
        }
    }

    #[test]
    fn invalid_utf8_is_named_by_line_byte_and_offset() {
        let problem =
            decode_text(Path::new("x.md"), b"S\xe1\xbb\x9f\nN\xf4i v\xf9".to_vec()).err().map(|p| p.to_string());
        assert_eq!(
            problem.as_deref(),
            Some(
                "x.md:2: the byte 0xF4 at offset 6 is not UTF-8, and seems to be windows-1258. Save the file as UTF-8: in Notepad by *Save as* and *Encoding*, in VS Code by *Save with Encoding*."
            )
        );
    }

    #[test]
    fn utf16_is_told_as_such() {
        for bytes in [&b"\xff\xfe+\0+\0+\0"[..], b"+\0+\0+\0"] {
            let told = decode_text(Path::new("x.md"), bytes.to_vec()).err().map(|problems| problems.to_string());
            assert!(told.is_some_and(|told| told.starts_with("x.md:1: the file is UTF-16. Save the file as UTF-8")));
        }
    }

    #[test]
    fn yaml_front_matter_is_told_as_such() {
        for text in ["---\nid: a\n---\n", "\n\n—\nid: a\n"] {
            let fault = split_front_matter(text).err();
            assert!(fault.is_some_and(|fault| fault.message.contains("---") && fault.help.contains("+++")), "{text}");
        }
    }

    #[test]
    fn front_matter_and_body_are_parted() {
        assert_eq!(
            split_front_matter("+++\nid = \"a\"\n+++ \nThân bài\n+++\n"),
            Ok(Parts { front_matter: "id = \"a\"\n", line: 2, body: "Thân bài\n+++\n", body_line: 4 })
        );
        assert_eq!(split_front_matter("+++\n+++"), Ok(Parts { front_matter: "", line: 2, body: "", body_line: 3 }));
        assert_eq!(
            split_front_matter("\u{feff}\n \u{a0}\n\u{feff} +++\nid = 1\n +++\nThân bài"),
            Ok(Parts { front_matter: "id = 1\n", line: 4, body: "Thân bài", body_line: 6 })
        );
        for text in ["", "+++", "Thân bài", "+++\nid = 1\n", "++++\n+++\n"] {
            assert!(split_front_matter(text).is_err(), "{text:?}");
        }
    }
}

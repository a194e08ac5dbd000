//! `messages.toml` against the sources that it translates, and `docs/messages.md` against it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::str::FromStr as _;

use portal_app::text::Lang;
use portal_publisher::source::messages;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use toml::Value;
use walkdir::WalkDir;

use crate::published::repository;

/// What is told by the sources, with `{}` for each place.
fn told() -> BTreeSet<String> {
    let sources = repository().join("publisher/src");
    let files = WalkDir::new(sources.join("source")).into_iter().map(|entry| entry.unwrap().into_path());
    let mut told = BTreeSet::new();
    for file in files.chain([sources.join("commands/new.rs")]).filter(|file| holds_problems(file)) {
        let tokens = TokenStream::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        collect(tokens, &mut told);
    }
    told
}

/// Sentences for readers, drawings, tests and what is written in a field are no problems.
fn holds_problems(file: &Path) -> bool {
    let name = file.file_name().unwrap().to_str().unwrap();
    let is_of_tests = file.parent().is_some_and(|folder| folder.ends_with("tests"));
    name.ends_with(".rs") && !["words.rs", "drawing.rs", "tests.rs", "example.rs"].contains(&name) && !is_of_tests
        || file.ends_with("theme/drawing.rs")
}

/// Every literal that is a sentence, outside attributes, the module `tests` and what is looked for in a library's.
fn collect(tokens: TokenStream, told: &mut BTreeSet<String>) {
    let mut before = [String::new(), String::new()];
    for token in tokens {
        match &token {
            TokenTree::Group(group) => {
                let is_attribute = before[1] == "#" && group.delimiter() == Delimiter::Bracket;
                let is_tests = before == ["mod", "tests"];
                let is_looked_for = before[1] == "contains";
                if !is_attribute && !is_tests && !is_looked_for {
                    collect(group.stream(), told);
                }
            }
            TokenTree::Literal(literal) => told.extend(text_of(&literal.to_string()).filter(|text| is_sentence(text))),
            _ => {}
        }
        before.swap(0, 1);
        before[1] = token.to_string();
    }
}

/// A string's text; `None` for other literals.
fn text_of(literal: &str) -> Option<String> {
    let escaped = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut lines = escaped.split("\\\n");
    let first = lines.next()?.to_owned();
    let joined = lines.fold(first, |text, line| text + line.trim_start());
    Some(without_names(&joined.replace("\\\"", "\"").replace("\\\\", "\\")))
}

/// Three words, or one that ends as what to do does.
fn is_sentence(text: &str) -> bool {
    let words = text.split(' ').filter(|word| word.chars().any(char::is_alphabetic) || word.contains("{}")).count();
    let begins = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '`' | '{'));
    begins && (words >= 3 || (words >= 1 && text.contains(' ') && text.ends_with(['.', '?'])))
}

/// `{name:02}` as `{}`; what else is in braces stays.
fn without_names(text: &str) -> String {
    let mut parts = text.split('{');
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        let place = part.split_once('}').filter(|(name, _)| {
            let name = name.split(':').next().unwrap();
            name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        });
        plain += "{";
        plain += &place.map_or(part.to_owned(), |(_, after)| format!("}}{after}"));
    }
    plain
}

/// The catalogue's sentences with `{}` for each place, and whether they are a library's.
fn catalogue() -> Vec<(String, bool)> {
    let file = repository().join("publisher/src/source/messages.toml");
    let written = toml::from_str::<toml::Table>(&fs::read_to_string(file).unwrap()).unwrap();
    let kinds = ["message", "help", "word"].into_iter().flat_map(|kind| written[kind].as_array().unwrap());
    let is_others = |entry: &Value| entry.get("library").is_some_and(|library| library.as_bool() == Some(true));
    kinds.map(|entry| (without_names(entry["en"].as_str().unwrap()), is_others(entry))).collect()
}

#[test]
fn whatever_is_told_is_in_the_catalogue() {
    let known = catalogue().into_iter().map(|(text, _)| text).collect::<BTreeSet<_>>();
    let missing = told().into_iter().filter(|text| !known.contains(text)).collect::<Vec<_>>();
    let entries = missing.iter().map(|text| format!("en = '{text}'\nvi = ''\n")).collect::<Vec<_>>();
    assert!(
        missing.is_empty(),
        "These are not in publisher/src/source/messages.toml. What is wrong is a [[message]] with a code and a `why`, what \
         to do is a [[help]]; name each place.\n\n{}",
        entries.join("\n")
    );
}

#[test]
fn whatever_is_in_the_catalogue_is_told() {
    let told = told();
    let is_sentence_of_nobody =
        |(text, is_others): &(String, bool)| is_sentence(text) && !is_others && !told.contains(text);
    let unused = catalogue().into_iter().filter(is_sentence_of_nobody).map(|(text, _)| text).collect::<Vec<_>>();
    // What a system says of a file is a word of the catalogue.
    let unused = unused.into_iter().filter(|text| !text.contains("os error") && !text.starts_with("stream did"));
    assert_eq!(unused.collect::<Vec<_>>(), [""; 0], "Remove them from publisher/src/source/messages.toml.");
}

#[test]
fn the_codes_are_documented() {
    let mut text = "# Messages of `portal check`\n\n\
        Made from `publisher/src/source/messages.toml`. `portal check --explain CODE` says what a code means, with an example.\n\n\
        Lệnh `portal check --explain MÃ` giải thích từng mã, kèm ví dụ.\n\n\
        | Mã / code | Tiếng Việt | English |\n|---|---|---|\n"
        .to_owned();
    for message in messages::all() {
        let cell = |lang| message.title(lang).replace('|', "\\|");
        text += &format!("| {} | {} | {} |\n", message.code, cell(Lang::Vi), cell(Lang::En));
    }
    let file = repository().join("docs/messages.md");
    if std::env::var_os("UPDATE_MESSAGES").is_some() {
        fs::write(&file, &text).unwrap();
    }
    assert!(
        fs::read_to_string(&file).unwrap_or_default() == text,
        "docs/messages.md is not what the catalogue says. Run `UPDATE_MESSAGES=1 cargo test -p portal-publisher --test native \
         messages` and commit the file."
    );
}

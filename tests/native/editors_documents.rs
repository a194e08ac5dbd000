//! `docs/bien-tap.md` and `docs/editing.md`: what they show is read as they say, every field that is read is in an
//! example, and both say the same.
//!
//! The first line of an example says where it belongs: ```` ```toml site.toml ````, ```` ```toml articles ```` (front
//! matter), ```` ```markdown body ````, ```` ```markdown pages/x.md ```` (a whole file). A code behind it (`P943`) is what
//! `portal check` says of it; without one nothing is wrong. So it is with the tables of slips: wrong, right, code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::str::FromStr as _;

use portal_publisher::source::problem::Severity;
use portal_publisher::source::{folder, messages};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use tempfile::TempDir;
use toml::{Table, Value};

use crate::published::{files_below, repository, write_files};

const DOCUMENTS: [&str; 2] = ["bien-tap.md", "editing.md"];

/// The one whose examples, slips and dates are tried: the other has the same.
const TRIED: &str = "bien-tap.md";

/// What an example of front matter or of a body does not say itself.
const ARTICLE: [(&str, &str); 4] = [
    ("id", "thutailieu"),
    ("title", "Ví dụ của tài liệu"),
    ("section", "huong-dan-su-dung"),
    ("published_at", "2026-11-22 09:30"),
];

/// Stand-ins for the files that examples name and the site does not have.
const MEDIA: [(&str, &str); 4] = [
    ("media/Công văn số 5.pdf", "%PDF-1.4\n"),
    ("media/doc-bai.mp3", "ID3"),
    ("media/gioi-thieu.mp4", "\0\0\0\u{18}ftypmp42"),
    ("media/gioi-thieu.vtt", "WEBVTT\n"),
];

/// Calls that name a field in `publisher/src/source/folder`.
const FIELD_READERS: [&str; 9] =
    ["required", "optional", "list", "set", "table", "tables", "required_table", "is_in", "field"];

#[derive(Clone, Debug, PartialEq)]
struct Example {
    /// `toml`, `markdown`, `html`, `sh`, `text`.
    language: String,
    /// The file that it is, or is a part of.
    place: String,
    /// What is told of it; `None` of what is right.
    code: Option<String>,
    text: String,
}

impl Example {
    /// Something for the content folder.
    fn is_content(&self) -> bool {
        matches!(self.language.as_str(), "toml" | "markdown" | "html")
    }

    /// Its fields: a TOML text's, or a file's front matter's.
    fn fields(&self) -> Table {
        let text = match self.language.as_str() {
            "toml" => self.text.as_str(),
            _ => self.text.split("+++\n").nth(1).unwrap_or_default(),
        };
        text.parse().unwrap_or_else(|error| panic!("{}: {error}\n{text}", self.place))
    }
}

fn read(document: &str) -> String {
    fs::read_to_string(repository().join("docs").join(document)).unwrap()
}

fn examples(document: &str) -> Vec<Example> {
    let text = read(document);
    let (mut found, mut open) = (Vec::<Example>::new(), None::<Example>);
    for line in text.lines().map(|line| line.strip_prefix("   ").filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
    {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(info), None) => {
                let mut words = info.split(' ').map(str::to_owned);
                let mut word = || words.next().unwrap_or_default();
                let (language, place, code) = (word(), word(), words.next());
                open = Some(Example { language, place, code, text: String::new() });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some(example)) => example.text.push_str(&format!("{line}\n")),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{document}: an example has no end");
    found
}

/// The cells of each row of a document's tables.
fn rows(document: &str) -> Vec<Vec<String>> {
    let text = read(document).replace("\\|", "\u{1}");
    let rows = text.lines().filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'));
    rows.map(|row| row.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()).collect()
}

fn without_ticks(cell: &str) -> &str {
    cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).unwrap_or_else(|| panic!("no code: {cell}"))
}

/// The site's own content with the example in it; the English edition has the sections that the document gives it.
fn check(document: &[Example], example: &Example) -> Vec<(bool, String, String)> {
    let content = TempDir::new().unwrap();
    let own = repository().join("content");
    for file in files_below(&own) {
        let target = content.path().join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(own.join(&file), target).unwrap();
    }
    fs::copy(own.join("media/hom-phieu.svg"), content.path().join("media/Hòm phiếu (2).svg")).unwrap();
    write_files(content.path(), &MEDIA);
    let english = document.iter().find(|example| example.place == "en/sections.toml").unwrap();
    write_files(content.path(), &[("en/sections.toml", &english.text)]);
    let (place, text) = (example.place.as_str(), example.text.as_str());
    match place {
        "site.toml" | "en/site.toml" => {
            let mut site = fs::read_to_string(content.path().join(place)).unwrap().parse::<Table>().unwrap();
            site.extend(example.fields());
            write_files(content.path(), &[(place, &site.to_string())]);
        }
        "sections.toml" => {
            let sections = fs::read_to_string(own.join(place)).unwrap();
            write_files(content.path(), &[(place, &format!("{sections}\n{text}"))]);
        }
        "articles" => write_files(content.path(), &[("articles/vi-du.md", &article(text, "Thân bài."))]),
        "body" => {
            let file = if example.language == "html" { "articles/vi-du.html" } else { "articles/vi-du.md" };
            write_files(content.path(), &[(file, &article("", text))]);
        }
        file => write_files(content.path(), &[(file, text)]),
    }
    let problems = match folder::read(content.path()) {
        Ok(source) => source.warnings,
        Err(problems) => problems,
    };
    let code = |message: &str| messages::code_of(message).unwrap_or_default().to_owned();
    problems.iter().map(|found| (found.severity == Severity::Error, code(&found.message), found.to_string())).collect()
}

fn article(fields: &str, body: &str) -> String {
    let is_said = |name: &str| fields.lines().any(|line| line.starts_with(&format!("{name} =")));
    let missing = ARTICLE.iter().filter(|(name, _)| !is_said(name));
    let missing = missing.map(|(name, value)| format!("{name} = \"{value}\"\n")).collect::<String>();
    format!("+++\n{missing}{fields}\n+++\n\n{body}\n")
}

/// Asserts that an example is told as it says, or is right.
fn assert_told(document: &[Example], example: &Example) {
    let told = check(document, example);
    match &example.code {
        Some(code) => assert!(told.iter().any(|(_, found, _)| found == code), "{example:#?} is told {told:#?}"),
        None => assert!(told.iter().all(|(is_error, ..)| !is_error), "{example:#?} is told {told:#?}"),
    }
}

/// A row of the tables of slips: wrong, right, code.
fn slips(document: &str) -> Vec<[String; 3]> {
    let is_code = |cell: &str| cell.len() == 4 && cell.starts_with('P');
    let slips = rows(document).into_iter().filter_map(|row| <[String; 3]>::try_from(row).ok());
    let slips = slips.filter(|[_, _, code]| is_code(code)).map(|[wrong, right, code]| {
        let [wrong, right] = [wrong, right].map(|cell| without_ticks(&cell).to_owned());
        [wrong, right, code]
    });
    slips.collect()
}

/// The dates of the table of ways to write them, in their quotes.
fn dates(document: &str) -> Vec<String> {
    let ways = rows(document).into_iter().map(|row| row[0].clone()).filter(|cell| cell.starts_with("`\""));
    ways.flat_map(|cell| cell.split('`').filter(|part| part.starts_with('"')).map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn every_example_is_read_as_the_documents_say() {
    let all = examples(TRIED);
    assert!(all.iter().filter(|example| example.is_content()).count() > 20, "{all:#?}");
    all.iter().filter(|example| example.is_content()).for_each(|example| assert_told(&all, example));
}

#[test]
fn every_slip_is_told_and_what_is_right_is_not() {
    let (all, slips) = (examples(TRIED), slips(TRIED));
    assert!(slips.len() > 20, "{slips:#?}");
    for [wrong, right, code] in slips {
        let place = if right.split(" = ").next().is_some_and(is_name) { "articles" } else { "body" };
        let example = |text: String, code| {
            let (language, place) = ("markdown".to_owned(), place.to_owned());
            Example { language, place, code, text }
        };
        assert_told(&all, &example(wrong, Some(code.clone())));
        let told = check(&all, &example(right.clone(), None));
        let is_wrong = |(is_error, found, _): &(bool, String, String)| *is_error || *found == code;
        assert!(!told.iter().any(is_wrong), "{right} is told {told:#?}");
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[test]
fn every_way_to_write_a_date_is_read() {
    let (all, dates) = (examples(TRIED), dates(TRIED));
    assert!(dates.len() >= 10, "{dates:?}");
    for date in dates {
        let text = format!("published_at = {date}");
        let (language, place) = ("toml".to_owned(), "articles".to_owned());
        assert_told(&all, &Example { language, place, code: None, text });
    }
}

#[test]
fn every_field_that_is_read_is_in_an_example() {
    for (source, places) in [
        ("article.rs", &["articles"] as &[&str]),
        ("page.rs", &["pages"]),
        ("settings.rs", &["site.toml", "sections.toml"]),
        ("sources.rs", &["sources.toml"]),
        ("home.rs", &["site.toml"]),
        ("kiosk.rs", &["site.toml"]),
    ] {
        let fields = fields_read_in(source);
        assert!(fields.len() > 4, "{source}: {fields:?}");
        for document in DOCUMENTS {
            let mut shown = BTreeSet::new();
            let all = examples(document).into_iter().filter(|example| example.is_content() && example.code.is_none());
            for example in all.filter(|example| places.iter().any(|place| example.place.contains(place))) {
                collect_names(&Value::Table(example.fields()), &mut shown);
            }
            let missing = fields.difference(&shown).collect::<Vec<_>>();
            assert!(missing.is_empty(), "{document} has no example of {missing:?}, which {source} reads");
        }
    }
}

/// The names that a module of the reader asks tables for.
fn fields_read_in(source: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join("publisher/src/source/folder").join(source)).unwrap();
    let mut names = BTreeSet::new();
    collect_fields(TokenStream::from_str(text.split("#[cfg(test)]").next().unwrap()).unwrap(), &mut names);
    names
}

/// The first argument of each call that reads a field, where it is a literal.
fn collect_fields(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut is_reader = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let first = group.stream().into_iter().next().map(|token| token.to_string());
            let first = first.filter(|_| is_reader && group.delimiter() == Delimiter::Parenthesis);
            names.extend(first.and_then(|first| Some(first.strip_prefix('"')?.strip_suffix('"')?.to_owned())));
            collect_fields(group.stream(), names);
        }
        is_reader = matches!(&token, TokenTree::Ident(name) if FIELD_READERS.contains(&name.to_string().as_str()));
    }
}

fn collect_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Table(table) => {
            names.extend(table.keys().cloned());
            table.values().for_each(|value| collect_names(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_names(value, names)),
        _ => {}
    }
}

#[test]
fn both_documents_say_the_same_in_the_same_order() {
    let [vietnamese, english] = DOCUMENTS.map(|document| {
        let text = read(document);
        let headings = text.lines().filter(|line| line.starts_with('#'));
        let levels = headings.map(|line| line.split(' ').next().unwrap().len()).collect::<Vec<_>>();
        let content = examples(document).into_iter().filter(Example::is_content).collect::<Vec<_>>();
        let tables = rows(document).iter().map(Vec::len).collect::<Vec<_>>();
        (levels, content, tables, slips(document), dates(document))
    });
    assert_eq!(vietnamese, english);
}

#[test]
fn their_links_and_codes_lead_somewhere() {
    for document in DOCUMENTS {
        let text = read(document);
        let headings = text.lines().filter(|line| line.starts_with("##")).map(anchor).collect::<BTreeSet<_>>();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if let Some(place) = target.strip_prefix('#').filter(|place| !place.starts_with("muc-")) {
                assert!(headings.contains(place), "{document} has no heading #{place}");
            } else if target.ends_with(".md") && !target.contains(':') {
                assert!(Path::new(&repository().join("docs").join(target)).exists(), "{document}: {target}");
            }
        }
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let is_code =
            |word: &&str| word.len() == 4 && word.strip_prefix('P').is_some_and(|rest| rest.parse::<u32>().is_ok());
        for code in words.filter(is_code) {
            assert!(messages::explain(code).is_ok(), "{document} names {code}");
        }
    }
}

/// A heading's anchor, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

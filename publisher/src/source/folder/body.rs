//! A content file, opened: its front matter ready to be read, its body as blocks.

use std::path::Path;

use percent_encoding::percent_decode_str;
use portal_app::content::model::Block;
use portal_app::text::Lang;

use super::context::Context;
use super::front_matter::{Document, Fields, Places};
use super::own_links;
use super::text_file::{Parts, read_text, split_front_matter};
use crate::source::body::Body;
use crate::source::encoded::{Encoded, Input};
use crate::source::html::problem::BodyProblem;
use crate::source::html::{parse_html, parse_markdown};
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Problem, Problems};

/// A content file as read: the places of its fields, and its fields and body.
#[derive(Clone, Debug)]
pub(super) struct ReadFile<T> {
    pub places: Places,
    /// `None` when a required field is missing.
    pub item: Option<T>,
}

impl<T: Encoded> Encoded for ReadFile<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        let Self { places, item } = self;
        places.encode(out);
        item.encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(Self { places: Encoded::decode(from)?, item: Encoded::decode(from)? })
    }
}

/// Reads a content file: `parse` gets its fields and its body.
pub(super) fn read_content<T>(
    file: &Path,
    context: Context<'_>,
    problems: &mut Problems,
    parse: impl FnOnce(Fields<'_>, Body) -> Option<T>,
) -> ReadFile<T> {
    let nothing = || ReadFile { places: Places::new(file), item: None };
    let Some(parse_body) = body_parser(file) else {
        let fault = Fault::new("it is not a text of the site", "Name it .md or .html, or put it into content/media.");
        problems.push(Problem::new(file, fault));
        return nothing();
    };
    let text = match read_text(file) {
        Ok(text) => text,
        Err(found) => {
            problems.append(found);
            return nothing();
        }
    };
    let parts = match split_front_matter(&text) {
        Ok(parts) => parts,
        Err(fault) => {
            problems.push(Problem::new(file, fault));
            return nothing();
        }
    };
    let (mut body, mut body_problems) = parse_body(parts.body, context.lang, context.media);
    body_problems.extend(own_links::to_paths(&mut body, context.host, context.media));
    for problem in body_problems {
        problems.push(place(file, &parts, problem));
    }
    let document = Document::parse(file, parts.front_matter, parts.line);
    let body = Body::new(&body).map_err(|error| {
        let fault = Fault::new(format!("its text cannot be kept: {error}"), "Tell whoever looks after the program.");
        problems.push(Problem::new(file, fault));
    });
    let item = body.ok().and_then(|body| parse(document.fields(), body));
    let (places, found) = document.finish();
    problems.append(found);
    ReadFile { places, item }
}

type BodyParser = fn(&str, Lang, &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>);

fn body_parser(file: &Path) -> Option<BodyParser> {
    match file.extension()?.to_str()? {
        "md" => Some(parse_markdown),
        "html" => Some(parse_html),
        _ => None,
    }
}

/// Where the parser knows no line, it is found by searching the text for the value.
fn place(file: &Path, parts: &Parts<'_>, problem: BodyProblem) -> Problem {
    let BodyProblem { attribute, value, fault } = problem;
    let line = fault.line.map(|line| line - 1).or_else(|| line_of(parts.body, &value)).unwrap_or_default();
    let mut placed = Problem::new(file, fault).at_line(parts.body_line + line);
    placed.field = attribute.map(str::to_owned);
    placed.value = (!value.is_empty()).then(|| format!("\"{value}\""));
    placed
}

/// How many lines come before `value`, as it is or without its percent-encoding (which Markdown adds).
pub(super) fn line_of(text: &str, value: &str) -> Option<usize> {
    let decoded = percent_decode_str(value).decode_utf8_lossy();
    let (before, _) = text.split_once(value).or_else(|| text.split_once(decoded.as_ref()))?;
    (!value.is_empty()).then(|| before.matches('\n').count())
}

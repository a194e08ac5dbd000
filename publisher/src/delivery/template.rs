//! Configurations from templates: every value is escaped for its server, or rejected.
//!
//! A value is only ever data: it is never searched for placeholders, and cannot end its own quotation. What differs
//! between the servers is a `Dialect`; the layout is in the templates in `nginx/` and `caddy/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, context};

use portal_app::path::api::ONLINE as ONLINE_PATH;
use portal_app::text::Lang;

use super::headers::API_NOT_FOUND;
use super::media_types::{MEDIA_TYPES, NAMED_TYPES, UNKNOWN};
use super::routes::{CSP_REPORTS, PAGES, PageNotFound, ServerRules};

/// A generated file: its path in the deploy folder, and its text.
pub(super) type Generated = (&'static str, String);

/// How a server's configuration writes a text; the error says why it cannot.
pub(super) struct Dialect {
    /// As one word, in quotes.
    pub quote: fn(&str) -> Result<String, &'static str>,
    /// As the left side of a line in a `map`, where some words are special.
    pub key: fn(&str) -> Result<String, &'static str>,
}

/// Fills in a template. `{{ value }}` is one word, quoted if necessary; the filters `quoted` and `key` are the
/// dialect's.
///
/// # Errors
/// When a value cannot be written in this dialect.
pub(super) fn render(template: &'static str, dialect: &Dialect, values: Value) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment
        .set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("configuration".into()));
    let quote = dialect.quote;
    environment.set_formatter(move |out, _, value| {
        let text = value.as_str().ok_or_else(|| refused("is no text", &value.to_string()))?;
        let word = if value.is_safe() || is_plain(text) { text.to_owned() } else { write(quote, text)? };
        out.write_str(&word).map_err(Error::from)
    });
    for (name, escape) in [("quoted", dialect.quote), ("key", dialect.key)] {
        environment.add_filter(name, move |text: &str| write(escape, text).map(Value::from_safe_string));
    }
    environment.template_from_str(template)?.render(values)
}

/// Text that our own code has already written in the server's language.
pub(super) fn written(text: impl Into<String>) -> Value {
    Value::from_safe_string(text.into())
}

/// Whether a text needs no quotes.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._%:".contains(&b))
}

/// A text as a regular expression, with every character escaped that is special to a server or to the engine.
pub(super) fn escape_pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-' | '_') {
            let _ = write!(pattern, "\\x{:02x}", u32::from(c));
        } else {
            pattern.push(c);
        }
    }
    pattern
}

/// The values that both templates use.
pub(super) fn values(rules: &ServerRules) -> Value {
    let pages = rules.pages_not_found();
    let (everybodys, below) = match pages.split_last() {
        Some((last, rest)) => (last.file.clone(), rest),
        None => (String::new(), pages.as_slice()),
    };
    let page = |(number, page): (usize, &PageNotFound)| {
        let PageNotFound { folder, file, is_frame } = page.clone();
        context! { name => format!("page_{number}"), folder, file, is_frame }
    };
    let documents = pages.iter().filter(|page| !page.is_frame).map(|page| page.file.clone());
    let lead = |(from, to): (&String, &String)| context! { from => from.as_str(), to => to.as_str() };
    let leads = |table: &BTreeMap<String, String>| table.iter().map(lead).collect::<Vec<_>>();
    let names = rules.redirects.with_parameters().flat_map(|(names, _)| names).collect::<BTreeSet<_>>();
    let numbers = names.iter().zip(1..).map(|(name, number)| (*name, number.to_string())).collect::<BTreeMap<_, _>>();
    let tables = rules.redirects.with_parameters().zip(1..).map(|((names, table), number): (_, usize)| {
        let needed = names.iter().filter_map(|name| numbers.get(name).cloned()).collect::<Vec<_>>();
        context! { number => number.to_string(), needed, redirects => leads(table) }
    });
    context! {
        not_found => everybodys,
        shells => shells(rules),
        not_found_below => below.iter().enumerate().map(page).collect::<Vec<_>>(),
        pages_not_found => documents.collect::<Vec<_>>(),
        article_folders => rules.article_folders(),
        parameters => numbers.iter().map(|(name, number)| parameter(name, number)).collect::<Vec<_>>(),
        tables => tables.collect::<Vec<_>>(),
        redirects => rules.redirects.of_paths().map(leads).unwrap_or_default(),
        articles => leads(&rules.articles),
        types => MEDIA_TYPES.map(|kind| context! { name => kind.name, extension => kind.extension }).to_vec(),
        named_types => NAMED_TYPES
            .map(|(name, kind)| context! { pattern => written(name.replace('.', r"\.")), name => kind.name })
            .to_vec(),
        unknown_type => UNKNOWN,
        problem => written(API_NOT_FOUND),
        online => rules.online,
        online_path => ONLINE_PATH,
        takes_reports => rules.takes_reports,
        reports_path => CSP_REPORTS,
    }
}

/// In front of another's content API: each language's folder, its pages' addresses within, and the document of all of them.
fn shells(rules: &ServerRules) -> Vec<Value> {
    let shell = |lang: Lang| {
        let folder = format!("/{}", lang.prefix());
        let pattern = format!("^{folder}(?:{PAGES})");
        context! { name => lang.tag(), pattern => written(pattern), file => format!("{folder}app.html") }
    };
    rules.shell_languages().into_iter().map(shell).collect()
}

/// A parameter of a query, as what is before its value, the value and what follows it in a regular expression.
fn parameter(name: &str, number: &str) -> Value {
    let (before, value, after) = match name {
        "" => ("^".to_owned(), "[^&=]+", "(?:&|$)"),
        name => (format!("(?:^|&){}=", escape_pattern(name)), "[^&]+", ""),
    };
    context! { number, before => written(before), value => written(value), after => written(after) }
}

fn write(escape: fn(&str) -> Result<String, &'static str>, text: &str) -> Result<String, Error> {
    if text.contains(char::is_control) {
        return Err(refused("has a control character", text));
    }
    escape(text).map_err(|problem| refused(problem, text))
}

fn refused(problem: &str, text: &str) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{text:?} {problem}"))
}

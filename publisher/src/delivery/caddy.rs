//! What Caddy is told, for a site block of the operator's. Works from Caddy 2.6 on.
//!
//! Everything is in one `route`, where directives run in the order in which they are written. Maps are evaluated only
//! when they are used, so the long ones cost nothing when a file is found. Regular expressions are RE2, which has no
//! lookahead. Lines are indented by tabs, as `caddy fmt` does; otherwise Caddy warns at every start.

use minijinja::value::Value;
use minijinja::{Error, context};

use super::headers::{CLASSES, FileClass, HEADERS, Matcher, Policies, RULES, headers_for, in_each_language};
use super::media_types::MEDIA_TYPES;
use super::routes::ServerRules;
use super::site_files::SiteFiles;
use super::template::{Dialect, Generated, escape_pattern, render, values, written};

/// The part that Caddy imports.
pub(super) fn format_part(rules: &ServerRules, site: &SiteFiles) -> Result<Generated, Error> {
    let policies = &rules.policies;
    let patterns = RULES.into_iter().flat_map(|(matcher, class)| {
        let patterns = patterns(matcher).into_iter();
        patterns.map(move |pattern| context! { pattern => written(pattern), class => class.name() })
    });
    let classes = CLASSES.into_iter().filter(|class| *class != FileClass::Document);
    let compressible = MEDIA_TYPES.iter().filter(|kind| kind.is_compressible).map(|kind| kind.extension);
    let configuration = context! {
        root => site.root(),
        example => site.caddy_example(),
        rules => patterns.collect::<Vec<_>>(),
        other => FileClass::Other.name(),
        document_headers => headers(FileClass::Document, policies),
        api_class => difference(FileClass::Api, policies),
        embed_class => difference(FileClass::Embed, policies),
        online_class => difference(FileClass::Online, policies),
        classes => classes.map(|class| difference(class, policies)).collect::<Vec<_>>(),
        letters => ('A'..='Z').map(letter).collect::<Vec<_>>(),
        compressible => written(compressible.collect::<Vec<_>>().join("|")),
        ..values(rules)
    };
    Ok((PART, render(include_str!("caddy/site.caddy.jinja"), &DIALECT, configuration)?))
}

/// What an operator begins with: a site block with a certificate that Caddy obtains itself.
pub(super) fn format_example(rules: &ServerRules, site: &SiteFiles) -> Result<String, Error> {
    let values = context! {
        site => site.deployed(PART),
        example => site.caddy_example(),
        ..site.example_values(&rules.origin)
    };
    render(include_str!("caddy/example.jinja"), &DIALECT, values)
}

/// The part, by its path in the deploy folder.
pub(super) const PART: &str = "caddy/site.caddy";

const DIALECT: Dialect = Dialect { quote, key };

/// Even in quotes Caddy replaces what is in braces, and it cannot write a backslash at the end of a word.
fn quote(text: &str) -> Result<String, &'static str> {
    if text.contains(['{', '}', '\\']) {
        return Err("has a brace or a backslash, which Caddy cannot hold in a value");
    }
    Ok(format!("\"{}\"", text.replace('"', "\\\"")))
}

/// A key that a `map` would misread is written as a regular expression. There are few: each costs as much as a hundred
/// others. A query's opening braces are encoded before it is looked up.
fn key(text: &str) -> Result<String, &'static str> {
    let (path, query) = text.split_at(text.find('?').unwrap_or(text.len()));
    let text = format!("{path}{}", query.replace('{', "%7b"));
    let is_word = text != "default" && text.bytes().all(|b| b.is_ascii_alphanumeric());
    Ok(if is_word {
        text
    } else if text.starts_with('/') && !text.contains(['{', '\\', '"', '`']) {
        format!("\"{text}\"")
    } else {
        format!("\"~^{}$\"", escape_pattern(&text))
    })
}

/// The headers in which a class differs from `Document`, whose headers are already set.
fn difference(class: FileClass, policies: &Policies) -> Value {
    let values = headers_for(class, policies);
    let removed = HEADERS.into_iter().filter(|header| values.iter().all(|(name, _)| name != header));
    context! { name => class.name(), removed => removed.collect::<Vec<_>>(), headers => headers(class, policies) }
}

fn headers(class: FileClass, policies: &Policies) -> Vec<Value> {
    headers_for(class, policies).into_iter().map(|(name, value)| context! { name, value }).collect()
}

fn letter(upper: char) -> Value {
    let code = format!("{:x}", u32::from(upper));
    context! { upper => upper.to_string(), lower => upper.to_lowercase().to_string(), code }
}

/// The rule as regular expressions.
fn patterns(matcher: Matcher) -> Vec<String> {
    let escape = |text: &str| text.replace('.', r"\.");
    match matcher {
        Matcher::Exact(whole) => vec![format!("^{}$", escape(whole))],
        Matcher::Prefix(start) => vec![format!("^{}", escape(start))],
        Matcher::Suffix(end) => vec![format!("{}$", escape(end))],
        Matcher::InEachLanguage(folder) => {
            in_each_language(folder).iter().map(|start| format!("^{}", escape(start))).collect()
        }
    }
}

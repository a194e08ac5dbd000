//! The nginx configuration: maps and one server, to be included in `http {}`. Works from nginx 1.18 on.
//!
//! Headers are decided by `map`, not by `location`: one `add_header` line per header, omitted when its value is empty.
//! Each location would have to repeat the whole list, because an `add_header` in it drops the server's list.

use minijinja::value::Value;
use minijinja::{Error, context};

use super::headers::{CLASSES, HEADERS, Matcher, RULES, headers_for, in_each_language};
use super::routes::ServerRules;
use super::template::{Dialect, render, values, written};

/// The whole file.
pub(super) fn format_configuration(rules: &ServerRules) -> Result<String, Error> {
    let host = rules.origin.split_once("://").map_or("", |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(name, _)| name);
    let classes = RULES.into_iter().flat_map(|(matcher, class)| {
        let patterns = patterns(matcher).into_iter();
        patterns.map(move |pattern| context! { pattern => written(pattern), class => class.name() })
    });
    let headers = HEADERS.map(|header| {
        let values = CLASSES.into_iter().flat_map(|class| {
            let headers = headers_for(class, &rules.policies).into_iter().filter(|(name, _)| *name == header);
            headers.map(|(_, value)| context! { class => class.name(), value }).collect::<Vec<_>>()
        });
        context! { name => header, variable => variable(header), values => values.collect::<Vec<_>>() }
    });
    render(
        include_str!("nginx.conf.jinja"),
        &DIALECT,
        context! {
            host,
            rules => classes.collect::<Vec<_>>(),
            headers => headers.to_vec(),
            ..values(rules)
        },
    )
}

const DIALECT: Dialect = Dialect { quote, key };

/// A value. nginx would replace variables in it and has no way to escape a dollar sign.
fn quote(text: &str) -> Result<String, &'static str> {
    if text.contains('$') { Err("has a `$`, which nginx cannot hold in a value") } else { Ok(in_quotes(text)) }
}

/// A key is compared literally, except for the words and signs that `map` treats specially.
fn key(text: &str) -> Result<String, &'static str> {
    let means_more = matches!(text, "default" | "hostnames" | "include" | "volatile") || text.starts_with(['~', '\\']);
    Ok(if means_more { format!("\"\\{}", in_quotes(text).trim_start_matches('"')) } else { in_quotes(text) })
}

/// Inside quotes only these two characters are special.
fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

/// `Cache-Control` → `portal_cache_control`.
fn variable(header: &str) -> Value {
    written(format!("portal_{}", header.to_ascii_lowercase().replace('-', "_")))
}

/// The rule as regular expressions, each to be placed between `^\d+ ` and the closing quote.
fn patterns(matcher: Matcher) -> Vec<String> {
    let escape = |text: &str| text.replace('.', r"\.");
    match matcher {
        Matcher::Exact(whole) => vec![format!("{}$", escape(whole))],
        Matcher::Prefix(start) => vec![escape(start)],
        Matcher::Suffix(end) => vec![format!(".*{}$", escape(end))],
        Matcher::InEachLanguage(folder) => in_each_language(folder).iter().map(|start| escape(start)).collect(),
    }
}

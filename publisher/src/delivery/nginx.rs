//! What nginx is told: hash sizes and maps for `http {}`, the rest for a `server {}` of the operator's. Works from nginx 1.18 on.
//!
//! Headers are decided by `map`, not by `location`: one `add_header` line per header, omitted when its value is empty.
//! Each location would have to repeat the whole list, because an `add_header` in it drops the server's list.
//!
//! All variables of one nginx share their names, and of two with one name the last map counts, without a word. So the
//! names carry the site. Maps take captures by number, which have no names.

use minijinja::value::Value;
use minijinja::{Error, context};

use super::headers::{CLASSES, HEADERS, Matcher, RULES, headers_for, in_each_language};
use super::routes::ServerRules;
use super::site_files::SiteFiles;
use super::template::{Dialect, Generated, render, values, written};

/// The parts that nginx includes.
pub(super) fn format_parts(rules: &ServerRules, site: &SiteFiles) -> Result<[Generated; 3], Error> {
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
    let values = context! {
        site => written(site.variable_prefix(&rules.origin)),
        root => site.root(),
        example => site.nginx_example(),
        rules => classes.collect::<Vec<_>>(),
        headers => headers.to_vec(),
        ..values(rules)
    };
    let maps = render(include_str!("nginx/maps.conf.jinja"), &DIALECT, values.clone())?;
    let server = render(include_str!("nginx/server.conf.jinja"), &DIALECT, values)?;
    Ok([(HTTP, include_str!("nginx/http.conf").to_owned()), (MAPS, maps), (SERVER, server)])
}

/// What an operator begins with: the site over TLS.
pub(super) fn format_example(rules: &ServerRules, site: &SiteFiles) -> Result<String, Error> {
    let part = |name| site.deployed(name);
    let values = context! {
        http => part(HTTP),
        maps => part(MAPS),
        server => part(SERVER),
        example => site.nginx_example(),
        ..site.example_values(&rules.origin)
    };
    render(include_str!("nginx/example.conf.jinja"), &DIALECT, values)
}

/// The parts, by their paths in the deploy folder.
pub(super) const PARTS: [&str; 3] = [HTTP, MAPS, SERVER];
const HTTP: &str = "nginx/http.conf";
const MAPS: &str = "nginx/maps.conf";
const SERVER: &str = "nginx/server.conf";

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

/// `Cache-Control` → `cache_control`.
fn variable(header: &str) -> Value {
    written(header.to_ascii_lowercase().replace('-', "_"))
}

/// The rule as regular expressions, each to be placed between `^` and the closing quote.
fn patterns(matcher: Matcher) -> Vec<String> {
    let escape = |text: &str| text.replace('.', r"\.");
    match matcher {
        Matcher::Exact(whole) => vec![format!("{}$", escape(whole))],
        Matcher::Prefix(start) => vec![escape(start)],
        Matcher::Suffix(end) => vec![format!(".*{}$", escape(end))],
        Matcher::InEachLanguage(folder) => in_each_language(folder).iter().map(|start| escape(start)).collect(),
    }
}

//! `cdn.json`: what a CDN in front of an object storage has to add, from the tables of the web servers. Each object brings its
//! `Content-Type` and its `Cache-Control`; every other header, the folders' pages and the not-found pages are the CDN's.
//!
//! The rules are those of `headers`: the first that matches a decoded path decides, and what none matches is of the class `other`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::headers::{CLASSES, FileClass, Matcher, RULES, headers_for, in_each_language};
use super::routes::{PageNotFound, ServerRules};

/// The document's name in the deploy folder.
pub(super) const FILE: &str = "cdn.json";

/// Where an upload keeps what it knows of a bucket, below the site's place. No reader has to be shown it.
pub const UPLOADS: &str = ".portal-upload/";

#[derive(Serialize)]
struct Document<'a> {
    /// What a folder's address is answered with.
    index: &'static str,
    /// Never to be asked for.
    refused: String,
    /// The first whose folder contains a path is its page, with the status 404.
    not_found: Vec<NotFound>,
    rules: Vec<Rule>,
    headers: BTreeMap<&'static str, BTreeMap<&'static str, &'a str>>,
}

#[derive(Serialize)]
struct NotFound {
    below: String,
    page: String,
}

#[derive(Serialize)]
struct Rule {
    #[serde(flatten)]
    matcher: Match,
    class: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Match {
    Exact(String),
    Prefix(String),
    Suffix(String),
}

pub(super) fn format(rules: &ServerRules) -> serde_json::Result<String> {
    let headers = CLASSES.map(|class| (class.name(), headers_for(class, &rules.policies).into_iter().collect()));
    let pages = rules.pages_not_found().into_iter();
    let document = Document {
        index: "index.html",
        refused: format!("/{UPLOADS}"),
        not_found: pages.map(|PageNotFound { folder, file, .. }| NotFound { below: folder, page: file }).collect(),
        rules: RULES.into_iter().flat_map(rules_of).collect(),
        headers: headers.into(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn rules_of((matcher, class): (Matcher, FileClass)) -> Vec<Rule> {
    let matchers = match matcher {
        Matcher::Exact(whole) => vec![Match::Exact(whole.to_owned())],
        Matcher::Prefix(start) => vec![Match::Prefix(start.to_owned())],
        Matcher::Suffix(end) => vec![Match::Suffix(end.to_owned())],
        Matcher::InEachLanguage(folder) => in_each_language(folder).map(Match::Prefix).into(),
    };
    matchers.into_iter().map(|matcher| Rule { matcher, class: class.name() }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::headers::{Policies, policy};
    use super::*;

    /// The headers that whoever reads the document sends with a path.
    fn read<'a>(document: &'a Value, path: &str) -> &'a Value {
        let matches = |rule: &&Value| {
            let of = |kind: &str| rule[kind].as_str();
            of("exact").is_some_and(|whole| path == whole)
                || of("prefix").is_some_and(|start| path.starts_with(start))
                || of("suffix").is_some_and(|end| path.ends_with(end))
        };
        let rule = document["rules"].as_array().unwrap().iter().find(matches);
        &document["headers"][rule.map_or("other", |rule| rule["class"].as_str().unwrap())]
    }

    #[test]
    fn whoever_follows_it_sends_what_the_web_servers_send() {
        let policies = Policies { document: "default-src 'none'".to_owned(), ..Policies::default() };
        let rules = ServerRules { policies: policies.clone(), ..ServerRules::default() };
        let document = serde_json::from_str::<Value>(&format(&rules).unwrap()).unwrap();
        for path in [
            "/",
            "/tin-tuc/bai-1/",
            "/tin-tuc/bai-1/index.html",
            "/404.html",
            "/assets/a-0123.js",
            "/media/a/0123.svg",
            "/api/v1/site.json",
            "/embed/v1/latest/",
            "/kiosk/",
            "/kiosk/edition.json",
            "/pagefind/pagefind.js",
            "/en/pagefind/a.pf_meta",
            "/chuyen-muc/con/rss.xml",
            "/sw.js",
            "/sitemap.xml",
            "/favicon.ico",
        ] {
            let told = read(&document, path).as_object().unwrap();
            let sent = headers_for(policy(path), &policies);
            assert_eq!(told.len(), sent.len(), "{path}");
            sent.iter().for_each(|(name, value)| assert_eq!(told[*name], *value, "{path}"));
        }
        assert_eq!(document["not_found"].as_array().unwrap().last().unwrap()["page"], "/404.html");
        assert_eq!(document["refused"], "/.portal-upload/");
    }
}

//! `sources.toml`: where content comes from beside the folder's own files.

use std::path::Path;

use portal_app::path::word::Slug;
use reqwest::Url;
use serde::Deserialize;
use toml::de::DeValue;

use super::front_matter::Fields;
use super::settings::{read_section_slugs, read_settings};
use super::value;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problems};
use crate::source::wordpress::settings::{Pages, WordpressSource};

/// Of the content folder.
pub(super) const FILE: &str = "sources.toml";

/// What there may be.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Wordpress,
}

/// What may lead the home page.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Lead {
    Sticky,
}

/// Reads `sources.toml`; most folders have none. What cannot be understood is a problem, and that source is not there.
pub(super) fn read_sources(file: &Path, problems: &mut Problems) -> Vec<WordpressSource> {
    if !file.exists() {
        return Vec::new();
    }
    // Their own problems are told where they are read for good.
    let sections = read_section_slugs(file.parent().unwrap_or(file)).ok();
    let read = read_settings(file, problems, |mut fields| {
        let mut sources = Vec::<WordpressSource>::new();
        for source in fields.tables("source") {
            let source = parse_source(source, sections.as_deref(), &sources);
            sources.extend(source);
        }
        fields.finish();
        Some(sources)
    });
    read.map(|read| read.item).unwrap_or_default()
}

fn parse_source(
    mut fields: Fields<'_>,
    sections: Option<&[Slug]>,
    known: &[WordpressSource],
) -> Option<WordpressSource> {
    let name = fields.required("name", value::slug);
    let is_known = known.iter().any(|other| Some(&other.name) == name.as_ref());
    if is_known {
        fields.report("name", Fault::new("another source already has it", "Write another name."));
    }
    let Kind::Wordpress = fields.required("kind", value::keyword).unwrap_or(Kind::Wordpress);
    let url = fields.required("url", address);
    let section = |written: &DeValue<'_>| match value::slug(written)? {
        slug if sections.is_some_and(|known| !known.contains(&slug)) => {
            let help = did_you_mean(slug.as_str(), sections.into_iter().flatten());
            let help = help.unwrap_or_else(|| "Use a slug of sections.toml.".to_owned());
            Err(Fault::new("there is no such section", help))
        }
        slug => Ok(slug),
    };
    let sections = fields.required_table("sections").map(|table| table.all(section)).unwrap_or_default();
    let pages = parse_pages(&mut fields);
    let lead = fields.optional("lead", value::keyword::<Lead>);
    let allows_private = fields.optional("allow_private", value::boolean).unwrap_or_default();
    let media_hosts = fields.set("media_hosts", host);
    fields.finish();
    let url = url.filter(|_| !is_known)?;
    Some(WordpressSource {
        name: name?,
        url,
        sections,
        pages,
        sticky_leads: lead.is_some(),
        allows_private,
        media_hosts,
    })
}

/// A list of slugs, or the word `all`.
fn parse_pages(fields: &mut Fields<'_>) -> Pages {
    if fields.is_text("pages") {
        let is_all = fields.optional("pages", |pages| match value::text(pages)?.as_str() {
            "all" => Ok(Pages::All),
            _ => Err(Fault::new(
                "it is neither a list nor \"all\"",
                "Write [\"…\", \"…\"], the slugs of pages, or \"all\".",
            )),
        });
        return is_all.unwrap_or(Pages::Named(Vec::new()));
    }
    Pages::Named(fields.set("pages", value::text))
}

/// The address of a site, whose path is that of a folder.
fn address(value: &DeValue<'_>) -> Result<Url, Fault> {
    let text = value::text(value)?;
    let url = Url::parse(&format!("{}/", text.trim_end_matches('/'))).ok();
    let is_plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    };
    url.filter(is_plain)
        .ok_or_else(|| Fault::new("it is not the address of a site", "Write the home page's address: https://…"))
}

fn host(value: &DeValue<'_>) -> Result<String, Fault> {
    let text = value::text(value)?;
    let url = Url::parse(&format!("https://{text}/")).ok();
    let host = url.as_ref().and_then(Url::host_str).filter(|host| *host == text.to_lowercase());
    host.map(str::to_owned)
        .ok_or_else(|| Fault::new("it is not the name of a host", "Write the name alone: anh.example.vn"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<WordpressSource>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sources.toml");
        std::fs::write(&file, text).unwrap();
        let mut problems = Problems::default();
        let sources = read_sources(&file, &mut problems);
        let told = problems.iter().map(|problem| format!("{} {}", problem.line.unwrap_or_default(), problem.message));
        (sources, told.collect())
    }

    #[test]
    fn a_source_is_read_with_its_sections_in_their_order() {
        let (sources, told) = read(
            "[[source]]\nname = \"so\"\nkind = \"wordpress\"\nurl = \"https://wp.example/blog\"\npages = [\"lien-he\"]\n\
             lead = \"sticky\"\nmedia_hosts = [\"anh.example\"]\n[source.sections]\ntin = \"tin-tuc\"\n\"thông báo\" = \"a\"\nb = \"c\"\n",
        );
        assert_eq!(told, [""; 0]);
        let [source] = sources.as_slice() else { panic!("{sources:?}") };
        assert_eq!((source.name.as_str(), source.url.as_str()), ("so", "https://wp.example/blog/"));
        let sections = source.sections.iter().map(|(from, to)| format!("{from} {to}")).collect::<Vec<_>>();
        assert_eq!(sections, ["tin tin-tuc", "thông báo a", "b c"]);
        assert_eq!(source.pages, Pages::Named(vec!["lien-he".to_owned()]));
        assert!(source.sticky_leads && !source.allows_private);
        let (all, _) = read(
            "[[source]]\nname = \"so\"\nkind = \"wordpress\"\nurl = \"http://a\"\npages = \"all\"\n[source.sections]\n",
        );
        assert_eq!(all[0].pages, Pages::All);
        assert_eq!(read_sources(Path::new("/nowhere/sources.toml"), &mut Problems::default()), []);
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_line() {
        for (text, told) in [
            (
                "name = \"so\"\nkind = \"drupal\"\nurl = \"https://a\"",
                "3 unknown variant `drupal`, expected `wordpress`",
            ),
            ("name = \"so\"\nkind = \"wordpress\"\nurl = \"ftp://a\"", "4 it is not the address of a site"),
            ("name = \"so\"\nkind = \"wordpress\"\nurl = \"https://a:b@c\"", "4 it is not the address of a site"),
            ("name = \"so\"\nkind = \"wordpress\"\nurl = \"https://a\"\npassword = \"x\"", "5 there is no such field"),
            (
                "name = \"so\"\nkind = \"wordpress\"\nurl = \"https://a\"\npages = \"x\"",
                "5 it is neither a list nor \"all\"",
            ),
            (
                "name = \"so\"\nkind = \"wordpress\"\nurl = \"https://a\"\nmedia_hosts = [\"a/b\"]",
                "5 it is not the name of a host",
            ),
        ] {
            let (_, problems) = read(&format!("[[source]]\n{text}\n[source.sections]\n"));
            assert_eq!(problems, [told], "{text}");
        }
        let twice =
            "[[source]]\nname = \"so\"\nkind = \"wordpress\"\nurl = \"https://a\"\n[source.sections]\n".repeat(2);
        let (sources, told) = read(&twice);
        assert_eq!((sources.len(), told), (1, vec!["7 another source already has it".to_owned()]));
    }
}

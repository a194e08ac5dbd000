//! Where the content folder leads, and what in it was not meant for readers: hidden text, advertisements for gambling, farms of
//! links. Read from what is written, before anything is dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use url::Url;

use super::text_file::{Parts, read_text, split_front_matter};
use crate::source::files::list_files;
use crate::source::html::survey::{Survey, survey_html, survey_markdown};
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::spam::{self, Finding};

/// Sites, each with the places that lead there.
pub type Hosts = BTreeMap<String, Vec<Place>>;

/// A place in a file; 1 = first line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: PathBuf,
    pub line: usize,
}

/// So many links to so many sites are a farm, if the words of links are most of a text.
const FARM_LINKS: usize = 12;
const FARM_HOSTS: usize = 8;

/// The fields whose text readers see as their own line.
const TOLD: [&str; 6] = ["title", "summary", "name", "label", "description", "text"];

/// Looks all texts and settings through. What cannot be read is left to the ordinary check.
pub fn survey(folder: &Path) -> (Hosts, Problems) {
    let mut found = Found::default();
    for file in list_files(folder, &mut Problems::default()) {
        let is_media =
            file.strip_prefix(folder).is_ok_and(|path| path.starts_with("media") || path.starts_with("theme"));
        let Some(ending) = file.extension().and_then(|ending| ending.to_str()).filter(|_| !is_media) else { continue };
        let Ok(text) = read_text(&file) else { continue };
        match ending {
            "toml" => found.settings(&file, &text, 1),
            "md" | "html" => {
                let Ok(parts) = split_front_matter(&text) else { continue };
                found.settings(&file, parts.front_matter, parts.line);
                let survey = if ending == "md" { survey_markdown(parts.body) } else { survey_html(parts.body) };
                found.body(&file, &parts, &survey);
            }
            _ => {}
        }
    }
    if let Some(own) = own_host(&folder.join("site.toml")) {
        found.hosts.remove(&own);
    }
    (found.hosts, found.problems)
}

#[derive(Default)]
struct Found {
    hosts: Hosts,
    problems: Problems,
}

impl Found {
    fn settings(&mut self, file: &Path, text: &str, first_line: usize) {
        let (root, _) = DeTable::parse_recoverable(text);
        let line_at = |at: usize| first_line + text.get(..at).map_or(0, |before| before.matches('\n').count());
        each_text(root.get_ref(), &mut |name, value, at| {
            let line = line_at(at);
            self.leads(value, file, line);
            if TOLD.contains(&name)
                && let Some(finding) = spam::in_text(value, false)
            {
                self.tell(file, line, value, advertises(&finding));
            }
        });
    }

    fn body(&mut self, file: &Path, parts: &Parts<'_>, survey: &Survey) {
        let line_of = |line: usize| parts.body_line + line.saturating_sub(1);
        for link in &survey.links {
            self.leads(&link.href, file, line_of(link.line));
            let around = survey.paragraphs.iter().filter(|paragraph| paragraph.line == link.line);
            let around = around.map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>().join(" ");
            if let Some(Finding { what, words }) = spam::in_link(&link.text, &link.href, &around) {
                let fault = Fault::warning(format!("a link for {what}: {words}"), UNLESS);
                self.tell(file, line_of(link.line), &link.href, fault);
            }
        }
        for hidden in &survey.hidden {
            let how = hidden.how;
            let help = "Delete it, and look at what else came from the same hand.";
            self.tell(
                file,
                line_of(hidden.line),
                &hidden.text,
                Fault::warning(format!("this text is hidden ({how})"), help),
            );
            if let Some(finding) = spam::in_text(&hidden.text, true) {
                self.tell(file, line_of(hidden.line), &hidden.text, advertises(&finding));
            }
        }
        for paragraph in &survey.paragraphs {
            if let Some(finding) = spam::in_text(&paragraph.text, false) {
                self.tell(file, line_of(paragraph.line), &paragraph.text, advertises(&finding));
            }
        }
        if let Some(fault) = farm(survey) {
            self.problems.push(Problem::new(file, fault).at_line(parts.body_line));
        }
    }

    fn leads(&mut self, href: &str, file: &Path, line: usize) {
        if let Some(host) = foreign_host(href) {
            self.hosts.entry(host).or_default().push(Place { file: file.to_owned(), line });
        }
    }

    fn tell(&mut self, file: &Path, line: usize, value: &str, fault: Fault) {
        self.problems.push(Problem::new(file, fault).at_line(line).with_value(format!("\"{value}\"")));
    }
}

const UNLESS: &str = "Delete it, unless you know why it is there.";

fn advertises(Finding { what, words }: &Finding) -> Fault {
    Fault::warning(format!("these words advertise {what}: {words}"), UNLESS)
}

/// A text that is little more than links to many sites.
fn farm(survey: &Survey) -> Option<Fault> {
    let foreign = survey.links.iter().filter_map(|link| Some((foreign_host(&link.href)?, link)));
    let foreign = foreign.filter(|(host, _)| !host.ends_with(".gov.vn")).collect::<Vec<_>>();
    let hosts = foreign.iter().map(|(host, _)| host).collect::<BTreeSet<_>>().len();
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let of_links = foreign.iter().map(|(_, link)| letters(&link.text)).sum::<usize>();
    let of_all = survey.paragraphs.iter().map(|paragraph| letters(&paragraph.text)).sum::<usize>();
    let links = foreign.len();
    (links >= FARM_LINKS && hosts >= FARM_HOSTS && of_links * 10 >= of_all * 6).then(|| {
        Fault::warning(
            format!("{links} links to {hosts} other sites, and little else"),
            "Keep the links that readers need.",
        )
    })
}

/// The site's own, which its settings and people name.
fn own_host(settings: &Path) -> Option<String> {
    let settings = read_text(settings).ok()?.parse::<toml::Table>().ok()?;
    foreign_host(settings.get("url")?.as_str()?)
}

/// The host of a web address, in its one form.
fn foreign_host(href: &str) -> Option<String> {
    let href = if href.starts_with("//") { format!("https:{href}") } else { href.to_owned() };
    let url = Url::parse(&href).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Each text of a table and of what is in it, with its field and where it begins.
fn each_text(table: &DeTable<'_>, tell: &mut impl FnMut(&str, &str, usize)) {
    for (name, value) in table {
        each_value(value, name.get_ref(), tell);
    }
}

fn each_value(value: &toml::Spanned<DeValue<'_>>, field: &str, tell: &mut impl FnMut(&str, &str, usize)) {
    match value.get_ref() {
        DeValue::String(text) => tell(field, text, value.span().start),
        DeValue::Array(values) => values.iter().for_each(|value| each_value(value, field, tell)),
        DeValue::Table(table) => each_text(table, tell),
        _ => {}
    }
}

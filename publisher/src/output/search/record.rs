//! What an article or a standing page is found by.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use portal_app::content::model::{Article, StandingPage};
use portal_app::path::PagePath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use serde::Serialize;

use super::parts::Weighed;
use super::writing::Writing;
use crate::output::plain_text::passages;
use crate::release::keys::{Hash, Key};
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::source::body::Body;

/// What a record has besides the text, in bytes.
const AROUND_TEXT: usize = 1_000;

/// A record of the index.
#[derive(Serialize)]
pub(super) struct Record {
    pub url: String,
    /// Title; labels, the section's name first; text. As `writing` describes.
    pub content: String,
    /// `section` (its own slug, then those above it), `year`, `date` (for machines, for people).
    pub filters: BTreeMap<String, Vec<String>>,
}

/// What has a record.
pub(super) enum Findable<'a> {
    Article {
        article: &'a Article,
        /// Whether it comes after the news.
        is_demoted: bool,
    },
    Page(&'a StandingPage),
}

/// Everything that is listed and may be searched, news first, then the sections that are no news, then the standing pages;
/// the newest first in each. Of pages that answer equally well the first comes first.
pub(super) fn findable(catalog: &Catalog) -> Vec<Findable<'_>> {
    let (news, rest): (Vec<_>, Vec<_>) = catalog
        .listed()
        .filter(|article| catalog.scope_of(article).search)
        .partition(|article| catalog.scope_of(article).latest);
    let news = news.into_iter().map(|article| Findable::Article { article, is_demoted: false });
    let rest = rest.into_iter().map(|article| Findable::Article { article, is_demoted: true });
    news.chain(rest).chain(catalog.standing_pages().iter().map(Findable::Page)).collect()
}

impl Findable<'_> {
    /// # Errors
    /// When its text cannot be read as it was kept.
    pub fn record(&self, catalog: &Catalog) -> serde_json::Result<Record> {
        match *self {
            Findable::Article { article, is_demoted } => {
                Ok(of_article(&catalog.whole_article(article)?, catalog, is_demoted))
            }
            Findable::Page(page) => Ok(of_page(&catalog.whole_page(page)?, catalog.site.lang)),
        }
    }

    /// What decides its record, for which its text is not read.
    ///
    /// # Errors
    /// When that cannot be written as JSON, which it always can.
    pub fn key(&self, catalog: &Catalog) -> serde_json::Result<Key> {
        let (without_text, about) = match *self {
            Findable::Article { article, is_demoted } => {
                (of_article(article, catalog, is_demoted), About::Article(article))
            }
            Findable::Page(page) => (of_page(page, catalog.site.lang), About::Standing(page)),
        };
        let json = serde_json::to_vec(&without_text)?;
        let text = catalog.text_about(about).map(|body| body.key().as_bytes()).unwrap_or_default();
        Ok(Key::of([json.as_slice(), text]))
    }

    /// A name that no other has, and how much text it has.
    pub fn weighed(&self, catalog: &Catalog) -> Weighed {
        let (name, about) = match *self {
            Findable::Article { article, .. } => (format!("article {}", article.id), About::Article(article)),
            Findable::Page(page) => (format!("page {}", page.slug), About::Standing(page)),
        };
        let text = catalog.text_about(about).map(Body::bytes).unwrap_or_default();
        Weighed { name: Hash::of(name), bytes: text + AROUND_TEXT }
    }
}

fn of_article(article: &Article, catalog: &Catalog, is_demoted: bool) -> Record {
    let lang = catalog.site.lang;
    let mut filters = BTreeMap::new();
    if let Some(section) = &article.section {
        let line = catalog.section_line(&section.slug).iter().map(ToString::to_string).collect();
        filters.insert("section".to_owned(), line);
    }
    filters.insert("year".to_owned(), vec![article.published_at.month().year.to_string()]);
    let (for_machines, for_people) = both_dates(&article.published_at, lang);

    let section = article.section.as_ref().map(|section| section.name.as_str()).unwrap_or_default();
    let tags = article.tags.iter().map(|tag| tag.name.as_str());
    let labels = [section].into_iter().chain(tags).chain(article.author.as_deref()).chain([for_people.as_str()]);
    let mut text = passages(article.summary.as_deref(), &article.body);
    text.extend(article.attachments.iter().map(|file| file.name.clone()));
    let content = content(is_demoted, &article.title, labels, &text);
    filters.insert("date".to_owned(), vec![for_machines, for_people]);
    Record { url: article.path.to_string(), content, filters }
}

fn of_page(page: &StandingPage, lang: Lang) -> Record {
    let path = PagePath::Standing { slug: page.slug.clone() }.in_lang(lang);
    let mut filters = BTreeMap::new();
    if let Some(moment) = &page.updated_at {
        let (for_machines, for_people) = both_dates(moment, lang);
        filters.insert("date".to_owned(), vec![for_machines, for_people]);
    }
    let content = content(false, &page.title, [""].into_iter(), &passages(None, &page.body));
    Record { url: path.to_string(), content, filters }
}

fn content<'a>(is_demoted: bool, title: &str, labels: impl Iterator<Item = &'a str>, text: &[String]) -> String {
    let mut writing = Writing::new(is_demoted);
    writing.add_passage(title);
    writing.end_part();
    labels.for_each(|label| writing.add_passage(label));
    writing.end_part();
    text.iter().for_each(|passage| writing.add_passage(passage));
    writing.into_content()
}

fn both_dates(moment: &Moment, lang: Lang) -> (String, String) {
    let day = moment.date();
    (moment.to_string(), (lang.text().date)(day.year(), day.month(), day.day()))
}

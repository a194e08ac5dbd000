//! What an article or a standing page is found by.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use portal_app::content::model::{Article, StandingPage};
use portal_app::path::PagePath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use serde::Serialize;

use super::vietnamese::{encode, encode_content};
use crate::output::plain_text::plain_text;
use crate::site::catalog::Catalog;

/// A record of the index. The names of `meta` and `filters` are what `public/tools/search.js` asks for.
#[derive(Serialize)]
pub(super) struct Record {
    pub url: String,
    /// What excerpts are taken from.
    pub content: String,
    /// Searched like the content, but shown separately: `title`, `section`, `tags`, `author`.
    pub meta: BTreeMap<String, String>,
    /// `section` (its own slug, then those above it), `year`, `date` (for machines, for people).
    pub filters: BTreeMap<String, Vec<String>>,
}

/// Everything that is listed, newest first, then the standing pages.
pub(super) fn records(catalog: &Catalog) -> Vec<Record> {
    let lang = catalog.site.lang;
    let articles = catalog.listed().map(|article| of_article(article, catalog));
    articles.chain(catalog.standing_pages().iter().map(|page| of_page(page, lang))).collect()
}

fn of_article(article: &Article, catalog: &Catalog) -> Record {
    let text = plain_text(article.summary.as_deref(), &article.body);
    let mut record = Record::new(article.path.to_string(), &article.title, &text);
    if let Some(section) = &article.section {
        record.add_meta("section", &section.name);
        let line = catalog.section_line(&section.slug).iter().map(ToString::to_string).collect();
        record.filters.insert("section".to_owned(), line);
    }
    let tags: Vec<&str> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
    record.add_meta("tags", &tags.join(", "));
    record.add_meta("author", article.author.as_deref().unwrap_or_default());
    record.filters.insert("year".to_owned(), vec![article.published_at.month().year.to_string()]);
    record.add_date(&article.published_at, catalog.site.lang);
    record
}

fn of_page(page: &StandingPage, lang: Lang) -> Record {
    let text = plain_text(None, &page.body);
    let path = PagePath::Standing { slug: page.slug.clone() }.in_lang(lang);
    let mut record = Record::new(path.to_string(), &page.title, &text);
    if let Some(moment) = &page.updated_at {
        record.add_date(moment, lang);
    }
    record
}

impl Record {
    /// Pagefind skips records without content, so an empty text becomes the title.
    fn new(url: String, title: &str, text: &str) -> Self {
        let content = encode_content(if text.trim().is_empty() { title } else { text });
        let meta = BTreeMap::from([("title".to_owned(), encode(title))]);
        Self { url, content, meta, filters: BTreeMap::new() }
    }

    fn add_meta(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.meta.insert(name.to_owned(), encode(value));
        }
    }

    /// A filter, because the words of other fields are found.
    fn add_date(&mut self, moment: &Moment, lang: Lang) {
        let day = moment.date();
        self.filters.insert(
            "date".to_owned(),
            vec![moment.to_string(), (lang.text().date)(day.year(), day.month(), day.day())],
        );
    }
}

//! What an article or a standing page is found by.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use portal_app::content::model::{Article, Block, Figure, Span, StandingPage};
use portal_app::path::PagePath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use serde::Serialize;

use super::vietnamese::{encode, encode_content};
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
    let mut text = article.summary.clone().unwrap_or_default();
    add_blocks(&mut text, &article.body);
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
    let mut text = String::new();
    add_blocks(&mut text, &page.body);
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

fn add_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        add_block(text, block);
    }
}

fn add_block(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => add_spans(text, spans),
        Block::Figure(figure) => add_figure(text, figure),
        Block::Gallery { figures } => figures.iter().for_each(|figure| add_figure(text, figure)),
        Block::List { items, .. } => items.iter().for_each(|blocks| add_blocks(text, blocks)),
        Block::Table { caption, rows } => {
            add_part(text, caption.as_deref().unwrap_or_default());
            rows.iter().flatten().for_each(|cell| add_blocks(text, &cell.blocks));
        }
        Block::Quote { blocks, cite } => {
            add_blocks(text, blocks);
            add_part(text, cite.as_deref().unwrap_or_default());
        }
        Block::File(file) => add_part(text, &file.name),
        Block::External { title, .. } => add_part(text, title),
        Block::Video { .. } | Block::Rule | Block::Unknown => {}
    }
}

/// The spans of one block are one run of text: a mark may begin within a word.
fn add_spans(text: &mut String, spans: &[Span]) {
    text.push(' ');
    text.extend(spans.iter().map(|span| span.text.as_str()));
}

fn add_figure(text: &mut String, figure: &Figure) {
    for part in [Some(&figure.image.alt), figure.caption.as_ref(), figure.credit.as_ref()].into_iter().flatten() {
        add_part(text, part);
    }
}

fn add_part(text: &mut String, part: &str) {
    text.push(' ');
    text.push_str(part);
}

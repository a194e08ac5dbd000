//! Keys of pages, made of what the pages are made of: of a hundred thousand nearly all are as they were, and none of those is
//! made to find that out.

use portal_app::content::model::Article;
use portal_app::content::page_data::PageData;
use portal_app::path::AppPath;
use rayon::prelude::*;

use super::listed::Listed;
use super::{Catalog, Nearby};
use crate::release::keys::Key;

/// What others show of each visible article, by position: the keys of their summaries.
pub struct SummaryKeys(Vec<Key>);

impl SummaryKeys {
    fn of(&self, position: usize) -> &[u8] {
        self.0.get(position).map(Key::as_bytes).unwrap_or_default()
    }
}

impl Catalog {
    /// The keys of all articles' summaries.
    ///
    /// # Errors
    /// When one cannot be written as JSON, which no sound one does.
    pub fn summary_keys(&self) -> serde_json::Result<SummaryKeys> {
        let key_of = |article: &Article| Ok(Key::of([serde_json::to_vec(&article.to_summary())?.as_slice()]));
        self.articles.par_iter().map(key_of).collect::<serde_json::Result<_>>().map(SummaryKeys)
    }

    /// What decides the page of an article beside its address and the site's settings; `json` is the article without its text and
    /// without what follows from others.
    pub fn article_key(&self, position: usize, json: &[u8], summaries: &SummaryKeys) -> Key {
        let Nearby { next, previous, related } = self.nearby(position);
        let beside = [next, previous].map(|beside| beside.map(|position| summaries.of(position)).unwrap_or_default());
        let related = related.into_iter().map(|position| summaries.of(position));
        let body = self.texts.articles.get(position);
        let text = body.map(|body| body.key().as_bytes()).unwrap_or_default();
        // A form's address has the hash of its content.
        let forms =
            body.into_iter().flat_map(|body| self.texts.forms_in(body)).map(|form| form.src.as_str().as_bytes());
        // No address of a form is that word, so what comes after it is of what is related.
        Key::of([json, text].into_iter().chain(beside).chain(forms).chain([&b"related"[..]]).chain(related))
    }

    /// A page that lists articles, without them, and what decides it beside its address and the site's settings.
    ///
    /// # Errors
    /// As `summary_keys`.
    pub fn list_outline(&self, path: &AppPath, summaries: &SummaryKeys) -> serde_json::Result<Option<(PageData, Key)>> {
        let Some(Listed { page, positions }) = self.list(path) else { return Ok(None) };
        let json = page.document_json()?;
        let articles = positions.iter().map(|position| summaries.of(*position));
        let key = Key::of([json.as_slice()].into_iter().chain(articles));
        Ok(Some((page, key)))
    }

    /// Where the smaller forms of the pictures in a visible article's text are, and what else in it may be the address of a medium.
    pub fn media_in_text(&self, position: usize) -> impl Iterator<Item = &str> {
        let bodies = self.texts.articles.get(position).into_iter();
        bodies.flat_map(|body| body.media().chain(self.texts.forms_in(body).map(|form| form.src.as_str())))
    }
}

//! What changes by itself once its moment has come: a site has to be published again then.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use portal_app::text::moment::Moment;

use crate::source::Source;

/// One change that only waits for its moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// In the offset of the moment that it is due after.
    pub at: DateTime<FixedOffset>,
    pub kind: DueKind,
    /// The article's title, or the notice's text.
    pub title: String,
    /// The article's file; `None` for a notice, which is in the settings.
    pub file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// Readers see the article from then on.
    Appears,
    /// Readers no longer see the article.
    Expires,
    /// The urgent notice is over.
    NoticeEnds,
}

/// Everything that is due after `at`, the soonest first. Drafts wait for nothing.
pub fn due_after(source: &Source, at: DateTime<FixedOffset>) -> Vec<Due> {
    let articles = source.editions.iter().flat_map(|edition| &edition.articles).filter(|article| !article.draft);
    let of_articles = articles.flat_map(|article| {
        let moments = [(DueKind::Appears, Some(article.appears_at)), (DueKind::Expires, article.expires_at)];
        moments.into_iter().filter_map(|(kind, at)| {
            Some(Due { at: at?, kind, title: article.title.clone(), file: Some(article.file.clone()) })
        })
    });
    let notices = source.editions.iter().filter_map(|edition| edition.site.notice.as_ref());
    let of_notices = notices.filter_map(|notice| {
        // A bare day is read as the moment at which it ends.
        let Some(Moment::At(at)) = notice.until else { return None };
        Some(Due { at, kind: DueKind::NoticeEnds, title: notice.text.clone(), file: None })
    });
    let later = of_articles.chain(of_notices).filter(|due| due.at > at);
    let mut due = later.map(|due| Due { at: due.at.with_timezone(at.offset()), ..due }).collect::<Vec<_>>();
    due.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.file.cmp(&b.file)));
    due
}

//! Whether readers who follow a link see what it leads to: never a draft, and nothing before its time or after it.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use crate::source::edition::{ArticleSource, PageSource};
use crate::source::problem::Fault;

/// What an address shows.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    /// A page that is always there, or one whose file cannot be read and has its own problem.
    Shown,
    Page(&'a PageSource),
    Article(&'a ArticleSource),
    /// The list of what has a tag, because this article has it.
    TagOf(&'a ArticleSource),
}

/// From when on readers may follow a link.
#[derive(Clone, Copy)]
pub(super) struct Reachable {
    pub from: DateTime<FixedOffset>,
    /// Nobody knows when a draft will be shown, nor what will be by then.
    pub is_draft: bool,
}

impl Reachable {
    /// A link in an article's body; `None` when no reader sees it at `now` or later.
    pub fn in_article(article: &ArticleSource, now: DateTime<FixedOffset>) -> Option<Self> {
        let from = article.appears_at.max(now);
        let is_over = article.withdrawn.is_some() || article.expires_at.is_some_and(|ends| ends <= from);
        (!is_over).then_some(Self { from, is_draft: article.draft })
    }
}

impl Target<'_> {
    /// What readers meet instead, if they follow a link as soon as they can.
    pub fn fault(self, link: Reachable) -> Option<Fault> {
        match self {
            Self::Shown => None,
            Self::Page(page) => (page.draft && !link.is_draft).then(|| of_draft(&page.title, &page.file)),
            Self::Article(article) => of_article(article, link),
            Self::TagOf(article) => {
                let is_unseen = article.withdrawn.is_some() || of_article(article, link).is_some();
                let help = "Link to another tag, or remove the link.";
                is_unseen.then(|| Fault::warning("no article that readers see has this tag", help))
            }
        }
    }
}

fn of_article(article: &ArticleSource, link: Reachable) -> Option<Fault> {
    let ArticleSource { title, file, appears_at, .. } = article;
    let file = file.display();
    let moment = |at: DateTime<FixedOffset>| at.format("%Y-%m-%d %H:%M").to_string();
    if article.draft {
        return (!link.is_draft).then(|| of_draft(title, &article.file));
    }
    if let Some(withdrawn) = &article.withdrawn {
        let day = withdrawn.at.date();
        let help = "Readers find a note instead of the text: link to something else, or remove the link.";
        return Some(Fault::warning(format!("it leads to \"{title}\" ({file}), which was withdrawn on {day}"), help));
    }
    if let Some(ended) = article.expires_at.filter(|ends| *ends <= link.from) {
        let message = format!("it leads to \"{title}\" ({file}), which is not shown any more from {}", moment(ended));
        return Some(Fault::warning(message, "Remove the link, or correct `expires_at` there."));
    }
    if *appears_at > link.from && !link.is_draft {
        let message = format!("it leads to \"{title}\" ({file}), which is not shown before {}", moment(*appears_at));
        let help = "Till then readers find no page there: leave the link out, or let that article appear sooner.";
        return Some(Fault::warning(message, help));
    }
    None
}

fn of_draft(title: &str, file: &Path) -> Fault {
    let message = format!("it leads to \"{title}\" ({}), which is a draft", file.display());
    Fault::warning(message, "Publish that one too, or link to something else.")
}

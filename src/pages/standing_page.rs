use crate::components::{article_body, page_heading, preview_banner, publication_time, use_text};
use crate::content::model::StandingPage;
use crate::markup::{Markup, el};

/// A standing page: about, contact, privacy, accessibility.
pub fn standing_page(page: StandingPage) -> Markup {
    let text = use_text();
    let updated = page
        .updated_at
        .map(|moment| el("p").class("article__times").child(publication_time(moment, Some(text.updated))));
    el("article")
        .class("article")
        .child(page.preview.map(|mark| preview_banner(mark, None)))
        .child(page_heading(page.title))
        .child(updated)
        .child(article_body(page.body))
        .into()
}

//! Standing pages: about, contact, privacy, accessibility.

use crate::components::{article_body, page_heading, preview_banner, publication_time, use_text};
use crate::content::model::StandingPage;
use crate::markup::{Markup, markup};

/// A body below its heading.
pub fn standing_page(page: StandingPage) -> Markup {
    let text = use_text();
    let updated =
        page.updated_at.map(|moment| markup! { p "article__times" { (publication_time(moment, Some(text.updated))) } });
    markup! {
        article "article" {
            (page.preview.map(|mark| preview_banner(mark, None)))
            (page_heading(page.title))
            (updated)
            (article_body(page.body))
        }
    }
    .into()
}

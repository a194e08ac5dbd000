//! Standing pages: about, contact, privacy, accessibility.

use crate::components::{
    article_body, contact_card, page_contents, page_heading, preview_banner, publication_time, use_text,
};
use crate::content::model::StandingPage;
use crate::markup::{Markup, markup};

/// A body below its heading, with its contents beside it.
pub fn standing_page(page: &StandingPage) -> Markup {
    let text = use_text();
    let updated =
        page.updated_at.map(|moment| markup! { p "article__times" { (publication_time(moment, Some(text.updated))) } });
    let (folded, beside) = page_contents(&page.body).unzip();
    markup! {
        div "page-with-aside" {
            article "article" {
                (page.preview.map(|mark| preview_banner(mark, None)))
                (page_heading(&page.title))
                (updated)
                (folded)
                (article_body(&page.body))
            }
            div "page-with-aside__aside page-with-aside__aside--near" { (beside) (contact_card()) }
        }
    }
    .into()
}

//! Related news.

use super::story_list::headline_link;
use crate::components::article::publication_time;
use crate::components::context::use_text;
use crate::content::model::Summary;
use crate::markup::{Element, markup};

/// The most to show.
const LIMIT: usize = 10;

/// Articles that belong with the one on screen, as the content API orders them; not sorted again here. Nothing shows
/// when there are none.
pub fn related_news(articles: &[Summary]) -> Option<Element> {
    let text = use_text();
    (!articles.is_empty()).then(|| {
        let items = articles.iter().take(LIMIT).map(|article| {
            markup! {
                li "related-news__item" {
                    (publication_time(article.published_at, None))
                    " "
                    (headline_link(article.title.clone(), article.path.to_string()))
                }
            }
        });
        markup! {
            section "related-news" aria-labelledby="related-news-heading" {
                h2 "related-news__heading" id="related-news-heading" { (text.related_news) }
                ul "related-news__items" { (items) }
            }
        }
    })
}

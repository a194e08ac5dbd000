use super::{headline_link, publication_time, use_text};
use crate::content::model::Summary;
use crate::markup::{Element, el};

/// The most to show.
const LIMIT: usize = 10;

/// Articles that belong with the one on screen, as the content API orders them; not sorted again here. Nothing shows
/// when there are none.
pub fn related_news(articles: Vec<Summary>) -> Option<Element> {
    let text = use_text();
    (!articles.is_empty()).then(|| {
        let items = articles.into_iter().take(LIMIT).map(|article| {
            el("li")
                .class("related-news__item")
                .child(headline_link(article.title, article.path.to_string()))
                .child(" ")
                .child(publication_time(article.published_at, None))
        });
        let heading =
            el("h2").class("related-news__heading").attr("id", "related-news-heading").child(text.related_news);
        el("section")
            .class("related-news")
            .attr("aria-labelledby", "related-news-heading")
            .child(heading)
            .child(el("ul").class("related-news__items").children(items))
    })
}

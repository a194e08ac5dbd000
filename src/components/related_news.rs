use leptos::prelude::*;

use super::{HeadlineLink, PublicationTime, use_text};
use crate::content::model::Summary;

/// Articles that belong with the one on screen.
#[component]
pub fn RelatedNews(
    /// As the content API orders them; not sorted again here. Nothing shows when there are none.
    articles: Vec<Summary>,
    /// The most to show.
    #[prop(default = 10)]
    limit: usize,
) -> impl IntoView {
    let text = use_text();
    (!articles.is_empty()).then(|| {
        let items = articles.into_iter().take(limit).map(|article| {
            view! {
                <li class="related-news__item">
                    <HeadlineLink title=article.title path=article.path.to_string()/>
                    " "
                    <PublicationTime moment=article.published_at/>
                </li>
            }
            .into_any()
        });
        view! {
            <section class="related-news" aria-labelledby="related-news-heading">
                <h2 class="related-news__heading" id="related-news-heading">{text.related_news}</h2>
                <ul class="related-news__items">{items.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

use leptos::prelude::*;

use crate::components::{ArticleBody, PageHeading, PreviewBanner, PublicationTime, use_text};
use crate::content::model::StandingPage;

/// A standing page: about, contact, privacy, accessibility.
#[component]
pub fn StandingPageView(page: StandingPage) -> impl IntoView {
    let text = use_text();
    let updated = page
        .updated_at
        .map(|moment| view! { <p class="article__times"><PublicationTime moment label=text.updated/></p> }.into_any());
    let preview = page.preview.map(|mark| view! { <PreviewBanner mark/> }.into_any());
    view! {
        <article class="article">
            {preview}
            <PageHeading title=page.title/>
            {updated}
            <ArticleBody blocks=page.body/>
        </article>
    }
}

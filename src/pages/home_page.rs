use leptos::prelude::*;

use crate::components::{PageHeading, StoryCard, StoryList, use_text};
use crate::content::model::{Home, HomeSection};
use crate::path::PagePath;

/// The home page: the lead, each section's newest, and the latest of everything.
#[component]
pub fn HomePage(home: Home, site_name: String) -> impl IntoView {
    let text = use_text();
    let lang = home.lang;
    let lead = home.lead.into_iter().map(|story| view! { <StoryCard story is_lead=true/> }.into_any());
    let sections = home.sections.into_iter().map(|HomeSection { section, articles }| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang).to_string();
        view! {
            <section class="home-page__section">
                <h2><a href=path>{section.name}</a></h2>
                <StoryList stories=articles/>
            </section>
        }
        .into_any()
    });
    let all_news = PagePath::Latest { page: 1 }.in_lang(lang).to_string();
    view! {
        <div class="home-page">
            <PageHeading title=site_name/>
            <section class="home-page__lead">
                <h2 class="visually-hidden">{text.lead}</h2>
                {lead.collect_view()}
            </section>
            {sections.collect_view()}
            <section class="home-page__latest">
                <h2>{text.latest}</h2>
                <StoryList stories=home.latest/>
                <p><a href=all_news>{text.all_news}</a></p>
            </section>
        </div>
    }
}

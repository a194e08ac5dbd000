use leptos::prelude::*;

use crate::components::{PageHeading, StoryCard, StoryList, use_text};
use crate::content::model::{Home, HomeSection};
use crate::path::{AppPath, PagePath};

/// The home page: the lead beside the latest of everything, then each section's newest.
#[component]
pub fn HomePage(home: Home, site_name: String) -> impl IntoView {
    let text = use_text();
    let lang = home.lang;
    let lead = home.lead.into_iter().map(|story| view! { <StoryCard story is_lead=true/> }.into_any());
    let lead = lead.collect::<Vec<_>>();
    let lead = (!lead.is_empty()).then(|| {
        view! {
            <section class="home-page__lead">
                <h2 class="visually-hidden">{text.lead}</h2>
                {lead}
            </section>
        }
        .into_any()
    });
    let sections = home.sections.into_iter().map(|HomeSection { section, articles }| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang);
        view! {
            <section class="home-page__section">
                <BlockHeading title=section.name path/>
                <StoryList stories=articles/>
            </section>
        }
        .into_any()
    });
    let latest = PagePath::Latest { page: 1 }.in_lang(lang);
    let all_news = latest.to_string();
    view! {
        <div class="home-page">
            <PageHeading title=site_name/>
            {lead}
            <section class="home-page__latest">
                <BlockHeading title=text.latest.to_owned() path=latest/>
                <StoryList stories=home.latest is_brief=true/>
                <p class="home-page__more"><a href=all_news>{text.all_news}</a></p>
            </section>
            {sections.collect_view()}
        </div>
    }
}

/// A block's name, leading to the whole list.
#[component]
fn BlockHeading(title: String, path: AppPath) -> impl IntoView {
    view! { <h2 class="block-heading"><a class="block-heading__link" href=path.to_string()>{title}</a></h2> }
}

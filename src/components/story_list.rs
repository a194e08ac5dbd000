use leptos::prelude::*;

use super::{ContentImage, PreviewBanner, PublicationTime, use_text};
use crate::content::model::Summary;

/// An article's title as a link to it.
#[component]
pub fn HeadlineLink(#[prop(into)] title: String, #[prop(into)] path: String) -> impl IntoView {
    view! { <a class="headline-link" href=path>{title}</a> }
}

/// One article in a list: headline, time, and what there is of summary and picture.
#[component]
pub fn StoryCard(
    story: Summary,
    /// The lead story is larger and its picture is fetched at once.
    #[prop(optional)]
    is_lead: bool,
) -> impl IntoView {
    let class = if is_lead { "story-card story-card--lead" } else { "story-card" };
    let image = story.image.map(|image| {
        view! { <div class="story-card__picture"><ContentImage image is_eager=is_lead/></div> }.into_any()
    });
    let summary = story.summary.map(|summary| view! { <p class="story-card__summary">{summary}</p> }.into_any());
    let preview = story.preview.map(|mark| view! { <PreviewBanner mark/> }.into_any());
    view! {
        <article class=class>
            {image}
            <div class="story-card__words">
                <h3 class="story-card__title"><HeadlineLink title=story.title path=story.path.to_string()/></h3>
                {preview}
                <PublicationTime moment=story.published_at/>
                {summary}
            </div>
        </article>
    }
}

/// Articles in the order given; says so when there are none.
#[component]
pub fn StoryList(
    stories: Vec<Summary>,
    /// Headlines and times alone.
    #[prop(optional)]
    is_brief: bool,
) -> impl IntoView {
    let text = use_text();
    if stories.is_empty() {
        return view! { <p class="empty-notice">{text.no_articles}</p> }.into_any();
    }
    let shorten = |story: Summary| match is_brief {
        true => Summary { summary: None, image: None, ..story },
        false => story,
    };
    let items = stories.into_iter().map(|story| view! { <li><StoryCard story=shorten(story)/></li> }.into_any());
    let class = if is_brief { "story-list story-list--brief" } else { "story-list" };
    view! { <ul class=class>{items.collect_view()}</ul> }.into_any()
}

//! Articles in lists: as cards, as headlines, and the one above all others.
//!
//! A card is one target: its headline is its only link, and reaches over all of it. The date comes first, since titles
//! repeat.

use crate::components::article::{Loading, Place, content_image, publication_time};
use crate::components::context::use_text;
use crate::components::frame::preview_banner;
use crate::components::tools::link;
use crate::content::model::Summary;
use crate::markup::{Element, markup};

/// An article's title as a link to it.
pub fn headline_link(title: String, path: String) -> Element {
    link(path, title).class("headline-link")
}

/// The story above all others: larger, its picture fetched at once.
pub fn lead_story(story: Summary) -> Element {
    story_card(story, "story-card story-card--lead", Loading::First, Place::Lead)
}

/// One article in a list: time, headline, and what there is of picture and summary.
fn story_card(story: Summary, class: &'static str, loading: Loading, place: Place) -> Element {
    markup! {
        article class=(class) {
            (publication_time(story.published_at, None))
            h3 "story-card__title" { (headline_link(story.title, story.path.to_string())) }
            (story.preview.map(|mark| preview_banner(mark, None)))
            (story.image.map(|image| markup! { div "story-card__picture" { (content_image(image, loading, place)) } }))
            (story.summary.map(|summary| markup! { p "story-card__summary" { (summary) } }))
        }
    }
}

/// Articles in the order given; says so when there are none.
pub fn story_list(stories: Vec<Summary>) -> Element {
    if stories.is_empty() {
        return markup! { p "empty-notice" { (use_text().no_articles) } };
    }
    list_of(stories, "story-list")
}

/// Headlines and times alone.
pub fn brief_story_list(stories: Vec<Summary>) -> Element {
    list_of(stories.into_iter().map(brief).collect(), "story-list story-list--brief")
}

/// The first as it is, the others as headlines beside it.
pub fn featured_story_list(mut stories: Vec<Summary>) -> Element {
    let rest = stories.split_off(stories.len().min(1));
    list_of(stories.into_iter().chain(rest.into_iter().map(brief)).collect(), "story-list story-list--featured")
}

fn brief(story: Summary) -> Summary {
    Summary { summary: None, image: None, ..story }
}

fn list_of(stories: Vec<Summary>, class: &'static str) -> Element {
    let items = stories
        .into_iter()
        .map(|story| markup! { li { (story_card(story, "story-card", Loading::Lazy, Place::List)) } });
    markup! { ul class=(class) { (items) } }
}

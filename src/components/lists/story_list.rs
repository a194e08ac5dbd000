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
pub fn lead_story(story: &Summary) -> Element {
    story_card(story, "story-card story-card--lead", Loading::First, Place::Lead, true)
}

/// One article in a list: time, headline, and, where it `is_whole`, what there is of picture and summary.
fn story_card(story: &Summary, class: &'static str, loading: Loading, place: Place, is_whole: bool) -> Element {
    let image = story.image.as_ref().filter(|_| is_whole);
    let summary = story.summary.as_ref().filter(|_| is_whole);
    markup! {
        article class=(class) {
            (publication_time(story.published_at, None))
            h3 "story-card__title" { (headline_link(story.title.clone(), story.path.to_string())) }
            (story.preview.map(|mark| preview_banner(mark, None)))
            (image.map(|image| markup! { div "story-card__picture" { (content_image(image, loading, place)) } }))
            (summary.map(|summary| markup! { p "story-card__summary" { (summary) } }))
        }
    }
}

/// Articles in the order given; says so when there are none.
pub fn story_list(stories: &[Summary]) -> Element {
    if stories.is_empty() {
        return markup! { p "empty-notice" { (use_text().no_articles) } };
    }
    list_of(stories, "story-list", usize::MAX)
}

/// Headlines and times alone.
pub fn brief_story_list(stories: &[Summary]) -> Element {
    list_of(stories, "story-list story-list--brief", 0)
}

/// The first as it is, the others as headlines beside it.
pub fn featured_story_list(stories: &[Summary]) -> Element {
    list_of(stories, "story-list story-list--featured", 1)
}

/// The first so many are whole.
fn list_of(stories: &[Summary], class: &'static str, whole: usize) -> Element {
    let items = stories.iter().enumerate().map(|(position, story)| {
        markup! { li { (story_card(story, "story-card", Loading::Lazy, Place::List, position < whole)) } }
    });
    markup! { ul class=(class) { (items) } }
}

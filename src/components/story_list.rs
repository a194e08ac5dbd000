use super::{Loading, content_image, link, preview_banner, publication_time, use_text};
use crate::content::model::Summary;
use crate::markup::{Element, el};

/// An article's title as a link to it.
pub fn headline_link(title: String, path: String) -> Element {
    link(path, title).class("headline-link")
}

/// The story above all others: larger, its picture fetched at once.
pub fn lead_story(story: Summary) -> Element {
    story_card(story, "story-card story-card--lead", Loading::Eager)
}

/// One article in a list: headline, time, and what there is of summary and picture.
fn story_card(story: Summary, class: &'static str, loading: Loading) -> Element {
    let image = story.image.map(|image| el("div").class("story-card__picture").child(content_image(image, loading)));
    let title = el("h3").class("story-card__title").child(headline_link(story.title, story.path.to_string()));
    let words = el("div")
        .class("story-card__words")
        .child(title)
        .child(story.preview.map(|mark| preview_banner(mark, None)))
        .child(publication_time(story.published_at, None))
        .child(story.summary.map(|summary| el("p").class("story-card__summary").child(summary)));
    el("article").class(class).child(image).child(words)
}

/// Articles in the order given; says so when there are none.
pub fn story_list(stories: Vec<Summary>) -> Element {
    list_of(stories, "story-list")
}

/// Headlines and times alone.
pub fn brief_story_list(stories: Vec<Summary>) -> Element {
    let brief = |story: Summary| Summary { summary: None, image: None, ..story };
    list_of(stories.into_iter().map(brief).collect(), "story-list story-list--brief")
}

fn list_of(stories: Vec<Summary>, class: &'static str) -> Element {
    if stories.is_empty() {
        return el("p").class("empty-notice").child(use_text().no_articles);
    }
    let items = stories.into_iter().map(|story| el("li").child(story_card(story, "story-card", Loading::Lazy)));
    el("ul").class(class).children(items)
}

//! Lists of articles: a section (with its months), everything, a tag.

use crate::components::{breadcrumb, month_archive, page_heading, pagination, story_list, use_text};
use crate::content::model::{LatestListing, SectionListing, Summary, TagListing};
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;

/// A page of a section, or a month of it. `title` is the section's name, with month or page number.
pub fn section_page(listing: SectionListing, title: String) -> Markup {
    let slug = &listing.section.slug;
    let path_of = |page| PagePath::Section { slug: slug.clone(), page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    let description =
        listing.section.description.map(|description| el("p").class("section-page__description").child(description));
    let header = header(title).child(description).child(total(listing.total));
    let archive = month_archive(slug, listing.months, listing.lang);
    let page = el("div")
        .class("section-page")
        .child(header)
        .child(stories(listing.articles, pages))
        .child(el("div").class("section-page__aside").child(archive));
    Markup::from(breadcrumb(listing.section.breadcrumb)).child(page)
}

/// Everything, newest first.
pub fn latest_page(listing: LatestListing, title: String) -> Markup {
    let path_of = |page| PagePath::Latest { page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    el("div")
        .class("section-page")
        .child(header(title).child(total(listing.total)))
        .child(stories(listing.articles, pages))
        .into()
}

/// The articles of a tag.
pub fn tag_page(listing: TagListing, title: String) -> Markup {
    el("div").class("section-page").child(header(title)).child(stories(listing.articles, None)).into()
}

fn header(title: String) -> Element {
    el("header").class("section-page__header").child(page_heading(title))
}

fn total(count: u32) -> Element {
    el("p").class("section-page__total").child((use_text().article_count)(count))
}

fn stories(articles: Vec<Summary>, pages: Option<Element>) -> Element {
    el("div")
        .class("section-page__stories")
        .child(el("h2").class("visually-hidden").child(use_text().latest))
        .child(story_list(articles))
        .child(pages)
}

//! Lists of articles: a section (with its months), everything, a tag.

use crate::components::{breadcrumb, month_archive, page_heading, pagination, story_list, use_text};
use crate::content::model::{LatestListing, SectionListing, Summary, TagListing};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;

/// A page of a section, or a month of it. `title` is the section's name, with month or page number.
pub fn section_page(listing: SectionListing, title: String) -> Markup {
    let slug = &listing.section.slug;
    let path_of = |page| PagePath::Section { slug: slug.clone(), page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    let archive = month_archive(slug, listing.months, listing.lang);
    let description = listing.section.description;
    markup! {
        (breadcrumb(listing.section.breadcrumb))
        div "section-page" {
            with (header(title)) {
                (description.map(|description| markup! { p "section-page__description" { (description) } }))
                (total(listing.total))
            }
            (stories(listing.articles, pages))
            div "section-page__aside" { (archive) }
        }
    }
}

/// Everything, newest first.
pub fn latest_page(listing: LatestListing, title: String) -> Markup {
    let path_of = |page| PagePath::Latest { page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    markup! {
        div "section-page" {
            with (header(title)) { (total(listing.total)) }
            (stories(listing.articles, pages))
        }
    }
    .into()
}

/// The articles of a tag.
pub fn tag_page(listing: TagListing, title: String) -> Markup {
    markup! { div "section-page" { (header(title)) (stories(listing.articles, None)) } }.into()
}

fn header(title: String) -> Element {
    markup! { header "section-page__header" { (page_heading(title)) } }
}

fn total(count: u32) -> Element {
    markup! { p "section-page__total" { ((use_text().article_count)(count)) } }
}

fn stories(articles: Vec<Summary>, pages: Option<Element>) -> Element {
    markup! {
        div "section-page__stories" {
            h2 "visually-hidden" { (use_text().latest) }
            (story_list(articles))
            (pages)
        }
    }
}

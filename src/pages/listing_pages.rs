//! Lists of articles: a section (with its months), everything, a tag.

use crate::components::{
    breadcrumb, contact_card, link, month_archive, page_heading, pagination, story_list, use_text,
};
use crate::content::model::{LatestListing, SectionListing, SectionName, Summary, TagListing};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// A page of a section, or a month of it. `title` is the section's name, with month or page number.
pub fn section_page(listing: SectionListing, title: String) -> Markup {
    let slug = &listing.section.slug;
    let path_of = |page| PagePath::Section { slug: slug.clone(), page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    let archive = month_archive(slug, listing.months, listing.lang);
    let description = listing.section.description;
    let header = markup! {
        with (header(title)) {
            (description.map(|description| markup! { p "section-page__description" { (description) } }))
            (total(listing.total))
        }
    };
    markup! {
        (breadcrumb(listing.section.breadcrumb))
        (page(header, stories(listing.articles, pages), archive))
    }
}

/// Everything, newest first.
pub fn latest_page(listing: LatestListing, title: String) -> Markup {
    let path_of = |page| PagePath::Latest { page }.in_lang(listing.lang);
    let pages = pagination(listing.page, listing.page_count, path_of);
    let header = markup! { with (header(title)) { (total(listing.total)) } };
    page(header, stories(listing.articles, pages), sections(listing.sections, listing.lang)).into()
}

/// The articles of a tag.
pub fn tag_page(listing: TagListing, title: String) -> Markup {
    page(header(title), stories(listing.articles, None), None).into()
}

/// `beside` is what leads on from the list; how to reach the organisation comes after it.
fn page(header: Element, stories: Element, beside: Option<Element>) -> Element {
    markup! {
        div "page-with-aside" {
            (header)
            (stories)
            div "page-with-aside__aside" { (beside) (contact_card()) }
        }
    }
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

/// Where a part of the list stands by itself.
fn sections(sections: Vec<SectionName>, lang: Lang) -> Option<Element> {
    let text = use_text();
    (!sections.is_empty()).then(|| {
        let items = sections.into_iter().map(|section| {
            let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang).to_string();
            markup! { li { (link(path, section.name)) } }
        });
        markup! {
            section "section-links" {
                h2 "aside-heading" { (text.sections) }
                ul "section-links__items" { (items) }
            }
        }
    })
}

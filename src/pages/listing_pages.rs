//! Lists of articles: a section (with its months), everything, a tag.

use crate::components::{
    breadcrumb, contact_card, link, month_archive, page_heading, pagination, story_list, use_text,
};
use crate::content::model::{Crumb, LatestListing, SectionListing, SectionName, Summary, TagListing};
use crate::markup::{Element, Markup, markup};
use crate::pages::head::format_days;
use crate::path::{AppPath, PagePath};
use crate::text::Lang;

/// The newest of a section, a full page or a month of it. `title` is the section's name, with month or page; `list` where
/// the section itself is, for what is a part of it.
pub fn section_page(listing: &SectionListing, title: String, list: Option<AppPath>) -> Markup {
    let section = &listing.section;
    let pages = pagination(listing.newer.as_ref(), listing.older.as_ref(), format_days(&listing.articles, use_text()));
    let archive = month_archive(&section.slug, &listing.months, listing.lang);
    let header = markup! {
        with (header(title)) {
            (section.description.as_ref().map(|description| markup! { p "section-page__description" { (description) } }))
            (listing.total.map(total))
        }
    };
    let own = list.map(|path| Crumb { label: section.name.clone(), path: path.into() });
    markup! {
        (breadcrumb(section.breadcrumb.iter().chain(&own)))
        (page(header, stories(&listing.articles, pages), archive))
    }
}

/// The newest of everything, or a full page of it.
pub fn latest_page(listing: &LatestListing, title: String, list: Option<AppPath>) -> Markup {
    let text = use_text();
    let pages = pagination(listing.newer.as_ref(), listing.older.as_ref(), format_days(&listing.articles, text));
    let header = markup! { with (header(title)) { (listing.total.map(total)) } };
    let above = list.map(|path| {
        let home = PagePath::Home.in_lang(path.lang);
        let crumb = |label: &str, path: AppPath| Crumb { label: label.to_owned(), path: path.into() };
        breadcrumb(&[crumb(text.home, home), crumb(text.latest, path)])
    });
    markup! {
        (above)
        (page(header, stories(&listing.articles, pages), sections(&listing.sections, listing.lang)))
    }
}

/// The articles of a tag.
pub fn tag_page(listing: &TagListing, title: String) -> Markup {
    page(header(title), stories(&listing.articles, None), None).into()
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

fn stories(articles: &[Summary], pages: Option<Element>) -> Element {
    markup! {
        div "section-page__stories" {
            h2 "visually-hidden" { (use_text().latest) }
            (story_list(articles))
            (pages)
        }
    }
}

/// Where a part of the list stands by itself.
fn sections(sections: &[SectionName], lang: Lang) -> Option<Element> {
    let text = use_text();
    (!sections.is_empty()).then(|| {
        let items = sections.iter().map(|section| {
            let path = PagePath::Section { slug: section.slug.clone() }.in_lang(lang).to_string();
            markup! { li { (link(path, &section.name)) } }
        });
        markup! {
            section "section-links" {
                h2 "aside-heading" { (text.sections) }
                ul "section-links__items" { (items) }
            }
        }
    })
}

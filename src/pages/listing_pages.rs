//! Lists of articles: a section (with its months), everything, a tag.

use leptos::prelude::*;

use crate::components::{Breadcrumb, MonthArchive, PageHeading, Pagination, StoryList, use_text};
use crate::content::model::{LatestListing, SectionListing, TagListing};
use crate::path::{AppPath, PagePath};

/// A page of a section, or a month of it.
#[component]
pub fn SectionPage(
    listing: SectionListing,
    /// The whole title: the section's name, with month or page number.
    title: String,
) -> impl IntoView {
    let text = use_text();
    let lang = listing.lang;
    let base = PagePath::Section { slug: listing.section.slug.clone(), page: 1 }.in_lang(lang);
    view! {
        <Breadcrumb crumbs=listing.section.breadcrumb/>
        <div class="section-page">
            <header class="section-page__header">
                <PageHeading title/>
                {listing.section.description.map(|description| view! { <p class="section-page__description">{description}</p> }.into_any())}
                <p class="section-page__total">{(text.article_count)(listing.total)}</p>
            </header>
            <div class="section-page__stories">
                <h2 class="visually-hidden">{text.latest}</h2>
                <StoryList stories=listing.articles/>
                <Pagination page=listing.page page_count=listing.page_count path_of=at_page base/>
            </div>
            <div class="section-page__aside"><MonthArchive section=listing.section.slug months=listing.months lang/></div>
        </div>
    }
}

/// Everything, newest first.
#[component]
pub fn LatestPage(listing: LatestListing, title: String) -> impl IntoView {
    let text = use_text();
    let base = PagePath::Latest { page: 1 }.in_lang(listing.lang);
    view! {
        <div class="section-page">
            <header class="section-page__header">
                <PageHeading title/>
                <p class="section-page__total">{(text.article_count)(listing.total)}</p>
            </header>
            <div class="section-page__stories">
                <h2 class="visually-hidden">{text.latest}</h2>
                <StoryList stories=listing.articles/>
                <Pagination page=listing.page page_count=listing.page_count path_of=at_page base/>
            </div>
        </div>
    }
}

/// The articles of a tag.
#[component]
pub fn TagPage(listing: TagListing, title: String) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="section-page">
            <header class="section-page__header"><PageHeading title/></header>
            <div class="section-page__stories">
                <h2 class="visually-hidden">{text.latest}</h2>
                <StoryList stories=listing.articles/>
            </div>
        </div>
    }
}

/// Page `page` of the same list.
fn at_page(base: &AppPath, page: u32) -> AppPath {
    match &base.page {
        PagePath::Section { slug, .. } => PagePath::Section { slug: slug.clone(), page },
        _ => PagePath::Latest { page },
    }
    .in_lang(base.lang)
}

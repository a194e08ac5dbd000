//! The page where readers look for words.
//!
//! `public/tools/search.js` finds and fills what is left empty here; it takes its words from the attributes. Without
//! it the sections are there to browse.

use crate::components::{
    SEARCH_FIELD, contact_card, form_field, link, page_heading, search_row, select, use_text, with_site,
};
use crate::content::model::{SearchForm, SectionName};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// The form, with a place for what was found; beside it what to do when nothing is.
pub fn search_page(form: &SearchForm) -> Markup {
    let text = use_text();
    let words = &text.search_text;
    let lang = form.lang;
    let site_name = with_site(|site| site.short_name.clone()).unwrap_or_default();
    let search = markup! {
        portal_search "search"
            data-bundle=(format!("/{}pagefind/", lang.prefix()))
            data-title=(format!("{{}} - {} - {site_name}", text.search))
            data-waiting=(words.waiting)
            data-none=(words.none)
            data-one=(words.one)
            data-many=(words.many)
            data-partial=(words.partial)
            data-missing=(words.missing)
            data-unmarked=(words.unmarked)
            data-corrected=(words.corrected)
            data-pages=(text.pages)
            data-page-of=(words.page_of)
            data-previous=(words.previous)
            data-next=(words.next) {
            (search_form(form))
            noscript { (words.without_scripts) }
            p "search__status" role="status" data-part="status";
            (failure())
            div "search__results" data-part="results";
        }
    };
    let sections = (!form.sections.is_empty()).then(|| sections_to_browse(&form.sections, lang));
    markup! {
        div "page-with-aside" {
            header "section-page__header" { (page_heading(text.search)) }
            (search)
            div "page-with-aside__aside" {
                (sections)
                section "search-advice" {
                    h2 "aside-heading" { (words.advice_title) }
                    (words.advice.iter().map(|sentence| markup! { p { (*sentence) } }))
                }
                (contact_card())
            }
        }
    }
    .into()
}

/// What narrows a search is folded: most readers need it not, and what was found is to be in view.
fn search_form(form: &SearchForm) -> Element {
    let text = use_text();
    let words = &text.search_text;
    let any = |words: &'static str| std::iter::once((String::new(), words.to_owned()));
    let sections = form.sections.iter().map(|section| (section.slug.to_string(), section.name.clone()));
    let sections = select("search-section", "chuyen-muc", any(words.any_section).chain(sections));
    let years = form.years.iter().map(|year| (year.to_string(), year.to_string()));
    let years = select("search-year", "nam", any(words.any_year).chain(years));
    let action = PagePath::Search.in_lang(form.lang).to_string();
    markup! {
        form "search-form" role="search" action=(action) method="get" {
            div "site-search" { (search_row(SEARCH_FIELD)) }
            details "search-form__filters" data-part="filters" {
                summary "search-form__filters-label" { (words.filters) span data-part="chosen"; }
                div "search-form__fields" {
                    (form_field("search-section", text.sections, sections))
                    (form_field("search-year", words.year, years))
                }
            }
        }
    }
}

fn failure() -> Element {
    let text = use_text();
    markup! {
        div "search__failure" data-part="failure" hidden {
            p { (text.search_text.failed) }
            button "search__retry" type="button" data-part="retry" data-retry { (text.try_again) }
        }
    }
}

fn sections_to_browse(sections: &[SectionName], lang: Lang) -> Element {
    let links = sections.iter().map(|section| {
        let path = PagePath::Section { slug: section.slug.clone() }.in_lang(lang).to_string();
        markup! { li { (link(path, &section.name)) } }
    });
    markup! {
        nav "search-sections" aria-labelledby="search-sections" {
            h2 "aside-heading" id="search-sections" { (use_text().search_text.by_section) }
            ul { (links) }
        }
    }
}

use leptos::prelude::*;

use crate::components::{PageHeading, use_text};
use crate::content::model::{SearchForm, SectionName};
use crate::path::PagePath;
use crate::text::Lang;

/// Where readers look for words.
///
/// `public/tools/search.js` finds and fills what is left empty here; it takes its words from the attributes. Without
/// it the sections are there to browse.
#[component]
pub fn SearchPage(form: SearchForm) -> impl IntoView {
    let text = use_text();
    let words = &text.finding;
    let SearchForm { lang, sections, years } = form;
    let action = PagePath::Search.in_lang(lang).to_string();
    let links = section_links(&sections, lang);
    let sections = options(sections.into_iter().map(|section| (section.slug.to_string(), section.name)));
    let years = options(years.into_iter().map(|year| (year.to_string(), year.to_string())));
    view! {
        <div class="search-page">
            <PageHeading title=text.search/>
            <portal-search
                class="search"
                data-bundle=format!("/{}pagefind/", lang.prefix())
                data-waiting=words.waiting
                data-none=words.none
                data-one=words.one
                data-many=words.many
                data-pages=text.pages
                data-page-of=words.page_of
                data-previous=words.previous
                data-next=words.next
            >
                <form class="search-form" role="search" action=action method="get">
                    <p class="search-form__field search-form__field--terms">
                        <label class="search-form__label" for="search-terms">{words.terms}</label>
                        <input class="search-form__input" id="search-terms" type="search" name="q" autocomplete="off" enterkeyhint="search" maxlength="200"/>
                    </p>
                    <p class="search-form__field">
                        <label class="search-form__label" for="search-section">{text.sections}</label>
                        <select class="search-form__input" id="search-section" name="chuyen-muc">
                            <option value="">{words.any_section}</option>
                            {sections}
                        </select>
                    </p>
                    <p class="search-form__field">
                        <label class="search-form__label" for="search-year">{words.year}</label>
                        <select class="search-form__input" id="search-year" name="nam">
                            <option value="">{words.any_year}</option>
                            {years}
                        </select>
                    </p>
                    <button class="search-form__submit" type="submit">{text.search}</button>
                </form>
                <noscript>{words.without_scripts}</noscript>
                <p class="search__status" role="status" data-part="status"></p>
                <div class="search__failure" data-part="failure" hidden>
                    <p>{words.failed}</p>
                    <button class="search__retry" type="button" data-part="retry">{text.try_again}</button>
                </div>
                <div class="search__results" data-part="results"></div>
                <section class="search__sections" data-part="sections">
                    <h2>{words.by_section}</h2>
                    <ul>{links}</ul>
                </section>
            </portal-search>
        </div>
    }
}

fn options(choices: impl Iterator<Item = (String, String)>) -> AnyView {
    choices.map(|(value, name)| view! { <option value=value>{name}</option> }.into_any()).collect_view().into_any()
}

fn section_links(sections: &[SectionName], lang: Lang) -> AnyView {
    let links = sections.iter().map(|section| {
        let path = PagePath::Section { slug: section.slug.clone(), page: 1 }.in_lang(lang).to_string();
        view! { <li><a href=path>{section.name.clone()}</a></li> }.into_any()
    });
    links.collect_view().into_any()
}

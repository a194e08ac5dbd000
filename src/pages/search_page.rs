use crate::components::{form_field, link, page_heading, select, text_input, use_text};
use crate::content::model::{SearchForm, SectionName};
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;
use crate::text::Lang;

/// Where readers look for words.
///
/// `public/tools/search.js` finds and fills what is left empty here; it takes its words from the attributes. Without
/// it the sections are there to browse.
pub fn search_page(form: SearchForm) -> Markup {
    let text = use_text();
    let words = &text.finding;
    let lang = form.lang;
    let search = el("portal-search")
        .class("search")
        .attr("data-bundle", format!("/{}pagefind/", lang.prefix()))
        .attr("data-waiting", words.waiting)
        .attr("data-none", words.none)
        .attr("data-one", words.one)
        .attr("data-many", words.many)
        .attr("data-pages", text.pages)
        .attr("data-page-of", words.page_of)
        .attr("data-previous", words.previous)
        .attr("data-next", words.next)
        .child(search_form(&form))
        .child(el("noscript").child(words.without_scripts))
        .child(el("p").class("search__status").attr("role", "status").attr("data-part", "status"))
        .child(failure())
        .child(el("div").class("search__results").attr("data-part", "results"))
        .child(sections_to_browse(form.sections, lang));
    el("div").class("search-page").child(page_heading(text.search)).child(search).into()
}

fn search_form(form: &SearchForm) -> Element {
    let text = use_text();
    let words = &text.finding;
    let terms = text_input("search-terms", "search", "q")
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "search")
        .attr("maxlength", "200");
    let any = |words: &'static str| std::iter::once((String::new(), words.to_owned()));
    let sections = form.sections.iter().map(|section| (section.slug.to_string(), section.name.clone()));
    let sections = select("search-section", "chuyen-muc", any(words.any_section).chain(sections));
    let years = form.years.iter().map(|year| (year.to_string(), year.to_string()));
    let years = select("search-year", "nam", any(words.any_year).chain(years));
    el("form")
        .class("search-form")
        .attr("role", "search")
        .attr("action", PagePath::Search.in_lang(form.lang).to_string())
        .attr("method", "get")
        .child(form_field("search-terms", words.terms, terms))
        .child(form_field("search-section", text.sections, sections))
        .child(form_field("search-year", words.year, years))
        .child(el("button").class("search-form__submit").attr("type", "submit").child(text.search))
}

fn failure() -> Element {
    let text = use_text();
    let retry =
        el("button").class("search__retry").attr("type", "button").attr("data-part", "retry").child(text.try_again);
    el("div")
        .class("search__failure")
        .attr("data-part", "failure")
        .flag("hidden", true)
        .child(el("p").child(text.finding.failed))
        .child(retry)
}

fn sections_to_browse(sections: Vec<SectionName>, lang: Lang) -> Element {
    let links = sections.into_iter().map(|section| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang).to_string();
        el("li").child(link(path, section.name))
    });
    el("section")
        .class("search__sections")
        .attr("data-part", "sections")
        .child(el("h2").child(use_text().finding.by_section))
        .child(el("ul").children(links))
}

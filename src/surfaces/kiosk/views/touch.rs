//! What the display shows to somebody who touches it: the way from sections to stories to their text.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::attract::notice_line;
use super::parts::{
    choice, finish_only, heading, listen_button, open_search, press, press_with, screen, way_back, words,
};
use super::qr::qr_code;
use crate::browser::{self, display};
use crate::components::{Loading, Place, Shape, article_body, content_image, publication_time};
use crate::content::model::{Article, SectionName, StandingPage, Summary};
use crate::content::page_data::PageData;
use crate::markup::{Markup, markup};
use crate::path::word::Slug;
use crate::path::{AppPath, PagePath};
use crate::surfaces::kiosk::store::{Document, Store, View};
use crate::text::Lang;

/// What is read aloud of the stage, in its order.
pub const SPOKEN: &str = ".stage :is(h1, h2, h3, h4, p, li:not(:has(p)), figcaption, tr, .article__summary):not([data-unspoken], [data-unspoken] *)";

/// The first view: everything there is, and the lead story.
pub fn home(store: Store) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let sections = sections(store);
    let lead = store.kiosk.with_untracked(|kiosk| kiosk.as_ref()?.stories.first().cloned());
    let pages = store.kiosk.with_untracked(|kiosk| kiosk.as_ref().map(|kiosk| kiosk.pages.clone())).unwrap_or_default();
    // Where a page of the site says it, it says more.
    let has_contact_page = pages.iter().any(|page| page.label == kiosk.contact);
    let languages =
        store.site.with_untracked(|site| site.as_ref().map(|site| site.translations.clone())).unwrap_or_default();
    let languages = languages.into_iter().filter_map(|other| Lang::from_tag(&other.lang)).map(move |lang| {
        view! { <button class="press" type="button" lang=lang.tag() on:click=move |_| store.load(lang)>{lang.name()}</button> }
    });
    let languages = languages.collect::<Vec<_>>();
    let stage = view! {
        {heading(kiosk.welcome)}
        <p class="stage__hint">{kiosk.choose}</p>
        {move || notice_line(store)}
        {lead.clone().map(preview)}
    };
    let controls = view! {
        <div class="controls__bar">
            {press_with(Shape::Search, text.search, move || open_search(store))}
            {press_with(Shape::TextSize, kiosk.help, move || store.go(View::Help))}
            {languages}
            {finish_only(store)}
        </div>
        <ul class="choices choices--tiles" aria-label=kiosk.choices>
            {lead.is_some().then(|| choice(text.latest.to_owned(), None, move || store.go(View::Latest)))}
            {sections.into_iter().map(|section| {
                let slug = section.slug;
                choice(section.name, None, move || store.go(View::Section(slug.clone())))
            }).collect::<Vec<_>>()}
            {pages.into_iter().filter_map(|page| {
                let path = AppPath::parse(page.path.as_str())?;
                Some(choice(page.label, None, move || store.go(View::Reading(path.clone()))))
            }).collect::<Vec<_>>()}
            {(!has_contact_page).then(|| choice(kiosk.contact.to_owned(), None, move || store.go(View::Contact)))}
        </ul>
    };
    screen(stage.into_any(), controls.into_any())
}

/// The sections that this display shows, in its order.
fn sections(store: Store) -> Vec<SectionName> {
    untrack(|| store.settings()).map(|settings| settings.sections).unwrap_or_default()
}

/// A story as it is seen beside a list.
fn preview(story: Summary) -> AnyView {
    let picture = story.image.map(|image| Markup::from(content_image(&image, Loading::Eager, Place::Column)));
    let time = Markup::from(publication_time(story.published_at, None));
    view! {
        <div class="preview">
            {picture.map(|picture| view! { <div class="preview__picture">{picture}</div> })}
            <h2 class="preview__title">{story.title}</h2>
            <p>{time}</p>
            {story.summary.map(|summary| view! { <p>{summary}</p> })}
        </div>
    }
    .into_any()
}

/// The newest of everything.
pub fn latest(store: Store) -> AnyView {
    let (text, _) = words(store.lang.get_untracked());
    let mut stories = store.kiosk.with_untracked(|kiosk| {
        let sections = kiosk.iter().flat_map(|kiosk| &kiosk.sections);
        sections.flat_map(|section| section.articles.iter().cloned()).collect::<Vec<_>>()
    });
    stories.sort_by_key(|story| std::cmp::Reverse(story.published_at.sort_key()));
    // A section lists the stories of those below it as well.
    let mut known = BTreeSet::new();
    stories.retain(|story| known.insert(story.id.clone()));
    list(store, text.latest.to_owned(), stories)
}

/// The newest of a section.
pub fn section(store: Store, slug: &Slug) -> AnyView {
    let found = store
        .kiosk
        .with_untracked(|kiosk| kiosk.as_ref()?.sections.iter().find(|section| section.section.slug == *slug).cloned());
    let Some(section) = found else { return list(store, String::new(), Vec::new()) };
    list(store, section.section.name, section.articles)
}

fn list(store: Store, title: String, stories: Vec<Summary>) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let label = (kiosk.stories_of)(&title);
    let first = stories.first().cloned();
    let is_empty = stories.is_empty();
    let stage = view! {
        {heading(title)}
        {is_empty.then(|| view! { <p>{text.no_articles}</p> })}
        {first.map(preview)}
    };
    let controls = view! {
        <div class="controls__bar">{way_back(store)}</div>
        <ul class="choices" aria-label=label>{stories.into_iter().filter_map(|story| story_choice(store, story)).collect::<Vec<_>>()}</ul>
    };
    screen(stage.into_any(), controls.into_any())
}

fn story_choice(store: Store, story: Summary) -> Option<AnyView> {
    let (text, _) = words(store.lang.get_untracked());
    let path = AppPath::parse(story.path.as_str())?;
    let time = story.published_at.format_for_people(text);
    Some(choice(story.title, Some(time), move || store.go(View::Reading(path.clone()))))
}

/// An article or a standing page.
pub fn reading(store: Store, path: AppPath) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let address = store.address_of(&path);
    let are_links_shown = RwSignal::new(false);
    let stage = {
        let address = address.clone();
        move || match store.document.get() {
            Document::Loading => view! { <p class="stage__hint" role="status">{text.loading}</p> }.into_any(),
            Document::Failed(_) => missing(store, &address),
            Document::Ready(page) => match *page {
                PageData::Article(article) => article_view(*article),
                PageData::Standing(page) => page_view(page),
                _ => missing(store, &address),
            },
        }
    };
    // Links are no buttons of the stage: they are among the controls, within reach.
    Effect::new(move |_| {
        store.document.track();
        display::soon(move || {
            store.links.set(display::take_links(".stage"));
            browser::focus(".stage h1");
        });
    });
    let title = move || {
        store.document.with(|document| match document {
            Document::Ready(page) => match &**page {
                PageData::Article(article) => article.title.clone(),
                PageData::Standing(page) => page.title.clone(),
                _ => String::new(),
            },
            _ => String::new(),
        })
    };
    let code = {
        let address = address.clone();
        press(kiosk.scan, move || store.go(View::Code { title: untrack(title), address: address.clone() }))
    };
    let links = move || {
        let count = store.links.with(Vec::len);
        let label = format!("{} ({count})", kiosk.links_in_page);
        (count > 0).then(|| {
            press_with(Shape::Link, label, move || {
                are_links_shown.update(|shown| *shown = !*shown);
                if are_links_shown.get_untracked() {
                    display::soon(|| display::focus_in_view(".controls .choice"));
                }
            })
        })
    };
    let list = move || {
        let links = store.links.get();
        are_links_shown.get().then(|| {
            let choices = links.into_iter().map(|link| {
                let href = link.href.clone();
                choice(link.label, None, move || follow(store, &href))
            });
            view! { <ul class="choices" aria-label=kiosk.links_in_page>{choices.collect::<Vec<_>>()}</ul> }
        })
    };
    let controls = view! {
        <div class="controls__bar">
            {way_back(store)}
            {press(kiosk.scroll_up, || display::scroll_by_part(".stage", -0.8))}
            {press(kiosk.scroll_down, || display::scroll_by_part(".stage", 0.8))}
            {listen_button(store, SPOKEN)}
            {size_buttons(store)}
            {code}
            {links}
        </div>
        {list}
    };
    screen(stage.into_any(), controls.into_any())
}

/// Smaller and larger.
pub fn size_buttons(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    let last = crate::surfaces::kiosk::store::SIZES.len() - 1;
    view! {
        <button class="press press--letter press--small" type="button" aria-label=kiosk.smaller
            aria-disabled=move || (store.size.get() == 0).then_some("true")
            on:click=move |_| store.size.update(|size| *size = size.saturating_sub(1))>"A−"</button>
        <button class="press press--letter" type="button" aria-label=kiosk.larger
            aria-disabled=move || (store.size.get() == last).then_some("true")
            on:click=move |_| store.size.update(|size| *size = (*size + 1).min(last))>"A+"</button>
    }
    .into_any()
}

/// What is not in the edition can still be read on one's phone.
fn missing(store: Store, address: &str) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let code = qr_code(address, kiosk.scan).map(Markup::from);
    view! {
        {heading(text.not_found.title)}
        <p>{kiosk.not_here}</p>
        <div class="code">{code}</div>
    }
    .into_any()
}

fn article_view(article: Article) -> AnyView {
    let text = article.lang.text();
    let has_picture = article.has_picture_in_body();
    let picture = article.image.filter(|_| !has_picture);
    let sheet = markup! {
        article "article" lang=(article.lang.tag()) {
            h1 "stage__title" tabindex="-1" { (article.title) }
            p "article__times" {
                (publication_time(article.published_at, Some(text.published)))
                (article.updated_at.map(|moment| markup! { " " (publication_time(moment, Some(text.updated))) }))
            }
            (article.withdrawn.map(|withdrawal| markup! {
                p "withdrawal-notice" { (text.withdrawn) " " (withdrawal.note) }
            }))
            (article.summary.map(|summary| markup! { p "article__summary" { (summary) } }))
            (picture.map(|image| markup! {
                div "article__picture" { (content_image(&image, Loading::Eager, Place::Column)) }
            }))
            (article_body(&article.body))
            (article.attachments.into_iter().map(|file| markup! { p { a href=(file.src.to_string()) { (file.name) } } }))
            (article.author.map(|author| markup! { p "article__origin" { (text.author) ": " (author) } }))
            (article.source.map(|source| markup! { p "article__origin" { (text.source) ": " (source.name) } }))
        }
    };
    Markup::from(sheet).into_any()
}

fn page_view(page: StandingPage) -> AnyView {
    let sheet = markup! {
        article "article" lang=(page.lang.tag()) {
            h1 "stage__title" tabindex="-1" { (page.title) }
            (article_body(&page.body))
        }
    };
    Markup::from(sheet).into_any()
}

/// Opens what a link leads to: here when the display has it, else as a code for one's phone. Nothing leads away.
pub fn follow(store: Store, href: &str) {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let known = AppPath::parse(path).filter(|path| path.lang == store.lang.get_untracked());
    match known.as_ref().map(|known| &known.page) {
        Some(PagePath::Home) => return store.go(View::Home),
        Some(PagePath::Latest | PagePath::LatestPage { .. }) => return store.go(View::Latest),
        Some(PagePath::Search) => return open_search(store),
        Some(PagePath::Section { slug } | PagePath::SectionPage { slug, .. } | PagePath::SectionMonth { slug, .. }) => {
            let is_shown = store.kiosk.with_untracked(|kiosk| {
                kiosk.iter().flat_map(|kiosk| &kiosk.sections).any(|section| section.section.slug == *slug)
            });
            if is_shown {
                return store.go(View::Section(slug.clone()));
            }
        }
        Some(PagePath::Article { .. } | PagePath::Standing { .. }) => {
            if let Some(known) = known {
                return store.go(View::Reading(known));
            }
        }
        _ => {}
    }
    let address = if href.starts_with('/') { store.address_of(&href) } else { href.to_owned() };
    store.go(View::Code { title: String::new(), address });
}

/// An address as a code, with the address in letters.
pub fn code(store: Store, title: String, address: String) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    let drawing = qr_code(&address, kiosk.scan).map(Markup::from);
    let stage = view! {
        {heading(kiosk.scan)}
        {(!title.is_empty()).then(|| view! { <p class="code__title">{title}</p> })}
        <div class="code">{drawing}<p class="code__address">{address}</p></div>
        <p>{kiosk.scan_explained}</p>
    };
    screen(stage.into_any(), view! { <div class="controls__bar">{way_back(store)}</div> }.into_any())
}

/// Where the organisation is, and who answers for the site.
pub fn contact(store: Store) -> AnyView {
    let (text, _) = words(store.lang.get_untracked());
    let facts = store.site.with_untracked(|site| {
        let site = site.as_ref()?;
        let organization = site.organization.clone();
        let responsible = format!("{} - {}", organization.responsible.name, organization.responsible.title);
        let facts = vec![
            (text.address, Some(organization.address)),
            (text.responsible, Some(responsible)),
            (text.phone, Some(organization.phone)),
            (text.fax, organization.fax),
            (text.email, Some(organization.email)),
            (text.hours, organization.hours),
        ];
        Some((organization.name, facts))
    });
    let (name, facts) = facts.unwrap_or_default();
    let facts = facts.into_iter().filter_map(|(label, fact)| Some((label, fact?)));
    let stage = view! {
        {heading(name)}
        <dl class="facts">
            {facts.map(|(label, fact)| view! { <div><dt>{label}</dt><dd>{fact}</dd></div> }).collect::<Vec<_>>()}
        </dl>
    };
    let controls = view! {
        <div class="controls__bar">
            {way_back(store)}
            {listen_button(store, ".stage :is(h1, .facts > div)")}
            {size_buttons(store)}
        </div>
    };
    screen(stage.into_any(), controls.into_any())
}

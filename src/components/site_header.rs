use leptos::prelude::*;

use super::{Icon, ReadingSettings, Shape, use_lang, use_text};
use crate::content::model::{NavigationItem, Site, Translation};
use crate::path::PagePath;
use crate::text::Lang;

/// What opens and closes the navigation on narrow screens.
const MENU: &str = "site-menu";

/// The masthead, what stands ready on every page, and the two-level navigation.
///
/// On a narrow screen the navigation is a popover, a group opens by `details`: touch, mouse and keyboard work before and
/// without the app, and a browser that lacks popovers shows the navigation unfolded.
#[component]
pub fn SiteHeader(
    site: Site,
    /// The addresses from the home page to the page on screen, itself included: they are marked as current.
    trail: Signal<Vec<String>>,
    /// The page on screen in other languages.
    languages: Signal<Vec<Translation>>,
) -> impl IntoView {
    let text = use_text();
    let home = PagePath::Home.in_lang(use_lang()).to_string();
    let search = PagePath::Search.in_lang(use_lang()).to_string();
    let items = site.navigation.into_iter().map(|item| view! { <NavigationEntry item trail/> }.into_any());
    view! {
        <header class="site-header">
            <div class="site-header__masthead">
                <a class="site-header__name" href=home>{site.name}</a>
                <div class="site-header__tools">
                    <button class="site-header__tool site-header__menu" type="button" popovertarget=MENU>{text.menu}</button>
                    <a class="site-header__tool" href=search>
                        <Icon shape=Shape::Search/><span class="site-header__word">{text.search}</span>
                    </a>
                    {move || language_links(languages.get())}
                    <ReadingSettings/>
                </div>
            </div>
            <nav class="site-navigation" aria-label=text.main_navigation id=MENU popover="auto">
                <ul class="site-navigation__items">{items.collect_view()}</ul>
            </nav>
        </header>
    }
}

/// Each named in its own words.
fn language_links(languages: Vec<Translation>) -> AnyView {
    let links = languages.into_iter().map(|Translation { lang, path }| {
        let name = Lang::from_tag(&lang).map_or(lang.clone(), |lang| lang.name().to_owned());
        view! { <a class="site-header__tool" href=path.to_string() hreflang=lang.clone() lang=lang>{name}</a> }
            .into_any()
    });
    links.collect_view().into_any()
}

#[component]
fn NavigationEntry(item: NavigationItem, trail: Signal<Vec<String>>) -> impl IntoView {
    let text = use_text();
    if item.children.is_empty() {
        return view! { <li class="site-navigation__item"><NavigationLink item trail/></li> }.into_any();
    }
    let path = item.path.to_string();
    let own_link = NavigationItem { label: (text.all_of)(&item.label), path: item.path, children: Vec::new() };
    let links = std::iter::once(own_link).chain(item.children);
    let links = links.map(|item| view! { <li><NavigationLink item trail/></li> }.into_any());
    view! {
        <li class="site-navigation__item">
            <details class="site-navigation__group" name="site-navigation">
                <summary class="site-navigation__label" data-current=move || trail.with(|trail| trail.contains(&path)).then_some("")>
                    {item.label}
                </summary>
                <ul class="site-navigation__children">{links.collect_view()}</ul>
            </details>
        </li>
    }.into_any()
}

#[component]
fn NavigationLink(item: NavigationItem, trail: Signal<Vec<String>>) -> impl IntoView {
    let path = item.path.to_string();
    let href = path.clone();
    let is_home = path == PagePath::Home.in_lang(use_lang()).to_string();
    // "page" for the page itself, "true" for a section above it.
    let current = move || {
        trail.with(|trail| match trail.iter().position(|step| *step == path) {
            Some(position) if position + 1 == trail.len() => Some("page"),
            Some(_) if !is_home => Some("true"),
            _ => None,
        })
    };
    view! { <a class="site-navigation__link" href=href aria-current=current>{item.label}</a> }
}

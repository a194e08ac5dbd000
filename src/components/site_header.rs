use leptos::prelude::*;

use super::{Shape, icon, link, reading_settings, use_lang, use_text};
use crate::content::model::{NavigationItem, Site, Translation};
use crate::markup::{Element, Markup, el, live};
use crate::path::PagePath;
use crate::text::Lang;

/// What opens and closes the navigation on narrow screens.
const MENU: &str = "site-menu";

/// The masthead, what stands ready on every page, and the two-level navigation.
///
/// On a narrow screen the navigation is a popover, a group opens by `details`: touch, mouse and keyboard work before and
/// without the app, and a browser that lacks popovers shows the navigation unfolded.
///
/// `trail` holds the addresses from the home page to the page on screen, itself included: they are marked as current.
/// `languages` is the page on screen in other languages.
pub fn site_header(site: Site, trail: Signal<Vec<String>>, languages: Signal<Vec<Translation>>) -> Element {
    let text = use_text();
    let home = PagePath::Home.in_lang(use_lang()).to_string();
    let search = PagePath::Search.in_lang(use_lang()).to_string();
    let menu = el("button")
        .class("site-header__tool site-header__menu")
        .attr("type", "button")
        .attr("popovertarget", MENU)
        .child(text.menu);
    let search = link(search, icon(Shape::Search))
        .class("site-header__tool")
        .child(el("span").class("site-header__word").child(text.search));
    let language_links = live(move || languages.get().into_iter().map(language_link).collect::<Markup>());
    let tools =
        el("div").class("site-header__tools").child(menu).child(search).child(language_links).child(reading_settings());
    let masthead =
        el("div").class("site-header__masthead").child(link(home, site.name).class("site-header__name")).child(tools);
    let items = site.navigation.into_iter().map(|item| navigation_entry(item, trail));
    let navigation = el("nav")
        .class("site-navigation")
        .attr("aria-label", text.main_navigation)
        .attr("id", MENU)
        .attr("popover", "auto")
        .child(el("ul").class("site-navigation__items").children(items));
    el("header").class("site-header").child(masthead).child(navigation)
}

/// Each named in its own words.
fn language_link(Translation { lang, path }: Translation) -> Element {
    let name = Lang::from_tag(&lang).map_or(lang.clone(), |lang| lang.name().to_owned());
    link(path.to_string(), name).class("site-header__tool").attr("hreflang", lang.clone()).attr("lang", lang)
}

fn navigation_entry(item: NavigationItem, trail: Signal<Vec<String>>) -> Element {
    let text = use_text();
    if item.children.is_empty() {
        return el("li").class("site-navigation__item").child(navigation_link(item, trail));
    }
    let path = item.path.to_string();
    let own_link = NavigationItem { label: (text.all_of)(&item.label), path: item.path, children: Vec::new() };
    let links = std::iter::once(own_link).chain(item.children);
    let links = links.map(|item| el("li").child(navigation_link(item, trail)));
    let is_current = move || trail.with(|trail| trail.contains(&path));
    let label = el("summary").class("site-navigation__label").live_flag("data-current", is_current).child(item.label);
    let group = el("details")
        .class("site-navigation__group")
        .attr("name", "site-navigation")
        .child(label)
        .child(el("ul").class("site-navigation__children").children(links));
    el("li").class("site-navigation__item").child(group)
}

fn navigation_link(item: NavigationItem, trail: Signal<Vec<String>>) -> Element {
    let path = item.path.to_string();
    let href = path.clone();
    let is_home = path == PagePath::Home.in_lang(use_lang()).to_string();
    // "page" for the page itself, "true" for a section above it.
    let current = move || {
        trail.with(|trail| match trail.iter().position(|step| *step == path) {
            Some(position) if position + 1 == trail.len() => Some("page".into()),
            Some(_) if !is_home => Some("true".into()),
            _ => None,
        })
    };
    link(href, item.label).class("site-navigation__link").live_attr("aria-current", current)
}

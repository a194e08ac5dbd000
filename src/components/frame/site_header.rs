//! The head of every page: masthead and navigation.

use crate::components::context::{use_lang, use_text};
use crate::components::forms::SEARCH_FIELD;
use crate::components::tools::{Shape, icon, link, reading_settings};
use crate::content::model::{NavigationItem, Site, Translation};
use crate::markup::{Element, Markup, live, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// What opens and closes the navigation on narrow screens.
const MENU: &str = "site-menu";

/// Gives the addresses from the home page to the page on screen, itself included.
pub trait Trail: Fn() -> Vec<String> + Copy + Send + 'static {}

impl<T: Fn() -> Vec<String> + Copy + Send + 'static> Trail for T {}

/// The masthead, the tools that every page has, and the two-level navigation.
///
/// On a narrow screen the navigation is a popover, a group opens by `details`: touch, mouse and keyboard work before and
/// without the app, and a browser that lacks popovers shows the navigation unfolded. `public/settings.js` closes what is
/// left, as it does every `details` named `menu`.
///
/// What is in the `trail` is marked as current. `languages` gives the page on screen in other languages.
pub fn site_header(
    site: &Site,
    trail: impl Trail,
    languages: impl Fn() -> Vec<Translation> + Send + 'static,
) -> Element {
    let text = use_text();
    let home = PagePath::Home.in_lang(use_lang()).to_string();
    // With its fragment the caret is in the field at once.
    let search = format!("{}#{SEARCH_FIELD}", PagePath::Search.in_lang(use_lang()));
    let language_links = live(move || languages().into_iter().map(language_link).collect::<Markup>());
    let items = site.navigation.iter().map(|item| navigation_entry(item, trail));
    let names = markup! {
        span "site-header__full" { (&site.name) }
        span "site-header__short" { (&site.short_name) }
    };
    markup! {
        header "site-header" {
            div "site-header__masthead" {
                with (link(home, names)) "site-header__name";
                div "site-header__tools" {
                    with (link(search, icon(Shape::Search))) "site-header__tool" { (word(text.search)) }
                    (language_links)
                    (reading_settings())
                    button "site-header__tool site-header__menu" type="button" popovertarget=(MENU) {
                        (icon(Shape::Menu))
                        (word(text.menu))
                    }
                }
            }
            nav "site-navigation" aria-label=(text.main_navigation) id=(MENU) popover="auto" {
                ul "site-navigation__items" { (items) }
                div "menu-end" {
                    button "tool-button" type="button" popovertarget=(MENU) popovertargetaction="hide" { (text.close) }
                }
            }
        }
    }
}

/// What a tool is called; a narrow screen shows only its drawing.
fn word(name: impl Into<Markup>) -> Element {
    markup! { span "site-header__word" { (name) } }
}

/// Each named in its own words.
fn language_link(Translation { lang, path }: Translation) -> Element {
    let name = Lang::from_tag(&lang).map_or(lang.clone(), |lang| lang.name().to_owned());
    markup! { with (link(path.to_string(), word(name))) "site-header__tool" hreflang=(lang.clone()) lang=(lang); }
}

fn navigation_entry(item: &NavigationItem, trail: impl Trail) -> Element {
    let content: Markup = match item.children.is_empty() {
        true => navigation_link(item, trail).into(),
        false => navigation_group(item, trail).into(),
    };
    markup! { li "site-navigation__item" { (content) } }
}

/// An entry with what is below it, itself first.
fn navigation_group(item: &NavigationItem, trail: impl Trail) -> Element {
    let text = use_text();
    let path = item.path.to_string();
    let own_link = NavigationItem { label: (text.all_of)(&item.label), path: item.path.clone(), children: Vec::new() };
    let links = std::iter::once(&own_link).chain(&item.children);
    let current = move || trail().contains(&path).then_some("true".into());
    let label = markup! { summary "site-navigation__label" { (&item.label) } };
    markup! {
        details "site-navigation__group" name="menu" {
            (label.live_attr("aria-current", current))
            ul "site-navigation__children" { (links.map(|item| markup! { li { (navigation_link(item, trail)) } })) }
        }
    }
}

fn navigation_link(item: &NavigationItem, trail: impl Trail) -> Element {
    let path = item.path.to_string();
    let href = path.clone();
    let is_home = path == PagePath::Home.in_lang(use_lang()).to_string();
    // "page" for the page itself, "true" for a section above it.
    let current = move || {
        let trail = trail();
        match trail.iter().position(|step| *step == path) {
            Some(position) if position + 1 == trail.len() => Some("page".into()),
            Some(_) if !is_home => Some("true".into()),
            _ => None,
        }
    };
    link(href, &item.label).class("site-navigation__link").live_attr("aria-current", current)
}

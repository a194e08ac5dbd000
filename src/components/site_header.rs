use leptos::prelude::*;

use super::use_text;
use crate::content::model::{NavigationItem, Site};

/// The masthead with the two-level navigation.
///
/// A group opens by `details`, so touch, mouse and keyboard work before and without the app.
#[component]
pub fn SiteHeader(
    site: Site,
    /// The addresses from the home page to the page on screen, itself included: they are marked as current.
    trail: Signal<Vec<String>>,
) -> impl IntoView {
    let text = use_text();
    let items = site.navigation.into_iter().map(|item| view! { <NavigationEntry item trail/> }.into_any());
    view! {
        <header class="site-header">
            <div class="site-header__masthead">
                <a class="site-header__name" href="/">{site.name}</a>
            </div>
            <nav class="site-navigation" aria-label=text.main_navigation>
                <ul class="site-navigation__items">{items.collect_view()}</ul>
            </nav>
        </header>
    }
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
    // "page" for the page itself, "true" for a section above it.
    let current = move || {
        trail.with(|trail| match trail.iter().position(|step| *step == path) {
            Some(position) if position + 1 == trail.len() => Some("page"),
            Some(_) if path != "/" => Some("true"),
            _ => None,
        })
    };
    view! { <a class="site-navigation__link" href=href aria-current=current>{item.label}</a> }
}

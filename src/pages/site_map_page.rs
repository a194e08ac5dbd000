use leptos::prelude::*;

use crate::components::{PageHeading, use_text};
use crate::content::model::{Crumb, MapSection, SiteMap};
use crate::path::PagePath;
use crate::text::Lang;

/// The site at a glance: its sections, its standing pages, its feeds.
#[component]
pub fn SiteMapPage(map: SiteMap) -> impl IntoView {
    let text = use_text();
    let lang = map.lang;
    let lists = [PagePath::Home, PagePath::Latest { page: 1 }, PagePath::Search];
    let labels = [text.home, text.latest, text.search];
    let start = lists
        .into_iter()
        .zip(labels)
        .map(|(page, label)| view! { <li><a href=page.in_lang(lang).to_string()>{label}</a></li> }.into_any());
    // An edition without news has no feeds.
    let feeds = map.sections.iter().any(|section| section.total > 0).then(|| {
        let files = [("RSS", "rss.xml"), ("Atom", "atom.xml"), ("JSON Feed", "feed.json")];
        let links = files.map(|(name, file)| {
            let path = format!("/{}{file}", lang.prefix());
            view! { <li><a href=path>{name}</a></li> }.into_any()
        });
        view! { <section><h2>{text.feeds}</h2><ul>{Vec::from(links)}</ul></section> }.into_any()
    });
    let sections = (!map.sections.is_empty())
        .then(|| view! { <section><h2>{text.sections}</h2>{section_list(map.sections, lang)}</section> }.into_any());
    let pages = map
        .pages
        .into_iter()
        .map(|Crumb { label, path }| view! { <li><a href=path.to_string()>{label}</a></li> }.into_any());
    view! {
        <div class="site-map">
            <PageHeading title=text.site_map/>
            <section><h2>{text.main_navigation}</h2><ul>{start.collect_view()}</ul></section>
            {sections}
            <section><h2>{text.standing_pages}</h2><ul>{pages.collect_view()}</ul></section>
            {feeds}
        </div>
    }
}

fn section_list(sections: Vec<MapSection>, lang: Lang) -> AnyView {
    let text = Lang::text(lang);
    let items = sections.into_iter().map(|MapSection { section, total, children }| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang).to_string();
        let below = (!children.is_empty()).then(|| section_list(children, lang));
        view! {
            <li><a href=path>{section.name}</a>" "<span class="site-map__count">{(text.article_count)(total)}</span>{below}</li>
        }
        .into_any()
    });
    view! { <ul>{items.collect_view()}</ul> }.into_any()
}

//! The site map for people.

use crate::components::{link, page_heading, use_text};
use crate::content::model::{Crumb, MapSection, SiteMap};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// The site at a glance: its sections, its standing pages, its feeds.
pub fn site_map_page(map: &SiteMap) -> Markup {
    let text = use_text();
    let lang = map.lang;
    let start = [
        (PagePath::Home, text.home),
        (PagePath::Latest, text.latest),
        (PagePath::Search, text.search),
        (PagePath::Widgets, text.widgets.title),
    ];
    let start = start.into_iter().map(|(page, label)| link(page.in_lang(lang).to_string(), label));
    // An edition without news has no feeds.
    let feeds = map.sections.iter().any(|section| section.total > 0).then(|| {
        let files = [("RSS", "rss.xml"), ("Atom", "atom.xml"), ("JSON Feed", "feed.json")];
        let links = files.into_iter().map(|(name, file)| link(format!("/{}{file}", lang.prefix()), name));
        chapter(text.feeds, link_list(links))
    });
    let sections = (!map.sections.is_empty()).then(|| chapter(text.sections, section_list(&map.sections, lang)));
    let has_pages = !map.pages.is_empty();
    let pages = map.pages.iter().map(|Crumb { label, path }| link(path.to_string(), label));
    markup! {
        div "site-map" {
            (page_heading(text.site_map))
            (chapter(text.main_navigation, link_list(start)))
            (sections)
            (has_pages.then(|| chapter(text.standing_pages, link_list(pages))))
            (feeds)
        }
    }
    .into()
}

fn chapter(title: &'static str, list: Element) -> Element {
    markup! { section { h2 { (title) } (list) } }
}

fn link_list(links: impl Iterator<Item = Element>) -> Element {
    markup! { ul { (links.map(|link| markup! { li { (link) } })) } }
}

fn section_list(sections: &[MapSection], lang: Lang) -> Element {
    let text = lang.text();
    let items = sections.iter().map(|MapSection { section, total, children }| {
        let path = PagePath::Section { slug: section.slug.clone() }.in_lang(lang).to_string();
        markup! {
            li {
                (link(path, &section.name))
                " "
                span "site-map__count" { ((text.article_count)(*total)) }
                ((!children.is_empty()).then(|| section_list(children, lang)))
            }
        }
    });
    markup! { ul { (items) } }
}

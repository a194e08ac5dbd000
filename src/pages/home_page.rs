use crate::components::{brief_story_list, lead_story, link, page_heading, story_list, use_text};
use crate::content::model::{Home, HomeSection};
use crate::markup::{Element, Markup, el};
use crate::path::{AppPath, PagePath};

/// The home page: the lead beside the latest of everything, then each section's newest.
pub fn home_page(home: Home, site_name: String) -> Markup {
    let text = use_text();
    let lang = home.lang;
    let lead = (!home.lead.is_empty()).then(|| {
        el("section")
            .class("home-page__lead")
            .child(el("h2").class("visually-hidden").child(text.lead))
            .children(home.lead.into_iter().map(lead_story))
    });
    let sections = home.sections.into_iter().map(|HomeSection { section, articles }| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang);
        el("section").class("home-page__section").child(block_heading(section.name, &path)).child(story_list(articles))
    });
    let latest = PagePath::Latest { page: 1 }.in_lang(lang);
    let all_news = el("p").class("home-page__more").child(link(latest.to_string(), text.all_news));
    let latest = el("section")
        .class("home-page__latest")
        .child(block_heading(text.latest, &latest))
        .child(brief_story_list(home.latest))
        .child(all_news);
    el("div").class("home-page").child(page_heading(site_name)).child(lead).child(latest).children(sections).into()
}

/// A block's name, leading to the whole list.
fn block_heading(title: impl Into<Markup>, path: &AppPath) -> Element {
    el("h2").class("block-heading").child(link(path.to_string(), title).class("block-heading__link"))
}

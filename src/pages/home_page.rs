//! The home page.

use crate::components::{brief_story_list, lead_story, link, page_heading, story_list, use_text, with_site};
use crate::content::model::{Home, HomeSection, Summary};
use crate::markup::{Element, Markup, markup};
use crate::path::{AppPath, PagePath};
use crate::text::Lang;

/// The lead beside the latest of everything, then each section's newest.
pub fn home_page(home: Home) -> Markup {
    let lang = home.lang;
    let site_name = with_site(|site| site.name.clone()).unwrap_or_default();
    let sections = home.sections.into_iter().map(|HomeSection { section, articles }| {
        let path = PagePath::Section { slug: section.slug, page: 1 }.in_lang(lang);
        markup! { section "home-page__section" { (block_heading(section.name, &path)) (story_list(articles)) } }
    });
    markup! {
        div "home-page" {
            (page_heading(site_name))
            (lead(home.lead))
            (latest(home.latest, lang))
            (sections)
        }
    }
    .into()
}

fn lead(stories: Vec<Summary>) -> Option<Element> {
    let text = use_text();
    (!stories.is_empty()).then(|| {
        markup! {
            section "home-page__lead" {
                h2 "visually-hidden" { (text.lead) }
                (stories.into_iter().map(lead_story))
            }
        }
    })
}

fn latest(stories: Vec<Summary>, lang: Lang) -> Element {
    let text = use_text();
    let path = PagePath::Latest { page: 1 }.in_lang(lang);
    markup! {
        section "home-page__latest" {
            (block_heading(text.latest, &path))
            (brief_story_list(stories))
            p "home-page__more" { (link(path.to_string(), text.all_news)) }
        }
    }
}

/// A block's name, leading to the whole list.
fn block_heading(title: impl Into<Markup>, path: &AppPath) -> Element {
    markup! { h2 "block-heading" { with (link(path.to_string(), title)) "block-heading__link"; } }
}

//! The home page.

use crate::components::{
    brief_story_list, contact_card, featured_story_list, foreign_link, lead_story, link, page_heading, site_search,
    use_text, with_site,
};
use crate::content::model::{Home, HomeSection, HomeTask, Summary};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// What the organisation does and what most come for; the news; how to reach it. What there is none of does not show.
pub fn home_page(home: &Home) -> Markup {
    let lang = home.lang;
    let site_name = with_site(|site| site.name.clone()).unwrap_or_default();
    let sections = home.sections.iter().map(|HomeSection { section, articles }| {
        let path = PagePath::Section { slug: section.slug.clone() }.in_lang(lang).to_string();
        markup! {
            section "home-page__section" {
                h2 "block-heading" { with (link(path, &section.name)) "block-heading__link"; }
                (featured_story_list(articles))
            }
        }
    });
    markup! {
        div "home-page" {
            (page_heading(site_name))
            (front_desk(home.intro.as_ref(), &home.tasks))
            (lead(&home.lead))
            (latest(&home.latest, lang))
            (sections)
            (contact_card())
        }
    }
    .into()
}

/// Where visitors turn to first.
fn front_desk(intro: Option<&String>, tasks: &[HomeTask]) -> Element {
    let text = use_text();
    let tasks = (!tasks.is_empty()).then(|| {
        markup! {
            nav "front-desk__tasks" aria-label=(text.tasks) { ul "task-list" { (tasks.iter().map(task_tile)) } }
        }
    });
    markup! {
        div "front-desk" {
            div "front-desk__words" {
                (intro.map(|intro| markup! { p "front-desk__intro" { (intro) } }))
                (site_search())
            }
            (tasks)
        }
    }
}

fn task_tile(HomeTask { label, href, drawing, description }: &HomeTask) -> Element {
    let words = markup! {
        svg "icon task__icon" viewBox="0 0 24 24" aria-hidden="true" { path d=(drawing.clone()); }
        span "task__label" { (label) }
        (description.as_ref().map(|words| markup! { " " span "task__description" { (words) } }))
    };
    let tile = if href.is_site_path() { link(href.to_string(), words) } else { foreign_link(href.to_string(), words) };
    markup! { li { with (tile) "task"; } }
}

fn lead(stories: &[Summary]) -> Option<Element> {
    let text = use_text();
    (!stories.is_empty()).then(|| {
        markup! {
            section "home-page__lead" {
                h2 "visually-hidden" { (text.lead) }
                (stories.iter().map(lead_story))
            }
        }
    })
}

fn latest(stories: &[Summary], lang: Lang) -> Option<Element> {
    let text = use_text();
    let path = PagePath::Latest.in_lang(lang).to_string();
    (!stories.is_empty()).then(|| {
        markup! {
            section "home-page__latest" {
                h2 "block-heading" { (text.latest) }
                (brief_story_list(stories))
                p "home-page__more" { (link(path, text.all_news)) }
            }
        }
    })
}

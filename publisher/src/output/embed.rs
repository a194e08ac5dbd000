//! Widgets: what other sites show of this one in a frame, and the documents they need for it.
//!
//! A frame is a small, complete document made of the app's components, without the app: `frame` writes it, `oembed`
//! tells other systems how to embed one. Their addresses and the loader's messages are a contract (docs/contracts.md).

mod frame;
mod oembed;
mod widget;

use portal_app::content::model::{Article, NoticeLevel, Site};
use portal_app::path::PagePath;
use portal_app::path::widget::{gone as gone_file, oembed};
use portal_app::path::word::{SitePath, Slug};
use rayon::prelude::*;

pub use self::frame::FrameShell;
use self::oembed::oembed_document;
use self::widget::{Body, Content, Widget};
use crate::output::error::OutputError;
use crate::release::files::Files;
use crate::site::catalog::Catalog;
use crate::site::plan::Plan;
use crate::source::words::words;

/// How many stories a frame holds at most: a page of the API's lists.
const MOST_STORIES: usize = 20;

/// Every widget with its language's catalog, in an order that depends on nothing but the content.
fn widgets(plan: &Plan) -> Vec<(&Catalog, Widget<'_>)> {
    let of_lists = plan.editions.iter().flat_map(|catalog| {
        let sections = catalog.sections().iter().map(Widget::Section);
        [Widget::Latest, Widget::Notice].into_iter().chain(sections).map(move |widget| (catalog, widget))
    });
    let of_articles = plan.articles().flat_map(|(catalog, article)| {
        [Widget::Article(article), Widget::Related(article)].map(|widget| (catalog, widget))
    });
    of_lists.chain(of_articles).collect()
}

/// Writes the frames of all languages, each language's not-found frame, and the oEmbed documents.
pub fn write(plan: &Plan, files: &Files, shell: &FrameShell) -> Result<(), OutputError> {
    for site in plan.editions.iter().map(|catalog| &catalog.site) {
        files.put(&gone_file(site.lang), shell.render(site, None, &gone(site)).as_bytes())?;
    }
    widgets(plan).par_iter().try_for_each(|(catalog, widget)| {
        let site = &catalog.site;
        let content = content(catalog, widget);
        let file = format!("{}index.html", widget.path(site.lang));
        files.put(&file, shell.render(site, Some(widget), &content).as_bytes())?;
        if let (Widget::Article(article), Body::Stories(_)) = (widget, &content.body) {
            let document = oembed_document(site, widget, &content);
            files.put(&oembed(&article.id), document.to_string().as_bytes())?;
        }
        Ok(())
    })
}

fn content(catalog: &Catalog, widget: &Widget<'_>) -> Content {
    let (site, text) = (&catalog.site, catalog.site.lang.text());
    let newest = |section: Option<&Slug>| {
        catalog.newest(section, MOST_STORIES).into_iter().map(Article::to_summary).collect::<Vec<_>>()
    };
    let (title, path, stories) = match widget {
        Widget::Notice => return notice(catalog),
        Widget::Latest => (text.latest, in_site(site, PagePath::Latest { page: 1 }), newest(None)),
        Widget::Section(section) => {
            let path = in_site(site, PagePath::Section { slug: section.slug.clone(), page: 1 });
            (section.name.as_str(), path, newest(Some(&section.slug)))
        }
        Widget::Related(article) => (text.related_news, article.path.clone(), article.related.clone()),
        Widget::Article(article) => {
            let stories = if article.withdrawn.is_none() { vec![article.to_summary()] } else { Vec::new() };
            (article.title.as_str(), article.path.clone(), stories)
        }
    };
    let page = format!("{}{path}", site.url);
    let body = match (widget, stories.is_empty()) {
        (_, false) => Body::Stories(stories),
        (Widget::Article(_), true) => Body::sentence(text.withdrawn, &page),
        (_, true) => Body::sentence(text.no_articles, &page),
    };
    Content { title: title.to_owned(), page, body }
}

fn notice(catalog: &Catalog) -> Content {
    let site = &catalog.site;
    let page = format!("{}{}", site.url, in_site(site, PagePath::Home));
    let body = match &catalog.notice {
        Some(notice) => Body::Sentence {
            text: notice.text.clone(),
            is_urgent: notice.level == NoticeLevel::Urgent,
            more: notice.path.as_ref().map(|path| format!("{}{path}", site.url)),
            until: notice.until,
        },
        None => Body::sentence(words(site.lang).no_notice, &page),
    };
    Content { title: site.lang.text().notice.to_owned(), page, body }
}

fn gone(site: &Site) -> Content {
    let page = format!("{}{}", site.url, in_site(site, PagePath::Latest { page: 1 }));
    let body = Body::sentence(words(site.lang).widget_gone, &page);
    Content { title: site.short_name.clone(), page, body }
}

fn in_site(site: &Site, page: PagePath) -> SitePath {
    page.in_lang(site.lang).into()
}

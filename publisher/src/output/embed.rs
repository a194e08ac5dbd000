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
use portal_app::text::Lang;

pub use self::frame::FrameShell;
use self::oembed::oembed_document;
use self::widget::{Body, Content, Widget};
use crate::output::error::OutputError;
use crate::release::compress::Read;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::site::plan::{Page, Plan};
use crate::source::words::words;

/// How many stories a frame holds at most: a page of the API's lists.
const MOST_STORIES: usize = 20;

/// A file: its path below the web root, its bytes.
type File = (String, Vec<u8>);

/// Makes a file's bytes.
pub type Make<'a> = Box<dyn Fn() -> Vec<u8> + 'a>;

/// Writes the frames of every language that are not an article's, and its not-found frame.
pub fn write_shared(plan: &Plan, files: &Files, shell: &FrameShell) -> Result<(), OutputError> {
    for site in plan.editions.iter().map(|catalog| &catalog.site) {
        files.put(&gone_file(site.lang), shell.render(site, None, &gone(site)).as_bytes())?;
    }
    for catalog in &plan.editions {
        let sections = catalog.sections().iter().map(Widget::Section);
        for widget in [Widget::Latest, Widget::Notice].into_iter().chain(sections) {
            let (path, bytes) = frame(catalog, &widget, &content(catalog, &widget), shell);
            files.put(&path, &bytes)?;
        }
    }
    Ok(())
}

/// Writes the frames of an article and its oEmbed document, where the page is one's.
pub fn write_article(
    catalog: &Catalog,
    page: &Page,
    files: &Files,
    group: Group,
    shell: &FrameShell,
) -> Result<(), OutputError> {
    let About::Article(article) = catalog.about(&page.path) else { return Ok(()) };
    let made = of_article(catalog, article, shell);
    made.iter().try_for_each(|(path, make)| files.make_in(group, path, Read::Often, || Ok::<_, OutputError>(make())))
}

/// Where the files of an article's widgets are, below the web root; a withdrawn one has no oEmbed document.
pub fn files_of_article(lang: Lang, article: &Article) -> [String; 3] {
    let frames = [Widget::Article(article), Widget::Related(article)];
    let [card, related] = frames.map(|widget| frame_file(lang, &widget));
    [card, related, oembed(&article.id)]
}

/// The frames of an article and its oEmbed document, each to be made when it is needed.
pub fn of_article<'a>(catalog: &'a Catalog, article: &'a Article, shell: &'a FrameShell) -> Vec<(String, Make<'a>)> {
    let (card, site) = (Widget::Article(article), &catalog.site);
    let frame_of = |widget: Widget<'a>| -> (String, Make<'a>) {
        let make = move || shell.render(site, Some(&widget), &content(catalog, &widget)).into_bytes();
        (frame_file(site.lang, &widget), Box::new(make))
    };
    let document = move || oembed_document(site, &card, &content(catalog, &card)).to_string().into_bytes();
    let document: Option<Make<'a>> = article.withdrawn.is_none().then_some(Box::new(document));
    let document = document.map(|document| (oembed(&article.id), document));
    [frame_of(card), frame_of(Widget::Related(article))].into_iter().chain(document).collect()
}

fn frame(catalog: &Catalog, widget: &Widget<'_>, content: &Content, shell: &FrameShell) -> File {
    let site = &catalog.site;
    (frame_file(site.lang, widget), shell.render(site, Some(widget), content).into_bytes())
}

fn frame_file(lang: Lang, widget: &Widget<'_>) -> String {
    format!("{}index.html", widget.path(lang))
}

fn content(catalog: &Catalog, widget: &Widget<'_>) -> Content {
    let (site, text) = (&catalog.site, catalog.site.lang.text());
    let newest = |section: Option<&Slug>| {
        catalog.newest(section, MOST_STORIES).into_iter().map(Article::to_summary).collect::<Vec<_>>()
    };
    let (title, path, stories) = match widget {
        Widget::Notice => return notice(catalog),
        Widget::Latest => (text.latest, in_site(site, PagePath::Latest), newest(None)),
        Widget::Section(section) => {
            let path = in_site(site, PagePath::Section { slug: section.slug.clone() });
            (section.name.as_str(), path, newest(Some(&section.slug)))
        }
        Widget::Related(article) => (text.related_news, article.path.clone(), catalog.related_to(&article.id)),
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
    let page = format!("{}{}", site.url, in_site(site, PagePath::Latest));
    let body = Body::sentence(words(site.lang).widget_gone, &page);
    Content { title: site.short_name.clone(), page, body }
}

fn in_site(site: &Site, page: PagePath) -> SitePath {
    page.in_lang(site.lang).into()
}

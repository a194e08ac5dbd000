//! Widgets: what other sites show of this one in a frame, and what they ask for to do so.
//!
//! A frame is a whole small document made of the app's components, without the app: `frame` writes it, `oembed` says
//! to other systems how to put one in. Their addresses and the loader's messages are a promise (README, contracts).

mod frame;
mod oembed;

use portal_app::content::model::{Article, NoticeLevel, Site, Summary, Translation};
use portal_app::content::moment::Moment;
use portal_app::content::page_data::PageData;
use portal_app::content::word::{ArticleId, Slug};
use portal_app::path::PagePath;
use portal_app::text::Lang;
use rayon::prelude::*;

pub use self::frame::FrameShell;
pub use self::oembed::discovery_link;
use self::oembed::oembed_document;
use crate::catalog::Catalog;
use crate::publish::PublishError;
use crate::release::Release;

/// What is shown where there is nothing to show: a widget there is not, a section that has gone.
pub const GONE: &str = "embed/v1/404.html";

/// A widget, which is a path below `/embed/v1/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Widget {
    /// The newest of everything.
    Latest,
    /// The newest of a section.
    Section(Slug),
    /// What belongs with an article.
    Related(ArticleId),
    /// An article, as a card.
    Article(ArticleId),
    /// The site's urgent message.
    Notice,
}

impl Widget {
    /// Below the web root, with a slash at its end.
    pub fn path(&self, lang: Lang) -> String {
        let widget = match self {
            Self::Latest => "latest".to_owned(),
            Self::Section(slug) => format!("section/{slug}"),
            Self::Related(id) => format!("related/{id}"),
            Self::Article(id) => format!("article/{id}"),
            Self::Notice => "notice".to_owned(),
        };
        format!("embed/v1/{}{widget}/", lang.prefix())
    }
}

/// What a frame shows.
pub struct Content {
    pub title: String,
    /// The page of the site that has it whole.
    pub page: String,
    pub body: Body,
}

pub enum Body {
    Stories(Vec<Summary>),
    /// Said instead of news, urgent or not.
    Sentence {
        text: String,
        is_urgent: bool,
        more: Option<String>,
        until: Option<Moment>,
    },
}

/// Every widget of an edition, in an order that depends on nothing but the content.
fn widgets(catalog: &Catalog) -> Vec<Widget> {
    let articles =
        catalog.article_paths().flat_map(|(id, _)| [Widget::Article(id.clone()), Widget::Related(id.clone())]);
    let sections = catalog.sections().iter().map(|section| Widget::Section(section.slug.clone()));
    [Widget::Latest, Widget::Notice].into_iter().chain(sections).chain(articles).collect()
}

/// Writes the frames of all editions, the frame for what is not there, and the documents of oEmbed.
pub fn write(release: &mut Release, editions: &[Catalog], shell: &FrameShell) -> Result<(), PublishError> {
    let Some(main) = editions.first() else { return Ok(()) };
    let frames = editions.iter().flat_map(|catalog| widgets(catalog).into_iter().map(move |widget| (catalog, widget)));
    let frames = frames.collect::<Vec<_>>();
    release.claim(GONE)?;
    release.write(GONE, shell.render(&main.site, None, &gone(&main.site)).as_bytes())?;
    for (catalog, widget) in &frames {
        release.claim(&format!("{}index.html", widget.path(catalog.site.lang)))?;
        if let Widget::Article(id) = widget {
            release.claim(&oembed::file(id))?;
        }
    }
    let release = &*release;
    frames.par_iter().try_for_each(|(catalog, widget)| {
        let site = &catalog.site;
        let content = content(catalog, widget);
        let file = format!("{}index.html", widget.path(site.lang));
        release.write(&file, shell.render(site, Some(widget), &content).as_bytes())?;
        if let (Widget::Article(id), Body::Stories(_)) = (widget, &content.body) {
            release.write(&oembed::file(id), oembed_document(site, id, &content).to_string().as_bytes())?;
        }
        Ok(())
    })
}

fn content(catalog: &Catalog, widget: &Widget) -> Content {
    let (site, text) = (&catalog.site, catalog.site.lang.text());
    let page = |page: PagePath| match catalog.page(&page.in_lang(site.lang)) {
        PageData::NotFound => None,
        found => Some(found),
    };
    let at = |page: PagePath| format!("{}{}", site.url, page.in_lang(site.lang));
    let found = match widget {
        Widget::Notice => return notice(site),
        Widget::Latest => page(PagePath::Latest { page: 1 }).and_then(|found| match found {
            PageData::Latest(listing) => {
                Some(stories(text.latest, at(PagePath::Latest { page: 1 }), listing.articles, site))
            }
            _ => None,
        }),
        Widget::Section(slug) => {
            let path = PagePath::Section { slug: slug.clone(), page: 1 };
            page(path.clone()).and_then(|found| match found {
                PageData::Section(listing) => Some(stories(&listing.section.name, at(path), listing.articles, site)),
                _ => None,
            })
        }
        Widget::Related(id) => article(catalog, id).map(|article| {
            let address = format!("{}{}", site.url, article.path);
            stories(text.related_news, address, article.related, site)
        }),
        Widget::Article(id) => article(catalog, id).map(|article| card(article, site)),
    };
    found.unwrap_or_else(|| gone(site))
}

fn article(catalog: &Catalog, id: &ArticleId) -> Option<Article> {
    let path = catalog.article_address(id)?;
    match catalog.page(&path) {
        PageData::Article(article) => Some(*article),
        _ => None,
    }
}

/// The article's own words, or that it was taken back.
fn card(article: Article, site: &Site) -> Content {
    let page = format!("{}{}", site.url, article.path);
    let body = match &article.withdrawn {
        None => Body::Stories(vec![article.to_summary()]),
        Some(_) => Body::Sentence {
            text: site.lang.text().withdrawn.to_owned(),
            is_urgent: false,
            until: None,
            more: Some(page.clone()),
        },
    };
    Content { title: article.title, page, body }
}

fn stories(title: &str, page: String, articles: Vec<Summary>, site: &Site) -> Content {
    let body = match articles.is_empty() {
        false => Body::Stories(articles),
        true => Body::Sentence {
            text: site.lang.text().no_articles.to_owned(),
            is_urgent: false,
            until: None,
            more: Some(page.clone()),
        },
    };
    Content { title: title.to_owned(), page, body }
}

fn notice(site: &Site) -> Content {
    let text = site.lang.text();
    let page = format!("{}{}", site.url, PagePath::Home.in_lang(site.lang));
    let body = match &site.notice {
        Some(notice) => Body::Sentence {
            text: notice.text.clone(),
            is_urgent: notice.level == NoticeLevel::Urgent,
            until: notice.until,
            more: notice.path.as_ref().map(|path| format!("{}{path}", site.url)),
        },
        None => Body::Sentence {
            text: crate::words::words(site.lang).no_notice.to_owned(),
            is_urgent: false,
            until: None,
            more: Some(page.clone()),
        },
    };
    Content { title: text.notice.to_owned(), page, body }
}

fn gone(site: &Site) -> Content {
    let page = format!("{}{}", site.url, PagePath::Latest { page: 1 }.in_lang(site.lang));
    let text = crate::words::words(site.lang).widget_gone.to_owned();
    Content {
        title: site.short_name.clone(),
        body: Body::Sentence { text, is_urgent: false, until: None, more: Some(page.clone()) },
        page,
    }
}

/// The frame in other languages, where that edition has the same widget.
fn other_languages<'a>(site: &'a Site, widget: &'a Widget) -> impl Iterator<Item = (&'a Translation, String)> {
    let is_everywhere = matches!(widget, Widget::Latest | Widget::Notice);
    site.translations.iter().filter(move |_| is_everywhere).filter_map(move |other| {
        let lang = Lang::from_tag(&other.lang)?;
        Some((other, format!("/{}", widget.path(lang))))
    })
}

//! The page of an article.

use crate::components::{
    Loading, Place, ToolsSubject, article_body, article_history, article_tools, breadcrumb, contact_card,
    content_image, error_report, file_anchor, foreign_link, headline_link, link, page_contents, page_heading,
    preview_banner, publication_time, related_news, use_text, with_site,
};
use crate::content::model::{Article, Attribution, FileLink, Summary, Tag, Withdrawal};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::text::Lang;

/// An article with everything that belongs to it.
pub fn article_page(article: &Article) -> Markup {
    let text = use_text();
    let has_picture = article.has_picture_in_body();
    let picture = article.image.as_ref().filter(|_| !has_picture);
    let is_empty = article.body.is_empty() && article.withdrawn.is_none();
    let (site_url, email) = with_site(|site| (site.url.clone(), site.organization.email.clone())).unwrap_or_default();
    let url = format!("{site_url}{}", article.path);
    // There is nothing to hear, keep or pass on of what was taken back.
    let tools = article.withdrawn.is_none().then(|| {
        article_tools(ToolsSubject {
            title: &article.title,
            url: &url,
            file_stem: article.slug.as_str(),
            audio: article.audio.as_ref(),
            qr_code: article.qr_code.as_ref(),
        })
    });
    let report = error_report(&email, &article.title, &url);
    let header = markup! {
        header "article__header" {
            (page_heading(&article.title))
            p "article__times" {
                (publication_time(article.published_at, Some(text.published)))
                (article.updated_at.map(|moment| markup! { " " (publication_time(moment, Some(text.updated))) }))
                (article.views.map(|count| markup! { " " span "article__views" { ((text.views)(count)) } }))
            }
            (article.author.as_ref().map(|author| origin(text.author, author)))
            (article.source.as_ref().map(source_line))
        }
    };
    let (contents, beside) = page_contents(&article.body).unzip();
    let sheet = markup! {
        article "article" lang=(article.lang.tag()) {
            (article.preview.map(|mark| preview_banner(mark, article.publish_at)))
            (header)
            (article.withdrawn.as_ref().map(withdrawal_notice))
            (article.summary.as_ref().map(|summary| markup! { p "article__summary" { (summary) } }))
            (tools)
            (contents)
            (picture.map(|image| markup! { figure "article__picture" { (content_image(image, Loading::First, Place::Column)) } }))
            (article_body(&article.body))
            (is_empty.then(|| markup! { p "empty-notice" { (text.empty_body) } }))
            (attachments(&article.attachments))
            (tag_links(&article.tags, article.lang))
            (article_history(&article.history))
            (report)
            p "article__address" { (url) }
        }
    };
    markup! {
        (breadcrumb(&article.breadcrumb))
        div "page-with-aside" {
            (sheet)
            div "page-with-aside__aside" { (beside) (related_news(&article.related)) (contact_card()) }
            (neighbours(article.previous.as_ref(), article.next.as_ref()))
        }
    }
}

fn withdrawal_notice(withdrawal: &Withdrawal) -> Element {
    let text = use_text();
    markup! {
        div "withdrawal-notice" role="note" {
            p { strong { (text.withdrawn) } " " (publication_time(withdrawal.at, None)) }
            p { (&withdrawal.note) }
        }
    }
}

fn attachments(files: &[FileLink]) -> Option<Element> {
    let text = use_text();
    (!files.is_empty()).then(|| {
        markup! {
            section "attachments" {
                h2 "attachments__heading" { (text.attachments) }
                ul "attachments__files" { (files.iter().map(|file| markup! { li { (file_anchor(file)) } })) }
            }
        }
    })
}

/// Who wrote the article, or where it came from.
fn origin(label: &'static str, name: impl Into<Markup>) -> Element {
    markup! { p "article__origin" { (label) ": " (name) } }
}

fn source_line(Attribution { name, url }: &Attribution) -> Element {
    let name: Markup = match url {
        Some(url) => foreign_link(url.to_string(), name).into(),
        None => name.into(),
    };
    origin(use_text().source, name)
}

fn tag_links(tags: &[Tag], lang: Lang) -> Option<Element> {
    let text = use_text();
    (!tags.is_empty()).then(|| {
        let items = tags.iter().map(|tag| {
            let path = PagePath::Tag { slug: tag.slug.clone() }.in_lang(lang).to_string();
            markup! { li { (link(path, &tag.name)) } }
        });
        markup! { ul "tag-links" aria-label=(text.tags) { (items) } }
    })
}

/// The articles before and after this one in its section.
fn neighbours(previous: Option<&Summary>, next: Option<&Summary>) -> Option<Element> {
    let text = use_text();
    let step = |label: &'static str, article: &Summary| {
        markup! {
            p "neighbours__link" {
                span "neighbours__label" { (label) }
                (headline_link(article.title.clone(), article.path.to_string()))
            }
        }
    };
    (previous.is_some() || next.is_some()).then(|| {
        markup! {
            nav "neighbours" aria-label=(text.more_in_section) {
                (previous.map(|article| step(text.previous_article, article)))
                (next.map(|article| step(text.next_article, article)))
            }
        }
    })
}

use crate::components::{
    Loading, ToolsSubject, article_body, article_history, article_tools, breadcrumb, content_image, error_report,
    file_anchor, foreign_link, headline_link, link, page_heading, preview_banner, publication_time, related_news,
    use_text, with_site,
};
use crate::content::model::{Article, Attribution, Block, FileLink, Image, Summary, Tag, Withdrawal};
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;
use crate::text::Lang;

/// An article with everything that belongs to it.
pub fn article_page(article: Article) -> Markup {
    let text = use_text();
    let updated =
        article.updated_at.map(|moment| Markup::from(" ").child(publication_time(moment, Some(text.updated))));
    let views = article
        .views
        .map(|count| Markup::from(" ").child(el("span").class("article__views").child((text.views)(count))));
    let picture = article
        .image
        .filter(|image| !shows(&article.body, image))
        .map(|image| el("figure").class("article__picture").child(content_image(image, Loading::Eager)));
    let is_empty = article.body.is_empty() && article.withdrawn.is_none();
    let (site_url, email) = with_site(|site| (site.url.clone(), site.organization.email.clone())).unwrap_or_default();
    let url = format!("{site_url}{}", article.path);
    // There is nothing to hear, keep or pass on of what was taken back.
    let tools = article.withdrawn.is_none().then(|| {
        article_tools(ToolsSubject {
            title: article.title.clone(),
            url: url.clone(),
            file_stem: article.slug.to_string(),
            audio: article.audio,
            qr_code: article.qr_code,
        })
    });
    let report = error_report(&email, &article.title, &url);
    let times = el("p")
        .class("article__times")
        .child(publication_time(article.published_at, Some(text.published)))
        .child(updated)
        .child(views);
    let sheet = el("article")
        .class("article")
        .attr("lang", article.lang.tag())
        .child(article.preview.map(|mark| preview_banner(mark, article.publish_at)))
        .child(el("header").class("article__header").child(page_heading(article.title)).child(times))
        .child(article.withdrawn.map(withdrawal_notice))
        .child(article.summary.map(|summary| el("p").class("article__summary").child(summary)))
        .child(tools)
        .child(picture)
        .child(article_body(article.body))
        .child(is_empty.then(|| el("p").class("empty-notice").child(text.empty_body)))
        .child(attachments(article.attachments))
        .child(article.author.map(|author| origin(text.author, author)))
        .child(article.source.map(source_line))
        .child(tag_links(article.tags, article.lang))
        .child(article_history(article.history))
        .child(report)
        .child(el("p").class("article__address").child(url));
    let page = el("div")
        .class("article-page")
        .child(sheet)
        .child(el("div").class("article-page__aside").child(related_news(article.related)))
        .child(neighbours(article.previous, article.next));
    Markup::from(breadcrumb(article.breadcrumb)).child(page)
}

/// Whether the body has the picture already, so that it stands there once.
fn shows(body: &[Block], image: &Image) -> bool {
    body.iter().any(|block| match block {
        Block::Figure(figure) => figure.image.src == image.src,
        Block::Gallery { figures } => figures.iter().any(|figure| figure.image.src == image.src),
        _ => false,
    })
}

fn withdrawal_notice(withdrawal: Withdrawal) -> Element {
    let text = use_text();
    let what =
        el("p").child(el("strong").child(text.withdrawn)).child(" ").child(publication_time(withdrawal.at, None));
    el("div").class("withdrawal-notice").attr("role", "note").child(what).child(el("p").child(withdrawal.note))
}

fn attachments(files: Vec<FileLink>) -> Option<Element> {
    let text = use_text();
    (!files.is_empty()).then(|| {
        let items = files.into_iter().map(|file| el("li").child(file_anchor(file)));
        el("section")
            .class("attachments")
            .child(el("h2").class("attachments__heading").child(text.attachments))
            .child(el("ul").class("attachments__files").children(items))
    })
}

/// Who wrote the article, or where it came from.
fn origin(label: &'static str, name: impl Into<Markup>) -> Element {
    el("p").class("article__origin").child(label).child(": ").child(name)
}

fn source_line(Attribution { name, url }: Attribution) -> Element {
    let name: Markup = match url {
        Some(url) => foreign_link(url.to_string(), name).into(),
        None => name.into(),
    };
    origin(use_text().source, name)
}

fn tag_links(tags: Vec<Tag>, lang: Lang) -> Option<Element> {
    let text = use_text();
    (!tags.is_empty()).then(|| {
        let items = tags.into_iter().map(|tag| {
            let path = PagePath::Tag { slug: tag.slug }.in_lang(lang).to_string();
            el("li").child(link(path, tag.name))
        });
        el("ul").class("tag-links").attr("aria-label", text.tags).children(items)
    })
}

/// The articles before and after this one in its section.
fn neighbours(previous: Option<Summary>, next: Option<Summary>) -> Option<Element> {
    let text = use_text();
    let step = |label: &'static str, article: Summary| {
        el("p")
            .class("neighbours__link")
            .child(el("span").class("neighbours__label").child(label))
            .child(headline_link(article.title, article.path.to_string()))
    };
    (previous.is_some() || next.is_some()).then(|| {
        el("nav")
            .class("neighbours")
            .attr("aria-label", text.more_in_section)
            .child(previous.map(|article| step(text.previous_article, article)))
            .child(next.map(|article| step(text.next_article, article)))
    })
}

use leptos::prelude::*;

use crate::components::{
    ArticleBody, ArticleHistory, ArticleTools, Breadcrumb, ContentImage, ErrorReport, FileAnchor, HeadlineLink,
    PageHeading, PreviewBanner, PublicationTime, RelatedNews, use_site, use_text,
};
use crate::content::model::{Article, Attribution, Block, FileLink, Image, Summary, Tag, Withdrawal};
use crate::path::PagePath;
use crate::text::Lang;

/// An article with everything that belongs to it.
#[component]
pub fn ArticlePage(article: Article) -> impl IntoView {
    let text = use_text();
    let updated =
        article.updated_at.map(|moment| view! { " " <PublicationTime moment label=text.updated/> }.into_any());
    let views =
        article.views.map(|count| view! { " "<span class="article__views">{(text.views)(count)}</span> }.into_any());
    let publish_at = article.publish_at;
    let preview = article.preview.map(|mark| view! { <PreviewBanner mark publish_at/> }.into_any());
    let summary = article.summary.map(|summary| view! { <p class="article__summary">{summary}</p> }.into_any());
    let picture = article.image.filter(|image| !shows(&article.body, image)).map(|image| {
        view! { <figure class="article__picture"><ContentImage image is_eager=true/></figure> }.into_any()
    });
    let is_empty = article.body.is_empty() && article.withdrawn.is_none();
    let empty = is_empty.then(|| view! { <p class="empty-notice">{text.empty_body}</p> }.into_any());
    let (site_url, email) = use_site().map(|site| (site.url, site.organization.email)).unwrap_or_default();
    let (title, url) = (article.title.clone(), format!("{site_url}{}", article.path));
    let report = view! { <ErrorReport email title=title.clone() url=url.clone()/> }.into_any();
    let address = url.clone();
    let file_stem = article.slug.to_string();
    // There is nothing to hear, keep or pass on of what was taken back.
    let tools = article
        .withdrawn
        .is_none()
        .then(|| view! { <ArticleTools title url file_stem audio=article.audio qr_code=article.qr_code/> }.into_any());
    view! {
        <Breadcrumb crumbs=article.breadcrumb/>
        <div class="article-page">
            <article class="article" lang=article.lang.tag()>
                {preview}
                <header class="article__header">
                    <PageHeading title=article.title/>
                    <p class="article__times">
                        <PublicationTime moment=article.published_at label=text.published/>{updated}{views}
                    </p>
                </header>
                {article.withdrawn.map(|withdrawal| view! { <WithdrawalNotice withdrawal/> }.into_any())}
                {summary}
                {tools}
                {picture}
                <ArticleBody blocks=article.body/>
                {empty}
                <Attachments files=article.attachments/>
                <Origin author=article.author source=article.source/>
                <TagLinks tags=article.tags lang=article.lang/>
                <ArticleHistory entries=article.history/>
                {report}
                <p class="article__address">{address}</p>
            </article>
            <div class="article-page__aside"><RelatedNews articles=article.related/></div>
            <Neighbours previous=article.previous next=article.next/>
        </div>
    }
}

/// Whether the body has the picture already, so that it stands there once.
fn shows(body: &[Block], image: &Image) -> bool {
    body.iter().any(|block| match block {
        Block::Figure(figure) => figure.image.src == image.src,
        Block::Gallery { figures } => figures.iter().any(|figure| figure.image.src == image.src),
        _ => false,
    })
}

#[component]
fn WithdrawalNotice(withdrawal: Withdrawal) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="withdrawal-notice" role="note">
            <p><strong>{text.withdrawn}</strong>" " <PublicationTime moment=withdrawal.at/></p>
            <p>{withdrawal.note}</p>
        </div>
    }
}

#[component]
fn Attachments(files: Vec<FileLink>) -> impl IntoView {
    let text = use_text();
    (!files.is_empty()).then(|| {
        let items = files.into_iter().map(|file| view! { <li><FileAnchor file/></li> }.into_any());
        view! {
            <section class="attachments">
                <h2 class="attachments__heading">{text.attachments}</h2>
                <ul class="attachments__files">{items.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

/// Who wrote the article and where it came from.
#[component]
fn Origin(author: Option<String>, source: Option<Attribution>) -> impl IntoView {
    let text = use_text();
    let author =
        author.map(|author| view! { <p class="article__origin">{format!("{}: {author}", text.author)}</p> }.into_any());
    let source = source.map(|Attribution { name, url }| {
        let name = match url {
            Some(url) => view! { <a href=url.to_string() rel="noopener">{name}</a> }.into_any(),
            None => name.into_any(),
        };
        view! { <p class="article__origin">{format!("{}: ", text.source)}{name}</p> }.into_any()
    });
    view! { {author}{source} }
}

#[component]
fn TagLinks(tags: Vec<Tag>, lang: Lang) -> impl IntoView {
    let text = use_text();
    (!tags.is_empty()).then(|| {
        let items = tags.into_iter().map(|tag| {
            let path = PagePath::Tag { slug: tag.slug }.in_lang(lang).to_string();
            view! { <li><a href=path>{tag.name}</a></li> }.into_any()
        });
        view! { <ul class="tag-links" aria-label=text.tags>{items.collect_view()}</ul> }.into_any()
    })
}

/// The articles before and after this one in its section.
#[component]
fn Neighbours(previous: Option<Summary>, next: Option<Summary>) -> impl IntoView {
    let text = use_text();
    let link = |label: &'static str, article: Summary| {
        view! {
            <p class="neighbours__link">
                <span class="neighbours__label">{label}</span>
                <HeadlineLink title=article.title path=article.path.to_string()/>
            </p>
        }
        .into_any()
    };
    (previous.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="neighbours" aria-label=text.more_in_section>
                {previous.map(|article| link(text.previous_article, article))}
                {next.map(|article| link(text.next_article, article))}
            </nav>
        }
        .into_any()
    })
}

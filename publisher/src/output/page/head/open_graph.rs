//! Open Graph (https://ogp.me/), which Facebook, Zalo and most others read, and Twitter's one addition.
//!
//! Twitter falls back to Open Graph where there is no `twitter:` property, so only the card's kind is given.

use html_escape::encode_double_quoted_attribute;
use portal_app::content::model::{Article, Image};
use portal_app::content::page_data::PageData;
use portal_app::text::Lang;

use super::subject::Subject;

/// A picture's type where the publisher knows it: share pictures are PNG.
const SHARE_PICTURE_TYPE: &str = "image/png";

pub(super) fn write_open_graph(subject: &Subject<'_>) -> Vec<String> {
    let article = match subject.page {
        PageData::Article(article) => Some(article.as_ref()),
        _ => None,
    };
    let mut tags = Tags::default();
    tags.property("og:type", if article.is_some() { "article" } else { "website" });
    tags.property("og:site_name", &subject.site.name);
    tags.property("og:title", &subject.title);
    tags.optional("og:description", subject.description);
    tags.property("og:url", subject.address);
    tags.property("og:locale", locale(subject.path.lang));
    for lang in subject
        .alternates
        .iter()
        .filter_map(|other| Lang::from_tag(&other.lang))
        .filter(|lang| *lang != subject.path.lang)
    {
        tags.property("og:locale:alternate", locale(lang));
    }
    article.into_iter().for_each(|article| write_article(&mut tags, article));
    if let Some(picture) = &subject.extras.share_picture {
        write_picture(&mut tags, subject, picture, Some(SHARE_PICTURE_TYPE));
    }
    let own_picture = article.and_then(|article| article.image.as_ref()).map(Image::plain);
    // No preview shows an SVG, and some show nothing at all when they meet one.
    if let Some(picture) = own_picture.filter(|picture| !picture.src.as_str().ends_with(".svg")) {
        write_picture(&mut tags, subject, &picture, None);
    }
    let has_large = subject.extras.share_picture.is_some();
    tags.lines.push(format!(
        r#"<meta name="twitter:card" content="{}">"#,
        if has_large { "summary_large_image" } else { "summary" }
    ));
    tags.lines
}

fn write_article(tags: &mut Tags, article: &Article) {
    tags.property("article:published_time", &article.published_at.to_string());
    tags.optional("article:modified_time", article.updated_at.map(|at| at.to_string()).as_deref());
    tags.optional("article:section", article.section.as_ref().map(|section| section.name.as_str()));
    article.tags.iter().for_each(|tag| tags.property("article:tag", &tag.name));
}

/// A picture's properties must follow it directly.
fn write_picture(tags: &mut Tags, subject: &Subject<'_>, picture: &Image, media_type: Option<&str>) {
    tags.property("og:image", &subject.absolute(&picture.src));
    tags.optional("og:image:type", media_type);
    tags.property("og:image:width", &picture.width.to_string());
    tags.property("og:image:height", &picture.height.to_string());
    tags.optional("og:image:alt", Some(picture.alt.as_str()).filter(|alt| !alt.is_empty()));
}

fn locale(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "vi_VN",
        Lang::En => "en_US",
    }
}

#[derive(Default)]
struct Tags {
    lines: Vec<String>,
}

impl Tags {
    fn property(&mut self, name: &str, value: &str) {
        self.lines.push(format!(r#"<meta property="{name}" content="{}">"#, encode_double_quoted_attribute(value)));
    }

    fn optional(&mut self, name: &str, value: Option<&str>) {
        value.into_iter().for_each(|value| self.property(name, value));
    }
}

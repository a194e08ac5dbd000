//! Components and pages as markup: what `render_app` makes of documents, parsed as a browser would parse it.
//!
//! Classes belong to the style sheets, comments to hydration: neither is compared. Documents are written as JSON
//! and read by the app's own reader, so that a test shows what an API would have to say.

mod article;
mod blocks;
mod contents;
mod failures;
mod frame;
mod home;
mod hostile;
mod lists;
mod tags;
mod tools;

use std::collections::BTreeMap;

use portal_app::content::decode::decode_document;
use portal_app::content::model::Site;
use portal_app::content::page_data::{InlinedPage, PageData};
use portal_app::path::word::SitePath;
use portal_app::prerender::render_app;
use portal_app::reader::FromJson;
use scraper::{ElementRef, Html, Node, Selector};
use serde_json::{Value, json};

const ARTICLE_PATH: &str = "/tin-tuc/bai-a1b2c3/";

/// A site with every optional part.
fn site_json() -> Value {
    json!({
        "url": "https://sonv.laichau.gov.vn", "lang": "vi", "time_zone": "Asia/Ho_Chi_Minh",
        "name": "Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu", "short_name": "Sở Nội vụ Lai Châu",
        "attribution": "Ghi rõ nguồn www.sonv.laichau.gov.vn khi sử dụng thông tin trên website này.",
        "organization": {
            "name": "Sở Nội vụ tỉnh Lai Châu", "phone": "02133.798.989", "email": "sonoivu@laichau.gov.vn",
            "address": "Tầng 1, 2 nhà D khu Trung tâm hành chính, chính trị tỉnh Lai Châu",
            "responsible": { "name": "Vừ A Tiến", "title": "Giám đốc" }
        },
        "navigation": [
            { "label": "Trang chủ", "path": "/" },
            { "label": "Tin tức sự kiện", "path": "/chuyen-muc/tin-tuc-su-kien/", "children": [
                { "label": "Công tác thanh niên", "path": "/chuyen-muc/cong-tac-thanh-nien/" }
            ] },
            { "label": "Liên hệ", "path": "/trang/lien-he/" }
        ]
    })
}

/// An article with its required fields, and `fields`.
fn article_json(fields: Value) -> Value {
    let fixed = json!({
        "id": "a1b2c3", "slug": "bai", "title": "Tiêu đề bài", "published_at": "2021-03-12", "path": ARTICLE_PATH,
        "breadcrumb": [], "body": [], "related": []
    });
    merge(fixed, fields)
}

/// An item of a list, by its number.
fn summary_json(number: u32, published_at: &str) -> Value {
    let (id, path) = (format!("id{number}"), format!("/tin-tuc/bai-id{number}/"));
    json!({ "id": id, "slug": "bai", "title": format!("Bài {number}"), "published_at": published_at, "path": path })
}

fn merge(mut base: Value, fields: Value) -> Value {
    base.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    base
}

fn decode<T: FromJson>(json: &Value) -> T {
    decode_document("test.json", json.to_string()).unwrap_or_else(|error| panic!("{error:?}: {json}")).document
}

/// The inside of `#app` for an article with `fields`.
fn render_article(fields: Value) -> Html {
    render(Some(ARTICLE_PATH), PageData::Article(Box::new(decode(&article_json(fields)))))
}

/// The inside of `#app` for a page of the usual site.
fn render(path: Option<&str>, page: PageData) -> Html {
    render_on(&site_json(), path, page)
}

fn render_on(site: &Value, path: Option<&str>, page: PageData) -> Html {
    let path = path.map(|path| SitePath::new(path).unwrap());
    Html::parse_fragment(&render_app(InlinedPage { path, site: decode::<Site>(site), page }))
}

/// Every element a CSS selector finds.
fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// The one element a CSS selector finds.
fn one<'a>(html: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(html, selector);
    assert_eq!(found.len(), 1, "{selector} in {}", html.html());
    found[0]
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(text_of).collect()
}

/// The content of an element, without classes and comments, attributes in alphabetical order.
fn markup_in(element: ElementRef<'_>) -> String {
    let mut markup = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(text) => markup.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
            Node::Element(found) => {
                let attributes = found.attrs().filter(|(name, _)| *name != "class").collect::<BTreeMap<_, _>>();
                let attributes = attributes.into_iter().map(|(name, value)| match value {
                    "" => format!(" {name}"),
                    value => format!(" {name}=\"{value}\""),
                });
                markup.push_str(&format!("<{}{}>", found.name(), attributes.collect::<String>()));
                markup.push_str(&markup_in(ElementRef::wrap(child).unwrap()));
                if !["br", "hr", "img", "track"].contains(&found.name()) {
                    markup.push_str(&format!("</{}>", found.name()));
                }
            }
            _ => {}
        }
    }
    markup
}

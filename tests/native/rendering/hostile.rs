//! Texts that try to be more than text. No text from the API can change the page's elements.

use portal_app::content::model::Article;
use portal_app::content::page_data::{InlinedPage, PageData};
use portal_app::path::word::SitePath;
use portal_fixtures::cases::{HOSTILE, TURNING};
use scraper::Html;
use serde_json::{Value, json};

use super::{
    ARTICLE_PATH, all, article_json, decode, markup_in, merge, one, render_on, site_json, summary_json, text_of,
};

/// An article whose every text is `text`.
fn article_saying(text: &str) -> Value {
    let span = |marks: Value| json!({ "text": text, "marks": marks });
    let paragraph = json!({ "kind": "paragraph", "spans": [span(json!([])), span(json!(["strong", "code"])), { "text": text, "href": "/" }] });
    let image = json!({ "src": "/media/a.png", "alt": text, "width": 4, "height": 3 });
    let file = json!({ "name": text, "src": "/media/a.pdf", "media_type": "application/pdf", "bytes": 1 });
    let summary = merge(summary_json(1, "2021-03-12"), json!({ "title": text }));
    article_json(json!({
        "title": text, "summary": text, "author": text, "source": { "name": text, "url": "https://example.org/" },
        "breadcrumb": [{ "label": text, "path": "/" }], "tags": [{ "slug": "a", "name": text }], "attachments": [file],
        "related": [summary], "previous": summary, "next": summary, "withdrawn": { "at": "2021-03-12", "note": text },
        "body": [
            paragraph,
            { "kind": "heading", "level": 2, "spans": [span(json!([]))] },
            { "kind": "figure", "image": image, "caption": text, "credit": text },
            { "kind": "gallery", "figures": [{ "image": image, "caption": text }] },
            { "kind": "list", "ordered": false, "items": [[paragraph]] },
            { "kind": "table", "caption": text, "rows": [[{ "header": true, "blocks": [paragraph] }]] },
            { "kind": "quote", "blocks": [paragraph], "cite": text },
            merge(json!({ "kind": "file" }), file),
            { "kind": "external", "provider": text, "url": "https://example.org/", "title": text, "image": image }
        ]
    }))
}

/// A site whose every text is `text`.
fn site_saying(text: &str) -> Value {
    let item = json!({ "label": text, "path": "/", "children": [{ "label": text, "path": "/" }] });
    merge(
        site_json(),
        json!({
            "name": text, "short_name": text, "attribution": text, "navigation": [item], "footer_links": [item],
            "partner_links": [{ "label": text, "url": "https://example.org/" }],
            "organization": {
                "name": text, "address": text, "phone": text, "fax": text, "email": text, "hours": text,
                "responsible": { "name": text, "title": text }
            }
        }),
    )
}

fn page_saying(text: &str) -> Html {
    let article = PageData::Article(Box::new(decode(&article_saying(text))));
    render_on(&site_saying(text), Some(ARTICLE_PATH), article)
}

/// The page's elements in order, each with the names of its attributes.
fn elements(html: &Html) -> Vec<String> {
    let elements = all(html, "*").into_iter().map(|element| element.value());
    let names = |element: &scraper::node::Element| {
        element.attrs().map(|(name, _)| name.to_owned()).collect::<Vec<_>>().join(" ")
    };
    elements.map(|element| format!("{} {}", element.name(), names(element))).collect()
}

#[test]
fn no_text_makes_an_element_or_an_attribute() {
    let plain = elements(&page_saying("Chữ"));
    let breaking = "Một\u{0}hai\r\nba\t\u{1}\u{fffd}\u{7f}";
    let closing = "</p></a></article></main></div></script></style></title></textarea>--><!--<![CDATA[x]]>";
    let attribute = "\" onload=\"alert(1)\" x=\"' onerror='alert(1)";
    let long = "ề".repeat(10_000);
    for text in [HOSTILE, TURNING, breaking, closing, attribute, "&lt;script&gt; &#60;b&#62; &amp;amp;", &long] {
        assert_eq!(elements(&page_saying(text)), plain, "{text}");
    }
}

#[test]
fn every_text_arrives_as_it_was_said() {
    for text in [HOSTILE, TURNING, "&lt;b&gt; &amp;", "' \" ` = /> ]]>", &"ề".repeat(10_000)] {
        let html = page_saying(text);
        assert_eq!(text_of(one(&html, "h1")), text);
        for selector in
            ["h2 a, .article-body > h2", "caption", "cite", ".article-body > p > a[href='/']", "strong > code"]
        {
            assert!(all(&html, selector).into_iter().all(|found| text_of(found) == text), "{selector}: {text}");
        }
        assert!(all(&html, "img").into_iter().all(|image| image.attr("alt") == Some(text)), "{text}");
        assert_eq!(one(&html, "[role='region']").attr("aria-label"), Some(text));
    }
}

#[test]
fn a_mail_address_and_a_phone_number_cannot_lead_elsewhere() {
    let html = page_saying("javascript:alert(1)//+84 2133");
    let links = all(&html, "footer address a").into_iter().map(|link| link.attr("href").unwrap()).collect::<Vec<_>>();
    assert_eq!(links, ["tel:1+842133", "mailto:javascript:alert(1)//+84 2133"]);
}

#[test]
fn inlined_data_never_ends_its_element_and_reads_back_as_itself() {
    for text in [HOSTILE, TURNING, "</script><script>alert(1)</script><!-- <!--<script>"] {
        let page = InlinedPage {
            path: SitePath::new(ARTICLE_PATH),
            site: decode(&site_saying(text)),
            page: PageData::Article(Box::new(decode::<Article>(&article_saying(text)))),
        };
        let json = page.to_script_json().unwrap();
        let html = Html::parse_document(&format!("<script type=\"application/json\">{json}</script><p>sau</p>"));
        assert_eq!(markup_in(one(&html, "body")), "<p>sau</p>");
        let inlined = one(&html, "script").text().collect::<String>();
        assert_eq!(InlinedPage::from_script_json(&inlined), Some(page), "{text}");
    }
}

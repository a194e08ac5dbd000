//! The contents of a long page.

use portal_app::content::page_data::PageData;
use serde_json::{Value, json};

use super::{all, decode, one, render, render_article, texts};

fn heading(level: u8, title: &str, id: &str) -> Value {
    json!({ "kind": "heading", "level": level, "spans": [{ "text": title, "marks": ["emphasis"] }, { "text": "\n" }], "id": id })
}

fn headings(count: usize) -> Vec<Value> {
    let titles = [(2, "Một", "muc-mot"), (3, "Hai", "muc-hai"), (4, "Ba", "muc-ba"), (2, "Bốn", "muc-bon")];
    titles.iter().take(count).map(|(level, title, id)| heading(*level, title, id)).collect()
}

const FOLDED: &str = "nav[aria-label='Mục lục'] > details > ol > li";
const BESIDE: &str = ".page-with-aside__aside > nav[aria-label='Mục lục'] > ol > li";

#[test]
fn four_headings_are_listed_above_the_body_and_beside_it() {
    let standing = json!({ "slug": "a", "title": "A", "body": headings(4) });
    for html in [
        render_article(json!({ "body": headings(4) })),
        render(Some("/trang/a/"), PageData::Standing(decode(&standing))),
    ] {
        for place in [FOLDED, BESIDE] {
            assert_eq!(texts(&html, place), ["Một", "Hai", "Ba", "Bốn"]);
            let levels = all(&html, place).into_iter().map(|item| item.attr("data-level"));
            assert_eq!(levels.collect::<Vec<_>>(), ["2", "3", "4", "2"].map(Some));
            for link in all(&html, &format!("{place} > a")) {
                let target = format!(".article-body > {}", link.attr("href").unwrap());
                assert_eq!(
                    one(&html, &target).text().collect::<String>().trim(),
                    link.text().collect::<String>().trim()
                );
            }
        }
    }
}

#[test]
fn fewer_and_those_that_have_no_name_are_not() {
    assert!(all(&render_article(json!({ "body": headings(3) })), "nav[aria-label='Mục lục']").is_empty());
    // As documents were before headings had names.
    let old = json!({ "kind": "heading", "level": 2, "spans": [{ "text": "Cũ" }] });
    let html = render_article(json!({ "body": [old, old, old, old, old] }));
    assert!(all(&html, "nav[aria-label='Mục lục'], .article-body > [id]").is_empty());
    assert_eq!(all(&html, ".article-body > h2").len(), 5);
}

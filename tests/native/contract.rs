//! The content API's contract: the document in the repository, the Rust types and what is published say the same.

mod endpoint;

use std::fs;

use portal_app::content::decode::decode_document;
use portal_app::content::model::{
    Article, Home, Kiosk, KioskIndex, LatestListing, Notice, Online, SearchForm, SectionListing, Site, SiteMap,
    StandingPage, TagListing, WidgetForm,
};
use portal_app::reader::FromJson;
use portal_publisher::output::api::contract::open_api;
use serde::Serialize;
use serde_json::{Value, json};

use self::endpoint::{endpoint_of, endpoints};
use super::published::{EMBEDDED, GENERATED, case_id, repository, sites};

/// Reads a document as the app does; returns the error, or the document written again and what was skipped.
fn read_again(template: &str, text: &str) -> Result<(Value, Option<String>), String> {
    fn of<T: FromJson + Serialize>(text: &str) -> Result<(Value, Option<String>), String> {
        let decoded = decode_document::<T>("", text).map_err(|error| format!("{error:?}"))?;
        Ok((serde_json::to_value(&decoded.document).unwrap(), decoded.warning))
    }
    match template {
        "/site.json" => of::<Site>(text),
        "/notice.json" => of::<Option<Notice>>(text),
        "/home.json" => of::<Home>(text),
        "/kiosk.json" => of::<Kiosk>(text),
        "/kiosk-search.json" => of::<KioskIndex>(text),
        "/sections/{slug}/newest.json" | "/sections/{slug}/{page}.json" | "/sections/{slug}/{month}.json" => {
            of::<SectionListing>(text)
        }
        "/tags/{slug}.json" => of::<TagListing>(text),
        "/articles/{id}.json" => of::<Article>(text),
        "/pages/{slug}.json" => of::<StandingPage>(text),
        "/latest/newest.json" | "/latest/{page}.json" => of::<LatestListing>(text),
        "/search.json" => of::<SearchForm>(text),
        "/widgets.json" => of::<WidgetForm>(text),
        "/map.json" => of::<SiteMap>(text),
        "/online.json" => of::<Online>(text),
        _ => panic!("{template} is new: say here what the app reads it as"),
    }
}

#[test]
fn the_contract_in_the_repository_is_the_one_of_the_types() {
    let file = repository().join("publisher/openapi.json");
    let written = format!("{:#}\n", open_api());
    if std::env::var_os("UPDATE_CONTRACT").is_some() {
        fs::write(&file, &written).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == written,
        "publisher/openapi.json is not what the types say. If the change is meant (additions only: see docs/contracts.md), run \
         `UPDATE_CONTRACT=1 cargo test -p portal-publisher --test native contract` and commit the file."
    );
}

#[test]
fn the_contract_is_published_with_the_site() {
    for (name, site) in sites() {
        assert_eq!(site.json("openapi.json"), open_api(), "{name}");
    }
}

#[test]
fn every_published_document_belongs_to_one_address_and_follows_its_schema() {
    let endpoints = endpoints();
    for (name, site) in sites() {
        for (address, text) in site.documents() {
            let problems = endpoint_of(&endpoints, &address).problems(&serde_json::from_str(&text).unwrap());
            assert!(problems.is_empty(), "{name}: {address}:\n{}", problems.join("\n"));
        }
    }
}

#[test]
fn every_kind_of_document_is_published() {
    let endpoints = endpoints();
    let documents = GENERATED.documents();
    for endpoint in endpoints.iter().filter(|endpoint| endpoint.template != "/online.json") {
        assert!(documents.iter().any(|(address, _)| endpoint.admits(address)), "{}", endpoint.template);
    }
}

#[test]
fn the_app_reads_every_published_document_whole_and_would_write_it_the_same() {
    let endpoints = endpoints();
    for (name, site) in sites() {
        for (address, text) in site.documents() {
            let (again, warning) = read_again(&endpoint_of(&endpoints, &address).template, &text)
                .unwrap_or_else(|error| panic!("{name}: {address}: {error}"));
            assert_eq!(warning, None, "{name}: {address}");
            let mut published: Value = serde_json::from_str(&text).unwrap();
            // What a page's document begins with is the publisher's, and no field of any type.
            if let Some(build) = published.as_object_mut().and_then(|document| document.remove("build")) {
                let begins = format!(r#"{{"build":"{}","#, build.as_str().unwrap());
                assert!(text.starts_with(&begins), "{name}: {address} does not begin with its build");
                let page = fs::read_to_string(site.root.join("index.html")).unwrap();
                assert!(page.contains(&format!("<html data-build={build}")), "{name}: {address} is of another build");
            }
            assert!(again == published, "{name}: {address} is not what its types say");
        }
    }
}

/// The contract writes these without a question mark.
#[test]
fn every_page_says_its_language_and_every_article_its_body_and_its_related_ones() {
    for (name, site) in sites() {
        // A notice is a sentence without a language of its own.
        for (address, text) in site.documents().into_iter().filter(|(address, _)| !address.ends_with("notice.json")) {
            let document: Value = serde_json::from_str(&text).unwrap();
            let lang = if address.starts_with("en/") { "en" } else { "vi" };
            assert_eq!(document["lang"], lang, "{name}: {address}");
            if address.contains("articles/") {
                assert!(document["related"].is_array(), "{name}: {address} has no `related`");
                assert!(
                    document["body"].is_array() || document["withdrawn"].is_object(),
                    "{name}: {address} has no `body`"
                );
            }
        }
    }
}

/// One full document of each kind, with the address it is published at.
fn samples() -> Vec<(String, Value)> {
    let addresses = [
        "site.json".to_owned(),
        "home.json".to_owned(),
        "kiosk.json".to_owned(),
        "sections/cai-cach/newest.json".to_owned(),
        "tags/duong-ban.json".to_owned(),
        "pages/moi-loai-khoi.json".to_owned(),
        "latest/newest.json".to_owned(),
        "latest/1.json".to_owned(),
    ];
    let articles = ["every-block", "every-block-html", "attached", "updated", "withdrawn", "chosen-related"];
    let articles = articles.map(|name| format!("articles/{}.json", case_id(name)));
    let mut samples = addresses
        .into_iter()
        .chain(articles)
        .map(|address| (address.clone(), GENERATED.json(&address)))
        .collect::<Vec<_>>();
    samples.push(("online.json".to_owned(), json!({ "online": 554 })));
    samples
}

/// Every way to a field of an object, at any depth; of a list's items the first few are enough.
fn field_pointers(value: &Value, way: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let way = format!("{way}/{name}");
                found.push(way.clone());
                field_pointers(field, &way, found);
            }
        }
        Value::Array(items) => {
            let kinds = items.len().min(40);
            items[..kinds]
                .iter()
                .enumerate()
                .for_each(|(position, item)| field_pointers(item, &format!("{way}/{position}"), found));
        }
        _ => {}
    }
}

/// The document without the field at `pointer`.
fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(field).unwrap();
    document
}

#[test]
fn schema_and_app_agree_on_which_fields_are_required() {
    let endpoints = endpoints();
    let mut required = 0;
    for (address, document) in samples() {
        let endpoint = endpoint_of(&endpoints, &address);
        let mut pointers = Vec::new();
        field_pointers(&document, "", &mut pointers);
        for pointer in pointers {
            let lacking = without(&document, &pointer);
            let (by_schema, by_app) =
                (endpoint.problems(&lacking), read_again(&endpoint.template, &lacking.to_string()));
            assert_eq!(by_schema.is_empty(), by_app.is_ok(), "{address} without {pointer}: {by_schema:?}, {by_app:?}");
            required += usize::from(by_app.is_err());
        }
    }
    assert!(required > 200, "only {required} required fields were taken away");
}

#[test]
fn an_optional_field_may_be_null_for_schema_and_app() {
    let endpoints = endpoints();
    for (address, document) in samples() {
        let endpoint = endpoint_of(&endpoints, &address);
        let mut pointers = Vec::new();
        field_pointers(&document, "", &mut pointers);
        // A field that may be absent may be null as well.
        for pointer in pointers.into_iter().filter(|pointer| endpoint.problems(&without(&document, pointer)).is_empty())
        {
            let mut with_null = document.clone();
            *with_null.pointer_mut(&pointer).unwrap() = Value::Null;
            let by_app = read_again(&endpoint.template, &with_null.to_string()).map(drop);
            assert_eq!(by_app, Ok(()), "{address}: {pointer}");
            assert_eq!(endpoint.problems(&with_null), Vec::<String>::new(), "{address}: {pointer}");
        }
    }
}

#[test]
fn a_document_that_breaks_the_contract_is_told_so() {
    let endpoints = endpoints();
    let article = EMBEDDED.json("articles/hwi3cbr3.json");
    let endpoint = endpoint_of(&endpoints, "articles/hwi3cbr3.json");
    assert_eq!(endpoint.problems(&article), Vec::<String>::new());
    for (field, value) in [
        ("id", json!("K7-Q2")),
        ("slug", json!("Đường")),
        ("published_at", json!("12/03/2021")),
        ("published_at", json!("2021-02-30")),
        ("path", json!("//evil.example/")),
        ("title", json!(7)),
        ("body", json!([{ "kind": "hologram" }])),
        ("body", json!([{ "kind": "paragraph" }])),
        ("body", json!([{ "kind": "paragraph", "spans": [{ "text": "x", "href": "javascript:alert(1)" }] }])),
        ("related", json!([{ "id": "a1" }])),
    ] {
        let mut bad = article.clone();
        bad[field] = value.clone();
        assert!(!endpoint.problems(&bad).is_empty(), "{field} = {value}");
    }
}

#[test]
fn an_address_that_the_contract_does_not_have_belongs_nowhere() {
    let endpoints = endpoints();
    for address in [
        "articles/A1.json",
        "articles/a/b.json",
        "sections/tin-tuc/0.json",
        "sections/tin-tuc/2021-13.json",
        "latest/.json",
        "x.json",
    ] {
        assert!(!endpoints.iter().any(|endpoint| endpoint.admits(address)), "{address}");
    }
}

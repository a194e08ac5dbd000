//! The content API's contract as an OpenAPI 3.1 document, made from the Rust types, so that it cannot drift from them.

use portal_app::content::model::{
    Article, Home, LatestListing, Online, SearchForm, SectionListing, Site, SiteMap, StandingPage, TagListing,
    WidgetForm,
};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// One kind of document: where it is, what it is, the parameters in its address.
struct Endpoint {
    path: &'static str,
    summary: &'static str,
    schema: Value,
}

/// Parameters of the addresses, each with its rule.
const PARAMETERS: [(&str, &str, &str); 4] = [
    ("slug", "^[a-z0-9-]+$", "The section's, tag's or page's slug."),
    ("id", "^[a-z0-9]+$", "The article's id."),
    ("page", "^[1-9][0-9]*$", "1 = newest."),
    ("month", "^[0-9]{4}-(0[1-9]|1[0-2])$", "A calendar month."),
];

/// The whole document.
pub fn open_api() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let paths: Map<String, Value> =
        endpoints(&mut schemas).into_iter().map(|endpoint| (endpoint.path.to_owned(), path_item(&endpoint))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Content API",
            "version": "1",
            "description": "What the portal shows, as JSON (UTF-8, NFC). Vietnamese lies at the base, another language under its code. Readers ignore fields they don't know and skip block kinds they don't know."
        },
        "servers": [{ "url": "/api/v1" }, { "url": "/api/v1/en", "description": "English, where the site has it." }],
        "paths": paths,
        "components": { "schemas": schemas.take_definitions(true) }
    })
}

fn endpoints(schemas: &mut SchemaGenerator) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    let mut add =
        |path, summary, schema: schemars::Schema| endpoints.push(Endpoint { path, summary, schema: schema.to_value() });
    add("/site.json", "Settings, organisation, navigation: what every page needs.", schemas.subschema_for::<Site>());
    add("/home.json", "The home page.", schemas.subschema_for::<Home>());
    add("/sections/{slug}/{page}.json", "A page of a section.", schemas.subschema_for::<SectionListing>());
    add("/sections/{slug}/{month}.json", "A month of a section, whole.", schemas.subschema_for::<SectionListing>());
    add("/tags/{slug}.json", "The articles of a tag.", schemas.subschema_for::<TagListing>());
    add("/articles/{id}.json", "An article.", schemas.subschema_for::<Article>());
    add("/pages/{slug}.json", "A standing page.", schemas.subschema_for::<StandingPage>());
    add("/latest/{page}.json", "Everything, newest first.", schemas.subschema_for::<LatestListing>());
    add("/search.json", "What a search can be narrowed to.", schemas.subschema_for::<SearchForm>());
    add("/widgets.json", "What a partner can choose from.", schemas.subschema_for::<WidgetForm>());
    add("/map.json", "The site at a glance.", schemas.subschema_for::<SiteMap>());
    add(
        "/online.json",
        "People on the site in the last five minutes; only where site.json names it.",
        schemas.subschema_for::<Online>(),
    );
    endpoints
}

fn path_item(endpoint: &Endpoint) -> Value {
    let used = PARAMETERS.iter().filter(|(name, _, _)| endpoint.path.contains(&format!("{{{name}}}")));
    let parameters = used.map(|(name, pattern, description)| {
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string", "pattern": pattern } })
    });
    json!({
        "get": {
            "summary": endpoint.summary,
            "parameters": parameters.collect::<Vec<_>>(),
            "responses": {
                "200": { "description": "The document.", "content": { "application/json": { "schema": endpoint.schema } } },
                "404": { "description": "There is no such document." },
                "410": { "description": "The document is gone." }
            }
        }
    })
}

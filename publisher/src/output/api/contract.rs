//! The content API's contract as an OpenAPI 3.1 document, made from the Rust types, so that it cannot drift from them.

use portal_app::content::model::{Kiosk, KioskIndex, Notice, Online, Site};
use portal_app::content::page_data::{ENDPOINTS, Endpoint};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// What belongs to no page.
const OTHERS: [Endpoint; 5] = [
    Endpoint {
        path: "/site.json",
        summary: "Settings, organisation, navigation: what every page needs.",
        schema: |schemas| schemas.subschema_for::<Site>(),
    },
    Endpoint {
        path: "/notice.json",
        summary: "The urgent notice, or null. Asked for once a minute.",
        schema: |schemas| schemas.subschema_for::<Option<Notice>>(),
    },
    Endpoint {
        path: "/online.json",
        summary: "People on the site in the last five minutes; only where site.json names it.",
        schema: |schemas| schemas.subschema_for::<Online>(),
    },
    Endpoint {
        path: "/kiosk.json",
        summary: "What the displays of the site begin with; only where it has them.",
        schema: |schemas| schemas.subschema_for::<Kiosk>(),
    },
    Endpoint {
        path: "/kiosk-search.json",
        summary: "What a display searches by itself; only where the site has them.",
        schema: |schemas| schemas.subschema_for::<KioskIndex>(),
    },
];

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
    let paths = ENDPOINTS.iter().chain(&OTHERS).map(|endpoint| {
        let schema = (endpoint.schema)(&mut schemas);
        (endpoint.path.to_owned(), path_item(endpoint, &schema.to_value()))
    });
    let paths = paths.collect::<Map<_, _>>();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Content API",
            "version": "1",
            "description": "What the portal shows, as JSON (UTF-8, NFC). Vietnamese is at the base, another language under its code. Readers ignore fields they don't know and skip block kinds they don't know."
        },
        "servers": [{ "url": "/api/v1" }, { "url": "/api/v1/en", "description": "English, where the site has it." }],
        "paths": paths,
        "components": { "schemas": schemas.take_definitions(true) }
    })
}

fn path_item(endpoint: &Endpoint, schema: &Value) -> Value {
    let used = PARAMETERS.iter().filter(|(name, _, _)| endpoint.path.contains(&format!("{{{name}}}")));
    let parameters = used.map(|(name, pattern, description)| {
        json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string", "pattern": pattern } })
    });
    json!({
        "get": {
            "summary": endpoint.summary,
            "parameters": parameters.collect::<Vec<_>>(),
            "responses": {
                "200": { "description": "The document.", "content": { "application/json": { "schema": schema } } },
                "404": { "description": "There is no such document." },
                "410": { "description": "The document is gone." }
            }
        }
    })
}

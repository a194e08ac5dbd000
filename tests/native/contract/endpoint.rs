//! The contract's addresses, each with the schema of its documents.

use jsonschema::{Draft, Validator};
use portal_publisher::output::api::contract::open_api;
use serde_json::{Value, json};

/// The documents of one address of the contract.
pub struct Endpoint {
    /// As the contract writes it: `/articles/{id}.json`.
    pub template: String,
    parameters: Vec<(String, Validator)>,
    schema: Validator,
}

pub fn endpoints() -> Vec<Endpoint> {
    let contract = open_api();
    let paths = contract["paths"].as_object().unwrap();
    paths.iter().map(|(template, item)| Endpoint::read(&contract, template, &item["get"])).collect()
}

impl Endpoint {
    fn read(contract: &Value, template: &str, operation: &Value) -> Self {
        let parameters = operation["parameters"].as_array().unwrap().iter();
        let parameters = parameters.map(|parameter| {
            (format!("{{{}}}", parameter["name"].as_str().unwrap()), to_validator(contract, &parameter["schema"]))
        });
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        Self { template: template.to_owned(), parameters: parameters.collect(), schema: to_validator(contract, schema) }
    }

    /// Whether an address below the API's base is one of these.
    pub fn admits(&self, address: &str) -> bool {
        let (expected, found) = (self.template.split('/'), format!("/{address}"));
        let found = found.split('/').collect::<Vec<_>>();
        expected.clone().count() == found.len()
            && expected.zip(found).all(|(expected, found)| self.admits_segment(expected, found))
    }

    fn admits_segment(&self, expected: &str, found: &str) -> bool {
        match self.parameters.iter().find(|(name, _)| expected.starts_with(name.as_str())) {
            Some((name, rule)) => {
                found.strip_suffix(&expected[name.len()..]).is_some_and(|value| rule.is_valid(&json!(value)))
            }
            None => expected == found,
        }
    }

    pub fn problems(&self, document: &Value) -> Vec<String> {
        self.schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }
}

/// A schema of the contract, with the others it refers to.
fn to_validator(contract: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = contract["components"].clone();
    jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true).build(&whole).unwrap()
}

/// The one endpoint an address belongs to; another language's documents are below its code.
pub fn endpoint_of<'a>(endpoints: &'a [Endpoint], address: &str) -> &'a Endpoint {
    let below = address.strip_prefix("en/").unwrap_or(address);
    let found = endpoints.iter().filter(|endpoint| endpoint.admits(below)).collect::<Vec<_>>();
    let templates = found.iter().map(|endpoint| &endpoint.template).collect::<Vec<_>>();
    assert_eq!(found.len(), 1, "{address} belongs to {templates:?}");
    found[0]
}

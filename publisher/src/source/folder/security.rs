//! `[security]` of the main `site.toml`. It is read by itself, as it is part of no page: visitors never load it.

use std::path::Path;

use portal_app::path::word::Href;
use toml::de::DeValue;

use super::front_matter::Fields;
use super::settings::{Settings, https, page_or_https, read_settings};
use super::value;
use crate::delivery::is_reports_address;
use crate::source::problem::{Fault, Problems};
use crate::source::security::SecuritySource;

/// Reads `[security]`; a site without it names nobody.
pub(super) fn read_security(file: &Path, problems: &mut Problems) -> Settings<SecuritySource> {
    let security = read_settings(file, problems, |mut fields| {
        Some(fields.table("security").map(parse_security).unwrap_or_default())
    });
    security.unwrap_or_else(|| Settings::empty(file))
}

fn parse_security(mut fields: Fields<'_>) -> SecuritySource {
    let contacts = fields.set("contact", contact);
    let policy = fields.optional("policy", page_or_https);
    if policy.is_some() && contacts.is_empty() {
        // Without anybody to tell there is no file that could name it.
        fields.required("contact", contact);
    }
    let csp_reports = fields.optional("csp_reports", reports_address);
    fields.finish();
    SecuritySource { contacts, policy, csp_reports }
}

/// An e-mail address may be written as it is.
fn contact(value: &DeValue<'_>) -> Result<Href, Fault> {
    let written = value::text(value)?;
    let is_link = |scheme: &str| written.starts_with(scheme);
    if is_link("mailto:") || is_link("tel:") {
        return value::href(value);
    }
    if written.contains('@') && !written.contains(':') {
        return value::href(&DeValue::String(format!("mailto:{}", value::email(value)?).into()));
    }
    https(value)
}

fn reports_address(value: &DeValue<'_>) -> Result<String, Fault> {
    let address = value::text(value)?;
    let fault = || Fault::new("it is not an https address", "Write https://, the host and the path.");
    if is_reports_address(&address) { Ok(address) } else { Err(fault()) }
}

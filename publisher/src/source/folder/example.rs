//! How a field that is no text is written, for what editors are told.

use toml::de::DeValue;

use super::syntax::quoted;

/// A table, by its field's name; the text that was written in its place is its file or its name.
pub(super) fn table(field: &str, written: &DeValue<'_>) -> String {
    let written = written.as_str().map(str::trim).filter(|text| !text.is_empty());
    let given = written.map_or_else(|| "\"…\"".to_owned(), quoted);
    match field {
        "image" => format!("{{ src = {given}, alt = \"…\" }}"),
        "audio" => format!("{{ src = {given} }}"),
        "attachments" => format!("{{ name = \"…\", src = {given} }}"),
        "source" => format!("{{ name = {given}, url = \"https://…\" }}"),
        "withdrawn" => format!("{{ at = \"2021-03-12\", note = {given} }}"),
        "history" => format!("{{ at = \"2021-03-12\", kind = \"corrected\", note = {given} }}"),
        "notice" => format!("{{ text = {given}, level = \"info\" }}"),
        "navigation" | "footer_links" | "children" => format!("{{ label = {given}, path = \"/…/\" }}"),
        "partner_links" => format!("{{ label = {given}, url = \"https://…\" }}"),
        "responsible" | "officials" => format!("{{ name = {given}, title = \"…\" }}"),
        "section" => format!("{{ slug = \"…\", name = {given} }}"),
        _ => "{ field = \"…\" }".to_owned(),
    }
}

/// A list, of what was written with commas.
pub(super) fn list(written: &str) -> String {
    let elements = written.split([',', ';']).map(str::trim).filter(|element| !element.is_empty());
    let elements = elements.map(quoted).collect::<Vec<_>>();
    if elements.is_empty() { "[\"…\", \"…\"]".to_owned() } else { format!("[{}]", elements.join(", ")) }
}

/// Whether a list holds tables.
pub(super) fn is_of_tables(field: &str) -> bool {
    matches!(
        field,
        "attachments"
            | "history"
            | "navigation"
            | "footer_links"
            | "children"
            | "partner_links"
            | "officials"
            | "section"
    )
}

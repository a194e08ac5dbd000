//! How fields that are more than a word are written, for what editors are told: each example can be copied, and a test
//! reads every one of them.

use toml::de::DeValue;

use super::syntax::quoted;

/// The fields of a table, each with a value as TOML writes it.
type Table = &'static [(&'static str, &'static str)];

enum Form {
    Table(Table),
    /// A list of tables.
    Tables(Table),
    Value(&'static str),
}

fn form(field: &str) -> Option<Form> {
    Some(match field {
        "image" => Form::Table(&[("src", "\"anh.jpg\""), ("alt", "\"Toàn cảnh hội nghị\"")]),
        "audio" => Form::Table(&[("src", "\"ban-tin.mp3\""), ("duration_secs", "90")]),
        "attachments" => Form::Tables(&[("name", "\"Kế hoạch\""), ("src", "\"ke-hoach.pdf\"")]),
        "source" => Form::Table(&[("name", "\"Cổng thông tin tỉnh\""), ("url", "\"https://example.org/bai\"")]),
        "withdrawn" => Form::Table(&[("at", "\"2021-03-12\""), ("note", "\"Bài được gỡ vì … (ghi lý do).\"")]),
        "history" => {
            Form::Tables(&[("at", "\"2021-03-12\""), ("kind", "\"corrected\""), ("note", "\"Sửa lại ngày họp.\"")])
        }
        "aliases" => Form::Value("[\"/Default.aspx?id=45\"]"),
        "tags" => Form::Value("[\"Bầu cử\", \"Quốc hội\"]"),
        "related" => Form::Value("[\"k7q2m9\"]"),
        "translation_of" => Form::Value("\"k7q2m9\""),
        "notice" => Form::Table(&[("text", "\"Sở nghỉ lễ ngày 2/9.\""), ("level", "\"info\"")]),
        "navigation" | "footer_links" | "children" => {
            Form::Tables(&[("label", "\"Tin mới\""), ("path", "\"/tin-moi/\"")])
        }
        "partner_links" => Form::Tables(&[("label", "\"Cổng thông tin tỉnh\""), ("url", "\"https://example.org/\"")]),
        "responsible" => Form::Table(&[("name", "\"Họ và tên\""), ("title", "\"Giám đốc\"")]),
        "officials" => Form::Tables(&[("name", "\"Họ và tên\""), ("title", "\"Chánh Văn phòng\"")]),
        "online_url" => Form::Value("\"https://thong-ke.example/online.json\""),
        "analytics" => Form::Table(&[
            ("kind", "\"emc\""),
            ("tracker_url", "\"https://thong-ke.example/dem\""),
            ("script_url", "\"https://thong-ke.example/dem.js\""),
            ("site_id", "\"1\""),
        ]),
        "providers" => Form::Tables(&[("name", "\"youtube\""), ("origin", "\"https://www.youtube-nocookie.com\"")]),
        "section" => Form::Tables(&[("slug", "\"thong-bao\""), ("name", "\"Thông báo\"")]),
        "home" => Form::Table(&[("intro", "\"Sở làm gì, trong một câu.\"")]),
        "tasks" => Form::Tables(&[("icon", "\"contact\""), ("label", "\"Liên hệ\""), ("href", "\"/trang/lien-he/\"")]),
        "kiosk" => Form::Table(&[("story_seconds", "12")]),
        "displays" => Form::Tables(&[("name", "\"sanh-chinh\""), ("story_seconds", "12")]),
        "night" => Form::Table(&[("from", "\"22:00\""), ("until", "\"06:00\"")]),
        "screen" => Form::Table(&[("height_mm", "1000"), ("bottom_mm", "700")]),
        _ => return None,
    })
}

/// A whole line for a place as problems name it (`attachments[2].src`): its own field's, or that of the table around it,
/// where that shows the field.
pub(super) fn line(place: &str) -> Option<String> {
    let (around, field) = place.rsplit_once('.').unwrap_or(("", place));
    own_line(field).or_else(|| {
        let shown = own_line(around.rsplit('.').next()?)?;
        shown.contains(&format!("{field} = ")).then_some(shown)
    })
}

/// The line of a table that has no such field, or lacks one.
pub(super) fn line_of_table(place: &str) -> Option<String> {
    own_line(place.rsplit_once('.')?.0.rsplit('.').next()?)
}

/// Of an article `section` is a word, and in `sections.toml` it is a list.
fn own_line(part: &str) -> Option<String> {
    let field = part.split('[').next().unwrap_or_default();
    let value = match form(field)? {
        Form::Table(table) => braces(table, &[]),
        Form::Tables(_) if part == "section" => return None,
        Form::Tables(table) => format!("[{}]", braces(table, &[])),
        Form::Value(value) => value.to_owned(),
    };
    Some(format!("{field} = {value}"))
}

/// What to write where a table is expected, or a list of them, with what was written instead in its place.
pub(super) fn table(field: &str, written: &DeValue<'_>) -> String {
    let written = written.as_str().map(str::trim).filter(|text| !text.is_empty());
    let filled = |table: Table| written.map_or_else(|| braces(table, &[]), |written| fill(field, table, written));
    match form(field) {
        Some(Form::Table(table)) => filled(table),
        Some(Form::Tables(table)) => format!("[{}]", filled(table)),
        Some(Form::Value(value)) => value.to_owned(),
        None => "{ field = \"…\" }".to_owned(),
    }
}

/// One table of a list.
pub(super) fn element(field: &str, written: &DeValue<'_>) -> String {
    let table = table(field, written);
    table.strip_prefix('[').and_then(|table| table.strip_suffix(']')).unwrap_or(&table).to_owned()
}

/// Nothing is made up that need not be there: of what was not written only the required fields are in it.
fn fill(field: &str, table: Table, written: &str) -> String {
    let given = given(table, written);
    let is_needed =
        |name: &str| given.is_empty() || given.iter().any(|(known, _)| *known == name) || !is_optional(field, name);
    let needed = table.iter().filter(|(name, _)| is_needed(name)).copied().collect::<Vec<_>>();
    braces(&needed, &given)
}

fn is_optional(field: &str, name: &str) -> bool {
    matches!((field, name), ("source", "url") | ("audio", "duration_secs") | ("history", "note"))
}

fn braces(table: &[(&str, &str)], given: &[(&str, String)]) -> String {
    let fields = table.iter().map(|(name, value)| {
        let given = given.iter().find(|(known, _)| known == name).map(|(_, text)| quoted(text));
        format!("{name} = {}", given.as_deref().unwrap_or(value))
    });
    format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// The fields that a text is meant for: a day and a note, an address, a path, a file and what it is called, or words.
fn given(table: Table, written: &str) -> Vec<(&'static str, String)> {
    let has = |name: &str| table.iter().any(|(known, _)| *known == name);
    let first = |names: &[&'static str]| names.iter().copied().find(|name| has(name));
    let is_address = written.starts_with("https://") || written.starts_with("http://");
    let file = written.rsplit_once('.').filter(|(_, end)| (2..=4).contains(&end.len()));
    let (day, note) = written.split_once(char::is_whitespace).unwrap_or((written, ""));
    if has("at") && day.starts_with(|c: char| c.is_ascii_digit()) {
        let note = Some(note.trim()).filter(|note| !note.is_empty());
        return [("at", day)]
            .into_iter()
            .chain(note.map(|note| ("note", note)))
            .map(|(n, t)| (n, t.to_owned()))
            .collect();
    }
    if let Some((stem, _)) = file.filter(|_| has("src")) {
        // A file's name says what a document is, and hardly ever what a picture shows.
        let name = first(&["name"]).map(|name| (name, stem.to_owned()));
        let alt = first(&["alt"]).map(|alt| (alt, "Mô tả ảnh trong một câu".to_owned()));
        return [("src", written.to_owned())].into_iter().chain(name).chain(alt).collect();
    }
    let wanted: &[&'static str] = match written {
        _ if is_address => &["url"],
        _ if written.starts_with('/') => &["path", "href"],
        _ if has("slug") || has("origin") || has("story_seconds") => &[],
        _ => &["note", "text", "label", "name", "intro"],
    };
    first(wanted).map(|name| (name, written.to_owned())).into_iter().collect()
}

/// A list, of what was written with commas.
pub(super) fn list(written: &str) -> Option<String> {
    let elements = written.split([',', ';']).map(str::trim).filter(|element| !element.is_empty());
    let elements = elements.map(quoted).collect::<Vec<_>>();
    (!elements.is_empty()).then(|| format!("[{}]", elements.join(", ")))
}

/// Whether a list holds tables.
pub(super) fn is_of_tables(field: &str) -> bool {
    matches!(form(field), Some(Form::Tables(_)))
}

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
        "withdrawn" => Form::Table(&[("at", "\"2021-03-12\""), ("note", "\"Bài được gỡ vì đăng nhầm.\"")]),
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
        "responsible" => Form::Table(&[("name", "\"Nguyễn Văn An\""), ("title", "\"Giám đốc\"")]),
        "officials" => Form::Tables(&[("name", "\"Nguyễn Văn An\""), ("title", "\"Chánh Văn phòng\"")]),
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
        Form::Table(table) => braces(table, None),
        Form::Tables(_) if part == "section" => return None,
        Form::Tables(table) => format!("[{}]", braces(table, None)),
        Form::Value(value) => value.to_owned(),
    };
    Some(format!("{field} = {value}"))
}

/// What to write where a table is expected, or a list of them, with what was written instead in its place.
pub(super) fn table(field: &str, written: &DeValue<'_>) -> String {
    let written = written.as_str().map(str::trim).filter(|text| !text.is_empty());
    match form(field) {
        Some(Form::Table(table)) => braces(table, written),
        Some(Form::Tables(table)) => format!("[{}]", braces(table, written)),
        Some(Form::Value(value)) => value.to_owned(),
        None => "{ field = \"…\" }".to_owned(),
    }
}

/// One table of a list.
pub(super) fn element(field: &str, written: &DeValue<'_>) -> String {
    let table = table(field, written);
    table.strip_prefix('[').and_then(|table| table.strip_suffix(']')).unwrap_or(&table).to_owned()
}

fn braces(table: Table, written: Option<&str>) -> String {
    let place = written.and_then(|written| place_of(table, written));
    let fields = table.iter().map(|(name, value)| {
        let given = written.filter(|_| place == Some(*name)).map(quoted);
        format!("{name} = {}", given.as_deref().unwrap_or(value))
    });
    format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// The field that a text is meant for: an address, a path, a file, or words.
fn place_of(table: Table, written: &str) -> Option<&'static str> {
    let has = |name: &str| table.iter().any(|(known, _)| *known == name);
    let is_address = written.starts_with("https://") || written.starts_with("http://");
    let is_file = written.rsplit_once('.').is_some_and(|(_, end)| (2..=4).contains(&end.len()));
    let wanted: &[&'static str] = match written {
        _ if is_address => &["url"],
        _ if written.starts_with('/') => &["path", "href"],
        _ if is_file && has("src") => &["src"],
        _ if has("slug") || has("origin") || has("story_seconds") => &[],
        _ => &["note", "text", "label", "name", "intro"],
    };
    wanted.iter().copied().find(|name| has(name))
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

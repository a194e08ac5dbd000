//! What feed readers, search engines and link previews are told: feeds, the sitemap, heads.
//!
//! Feeds are read back by a parser of other authors and held against what their specifications require; structured data
//! against what schema.org and search engines require.

mod feeds;
mod heads;
mod sitemap;

use serde_json::Value;

use crate::published::write_files;
use crate::workshop::Workshop;

/// Markup, quotes, ends of elements and sections, marks that turn text around.
pub const HOSTILE: &str = "</script><script>alert(1)</script> ]]> <!-- --> <b>\"nháy\"</b> 'đơn' &amp; \\ \u{202e}ngược\u{202c} \u{2066}riêng\u{2069}";

/// A text as an editor's file has it, as the site shows it, and as XML 1.0 can hold it.
pub struct HostileText {
    pub written: String,
    pub said: String,
    pub in_xml: String,
}

/// Texts that try to be more than text.
pub fn hostile_texts() -> Vec<HostileText> {
    let plain = |text: String| HostileText { written: text.clone(), said: text.clone(), in_xml: text };
    let controls = HostileText {
        written: "chuông\u{7} thoát\u{1b} lùi\u{8} không\u{ffff}".to_owned(),
        said: "chuông thoát lùi không".to_owned(),
        in_xml: "chuông thoát lùi không".to_owned(),
    };
    // Entities are read.
    let hostile = HostileText { written: HOSTILE.to_owned(), ..plain(HOSTILE.replace("&amp;", "&")) };
    vec![hostile, controls, plain(format!("đầu {} cuối", "ệ".repeat(10_000)))]
}

/// A site with `text` wherever a text is possible, and one article with the same.
pub fn site_saying(text: &str) -> Workshop {
    let quoted = toml::Value::String(text.to_owned()).to_string();
    let workshop = Workshop::new(&[(
        "kypham",
        &format!(
            "title = {quoted}\npublished_at = \"2021-03-12\"\nsummary = {quoted}\nauthor = {quoted}\n\
             source = {{ name = {quoted}, url = \"https://example.org/?a=1&b=<2>\" }}\ntags = [{quoted}]"
        ),
    )]);
    let site = format!(
        "url = \"https://portal.example\"\nlang = \"vi\"\nname = {quoted}\nshort_name = {quoted}\n\
         time_zone = \"Asia/Ho_Chi_Minh\"\nattribution = {quoted}\n[organization]\nname = {quoted}\naddress = {quoted}\n\
         responsible = {{ name = {quoted}, title = {quoted} }}\nphone = \"0000.000.000\"\nemail = \"thu@portal.example\"\n\
         officials = [{{ name = {quoted}, title = {quoted}, phone = \"0000\" }}]\n\
         [[navigation]]\nlabel = {quoted}\npath = \"/\"\n"
    );
    let section = format!("[[section]]\nslug = \"con\"\nname = {quoted}\ndescription = {quoted}\n");
    write_files(&workshop.content(), &[("site.toml", &site), ("sections.toml", &section)]);
    workshop
}

/// The elements of a list that is one.
pub fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_else(|| panic!("{value} is no list"))
}

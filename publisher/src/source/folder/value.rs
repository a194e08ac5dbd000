//! What a field's value must look like: parses TOML values into the content model's types.

use chrono::{DateTime, FixedOffset};
use portal_app::path::AppPath;
use portal_app::path::word::{ArticleId, Href, SitePath, Slug};
use portal_app::text::moment::Moment;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::de::DeValue;

use super::syntax::{backslash, quoted};
use crate::source::address;
use crate::source::letters::{doubts, repair};
use crate::source::limits;
use crate::source::problem::Fault;
use crate::source::slug::fold_slug;
use crate::source::time::Clock;

/// The elements that editors know, and old systems leave in titles.
const MARKUP: [&str; 20] = [
    "a", "b", "br", "div", "em", "font", "h1", "h2", "h3", "i", "img", "li", "p", "small", "span", "strong", "sub",
    "sup", "u", "ul",
];

/// Text that is not empty: one line, composed letters, no entities, nothing invisible.
pub(super) fn text(value: &DeValue<'_>) -> Result<String, Fault> {
    at_most(limits::TEXT, one_line(value)?)
}

/// A text within a limit, in characters.
pub(super) fn at_most(limit: usize, text: String) -> Result<String, Fault> {
    let length = text.chars().count();
    let fault = || Fault::new(format!("it is {length} characters long, and {limit} is the most"), "Shorten it.");
    if length <= limit { Ok(text) } else { Err(fault()) }
}

fn one_line(value: &DeValue<'_>) -> Result<String, Fault> {
    let text = value.as_str().ok_or_else(|| {
        let written = value.as_array().and_then(|elements| elements.first()?.get_ref().as_str()).unwrap_or("…");
        Fault::of_other_kind("it is not text", format!("Write it in quotes: {}.", quoted(written)))
    })?;
    let text = plain(text);
    if text.is_empty() { Err(Fault::new("it is empty", "Write it, or remove the line.")) } else { Ok(text) }
}

/// A text as readers see it: what other systems escaped is unescaped, and its letters have one form.
fn plain(text: &str) -> String {
    repair(&decode(text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Entities, and those of what was escaped twice.
fn decode(text: &str) -> String {
    html_escape::decode_html_entities(&html_escape::decode_html_entities(text)).into_owned()
}

/// What a text can hardly be meant to hold, though it can be published.
pub(super) fn doubted(text: &str) -> Vec<Fault> {
    let text = decode(text);
    let mut tags = text.split('<').skip(1).filter(|rest| {
        let name = rest.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_open =
            rest.trim_start_matches('/').get(name.len()..).is_some_and(|rest| rest.starts_with([' ', '/', '>']));
        is_open && MARKUP.contains(&name.to_ascii_lowercase().as_str())
    });
    let help = "Write plain text: here <b> is not bold, but shown as it is written.";
    let html = tags.next().map(|_| Fault::warning("it holds HTML", help));
    doubts(&text).map(|(_, fault)| fault).chain(html).collect()
}

/// Text that may be empty: a decorative picture's `alt`.
pub(super) fn text_or_empty(value: &DeValue<'_>) -> Result<String, Fault> {
    if value.as_str().is_some_and(|text| plain(text).is_empty()) { Ok(String::new()) } else { text(value) }
}

pub(super) fn slug(value: &DeValue<'_>) -> Result<Slug, Fault> {
    let text = at_most(limits::SLUG, text(value)?)?;
    let folded = fold_slug(&text);
    Slug::new(text).ok_or_else(|| {
        let help = folded.map(|slug| format!("Use only a-z, 0-9 and -, as in `{slug}`."));
        Fault::new("it is not a slug", help.unwrap_or_else(|| "Use only a-z, 0-9 and -.".to_owned()))
    })
}

/// The name of a file in the media folder, with the \\ of Windows or without.
pub(super) fn file_name(value: &DeValue<'_>) -> Result<String, Fault> {
    // `"2021\tin.jpg"` has a tab.
    if value.as_str().is_some_and(|text| text.trim().contains(char::is_control)) {
        return Err(backslash());
    }
    Ok(text(value)?.replace('\\', "/"))
}

pub(super) fn article_id(value: &DeValue<'_>) -> Result<ArticleId, Fault> {
    let id = ArticleId::new(text(value)?).filter(|id| limits::ID.contains(&id.as_str().len()));
    let (least, most) = limits::ID.into_inner();
    let help = format!("Use only a-z and 0-9, {least} to {most} of them; `portal new` makes a fresh one.");
    id.ok_or_else(|| Fault::of_other_kind("it is not an id", help))
}

/// The id of another article.
pub(super) fn other_article(value: &DeValue<'_>) -> Result<ArticleId, Fault> {
    article_id(value).map_err(|fault| Fault { help: "Look the id up in the other article's file.".to_owned(), ..fault })
}

pub(super) fn site_path(value: &DeValue<'_>) -> Result<SitePath, Fault> {
    SitePath::new(at_most(limits::PATH, text(value)?)?)
        .ok_or_else(|| Fault::of_other_kind("it is not a path of this site", "Begin it with one /."))
}

/// An address that led here. A whole one is often of another host, so its path is not taken unasked.
pub(super) fn old_address(value: &DeValue<'_>) -> Result<SitePath, Fault> {
    let whole =
        value.as_str().and_then(|text| text.trim().split_once("://")).filter(|(scheme, _)| !scheme.contains('/'));
    let Some((_, rest)) = whole else { return site_path(value) };
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    Err(Fault::new("it is a whole address, and only a path is read here", format!("Write its path: \"{path}\".")))
}

/// A path that leads somewhere, in its canonical form: a page's missing last slash is added.
pub(super) fn page_path(value: &DeValue<'_>) -> Result<SitePath, Fault> {
    let path = site_path(value)?;
    Ok(AppPath::parse(path.as_str()).map(SitePath::from).unwrap_or(path))
}

pub(super) fn href(value: &DeValue<'_>) -> Result<Href, Fault> {
    let help = "Use https://…, http://…, mailto:…, tel:… or a path that begins with one /.";
    let href = Href::new(at_most(limits::LINK, text(value)?)?)
        .ok_or_else(|| Fault::of_other_kind("it cannot be linked to", help))?;
    address::check(&href).map(|()| href)
}

pub(super) fn email(value: &DeValue<'_>) -> Result<String, Fault> {
    let email = text(value)?;
    let sound = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if sound && !email.contains(' ') {
        Ok(email)
    } else {
        Err(Fault::new("it is not an e-mail address", "Write name@host."))
    }
}

pub(super) fn boolean(value: &DeValue<'_>) -> Result<bool, Fault> {
    value
        .as_bool()
        .ok_or_else(|| Fault::of_other_kind("it is neither true nor false", "Write true or false, without quotes."))
}

pub(super) fn count(value: &DeValue<'_>) -> Result<u32, Fault> {
    let number = value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    number.ok_or_else(|| Fault::of_other_kind("it is not a whole number", "Write digits, without quotes."))
}

/// A time in quotes, or a bare TOML date or time.
pub(super) fn moment(value: &DeValue<'_>, clock: Clock) -> Result<Moment, Fault> {
    match value.as_datetime() {
        Some(bare) => clock.parse_time(&bare.to_string()),
        None => clock.parse_time(&text(value)?),
    }
}

/// When something ends: a day ends with its last moment.
pub(super) fn end(value: &DeValue<'_>, clock: Clock) -> Result<DateTime<FixedOffset>, Fault> {
    match value.as_datetime() {
        Some(bare) => clock.parse_end(&bare.to_string()),
        None => clock.parse_end(&text(value)?),
    }
}

/// One of a fixed set of words: a language, a notice's level.
pub(super) fn keyword<T: DeserializeOwned>(value: &DeValue<'_>) -> Result<T, Fault> {
    let text = text(value)?;
    let word: StrDeserializer<'_, WordError> = text.as_str().into_deserializer();
    T::deserialize(word).map_err(|error| Fault::new(error.to_string(), "Use one of those."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_readers_see() {
        for (written, read) in [
            ("Hội nghị &quot;Dân vận&quot; &amp; tập huấn &#8211; đợt 1", "Hội nghị \"Dân vận\" & tập huấn – đợt 1"),
            ("Tóm&nbsp;tắt\u{a0}\u{3000}xong", "Tóm tắt xong"),
            ("&amp;quot;Dân vận&amp;quot;", "\"Dân vận\""),
            ("A & B <c> ]]> &ecirc; AT&T \u{1}\u{b} hết", "A & B <c> ]]> ê AT&T hết"),
            ("Hội\u{200b} ng\u{ad}hị\u{2060} tổng\u{200d} kết\u{feff}", "Hội nghị tổng kết"),
            ("\u{200f}mã số\u{200e} \u{202b}1\u{202c} \u{f0b7}", "mã số \u{202b}1\u{202c} •"),
            (
                "🎉 ❤\u{fe0f} 👨\u{200d}👩\u{200d}👧 🇻🇳 100°C ½ 10₫",
                "🎉 ❤\u{fe0f} 👨\u{200d}👩\u{200d}👧 🇻🇳 100°C ½ 10₫",
            ),
        ] {
            assert_eq!(text(&DeValue::String(written.into())).as_deref(), Ok(read), "{written}");
        }
        for written in ["", " \u{a0}", "\u{200b}", "&nbsp;"] {
            assert!(text(&DeValue::String(written.into())).is_err(), "{written:?}");
        }
    }

    #[test]
    fn html_is_doubted() {
        for (written, is_doubted) in [
            ("Tóm tắt &lt;b&gt;đậm&lt;/b&gt;", true),
            ("Tóm tắt <i>x</i>", true),
            ("Dòng<br/>hai", true),
            ("A <a@example.org>", false),
            ("A & B <c> ]]>", false),
            ("1 < 2", false),
            ("<Tên cơ quan>", false),
        ] {
            assert_eq!(!doubted(written).is_empty(), is_doubted, "{written}");
        }
    }

    #[test]
    fn a_file_may_be_named_as_windows_does_where_toml_lets_it() {
        let read = |written: &str| file_name(&DeValue::String(written.to_owned().into()));
        assert_eq!(read(r"2021\Ảnh\a.jpg").as_deref(), Ok("2021/Ảnh/a.jpg"));
        assert!(read("2021\tin.jpg").is_err_and(|fault| fault.help.contains("Write /")));
    }
}

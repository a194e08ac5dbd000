//! What a field's value must look like: parses TOML values into the content model's types.

use portal_app::path::AppPath;
use portal_app::path::word::{ArticleId, Href, SitePath, Slug};
use portal_app::text::moment::Moment;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::de::DeValue;

use crate::source::letters::repair;
use crate::source::limits;
use crate::source::problem::Fault;
use crate::source::time::Clock;

/// Text that is not empty: one line, composed letters, no control characters.
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
    let text = value.as_str().ok_or_else(|| Fault::new("it is not text", "Write it in quotes: \"…\"."))?;
    let text = repair(text);
    let text = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if text.trim().is_empty() { Err(Fault::new("it is empty", "Write it, or remove the line.")) } else { Ok(text) }
}

/// Text that may be empty: a decorative picture's `alt`.
pub(super) fn text_or_empty(value: &DeValue<'_>) -> Result<String, Fault> {
    if value.as_str().is_some_and(|text| text.trim().is_empty()) { Ok(String::new()) } else { text(value) }
}

pub(super) fn slug(value: &DeValue<'_>) -> Result<Slug, Fault> {
    Slug::new(at_most(limits::SLUG, text(value)?)?)
        .ok_or_else(|| Fault::new("it is not a slug", "Use only a-z, 0-9 and -."))
}

pub(super) fn article_id(value: &DeValue<'_>) -> Result<ArticleId, Fault> {
    let id = ArticleId::new(text(value)?).filter(|id| limits::ID.contains(&id.as_str().len()));
    let (least, most) = limits::ID.into_inner();
    let help = format!("Use only a-z and 0-9, {least} to {most} of them; `portal new` makes a fresh one.");
    id.ok_or_else(|| Fault::new("it is not an id", help))
}

pub(super) fn site_path(value: &DeValue<'_>) -> Result<SitePath, Fault> {
    SitePath::new(at_most(limits::PATH, text(value)?)?)
        .ok_or_else(|| Fault::new("it is not a path of this site", "Begin it with one /."))
}

/// A path that leads somewhere, in its canonical form: a page's missing last slash is added.
pub(super) fn page_path(value: &DeValue<'_>) -> Result<SitePath, Fault> {
    let path = site_path(value)?;
    Ok(AppPath::parse(path.as_str()).map(SitePath::from).unwrap_or(path))
}

pub(super) fn href(value: &DeValue<'_>) -> Result<Href, Fault> {
    let help = "Use https://…, http://…, mailto:…, tel:… or a path that begins with one /.";
    Href::new(at_most(limits::LINK, text(value)?)?).ok_or_else(|| Fault::new("it cannot be linked to", help))
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
    value.as_bool().ok_or_else(|| Fault::new("it is neither true nor false", "Write true or false, without quotes."))
}

pub(super) fn count(value: &DeValue<'_>) -> Result<u32, Fault> {
    let number = value.as_integer().and_then(|number| u32::from_str_radix(number.as_str(), number.radix()).ok());
    number.ok_or_else(|| Fault::new("it is not a whole number", "Write digits, without quotes."))
}

/// A time in quotes, or a bare TOML date or time.
pub(super) fn moment(value: &DeValue<'_>, clock: Clock) -> Result<Moment, Fault> {
    match value.as_datetime() {
        Some(bare) => clock.parse_time(&bare.to_string()),
        None => clock.parse_time(&text(value)?),
    }
}

/// One of a fixed set of words: a language, a notice's level.
pub(super) fn keyword<T: DeserializeOwned>(value: &DeValue<'_>) -> Result<T, Fault> {
    let text = text(value)?;
    let word: StrDeserializer<'_, WordError> = text.as_str().into_deserializer();
    T::deserialize(word).map_err(|error| Fault::new(error.to_string(), "Use one of those."))
}

//! `[kiosk]` of the main `site.toml`: how the displays of the site behave.
//!
//! It is read by itself, after the sections that it names, and is part of no page: visitors never load it.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;

use portal_app::content::model::{KioskSettings, NightHours};
use portal_app::path::word::{Href, Slug, origin_of};
use toml::de::DeValue;

use super::edition::ReadEdition;
use super::front_matter::Fields;
use super::settings::{check_policy_length, https, read_settings};
use super::value;
use crate::release::keys::{sha256_hex, short_hash};
use crate::source::kiosk::{DisplaySource, KioskSource};
use crate::source::limits;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problems};

/// How high what is touched may be, in millimetres, for those who sit: the draft of EN 301 549, version 4.
const REACH_MM: u32 = 1_100;
/// The share of a screen's height that holds all controls: no more than the lower half, and no less than they need.
const MOST_REACH_PERCENT: u32 = 50;
const LEAST_REACH_PERCENT: u32 = 25;

/// What the settings are read with.
struct Known<'a> {
    /// Of all languages; none when some cannot be read, then every name is taken as it is.
    sections: Option<Vec<&'a Slug>>,
    /// The site's, for salt.
    url: &'a str,
}

/// Reads `[kiosk]`; a site without it has displays with the usual settings.
pub(super) fn read_kiosk(file: &Path, editions: &[ReadEdition], problems: &mut Problems) -> KioskSource {
    let sections = editions.iter().map(|edition| Some(&edition.sections.as_ref()?.item)).collect::<Option<Vec<_>>>();
    let sections = sections.map(|sections| sections.into_iter().flatten().map(|section| &section.slug).collect());
    let site = editions.first().and_then(|edition| edition.site.as_ref());
    let known = Known { sections, url: site.map_or("", |site| &site.item.url) };
    let kiosk = read_settings(file, problems, |mut fields| {
        Some(fields.table("kiosk").map(|fields| parse_kiosk(fields, &known)).unwrap_or_default())
    });
    kiosk.map(|kiosk| kiosk.item).unwrap_or_default()
}

fn parse_kiosk(mut fields: Fields<'_>, known: &Known<'_>) -> KioskSource {
    let usual = parse_display(&mut fields, &DisplaySource::default(), known);
    let articles = within(limits::EDITION_ARTICLES, "articles", "Each is a file that every display keeps.");
    let articles = fields.optional("articles", articles).and_then(|articles| usize::try_from(articles).ok());
    let (mut displays, mut names) = (Vec::new(), BTreeSet::new());
    let mut heartbeats = vec![("heartbeat_url".to_owned(), usual.settings.heartbeat_url.clone())];
    for (position, mut fields) in fields.tables("displays").into_iter().enumerate() {
        let name = fields.required("name", value::slug);
        if name.as_ref().is_some_and(|name| !names.insert(name.clone())) {
            fields.report("name", Fault::new("another display already has it", "Write another name."));
        }
        let display = parse_display(&mut fields, &usual, known);
        fields.finish();
        let heartbeat = format!("displays[{}].heartbeat_url", position + 1);
        heartbeats.push((heartbeat, display.settings.heartbeat_url.clone()));
        displays.extend(name.map(|name| (name, display)));
    }
    check_heartbeats(&fields, heartbeats);
    fields.finish();
    let articles = articles.unwrap_or(KioskSource::default().articles);
    KioskSource { usual, displays, articles }
}

/// The policy of displays names each origin once.
fn check_heartbeats(fields: &Fields<'_>, heartbeats: Vec<(String, Option<Href>)>) {
    let mut named = BTreeSet::new();
    let origins = heartbeats.into_iter().filter_map(|(field, url)| Some((field, origin_of(url?.as_str())?)));
    let origins = origins.filter(|(_, origin)| named.insert(origin.clone()));
    check_policy_length(fields, &origins.map(|(field, origin)| (field, origin.len())).collect::<Vec<_>>());
}

/// What a table doesn't say is as in `usual`.
fn parse_display(fields: &mut Fields<'_>, usual: &DisplaySource, known: &Known<'_>) -> DisplaySource {
    let sections = parse_sections(fields, known);
    let own = &usual.settings;
    let story_seconds = within(limits::STORY_SECONDS, "seconds", "A headline has to be read in them.");
    let idle_seconds = within(limits::IDLE_SECONDS, "seconds", "Leave time to read, and not the next one's.");
    let countdown_seconds = within(limits::COUNTDOWN_SECONDS, "seconds", "WCAG 2.2.1 asks for at least 20.");
    let memory_limit_mb = within(limits::MEMORY_MB, "megabytes", "Chromium alone takes more than the least of them.");
    let settings = KioskSettings {
        sections: Vec::new(),
        story_seconds: fields.optional("story_seconds", story_seconds).unwrap_or(own.story_seconds),
        idle_seconds: fields.optional("idle_seconds", idle_seconds).unwrap_or(own.idle_seconds),
        countdown_seconds: fields.optional("countdown_seconds", countdown_seconds).unwrap_or(own.countdown_seconds),
        night: fields.table("night").and_then(parse_night).or_else(|| own.night.clone()),
        reload_minute: fields.optional("reload_at", minute_of_day).unwrap_or(own.reload_minute),
        reach_percent: fields.table("screen").and_then(parse_screen).unwrap_or(own.reach_percent),
        pin: fields.optional("pin", |pin| hashed_pin(pin, known.url)).or_else(|| own.pin.clone()),
        heartbeat_url: fields.optional("heartbeat_url", heartbeat).or_else(|| own.heartbeat_url.clone()),
        memory_limit_mb: fields.optional("memory_limit_mb", memory_limit_mb).unwrap_or(own.memory_limit_mb),
    };
    DisplaySource { sections: sections.unwrap_or_else(|| usual.sections.clone()), settings }
}

fn parse_sections(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<Vec<Slug>> {
    fields.optional("sections", |sections| {
        let is_empty = sections.as_array().is_some_and(|sections| sections.is_empty());
        let fault = || Fault::new("it names no section", "Name some, or remove the line: then all are shown.");
        if is_empty { Err(fault()) } else { Ok(()) }
    })?;
    Some(fields.set("sections", |section| known.section(section)))
}

impl Known<'_> {
    fn section(&self, value: &DeValue<'_>) -> Result<Slug, Fault> {
        let slug = value::slug(value)?;
        let Some(known) = self.sections.as_ref().filter(|known| !known.contains(&&slug)) else { return Ok(slug) };
        let all =
            || format!("Use one of {}.", known.iter().map(|slug| format!("`{slug}`")).collect::<Vec<_>>().join(", "));
        Err(Fault::new("there is no such section", did_you_mean(slug.as_str(), known).unwrap_or_else(all)))
    }
}

fn parse_night(mut fields: Fields<'_>) -> Option<NightHours> {
    let from = fields.required("from", minute_of_day);
    let until = fields.required("until", minute_of_day);
    if from.is_some() && from == until {
        let help = "Write another time, or remove `night`: then the display is never dimmed.";
        fields.report("until", Fault::new("the night would end as it begins", help));
    }
    fields.finish();
    Some(NightHours { from_minute: from?, until_minute: until? })
}

/// The share of the screen's height, from below, that somebody in a wheelchair reaches, in percent.
fn parse_screen(mut fields: Fields<'_>) -> Option<u32> {
    let height = within(limits::SCREEN_HEIGHT_MM, "millimetres", "Measure what is seen of the screen.");
    let height = fields.required("height_mm", height);
    let bottom = within(limits::SCREEN_BOTTOM_MM, "millimetres", "Measure from the floor to its lower edge.");
    let bottom = fields.required("bottom_mm", bottom);
    let reach = height.zip(bottom).map(|(height, bottom)| REACH_MM.saturating_sub(bottom) * 100 / height);
    if let Some((height, reach)) = height.zip(reach).filter(|(_, reach)| *reach < LEAST_REACH_PERCENT) {
        let highest = REACH_MM.saturating_sub((height * LEAST_REACH_PERCENT).div_ceil(100));
        let message = format!("only {reach} % of the screen would be within everybody's reach, below {REACH_MM} mm");
        let help =
            format!("Hang it lower, its lower edge at {highest} mm at most: controls take {LEAST_REACH_PERCENT} %.");
        fields.report("bottom_mm", Fault::new(message, help));
    }
    fields.finish();
    reach.map(|reach| reach.min(MOST_REACH_PERCENT))
}

/// A whole number within a range.
fn within(
    range: RangeInclusive<u32>,
    unit: &'static str,
    reason: &'static str,
) -> impl Fn(&DeValue<'_>) -> Result<u32, Fault> {
    move |value| {
        let number = value::count(value)?;
        let (least, most) = (range.start(), range.end());
        let fault = || Fault::new(format!("it is not within {least} and {most} {unit}"), reason);
        if range.contains(&number) { Ok(number) } else { Err(fault()) }
    }
}

/// `22:00` as minutes from midnight.
fn minute_of_day(value: &DeValue<'_>) -> Result<u32, Fault> {
    let number = |digits: &str, most: u32| {
        let is_sound = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|number| is_sound && *number <= most)
    };
    let text = value::text(value)?;
    let minute = text.split_once(':').and_then(|(hour, minute)| Some(number(hour, 23)? * 60 + number(minute, 59)?));
    minute.ok_or_else(|| Fault::new("it is not a time of day", "Write hours and minutes, \"00:00\" to \"23:59\"."))
}

/// On this site, or by https.
fn heartbeat(value: &DeValue<'_>) -> Result<Href, Fault> {
    let url = value::href(value)?;
    if url.is_site_path() { Ok(url) } else { https(value) }
}

/// `sha256:`, a salt, `:`, and the hash of salt and PIN. The settings are published, so a PIN itself is refused, with
/// the line to write instead.
fn hashed_pin(value: &DeValue<'_>, url: &str) -> Result<String, Fault> {
    let text = match value.as_integer() {
        Some(number) => number.as_str().to_owned(),
        None => value::text(value)?,
    };
    let (least, most) = limits::PIN.into_inner();
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'));
    let parts = text.strip_prefix("sha256:").and_then(|rest| rest.split_once(':'));
    if parts
        .is_some_and(|(salt, hash)| (8..=64).contains(&salt.len()) && hash.len() == 64 && is_hex(salt) && is_hex(hash))
    {
        return Ok(text);
    }
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    Err(match is_number {
        true if limits::PIN.contains(&text.len()) => {
            let help = format!("Write pin = \"{}\", which stands for it.", hash_pin(url, &text));
            Fault::new("it is a PIN in the clear, and displays' settings are published", help)
        }
        true => Fault::new(format!("a PIN has {least} to {most} digits"), "Write another one."),
        false => {
            let help =
                format!("Write the PIN itself, {least} to {most} digits: `portal check` then says what stands for it.");
            Fault::new("it is not the hash of a PIN", help)
        }
    })
}

/// The salt follows from site and PIN, so that the same answer is given every time.
fn hash_pin(url: &str, pin: &str) -> String {
    let salt = short_hash([url.as_bytes(), pin.as_bytes()]);
    format!("sha256:{salt}:{}", sha256_hex(format!("{salt}{pin}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_its_minutes() {
        for (text, minute) in [
            ("00:00", Some(0)),
            ("03:30", Some(210)),
            ("23:59", Some(1_439)),
            ("24:00", None),
            ("25:00", None),
            ("12:60", None),
            ("3:30", None),
            ("+3:30", None),
            ("03:30:00", None),
            ("0330", None),
            ("٠٣:٣٠", None),
        ] {
            assert_eq!(minute_of_day(&DeValue::String(text.into())).ok(), minute, "{text}");
        }
    }

    #[test]
    fn a_hashed_pin_is_its_salt_and_the_hash_of_both() {
        let hashed = hash_pin("https://a.vn", "1234");
        let (salt, hash) = hashed.strip_prefix("sha256:").unwrap().split_once(':').unwrap();
        assert_eq!(hash, sha256_hex(format!("{salt}1234")));
        assert_eq!(hashed_pin(&DeValue::String(hashed.clone().into()), ""), Ok(hashed.clone()));
        assert_ne!(hashed, hash_pin("https://b.vn", "1234"));
        assert_ne!(hashed, hash_pin("https://a.vn", "12345"));
    }
}

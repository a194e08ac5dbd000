//! Times as people and old systems write them, read into moments of the site's time zone.
//!
//! Reads `dd/MM/yyyy h:mm:ss SA|CH` (what old sites print; the halves of the day in the edition's language), RFC 3339
//! with or without an offset, and plain dates. Exact local midnight means that no time was kept: it becomes a day.
//! `site.toml` names the time zone.

use std::ops::RangeInclusive;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use portal_app::content::model::Site;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

use crate::source::problem::Fault;
use crate::source::words::words;

/// How times are written in an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The zone of times without an offset.
    pub zone: Tz,
    pub lang: Lang,
}

impl Clock {
    /// Reads a time in any of the forms.
    pub fn parse_time(self, text: &str) -> Result<Moment, Fault> {
        let text = text.trim();
        let parsed = if text.contains('/') { self.parse_legacy(text) } else { self.parse_iso(text) };
        parsed.map_err(|reason| Fault::new(reason, self.help()))
    }

    fn help(self) -> String {
        let [_, after_noon] = words(self.lang).half_days;
        let example = NaiveDate::from_ymd_opt(2021, 3, 12).and_then(|day| day.and_hms_opt(16, 36, 43));
        let example = example.map(|example| to_zone(example, self.zone).to_rfc3339()).unwrap_or_default();
        format!("Write it as \"2021-03-12\", \"{example}\" or \"12/03/2021 4:36:43 {after_noon}\".")
    }

    /// `16/06/2021 9:39:54 SA`, or the date alone.
    fn parse_legacy(self, text: &str) -> Result<Moment, String> {
        let mut parts = text.split_whitespace();
        let date = parts.next().unwrap_or_default();
        let [day, month, year] = split_three(date, '/').ok_or_else(|| format!("`{date}` is not a date"))?;
        let date = parse_date(year, month, day)?;
        let (Some(time), half, None) = (parts.next(), parts.next(), parts.next()) else {
            return match text.split_whitespace().count() {
                1 => Ok(Moment::Day(date)),
                _ => Err("there is something after the time".to_owned()),
            };
        };
        let [before_noon, after_noon] = words(self.lang).half_days;
        let (hour, rest) = time.split_once(':').ok_or_else(|| format!("`{time}` is not a time"))?;
        let hour = parse_number(hour, "hour", 1..=2, 0..=12).and_then(|hour| match hour {
            0 => Err(format!("there is no hour 0 before {before_noon} or {after_noon} (midnight is 12 {before_noon})")),
            hour => Ok(hour % 12),
        });
        let hour = match half.map(str::to_uppercase) {
            Some(half) if half == before_noon => hour?,
            Some(half) if half == after_noon => hour? + 12,
            _ => return Err(format!("it does not say {before_noon} or {after_noon} after the time")),
        };
        Ok(to_moment(to_zone(date.and_time(parse_clock(hour, rest)?), self.zone)))
    }

    /// `2021-04-07T16:36:43+07:00`, with or without an offset, seconds or a time.
    fn parse_iso(self, text: &str) -> Result<Moment, String> {
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let [year, month, day] = split_three(date, '-').ok_or_else(|| format!("`{text}` is not a time or a date"))?;
        let date = parse_date(year, month, day)?;
        let Some(time) = time else { return Ok(Moment::Day(date)) };
        let (clock, offset) = split_offset(time)?;
        let (hour, rest) = clock.split_once(':').ok_or_else(|| format!("`{clock}` is not a time"))?;
        let hour = parse_number(hour, "hour", 2..=2, 0..=23)?;
        let local = date.and_time(parse_clock(hour, rest)?);
        Ok(to_moment(match offset {
            Some(offset) => in_zone(local - offset, self.zone),
            None => to_zone(local, self.zone),
        }))
    }
}

/// The site's time zone. Reading the settings has made sure that it is one.
pub fn zone_of(site: &Site) -> Tz {
    site.time_zone.parse().unwrap_or(Tz::UTC)
}

/// The instant a moment begins: a day begins at its midnight.
pub fn to_instant(moment: Moment, zone: Tz) -> DateTime<FixedOffset> {
    match moment {
        Moment::At(at) => at,
        Moment::Day(day) => to_zone(day.and_time(NaiveTime::MIN), zone),
    }
}

/// The moment a zone's clock shows a time. Of two such moments the earlier one; a time that the clock skips is read
/// as if it had not been skipped (RFC 5545, section 3.3.5).
fn to_zone(local: NaiveDateTime, zone: Tz) -> DateTime<FixedOffset> {
    let offset = zone.offset_from_local_datetime(&local).earliest().unwrap_or_else(|| {
        let before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
        zone.offset_from_utc_datetime(&before)
    });
    let offset = whole_minutes(offset.fix());
    DateTime::from_naive_utc_and_offset(local - offset, offset)
}

fn in_zone(utc: NaiveDateTime, zone: Tz) -> DateTime<FixedOffset> {
    DateTime::from_naive_utc_and_offset(utc, whole_minutes(zone.offset_from_utc_datetime(&utc).fix()))
}

/// An offset that can be written: before there was standard time they had seconds.
fn whole_minutes(offset: FixedOffset) -> FixedOffset {
    FixedOffset::east_opt(offset.local_minus_utc() / 60 * 60).unwrap_or(offset)
}

/// Exact midnight is a day.
fn to_moment(at: DateTime<FixedOffset>) -> Moment {
    if at.time() == NaiveTime::MIN { Moment::Day(at.date_naive()) } else { Moment::At(at) }
}

/// Splits `16:36:43+07:00` before its offset; without one, the site's zone applies.
fn split_offset(time: &str) -> Result<(&str, Option<FixedOffset>), String> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Ok((clock, FixedOffset::east_opt(0)));
    }
    let Some(sign) = time.rfind(['+', '-']) else { return Ok((time, None)) };
    let (clock, offset) = time.split_at_checked(sign).unwrap_or((time, ""));
    let invalid = || format!("`{offset}` is not an offset like +07:00");
    let (hours, minutes) = offset.split_once(':').ok_or_else(invalid)?;
    let west = hours.starts_with('-');
    let hours = parse_number(hours.trim_start_matches(['+', '-']), "hour", 2..=2, 0..=23)?;
    let minutes = parse_number(minutes, "minute", 2..=2, 0..=59)?;
    let seconds = i32::try_from(hours * 3600 + minutes * 60).map_err(|_| invalid())?;
    let offset = FixedOffset::east_opt(if west { -seconds } else { seconds }).ok_or_else(invalid)?;
    Ok((clock, Some(offset)))
}

fn parse_date(year: &str, month: &str, day: &str) -> Result<NaiveDate, String> {
    let month_number = parse_number(month, "month", 1..=2, 1..=12)?;
    let year_number = parse_number(year, "year", 4..=4, 1900..=2199)?;
    let day_number = parse_number(day, "day", 1..=2, 1..=31)?;
    i32::try_from(year_number)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month_number, day_number))
        .ok_or_else(|| format!("{month_number:02}/{year_number} has no day {day_number}"))
}

/// `rest` is `36:43`, `36` or `36:43.250`; fractions of a second are dropped.
fn parse_clock(hour: u32, rest: &str) -> Result<NaiveTime, String> {
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "00"));
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let minute = parse_number(minute, "minute", 2..=2, 0..=59)?;
    let second = parse_number(second, "second", 2..=2, 0..=59)?;
    parse_number(fraction, "fraction of a second", 1..=9, 0..=999_999_999)?;
    NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(|| format!("there is no time {hour}:{minute}:{second}"))
}

fn parse_number(
    digits: &str,
    what: &str,
    length: RangeInclusive<usize>,
    range: RangeInclusive<u32>,
) -> Result<u32, String> {
    let number = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number = number.filter(|_| length.contains(&digits.len())).ok_or_else(|| format!("`{digits}` is no {what}"))?;
    if range.contains(&number) { Ok(number) } else { Err(format!("there is no {what} {number}")) }
}

fn split_three(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut parts = text.split(separator);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(first), Some(second), Some(third), None) => Some([first, second, third]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIETNAM: Clock = Clock { zone: Tz::Asia__Ho_Chi_Minh, lang: Lang::Vi };

    #[test]
    fn every_form_of_time_is_read() {
        for (text, moment) in [
            ("12/03/2021 12:00:00 SA", "2021-03-12"),
            ("12/03/2021 12:00:01 SA", "2021-03-12T00:00:01+07:00"),
            ("12/03/2021 12:00:00 CH", "2021-03-12T12:00:00+07:00"),
            ("16/06/2021 9:39:54 SA", "2021-06-16T09:39:54+07:00"),
            ("07/04/2021 4:36:43 CH", "2021-04-07T16:36:43+07:00"),
            ("7/4/2021 11:59:59 ch", "2021-04-07T23:59:59+07:00"),
            ("31/12/2021 11:59 CH", "2021-12-31T23:59:00+07:00"),
            ("29/02/2020", "2020-02-29"),
            ("2021-03-12", "2021-03-12"),
            ("2021-04-07T16:36:43+07:00", "2021-04-07T16:36:43+07:00"),
            ("2021-04-07 16:36", "2021-04-07T16:36:00+07:00"),
            ("2021-12-31T17:00:00Z", "2022-01-01"),
            ("2021-12-31T16:59:59.999z", "2021-12-31T23:59:59+07:00"),
            ("2021-04-07T05:06:43-04:30", "2021-04-07T16:36:43+07:00"),
            ("2021-04-07T00:00:00+07:00", "2021-04-07"),
        ] {
            assert_eq!(VIETNAM.parse_time(text).map(|moment| moment.to_string()).as_deref(), Ok(moment), "{text}");
        }
    }

    #[test]
    fn an_impossible_time_says_why() {
        for (text, reason) in [
            ("32/13/2021 12:00:00 SA", "there is no month 13"),
            ("32/12/2021", "there is no day 32"),
            ("30/02/2021 9:00:00 SA", "02/2021 has no day 30"),
            ("29/02/2021", "02/2021 has no day 29"),
            ("12/03/2021 13:00:00 CH", "there is no hour 13"),
            ("12/03/2021 0:00:00 SA", "there is no hour 0 before SA or CH (midnight is 12 SA)"),
            ("12/03/2021 9:60:00 SA", "there is no minute 60"),
            ("12/03/2021 9:00:00", "it does not say SA or CH after the time"),
            ("12/03/2021 9:00:00 XX", "it does not say SA or CH after the time"),
            ("12/03/2021 9:00:00 SA CH", "there is something after the time"),
            ("12/03/21", "`21` is no year"),
            ("12/03", "`12/03` is not a date"),
            ("2021-04-07T24:00:00+07:00", "there is no hour 24"),
            ("2021-04-07T23:59:60+07:00", "there is no second 60"),
            ("2021-04-07T16:36:43+0700", "`+0700` is not an offset like +07:00"),
            ("2021-04-07T16:36:43+7a:00", "`7a` is no hour"),
            ("0001-01-01", "there is no year 1"),
            ("hôm qua", "`hôm qua` is not a time or a date"),
            ("", "`` is not a time or a date"),
            ("16:36:43", "`16:36:43` is not a time or a date"),
            ("۲۰۲۱-03-12", "`۲۰۲۱` is no year"),
        ] {
            assert_eq!(VIETNAM.parse_time(text).err().map(|fault| fault.message).as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn a_time_is_of_the_sites_zone_summer_time_and_all() {
        let berlin = Clock { zone: Tz::Europe__Berlin, lang: Lang::En };
        for (text, moment) in [
            ("2021-01-07 16:36", "2021-01-07T16:36:00+01:00"),
            ("2021-07-07 16:36", "2021-07-07T16:36:00+02:00"),
            ("2021-07-07T16:36:00+07:00", "2021-07-07T11:36:00+02:00"),
            ("7/7/2021 4:36:43 pm", "2021-07-07T16:36:43+02:00"),
            // Skipped by the clocks, and shown by them twice.
            ("2021-03-28 02:30", "2021-03-28T02:30:00+01:00"),
            ("2021-10-31 02:30", "2021-10-31T02:30:00+02:00"),
            ("2021-06-30T22:00:00Z", "2021-07-01"),
        ] {
            assert_eq!(berlin.parse_time(text).map(|moment| moment.to_string()).as_deref(), Ok(moment), "{text}");
        }
        assert!(
            berlin
                .parse_time("7/7/2021 4:36:43 CH")
                .is_err_and(|fault| fault.help.contains("+01:00") && fault.help.contains("PM"))
        );
        let begins = |day: &str, zone| Moment::parse(day).map(|day| to_instant(day, zone).to_rfc3339());
        assert_eq!(begins("2021-07-01", Tz::Europe__Berlin).as_deref(), Some("2021-07-01T00:00:00+02:00"));
        assert_eq!(begins("2021-07-01", Tz::Asia__Ho_Chi_Minh).as_deref(), Some("2021-07-01T00:00:00+07:00"));
        // Before there was standard time, offsets had seconds.
        let old = Clock { zone: Tz::Asia__Ho_Chi_Minh, lang: Lang::Vi }.parse_time("1900-05-01 12:00");
        assert_eq!(old.map(|moment| moment.to_string()).as_deref(), Ok("1900-05-01T12:00:00+07:06"));
    }
}

//! Times as people and old systems write them, read into moments of the site's time zone.
//!
//! Reads `dd/MM/yyyy h:mm:ss SA|CH` (what the department's old site printed; SA = before noon), RFC 3339 with
//! or without an offset, and plain dates. Exact local midnight means that no time was kept: it becomes a day.

use std::ops::RangeInclusive;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use portal_app::content::moment::Moment;

use crate::source::problem::Fault;

/// Vietnam's one offset; there is no summer time.
pub const VIETNAM: FixedOffset = match FixedOffset::east_opt(7 * 60 * 60) {
    Some(offset) => offset,
    None => unreachable!(),
};

const HELP: &str = "Write it as \"2021-03-12\", \"2021-03-12T16:36:43+07:00\" or \"12/03/2021 4:36:43 CH\".";

/// Reads a time in any of the forms.
pub fn parse_time(text: &str) -> Result<Moment, Fault> {
    let text = text.trim();
    let parsed = if text.contains('/') { parse_legacy(text) } else { parse_iso(text) };
    parsed.map_err(|reason| Fault::new(reason, HELP))
}

/// The instant a moment begins: a day begins at its midnight.
pub fn to_instant(moment: Moment) -> DateTime<FixedOffset> {
    match moment {
        Moment::At(at) => at,
        Moment::Day(_) => local(moment.sort_key(), VIETNAM),
    }
}

/// `16/06/2021 9:39:54 SA`, or the date alone.
fn parse_legacy(text: &str) -> Result<Moment, String> {
    let mut words = text.split_whitespace();
    let date = words.next().unwrap_or_default();
    let [day, month, year] = split_three(date, '/').ok_or_else(|| format!("`{date}` is not a date"))?;
    let date = parse_date(year, month, day)?;
    let (Some(time), half, None) = (words.next(), words.next(), words.next()) else {
        return match text.split_whitespace().count() {
            1 => Ok(Moment::Day(date)),
            _ => Err("there is something after the time".to_owned()),
        };
    };
    let (hour, rest) = time.split_once(':').ok_or_else(|| format!("`{time}` is not a time"))?;
    let hour = parse_number(hour, "hour", 1..=2, 0..=12).and_then(|hour| match hour {
        0 => Err("there is no hour 0 before SA or CH (midnight is 12 SA)".to_owned()),
        hour => Ok(hour % 12),
    });
    let hour = match half.map(str::to_uppercase).as_deref() {
        Some("SA") => hour?,
        Some("CH") => hour? + 12,
        _ => return Err("it does not say SA or CH after the time".to_owned()),
    };
    Ok(to_moment(date, parse_clock(hour, rest)?, VIETNAM))
}

/// `2021-04-07T16:36:43+07:00`, with or without an offset, seconds or a time.
fn parse_iso(text: &str) -> Result<Moment, String> {
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
    Ok(to_moment(date, parse_clock(hour, rest)?, offset))
}

/// Parts `16:36:43+07:00` at its offset; without one, the site's holds.
fn split_offset(time: &str) -> Result<(&str, FixedOffset), String> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Ok((clock, FixedOffset::east_opt(0).unwrap_or(VIETNAM)));
    }
    let Some(sign) = time.rfind(['+', '-']) else { return Ok((time, VIETNAM)) };
    let (clock, offset) = time.split_at_checked(sign).unwrap_or((time, ""));
    let invalid = || format!("`{offset}` is not an offset like +07:00");
    let (hours, minutes) = offset.split_once(':').ok_or_else(invalid)?;
    let west = hours.starts_with('-');
    let hours = parse_number(hours.trim_start_matches(['+', '-']), "hour", 2..=2, 0..=23)?;
    let minutes = parse_number(minutes, "minute", 2..=2, 0..=59)?;
    let seconds = i32::try_from(hours * 3600 + minutes * 60).map_err(|_| invalid())?;
    let offset = FixedOffset::east_opt(if west { -seconds } else { seconds }).ok_or_else(invalid)?;
    Ok((clock, offset))
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

/// In the site's offset whatever was written, so that all times of a site sort alike.
fn to_moment(date: NaiveDate, time: NaiveTime, offset: FixedOffset) -> Moment {
    let at = local(date.and_time(time), offset);
    if at.time() == NaiveTime::MIN { Moment::Day(at.date_naive()) } else { Moment::At(at) }
}

fn local(clock: chrono::NaiveDateTime, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_naive_utc_and_offset(clock - offset, VIETNAM)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(parse_time(text).map(|moment| moment.to_string()).as_deref(), Ok(moment), "{text}");
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
            assert_eq!(parse_time(text).err().map(|fault| fault.message).as_deref(), Some(reason), "{text}");
        }
    }
}

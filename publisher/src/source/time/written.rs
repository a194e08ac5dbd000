//! Takes a written time apart: numbers, words and marks, and from them one date, one time of day and one offset.
//!
//! The day comes before the month, unless the year comes first. What people and old systems put around a time (a
//! weekday, `ngày`, `lúc`, commas, brackets) is passed over; anything else that is not understood is an error.

use std::fmt::Display;
use std::ops::RangeInclusive;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Weekday};

/// The years that can be published.
const YEARS: RangeInclusive<u32> = 1900..=2199;

/// How far the years of the Buddhist calendar are ahead.
const BUDDHIST_ERA: u32 = 543;

/// A time as it is written.
pub(super) struct Written {
    pub date: NaiveDate,
    pub time: Option<NaiveTime>,
    pub offset: Option<FixedOffset>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
}

use Token::{Mark, Number, Word};

/// Reads a time; `half_days` are the words of before and after noon beside AM and PM.
pub(super) fn read(text: &str, half_days: [&str; 2]) -> Result<Written, String> {
    let lower = text.to_lowercase();
    let tokens = tokens(&lower);
    let unknown = || format!("`{text}` is not a time or a date");
    let (mut date, mut time, mut offset) = (None, None, None);
    let mut rest = tokens.as_slice();
    while let Some(token) = rest.first() {
        rest = if let Some((found, after)) = read_date(rest)? {
            put(&mut date, found, "there is more than one date")?;
            after
        } else if let Some((found, after)) = read_clock(rest, half_days)? {
            put(&mut time, found, "there is more than one time")?;
            after
        } else if let (Some(_), Some((found, after))) = (time, read_offset(rest)?) {
            put(&mut offset, found, "there is more than one offset")?;
            after
        } else if let Some(after) = pass_over(rest) {
            after
        } else {
            let [before_noon, after_noon] = half_days;
            return Err(match (token, date, time) {
                (Number(digits), None, None) if text.trim() == *digits => lone_number(digits),
                (_, None, _) => {
                    let word = text.split_whitespace().find(|word| word.contains('/'));
                    word.map_or_else(unknown, |word| format!("`{word}` is not a date"))
                }
                (Word(word), Some(_), Some(_)) if !is_half_day(word, half_days) => {
                    format!("{before_noon} or {after_noon} is missing after the time")
                }
                (_, _, Some(_)) => "there is something after the time".to_owned(),
                (_, _, None) => "there is something after the date that is not a time".to_owned(),
            });
        };
    }
    Ok(Written { date: date.ok_or_else(unknown)?, time, offset })
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = |c: char| (c.is_numeric(), c.is_alphabetic(), c.is_whitespace());
        let end = match kind(first) {
            (false, false, false) => first.len_utf8(),
            of_first => rest.find(|c| kind(c) != of_first).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match kind(first) {
            (true, ..) => tokens.push(Number(token)),
            (_, true, _) => tokens.push(Word(token)),
            (_, _, true) => {}
            // No offset has a space behind its sign: `8:00 - 11:00` are two times.
            _ if first == '-' && after.starts_with(char::is_whitespace) => tokens.push(Mark('–')),
            _ => tokens.push(Mark(first)),
        }
        rest = after;
    }
    tokens
}

fn put<T>(place: &mut Option<T>, value: T, fault: &str) -> Result<(), String> {
    if place.replace(value).is_some() { Err(fault.to_owned()) } else { Ok(()) }
}

/// What was read, and what is left.
type Read<'t, 'a, T> = Result<Option<(T, &'t [Token<'a>])>, String>;

/// `12/5/2021`, `2021-05-12`, `12.05.2021`, `12 tháng 5 năm 2021`, `20210512`.
fn read_date<'t, 'a>(tokens: &'t [Token<'a>]) -> Read<'t, 'a, NaiveDate> {
    let (date, rest) = match tokens {
        [Number(first), Mark(one @ ('/' | '-' | '–' | '.')), Number(month), Mark(two), Number(last), rest @ ..]
            if one == two =>
        {
            let [day, year] = if first.chars().count() == 4 { [last, first] } else { [first, last] };
            (parse_date(year, month, day)?, rest)
        }
        [
            Number(day),
            Word("tháng"),
            Number(month),
            Word("năm") | Mark(',' | '/' | '-' | '–'),
            Number(year),
            rest @ ..,
        ] => (parse_date(year, month, day)?, rest),
        [Number(digits), rest @ ..] if digits.starts_with(['1', '2']) && is_compact_date(digits) => {
            let (year, day_of_year) = digits.split_at_checked(4).unwrap_or((digits, ""));
            let (month, day) = day_of_year.split_at_checked(2).unwrap_or((day_of_year, ""));
            (parse_date(year, month, day)?, rest)
        }
        _ => return Ok(None),
    };
    Ok(Some((date, rest)))
}

fn is_compact_date(digits: &str) -> bool {
    digits.len() == 8 && NaiveDate::parse_from_str(digits, "%Y%m%d").is_ok()
}

fn parse_date(year: &str, month: &str, day: &str) -> Result<NaiveDate, String> {
    let month_number = match parse_number(month, "month", 1..=2, 0..=99)? {
        month @ 13..=31 if parse_number(day, "day", 1..=2, 1..=12).is_ok() => {
            return Err(format!("there is no month {month}: the day comes before the month"));
        }
        _ => parse_number(month, "month", 1..=2, 1..=12)?,
    };
    let year_number = parse_number(year, "year", 4..=4, 0..=9999)?;
    let of_our_era = year_number.saturating_sub(BUDDHIST_ERA);
    if !YEARS.contains(&year_number) && YEARS.contains(&of_our_era) {
        return Err(format!("{year_number} is a year of the Buddhist calendar, which is {of_our_era} here"));
    }
    let year_number = parse_number(year, "year", 4..=4, YEARS)?;
    let day_number = parse_number(day, "day", 1..=2, 1..=31)?;
    i32::try_from(year_number)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month_number, day_number))
        .ok_or_else(|| format!("{month_number:02}/{year_number} has no day {day_number}"))
}

/// `16:36:43.250`, `16h36`, `8 giờ 30 phút`, `8 giờ`, `4:36 CH`; fractions of a second are dropped.
fn read_clock<'t, 'a>(tokens: &'t [Token<'a>], half_days: [&str; 2]) -> Read<'t, 'a, NaiveTime> {
    let (hour, minute, rest) = match tokens {
        [Number(hour), Mark(':'), Number(minute), rest @ ..] => {
            (hour, parse_number(minute, "minute", 2..=2, 0..=59)?, rest)
        }
        [Number(hour), Word("h" | "g" | "giờ"), rest @ ..] => match rest {
            // The number after the hour may begin the date.
            [Number(minute), after @ ..] if !is_date(rest) => {
                (hour, parse_number(minute, "minute", 1..=2, 0..=59)?, after)
            }
            _ => (hour, 0, rest),
        },
        _ => return Ok(None),
    };
    let (second, rest) = match rest {
        [Mark(':'), Number(second), Mark('.'), Number(_), rest @ ..] | [Mark(':'), Number(second), rest @ ..] => {
            (parse_number(second, "second", 2..=2, 0..=59)?, rest)
        }
        [Word("phút" | "ph" | "p" | "m"), Number(second), Word("giây" | "s"), rest @ ..] => {
            (parse_number(second, "second", 1..=2, 0..=59)?, rest)
        }
        [Word("phút" | "ph" | "p" | "m"), rest @ ..] => (0, rest),
        _ => (0, rest),
    };
    let (hour, rest) = match rest {
        [Word(half), rest @ ..] if is_half_day(half, half_days) => (parse_half_day(hour, half, half_days)?, rest),
        _ => (parse_number(hour, "hour", 1..=2, 0..=23)?, rest),
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second);
    Ok(Some((time.ok_or_else(|| format!("there is no time {hour}:{minute}:{second}"))?, rest)))
}

fn is_date(tokens: &[Token<'_>]) -> bool {
    !matches!(read_date(tokens), Ok(None))
}

fn is_half_day(word: &str, [before_noon, after_noon]: [&str; 2]) -> bool {
    [before_noon, after_noon, "am", "pm"].iter().any(|half| half.eq_ignore_ascii_case(word))
}

/// The hour of the day, of one that is counted from noon or midnight.
fn parse_half_day(hour: &str, half: &str, [before_noon, after_noon]: [&str; 2]) -> Result<u32, String> {
    let is_after_noon = half == "pm" || half.eq_ignore_ascii_case(after_noon);
    match parse_number(hour, "hour", 1..=2, 0..=12)? {
        0 => Err(format!("there is no hour 0 before {before_noon} or {after_noon} (midnight is 12 {before_noon})")),
        hour => Ok(hour % 12 + if is_after_noon { 12 } else { 0 }),
    }
}

/// `+07:00`, `+0700`, `+07`, `Z`, and `GMT` or `UTC` with or without one of them.
fn read_offset<'t, 'a>(tokens: &'t [Token<'a>]) -> Read<'t, 'a, FixedOffset> {
    let (is_named, rest) = match tokens {
        [Word("gmt" | "utc" | "z"), rest @ ..] => (true, rest),
        _ => (false, tokens),
    };
    let (sign, hours, minutes, rest) = match rest {
        [Mark('+' | '-' | '−'), ..] if is_date(rest.get(1..).unwrap_or_default()) => return Ok(None),
        [Mark(sign @ ('+' | '-' | '−')), Number(hours), Mark(':'), Number(minutes), rest @ ..] => {
            (*sign, *hours, *minutes, rest)
        }
        [Mark(sign @ ('+' | '-' | '−')), Number(digits), rest @ ..] => {
            let (hours, minutes) = digits.split_at_checked(2).filter(|_| digits.len() == 4).unwrap_or((digits, "00"));
            (*sign, hours, minutes, rest)
        }
        _ if is_named => ('+', "0", "00", rest),
        _ => return Ok(None),
    };
    let hours = parse_number(hours, "hour", 1..=2, 0..=23)?;
    let minutes = parse_number(minutes, "minute", 2..=2, 0..=59)?;
    let seconds = i32::try_from(hours * 3600 + minutes * 60).unwrap_or_default();
    let offset = FixedOffset::east_opt(if sign == '+' { seconds } else { -seconds });
    Ok(offset.map(|offset| (offset, rest)))
}

/// What is left after something that says nothing of the time.
fn pass_over<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    match tokens {
        [Word("thứ"), Word(_) | Number(_), rest @ ..] | [Word("chủ"), Word("nhật"), rest @ ..] => Some(rest),
        [Word("ngày" | "lúc" | "vào" | "hồi" | "cn" | "t" | "at" | "on"), rest @ ..] => Some(rest),
        [Word(word), rest @ ..] if word.parse::<Weekday>().is_ok() => Some(rest),
        [Mark(',' | '.' | ';' | '(' | ')' | '[' | ']' | '|' | '-' | '–' | '—' | '\''), rest @ ..] => Some(rest),
        _ => None,
    }
}

/// Why a number alone is no time.
fn lone_number(digits: &str) -> String {
    let seconds = digits.parse::<i64>().ok().and_then(|number| match digits.len() {
        9 | 10 => Some(number),
        13 => Some(number / 1_000),
        _ => None,
    });
    match seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)) {
        Some(time) => format!("`{digits}` counts seconds since 1970, which is {}", time.date_naive()),
        None => format!("`{digits}` is not a time or a date"),
    }
}

fn parse_number(
    digits: &str,
    what: &str,
    length: RangeInclusive<usize>,
    range: RangeInclusive<u32>,
) -> Result<u32, String> {
    let number = digits.parse::<u32>().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number = number
        .filter(|_| length.contains(&digits.len()))
        .ok_or_else(|| format!("`{digits}` is written where the {what} belongs"))?;
    if range.contains(&number) { Ok(number) } else { Err(there_is_no(what, number)) }
}

fn there_is_no(what: &str, number: impl Display) -> String {
    format!("there is no {what} {number}")
}

/// Whether what was written is in a year that can be published also where the site is.
pub(super) fn check_year(year: i32) -> Result<(), String> {
    let is_possible = u32::try_from(year).is_ok_and(|year| YEARS.contains(&year));
    if is_possible { Ok(()) } else { Err(there_is_no("year", year)) }
}

//! Times as documents carry them: a moment with an offset, a day without a time of day, a month.
//!
//! Owns reading and writing them in the contract's forms and showing them to people; says nothing of *now*,
//! which only the browser knows and the publisher is told.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::reader::{FromJson, Json, Reading, unexpected};
use crate::text::Text;

/// A calendar day, without a time of day.
pub type Date = NaiveDate;

/// When something happened. Old data that says exact midnight kept no time of day: that is a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    At(DateTime<FixedOffset>),
    Day(Date),
}

impl Moment {
    /// Reads RFC 3339 with an offset (`2021-04-07T16:36:43+07:00`) or a date (`2021-03-12`).
    pub fn parse(text: &str) -> Option<Self> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(at) => Some(Self::At(at)),
            Err(_) => parse_date(text).map(Self::Day),
        }
    }

    /// The local day.
    pub fn date(&self) -> Date {
        match self {
            Self::At(at) => at.date_naive(),
            Self::Day(day) => *day,
        }
    }

    /// The local month.
    pub fn month(&self) -> Month {
        let date = self.date();
        Month { year: date.year(), month: date.month() }
    }

    /// For sorting by time: the local time of day counts, a bare day is at its beginning. All times of a site are of
    /// one time zone, so local order is true order, except in the hour that ends summer time.
    pub fn sort_key(&self) -> NaiveDateTime {
        match self {
            Self::At(at) => at.naive_local(),
            Self::Day(day) => day.and_time(NaiveTime::MIN),
        }
    }

    /// Seconds from `now` (seconds since 1970) to this moment; a bare day has no time of day to count from.
    pub fn seconds_since(&self, now: i64) -> Option<i64> {
        match self {
            Self::At(at) => Some(at.timestamp() - now),
            Self::Day(_) => None,
        }
    }

    /// Whether the moment has come, `now` being in seconds since 1970; while that is unknown it has not.
    pub fn has_come(&self, now: Option<i64>) -> bool {
        now.and_then(|now| self.seconds_since(now)).is_some_and(|left| left <= 0)
    }

    /// For people: `12/03/2021`.
    pub fn format_day(&self, text: &Text) -> String {
        let date = self.date();
        (text.date)(date.year(), date.month(), date.day())
    }

    /// For people: `07/04/2021 16:36`, or `12/03/2021`.
    pub fn format_for_people(&self, text: &Text) -> String {
        let day = self.format_day(text);
        match self {
            Self::At(at) => format!("{day} {:02}:{:02}", at.hour(), at.minute()),
            Self::Day(_) => day,
        }
    }
}

/// Reads `2021-03-12`.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    Date::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::Secs, false)),
            Self::Day(day) => write!(f, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
        }
    }
}

/// A calendar month: `2021-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// Reads `2021-03`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if (year.len(), month.len()) != (4, 2) || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    /// For people: `Tháng 03/2021`.
    pub fn format_for_people(&self, text: &Text) -> String {
        (text.month)(self.year, self.month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Written by `Display`, read by `parse`, described by a pattern.
macro_rules! text_in_json {
    ($type:ty, $name:literal, $any:expr, $expected:literal, $schema:tt) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text)
                    .ok_or_else(|| de::Error::custom(format_args!(concat!("`{}` is not ", $expected), text)))
            }
        }

        impl FromJson for $type {
            fn from_json(value: &mut Json, reading: &Reading) -> Self {
                value.as_str().and_then(Self::parse).unwrap_or_else(|| {
                    reading.fail(unexpected($expected, value));
                    $any
                })
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

text_in_json!(Moment, "Moment", Self::Day(Date::MIN), "a time with an offset or a date", {
    "description": "RFC 3339 with an offset, or a date where no time of day was kept.",
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
});
text_in_json!(Month, "Month", Self { year: 1, month: 1 }, "a month like `2021-03`", {
    "description": "A calendar month.",
    "type": "string",
    "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"
});

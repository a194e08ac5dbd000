//! What a clock in the hall says: a day and a minute of it, in the site's time zone.

use chrono::{Datelike, NaiveDate};

/// Minutes of a day.
pub const DAY: u32 = 24 * 60;

/// A local day and a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    date: NaiveDate,
    /// Since midnight.
    pub minute: u32,
}

impl LocalTime {
    /// `None` for what no clock says.
    pub fn new(year: u32, month: u32, day: u32, hour: u32, minute: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        (hour < 24 && minute < 60).then_some(Self { date, minute: hour * 60 + minute })
    }

    /// Year, month and day.
    pub fn day(&self) -> (i32, u32, u32) {
        (self.date.year(), self.date.month(), self.date.day())
    }

    /// Monday is 0.
    pub fn weekday(&self) -> usize {
        self.date.weekday().num_days_from_monday() as usize
    }

    /// `08:05`.
    pub fn time_of_day(&self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }

    /// Whether the minute is between two minutes of the day, the second one excluded; they may span midnight.
    pub fn is_between(&self, from: u32, until: u32) -> bool {
        let since = |minute: u32| (minute + DAY - from % DAY) % DAY;
        since(self.minute) < since(until % DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> LocalTime {
        LocalTime::new(2026, 11, 26, hour, minute).unwrap()
    }

    #[test]
    fn a_night_spans_midnight() {
        let (from, until) = (22 * 60, 5 * 60);
        for (hour, minute, is_night) in
            [(21, 59, false), (22, 0, true), (0, 0, true), (4, 59, true), (5, 0, false), (12, 0, false)]
        {
            assert_eq!(at(hour, minute).is_between(from, until), is_night, "{hour}:{minute}");
        }
        assert!(!at(3, 0).is_between(180, 180), "an empty night is none");
        assert!(at(13, 0).is_between(12 * 60, 14 * 60));
    }

    #[test]
    fn a_day_has_its_name_and_a_time_two_digits() {
        assert_eq!((at(8, 5).time_of_day().as_str(), at(8, 5).weekday()), ("08:05", 3));
        assert_eq!(LocalTime::new(2026, 2, 30, 0, 0), None);
        assert_eq!(LocalTime::new(2026, 2, 3, 24, 0), None);
    }
}

//! Times as people and old systems write them, read into moments of the site's time zone.
//!
//! `written` takes the text apart. Exact local midnight means that no time was kept: it becomes a day. `site.toml`
//! names the time zone.

mod written;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;
use portal_app::content::model::Site;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

use self::written::Written;
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
        let Written { date, time, offset } = self.read(text)?;
        let moment = time.map_or(Moment::Day(date), |time| to_moment(self.at(date, time, offset)));
        let year = match moment {
            Moment::Day(day) => day.year(),
            Moment::At(at) => at.year(),
        };
        written::check_year(year).map_err(|reason| Fault::new(reason, self.help()))?;
        Ok(moment)
    }

    /// Reads when something ends: a day ends with its last moment.
    pub fn parse_end(self, text: &str) -> Result<DateTime<FixedOffset>, Fault> {
        let Written { date, time, offset } = self.read(text)?;
        let next = date.succ_opt().unwrap_or(date);
        Ok(time.map_or_else(|| self.at(next, NaiveTime::MIN, None), |time| self.at(date, time, offset)))
    }

    fn read(self, text: &str) -> Result<Written, Fault> {
        written::read(text, words(self.lang).half_days).map_err(|reason| Fault::new(reason, self.help()))
    }

    fn at(self, date: NaiveDate, time: NaiveTime, offset: Option<FixedOffset>) -> DateTime<FixedOffset> {
        match offset {
            Some(offset) => in_zone(date.and_time(time) - offset, self.zone),
            None => to_zone(date.and_time(time), self.zone),
        }
    }

    fn help(self) -> String {
        let [_, after_noon] = words(self.lang).half_days;
        let example = NaiveDate::from_ymd_opt(2021, 3, 12).and_then(|day| day.and_hms_opt(16, 36, 43));
        let example = example.map(|example| to_zone(example, self.zone).to_rfc3339()).unwrap_or_default();
        format!("Write it as \"2021-03-12\", \"{example}\" or \"12/03/2021 4:36:43 {after_noon}\".")
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
            ("2021-04-07T16:36:43+0700", "2021-04-07T16:36:43+07:00"),
            ("2021-04-07T16:36:43 +07:00", "2021-04-07T16:36:43+07:00"),
            ("2021-04-07T16:36:43+07", "2021-04-07T16:36:43+07:00"),
            ("2021-05-12T09:30:00.1234567890123+07:00", "2021-05-12T09:30:00+07:00"),
            ("12/05/2021 16:36:43", "2021-05-12T16:36:43+07:00"),
            ("12/05/2021 4:36", "2021-05-12T04:36:00+07:00"),
            ("12-05-2021", "2021-05-12"),
            ("12.05.2021.", "2021-05-12"),
            ("12 / 5 / 2021", "2021-05-12"),
            ("2021/05/12", "2021-05-12"),
            ("2021-5-2", "2021-05-02"),
            ("20210512", "2021-05-12"),
            ("16:36 12/05/2021", "2021-05-12T16:36:00+07:00"),
            ("16:36 - 12-05-2021", "2021-05-12T16:36:00+07:00"),
            ("16:36, 12 - 05 - 2021", "2021-05-12T16:36:00+07:00"),
            ("12/05/2021 - 16:36", "2021-05-12T16:36:00+07:00"),
            ("12/05/2021 | 16:36", "2021-05-12T16:36:00+07:00"),
            ("16h36 12/05/2021", "2021-05-12T16:36:00+07:00"),
            ("16g36', ngày 12/5/2021", "2021-05-12T16:36:00+07:00"),
            ("8 giờ 30 phút ngày 12/5/2021", "2021-05-12T08:30:00+07:00"),
            ("8 giờ 30 phút 5 giây ngày 12/5/2021", "2021-05-12T08:30:05+07:00"),
            ("8h, 12/5/2021", "2021-05-12T08:00:00+07:00"),
            ("8h 12/5/2021", "2021-05-12T08:00:00+07:00"),
            ("Thứ tư, 12/05/2021, 16:36 (GMT+7)", "2021-05-12T16:36:00+07:00"),
            ("Thứ Tư, ngày 12/05/2021 16:36 GMT+07:00", "2021-05-12T16:36:00+07:00"),
            ("Thứ 4, 12/05/2021 09:36 UTC", "2021-05-12T16:36:00+07:00"),
            ("Chủ nhật, 16/5/2021", "2021-05-16"),
            ("Wednesday, 12/05/2021 4:36 PM", "2021-05-12T16:36:00+07:00"),
            ("Wed 12/05/2021 4:36PM", "2021-05-12T16:36:00+07:00"),
            ("05/12/2021 4:36:43 PM", "2021-12-05T16:36:43+07:00"),
            ("12/05/2021 09:30 AM", "2021-05-12T09:30:00+07:00"),
            ("12/05/2021 12:00 SA", "2021-05-12"),
            ("ngày 12 tháng 5 năm 2021", "2021-05-12"),
            ("16 giờ 36 ngày 12 tháng 05 năm 2021", "2021-05-12T16:36:00+07:00"),
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
            ("12/05/2021 12:30:00 S.A.", "SA or CH is missing after the time"),
            ("12/03/2021 9:00:00 XX", "SA or CH is missing after the time"),
            ("12/03/2021 9:00:00 SA CH", "there is something after the time"),
            ("12/03/21", "`21` is written where the year belongs"),
            ("12/03", "`12/03` is not a date"),
            ("2021-04-07T24:00:00+07:00", "there is no hour 24"),
            ("2021-04-07T23:59:60+07:00", "there is no second 60"),
            ("2021-04-07T16:36:43+2500", "there is no hour 25"),
            ("05/13/2021", "there is no month 13: the day comes before the month"),
            ("2021-13-05", "there is no month 13: the day comes before the month"),
            ("12/05/2564", "2564 is a year of the Buddhist calendar, which is 2021 here"),
            ("1620786600", "`1620786600` counts seconds since 1970, which is 2021-05-12"),
            ("12052021", "`12052021` is not a time or a date"),
            ("2021-05-12T24:00", "there is no hour 24"),
            ("12 May 2021", "`12 May 2021` is not a time or a date"),
            ("12/05-2021", "`12/05-2021` is not a date"),
            ("tháng 5 năm 2021", "`tháng 5 năm 2021` is not a time or a date"),
            ("12/05/2021 đến 13/05/2021", "there is something after the date that is not a time"),
            ("12/05/2021 - 13/05/2021", "there is more than one date"),
            ("8:00 9:00 12/05/2021", "there is more than one time"),
            ("12/05/2021 08:00 - 11:00", "there is more than one time"),
            ("12/05/2021 09.30", "there is something after the date that is not a time"),
            ("0001-01-01", "there is no year 1"),
            ("16180803", "there is no year 1618"),
            ("1900-01-01T00:00:00+14:00", "there is no year 1899"),
            ("2199-12-31T23:00:00-02:00", "there is no year 2200"),
            ("hôm qua", "`hôm qua` is not a time or a date"),
            ("", "`` is not a time or a date"),
            ("16:36:43", "`16:36:43` is not a time or a date"),
            ("۲۰۲۱-03-12", "`۲۰۲۱` is written where the year belongs"),
        ] {
            assert_eq!(VIETNAM.parse_time(text).err().map(|fault| fault.message).as_deref(), Some(reason), "{text}");
        }
    }

    #[test]
    fn a_day_ends_with_its_last_moment_and_a_time_is_exact() {
        for (text, end) in [
            ("2021-06-30", "2021-07-01T00:00:00+07:00"),
            ("30/6/2021", "2021-07-01T00:00:00+07:00"),
            ("2021-06-30T00:00:00+07:00", "2021-06-30T00:00:00+07:00"),
            ("30/06/2021 17:00", "2021-06-30T17:00:00+07:00"),
        ] {
            assert_eq!(VIETNAM.parse_end(text).map(|end| end.to_rfc3339()).as_deref(), Ok(end), "{text}");
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

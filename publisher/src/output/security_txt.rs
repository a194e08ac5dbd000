//! `/.well-known/security.txt`: whom to tell of a hole, in the form that finders look for (RFC 9116).
//!
//! Written only where the settings name somebody.

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, SecondsFormat, Utc};
use portal_app::path::word::Href;

use super::error::OutputError;
use crate::release::files::Files;
use crate::site::plan::Plan;

const PATH: &str = ".well-known/security.txt";

/// From the month in which it is published. RFC 9116, 2.5.5, recommends less than a year.
const GOOD_FOR: Months = Months::new(11);

/// Writes it, if there is somebody to tell.
pub fn write(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    match security_txt(plan) {
        Some(text) => Ok(files.put(PATH, text.as_bytes())?),
        None => Ok(()),
    }
}

fn security_txt(plan: &Plan) -> Option<String> {
    let (site, security) = (plan.main_site()?, &plan.security);
    if security.contacts.is_empty() {
        return None;
    }
    let languages = plan.editions.iter().map(|edition| edition.site.lang.tag()).collect::<Vec<_>>().join(", ");
    let contacts = security.contacts.iter().map(|contact| ("Contact", contact.to_string()));
    let policy = security.policy.iter().map(|policy| ("Policy", absolute(&site.url, policy)));
    let lines = contacts
        .chain([("Expires", expires(plan.at)?)])
        .chain(policy)
        .chain([("Preferred-Languages", languages), ("Canonical", format!("{}/{PATH}", site.url))]);
    Some(lines.map(|(name, value)| format!("{name}: {value}\n")).collect())
}

/// The same all through a month, so that not every publish changes the file.
fn expires(at: DateTime<FixedOffset>) -> Option<String> {
    let at = at.with_timezone(&Utc).date_naive();
    let day = NaiveDate::from_ymd_opt(at.year(), at.month(), 1)?.checked_add_months(GOOD_FOR)?;
    Some(day.and_hms_opt(0, 0, 0)?.and_utc().to_rfc3339_opts(SecondsFormat::Secs, true))
}

fn absolute(site: &str, link: &Href) -> String {
    if link.is_site_path() { format!("{site}{link}") } else { link.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_good_for_ten_months_at_least_and_never_for_a_year() {
        for (at, until) in [
            ("2026-11-02T08:00:00+07:00", "2027-10-01T00:00:00Z"),
            ("2026-11-01T06:59:59+07:00", "2027-09-01T00:00:00Z"),
            ("2027-01-31T23:59:59Z", "2027-12-01T00:00:00Z"),
            ("2028-02-29T12:00:00Z", "2029-01-01T00:00:00Z"),
        ] {
            assert_eq!(expires(DateTime::parse_from_rfc3339(at).unwrap()).as_deref(), Some(until), "{at}");
        }
    }
}

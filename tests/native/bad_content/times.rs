//! Times are of the time zone that `site.toml` names, wherever the publisher runs.

use std::io;

use portal_publisher::source::folder::{now, read_instant};

use super::{SITE, article, folder, problems, sound};

fn site_in(zone: &str) -> String {
    SITE.replace("Asia/Ho_Chi_Minh", zone)
}

#[test]
fn a_time_without_an_offset_is_of_the_sites_time_zone() -> io::Result<()> {
    let fields = "publish_at = \"2021-07-07 16:36\"\nexpires_at = \"2021-12-01\"";
    let text = article("haihai", fields, "").replace("\"2021-03-12\"", "\"07/07/2021 4:36:43 CH\"");
    for (zone, published, begins, ends) in [
        ("Asia/Ho_Chi_Minh", "2021-07-07T16:36:43+07:00", "2021-07-07T16:36:00+07:00", "2021-12-02T00:00:00+07:00"),
        ("Europe/Berlin", "2021-07-07T16:36:43+02:00", "2021-07-07T16:36:00+02:00", "2021-12-02T00:00:00+01:00"),
        ("UTC", "2021-07-07T16:36:43+00:00", "2021-07-07T16:36:00+00:00", "2021-12-02T00:00:00+00:00"),
    ] {
        let source = sound(&[("site.toml", site_in(zone).as_bytes()), ("articles/hai.md", text.as_bytes())])?;
        let edition = &source.editions[0];
        let found = edition.articles.iter().find(|article| article.id.as_str() == "haihai");
        let found = found.ok_or(io::ErrorKind::NotFound)?;
        let times = [Some(found.appears_at), found.expires_at].map(|time| time.map(|time| time.to_rfc3339()));
        assert_eq!(found.published_at.to_string(), published, "{zone}");
        assert_eq!(times, [Some(begins.to_owned()), Some(ends.to_owned())], "{zone}");
        assert_eq!(edition.site.time_zone, zone);
    }
    Ok(())
}

#[test]
fn a_notice_ends_with_its_last_day_where_the_site_is() -> io::Result<()> {
    for (zone, until) in
        [("Asia/Ho_Chi_Minh", "2027-06-02T00:00:00+07:00"), ("America/New_York", "2027-06-02T00:00:00-04:00")]
    {
        let site = format!("{}[notice]\ntext = \"x\"\nlevel = \"info\"\nuntil = 2027-06-01\n", site_in(zone));
        let source = sound(&[("site.toml", site.as_bytes())])?;
        let notice = source.editions[0].site.notice.as_ref();
        assert_eq!(notice.and_then(|notice| notice.until).map(|until| until.to_string()).as_deref(), Some(until));
    }
    Ok(())
}

#[test]
fn an_unknown_time_zone_is_told_with_the_nearest_one() -> io::Result<()> {
    for (zone, help) in [("Asia/Ho_Chi_Min", "Did you mean `Asia/Ho_Chi_Minh`"), ("+07:00", "Write an IANA name")] {
        let told = problems(&[("site.toml", site_in(zone).as_bytes())])?;
        let start = format!("site.toml:5: time_zone = \"{zone}\": there is no such time zone. {help}");
        assert!(told.len() == 1 && told[0].starts_with(&start), "{told:?}");
    }
    Ok(())
}

#[test]
fn what_time_it_is_and_what_a_moment_means_is_the_sites_affair() -> io::Result<()> {
    let folder = folder(&[("site.toml", site_in("Asia/Kathmandu").as_bytes())])?;
    let now = now(folder.path()).map_err(io::Error::other)?;
    assert_eq!(now.offset().to_string(), "+05:45");
    for (text, instant) in [
        ("2026-05-01", "2026-05-01T00:00:00+05:45"),
        ("2026-05-01 06:00", "2026-05-01T06:00:00+05:45"),
        ("2026-05-01T06:00:00+07:00", "2026-05-01T04:45:00+05:45"),
    ] {
        let read = read_instant(folder.path(), text).map_err(io::Error::other)?;
        assert_eq!(read.to_rfc3339(), instant, "{text}");
    }
    let told = read_instant(folder.path(), "hôm qua").err().map(|problems| problems.to_string()).unwrap_or_default();
    assert!(told.contains("`hôm qua` is not a time or a date") && told.contains("+05:45"), "{told}");
    Ok(())
}

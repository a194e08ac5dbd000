//! As of when a site is published where nobody says: now, unless this machine's clock has been set back.
//!
//! A site shown as of an earlier moment than the published one would take back what readers have seen.

use chrono::{DateTime, FixedOffset};
use portal_app::text::Lang;

/// How far behind a clock may be without anybody being asked: clocks are corrected, and summer time is set by hand.
const TOLERATED_SECS: i64 = 3_600;

/// The machine's clock is behind the moment that the published site is shown as of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockBehind {
    clock: DateTime<FixedOffset>,
    published: DateTime<FixedOffset>,
}

/// The moment to publish as of when the clock says `clock`, never earlier than that of what is `published`; and what to
/// warn of.
///
/// # Errors
/// When the clock is more than an hour behind.
pub fn moment(
    published: Option<DateTime<FixedOffset>>,
    clock: DateTime<FixedOffset>,
) -> Result<(DateTime<FixedOffset>, Option<ClockBehind>), ClockBehind> {
    let published = published.map(|published| published.with_timezone(clock.offset()));
    let Some(published) = published.filter(|published| clock < *published) else { return Ok((clock, None)) };
    let behind = ClockBehind::new(clock, published);
    match published.signed_duration_since(clock).num_seconds() {
        0..=TOLERATED_SECS => Ok((published, Some(behind))),
        _ => Err(behind),
    }
}

impl ClockBehind {
    pub(in crate::commands) fn new(clock: DateTime<FixedOffset>, published: DateTime<FixedOffset>) -> Self {
        Self { clock, published }
    }

    /// That the site is published all the same, as of the published moment.
    pub fn warning(self, lang: Lang) -> String {
        let (clock, published) = self.moments(lang);
        match lang {
            Lang::Vi => format!(
                "đồng hồ của máy chỉ {clock}, trước thời điểm của bản đang đăng là {published}; trang được đăng theo \
                 thời điểm của bản đang đăng. Hãy kiểm tra đồng hồ."
            ),
            Lang::En => format!(
                "this machine's clock says {clock}, and the published site is as of {published}; it is published as \
                 of that moment again. Check the clock."
            ),
        }
    }

    /// That nothing is published.
    pub fn refusal(self, lang: Lang) -> String {
        let (clock, published) = self.moments(lang);
        match lang {
            Lang::Vi => format!(
                "đồng hồ của máy chỉ {clock}, chậm quá một giờ so với thời điểm của bản đang đăng là {published}; chưa đăng gì. \
                 Hãy chỉnh lại đồng hồ; nếu đồng hồ đúng, hãy đăng với --at now."
            ),
            Lang::En => format!(
                "this machine's clock says {clock}, and the published site is as of {published}, more than an hour later; \
                 nothing was published. Set the clock; if it is right, say --at now."
            ),
        }
    }

    fn moments(self, lang: Lang) -> (String, String) {
        let tell = |moment: DateTime<FixedOffset>| match lang {
            Lang::Vi => moment.format("%H:%M:%S ngày %d/%m/%Y").to_string(),
            Lang::En => moment.to_rfc3339(),
        };
        (tell(self.clock), tell(self.published))
    }
}

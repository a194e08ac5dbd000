//! What every text of an edition is read with.

use chrono::{DateTime, FixedOffset};
use portal_app::text::Lang;

use crate::source::media::MediaFolder;
use crate::source::time::Clock;

/// What every text of an edition is read with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lang: Lang,
    /// Whether it is the edition that others translate.
    pub is_main: bool,
    pub clock: Clock,
    /// As of when the folder is read.
    pub at: DateTime<FixedOffset>,
    /// The site's own; empty when it cannot be read.
    pub host: &'a str,
    pub media: &'a MediaFolder,
}

/// The language whose addresses lie at the site's root, and so the one of the content folder itself.
pub(super) const MAIN_LANG: Lang = Lang::AT_ROOT;

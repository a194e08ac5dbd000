//! What every text of an edition is read with.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

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
    /// The site's own; empty when it cannot be read.
    pub host: &'a str,
    pub media: &'a MediaFolder,
}

impl Context<'_> {
    /// Of all that decides what a file gives, but for the media that it asks for.
    pub fn fingerprint(&self) -> u64 {
        let Self { lang, is_main, clock, host, media: _ } = self;
        let mut hasher = DefaultHasher::new();
        (lang.tag(), is_main, clock.zone, clock.lang.tag(), host).hash(&mut hasher);
        hasher.finish()
    }
}

/// The language whose addresses lie at the site's root, and so the one of the content folder itself.
pub(super) const MAIN_LANG: Lang = Lang::AT_ROOT;

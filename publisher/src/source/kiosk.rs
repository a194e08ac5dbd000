//! How the displays of a site behave, as its settings say it.

use portal_app::content::model::KioskSettings;
use portal_app::path::word::{Slug, origin_of};

/// The displays of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct KioskSource {
    /// A display without a name.
    pub usual: DisplaySource,
    /// Named displays, each with all of its settings.
    pub displays: Vec<(Slug, DisplaySource)>,
    /// The newest articles of each language that displays keep.
    pub articles: usize,
}

/// One display.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplaySource {
    /// The sections shown, in that order. A language of which none is named shows all of its own.
    pub sections: Vec<Slug>,
    /// The rest; its sections are empty, since their names differ between languages.
    pub settings: KioskSettings,
}

impl Default for KioskSource {
    fn default() -> Self {
        Self { usual: DisplaySource::default(), displays: Vec::new(), articles: 200 }
    }
}

impl Default for DisplaySource {
    fn default() -> Self {
        let settings = KioskSettings {
            sections: Vec::new(),
            story_seconds: 12,
            idle_seconds: 60,
            countdown_seconds: 20,
            night: None,
            reload_minute: 3 * 60 + 30,
            reach_percent: 50,
            pin: None,
            heartbeat_url: None,
            memory_limit_mb: 600,
        };
        Self { sections: Vec::new(), settings }
    }
}

impl KioskSource {
    /// Every display, the one without a name first.
    pub fn all(&self) -> impl Iterator<Item = &DisplaySource> {
        [&self.usual].into_iter().chain(self.displays.iter().map(|(_, display)| display))
    }

    /// The other origins that displays tell how they are, each once.
    pub fn heartbeat_origins(&self) -> Vec<String> {
        let mut origins = Vec::new();
        for origin in self.all().filter_map(|display| origin_of(display.settings.heartbeat_url.as_ref()?.as_str())) {
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        origins
    }
}

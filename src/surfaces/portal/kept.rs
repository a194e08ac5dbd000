//! Pages that were shown or foreseen, for as long as they may be shown without asking again.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;

use crate::browser;
use crate::content::page_data::{InlinedPage, PageData};
use crate::path::AppPath;

/// How many pages are kept.
const MOST: usize = 6;

/// A link may lead to what is kept for so many seconds: as long as a browser may keep a document of the content API.
pub const FRESH: i64 = 60;

/// *Back* and *forward* may for so many, as browsers show whole pages again.
pub const AT_HAND: i64 = 600;

/// And where nothing else can be had, however old it is.
pub const AT_LAST: i64 = i64::MAX;

/// A page, and the second since 1970 in which it was asked for.
pub type Dated = (Arc<PageData>, i64);

/// The pages, those kept last at the end.
#[derive(Clone, Copy)]
pub struct KeptPages(StoredValue<VecDeque<(AppPath, Dated)>>);

impl KeptPages {
    pub fn new() -> Self {
        Self(StoredValue::new(VecDeque::new()))
    }

    /// Takes the place of what was kept of the address; of too many, the one kept first goes.
    pub fn keep(self, path: AppPath, page: Dated) {
        self.0.update_value(|kept| {
            kept.retain(|(other, _)| *other != path);
            kept.push_back((path, page));
            if kept.len() > MOST {
                kept.pop_front();
            }
        });
    }

    /// Whether a link's page is here.
    pub fn has_fresh(self, path: &AppPath) -> bool {
        self.0.with_value(|kept| kept.iter().any(|(other, (_, at))| other == path && is_of_last(FRESH, *at)))
    }

    /// Hands over a page that is not older than so many seconds.
    pub fn take(self, path: &AppPath, most: i64) -> Option<Dated> {
        let own = self.0.try_update_value(|kept| {
            let place = kept.iter().position(|(other, (_, at))| other == path && is_of_last(most, *at))?;
            Some(kept.remove(place)?.1)
        });
        own.flatten()
    }

    /// The same, or one that a document of this tab was loaded with: `public/settings.js` keeps those.
    pub fn recall(self, path: &AppPath, most: i64) -> Option<Dated> {
        self.take(path, most).or_else(|| of_document(path).filter(|(_, at)| is_of_last(most, *at)))
    }
}

/// Not what was answered in the page's place.
fn of_document(path: &AppPath) -> Option<Dated> {
    let address = path.to_string();
    let kept = browser::read_kept(browser::tab_storage(), &format!("portal:page:{address}"))?;
    // The milliseconds since 1970, and at once the page.
    let (at, json) = kept.split_at(kept.find('{')?);
    let InlinedPage { path, page, .. } = InlinedPage::from_script_json(json)?;
    (path?.as_str() == address).then_some((Arc::new(page), at.parse::<i64>().ok()? / 1_000))
}

/// Where the clock was set back, nobody knows.
fn is_of_last(seconds: i64, at: i64) -> bool {
    (0..=seconds).contains(&(browser::now() - at))
}

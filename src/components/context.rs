//! What the app provides to every component: the language, its words, the site.

use leptos::prelude::{RwSignal, WithUntracked, use_context};

use crate::content::model::Site;
use crate::text::{Lang, Text};

/// The page's language, which the app provides as context.
pub fn use_lang() -> Lang {
    use_context().unwrap_or_default()
}

/// That pictures are shown in one form each, which a display provides as context: it keeps no other.
#[derive(Clone, Copy)]
pub struct OneForm;

/// Whether pictures are shown in one form each.
pub fn shows_one_form() -> bool {
    use_context::<OneForm>().is_some()
}

/// The interface's words in the page's language.
pub fn use_text() -> &'static Text {
    use_lang().text()
}

/// What `read` finds in the site's settings, which the app provides as context.
pub fn with_site<T>(read: impl FnOnce(&Site) -> T) -> Option<T> {
    use_context::<RwSignal<Option<Site>>>()?.with_untracked(|site| site.as_ref().map(read))
}

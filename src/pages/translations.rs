//! Where the page on screen is in another language.

use crate::content::model::Translation;
use crate::content::page_data::PageData;
#[cfg(feature = "ssr")]
use crate::path::saved::saved_path;
#[cfg(feature = "ssr")]
use crate::path::word::SitePath;
use crate::path::{AppPath, PagePath};
use crate::text::Lang;

/// The page in other languages: what its document says, and what every language has. `homes` are the site's translations.
pub fn translations(homes: &[Translation], path: &AppPath, page: &PageData) -> Vec<Translation> {
    let is_everywhere = matches!(
        path.page,
        PagePath::Home | PagePath::Latest | PagePath::Search | PagePath::SiteMap | PagePath::Widgets
    );
    if !is_everywhere {
        return page.translations().to_vec();
    }
    let in_lang = |home: &Translation| {
        let lang = Lang::from_tag(&home.lang)?;
        Some(Translation { lang: home.lang.clone(), path: path.page.clone().in_lang(lang).into() })
    };
    homes.iter().filter_map(in_lang).collect()
}

/// The page of saved articles, which every language has.
#[cfg(feature = "ssr")]
pub fn saved_in_languages(homes: &[Translation]) -> Vec<Translation> {
    let in_lang = |home: &Translation| {
        let path = SitePath::new(saved_path(Lang::from_tag(&home.lang)?))?;
        Some(Translation { lang: home.lang.clone(), path })
    };
    homes.iter().filter_map(in_lang).collect()
}

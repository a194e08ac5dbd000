//! The content folder, read: site settings, sections, articles, standing pages and media, in the content model.
//!
//! Owns the folder's format (docs/editing.md) and every check that needs only the folder. What is listed
//! where, which articles are due and how they are published is left to `site` and `output`.

mod addresses;
mod article;
mod body;
mod check;
mod context;
mod edition;
mod encoding;
mod example;
mod front_matter;
mod home;
mod kiosk;
mod memory;
pub mod outbound;
mod own_links;
mod page;
mod places;
mod readings;
mod security;
mod settings;
mod sources;
mod synced;
mod syntax;
mod tags;
mod text_file;
mod unseen;
mod value;

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use portal_app::content::model::Translation;
use portal_app::path::PagePath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

pub use self::article::{Original, read_ids, read_original};
pub use self::memory::FolderMemory;
pub use self::settings::read_section_slugs;
pub use self::synced::unread_sources;

use self::addresses::RefusedAlias;
use self::context::{Context, MAIN_LANG};
use self::edition::{ReadEdition, read_edition};
use self::synced::Synced;
use crate::source::content_api::NamedApi;
use crate::source::edition::{Edition, PictureForms, Source};
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::time::{Clock, to_instant};
use crate::source::wordpress::settings::WordpressSource;

/// What time it is where the site is.
pub fn now(folder: &Path) -> Result<DateTime<FixedOffset>, Problems> {
    local_time(folder, Utc::now())
}

/// A moment as clocks show it where the site is.
pub fn local_time(folder: &Path, moment: DateTime<Utc>) -> Result<DateTime<FixedOffset>, Problems> {
    Ok(moment.with_timezone(&read_zone(folder)?).fixed_offset())
}

/// Reads a moment in any of the forms that articles have; without an offset it is of the site's time zone.
pub fn read_instant(folder: &Path, text: &str) -> Result<DateTime<FixedOffset>, Problems> {
    let clock = Clock { zone: read_zone(folder)?, lang: MAIN_LANG };
    let moment: Result<Moment, Fault> = clock.parse_time(text);
    Ok(to_instant(moment.map_err(|fault| Problem::new(folder, fault).with_value(text))?, clock.zone))
}

fn check_folder(folder: &Path) -> Result<(), Problems> {
    if folder.is_dir() {
        return Ok(());
    }
    Err(Problem::new(folder, Fault::new("there is no such folder", "Name the content folder.")).into())
}

fn read_zone(folder: &Path) -> Result<Tz, Problems> {
    check_folder(folder)?;
    let mut problems = Problems::default();
    let zone = settings::read_zone(&folder.join("site.toml"), &mut problems);
    problems.or_ok(zone)
}

/// Another's content API that the folder's settings name: then only its theme is published, in front of that. `None` where
/// there is none, or none that can be understood, which reading the whole folder reports.
///
/// # Errors
/// When what is said of it besides its address cannot be understood.
pub fn content_api(folder: &Path) -> Result<Option<NamedApi>, Problems> {
    settings::read_content_api(&folder.join("site.toml"))
}

/// Reads and checks the whole folder as of now. The error holds every problem there is, not just the first.
pub fn read(folder: &Path) -> Result<Source, Problems> {
    read_at(folder, Utc::now().fixed_offset())
}

/// Reads and checks the whole folder as of a moment: whether readers see then what is linked to.
pub fn read_at(folder: &Path, at: DateTime<FixedOffset>) -> Result<Source, Problems> {
    read_again(folder, at, &FolderMemory::none())
}

/// As `read_at`, and opens no article or medium that is as it was when `memory` was last read into.
pub fn read_again(folder: &Path, at: DateTime<FixedOffset>, memory: &FolderMemory) -> Result<Source, Problems> {
    check_folder(folder)?;
    memory.open(folder);
    let mut problems = Problems::default();
    let sources = sources::read_sources(&folder.join(sources::FILE), &mut problems);
    let synced = Synced::open(folder, &sources, &mut problems);
    let mut media = MediaFolder::read(&folder.join("media"), &memory.media, &mut problems);
    synced.add_media(&mut media, &memory.media);
    let settings_file = folder.join("site.toml");
    let site = settings::read_main_site(&settings_file, MAIN_LANG, &mut problems);
    let main_site = site.as_ref().map(|site| site.item.clone());
    // Its problems are already reported.
    let zone = settings::read_zone(&settings_file, &mut Problems::default());
    let host = main_site.as_ref().and_then(|site| site.url.strip_prefix("https://")).unwrap_or_default();
    let context = |lang| Context { lang, is_main: lang == MAIN_LANG, clock: Clock { zone, lang }, host, media: &media };
    let mut editions = vec![read_edition(folder, site, context(MAIN_LANG), &synced, memory, &mut problems)];
    let none = Synced::default();
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != MAIN_LANG) {
        let folder = folder.join(lang.tag());
        if folder.is_dir() {
            let file = folder.join("site.toml");
            let site = settings::read_translated_site(&file, lang, main_site.as_ref(), &mut problems);
            editions.push(read_edition(&folder, site, context(lang), &none, memory, &mut problems));
        }
    }
    memory.close(folder);

    let kiosk = kiosk::read_kiosk(&settings_file, &editions, &mut problems);
    let security = security::read_security(&settings_file, &mut problems);

    check::check_references(&editions, &mut problems);
    check::check_waits(&editions, at, &mut problems);
    let refused = addresses::check_addresses(&editions, &security, &media, &synced, at, &mut problems);
    remove_aliases(&mut editions, &refused);

    let ((), warnings) = synced.soften(problems).or_warnings(())?;
    let mut editions =
        editions.into_iter().map(|edition| edition.into_edition(folder)).collect::<Result<Vec<_>, _>>()?;
    name_translations(&mut editions);
    Ok(Source {
        editions,
        media: media.files().cloned().collect(),
        forms: PictureForms::new(),
        kiosk,
        security: security.item,
        warnings,
    })
}

/// What cannot lead to a text that another system has is not led from.
fn remove_aliases(editions: &mut [ReadEdition], refused: &[RefusedAlias]) {
    for RefusedAlias { file, alias } in refused {
        for edition in &mut *editions {
            let article = edition.articles.iter_mut().find(|article| article.file.places.file == *file);
            if let Some(item) = article.and_then(|article| Arc::make_mut(article).file.item.as_mut()) {
                item.aliases.retain(|known| known.as_str() != alias);
            }
            let page = edition.pages.iter_mut().find(|page| page.file.places.file == *file);
            if let Some(item) = page.and_then(|page| page.file.item.as_mut()) {
                item.aliases.retain(|known| known.as_str() != alias);
            }
        }
    }
}

/// What other systems the folder's content comes from as well.
pub fn read_sources(folder: &Path) -> Result<Vec<WordpressSource>, Problems> {
    check_folder(folder)?;
    let mut problems = Problems::default();
    let sources = sources::read_sources(&folder.join(sources::FILE), &mut problems);
    problems.or_ok(sources)
}

/// Each edition's settings name the others' home pages.
fn name_translations(editions: &mut [Edition]) {
    let homes = editions
        .iter()
        .map(|edition| edition.site.lang)
        .map(|lang| Translation { lang: lang.tag().to_owned(), path: PagePath::Home.in_lang(lang).into() });
    let homes = homes.collect::<Vec<_>>();
    for edition in editions {
        let own = edition.site.lang.tag();
        edition.site.translations = homes.iter().filter(|home| home.lang != own).cloned().collect();
    }
}

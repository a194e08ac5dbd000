//! The content folder, read: site settings, sections, articles, standing pages and media, in the content model.
//!
//! Owns the folder's format (`content/` in the README) and every check that needs only the folder. What is listed
//! where, which articles are due and how they are published is left to `site` and `output`.

mod addresses;
mod article;
mod body;
mod check;
mod front_matter;
mod page;
mod settings;
mod text_file;
mod value;

use std::path::Path;

use chrono::{DateTime, FixedOffset, Utc};
use chrono_tz::Tz;
use portal_app::content::model::{Site, Translation};
use portal_app::path::PagePath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

pub use self::article::read_ids;
pub use self::settings::read_section_slugs;

use self::article::ReadArticle;
use self::page::ReadPage;
use self::settings::Settings;
use crate::source::edition::{Edition, SectionSource, Source};
use crate::source::files::list_files;
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::time::{Clock, to_instant};

/// The context in which every text of an edition is read.
#[derive(Clone, Copy)]
struct Context<'a> {
    lang: Lang,
    /// Whether it is the edition that others translate.
    is_main: bool,
    clock: Clock,
    media: &'a MediaFolder,
}

/// The contents of an edition's files, with the places of their fields.
struct ReadEdition {
    lang: Lang,
    site: Option<Settings<Site>>,
    sections: Option<Settings<Vec<SectionSource>>>,
    articles: Vec<ReadArticle>,
    pages: Vec<ReadPage>,
}

/// The language whose addresses are at the site's root, and so the language of the content folder itself.
const MAIN_LANG: Lang = Lang::AT_ROOT;

/// What time it is where the site is.
pub fn now(folder: &Path) -> Result<DateTime<FixedOffset>, Problems> {
    Ok(Utc::now().with_timezone(&read_zone(folder)?).fixed_offset())
}

/// Reads a moment in any of the forms that articles have; without an offset it is of the site's time zone.
pub fn read_instant(folder: &Path, text: &str) -> Result<DateTime<FixedOffset>, Problems> {
    let clock = Clock { zone: read_zone(folder)?, lang: MAIN_LANG };
    let moment: Result<Moment, Fault> = clock.parse_time(text);
    Ok(to_instant(moment.map_err(|fault| Problem::new(folder, fault).with_value(text))?, clock.zone))
}

fn read_zone(folder: &Path) -> Result<Tz, Problems> {
    let mut problems = Problems::default();
    let zone = settings::read_zone(&folder.join("site.toml"), &mut problems);
    problems.or_ok(zone)
}

/// Reads and checks the whole folder. The error holds every problem there is, not just the first.
pub fn read(folder: &Path) -> Result<Source, Problems> {
    if !folder.is_dir() {
        return Err(Problem::new(folder, Fault::new("there is no such folder", "Name the content folder.")).into());
    }
    let mut problems = Problems::default();
    let media = MediaFolder::read(&folder.join("media"), &mut problems);
    let settings_file = folder.join("site.toml");
    let site = settings::read_site(&settings_file, MAIN_LANG, None, &mut problems);
    let main_site = site.as_ref().map(|site| site.item.clone());
    // Its problems are already reported.
    let zone = settings::read_zone(&settings_file, &mut Problems::default());
    let context = |lang| Context { lang, is_main: lang == MAIN_LANG, clock: Clock { zone, lang }, media: &media };
    let mut editions = vec![read_edition(folder, site, context(MAIN_LANG), &mut problems)];
    for lang in Lang::ALL.into_iter().filter(|lang| *lang != MAIN_LANG) {
        let folder = folder.join(lang.tag());
        if folder.is_dir() {
            let site = settings::read_site(&folder.join("site.toml"), lang, main_site.as_ref(), &mut problems);
            editions.push(read_edition(&folder, site, context(lang), &mut problems));
        }
    }

    check::check_references(&editions, &mut problems);
    addresses::check_addresses(&editions, &mut problems);

    problems.or_ok(())?;
    let mut editions =
        editions.into_iter().map(|edition| edition.into_edition(folder)).collect::<Result<Vec<_>, _>>()?;
    name_translations(&mut editions);
    Ok(Source { editions, media: media.files().cloned().collect() })
}

/// Reads everything in a language's folder except its settings.
fn read_edition(
    folder: &Path,
    site: Option<Settings<Site>>,
    context: Context<'_>,
    problems: &mut Problems,
) -> ReadEdition {
    let sections_file = folder.join("sections.toml");
    // A translated edition may have no news of its own.
    let sections = match !context.is_main && !sections_file.exists() {
        true => Some(Settings::empty(&sections_file)),
        false => settings::read_sections(&sections_file, problems),
    };
    let articles = list_files(&folder.join("articles"), problems);
    let articles = articles.iter().map(|file| article::read_article(file, context, problems)).collect();
    let pages = list_files(&folder.join("pages"), problems);
    let pages = pages.iter().map(|file| page::read_page(file, context, problems)).collect();
    ReadEdition { lang: context.lang, site, sections, articles, pages }
}

impl ReadEdition {
    fn into_edition(self, folder: &Path) -> Result<Edition, Problems> {
        let unread = |file| {
            let fault = Fault::new("it cannot be understood", "Look at it again.");
            Problems::from(Problem::new(&folder.join(file), fault))
        };
        Ok(Edition {
            site: self.site.ok_or_else(|| unread("site.toml"))?.item,
            sections: self.sections.ok_or_else(|| unread("sections.toml"))?.item,
            articles: self.articles.into_iter().filter_map(|article| article.file.item).collect(),
            pages: self.pages.into_iter().filter_map(|page| page.file.item).collect(),
        })
    }
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

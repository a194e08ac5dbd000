//! The content folder, read: site settings, sections, articles, standing pages and media, in the content model.
//!
//! Owns the folder's format (`content/` in the README) and every check that needs nothing but the folder. What
//! is listed where, which articles are due and how things are published is for others.

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

use portal_app::content::model::{Site, Translation};
use portal_app::path::PagePath;
use portal_app::text::Lang;

pub use self::article::read_ids;
pub use self::settings::read_section_slugs;

use self::article::ReadArticle;
use self::page::ReadPage;
use self::settings::Settings;
use crate::source::edition::{Edition, SectionSource, Source};
use crate::source::files::list_files;
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Problem, Problems};

/// What an edition's files gave, with the places of their fields.
struct ReadEdition {
    lang: Lang,
    site: Option<Settings<Site>>,
    sections: Option<Settings<Vec<SectionSource>>>,
    articles: Vec<ReadArticle>,
    pages: Vec<ReadPage>,
}

/// Reads and checks the whole folder. The error holds every problem there is, not just the first.
pub fn read(folder: &Path) -> Result<Source, Problems> {
    if !folder.is_dir() {
        return Err(Problem::new(folder, Fault::new("there is no such folder", "Name the content folder.")).into());
    }
    let mut problems = Problems::default();
    let media = MediaFolder::read(&folder.join("media"), &mut problems);
    let main = read_edition(folder, Lang::default(), None, &media, &mut problems);
    let mut editions = vec![main];
    let english = folder.join(Lang::En.tag());
    if english.is_dir() {
        let main = editions.first().and_then(|main| main.site.as_ref()).map(|site| &site.item);
        editions.push(read_edition(&english, Lang::En, main, &media, &mut problems));
    }

    check::check_references(&editions, &mut problems);
    addresses::check_addresses(&editions, &mut problems);

    problems.or_ok(())?;
    let mut editions =
        editions.into_iter().map(|edition| edition.into_edition(folder)).collect::<Result<Vec<_>, _>>()?;
    name_translations(&mut editions);
    Ok(Source { editions, media: media.files().cloned().collect() })
}

/// Reads one language; what a translated `site.toml` doesn't say of itself is the main one's.
fn read_edition(
    folder: &Path,
    lang: Lang,
    main: Option<&Site>,
    media: &MediaFolder,
    problems: &mut Problems,
) -> ReadEdition {
    let site = settings::read_site(&folder.join("site.toml"), lang, main, problems);
    let sections_file = folder.join("sections.toml");
    // A translated edition may have no news of its own.
    let sections = match main.is_some() && !sections_file.exists() {
        true => Some(Settings::empty(&sections_file)),
        false => settings::read_sections(&sections_file, problems),
    };
    let articles = list_files(&folder.join("articles"), problems);
    let articles = articles.iter().map(|file| article::read_article(file, lang, media, problems)).collect();
    let pages = list_files(&folder.join("pages"), problems);
    let pages = pages.iter().map(|file| page::read_page(file, lang, media, problems)).collect();
    ReadEdition { lang, site, sections, articles, pages }
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

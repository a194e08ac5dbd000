//! How long the things editors write may be, each limit with its reason. Publishing relies on them: a limit of the file
//! system, a web server or a reader is checked here, where file, line and field can be named, never halfway through.

use std::ops::RangeInclusive;

/// The longest name of a file or folder (ext4, XFS, NTFS, APFS), in bytes. Everything that is published stays below it:
/// this module's test makes the longest of each kind.
#[cfg(test)]
const FILE_NAME: usize = 255;

/// A slug, in characters: as long as WordPress keeps them. An article's folder is `{slug}-{id}`.
pub const SLUG: usize = 200;

/// A slug made of a title, a tag or a file's name; whole words, where they allow it.
pub const FOLDED_SLUG: usize = 80;

/// An article's id. Ids shorter than the least run out, or look like a number.
pub const ID: RangeInclusive<usize> = 6..=32;

/// The name of a file in `content/theme/`, published with a hash.
pub const THEME_FILE_NAME: usize = 100;

/// An alias or a path in settings. nginx looks redirects up in a table of 2,048 bytes an entry.
pub const PATH: usize = 1_000;

/// A link. Internet Explorer's old limit is what many proxies and mail programs still have.
pub const LINK: usize = 2_083;

/// Front matter or a settings file, in bytes: reading TOML takes the square of a string's length.
pub const TOML: usize = 400_000;

/// Text on one line: a title, a name, a summary, in characters. No real one is near it, and what lists, tabs and share
/// pictures do with one so long is tested.
pub const TEXT: usize = 20_000;

/// Values of one list. Each tag is a page; a list in settings is part of every page.
pub const LIST: usize = 500;

/// The tasks of the home page: fewer are a line of links, and of more none is found at a glance.
pub const HOME_TASKS: RangeInclusive<usize> = 4..=8;

/// What the home page says at its head, in characters: a sentence, and words that fit on a tile of a phone.
pub const HOME_INTRO: usize = 300;
pub const TASK_LABEL: usize = 60;
pub const TASK_DESCRIPTION: usize = 120;

/// How deep sections may nest. The site map nests them, and readers' JSON parsers stop at 128 levels.
pub const SECTION_DEPTH: usize = 10;

/// A site's host name, and each part of it (RFC 1035, section 2.3.4).
pub const HOST: usize = 253;
pub const HOST_LABEL: usize = 63;

/// Seconds that a story stays on a display: a headline takes four to read, and after ten minutes nothing rotates.
pub const STORY_SECONDS: RangeInclusive<u32> = 4..=600;

/// Seconds without a touch until a display asks whether somebody is there. Who reads slowly is not to be asked all the
/// time, and who left is not to be read by the next one for an hour.
pub const IDLE_SECONDS: RangeInclusive<u32> = 20..=3_600;

/// Seconds that it waits for the answer. WCAG 2.2.1 asks for at least 20.
pub const COUNTDOWN_SECONDS: RangeInclusive<u32> = 20..=120;

/// Megabytes of memory beyond which a display starts afresh. Chromium alone takes more than the least.
pub const MEMORY_MB: RangeInclusive<u32> = 128..=8_192;

/// The articles of each language that displays keep: each is a file to fetch and to verify.
pub const EDITION_ARTICLES: RangeInclusive<u32> = 1..=2_000;

/// A screen's visible height, and the height of its lower edge above the floor, in millimetres.
pub const SCREEN_HEIGHT_MM: RangeInclusive<u32> = 100..=4_000;
pub const SCREEN_BOTTOM_MM: RangeInclusive<u32> = 0..=3_000;

/// The digits of a PIN.
pub const PIN: RangeInclusive<usize> = 4..=12;

#[cfg(test)]
mod tests {
    use portal_app::content::page_data::PageDocument;
    use portal_app::path::PagePath;
    use portal_app::path::word::{ArticleId, Slug};
    use portal_app::text::Lang;

    use super::*;
    use crate::release::asset::asset_path;

    #[test]
    fn the_longest_of_everything_is_a_name_that_file_systems_take() {
        let slug = Slug::new("a".repeat(SLUG)).unwrap();
        let id = ArticleId::new("7".repeat(*ID.end())).unwrap();
        let pages = [
            PagePath::Article { slug: slug.clone(), id: id.clone() },
            PagePath::SectionPage { slug: slug.clone(), page: u32::MAX },
            PagePath::Tag { slug: slug.clone() },
            PagePath::Standing { slug: slug.clone() },
        ];
        let mut paths = pages.iter().cloned().map(|page| page.in_lang(Lang::En).to_string()).collect::<Vec<_>>();
        paths.extend(pages.map(|page| PageDocument::of(&page.in_lang(Lang::En)).endpoint));
        paths.push(asset_path(&"a".repeat(THEME_FILE_NAME), b""));
        // A file of the media folder, an article's QR code.
        paths.push(format!("media/{}-01234567.jpeg", "a".repeat(FOLDED_SLUG)));
        paths.push(format!("share/{id}-0123456789abcdef.svg"));
        for path in paths {
            let longest = path.split('/').map(str::len).max().unwrap();
            // A compressed form is named after its file.
            assert!(longest + ".zst".len() <= FILE_NAME, "{path}");
            // sitemaps.org: an address has fewer than 2,048 characters.
            assert!("https://".len() + HOST + path.len() < 2_048, "{path}");
        }
    }
}

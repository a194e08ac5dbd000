//! The picture shown with a link to a page in a chat or a feed: the page's title on the agency's motif.
//!
//! 1200 × 630 pixels, the size that every network shows whole. Its name carries the hash of everything that decides its
//! pixels, so what an earlier release has drawn is not drawn again. The words are set here; the background,
//! `content/theme/share.svg`, leaves room for them from the top to y = 520.

mod typesetting;

use portal_app::content::model::Site;
use portal_app::path::shared;
use portal_app::path::word::SitePath;
use resvg::tiny_skia::{Color, FillRule, Paint, Pixmap, Transform};

use crate::output::drawing::{DrawError, draw_whole, encode_png};
use crate::release::keys::short_hash;
use crate::site::catalog::about::About;
use crate::source::theme::{SHARE_PICTURE, Theme};
use typesetting::{Step, Typeface};

const WIDTH: u32 = SHARE_PICTURE.0;
const HEIGHT: u32 = SHARE_PICTURE.1;

/// The whole typeface without its hints (OFL): a title may hold what the site's own subset lacks.
const REGULAR: &[u8] = include_bytes!("../../../fonts/be-vietnam-pro-400.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/be-vietnam-pro-700.ttf");

/// Part of every picture's name: increase it when the same words are to look different.
const LAYOUT: &str = "1";

const MARGIN: f32 = 72.0;
const MEASURE: f32 = WIDTH as f32 - 2.0 * MARGIN;
/// Where the site's name begins, to the right of the background's own mark.
const NAME: (f32, f32) = (124.0, 95.0);
const NAME_SIZE: f32 = 30.0;
const LABEL_SIZE: f32 = 30.0;
/// From the label's baseline to the top of the title's first line.
const LABEL_GAP: f32 = 24.0;
/// The title's first size that takes no more lines than it may; the last one is cut.
const TITLE_STEPS: [Step; 6] = [(80.0, 2), (72.0, 3), (64.0, 3), (56.0, 4), (50.0, 4), (46.0, 5)];
/// Vietnamese capitals carry marks; lines closer than this would touch.
const LEADING: f32 = 1.3;
/// What label and title are centred in.
const BLOCK: (f32, f32) = (136.0, 506.0);

/// A page's picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharePicture {
    pub path: SitePath,
    pub width: u32,
    pub height: u32,
    /// The words in the picture.
    pub alt: String,
    words: Words,
}

/// What is written on a picture.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Words {
    /// The site's name.
    name: String,
    /// The section.
    label: Option<String>,
    title: String,
}

/// Draws the pictures of a site.
pub struct SharePictures {
    regular: Typeface,
    bold: Typeface,
    background: Pixmap,
    background_source: String,
}

impl SharePictures {
    pub fn new(theme: &Theme) -> Result<Self, DrawError> {
        Ok(Self {
            regular: Typeface::new(REGULAR).ok_or(DrawError::Typeface)?,
            bold: Typeface::new(BOLD).ok_or(DrawError::Typeface)?,
            background: draw_whole(&theme.background, WIDTH, HEIGHT)?,
            background_source: theme.background_source.clone(),
        })
    }

    /// The picture of a page. What no one shares by its title, and what was withdrawn, has the site's.
    pub fn of(&self, site: &Site, about: About<'_>) -> SharePicture {
        let name = site.name.clone();
        let (stem, words) = match about {
            About::Article(article) if article.withdrawn.is_none() => {
                let label = article.section.as_ref().map(|section| section.name.clone());
                (article.id.to_string(), Words { name, label, title: article.title.clone() })
            }
            About::Section(section) => {
                (format!("chuyen-muc-{}", section.slug), Words { name, label: None, title: section.name.clone() })
            }
            About::Standing(page) => {
                (format!("trang-{}", page.slug), Words { name, label: None, title: page.title.clone() })
            }
            About::Article(_) | About::Site => {
                let host = site.url.split_once("://").map_or(site.url.as_str(), |(_, host)| host).to_owned();
                ("site".to_owned(), Words { name: host, label: None, title: site.name.clone() })
            }
        };
        let alt =
            if words.title == site.name { site.name.clone() } else { format!("{} – {}", words.title, site.name) };
        SharePicture { path: self.path_of(&stem, &words), width: WIDTH, height: HEIGHT, alt, words }
    }

    fn path_of(&self, stem: &str, words: &Words) -> SitePath {
        let label = words.label.as_deref().unwrap_or_default();
        let parts = [LAYOUT, &self.background_source, &words.name, label, &words.title].map(str::as_bytes);
        let hash = short_hash(parts.into_iter().chain([REGULAR, BOLD]));
        shared::share_picture(stem, &hash).unwrap_or_else(SitePath::root)
    }

    /// The picture as a PNG file.
    pub fn draw(&self, picture: &SharePicture) -> Result<Vec<u8>, DrawError> {
        encode_png(&self.paint(&picture.words))
    }

    fn paint(&self, words: &Words) -> Pixmap {
        let mut pixmap = self.background.clone();
        let (white, gold) = (Color::WHITE, Color::from_rgba8(0xf0, 0xd5, 0x8c, u8::MAX));
        let name = self.regular.clean(&words.name);
        let name = self.regular.set_line(&name, NAME_SIZE, WIDTH as f32 - MARGIN - NAME.0);
        write(&mut pixmap, &self.regular, &name, NAME_SIZE, NAME, white);

        let label = words.label.as_deref().map(|label| self.bold.clean(label)).filter(|label| !label.is_empty());
        let title = self.bold.set(&self.bold.clean(&words.title), MEASURE, &TITLE_STEPS);
        let line_height = title.size * LEADING;
        let label_height = if label.is_some() { LABEL_SIZE + LABEL_GAP } else { 0.0 };
        let height = label_height + line_height * title.lines.len() as f32;
        let mut y = BLOCK.0 + (BLOCK.1 - BLOCK.0 - height).max(0.0) / 2.0;
        if let Some(label) = label {
            let label = self.bold.set_line(&label, LABEL_SIZE, MEASURE);
            write(&mut pixmap, &self.bold, &label, LABEL_SIZE, (MARGIN, y + LABEL_SIZE), gold);
            y += label_height;
        }
        for line in &title.lines {
            // The baseline is as deep in its line as the typeface's metrics say.
            write(&mut pixmap, &self.bold, line, title.size, (MARGIN, y + title.size * 1.02), white);
            y += line_height;
        }
        pixmap
    }
}

fn write(pixmap: &mut Pixmap, face: &Typeface, text: &str, size: f32, baseline: (f32, f32), color: Color) {
    if let Some(path) = face.outline(text, size, baseline) {
        let mut paint = Paint::default();
        paint.set_color(color);
        pixmap.fill_path(&path, &paint, FillRule::Winding, Transform::default(), None);
    }
}

#[cfg(test)]
mod tests;

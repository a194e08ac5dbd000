//! The site's icon in every form that browsers and home screens ask for, and the manifest that names them.
//!
//! All are made from `content/theme/icon.svg`; without it there are none.

use portal_app::content::model::Site;
use portal_app::path::PagePath;
use portal_app::path::saved::saved_path;
use resvg::tiny_skia::ColorU8;
use resvg::usvg::Tree;
use serde_json::json;

use super::error::OutputError;
use crate::output::drawing::{DrawError, draw_centered, encode_png, parse_hex_color};
use crate::release::asset::File;
use crate::release::files::Files;
use crate::site::plan::Plan;
use crate::source::theme::{Icon, Theme};

/// What each document's head says of them. The `.ico` is for what asks before it reads, or cannot draw SVG.
const ICON_LINES: [&str; 2] = [
    r#"<link rel="icon" href="/favicon.ico" sizes="32x32">"#,
    r#"<link rel="icon" href="/icon.svg" type="image/svg+xml">"#,
];
/// For what can be put on a home screen.
const HOME_SCREEN_LINES: [&str; 2] = [
    r#"<link rel="apple-touch-icon" href="/apple-touch-icon.png">"#,
    r#"<link rel="manifest" href="/manifest.webmanifest">"#,
];

/// The agency's logo for search engines, which want at least 112 pixels and do not all draw SVG.
pub const LOGO: &str = "/icon-512.png";

/// How much of a home screen's square the icon takes.
const TOUCH_SHARE: f32 = 0.84;
/// Of a maskable icon only a circle of 80 % is sure to be seen (W3C manifest, maskable icons); the icon's corners may
/// be outside it.
const MASKABLE_SHARE: f32 = 0.66;

/// What each page's head says of the look, as markup.
pub fn head_lines(theme: &Theme) -> Vec<String> {
    let mut lines = look_lines(theme);
    if theme.icon.is_some() {
        lines.extend(HOME_SCREEN_LINES.map(str::to_owned));
    }
    lines
}

/// The same for a document that no home screen has.
pub fn look_lines(theme: &Theme) -> Vec<String> {
    let mut lines = Vec::new();
    match (&theme.browser_color, &theme.browser_color_dark) {
        (Some(light), Some(dark)) => {
            lines.push(format!(r#"<meta name="theme-color" content="{light}" media="(prefers-color-scheme: light)">"#));
            lines.push(format!(r#"<meta name="theme-color" content="{dark}" media="(prefers-color-scheme: dark)">"#));
        }
        (Some(color), None) | (None, Some(color)) => {
            lines.push(format!(r#"<meta name="theme-color" content="{color}">"#));
        }
        (None, None) => {}
    }
    if theme.icon.is_some() {
        lines.extend(ICON_LINES.map(str::to_owned));
    }
    lines
}

/// Writes them to the root of the site.
pub fn write(plan: &Plan, files: &Files, theme: &Theme) -> Result<(), OutputError> {
    plan.main_site().map_or(Ok(()), |site| write_files(site, files, theme, true))
}

/// The same for a site that is published without its pages.
pub fn write_for_shell(site: &Site, files: &Files, theme: &Theme) -> Result<(), OutputError> {
    write_files(site, files, theme, false)
}

fn write_files(site: &Site, files: &Files, theme: &Theme, has_saved_page: bool) -> Result<(), OutputError> {
    icon_files(theme, site, has_saved_page)?.iter().try_for_each(|(path, bytes)| Ok(files.put(path, bytes)?))
}

fn icon_files(theme: &Theme, site: &Site, has_saved_page: bool) -> Result<Vec<File>, DrawError> {
    let Some(Icon { source, drawing }) = &theme.icon else { return Ok(Vec::new()) };
    let ground = theme.browser_color.as_deref().and_then(parse_hex_color);
    let ground = ground.unwrap_or_else(|| ColorU8::from_rgba(u8::MAX, u8::MAX, u8::MAX, u8::MAX));
    let plain = |side| png(drawing, side, 1.0, None);
    Ok(vec![
        ("icon.svg".to_owned(), source.clone().into_bytes()),
        ("favicon.ico".to_owned(), ico(&[(16, plain(16)?), (32, plain(32)?)])),
        ("apple-touch-icon.png".to_owned(), png(drawing, 180, TOUCH_SHARE, Some(ground))?),
        ("icon-192.png".to_owned(), plain(192)?),
        ("icon-512.png".to_owned(), plain(512)?),
        ("icon-maskable-512.png".to_owned(), png(drawing, 512, MASKABLE_SHARE, Some(ground))?),
        ("manifest.webmanifest".to_owned(), manifest(theme, site, has_saved_page).into_bytes()),
    ])
}

fn png(drawing: &Tree, side: u32, share: f32, ground: Option<ColorU8>) -> Result<Vec<u8>, DrawError> {
    encode_png(&draw_centered(drawing, side, share, ground)?)
}

/// An icon file of PNGs: a directory of 6 bytes, an entry of 16 for each picture, the pictures.
fn ico(pictures: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(pictures.len()).unwrap_or_default();
    let mut file = [0_u16, 1, count].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let mut offset = 6 + 16 * u32::from(count);
    for (side, bytes) in pictures {
        let length = u32::try_from(bytes.len()).unwrap_or_default();
        // Width, height, no palette, reserved; one plane, 32 bits a pixel.
        file.extend([*side, *side, 0, 0, 1, 0, 32, 0]);
        file.extend(length.to_le_bytes());
        file.extend(offset.to_le_bytes());
        offset += length;
    }
    file.extend(pictures.iter().flat_map(|(_, bytes)| bytes));
    file
}

/// What a home screen needs to know (W3C, Web Application Manifest). The site is read in the browser, with its address in sight.
/// There are no screenshots: what a home screen would show of the site is the site's own affair.
fn manifest(theme: &Theme, site: &Site, has_saved_page: bool) -> String {
    let icon = |src: &str, sizes: &str, purpose: &str| json!({ "src": src, "sizes": sizes, "type": "image/png", "purpose": purpose });
    let text = site.lang.text();
    let shortcut = |name: &str, url: String| json!({ "name": name, "url": url, "icons": [icon("/icon-192.png", "192x192", "any")] });
    let latest = shortcut(text.latest, PagePath::Latest.in_lang(site.lang).to_string());
    let saved_articles = has_saved_page.then(|| shortcut(text.saved_articles, saved_path(site.lang)));
    let shortcuts = [latest].into_iter().chain(saved_articles).collect::<Vec<_>>();
    let mut manifest = json!({
        "id": "/",
        "name": site.name,
        "short_name": site.short_name,
        "lang": site.lang,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "icons": [
            icon("/icon-192.png", "192x192", "any"),
            icon("/icon-512.png", "512x512", "any"),
            icon("/icon-maskable-512.png", "512x512", "maskable"),
            { "src": "/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any" },
        ],
        "shortcuts": shortcuts,
    });
    if let (Some(color), Some(fields)) = (&theme.browser_color, manifest.as_object_mut()) {
        fields.insert("theme_color".to_owned(), json!(color));
    }
    manifest.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_file_says_where_each_picture_lies() {
        let file = ico(&[(16, vec![1, 2, 3]), (32, vec![4, 5])]);
        assert_eq!(file[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!((file[6], file[22]), (16, 32));
        let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
        let picture = |entry: usize| &file[number(entry + 12)..number(entry + 12) + number(entry + 8)];
        assert_eq!(picture(6), [1, 2, 3]);
        assert_eq!(picture(22), [4, 5]);
    }
}

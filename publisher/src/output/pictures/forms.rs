//! Which forms a picture has: widths that the layout shows, and no form that saves nothing.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};

use super::encode::{Raster, jpeg, png, webp};
use super::turn::turned;
use crate::source::media::exif::is_sideways;
use crate::source::media::pixels::Pixels;

/// In pixels of a screen: a list's picture on a desktop or a phone of 1 pixel a point; an article's on a desktop (46rem) or
/// a phone of 2; on a phone of 3, or the leading one on a fine desktop; an article's on a fine desktop, or in a hall.
const WIDTHS: [u32; 4] = [480, 736, 1080, 1472];

/// The one form for who reads no WebP: feeds, previews of shared links, old browsers.
const PLAIN_WIDTH: u32 = 1080;

/// A smaller form of a picture.
pub struct Form {
    pub width: u32,
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// The forms of a picture whose file has `whole` bytes; none where they save nothing.
pub fn make_forms(pixels: Pixels, whole: u64) -> Vec<Form> {
    let width = if is_sideways(pixels.orientation) { pixels.height } else { pixels.width };
    let is_smaller = |bytes: &Vec<u8>| (bytes.len() as u64) < whole;
    let mut forms = Vec::new();
    for width in widths(width) {
        let Some(made) = at_width(&pixels, width) else { return Vec::new() };
        let webp = webp(&made.raster(&pixels), pixels.is_exact).filter(is_smaller);
        // Without the widest one a browser would take a smaller one in its place.
        let Some(bytes) = webp else { return Vec::new() };
        forms.push(Form { width, extension: "webp", bytes });
    }
    if let Some((extension, bytes)) = plain(&pixels, width.min(PLAIN_WIDTH)).filter(|(_, bytes)| is_smaller(bytes)) {
        forms.push(Form { width: width.min(PLAIN_WIDTH), extension, bytes });
    }
    forms
}

/// The widths of a picture that is `whole` wide: none larger than it is, and its own instead of one that is nearly that.
fn widths(whole: u32) -> Vec<u32> {
    let [.., widest] = WIDTHS;
    let last = whole.min(widest);
    let smaller = WIDTHS.into_iter().filter(|width| u64::from(*width) * 10 < u64::from(last) * 9);
    smaller.chain([last]).collect()
}

fn plain(pixels: &Pixels, width: u32) -> Option<(&'static str, Vec<u8>)> {
    let made = at_width(pixels, width)?;
    let raster = made.raster(pixels);
    let jpeg = (!raster.is_transparent).then(|| jpeg(&raster)).flatten().map(|bytes| ("jpg", bytes));
    let png = pixels.is_exact.then(|| png(&raster)).flatten().map(|bytes| ("png", bytes));
    jpeg.into_iter().chain(png).min_by_key(|(_, bytes)| bytes.len())
}

/// Upright pixels of some width.
struct Upright {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

impl Upright {
    fn raster<'a>(&'a self, of: &'a Pixels) -> Raster<'a> {
        let Self { ref bytes, width, height } = *self;
        Raster { bytes, width, height, is_transparent: of.is_transparent, profile: of.profile.as_deref() }
    }
}

/// The picture at a width that is no larger than its own.
fn at_width(pixels: &Pixels, width: u32) -> Option<Upright> {
    let is_sideways = is_sideways(pixels.orientation);
    let (across, down) = if is_sideways { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
    let height = u32::try_from((u64::from(down) * u64::from(width)).div_ceil(u64::from(across))).ok()?;
    let size = if is_sideways { (height, width) } else { (width, height) };
    let (kind, depth) = if pixels.is_transparent { (PixelType::U8x4, 4) } else { (PixelType::U8x3, 3) };
    let whole = ImageRef::new(pixels.width, pixels.height, &pixels.bytes, kind).ok()?;
    let mut smaller = Image::new(size.0, size.1, kind);
    Resizer::new().resize(&whole, &mut smaller, None).ok()?;
    let (bytes, (width, height)) = match pixels.orientation {
        1 => (smaller.into_vec(), size),
        orientation => turned(smaller.buffer(), size, depth, orientation),
    };
    Some(Upright { bytes, width, height })
}

#[cfg(test)]
mod tests {
    use portal_fixtures::photographs::{SECRET, jpeg, notes, palette_png, screen_profile};

    use super::*;
    use crate::source::media::pixels::read_pixels;

    fn forms(media_type: &str, content: &[u8]) -> Vec<Form> {
        let pixels = read_pixels(media_type, content).unwrap_or_else(|unread| panic!("{unread:?}"));
        make_forms(pixels, content.len() as u64)
    }

    fn size(form: &Form) -> (usize, usize) {
        let size = imagesize::blob_size(&form.bytes).unwrap();
        (size.width, size.height)
    }

    fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_photograph_has_upright_forms_without_notes_and_with_its_colours() {
        // It lies on its side: 640 wide and 800 high.
        let content = jpeg(800, 640, Some(&notes(6)), Some(&screen_profile()));
        assert!(holds(&content, SECRET));
        let made = forms("image/jpeg", &content);
        let found = made.iter().map(|form| (form.extension, size(form))).collect::<Vec<_>>();
        assert_eq!(found, [("webp", (480, 600)), ("webp", (640, 800)), ("jpg", (640, 800))]);
        for form in &made {
            assert_eq!(form.width as usize, size(form).0);
            assert!(form.bytes.len() < content.len());
            assert!(!holds(&form.bytes, SECRET) && !holds(&form.bytes, b"Exif"), "{}", form.extension);
            assert!(holds(&form.bytes, b"mntrRGB"), "{}", form.extension);
            let read = read_pixels(if form.extension == "jpg" { "image/jpeg" } else { "image/webp" }, &form.bytes);
            // The sky, which the camera had on the right, is above.
            let read = read.unwrap_or_else(|unread| panic!("{}: {unread:?}", form.extension));
            let [first, .., last] = read.bytes.as_chunks::<3>().0 else { panic!() };
            assert_eq!(read.profile, Some(screen_profile()));
            assert_ne!(first[2] > 170, last[2] > 170, "{first:?} {last:?}");
        }
        let again = forms("image/jpeg", &content);
        assert!(made.iter().zip(&again).all(|(one, other)| one.bytes == other.bytes));
    }

    #[test]
    fn a_transparent_picture_stays_transparent() {
        let content = palette_png(900, 600);
        let made = forms("image/png", &content);
        let kinds = made.iter().map(|form| (form.extension, form.width)).collect::<Vec<_>>();
        assert!(kinds.starts_with(&[("webp", 480), ("webp", 736), ("webp", 900)]), "{kinds:?}");
        assert!(made.iter().all(|form| form.extension != "jpg"));
        assert!(read_pixels("image/webp", &made[0].bytes).is_ok_and(|pixels| pixels.is_transparent));
    }

    #[test]
    fn what_saves_nothing_is_not_made() {
        let pixels = read_pixels("image/jpeg", &jpeg(60, 40, None, None)).unwrap_or_else(|_| panic!());
        assert!(make_forms(pixels, 100).is_empty());
    }

    #[test]
    fn no_form_is_wider_than_the_picture_nor_nearly_as_wide_as_another() {
        for (whole, expected) in [
            (1, [1].as_slice()),
            (500, &[500]),
            (533, &[533]),
            (534, &[480, 534]),
            (800, &[480, 800]),
            (1080, &[480, 736, 1080]),
            (1472, &[480, 736, 1080, 1472]),
            (12_000, &[480, 736, 1080, 1472]),
        ] {
            assert_eq!(widths(whole), expected, "{whole}");
        }
    }
}

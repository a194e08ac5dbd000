//! A picture's pixels, read from its file, and which pictures stay as they are.
//!
//! Whatever the file keeps, pixels have eight bits for red, green, blue and, where a part is transparent, its opacity.
//! Making other files of them is for `output::pictures`.

use std::io::Cursor;

use image_webp::WebPDecoder;
use imagesize::ImageType;
use png::{ColorType, Transformations};
use serde::{Deserialize, Serialize};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::size::{MOST_EDGE, MOST_PIXELS, read_orientation};
use crate::source::problem::Fault;

/// What a decoder may hold besides the pixels: a bomb's pictures are refused by their dimensions already.
const MOST_MEMORY: u64 = MOST_PIXELS * 4 + (64 << 20);

/// Profiles of more bytes hold tables, which would be in every file.
const LONGEST_PROFILE: usize = 4_096;

/// The gamma of sRGB as PNG writes it.
const USUAL_GAMMA: u32 = 45_455;

/// A picture's pixels, not yet turned as its camera noted it.
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// Three bytes a pixel, or four where it is transparent, row by row.
    pub bytes: Vec<u8>,
    pub is_transparent: bool,
    /// EXIF's, 1 to 8.
    pub orientation: u16,
    /// The profile that its colours are of; none for sRGB.
    pub profile: Option<Vec<u8>>,
    /// Whether its file kept it without loss, as drawings and texts are kept.
    pub is_exact: bool,
}

/// Why a picture stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unread {
    /// It moves.
    Animated,
    /// Its colours are a printing press's, or of a profile that is not for screens.
    Colours,
    /// Its pixels cannot be read.
    Damaged,
}

impl Unread {
    /// What an editor is told; nothing of a picture that moves, since that was meant so.
    pub fn fault(self) -> Option<Fault> {
        match self {
            Self::Animated => None,
            Self::Colours => Some(Fault::warning(
                "the picture has colours that are not for screens, so phones are sent all of it",
                "Save it as JPEG with the colours sRGB.",
            )),
            Self::Damaged => Some(Fault::warning(
                "parts of the picture cannot be read, so phones are sent all of it",
                "Get the picture again from where it was, or save it again.",
            )),
        }
    }
}

/// Reads a picture of a kind that may be published.
pub fn read_pixels(media_type: &str, content: &[u8]) -> Result<Pixels, Unread> {
    let (kind, pixels) = match media_type {
        "image/jpeg" => (ImageType::Jpeg, read_jpeg(content)?),
        "image/png" => (ImageType::Png, read_png(content)?),
        "image/webp" => (ImageType::Webp, read_webp(content)?),
        _ => (ImageType::Gif, read_gif(content)?),
    };
    let orientation = read_orientation(kind, content).ok_or(Unread::Damaged)?;
    let pixels = without_opacity(pixels);
    Ok(Pixels { orientation, profile: screen_profile(pixels.profile)?, ..pixels })
}

fn read_jpeg(content: &[u8]) -> Result<Pixels, Unread> {
    let edge = MOST_EDGE as usize;
    let options = DecoderOptions::default().set_max_width(edge).set_max_height(edge);
    let options = options.jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(content), options);
    decoder.decode_headers().map_err(|_| Unread::Damaged)?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Err(Unread::Colours);
    }
    let profile = decoder.icc_profile();
    let (width, height) =
        decoder.dimensions().map(|(width, height)| (width as u64, height as u64)).ok_or(Unread::Damaged)?;
    // Of several frames in one file, the first one alone was measured.
    if width * height > MOST_PIXELS {
        return Err(Unread::Damaged);
    }
    let bytes = decoder.decode().map_err(|_| Unread::Damaged)?;
    Ok(Pixels { profile, is_exact: false, ..pixels(width, height, bytes, false)? })
}

fn read_png(content: &[u8]) -> Result<Pixels, Unread> {
    let damaged = |_| Unread::Damaged;
    let limits = png::Limits { bytes: MOST_MEMORY as usize };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(content), limits);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(damaged)?;
    let info = reader.info();
    if info.animation_control.is_some() {
        return Err(Unread::Animated);
    }
    let profile = info.icc_profile.as_ref().map(|profile| profile.to_vec());
    let is_usual = profile.is_some() || info.srgb.is_some();
    let gamma = info.gama_chunk.map(|gamma| gamma.into_scaled());
    if info.coding_independent_code_points.is_some() || !is_usual && gamma.is_some_and(|gamma| gamma != USUAL_GAMMA) {
        return Err(Unread::Colours);
    }
    let mut bytes = vec![0; reader.output_buffer_size().ok_or(Unread::Damaged)?];
    let frame = reader.next_frame(&mut bytes).map_err(damaged)?;
    bytes.truncate(frame.buffer_size());
    let (bytes, has_opacity) = match frame.color_type {
        ColorType::Grayscale => (bytes.into_iter().flat_map(|grey| [grey; 3]).collect(), false),
        ColorType::GrayscaleAlpha => {
            (bytes.as_chunks().0.iter().flat_map(|[grey, opacity]| [*grey, *grey, *grey, *opacity]).collect(), true)
        }
        ColorType::Rgba => (bytes, true),
        ColorType::Rgb | ColorType::Indexed => (bytes, false),
    };
    Ok(Pixels { profile, ..pixels(frame.width.into(), frame.height.into(), bytes, has_opacity)? })
}

fn read_webp(content: &[u8]) -> Result<Pixels, Unread> {
    let damaged = |_| Unread::Damaged;
    let mut decoder = WebPDecoder::new(Cursor::new(content)).map_err(damaged)?;
    if decoder.is_animated() {
        return Err(Unread::Animated);
    }
    decoder.set_memory_limit(MOST_MEMORY as usize);
    let profile = decoder.icc_profile().map_err(damaged)?;
    let mut bytes = vec![0; decoder.output_buffer_size().ok_or(Unread::Damaged)?];
    decoder.read_image(&mut bytes).map_err(damaged)?;
    let ((width, height), has_opacity) = (decoder.dimensions(), decoder.has_alpha());
    let is_exact = !decoder.is_lossy();
    Ok(Pixels { profile, is_exact, ..pixels(width.into(), height.into(), bytes, has_opacity)? })
}

fn read_gif(content: &[u8]) -> Result<Pixels, Unread> {
    let damaged = |_| Unread::Damaged;
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(gif::MemoryLimit::Bytes(MOST_MEMORY.try_into().map_err(|_| Unread::Damaged)?));
    let mut decoder = options.read_info(content).map_err(damaged)?;
    let (width, height) = (decoder.width(), decoder.height());
    let frame = decoder.read_next_frame().map_err(damaged)?.ok_or(Unread::Damaged)?;
    // A part of the whole is drawn on what was there before it, as films are.
    let is_whole = (frame.left, frame.top, frame.width, frame.height) == (0, 0, width, height);
    let bytes = frame.buffer.to_vec();
    if !is_whole || decoder.next_frame_info().map_err(damaged)?.is_some() {
        return Err(Unread::Animated);
    }
    pixels(width.into(), height.into(), bytes, true)
}

/// Pixels of sRGB that are as many as they should be.
fn pixels(width: u64, height: u64, bytes: Vec<u8>, is_transparent: bool) -> Result<Pixels, Unread> {
    let depth = if is_transparent { 4 } else { 3 };
    let edge = |edge: u64| u32::try_from(edge).map_err(|_| Unread::Damaged);
    let (width, height) = (edge(width)?, edge(height)?);
    let expected = u64::from(width) * u64::from(height) * depth;
    if bytes.len() as u64 != expected || expected == 0 {
        return Err(Unread::Damaged);
    }
    Ok(Pixels { width, height, bytes, is_transparent, orientation: 1, profile: None, is_exact: true })
}

/// Many files say how opaque each pixel is though all of them are.
fn without_opacity(pixels: Pixels) -> Pixels {
    let (whole, _) = pixels.bytes.as_chunks::<4>();
    if !pixels.is_transparent || whole.iter().any(|[_, _, _, opacity]| *opacity != 0xff) {
        return pixels;
    }
    let bytes = whole.iter().flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect();
    Pixels { bytes, is_transparent: false, ..pixels }
}

/// A profile of a screen's colours; none for the usual ones, which every browser takes pictures to have.
fn screen_profile(profile: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, Unread> {
    let Some(profile) = profile else { return Ok(None) };
    // Which colours a profile is for is in its head (ICC.1, section 7.2.8).
    if profile.get(16..20) != Some(b"RGB ".as_slice()) {
        return Err(Unread::Colours);
    }
    let holds = |name: &[u8]| profile.windows(name.len()).any(|window| window == name);
    if holds(b"sRGB IEC61966") || holds(b"s\0R\0G\0B\0 \0I\0E\0C\x006\x001\x009\x006\x006") {
        return Ok(None);
    }
    if profile.len() > LONGEST_PROFILE { Err(Unread::Colours) } else { Ok(Some(profile)) }
}

#[cfg(test)]
mod tests {
    use portal_fixtures::photographs::{
        damaged_png, deep_png, gif, jpeg, moving_png, notes, palette_png, pixels, press_jpeg, screen_profile, webp,
    };

    use super::*;

    #[test]
    fn every_still_picture_is_read_as_eight_bits_a_colour() {
        for (media_type, content, is_transparent, is_exact) in [
            ("image/jpeg", jpeg(60, 40, None, None), false, false),
            ("image/png", deep_png(60, 40), false, true),
            ("image/png", palette_png(60, 40), true, true),
            ("image/gif", gif(60, 40, 1), false, true),
            ("image/webp", webp(60, 40, 1), false, false),
        ] {
            let read = read_pixels(media_type, &content).unwrap_or_else(|unread| panic!("{media_type}: {unread:?}"));
            assert_eq!((read.width, read.height, read.orientation), (60, 40, 1), "{media_type}");
            assert_eq!((read.is_transparent, read.is_exact), (is_transparent, is_exact), "{media_type}");
            assert_eq!(read.bytes.len(), 60 * 40 * if is_transparent { 4 } else { 3 }, "{media_type}");
        }
        assert_eq!(read_pixels("image/png", &deep_png(60, 40)).unwrap_or_else(|_| panic!()).bytes, pixels(60, 40));
        let one = read_pixels("image/jpeg", &jpeg(1, 1, None, None)).unwrap_or_else(|_| panic!());
        assert_eq!((one.width, one.height), (1, 1));
    }

    #[test]
    fn what_moves_is_of_a_printing_press_or_cannot_be_read_is_told_apart() {
        let cut = jpeg(60, 40, None, None);
        let grey = screen_profile().into_iter().enumerate();
        let grey = grey.map(|(place, byte)| b"GRAY".get(place.wrapping_sub(16)).copied().unwrap_or(byte));
        for (media_type, content, expected) in [
            ("image/gif", gif(60, 40, 2), Unread::Animated),
            ("image/webp", webp(60, 40, 2), Unread::Animated),
            ("image/png", moving_png(60, 40), Unread::Animated),
            ("image/jpeg", press_jpeg(60, 40), Unread::Colours),
            ("image/jpeg", jpeg(60, 40, None, Some(&grey.collect::<Vec<_>>())), Unread::Colours),
            ("image/jpeg", jpeg(60, 40, None, Some(&[screen_profile(), vec![0; 5_000]].concat())), Unread::Colours),
            ("image/png", damaged_png(60, 40), Unread::Damaged),
            ("image/jpeg", cut[..cut.len() / 2].to_vec(), Unread::Damaged),
        ] {
            assert_eq!(read_pixels(media_type, &content).err(), Some(expected), "{media_type}");
        }
    }

    #[test]
    fn whatever_is_wrong_in_a_file_it_is_read_or_refused() {
        for (media_type, whole) in [
            ("image/jpeg", jpeg(17, 9, Some(&notes(6)), Some(&screen_profile()))),
            ("image/jpeg", press_jpeg(17, 9)),
            ("image/png", deep_png(7, 5)),
            ("image/png", palette_png(7, 5)),
            ("image/png", moving_png(7, 5)),
            ("image/gif", gif(7, 5, 2)),
            ("image/webp", webp(17, 9, 1)),
            ("image/webp", webp(17, 9, 2)),
        ] {
            (0..whole.len()).for_each(|length| drop(read_pixels(media_type, &whole[..length])));
            for place in 0..whole.len() {
                for value in [0, 0x7f, 0xff, !whole[place]] {
                    let mut bent = whole.clone();
                    bent[place] = value;
                    // Of many pixels that are not there it would be a long test.
                    let is_small = imagesize::blob_size(&bent).is_ok_and(|size| size.width * size.height < 100_000);
                    let _ = is_small.then(|| read_pixels(media_type, &bent));
                }
            }
        }
    }

    #[test]
    fn a_profile_is_kept_unless_every_browser_has_it() {
        let profile_of = |profile: &[u8]| {
            read_pixels("image/jpeg", &jpeg(60, 40, Some(&notes(6)), Some(profile)))
                .unwrap_or_else(|_| panic!())
                .profile
        };
        assert_eq!(profile_of(&screen_profile()), Some(screen_profile()));
        assert_eq!(profile_of(&[screen_profile(), b"desc sRGB IEC61966-2.1".to_vec()].concat()), None);
    }
}

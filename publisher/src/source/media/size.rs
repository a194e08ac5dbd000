//! A picture's dimensions, read from its content, which must be whole and what its extension says.

use imagesize::ImageType;

use super::container::{EXIF, is_whole_gif, read_jpeg, read_png, read_webp};
use super::exif::{is_sideways, orientation};
use crate::source::encoded::encoded;
use crate::source::problem::Fault;
use crate::source::svg;

/// The longest edge of a picture, and the most pixels in it: a phone has no memory for more.
pub(super) const MOST_EDGE: u32 = 12_000;
pub const MOST_PIXELS: u64 = 50_000_000;

/// A picture's dimensions in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

encoded! {
    Size { width, height }
}

/// The size of a picture; `None` for a file of another kind.
pub(super) fn read_size(media_type: &str, content: &[u8]) -> Result<Option<Size>, Vec<Fault>> {
    let read_raster = |kind| read_raster(content, kind).map(Some).map_err(|fault| vec![fault]);
    match media_type {
        "image/svg+xml" => read_svg(content).map(Some),
        "image/png" => read_raster(ImageType::Png),
        "image/jpeg" => read_raster(ImageType::Jpeg),
        "image/gif" => read_raster(ImageType::Gif),
        "image/webp" => read_raster(ImageType::Webp),
        _ => Ok(None),
    }
}

fn read_raster(content: &[u8], expected: ImageType) -> Result<Size, Fault> {
    let broken = |reason: &str| Fault::new(reason, "Get the picture again from where it was, or save it again.");
    let orientation = read_orientation(expected, content).ok_or_else(|| broken("the picture is cut off or damaged"))?;
    let size = imagesize::blob_size(content).map_err(|_| broken("the picture is cut off or damaged"))?;
    let edge = |pixels: usize| u32::try_from(pixels).ok().filter(|pixels| *pixels > 0);
    let (Some(width), Some(height)) = (edge(size.width), edge(size.height)) else {
        return Err(broken("the picture has no width or no height"));
    };
    if width.max(height) > MOST_EDGE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Fault::new(
            format!("the picture has {width} × {height} pixels, more than phones can show"),
            "Make it smaller: 2000 pixels are enough for its longer edge.",
        ));
    }
    Ok(if is_sideways(orientation) { Size { width: height, height: width } } else { Size { width, height } })
}

/// How the picture is to be turned; `None` when its file ends before it does.
pub(super) fn read_orientation(kind: ImageType, content: &[u8]) -> Option<u16> {
    let notes = match kind {
        ImageType::Jpeg => {
            let mut parts = read_jpeg(content)?.into_iter().filter(|(code, _)| *code == 0xe1);
            parts.find_map(|(_, part)| content.get(part)?.strip_prefix(EXIF))
        }
        ImageType::Png => read_png(content)?.into_iter().find(|chunk| chunk.kind == *b"eXIf").map(|chunk| chunk.data),
        ImageType::Webp => {
            let notes = read_webp(content)?.into_iter().find(|(kind, _)| kind == b"EXIF");
            let notes = notes.and_then(|(_, part)| content.get(part));
            notes.map(|notes| notes.strip_prefix(EXIF).unwrap_or(notes))
        }
        _ => is_whole_gif(content).then_some(None)?,
    };
    Some(notes.map_or(1, orientation))
}

/// An SVG's own `width` and `height`, else its `viewBox`.
fn read_svg(content: &[u8]) -> Result<Size, Vec<Fault>> {
    let text =
        str::from_utf8(content).map_err(|_| vec![Fault::new("it is not UTF-8", "Save it with the encoding UTF-8.")])?;
    let document = svg::read_svg(text)?;
    let root = document.root_element();
    let view_box = root.attribute("viewBox").unwrap_or_default();
    let mut view_box = view_box.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2);
    let mut edge = |name| {
        let from_view_box = view_box.next();
        root.attribute(name).and_then(parse_pixels).or_else(|| from_view_box.and_then(parse_pixels))
    };
    match (edge("width"), edge("height")) {
        (Some(width), Some(height)) => Ok(Size { width, height }),
        _ => {
            let message = "it says neither width and height nor a viewBox";
            Err(vec![Fault::new(message, "Write them on its `<svg>` element.")])
        }
    }
}

/// `640`, `640px` or `640.5`; percentages and other units say nothing about pixels.
fn parse_pixels(length: &str) -> Option<u32> {
    let length = length.trim();
    let pixels = length.strip_suffix("px").unwrap_or(length).parse::<f64>().ok()?.round();
    (1.0..=100_000.0).contains(&pixels).then_some(pixels as u32)
}

#[cfg(test)]
mod tests {
    use super::super::container::{write_png, write_png_chunk};
    use super::super::exif::tests::exif;
    use super::super::place::without_place;
    use super::*;

    #[test]
    fn an_svg_says_its_size_by_attributes_or_view_box() {
        for (attributes, size) in [
            (r#"width="640" height="360px""#, Some((640, 360))),
            (r#"viewBox="0 0 1600 900""#, Some((1600, 900))),
            (r#"width="100%" height="100%" viewBox="0,0,16.4,9""#, Some((16, 9))),
            ("width='8' viewBox='0 0 8 4'", Some((8, 4))),
            ("width='8'", None),
            ("", None),
        ] {
            let text = format!("\u{feff}<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}><path d='M0 0'/></svg>");
            let read = read_svg(text.as_bytes()).ok().map(|size| (size.width, size.height));
            assert_eq!(read, size, "{attributes}");
        }
    }

    #[test]
    fn a_raster_picture_is_whole() {
        let gif = b"GIF89a\x10\x00\x08\x00\x00\x00\x00;";
        let size = read_size("image/gif", gif).ok().flatten().map(|size| (size.width, size.height));
        assert_eq!(size, Some((16, 8)));
        for media_type in ["image/png", "image/jpeg", "image/webp", "image/gif"] {
            for content in [b"".as_slice(), b"GIF89a\x10\x00\x08"] {
                let told = read_size(media_type, content).err().and_then(|faults| faults.into_iter().next());
                assert_eq!(told.map(|fault| fault.message).as_deref(), Some("the picture is cut off or damaged"));
            }
        }
        assert_eq!(read_size("application/pdf", b"%PDF"), Ok(None));
    }

    /// A JPEG, a PNG and a WebP of a size, with notes.
    fn pictures(width: u16, height: u16, exif: &[u8]) -> [(&'static str, Vec<u8>); 3] {
        let notes = [EXIF, exif].concat();
        let length = u16::try_from(notes.len() + 2).unwrap();
        let frame = [b"\xff\xc0\0\x0b\x08".as_slice(), &height.to_be_bytes(), &width.to_be_bytes(), b"\x01\x01\x11\0"];
        let jpeg =
            [b"\xff\xd8\xff\xe1".as_slice(), &length.to_be_bytes(), &notes, &frame.concat(), b"\xff\xda\0\x02\xff\xd9"];

        let edges = [u32::from(width).to_be_bytes(), u32::from(height).to_be_bytes()].concat();
        let parts: [([u8; 4], &[u8]); 4] = [(*b"IHDR", &edges), (*b"eXIf", exif), (*b"IDAT", b"1"), (*b"IEND", b"")];
        let parts = parts.map(|(kind, data)| write_png_chunk(kind, data));
        let png = write_png(parts.iter().map(Vec::as_slice));

        let less_one = |edge: u16| (u32::from(edge) - 1).to_le_bytes()[..3].to_vec();
        let screen = [b"VP8X\x0a\0\0\0\x08\0\0\0".to_vec(), less_one(width), less_one(height)].concat();
        let picture = b"VP8L\x06\0\0\0/12345";
        let length = u32::try_from(exif.len()).unwrap().to_le_bytes();
        let chunks = [&screen, picture.as_slice(), b"EXIF", &length, exif].concat();
        let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
        let webp = [b"RIFF".as_slice(), &length, b"WEBP", &chunks].concat();
        [("image/jpeg", jpeg.concat()), ("image/png", png), ("image/webp", webp)]
    }

    #[test]
    fn a_picture_stored_sideways_has_the_size_that_is_seen() {
        for orientation in 0..10 {
            let seen = if (5..=8).contains(&orientation) { (200, 300) } else { (300, 200) };
            for big in [true, false] {
                for (media_type, content) in pictures(300, 200, &exif(big, orientation)) {
                    let size = read_size(media_type, &content).unwrap().map(|size| (size.width, size.height));
                    assert_eq!(size, Some(seen), "{media_type} {orientation}");
                }
            }
        }
    }

    #[test]
    fn a_picture_that_phones_cannot_hold_is_refused() {
        for (width, height, is_taken) in [
            (12_000, 4_000, true),
            (12_001, 10, false),
            (10, 12_001, false),
            (7_000, 7_000, true),
            (7_100, 7_100, false),
        ] {
            for (media_type, content) in pictures(width, height, &[]) {
                let told = read_size(media_type, &content);
                assert_eq!(told.is_ok(), is_taken, "{media_type} {width} {height}");
                let message = told.err().into_iter().flatten().map(|fault| fault.message).collect::<String>();
                assert!(is_taken || message.contains(&format!("{width} × {height} pixels")), "{message}");
            }
        }
    }

    #[test]
    fn no_damage_is_too_much() {
        for (media_type, content) in pictures(300, 200, &exif(true, 6)) {
            for length in 0..content.len() {
                let cut = without_place(content[..length].to_vec());
                assert!(read_size(media_type, &cut).is_err(), "{media_type} {length}");
                for byte in [0, 0xe1, 0xff] {
                    let mut bent = content.clone();
                    bent[length] = byte;
                    let _ = read_size(media_type, &without_place(bent));
                }
            }
        }
    }
}

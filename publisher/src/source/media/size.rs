//! A picture's dimensions, read from its content, which must be what its extension says.

use imagesize::ImageType;

use crate::source::problem::Fault;
use crate::source::svg;

/// A picture's dimensions in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
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
    let broken = |reason: String| Fault::new(reason, "Save the picture again, with the extension of its kind.");
    match imagesize::image_type(content) {
        Ok(found) if found == expected => {}
        _ => return Err(broken("its content is not what its extension says".to_owned())),
    }
    let size = imagesize::blob_size(content).map_err(|error| broken(format!("its size cannot be read ({error})")))?;
    let edge = |pixels: usize| u32::try_from(pixels).ok().filter(|pixels| *pixels > 0);
    match (edge(size.width), edge(size.height)) {
        (Some(width), Some(height)) => Ok(Size { width, height }),
        _ => Err(broken("it has no width or no height".to_owned())),
    }
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
    fn a_raster_picture_must_be_what_its_name_says() {
        let gif = b"GIF89a\x10\x00\x08\x00\x00\x00\x00;";
        let size = read_size("image/gif", gif).ok().flatten().map(|size| (size.width, size.height));
        assert_eq!(size, Some((16, 8)));
        assert!(read_size("image/png", gif).is_err());
        assert!(read_size("image/jpeg", b"").is_err());
        assert_eq!(read_size("application/pdf", b"%PDF"), Ok(None));
    }
}

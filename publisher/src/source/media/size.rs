//! A picture's dimensions, read from its content, which must be what its extension says.

use imagesize::ImageType;
use roxmltree::{Document, Node};

use super::Size;
use crate::source::problem::Fault;

/// The size of a picture; `None` for a file of another kind.
pub(super) fn read_size(media_type: &str, content: &[u8]) -> Result<Option<Size>, Fault> {
    match media_type {
        "image/svg+xml" => read_svg(content).map(Some),
        "image/png" => read_raster(content, ImageType::Png).map(Some),
        "image/jpeg" => read_raster(content, ImageType::Jpeg).map(Some),
        "image/gif" => read_raster(content, ImageType::Gif).map(Some),
        "image/webp" => read_raster(content, ImageType::Webp).map(Some),
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

/// An SVG's own `width` and `height`, else its `viewBox`. One that could run a script is refused: opened by its
/// address it would run in the site's name.
fn read_svg(content: &[u8]) -> Result<Size, Fault> {
    let text =
        str::from_utf8(content).map_err(|_| Fault::new("it is not UTF-8", "Save it with the encoding UTF-8."))?;
    let document = Document::parse(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Fault::new(format!("it is not sound SVG ({error})"), "Save it again as plain SVG."))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(Fault::new("it is not an SVG picture", "Save it again as SVG."));
    }
    if document.descendants().any(|node| is_active(&node)) {
        return Err(Fault::new(
            "it holds a script, a handler or a foreign reference",
            "Save it again as plain SVG, without them.",
        ));
    }
    let view_box = root.attribute("viewBox").unwrap_or_default();
    let mut view_box = view_box.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2);
    let mut edge = |name| {
        let from_view_box = view_box.next();
        root.attribute(name).and_then(parse_pixels).or_else(|| from_view_box.and_then(parse_pixels))
    };
    match (edge("width"), edge("height")) {
        (Some(width), Some(height)) => Ok(Size { width, height }),
        _ => Err(Fault::new("it says neither width and height nor a viewBox", "Write them on its `<svg>` element.")),
    }
}

fn is_active(node: &Node<'_, '_>) -> bool {
    let name = node.tag_name().name();
    let foreign = |value: &str| !value.is_empty() && !value.starts_with('#') && !value.starts_with("data:image/");
    node.is_pi()
        || ["script", "foreignObject", "iframe", "handler", "set", "animate"]
            .iter()
            .any(|active| name.eq_ignore_ascii_case(active))
        || node.attributes().any(|attribute| {
            attribute.name().to_ascii_lowercase().starts_with("on")
                || (attribute.name() == "href" && foreign(attribute.value().trim()))
        })
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

    fn svg(text: &str) -> Result<(u32, u32), String> {
        read_svg(text.as_bytes()).map(|size| (size.width, size.height)).map_err(|fault| fault.message)
    }

    #[test]
    fn an_svg_says_its_size_by_attributes_or_view_box() {
        for (text, size) in [
            (r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360px"/>"#, (640, 360)),
            (r#"<svg viewBox="0 0 1600 900"/>"#, (1600, 900)),
            (r#"<svg width="100%" height="100%" viewBox="0,0,16.4,9"/>"#, (16, 9)),
            ("<?xml version=\"1.0\"?>\n<!-- x --><svg width='8' viewBox='0 0 8 4'><path d='M0 0'/></svg>", (8, 4)),
        ] {
            assert_eq!(svg(text), Ok(size), "{text}");
        }
    }

    #[test]
    fn an_svg_that_could_act_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<g onload='alert(1)'/>",
            "<a href='javascript:alert(1)'><text>x</text></a>",
            "<a xmlns:x='http://www.w3.org/1999/xlink' x:href='https://evil.example'/>",
            "<foreignObject/>",
            "<?xml-stylesheet href='data:text/xml,x'?>",
            "<image href='//evil.example/a.png'/>",
            "<set attributeName='href' to='javascript:alert(1)'/>",
        ] {
            let text = format!("<svg width='1' height='1'>{inside}</svg>");
            assert_eq!(svg(&text), Err("it holds a script, a handler or a foreign reference".to_owned()), "{inside}");
        }
        for text in
            ["", "<svg", "<html/>", "<svg/>", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg width='1' height='1'>&a;</svg>"]
        {
            assert!(svg(text).is_err(), "{text}");
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

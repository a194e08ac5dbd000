//! From SVG to pixels to small PNG files.

use std::collections::HashMap;

use resvg::tiny_skia::{ColorU8, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{Options, Tree};

use crate::problem::Fault;
use crate::svg::read_svg;

/// The most colours of a picture with a palette.
const PALETTE: usize = 256;

/// Why a picture could not be drawn. None of it depends on the content.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    #[error("there is no memory for a picture of {0} × {1}")]
    Size(u32, u32),
    #[error("the publisher's own typeface cannot be read")]
    Typeface,
    #[error("a picture cannot be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// Reads an SVG of shapes alone: words would need typefaces, pictures would need files, and neither is at hand.
pub fn read_drawing(source: &str) -> Result<Tree, Vec<Fault>> {
    let xml = read_svg(source)?;
    for name in ["text", "image", "feImage"] {
        if xml.descendants().any(|node| node.is_element() && node.tag_name().name() == name) {
            let message = format!("it holds a <{name}>, and only shapes can be drawn");
            return Err(vec![Fault::new(message, "Turn it into paths, or take it out.")]);
        }
    }
    Tree::from_xmltree(&xml, &Options::default())
        .map_err(|error| vec![Fault::new(format!("it cannot be drawn: {error}"), "Save it again as plain SVG.")])
}

/// Draws the whole drawing, as large as it gets, into the middle of a picture; `share` is how much of the side it takes.
pub fn draw_centered(drawing: &Tree, side: u32, share: f32, ground: Option<ColorU8>) -> Result<Pixmap, DrawError> {
    let mut pixmap = Pixmap::new(side, side).ok_or(DrawError::Size(side, side))?;
    if let Some(ground) = ground {
        pixmap.pixels_mut().fill(ground.premultiply());
    }
    let (size, whole) = (drawing.size(), side as f32);
    let scale = whole * share / size.width().max(size.height());
    let (x, y) = ((whole - size.width() * scale) / 2.0, (whole - size.height() * scale) / 2.0);
    let place = Transform::from_scale(scale, scale).post_translate(x, y);
    resvg::render(drawing, place, &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Draws the drawing at its own size.
pub fn draw_whole(drawing: &Tree, width: u32, height: u32) -> Result<Pixmap, DrawError> {
    let mut pixmap = Pixmap::new(width, height).ok_or(DrawError::Size(width, height))?;
    resvg::render(drawing, Transform::default(), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// A PNG with a palette: drawings have few colours, and what their smooth edges mix beyond 256 goes to the nearest.
pub fn encode_png(pixmap: &Pixmap) -> Result<Vec<u8>, DrawError> {
    // Drawings are mostly long runs of one colour.
    let runs = || pixmap.pixels().chunk_by(|a, b| a == b).filter_map(|run| Some((channels(*run.first()?), run.len())));
    let mut counts = HashMap::<[u8; 4], usize>::new();
    for (color, length) in runs() {
        *counts.entry(color).or_default() += length;
    }
    let mut colors = counts.into_iter().collect::<Vec<_>>();
    // The commonest first; equally common ones in a fixed order, so that the same picture is the same file.
    colors.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let palette = colors.iter().take(PALETTE).map(|(color, _)| *color).collect::<Vec<_>>();
    let places = colors.iter().enumerate();
    let places =
        places.map(|(place, (color, _))| (*color, if place < PALETTE { place } else { nearest(&palette, *color) }));
    let places = places.collect::<HashMap<_, _>>();
    let mut data = Vec::with_capacity(pixmap.pixels().len());
    for (color, length) in runs() {
        // No palette has more than 256 colours, so every place fits.
        let place = places.get(&color).and_then(|place| u8::try_from(*place).ok()).unwrap_or_default();
        data.resize(data.len() + length, place);
    }

    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect::<Vec<_>>());
    if palette.iter().any(|[.., alpha]| *alpha < u8::MAX) {
        encoder.set_trns(palette.iter().map(|[.., alpha]| *alpha).collect::<Vec<_>>());
    }
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&data)?;
    Ok(bytes)
}

fn channels(color: PremultipliedColorU8) -> [u8; 4] {
    let color = color.demultiply();
    [color.red(), color.green(), color.blue(), color.alpha()]
}

/// The place of the colour that differs least.
fn nearest(palette: &[[u8; 4]], color: [u8; 4]) -> usize {
    let distance = |other: &[u8; 4]| other.iter().zip(color).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum::<u32>();
    palette.iter().enumerate().min_by_key(|(_, other)| distance(other)).map_or(0, |(place, _)| place)
}

/// Reads `#8c1212` or `#812`.
pub fn parse_hex_color(text: &str) -> Option<ColorU8> {
    let digits = text.strip_prefix('#')?.chars().map(|c| c.to_digit(16)).collect::<Option<Vec<_>>>()?;
    let channel = |value: u32| u8::try_from(value).ok();
    let [red, green, blue] = match *digits.as_slice() {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [r1, r2, g1, g2, b1, b2] => [r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2],
        _ => return None,
    };
    Some(ColorU8::from_rgba(channel(red)?, channel(green)?, channel(blue)?, u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_holds_shapes_alone() {
        for inner in
            ["<text>Chữ</text>", "<image href=\"data:image/png,\"/>", "<filter><feImage href=\"#a\"/></filter>"]
        {
            let source = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>"#);
            assert!(read_drawing(&source).unwrap_err()[0].message.contains("only shapes"), "{inner}");
        }
        for broken in ["", "<svg", "not xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"] {
            assert_eq!(read_drawing(broken).unwrap_err().len(), 1, "{broken}");
        }
    }

    #[test]
    fn a_picture_of_many_colors_is_written_with_256_that_are_near() {
        let mut pixmap = Pixmap::new(64, 64).unwrap();
        for (place, pixel) in pixmap.pixels_mut().iter_mut().enumerate() {
            let (x, y) = ((place % 64) as u8, (place / 64) as u8);
            *pixel = ColorU8::from_rgba(x * 4, y * 4, 128, 255).premultiply();
        }
        let decoded = Pixmap::decode_png(&encode_png(&pixmap).unwrap()).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (64, 64));
        let colors = decoded.pixels().iter().map(|pixel| channels(*pixel)).collect::<std::collections::HashSet<_>>();
        assert!(colors.len() <= 256, "{}", colors.len());
    }

    #[test]
    fn what_is_transparent_stays_transparent() {
        let mut pixmap = Pixmap::new(8, 8).unwrap();
        pixmap.pixels_mut()[0] = ColorU8::from_rgba(140, 18, 18, 255).premultiply();
        let decoded = Pixmap::decode_png(&encode_png(&pixmap).unwrap()).unwrap();
        assert_eq!(channels(decoded.pixels()[0]), [140, 18, 18, 255]);
        assert_eq!(decoded.pixels()[1].alpha(), 0);
    }

    #[test]
    fn colors_are_read_long_and_short() {
        let rgb = |text| parse_hex_color(text).map(|color| [color.red(), color.green(), color.blue()]);
        assert_eq!(rgb("#8c1212"), Some([0x8c, 0x12, 0x12]));
        assert_eq!(rgb("#fA0"), Some([255, 170, 0]));
        for wrong in ["8c1212", "#8c12", "#xyz", "", "#ấấấ"] {
            assert_eq!(rgb(wrong), None, "{wrong}");
        }
    }
}

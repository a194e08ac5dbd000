//! The theme's drawings: SVG of shapes alone, ready to be drawn.

use resvg::usvg::{Options, Tree};

use crate::source::problem::Fault;
use crate::source::svg::read_svg;

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
}

//! The theme's drawings: SVG of shapes alone, ready to be drawn.

use resvg::usvg::{Options, Tree};

use crate::source::problem::Fault;

/// Reads an SVG of shapes alone: words would need typefaces, pictures would need files, and neither is at hand.
pub fn read_drawing(source: &str) -> Result<Tree, Fault> {
    let broken = |reason: String| Fault::new(format!("it is no SVG: {reason}"), "Save it anew as plain SVG.");
    let xml = roxmltree::Document::parse(source).map_err(|error| broken(error.to_string()))?;
    for name in ["text", "image", "foreignObject"] {
        if xml.descendants().any(|node| node.is_element() && node.tag_name().name() == name) {
            return Err(Fault::new(
                format!("it holds a <{name}>, and only shapes can be drawn"),
                "Turn it into paths, or take it out.",
            ));
        }
    }
    Tree::from_str(source, &Options::default()).map_err(|error| broken(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_holds_shapes_alone() {
        for inner in ["<text>Chữ</text>", "<image href=\"a.png\"/>", "<g><foreignObject/></g>"] {
            let source = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inner}</svg>"#);
            assert!(read_drawing(&source).unwrap_err().message.contains("only shapes"), "{inner}");
        }
        for broken in ["", "<svg", "not xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"] {
            assert!(read_drawing(broken).unwrap_err().message.contains("no SVG"), "{broken}");
        }
    }
}

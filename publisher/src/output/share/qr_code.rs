//! An address as a QR code, to be scanned from a printed page or a screen.

use portal_app::path::qr_code::QrDrawing;

/// An SVG of one path. `None` when the address is longer than a code holds.
pub fn qr_code(address: &str) -> Option<String> {
    let QrDrawing { side, strokes } = QrDrawing::of(address)?;
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{strokes}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use qrcode::types::Color;
    use qrcode::{EcLevel, QrCode};

    use super::*;
    use crate::output::drawing::draw_whole;
    use crate::site::catalog::LONGEST_QR_ADDRESS as LONGEST_ADDRESS;
    use crate::source::theme::drawing::read_drawing;

    const ADDRESS: &str = "https://sonv.laichau.gov.vn/tin-tuc/tong-ket-cong-tac-bau-cu-a1b2c3d4/";

    #[test]
    fn the_drawing_has_the_modules_of_the_code() {
        let svg = qr_code(ADDRESS).unwrap();
        let code = QrCode::with_error_correction_level(ADDRESS, EcLevel::M).unwrap();
        let side = (code.width() + 8) as u32;
        let pixmap = draw_whole(
            &read_drawing(&svg.replace("<svg ", &format!("<svg width=\"{side}\" height=\"{side}\" "))).unwrap(),
            side,
            side,
        )
        .unwrap();
        let is_dark = |x: usize, y: usize| pixmap.pixel(x as u32, y as u32).unwrap().red() < 128;
        for y in 0..side as usize {
            for x in 0..side as usize {
                let is_inside = (4..code.width() + 4).contains(&x) && (4..code.width() + 4).contains(&y);
                let expected = is_inside && code[(x - 4, y - 4)] == Color::Dark;
                assert_eq!(is_dark(x, y), expected, "{x}, {y}");
            }
        }
    }

    #[test]
    fn a_code_is_small_and_an_endless_address_has_none() {
        assert!(qr_code(ADDRESS).unwrap().len() < 3600, "{}", qr_code(ADDRESS).unwrap().len());
        assert!(qr_code(&"x".repeat(LONGEST_ADDRESS)).is_some());
        assert_eq!(qr_code(&"x".repeat(LONGEST_ADDRESS + 1)), None);
    }
}

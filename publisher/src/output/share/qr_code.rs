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
    use super::*;
    use crate::output::drawing::draw_whole;
    use crate::site::catalog::LONGEST_QR_ADDRESS as LONGEST_ADDRESS;
    use crate::source::theme::drawing::read_drawing;

    const ADDRESS: &str = "https://sonv.laichau.gov.vn/tin-tuc/tong-ket-cong-tac-bau-cu-a1b2c3d4/";

    /// What a scanner reads in a drawing, which is shown on a screen of so many pixels for each module.
    fn scan(svg: &str) -> String {
        let side = svg.split(' ').find_map(|part| part.strip_suffix('"')?.parse::<u32>().ok()).unwrap();
        let pixels = side * 4;
        let sized = svg.replace("<svg ", &format!("<svg width=\"{pixels}\" height=\"{pixels}\" "));
        let picture = draw_whole(&read_drawing(&sized).unwrap(), pixels, pixels).unwrap();
        let grey = |x: usize, y: usize| picture.pixel(x as u32, y as u32).unwrap().red();
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(pixels as usize, pixels as usize, grey);
        let codes = seen.detect_grids();
        assert_eq!(codes.len(), 1);
        let (about, text) = codes[0].decode().unwrap();
        assert_eq!(about.ecc_level, 0, "level M");
        text
    }

    #[test]
    fn a_scanner_reads_the_address() {
        for address in [
            ADDRESS,
            "https://sonv.laichau.gov.vn/",
            "HTTPS://SONV.LAICHAU.GOV.VN/",
            "https://sở-nội-vụ.laichau.gov.vn/tin-tuc/tổng-kết-1/",
        ] {
            assert_eq!(scan(&qr_code(address).unwrap()), address);
        }
        for length in (1..LONGEST_ADDRESS).step_by(331) {
            let address =
                format!("{ADDRESS}{}", "a1-".repeat(LONGEST_ADDRESS)).chars().take(length).collect::<String>();
            assert_eq!(scan(&qr_code(&address).unwrap()), address);
        }
    }

    #[test]
    fn a_code_is_small_and_an_endless_address_has_none() {
        assert!(qr_code(ADDRESS).unwrap().len() < 3600, "{}", qr_code(ADDRESS).unwrap().len());
        assert!(qr_code(&"x".repeat(LONGEST_ADDRESS)).is_some());
        assert_eq!(qr_code(&"x".repeat(LONGEST_ADDRESS + 1)), None);
    }
}

//! An address as a QR code, drawn from the address itself.

use std::fmt::Write;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode};

use crate::markup::{Element, markup};

/// The quiet zone that scanners need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// Black on white whatever the colours around it are; nothing for an address that is longer than a code holds. Level M
/// corrects up to 15 %: a reflection on the glass.
pub fn qr_code(address: &str, label: &'static str) -> Option<Element> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (row, cells) in modules.chunks(width).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}.5h{}", column + QUIET, row + QUIET, run.len());
            }
            column += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Some(markup! {
        svg "qr-code" viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) {
            path fill="#fff" d=(format!("M0 0h{side}v{side}H0z"));
            path stroke="#000" d=(path);
        }
    })
}

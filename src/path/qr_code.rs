//! An address as a QR code, to be scanned from a screen or a printed page.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// The quiet zone that scanners need, in modules (ISO/IEC 18004, 4 on each side).
const QUIET: usize = 4;

/// A code's drawing, in modules, for an SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrDrawing {
    /// Width and height, quiet zone included.
    pub side: usize,
    /// A path of strokes one module high: each row's dark runs.
    pub strokes: String,
}

impl QrDrawing {
    /// `None` when the address is longer than a code holds.
    ///
    /// Level M corrects up to 15 % of the code: a fold, a stain, a reflection.
    pub fn of(address: &str) -> Option<Self> {
        let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
        let (width, rows) = (code.size, code.data.chunks(code.size));
        let mut strokes = String::new();
        for (row, cells) in rows.take(width).enumerate() {
            let mut column = 0;
            // The pen's position in this row; a row begins with an absolute move.
            let mut pen = None;
            for run in cells.chunk_by(|one, other| one.value() == other.value()) {
                if run.first().is_some_and(|module| module.value()) {
                    // Writing to a string does not fail.
                    let _ = match pen {
                        Some(pen) => write!(strokes, "m{} 0h{}", column - pen, run.len()),
                        None => write!(strokes, "M{} {}.5h{}", column + QUIET, row + QUIET, run.len()),
                    };
                    pen = Some(column + run.len());
                }
                column += run.len();
            }
        }
        Some(Self { side: width + 2 * QUIET, strokes })
    }
}

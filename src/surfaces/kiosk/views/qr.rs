//! An address as a QR code on the screen.

use crate::markup::{Element, markup};
use crate::path::qr_code::QrDrawing;

/// Black on white whatever the colours around it are; nothing for an address that is longer than a code holds.
pub fn qr_code(address: &str, label: &'static str) -> Option<Element> {
    let QrDrawing { side, strokes } = QrDrawing::of(address)?;
    Some(markup! {
        svg "qr-code" viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) {
            path fill="#fff" d=(format!("M0 0h{side}v{side}H0z"));
            path stroke="#000" d=(strokes);
        }
    })
}

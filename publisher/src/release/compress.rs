//! Compressed forms beside their files, so that a server never has to compress.
//!
//! The level follows the kind of file: what is made once and loaded by everybody gets the highest, pages the last that
//! costs half of it, what is made by the thousand and read by programs a cheap one.
//!
//! | brotli | a page of 67 kB | a document of 8 kB |
//! |---|---|---|
//! | 11 | 11,580 bytes, 67 ms | 1,694 bytes, 7.4 ms |
//! | 10 | 11,842 bytes, 29 ms | 1,744 bytes, 3.2 ms |
//! | 9 | 12,387 bytes, 16 ms | 1,801 bytes, 3.1 ms |
//! | 7 | 12,425 bytes, 1.9 ms | 1,807 bytes, 0.3 ms |
//!
//! Means of 200 generated pages and their documents, one core.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use portal_app::path::widget;

use crate::delivery::media_types::{COMPRESSED_SUFFIXES, is_compressible};

/// Below this a compressed form saves no packet.
const SMALLEST: usize = 256;

/// The compressed forms of a file that are smaller than it, by the ending of their names: brotli, gzip.
pub fn compress(path: &str, bytes: &[u8]) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    if bytes.len() < SMALLEST || !is_compressible(path) {
        return Ok(Vec::new());
    }
    let forms = [brotli(bytes, brotli_quality(path))?, gzip(bytes)?];
    Ok(COMPRESSED_SUFFIXES.into_iter().zip(forms).filter(|(_, compressed)| compressed.len() < bytes.len()).collect())
}

/// 0 to 11.
fn brotli_quality(path: &str) -> i32 {
    let is_loaded_by_every_page = ["assets/", "tools/", "pagefind/"].iter().any(|folder| path.starts_with(folder));
    let is_frame = path.starts_with(widget::FOLDER);
    match path.rsplit_once('.') {
        _ if is_loaded_by_every_page => 11,
        Some((_, "js" | "wasm" | "css" | "svg" | "webmanifest" | "ico")) => 11,
        Some((_, "html")) if !is_frame => 10,
        _ => 7,
    }
}

fn brotli(mut bytes: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let params = BrotliEncoderParams { quality, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut bytes, &mut compressed, &params)?;
    Ok(compressed)
}

/// The header carries no time and no name, so the same bytes give the same file.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::delivery::media_types::MEDIA_TYPES;

    #[test]
    fn every_kind_of_file_that_is_worth_it_has_its_compressed_forms_and_no_other_has() {
        for kind in MEDIA_TYPES {
            let forms = compress(&format!("a.{}", kind.extension), &[b'a'; 1_000]).unwrap();
            let suffixes: Vec<_> = forms.iter().map(|(suffix, _)| *suffix).collect();
            let expected: &[&str] = if kind.is_compressible { &COMPRESSED_SUFFIXES } else { &[] };
            assert_eq!(suffixes, expected, "{}", kind.extension);
        }
    }
}

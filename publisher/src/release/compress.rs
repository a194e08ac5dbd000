//! Compressed forms beside their files, so that a server never has to compress.
//!
//! The level follows the kind of file, and of a page how often it is read: what is made once and loaded by everybody gets
//! the highest, pages that are read often the last that costs half of it, pages that are there by the thousand and what
//! programs read a cheap one. What each costs is in docs/decisions/0076.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use minicbor::{Decode, Encode};
use portal_app::path::folder::SHARE;
use portal_app::path::widget;
use serde::{Deserialize, Serialize};

use crate::delivery::media_types::{COMPRESSED_SUFFIXES, is_compressible};

/// Below this a compressed form saves no packet.
const SMALLEST: usize = 256;

/// How often a page is read. It follows from the content alone: whenever a page is published, its forms are the same bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Read {
    #[default]
    #[n(0)]
    Often,
    #[n(1)]
    Seldom,
}

impl Read {
    /// The usual need not be recorded.
    pub fn is_often(&self) -> bool {
        *self == Self::Often
    }
}

/// The compressed forms of a file that are smaller than it, by the ending of their names: brotli, gzip.
pub fn compress(path: &str, read: Read, bytes: &[u8]) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    if bytes.len() < SMALLEST || !is_compressible(path) {
        return Ok(Vec::new());
    }
    let quality = brotli_quality(path, read);
    // What is worth much for one is for the other.
    let level = if quality < 10 { Compression::default() } else { Compression::best() };
    let forms = [brotli(bytes, quality)?, gzip(bytes, level)?];
    Ok(COMPRESSED_SUFFIXES.into_iter().zip(forms).filter(|(_, compressed)| compressed.len() < bytes.len()).collect())
}

/// 0 to 11.
fn brotli_quality(path: &str, read: Read) -> i32 {
    let is_loaded_by_every_page = ["assets/", "tools/", "pagefind/"].iter().any(|folder| path.starts_with(folder));
    let (is_frame, is_qr_code) = (path.starts_with(widget::FOLDER), path.starts_with(SHARE.trim_start_matches('/')));
    match path.rsplit_once('.') {
        _ if is_loaded_by_every_page => 11,
        _ if is_qr_code => 7,
        Some((_, "js" | "wasm" | "css" | "svg" | "webmanifest" | "ico")) => 11,
        Some((_, "html")) if !is_frame => match read {
            Read::Often => 10,
            Read::Seldom => 8,
        },
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
fn gzip(bytes: &[u8], level: Compression) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
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
            let forms = compress(&format!("a.{}", kind.extension), Read::Often, &[b'a'; 1_000]).unwrap();
            let suffixes: Vec<_> = forms.iter().map(|(suffix, _)| *suffix).collect();
            let expected: &[&str] = if kind.is_compressible { &COMPRESSED_SUFFIXES } else { &[] };
            assert_eq!(suffixes, expected, "{}", kind.extension);
        }
    }
}

//! Compressed forms beside the files they are of, so that a server never compresses.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::deploy::media_types::is_compressible;

/// What the compressed forms' names end in: brotli, gzip.
pub const SUFFIXES: [&str; 2] = [".br", ".gz"];

/// Below this a compressed form saves no packet.
const SMALLEST: usize = 256;

/// Writes `file.br` and `file.gz` where they are smaller than the file.
pub fn write_compressed(file: &Path, bytes: &[u8]) -> io::Result<()> {
    if bytes.len() < SMALLEST || !is_compressible(&file.to_string_lossy()) {
        return Ok(());
    }
    for (suffix, compressed) in SUFFIXES.into_iter().zip([brotli(bytes)?, gzip(bytes)?]) {
        if compressed.len() < bytes.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(suffix);
            fs::write(name, compressed)?;
        }
    }
    Ok(())
}

fn brotli(mut bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let params = BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
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
    use crate::deploy::media_types::MEDIA_TYPES;

    #[test]
    fn every_kind_of_file_that_is_worth_it_has_its_compressed_forms_and_no_other_has() {
        let folder = tempfile::tempdir().unwrap();
        for kind in MEDIA_TYPES {
            let file = folder.path().join(format!("a.{}", kind.extension));
            write_compressed(&file, &[b'a'; 1_000]).unwrap();
            for suffix in SUFFIXES {
                let is_there = folder.path().join(format!("a.{}{suffix}", kind.extension)).exists();
                assert_eq!(is_there, kind.is_compressible, "{} {suffix}", kind.extension);
            }
        }
    }
}

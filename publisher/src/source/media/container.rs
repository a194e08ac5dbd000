//! The parts of a picture's file: whether it is whole, and where its camera's notes are.
//!
//! Reads lengths and names alone, never pixels.

use std::ops::Range;

use flate2::Crc;

/// How the notes of cameras begin in a JPEG, and sometimes in a WebP.
pub(super) const EXIF: &[u8] = b"Exif\0\0";

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A JPEG's part: its marker and its content. `None` when the file ends before the picture does.
pub(super) fn read_jpeg(content: &[u8]) -> Option<Vec<(u8, Range<usize>)>> {
    let (mut segments, mut position) = (Vec::new(), 2);
    loop {
        let marker = position + content.get(position..)?.windows(2).position(is_marker)?;
        let code = *content.get(marker + 1)?;
        position = marker + 2;
        match code {
            0xd9 => return segments.iter().any(|(code, _)| *code == 0xda).then_some(segments),
            0x01 | 0xd0..=0xd8 => {}
            _ => {
                let length = usize::from(u16::from_be_bytes(*content.get(position..)?.first_chunk()?)).max(2);
                let segment = position + 2..position + length;
                content.get(segment.clone())?;
                position = segment.end;
                segments.push((code, segment));
            }
        }
    }
}

/// Pixels hold no marker: a byte 255 of theirs is followed by 0.
fn is_marker(pair: &[u8]) -> bool {
    matches!(pair, [0xff, code] if !matches!(code, 0 | 0xff))
}

/// Every JPEG segment of EXIF or XMP, wherever it is: also those of a second picture behind the first.
pub(super) fn find_notes(jpeg: &[u8]) -> Vec<Range<usize>> {
    let (mut notes, mut position) = (Vec::new(), 0);
    while let Some(found) = jpeg.get(position..).and_then(|rest| rest.windows(2).position(|pair| pair == [0xff, 0xe1]))
    {
        let start = position + found + 4;
        let length =
            jpeg.get(start - 2..).and_then(<[u8]>::first_chunk).map_or(0, |length| u16::from_be_bytes(*length));
        let segment = start..(start - 2 + usize::from(length)).min(jpeg.len());
        let is_notes =
            jpeg.get(segment.clone()).is_some_and(|notes| notes.starts_with(EXIF) || notes.starts_with(b"http"));
        position = if is_notes { segment.end } else { start - 2 };
        if is_notes {
            notes.push(segment);
        }
    }
    notes
}

/// A chunk of a PNG.
pub(super) struct PngChunk<'a> {
    pub kind: [u8; 4],
    pub data: &'a [u8],
    /// All of it, with its length and its checksum.
    pub whole: &'a [u8],
}

/// `None` when the file ends before the picture does, or is damaged.
pub(super) fn read_png(content: &[u8]) -> Option<Vec<PngChunk<'_>>> {
    let (mut chunks, mut rest) = (Vec::new(), content.strip_prefix(PNG)?);
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
        let (checked, crc) = whole.get(4..)?.split_last_chunk()?;
        let (kind, data) = checked.split_first_chunk::<4>()?;
        let is_needed = kind.first().is_some_and(u8::is_ascii_uppercase);
        if is_needed && u32::from_be_bytes(*crc) != checksum(checked) {
            return None;
        }
        chunks.push(PngChunk { kind: *kind, data, whole });
        rest = after;
        if kind == b"IEND" {
            let is_picture = chunks.first().is_some_and(|chunk| chunk.kind == *b"IHDR");
            return (is_picture && chunks.iter().any(|chunk| chunk.kind == *b"IDAT")).then_some(chunks);
        }
    }
}

/// A PNG of whole chunks.
pub(super) fn write_png<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
    std::iter::once(PNG).chain(chunks).flatten().copied().collect()
}

/// A whole chunk: length, kind, data, checksum.
pub(super) fn write_png_chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or_default().to_be_bytes();
    let checked = [kind.as_slice(), data].concat();
    [length.as_slice(), &checked, &checksum(&checked).to_be_bytes()].concat()
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A WebP's chunks: kind and content. `None` when the file ends before the picture does.
pub fn read_webp(content: &[u8]) -> Option<Vec<([u8; 4], Range<usize>)>> {
    let number = |at: usize| usize::try_from(u32::from_le_bytes(*content.get(at..)?.first_chunk()?)).ok();
    let end = number(4)?.checked_add(8)?;
    let (mut chunks, mut position) = (Vec::new(), 12);
    while position < end {
        let kind = *content.get(position..)?.first_chunk()?;
        let data = position + 8..(position + 8).checked_add(number(position + 4)?)?;
        content.get(data.clone())?;
        position = data.end + data.len() % 2;
        chunks.push((kind, data));
    }
    chunks.iter().any(|(kind, _)| matches!(kind, b"VP8 " | b"VP8L" | b"ANMF")).then_some(chunks)
}

/// Whether a GIF ends with a whole block.
pub(super) fn is_whole_gif(content: &[u8]) -> bool {
    let after_palette = |rest: &'_ [u8], flags: u8| {
        let length = if flags & 0x80 == 0 { 0 } else { 6 << (flags & 7) };
        rest.len().checked_sub(length)
    };
    let read = || {
        let (screen, rest) = content.split_first_chunk::<13>()?;
        let [.., flags, _, _] = screen;
        let mut left = after_palette(rest, *flags)?;
        let mut has_picture = false;
        loop {
            let rest = content.get(content.len() - left..)?;
            let blocks = match rest {
                [] => return Some(has_picture),
                [b';', ..] => return Some(true),
                [b'!', _, blocks @ ..] => blocks,
                [b',', _, _, _, _, _, _, _, _, flags, rest @ ..] => {
                    has_picture = true;
                    rest.get(rest.len() - after_palette(rest, *flags)?..)?.get(1..)?
                }
                _ => return None,
            };
            left = skip_blocks(blocks)?;
        }
    };
    read().unwrap_or_default()
}

/// How much is left behind a list of blocks that each begin with their length; the last has none.
fn skip_blocks(mut rest: &[u8]) -> Option<usize> {
    loop {
        let (length, blocks) = rest.split_first()?;
        rest = blocks.get(usize::from(*length)..)?;
        if *length == 0 {
            return Some(rest.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIF: &[u8] =
        b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\0\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x04\n\0;";
    const WEBP: &[u8] = b"RIFF\x14\0\0\0WEBPVP8L\x07\0\0\0\x2f\0\0\0\0\0\0\0";
    const JPEG: &[u8] = b"\xff\xd8\xff\xfe\0\x04\xff\xd9\xff\xda\0\x02\x01\xff\0\xff\xd0\x02\xff\xd9after";

    #[test]
    fn a_picture_that_ends_too_early_is_not_whole() {
        let png = [
            write_png_chunk(*b"IHDR", &[0; 13]),
            write_png_chunk(*b"tEXt", b"a\0b"),
            write_png_chunk(*b"IDAT", &[1, 2, 3]),
            write_png_chunk(*b"IEND", &[]),
        ];
        let png = write_png(png.iter().map(Vec::as_slice));
        assert_eq!(read_png(&png).map(|chunks| chunks.len()), Some(4));
        assert_eq!(read_jpeg(JPEG), Some(vec![(0xfe, 6..8), (0xda, 12..12)]));
        assert_eq!(read_webp(WEBP), Some(vec![(*b"VP8L", 20..27)]));
        assert!(is_whole_gif(GIF) && is_whole_gif(&GIF[..GIF.len() - 1]), "a browser needs no last byte");
        for length in 0..png.len() {
            assert!(read_png(&png[..length]).is_none(), "{length}");
        }
        for length in 0..JPEG.len() - b"after".len() {
            assert!(read_jpeg(&JPEG[..length]).is_none(), "{length}");
        }
        for length in 0..WEBP.len() - 1 {
            assert!(read_webp(&WEBP[..length]).is_none(), "{length}");
        }
        for length in 19..GIF.len() - 1 {
            assert!(!is_whole_gif(&GIF[..length]), "{length}");
        }
        let mut bent = png.clone();
        bent[60] ^= 1;
        assert!(read_png(&bent).is_none(), "a browser refuses a wrong checksum");
    }
}

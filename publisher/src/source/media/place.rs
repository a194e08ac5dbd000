//! Where a photograph was taken is for its photographer to tell: it is taken out of what is published.
//!
//! The pixels stay as they are, and so does everything else that a camera or a program has noted. But notes in XMP go
//! as a whole when they name a place.

use std::borrow::Cow;

use super::container::{EXIF, PngChunk, find_notes, read_png, read_webp, write_png, write_png_chunk};
use super::exif::clear_place;

/// A file as it is published.
pub fn without_place(mut content: Vec<u8>) -> Vec<u8> {
    match content.as_slice() {
        [0xff, 0xd8, 0xff, ..] => {
            for notes in find_notes(&content) {
                content.get_mut(notes).map(clear_notes);
            }
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            let chunks = read_webp(&content).unwrap_or_default().into_iter();
            for (_, notes) in chunks.filter(|(kind, _)| matches!(kind, b"EXIF" | b"XMP ")) {
                content.get_mut(notes).map(clear_notes);
            }
        }
        [0x89, b'P', b'N', b'G', ..] => {
            let chunks = read_png(&content).unwrap_or_default();
            let published = chunks.iter().filter_map(published_chunk).collect::<Vec<_>>();
            if published.len() < chunks.len() || published.iter().any(|chunk| matches!(chunk, Cow::Owned(_))) {
                return write_png(published.iter().map(Cow::as_ref));
            }
        }
        _ => {}
    }
    content
}

/// Clears EXIF or XMP of places.
fn clear_notes(notes: &mut [u8]) {
    let start = if notes.starts_with(EXIF) { EXIF.len() } else { 0 };
    let had_place = notes.get_mut(start..).is_some_and(clear_place);
    if start == 0 && !had_place && names_place(notes) {
        notes.fill(b' ');
    }
}

/// A chunk without a place; `None` when nothing else is in it.
fn published_chunk<'a>(chunk: &PngChunk<'a>) -> Option<Cow<'a, [u8]>> {
    match &chunk.kind {
        b"eXIf" => {
            let mut notes = chunk.data.to_vec();
            if clear_place(&mut notes) {
                return Some(Cow::Owned(write_png_chunk(chunk.kind, &notes)));
            }
        }
        // Texts are packed, or hold EXIF in digits, where nothing can be cleared.
        b"iTXt" | b"tEXt" | b"zTXt" if is_packed_notes(chunk.data) || names_place(chunk.data) => return None,
        _ => {}
    }
    Some(Cow::Borrowed(chunk.whole))
}

/// Notes of a camera in a text that cannot be read as it is.
fn is_packed_notes(text: &[u8]) -> bool {
    text.starts_with(b"Raw profile type ") && !text.starts_with(b"Raw profile type icc")
        || text.starts_with(b"XML:com.adobe.xmp\0\x01")
}

fn names_place(xmp: &[u8]) -> bool {
    let holds = |word: &[u8]| xmp.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word));
    holds(b"gps") || holds(b"latitude")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::media::exif::tests::{SECRET, exif, holds};

    const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='21,01,42'/>";

    fn segment(notes: &[u8]) -> Vec<u8> {
        [b"\xff\xe1", &u16::try_from(notes.len() + 2).unwrap().to_be_bytes()[..], notes].concat()
    }

    #[test]
    fn no_kind_of_picture_keeps_its_place() {
        let exif = exif(true, 6);
        let in_jpeg = segment(&[EXIF, &exif].concat());
        let second = [b"\xff\xd8".as_slice(), &in_jpeg, b"\xff\xd9"].concat();
        let jpeg = [b"\xff\xd8".as_slice(), &in_jpeg, &segment(XMP), b"\xff\xda\0\x02\x01\xff\xd9", &second].concat();

        let chunk = |kind: &[u8; 4], data: &[u8]| {
            let padding = vec![0; data.len() % 2];
            [kind, &u32::try_from(data.len()).unwrap().to_le_bytes()[..], data, &padding].concat()
        };
        let chunks = [chunk(b"VP8L", b"/1234"), chunk(b"EXIF", &exif), chunk(b"XMP ", XMP)].concat();
        let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
        let webp = [b"RIFF", size.as_slice(), b"WEBP", &chunks].concat();

        let png = |notes: &[([u8; 4], &[u8])]| {
            let ends = |kind, data: &[u8]| write_png_chunk(kind, data);
            let notes = notes.iter().map(|(kind, data)| write_png_chunk(*kind, data)).collect::<Vec<_>>().concat();
            write_png(
                [ends(*b"IHDR", &[0; 13]), notes, ends(*b"IDAT", b"1"), ends(*b"IEND", b"")].iter().map(Vec::as_slice),
            )
        };
        let xmp = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), XMP].concat();
        let pngs = png(&[(*b"eXIf", &exif), (*b"iTXt", &xmp), (*b"zTXt", b"Raw profile type exif\0\0x21,01,42")]);

        for picture in [jpeg, webp, pngs] {
            assert!(holds(&picture, SECRET));
            let published = without_place(picture);
            assert!(!holds(&published, SECRET) && holds(&published, b"Vua"), "{published:?}");
            assert!(!holds(&published, b"exif:GPS"));
            assert_eq!(without_place(published.clone()), published);
            if published.starts_with(b"\x89PNG") {
                assert!(read_png(&published).is_some_and(|chunks| chunks.len() == 4));
            }
        }
        for clean in [png(&[(*b"tEXt", b"Title\0x")]), b"%PDF-1.4".to_vec(), b"\xff\xd8\xff\xe1".to_vec(), Vec::new()] {
            assert_eq!(without_place(clean.clone()), clean);
        }
    }
}

//! Which kinds of files may be published, by name and content, and what is to be done with others.

use imagesize::{Compression, ImageType};

use crate::delivery::media_types::{MEDIA_TYPES, MediaType};
use crate::source::problem::Fault;

/// Other names of JPEG; Windows and Chrome save pictures so.
const JPEG_NAMES: [&str; 4] = ["jfif", "jpe", "pjp", "pjpeg"];

/// How far into a file its kind is looked for.
const HEAD: usize = 4_096;

const AS_JPEG: &str = "Open it in a program for pictures and save it as JPEG or PNG.";

/// A kind of file that not every browser can show.
struct Foreign {
    extensions: &'static [&'static str],
    name: &'static str,
    media_type: &'static str,
    help: &'static str,
}

const FOREIGN: [Foreign; 6] = [
    Foreign {
        extensions: &["heic", "heif"],
        name: "a HEIC picture of an iPhone",
        media_type: "image/heic",
        help: "Open it on the iPhone or the computer and save it as JPEG; for the next ones choose Settings, Camera, \
               Formats, Most Compatible on the iPhone.",
    },
    Foreign { extensions: &["avif"], name: "an AVIF picture", media_type: "image/avif", help: AS_JPEG },
    Foreign { extensions: &["tif", "tiff"], name: "a TIFF picture", media_type: "image/tiff", help: AS_JPEG },
    Foreign { extensions: &["bmp", "dib"], name: "a BMP picture", media_type: "image/bmp", help: AS_JPEG },
    Foreign {
        extensions: &["mov", "avi", "wmv", "mkv", "flv", "3gp", "mpg", "mpeg", "m4v"],
        name: "a film of a kind that browsers do not play",
        media_type: "video/*",
        help: "Save it as MP4.",
    },
    Foreign {
        extensions: &["wma", "amr", "aac", "flac", "aiff"],
        name: "a recording of a kind that not all browsers play",
        media_type: "audio/*",
        help: "Save it as MP3.",
    },
];

/// The kind of a file, when it may be published and is what its name says.
pub(super) fn published_kind(extension: &str, content: &[u8]) -> Result<&'static MediaType, Fault> {
    if content.is_empty() {
        return Err(Fault::new("the file is empty", "Get it again from where it was."));
    }
    let (named, found) = (kind_named(extension), kind_in(content));
    match (named, found) {
        (Some(named), Some(found)) if named.essence() == essence(found) => Ok(named),
        (Some(named), found) if !is_raster(named.extension) && !belies(named, found) => Ok(named),
        (_, Some(found)) if !is_foreign(extension, found) => Err(misnamed(extension, found)),
        (Some(_), _) => {
            let message = format!("it is no picture, though its name ends in .{extension}");
            Err(Fault::new(message, "Get the picture again from where it was, or save it again."))
        }
        (None, _) => Err(unpublished(extension)),
    }
}

/// The media type that a file's name promises, even when the file cannot be published.
pub(super) fn promised_type(extension: &str) -> &'static str {
    let foreign = || foreign(extension).map(|kind| kind.media_type);
    kind_named(extension).map(MediaType::essence).or_else(foreign).unwrap_or("image/*")
}

/// The media type of a published file, by its name.
pub(super) fn known_type(name: &str) -> Option<&'static str> {
    MEDIA_TYPES.iter().filter(|kind| kind.is_media).map(MediaType::essence).find(|essence| *essence == name)
}

fn kind_named(extension: &str) -> Option<&'static MediaType> {
    let extension = if JPEG_NAMES.contains(&extension) { "jpg" } else { extension };
    MEDIA_TYPES.iter().find(|kind| kind.is_media && kind.extension == extension)
}

fn foreign(extension: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|kind| kind.extensions.contains(&extension))
}

/// Whether both are extensions of one kind that cannot be published.
fn is_foreign(extension: &str, found: &str) -> bool {
    foreign(extension).is_some_and(|kind| kind.extensions.contains(&found))
}

fn essence(extension: &str) -> &'static str {
    kind_named(extension).map_or("", MediaType::essence)
}

fn is_raster(extension: &str) -> bool {
    matches!(extension, "png" | "jpg" | "jpeg" | "gif" | "webp")
}

/// Whether a file that is named as no picture of pixels is one all the same, or the page of an error.
fn belies(named: &MediaType, found: Option<&str>) -> bool {
    found.is_some_and(|found| is_raster(found) || found == "html" && matches!(named.extension, "pdf" | "svg"))
}

/// The extension that a file's content asks for, where it is one of a picture, or of what is often taken for one.
fn kind_in(content: &[u8]) -> Option<&'static str> {
    match imagesize::image_type(content) {
        Ok(ImageType::Png) => return Some("png"),
        Ok(ImageType::Jpeg) => return Some("jpg"),
        Ok(ImageType::Gif) => return Some("gif"),
        Ok(ImageType::Webp) => return Some("webp"),
        Ok(ImageType::Bmp) => return Some("bmp"),
        Ok(ImageType::Tiff) => return Some("tif"),
        Ok(ImageType::Heif(Compression::Av1)) => return Some("avif"),
        Ok(ImageType::Heif(Compression::Hevc)) => return Some("heic"),
        // Films begin alike, with other words.
        Ok(ImageType::Heif(_)) if head(content).contains("heic") => return Some("heic"),
        _ => {}
    }
    let head = head(content);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with("%pdf-") {
        Some("pdf")
    } else if head.starts_with("<!doctype html") || head.starts_with("<html") {
        Some("html")
    } else {
        (head.starts_with('<') && head.contains("<svg")).then_some("svg")
    }
}

fn head(content: &[u8]) -> String {
    String::from_utf8_lossy(content.get(..HEAD).unwrap_or(content)).to_ascii_lowercase()
}

fn misnamed(extension: &str, found: &str) -> Fault {
    let rename = || format!("Change the ending of its name to .{found}, also where a text names it.");
    let (name, help) = match (foreign(found), found) {
        (Some(kind), _) => (kind.name, kind.help.to_owned()),
        (None, "html") => {
            ("a web page", "Open it in a browser to see what it is, and save the file itself.".to_owned())
        }
        (None, "png") => ("a PNG picture", rename()),
        (None, "gif") => ("a GIF picture", rename()),
        (None, "webp") => ("a WebP picture", rename()),
        (None, "svg") => ("an SVG picture", rename()),
        (None, "pdf") => ("a PDF document", rename()),
        (None, _) => ("a JPEG picture", rename()),
    };
    let message = match extension {
        "" => format!("it is {name}, though its name has no ending"),
        _ => format!("it is {name}, though its name ends in .{extension}"),
    };
    Fault::new(message, help)
}

fn unpublished(extension: &str) -> Fault {
    if let Some(kind) = foreign(extension) {
        return Fault::new(format!("it is {}, which cannot be published", kind.name), kind.help);
    }
    if extension.is_empty() {
        return Fault::new(
            "its name has no ending that says what it is",
            "Add the ending, as .pdf or .jpg, to its name.",
        );
    }
    let mut extensions = MEDIA_TYPES.iter().filter(|kind| kind.is_media).map(|kind| kind.extension).collect::<Vec<_>>();
    extensions.sort_unstable();
    Fault::new(
        format!("`.{extension}` is not a kind of file that can be published"),
        format!("Use one of {}.", extensions.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01";
    const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    const AVIF: &[u8] = b"\0\0\0\x18ftypavif\0\0\0\0mif1avif";

    #[test]
    fn editors_publish_what_is_no_page_and_no_script() {
        for kind in MEDIA_TYPES {
            assert_eq!(
                kind_named(kind.extension).map(MediaType::essence),
                kind.is_media.then(|| kind.essence()),
                "{}",
                kind.extension
            );
        }
        for extension in ["html", "js", "mjs", "css", "wasm", "json", "exe", ""] {
            assert!(published_kind(extension, b"text").is_err(), "{extension}");
        }
        for (extension, media_type) in
            [("ods", "application/vnd.oasis.opendocument.spreadsheet"), ("csv", "text/csv"), ("txt", "text/plain")]
        {
            assert_eq!(published_kind(extension, b"BM<html>").ok().map(MediaType::essence), Some(media_type));
        }
        for extension in ["jpg", "jpeg", "jfif", "jpe", "pjpeg", "pjp"] {
            assert_eq!(published_kind(extension, JPEG).ok().map(MediaType::essence), Some("image/jpeg"), "{extension}");
        }
    }

    #[test]
    fn what_a_file_is_instead_is_told_with_what_to_do() {
        for (extension, content, told) in [
            ("jpg", PNG, "it is a PNG picture, though its name ends in .jpg. Change the ending of its name to .png"),
            ("pdf", JPEG, "it is a JPEG picture, though its name ends in .pdf. Change the ending of its name to .jpg"),
            ("", JPEG, "it is a JPEG picture, though its name has no ending. Change"),
            ("jpg_large", JPEG, "it is a JPEG picture, though its name ends in .jpg_large. Change"),
            ("jpg", HEIC, "it is a HEIC picture of an iPhone, though its name ends in .jpg. Open it on"),
            ("heic", HEIC, "it is a HEIC picture of an iPhone, which cannot be published. Open it on"),
            ("jpg", b"\0\0\0\x20ftypmif1\0\0\0\0mif1MiHEheic", "it is a HEIC picture of an iPhone, though"),
            ("jpg", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", "it is no picture, though its name ends in .jpg. Get"),
            ("heif", b"x", "it is a HEIC picture of an iPhone, which cannot be published. Open it on"),
            ("heic", JPEG, "it is a JPEG picture, though its name ends in .heic. Change"),
            ("avif", AVIF, "it is an AVIF picture, which cannot be published. Open it"),
            ("png", AVIF, "it is an AVIF picture, though its name ends in .png. Open it"),
            ("bmp", b"BM0000000000", "it is a BMP picture, which cannot be published. Open it"),
            ("tiff", b"II*\0\x08\0\0\0\0\0\0\0", "it is a TIFF picture, which cannot be published. Open it"),
            ("jpg", b"<!DOCTYPE html><title>404</title>", "it is a web page, though its name ends in .jpg. Open it"),
            ("png", b"<?xml version='1.0'?><svg/>", "it is an SVG picture, though its name ends in .png. Change"),
            ("jpg", b"%PDF-1.4", "it is a PDF document, though its name ends in .jpg. Change"),
            ("gif", b"text", "it is no picture, though its name ends in .gif. Get"),
            ("wmv", b"text", "it is a film of a kind that browsers do not play, which cannot be published. Save"),
            ("", b"text", "its name has no ending that says what it is. Add"),
            ("exe", b"MZ", "`.exe` is not a kind of file that can be published. Use one of csv, "),
            ("pdf", b"", "the file is empty. Get"),
            ("png", b"", "the file is empty. Get"),
        ] {
            let fault =
                published_kind(extension, content).err().map(|fault| format!("{}. {}", fault.message, fault.help));
            assert!(fault.as_deref().is_some_and(|fault| fault.starts_with(told)), "{extension}: {fault:?}");
        }
    }
}

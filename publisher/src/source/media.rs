//! The media folder: every file with its published name, type, size and dimensions.
//!
//! Names carry the first digits of the content's hash, so a published file never changes and is kept for ever by
//! browsers. Serving and copying the files is for others.

pub mod size;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use portal_app::content::model::{FileLink, Image};
use portal_app::path::shared;
use portal_app::path::word::SitePath;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use self::size::{Size, read_size};
use super::files::unreadable;
use crate::delivery::media_types::{MEDIA_TYPES, MediaType};
use crate::source::files::list_files;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::slug::fold_slug;

/// A file of the media folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Where the file is.
    pub path: PathBuf,
    /// Where it is published: `/media/quang-canh-1a2b3c4d.jpg`.
    pub src: SitePath,
    pub media_type: &'static str,
    pub bytes: u64,
    /// In CSS pixels; pictures have it, other files don't.
    pub size: Option<Size>,
    /// Of the content, in hex.
    pub sha256: String,
}

impl MediaFile {
    /// The file as a picture; `None` when it is not one.
    pub fn to_image(&self, alt: String) -> Option<Image> {
        let Size { width, height } = self.size?;
        Some(Image { src: self.src.clone(), alt, width, height, sources: Vec::new() })
    }

    /// The file as something to open or keep.
    pub fn to_link(&self, name: String) -> FileLink {
        FileLink { name, src: self.src.clone(), media_type: self.media_type.to_owned(), bytes: self.bytes }
    }
}

/// Every file of the media folder, by its name in it.
#[derive(Clone, Debug, Default)]
pub struct MediaFolder {
    files: BTreeMap<String, MediaFile>,
    names: BTreeMap<SitePath, String>,
}

impl MediaFolder {
    /// Reads the folder; a missing folder is an empty one.
    pub fn read(folder: &Path, problems: &mut Problems) -> Self {
        let mut media = Self::default();
        for path in list_files(folder, problems) {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().nfc().collect::<String>();
            match read_file(path) {
                Ok(file) => media.insert(name, file),
                Err(found) => problems.append(found),
            }
        }
        media
    }

    /// Adds a file under its name in the folder.
    pub fn insert(&mut self, name: String, file: MediaFile) {
        self.names.insert(file.src.clone(), name.clone());
        self.files.insert(name, file);
    }

    /// All files, by name.
    pub fn files(&self) -> impl Iterator<Item = &MediaFile> {
        self.files.values()
    }

    /// The file published at `src`.
    pub fn published_at(&self, src: &str) -> Option<&MediaFile> {
        self.files.get(self.names.get(&SitePath::new(src)?)?)
    }

    /// The file that a text means by `name`: `a.jpg`, `media/a.jpg` or `/media/a.jpg`, percent-encoded or not.
    pub fn find(&self, name: &str) -> Result<&MediaFile, Fault> {
        if is_remote(name) {
            return Err(Fault::new(
                "it is not on this site",
                "Download it into content/media and write its file name.",
            ));
        }
        let decoded = percent_decode_str(name).decode_utf8_lossy().nfc().collect::<String>();
        let known = [name, decoded.as_str()].into_iter().find_map(|name| self.files.get(below_media(name)));
        if let Some(file) = known.or_else(|| self.published_at(name)) {
            return Ok(file);
        }
        let name = below_media(&decoded);
        if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) || name.contains('\\') {
            return Err(Fault::new("it leads out of content/media", "Write the name of a file in content/media."));
        }
        let help = did_you_mean(name, self.files.keys()).unwrap_or_else(|| "Put it there, or fix the name.".to_owned());
        Err(Fault::new("there is no such file in content/media", help))
    }

    /// The picture that a text means by `name`.
    pub fn find_image(&self, name: &str, alt: String) -> Result<Image, Fault> {
        let image = self.find(name)?.to_image(alt);
        image.ok_or_else(not_a_picture)
    }
}

/// Whether a file is a picture that may be published, by its name and its content.
pub fn check_picture(path: &Path, content: &[u8]) -> Result<(), Vec<Fault>> {
    let media_type = published_type(&extension_of(path)).map_err(|fault| vec![fault])?;
    match read_size(media_type, content)? {
        Some(_) => Ok(()),
        None => Err(vec![not_a_picture()]),
    }
}

fn extension_of(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}

fn not_a_picture() -> Fault {
    Fault::new("it is not a picture", "Use a PNG, JPEG, WebP, GIF or SVG file.")
}

fn below_media(name: &str) -> &str {
    let name = name.strip_prefix("./").unwrap_or(name);
    name.strip_prefix("/media/").or_else(|| name.strip_prefix("media/")).unwrap_or(name)
}

/// Whether a name has a scheme (`https:`, `data:`…) or a host (`//…`).
fn is_remote(name: &str) -> bool {
    let scheme = name.split_once(':').map(|(scheme, _)| scheme);
    name.starts_with("//")
        || scheme.is_some_and(|scheme| !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn read_file(path: PathBuf) -> Result<MediaFile, Problems> {
    let problem = |fault| Problems::from(Problem::new(&path, fault));
    let extension = extension_of(&path);
    let media_type = published_type(&extension).map_err(problem)?;
    let content = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
    let size = read_size(media_type, &content).map_err(|faults| Problems::of(&path, faults))?;
    let sha256 = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let stem = fold_slug(&path.file_stem().unwrap_or_default().to_string_lossy());
    let stem = stem.as_ref().map_or("file", |slug| slug.as_str());
    let digits = sha256.get(..8).unwrap_or_default();
    let src = shared::medium(stem, digits, &extension);
    let src = src.ok_or_else(|| problem(Fault::new("its name cannot be published", "Use letters and digits.")))?;
    Ok(MediaFile { src, media_type, bytes: content.len() as u64, size, sha256, path })
}

/// The media type of an extension that may be published.
fn published_type(extension: &str) -> Result<&'static str, Fault> {
    let known = || MEDIA_TYPES.iter().filter(|kind| kind.is_media);
    known().find(|kind| kind.extension == extension).map(MediaType::essence).ok_or_else(|| {
        let mut extensions = known().map(|kind| kind.extension).collect::<Vec<_>>();
        extensions.sort_unstable();
        Fault::new(
            format!("`.{extension}` is not a kind of file that can be published"),
            format!("Use one of {}.", extensions.join(", ")),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> MediaFolder {
        let mut media = MediaFolder::default();
        for (name, src) in
            [("quang-canh.svg", "/media/quang-canh-12345678.svg"), ("2021/Ảnh họp.svg", "/media/anh-hop-1.svg")]
        {
            let file = MediaFile {
                path: PathBuf::from(name),
                src: SitePath::new(src).unwrap_or_else(SitePath::root),
                media_type: "image/svg+xml",
                bytes: 1,
                size: None,
                sha256: String::new(),
            };
            media.insert(name.to_owned(), file);
        }
        media
    }

    #[test]
    fn editors_publish_what_is_no_page_and_no_script() {
        for kind in MEDIA_TYPES {
            assert_eq!(
                published_type(kind.extension).ok(),
                kind.is_media.then(|| kind.essence()),
                "{}",
                kind.extension
            );
        }
        for extension in ["html", "js", "mjs", "css", "wasm", "json", "exe", ""] {
            assert!(published_type(extension).is_err(), "{extension}");
        }
        assert_eq!(published_type("ods").ok(), Some("application/vnd.oasis.opendocument.spreadsheet"));
        assert_eq!(published_type("csv").ok(), Some("text/csv"));
    }

    #[test]
    fn a_file_is_found_by_every_way_to_write_its_name() {
        let media = folder();
        for name in [
            "quang-canh.svg",
            "media/quang-canh.svg",
            "/media/quang-canh.svg",
            "./quang-canh.svg",
            "/media/quang-canh-12345678.svg",
            "2021/Ảnh họp.svg",
            "2021/A\u{309}nh%20ho\u{323}p.svg",
            "/media/2021/%E1%BA%A2nh%20h%E1%BB%8Dp.svg",
        ] {
            assert!(media.find(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn what_is_missing_remote_or_outside_is_refused_with_a_reason() {
        let media = folder();
        for (name, reason) in [
            ("quangcanh.svg", "there is no such file in content/media"),
            ("", "there is no such file in content/media"),
            ("../site.toml", "it leads out of content/media"),
            ("media/%2e%2e/site.toml", "it leads out of content/media"),
            ("/etc/passwd", "it leads out of content/media"),
            ("..\\a.png", "it leads out of content/media"),
            ("https://example.com/a.png", "it is not on this site"),
            ("//example.com/a.png", "it is not on this site"),
            ("data:image/png;base64,AAAA", "it is not on this site"),
        ] {
            assert_eq!(media.find(name).err().map(|fault| fault.message).as_deref(), Some(reason), "{name}");
        }
        let near = media.find("quangcanh.svg").err().map(|fault| fault.help);
        assert_eq!(near.as_deref(), Some("Did you mean `quang-canh.svg`?"));
    }
}

//! The media folder: every file with its published name, type, size and dimensions.
//!
//! Names carry the first digits of the content's hash, so a published file never changes and is kept for ever by
//! browsers. Serving and copying the files is for others.

mod asked;
pub mod container;
pub mod exif;
mod kind;
mod name;
pub mod pixels;
mod place;
pub mod size;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use portal_app::content::model::{FileLink, Image};
use portal_app::path::shared;
use portal_app::path::word::{Href, SitePath};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

pub use self::asked::Asked;
pub(super) use self::name::help_for_page;
pub use self::place::without_place;

use self::asked::Notes;
use self::kind::{known_type, promised_type, published_kind};
use self::name::{below_media, decode, fault_of, fold, last_part, readings};
use self::size::{Size, read_size};
use super::encoded::{Encoded, Input, encode_text};
use super::files::unreadable;
use crate::source::files::list_files;
use crate::source::memory::Memory;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::slug::fold_slug;

/// Pictures of more bytes take long on a phone.
const HEAVY: u64 = 5_000_000;

/// A file of the media folder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaFile {
    /// Where the file is.
    pub path: PathBuf,
    /// Where it is published: `/media/quang-canh-1a2b3c4d.jpg`.
    pub src: SitePath,
    pub media_type: &'static str,
    /// As published.
    pub bytes: u64,
    /// In CSS pixels; pictures have it, other files don't.
    pub size: Option<Size>,
    /// Of the published content, in hex.
    pub sha256: String,
}

impl MediaFile {
    /// The content as it is published.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        fs::read(&self.path).map(without_place)
    }

    /// The file as a picture; `None` when it is not one.
    pub fn to_image(&self, alt: String) -> Option<Image> {
        let Size { width, height } = self.size?;
        Some(Image { src: self.src.clone().into(), alt, width, height, sources: Vec::new() })
    }

    /// The file as something to open or keep.
    pub fn to_link(&self, name: String) -> FileLink {
        FileLink { name, src: self.src.clone().into(), media_type: self.media_type.to_owned(), bytes: self.bytes }
    }
}

/// Where it is stands beside it.
impl Encoded for MediaFile {
    fn encode(&self, out: &mut Vec<u8>) {
        let Self { path: _, src, media_type, bytes, size, sha256 } = self;
        src.encode(out);
        encode_text(media_type, out);
        bytes.encode(out);
        size.encode(out);
        sha256.encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        let (path, src, media_type) = (from.file.to_owned(), SitePath::decode(from)?, known_type(from.text()?)?);
        let (bytes, size, sha256) = (Encoded::decode(from)?, Encoded::decode(from)?, Encoded::decode(from)?);
        Some(Self { path, src, media_type, bytes, size, sha256 })
    }
}

/// What a file of the media folder gave.
pub type ReadMedium = Result<MediaFile, Problems>;

/// Every file of the media folder, by its name in it. A file that cannot be published is here as well: it has its own
/// problem, so nothing is published, and what names it is not to blame.
#[derive(Debug, Default)]
pub struct MediaFolder {
    names: Arc<Names>,
    /// What was asked, where that is noted.
    notes: Option<Notes>,
}

#[derive(Clone, Debug, Default)]
struct Names {
    files: BTreeMap<String, MediaFile>,
    published: BTreeMap<SitePath, String>,
    /// Their names by the folded name, and by the folded last part of it.
    folded: BTreeMap<String, Vec<String>>,
    last_parts: BTreeMap<String, String>,
}

impl MediaFolder {
    /// Reads the folder; a missing folder is an empty one.
    pub fn read(folder: &Path, memory: &Memory<ReadMedium>, problems: &mut Problems) -> Self {
        let mut media = Self::default();
        let paths = list_files(folder, problems);
        let read = memory.recall(&paths, |_| true, read_file);
        for (path, file) in paths.into_iter().zip(read) {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().nfc().collect::<String>();
            let file = Arc::unwrap_or_clone(file).unwrap_or_else(|found| {
                problems.append(found);
                unpublished(&path)
            });
            if file.size.is_some() && file.bytes > HEAVY {
                let message = format!("the picture has {} MB, which takes long on a phone", file.bytes / 1_000_000);
                let help = "Make it smaller: 2000 pixels are enough for its longer edge.";
                problems.push(Problem::new(&path, Fault::warning(message, help)));
            }
            media.insert(name, file);
        }
        media
    }

    /// Adds the files of a store under `prefix`; what cannot be published is left out, and what names it says so.
    pub fn add_store(&mut self, folder: &Path, prefix: &str, memory: &Memory<ReadMedium>) {
        let paths = list_files(folder, &mut Problems::default());
        let read = memory.recall(&paths, |_| true, read_file);
        for (path, file) in paths.iter().zip(read) {
            let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy();
            if let Ok(file) = Arc::unwrap_or_clone(file) {
                self.insert(format!("{prefix}/{name}"), file);
            }
        }
    }

    /// Adds a file under its name in the folder.
    pub fn insert(&mut self, name: String, file: MediaFile) {
        let names = Arc::make_mut(&mut self.names);
        names.published.insert(file.src.clone(), name.clone());
        let folded = fold(&name);
        names.last_parts.insert(last_part(&folded).to_owned(), name.clone());
        names.folded.entry(folded).or_default().push(name.clone());
        names.files.insert(name, file);
    }

    /// All files, by name.
    pub fn files(&self) -> impl Iterator<Item = &MediaFile> {
        self.names.files.values()
    }

    /// The same folder, which notes what it is asked.
    pub fn noting(&self) -> Self {
        Self { names: Arc::clone(&self.names), notes: Some(Notes::default()) }
    }

    /// What was asked of one that notes it.
    pub fn into_asked(self) -> Box<[Asked]> {
        self.notes.unwrap_or_default().into_asked()
    }

    /// Whether everything that was asked is answered as it was.
    pub fn answers_as_before(&self, asked: &[Asked]) -> bool {
        asked.iter().all(|Asked { name, is_address, answer: before }| {
            *before
                == match is_address {
                    true => answer(self.names.published_at(name).ok_or(None)),
                    false => answer(self.names.find(name).as_ref().map(|(file, _)| *file).map_err(Some)),
                }
        })
    }

    /// The file published at `src`.
    pub fn published_at(&self, src: &str) -> Option<&MediaFile> {
        let found = self.names.published_at(src);
        if let Some(notes) = &self.notes {
            notes.note(src, true, answer(found.ok_or(None)));
        }
        found
    }

    /// The file that a text means by `name`: `a.jpg`, `media/a.jpg` or `/media/a.jpg`, percent-encoded or not. Only when
    /// no other file is so called, in other cases and with other spaces, and with a query or a fragment behind it.
    pub fn find(&self, name: &str) -> Result<&MediaFile, Fault> {
        self.find_part(name).map(|(file, _)| file)
    }

    /// The address of a file, and of the place in it that a link names: `van-ban.pdf#page=2`.
    pub fn find_link(&self, name: &str) -> Result<Href, Fault> {
        let (file, fragment) = self.find_part(name)?;
        let place = Href::new(format!("{}{fragment}", file.src));
        Ok(place.unwrap_or_else(|| file.src.clone().into()))
    }

    fn find_part<'a>(&self, name: &'a str) -> Result<(&MediaFile, &'a str), Fault> {
        let found = self.names.find(name);
        if let Some(notes) = &self.notes {
            notes.note(name, false, answer(found.as_ref().map(|(file, _)| *file).map_err(Some)));
        }
        found
    }

    /// The picture that a text means by `name`.
    pub fn find_image(&self, name: &str, alt: String) -> Result<Image, Fault> {
        let image = self.find(name)?.to_image(alt);
        image.ok_or_else(not_a_picture)
    }
}

impl Names {
    fn published_at(&self, src: &str) -> Option<&MediaFile> {
        self.files.get(self.published.get(&SitePath::new(src)?)?)
    }

    fn find<'a>(&self, name: &'a str) -> Result<(&MediaFile, &'a str), Fault> {
        let named = readings(name).find_map(|(name, fragment)| Some((self.called(name)?, fragment)));
        if let Some(named) = named {
            return Ok(named);
        }
        let alike = readings(name).find_map(|(name, fragment)| Some((self.called_like(name)?, fragment)));
        match alike {
            Some(([only], fragment)) => self.files.get(only).map(|file| (file, fragment)),
            Some((several, _)) => {
                let names = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                let help = format!("Write the name exactly as the file has it: {names}.");
                return Err(Fault::new("several files of content/media have such a name", help));
            }
            None => None,
        }
        .ok_or_else(|| self.missing(name))
    }

    /// The file of exactly this name or published address.
    fn called(&self, name: &str) -> Option<&MediaFile> {
        let file = self.files.get(below_media(name)).or_else(|| self.files.get(below_media(&decode(name))));
        file.or_else(|| self.published_at(name))
    }

    /// The files whose names differ from this one in cases and spaces alone.
    fn called_like(&self, name: &str) -> Option<&[String]> {
        self.folded.get(below_media(&fold(name))).map(Vec::as_slice)
    }

    fn missing(&self, name: &str) -> Fault {
        let file = readings(name).last().map_or(name, |(name, _)| name);
        let folded = fold(file);
        let last = last_part(&folded);
        // An e-mail's names end in a number of their own.
        let last = last.split_once('@').filter(|_| folded.starts_with("cid:")).map_or(last, |(name, _)| name);
        let same = self.last_parts.get(last).map(String::as_str);
        fault_of(&decode(name), same).unwrap_or_else(|| {
            let (decoded, suggested) = (decode(file), same.map(|same| format!("Did you mean `{same}`?")));
            let near = suggested.or_else(|| did_you_mean(below_media(&decoded), self.files.keys()));
            let help = near.or_else(|| help_for_page(name));
            let help = help.unwrap_or_else(|| "Put it there, or fix the name.".to_owned());
            Fault::new("there is no such file in content/media", help)
        })
    }
}

/// An answer in a number: all that a text may say of a file, or of why there is none.
fn answer(found: Result<&MediaFile, Option<&Fault>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    match found {
        // Where the file is decides nothing of what is said of it.
        Ok(MediaFile { path: _, src, media_type, bytes, size, sha256 }) => {
            (0, src, media_type, bytes, size, sha256).hash(&mut hasher);
        }
        Err(fault) => (1, fault.map(|fault| (&fault.message, &fault.help))).hash(&mut hasher),
    }
    hasher.finish()
}

/// Whether a file is a picture that may be published, by its name and its content.
pub fn check_picture(path: &Path, content: &[u8]) -> Result<(), Vec<Fault>> {
    let kind = published_kind(&extension_of(path), content).map_err(|fault| vec![fault])?;
    match read_size(kind.essence(), content)? {
        Some(_) => Ok(()),
        None => Err(vec![not_a_picture()]),
    }
}

/// The endings under which a file may be published whose name ends in another.
const ENDINGS: [&str; 5] = ["jpg", "png", "gif", "webp", "svg"];

/// The ending under which a file from elsewhere can be published, whatever its own is.
pub fn accept(extension: &str, content: &[u8]) -> Result<&'static str, Vec<Fault>> {
    let kind = published_kind(extension, content).or_else(|fault| {
        ENDINGS.iter().find_map(|ending| published_kind(ending, content).ok()).ok_or_else(|| vec![fault])
    })?;
    read_size(kind.essence(), content)?;
    Ok(kind.extension)
}

fn extension_of(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

fn not_a_picture() -> Fault {
    Fault::new("it is not a picture", "Use a PNG, JPEG, WebP, GIF or SVG file.")
}

fn read_file(path: &Path) -> ReadMedium {
    let problem = |fault| Problems::from(Problem::new(path, fault));
    let content = fs::read(path).map(without_place).map_err(|error| unreadable(path, &error))?;
    let kind = published_kind(&extension_of(path), &content).map_err(problem)?;
    let size = read_size(kind.essence(), &content).map_err(|faults| Problems::of(path, faults))?;
    let sha256 = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let stem = fold_slug(&path.file_stem().unwrap_or_default().to_string_lossy());
    let stem = stem.as_ref().map_or("file", |slug| slug.as_str());
    let digits = sha256.get(..8).unwrap_or_default();
    let src = shared::medium(stem, digits, kind.extension);
    let src = src.ok_or_else(|| problem(Fault::new("its name cannot be published", "Use letters and digits.")))?;
    let bytes = content.len() as u64;
    Ok(MediaFile { path: path.to_owned(), src, media_type: kind.essence(), bytes, size, sha256 })
}

/// What texts find in the place of a file that has a problem of its own.
fn unpublished(path: &Path) -> MediaFile {
    MediaFile {
        path: path.to_owned(),
        src: shared::medium("file", "unpublished", "bin").unwrap_or_else(SitePath::root),
        media_type: promised_type(&extension_of(path)),
        bytes: 0,
        size: Some(Size { width: 1, height: 1 }),
        sha256: String::new(),
    }
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
            "Quang-Canh.SVG",
            "quang-canh.svg?RenditionID=5",
            "quang-canh.svg#hinh",
            "quang-canh.svg?a=1#hinh",
            "/media/quang-canh-12345678.svg?v=1",
            "2021/ảnh  họp.SVG",
            r"2021\Ảnh họp.svg",
            r"media\2021\Ảnh họp.svg",
            "../media/quang-canh.svg",
            "content/media/quang-canh.svg",
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
            ("data:image/png;base64,AAAA", "it is pasted into the text and is not a file"),
        ] {
            assert_eq!(media.find(name).err().map(|fault| fault.message).as_deref(), Some(reason), "{name}");
        }
        let near = media.find("quangcanh.svg").err().map(|fault| fault.help);
        assert_eq!(near.as_deref(), Some("Did you mean `quang-canh.svg`?"));
    }

    #[test]
    fn a_link_keeps_the_place_in_the_file_and_no_query() {
        let media = folder();
        for (name, address) in [
            ("quang-canh.svg#page=2", "/media/quang-canh-12345678.svg#page=2"),
            ("/media/Quang-Canh.svg?v=1#page=2", "/media/quang-canh-12345678.svg#page=2"),
            ("quang-canh.svg?v=1", "/media/quang-canh-12345678.svg"),
        ] {
            assert_eq!(media.find_link(name).map(String::from).as_deref(), Ok(address), "{name}");
        }
    }

    #[test]
    fn a_name_that_several_files_nearly_have_is_none_of_them() {
        let mut media = folder();
        let file = media.find("quang-canh.svg").cloned().unwrap();
        media.insert("Quang-canh.svg".to_owned(), MediaFile { path: PathBuf::from("Quang-canh.svg"), ..file });
        assert_eq!(media.find("Quang-canh.svg").map(|file| file.path.to_str()), Ok(Some("Quang-canh.svg")));
        assert_eq!(media.find("quang-canh.svg").map(|file| file.path.to_str()), Ok(Some("quang-canh.svg")));
        let help = media.find("QUANG-CANH.svg").err().map(|fault| fault.help);
        let told = "Write the name exactly as the file has it: `quang-canh.svg`, `Quang-canh.svg`.";
        assert_eq!(help.as_deref(), Some(told));
    }

    #[test]
    fn a_file_that_was_already_saved_is_named() {
        let media = folder();
        for name in [
            "/Portals/0/News/quang-canh.svg",
            "file:///C:/Users/THU/Quang-Canh.svg",
            r"C:\Users\THU\quang-canh.svg",
            "https://example.com/quang-canh.svg?x=1",
            "cid:quang-canh.svg@01D7",
        ] {
            let help = media.find(name).err().map(|fault| fault.help);
            let told = "Write `quang-canh.svg`: a file of that name is in content/media.";
            assert_eq!(help.as_deref(), Some(told), "{name}");
        }
        let help = media.find("2020/ảnh họp.svg").err().map(|fault| fault.help);
        assert_eq!(help.as_deref(), Some("Did you mean `2021/Ảnh họp.svg`?"));
    }
}

//! Smaller forms of the pictures that articles and pages show, so that a phone is sent what its screen has room for.
//!
//! Made from the pixels alone: turned as the camera noted it, without any of its notes. Each is made once: the store beside
//! the releases keeps it by the hash of the picture. What is gained nothing by stays as it is, and so do films in a picture's
//! file; what cannot be made is told to the editor, and the picture is published whole.

mod encode;
mod forms;
mod room;
mod shown;
mod turn;

use std::collections::BTreeMap;
use std::panic::{UnwindSafe, catch_unwind};
use std::time::SystemTime;

use portal_app::content::model::ImageSource;
use portal_app::path::shared;
use rayon::prelude::*;

use self::forms::{Form, make_forms};
use self::room::Room;
use self::shown::shown;
use super::error::OutputError;
use super::media;
use super::progress::Progress;
use crate::delivery::media_types::media_type;
use crate::release::keys::short_hash;
use crate::release::store::{Entry, Store};
use crate::source::Source;
use crate::source::edition::PictureForms;
use crate::source::media::MediaFile;
use crate::source::media::pixels::{Unread, read_pixels};
use crate::source::media::size::{MOST_PIXELS, Size};
use crate::source::problem::{Problem, Problems};

/// Counts the ways in which forms were made: with another one all are made anew.
const RECIPE: &str = "1";

/// Smaller files are not worth an address more.
const SMALLEST: u64 = 10_000;

/// How many pixels are in memory at a time. One takes 3 to 9 bytes: while a progressive JPEG is read the most.
static ROOM: Room = Room::new(MOST_PIXELS);

/// What is kept of a picture besides its forms' files.
type Note = Option<Unread>;

/// Makes the forms of every picture that is shown, adds them to the media and names them where the picture is; returns what
/// editors should know. `anew` believes nothing that was kept.
pub fn make(source: &mut Source, store: &Store, anew: bool) -> Result<Problems, OutputError> {
    let shown = shown(source);
    let is_wanted =
        |file: &&MediaFile| is_photograph(file) && file.bytes >= SMALLEST && shown.contains(file.src.as_str());
    let wanted = source.media.iter().filter(is_wanted).cloned().collect::<Vec<_>>();
    // Two names of one content have the same forms.
    let contents = wanted.iter().map(|file| (key_of(file), file)).collect::<BTreeMap<_, _>>();
    let progress = Progress::new("pictures", contents.len());
    let made = contents.par_iter().map(|(key, file)| {
        let kept = if anew { None } else { store.find::<Note>(key) };
        let entry = kept.map_or_else(|| make_entry(store, key, file), Ok);
        progress.advance();
        Ok((key.as_str(), entry?))
    });
    let made = made.collect::<Result<BTreeMap<_, _>, OutputError>>()?;
    progress.finish();
    store.sweep(&contents.keys().cloned().collect(), SystemTime::now());
    let mut problems = Problems::default();
    let mut forms = PictureForms::new();
    for file in &wanted {
        let Some(entry) = made.get(key_of(file).as_str()) else { continue };
        if let Some(fault) = entry.note.and_then(Unread::fault) {
            problems.push(Problem::new(&file.path, fault));
        }
        let files = published(file, entry);
        forms.insert(file.src.to_string(), files.iter().filter_map(to_source).collect());
        source.media.extend(files);
    }
    source.forms = forms;
    Ok(problems)
}

fn is_photograph(file: &MediaFile) -> bool {
    matches!(file.media_type, "image/jpeg" | "image/png" | "image/webp" | "image/gif")
}

fn key_of(file: &MediaFile) -> String {
    short_hash([RECIPE.as_bytes(), file.sha256.as_bytes()])
}

fn make_entry(store: &Store, key: &str, file: &MediaFile) -> Result<Entry<Note>, OutputError> {
    let _room = ROOM.take(file.size.map_or(0, |Size { width, height }| u64::from(width) * u64::from(height)));
    let content = media::read(file)?;
    let made = guarded(|| read_pixels(file.media_type, &content).map(|pixels| make_forms(pixels, file.bytes)));
    let (forms, note) = made.map_or_else(|unread| (Vec::new(), Some(unread)), |forms| (forms, None));
    let files = forms.into_iter().map(|Form { width, extension, bytes }| (format!("{width}.{extension}"), bytes));
    Ok(store.keep(key, &files.collect(), note)?)
}

/// What a reader of pictures panics at is damaged: one file must not keep all others from being published.
fn guarded<T>(read: impl FnOnce() -> Result<T, Unread> + UnwindSafe) -> Result<T, Unread> {
    catch_unwind(read).unwrap_or(Err(Unread::Damaged))
}

/// A picture's forms as files of the site. All that decides one is in the hash in its name, so it never changes.
fn published(file: &MediaFile, entry: &Entry<Note>) -> Vec<MediaFile> {
    let Some(whole) = file.size else { return Vec::new() };
    let hashes = entry.files.values().map(|content| content.sha256.to_string()).collect::<Vec<_>>();
    let hash = short_hash(hashes.iter().map(String::as_bytes));
    let digits = hash.get(..8).unwrap_or_default();
    let stem =
        file.src.as_str().rsplit('/').next().and_then(|name| name.rsplit_once('-')).map_or("anh", |(stem, _)| stem);
    let forms = entry.files.iter().filter_map(|(name, content)| {
        let (width, extension) = name.split_once('.')?;
        let width = width.parse().ok()?;
        Some(MediaFile {
            path: entry.path(name),
            src: shared::medium(stem, &format!("{digits}-{width}"), extension)?,
            media_type: media_type(name)?.essence(),
            bytes: content.bytes,
            size: Some(scaled(whole, width)),
            sha256: content.sha256.to_string(),
        })
    });
    let mut forms = forms.collect::<Vec<_>>();
    // The modern kind first, and each from small to large.
    forms.sort_by_key(|form| (form.media_type != "image/webp", form.size.map(|size| size.width)));
    forms
}

/// A size at another width.
fn scaled(whole: Size, width: u32) -> Size {
    let height = (u64::from(whole.height) * u64::from(width)).div_ceil(u64::from(whole.width).max(1));
    Size { width, height: u32::try_from(height).unwrap_or(u32::MAX).max(1) }
}

fn to_source(form: &MediaFile) -> Option<ImageSource> {
    let width = form.size?.width;
    Some(ImageSource { src: form.src.clone().into(), width, media_type: form.media_type.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_reader_survives_is_damaged() {
        assert_eq!(guarded(|| Ok(1)), Ok(1));
        assert_eq!(guarded::<()>(|| Err(Unread::Colours)), Err(Unread::Colours));
        assert_eq!(guarded::<()>(|| panic!("this one is meant")), Err(Unread::Damaged));
    }
}

//! The file in which the readings of a content folder outlive the program that read them.
//!
//! `index` has what is asked for each time; it is added to, and written anew when half of it is outdated. Long texts are in
//! a file of their own, and read when they are asked for. Nothing here is ever needed: what cannot be read, is of another
//! program or folder or is damaged is as if it were not there, and what cannot be written is read from the content again.
//! A reading names the stamp of its file, so one that is out of date does no harm.

mod part;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::mem;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use self::part::{Found, Part};
use super::article::ReadArticle;
use crate::release::keys::Key;
use crate::source::media::ReadMedium;
use crate::source::memory::{Reading, Stamp};
use crate::source::texts::TextFile;

/// What is known of the files of a folder.
#[derive(Default)]
pub(super) struct Known {
    pub articles: ByFile<ReadArticle>,
    pub media: ByFile<ReadMedium>,
}

type ByFile<T> = HashMap<PathBuf, Reading<T>>;

/// The readings of a folder, in files.
#[derive(Debug)]
pub(super) struct Readings {
    folder: PathBuf,
    written: Written,
    slack: Slack,
}

/// What is outdated and not worth writing all anew.
#[derive(Debug)]
pub(super) struct Slack {
    pub readings: usize,
    /// Of texts.
    pub bytes: u64,
}

impl Default for Slack {
    fn default() -> Self {
        Self { readings: 1_000, bytes: 16_000_000 }
    }
}

/// What this program has read from the files, or has written to them.
#[derive(Debug, Default)]
struct Written {
    texts: Option<Arc<TextFile>>,
    /// Of the index: another one when somebody else has written it.
    stamp: Option<Stamp>,
    /// How long the part of the index is that can be added to; nothing where it has to be written anew.
    length: u64,
    /// Readings in the index, outdated ones included.
    readings: usize,
}

const INDEX: &str = "index";

/// The kinds of readings.
const ARTICLES: u8 = 0;
const MEDIA: u8 = 1;

impl Readings {
    pub fn new(folder: PathBuf, slack: Slack) -> Self {
        Self { folder, written: Written::default(), slack }
    }

    /// What is known, where that is not what was known here before.
    pub fn open(&mut self, content: &Path) -> Option<Known> {
        let stamp = Stamp::of(&self.index());
        if let Some(texts) = self.written.texts.as_ref().filter(|_| stamp == self.written.stamp) {
            texts.reach_end();
            return None;
        }
        let (written, known) = self.load(content, stamp).unwrap_or_default();
        let texts = written.texts.clone().or_else(|| self.new_texts().ok());
        self.written = Written { texts, stamp, ..written };
        Some(known)
    }

    pub fn texts(&self) -> Option<Arc<TextFile>> {
        self.written.texts.clone()
    }

    /// Forgets all.
    pub fn remove(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        self.written = Written::default();
    }

    /// Writes what is new, if anything is. Where that fails, it is written with what is new the next time.
    pub fn save(&mut self, content: &Path, articles: &mut ByFile<ReadArticle>, media: &mut ByFile<ReadMedium>) {
        let Some(mut texts) = self.texts() else { return };
        if articles.values().all(|reading| reading.is_saved) && media.values().all(|reading| reading.is_saved) {
            return;
        }
        let is_outdated = self.written.readings > 2 * (articles.len() + media.len()) + self.slack.readings;
        let mut is_anew = self.written.length == 0 || is_outdated;
        if let Some(fresh) = self.texts_without_outdated(&texts, articles) {
            (texts, is_anew) = (fresh, true);
        }
        let of_articles = articles.iter().filter(|(_, reading)| is_anew || !reading.is_saved);
        // A full disk has not taken the texts of the others.
        let of_articles = of_articles.filter(|(_, reading)| reading.given.is_in(&texts)).collect::<Vec<_>>();
        let of_media = media.iter().filter(|(_, reading)| is_anew || !reading.is_saved).collect::<Vec<_>>();
        let mut parts = Part::of(ARTICLES, content, &of_articles);
        parts.extend(Part::of(MEDIA, content, &of_media));
        let before = if is_anew { Written::default() } else { mem::take(&mut self.written) };
        let written = match is_anew {
            true => self.write_anew(content, &texts, &parts),
            false => self.append(before.length, &parts),
        };
        let is_written = written.is_ok();
        let (length, stamp) = (written.unwrap_or(before.length), Stamp::of(&self.index()));
        let readings = before.readings + parts.iter().map(|part| part.readings).sum::<usize>();
        self.written = Written { texts: Some(texts), stamp, length, readings };
        articles.values_mut().for_each(|reading| reading.is_saved |= is_written);
        media.values_mut().for_each(|reading| reading.is_saved |= is_written);
    }

    /// Another file with the texts of these articles, where `texts` has more of others.
    fn texts_without_outdated(
        &self,
        texts: &Arc<TextFile>,
        articles: &mut ByFile<ReadArticle>,
    ) -> Option<Arc<TextFile>> {
        let of_use = articles.values().map(|reading| reading.given.bytes() as u64).sum::<u64>();
        if texts.end() <= 2 * of_use + self.slack.bytes {
            return None;
        }
        let fresh = self.new_texts().ok()?;
        articles.par_iter_mut().for_each(|(_, reading)| {
            reading.given = Arc::new(ReadArticle::clone(&reading.given).moved_to(&fresh));
        });
        Some(fresh)
    }

    /// Writes an index in the place of another, and removes the texts that it does not name.
    fn write_anew(&self, content: &Path, texts: &TextFile, parts: &[Part]) -> io::Result<u64> {
        let name = texts.path().file_name().unwrap_or_default();
        let head = Part::new([name.as_bytes(), identity(content).as_bytes()].concat(), 0);
        let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(&self.folder)?);
        let head = head.write(&mut file)?;
        let length = parts.iter().try_fold(head, |length, part| Ok::<_, io::Error>(length + part.write(&mut file)?))?;
        file.into_inner()?.persist(self.index()).map_err(|error| error.error)?;
        for other in fs::read_dir(&self.folder)?.flatten() {
            if ![name, INDEX.as_ref()].contains(&other.file_name().as_os_str()) {
                let _ = fs::remove_file(other.path());
            }
        }
        Ok(length)
    }

    /// Adds to the index, behind what is sound of it.
    fn append(&self, length: u64, parts: &[Part]) -> io::Result<u64> {
        let file = File::options().append(true).open(self.index())?;
        file.set_len(length)?;
        let mut file = BufWriter::new(file);
        let length =
            parts.iter().try_fold(length, |length, part| Ok::<_, io::Error>(length + part.write(&mut file)?))?;
        file.flush()?;
        Ok(length)
    }

    /// What the files have of this folder, as this program reads it.
    fn load(&self, content: &Path, stamp: Option<Stamp>) -> Option<(Written, Known)> {
        let bytes = fs::read(self.index()).ok()?;
        let mut parts = Found::all(&bytes);
        let head = parts.next()?;
        let texts = Arc::new(TextFile::open(self.folder.join(name_of_texts(head.sound()?, content)?)).ok()?);
        let parts = parts.collect::<Vec<_>>();
        let read = parts.par_iter().map(|part| {
            let (kind, bytes) = part.sound()?.split_first()?;
            let mut known = (Vec::new(), Vec::new());
            match *kind {
                ARTICLES => known.0 = part::readings(bytes, content, &texts)?,
                MEDIA => known.1 = part::readings(bytes, content, &texts)?,
                _ => return None,
            }
            Some((part.length(), known))
        });
        let (mut known, mut length, mut readings) = (Known::default(), head.length(), 0);
        // Behind a part that is damaged nothing is believed.
        for (bytes, (articles, media)) in read.collect::<Vec<_>>().into_iter().map_while(|part| part) {
            (length, readings) = (length + bytes, readings + articles.len() + media.len());
            known.articles.extend(articles);
            known.media.extend(media);
        }
        Some((Written { texts: Some(texts), stamp, length, readings }, known))
    }

    fn index(&self) -> PathBuf {
        self.folder.join(INDEX)
    }

    fn new_texts(&self) -> io::Result<Arc<TextFile>> {
        fs::create_dir_all(&self.folder)?;
        TextFile::in_folder(&self.folder).map(Arc::new)
    }
}

/// Of this program and the folder that it reads.
fn identity(content: &Path) -> Key {
    let content = content.canonicalize().unwrap_or_else(|_| content.to_owned());
    Key::of([content.as_os_str().as_bytes()])
}

/// The name of the file of texts that an index is read with, if it is one of this program and folder.
fn name_of_texts<'a>(head: &'a [u8], content: &Path) -> Option<&'a str> {
    let name = std::str::from_utf8(head.strip_suffix(identity(content).as_bytes())?).ok()?;
    TextFile::has_name(name).then_some(name)
}

//! What the files of a content folder gave when they were last read: nothing of it, in memory, or in a file as well.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::article::ReadArticle;
use super::readings::{Known, Readings, Slack};
use crate::source::media::ReadMedium;
use crate::source::memory::Memory;
use crate::source::texts::TextFile;

/// What the files of a folder gave when they were last read.
#[derive(Debug, Default)]
pub struct FolderMemory {
    pub(super) articles: Memory<ReadArticle>,
    pub(super) media: Memory<ReadMedium>,
    file: Option<Mutex<Readings>>,
    /// Whether it is read into once, and then what was read is for whoever asked.
    is_passing: bool,
}

impl FolderMemory {
    /// For who reads a folder once: what it gave is not kept.
    pub fn none() -> Self {
        Self { articles: Memory::none(), media: Memory::none(), ..Self::default() }
    }

    /// For who reads a folder again and again, and may be started again in between: it is kept in `folder` as well. Only who
    /// holds the lock of the releases beside it may read into it.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { file: Some(Mutex::new(Readings::new(folder, Slack::default()))), ..Self::default() }
    }

    /// As `in_folder`, for who reads once.
    pub fn in_folder_alone(folder: PathBuf) -> Self {
        Self { is_passing: true, ..Self::in_folder(folder) }
    }

    /// Forgets all if a text could not be read back, and returns whether that was so: the next time all is read from the content.
    pub fn forget_damaged(&self) -> bool {
        let is_damaged = self.texts().is_some_and(|texts| texts.is_damaged());
        if is_damaged {
            self.forget();
        }
        is_damaged
    }

    /// Forgets all.
    pub fn forget(&self) {
        self.clear();
        if let Some(mut file) = self.file() {
            file.remove();
        }
    }

    /// A reading of the folder begins: where others have written the file, or it was not yet read, that is what is known.
    pub(super) fn open(&self, content: &Path) {
        let known = self.file().and_then(|mut file| file.open(content));
        let Some(Known { articles, media }) = known else { return };
        self.articles.with(|known| *known = articles);
        self.media.with(|known| *known = media);
    }

    /// Where long texts are put.
    pub(super) fn texts(&self) -> Option<Arc<TextFile>> {
        self.file()?.texts()
    }

    /// A reading of the folder has ended: what is new is kept.
    pub(super) fn close(&self, content: &Path) {
        self.articles.turn();
        self.media.turn();
        if let Some(mut file) = self.file() {
            self.articles.with(|articles| self.media.with(|media| file.save(content, articles, media)));
        }
        if self.is_passing {
            self.clear();
        }
    }

    fn clear(&self) {
        self.articles.with(std::mem::take);
        self.media.with(std::mem::take);
    }

    /// A thread that panicked while it held it is told by the file's stamp, as others are who write it.
    fn file(&self) -> Option<MutexGuard<'_, Readings>> {
        self.file.as_ref().map(|file| file.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::*;
    use crate::source::folder::read_again;

    #[test]
    fn what_is_outdated_does_not_pile_up() {
        let folder = tempfile::tempdir().unwrap();
        let (content, kept) = (folder.path().join("content"), folder.path().join("readings"));
        fs::create_dir_all(content.join("articles")).unwrap();
        fs::write(content.join("sections.toml"), "[[section]]\nslug = \"a\"\nname = \"A\"\n").unwrap();
        let write = |number: usize, text: &str| {
            let text = format!(
                "+++\nid = \"motbai{number}\"\ntitle = \"B\"\nsection = \"a\"\npublished_at = 2021-01-01\n+++\n{text}\n"
            );
            fs::write(content.join(format!("articles/{number}.md")), text).unwrap();
        };
        (0..3).for_each(|number| write(number, "một"));
        let file = Readings::new(kept.clone(), Slack { readings: 3, bytes: 2_000 });
        let memory = FolderMemory { file: Some(Mutex::new(file)), ..FolderMemory::default() };
        let mut sizes = Vec::new();
        for round in 0..30 {
            write(round % 3, &"hai ".repeat(100 + round));
            thread::sleep(Duration::from_millis(50));
            // Without settings nothing is published, and all is read.
            let told = read_again(&content, chrono::DateTime::default(), &memory).unwrap_err();
            assert_eq!(told, read_again(&content, chrono::DateTime::default(), &FolderMemory::none()).unwrap_err());
            let later = FolderMemory::in_folder(kept.clone());
            later.open(&content);
            for known in [&memory, &later] {
                let texts = known.articles.with(|articles| {
                    let texts =
                        articles.values().filter_map(|reading| reading.given.file.item.as_ref()?.body.blocks().ok());
                    texts.count()
                });
                assert_eq!(texts, Some(3));
            }
            let lengths = fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
            sizes.push(lengths.collect::<Vec<_>>());
        }
        assert!(sizes.iter().all(|files| files.len() == 2 && files.iter().sum::<u64>() < 16_000), "{sizes:?}");
    }
}

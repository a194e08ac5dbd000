//! The files of a release as they are recorded, `files.cbor`: some 70 bytes a file, since a site has them by the hundred
//! thousand and each publish reads what the last ones wrote.
//!
//! It is one array (CBOR, RFC 8949) of rows in the order of the paths: how many bytes a path shares with the one before, the
//! rest of it, what is recorded of the file.

use std::iter::{self, Peekable};

use indexmap::{IndexMap, map};
use minicbor::{Decoder, Encoder};

use super::file_record::FileRecord;

/// Files by their path below the web root, in the order of the paths.
pub type Table = IndexMap<Box<str>, FileRecord>;

/// Finds files by paths that are asked for in order: that takes a tenth of the time of finding each by itself.
pub struct Walk<'a>(Peekable<map::Iter<'a, Box<str>, FileRecord>>);

/// No row takes less: the hash alone is longer.
const SHORTEST_ROW: usize = 32;

/// Writes files that are in the order of their paths.
pub(super) fn to_cbor(files: &Table) -> Vec<u8> {
    let mut encoder = Encoder::new(Vec::with_capacity(files.len() * 100));
    let mut write = || {
        encoder.array(files.len() as u64)?;
        let mut before = "";
        for (path, file) in files {
            let (shared, rest) = split(path, before);
            encoder.array(3)?.u64(shared as u64)?.str(rest)?.encode(file)?;
            before = path;
        }
        Ok::<_, minicbor::encode::Error<_>>(())
    };
    // A vector takes whatever is written.
    let _ = write();
    encoder.into_writer()
}

/// Reads all files; `None` for bytes that are no table.
pub(super) fn from_cbor(bytes: &[u8]) -> Option<Table> {
    let (mut decoder, rows) = open(bytes)?;
    let mut files = Table::with_capacity(rows);
    read_rows(&mut decoder, rows, |path, decoder| {
        files.insert(path.into(), decoder.decode().ok()?);
        Some(())
    })?;
    Some(files)
}

/// Reads the files of one folder.
pub(super) fn folder_from_cbor(bytes: &[u8], folder: &str) -> Option<Table> {
    let (mut decoder, rows) = open(bytes)?;
    let mut files = Table::new();
    read_rows(&mut decoder, rows, |path, decoder| {
        match path.starts_with(folder) {
            true => drop(files.insert(path.into(), decoder.decode().ok()?)),
            false => decoder.skip().ok()?,
        }
        Some(())
    })?;
    Some(files)
}

/// The files of one folder.
pub(super) fn below<'a>(files: &'a Table, folder: &'a str) -> impl Iterator<Item = (&'a Box<str>, &'a FileRecord)> {
    let start = files.partition_point(|path, _| &**path < folder);
    files.iter().skip(start).take_while(move |(path, _)| path.starts_with(folder))
}

impl<'a> Walk<'a> {
    pub fn over(files: &'a Table) -> Self {
        Self(files.iter().peekable())
    }

    /// The file of a path that is none before one that was asked for.
    pub fn find(&mut self, path: &str) -> Option<&'a FileRecord> {
        while self.0.next_if(|(before, _)| &***before < path).is_some() {}
        self.0.next_if(|(same, _)| &***same == path).map(|(_, file)| file)
    }
}

/// How many rows there are, and what reads them.
fn open(bytes: &[u8]) -> Option<(Decoder<'_>, usize)> {
    let mut decoder = Decoder::new(bytes);
    let rows = usize::try_from(decoder.array().ok()??).ok()?;
    (rows <= bytes.len() / SHORTEST_ROW).then_some((decoder, rows))
}

/// Gives each path to `take`, which reads what is recorded of it.
fn read_rows<'a>(
    decoder: &mut Decoder<'a>,
    rows: usize,
    mut take: impl FnMut(&str, &mut Decoder<'a>) -> Option<()>,
) -> Option<()> {
    let mut path = String::new();
    for _ in 0..rows {
        (decoder.array().ok()? == Some(3)).then_some(())?;
        let shared = usize::try_from(decoder.u64().ok()?).ok()?;
        let rest = decoder.str().ok()?;
        // What is found by its folder has to be in order.
        (path.get(shared..)? < rest).then_some(())?;
        path.truncate(shared);
        path.push_str(rest);
        take(&path, decoder)?;
    }
    Some(())
}

/// How many bytes a path shares with the one before, and the rest of it.
fn split<'a>(path: &'a str, before: &str) -> (usize, &'a str) {
    let shared = iter::zip(path.bytes(), before.bytes()).take_while(|(one, other)| one == other).count();
    let shared = path.floor_char_boundary(shared);
    (shared, path.get(shared..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::compress::Read;
    use super::super::file_record::Content;
    use super::super::keys::Key;
    use super::*;

    fn table() -> Table {
        let content = |text: &str| Content::of(text.as_bytes());
        let paths = ["404.html", "a/index.html", "a/indexx", "tin-tuc/á", "tin-tuc/à", "tin-tuc/ế.html"];
        let mut files = paths.map(|path| {
            let forms = [None, Some(vec![]), Some(vec![(".br", content("b")), (".gz", content("g"))])];
            let forms = forms.into_iter().nth(path.len() % 3).flatten().map(|forms| forms.into_iter().collect());
            let key = (path.len() % 2 == 0).then(|| Key::of([path.as_bytes()]));
            let read = if path.len() % 5 == 0 { Read::Seldom } else { Read::Often };
            (path.into(), FileRecord { key, content: content(path), forms, read, made: 7, pressed: 1 << 40 })
        });
        files.sort_by(|(one, _): &(Box<str>, _), (other, _)| one.cmp(other));
        files.into_iter().collect()
    }

    #[test]
    fn what_is_written_is_read() {
        for files in [table(), Table::new()] {
            let bytes = to_cbor(&files);
            let read = from_cbor(&bytes).unwrap();
            assert!(read.iter().eq(files.iter()));
            let folder = folder_from_cbor(&bytes, "tin-tuc/").unwrap();
            assert!(folder.iter().eq(files.iter().filter(|(path, _)| path.starts_with("tin-tuc/"))));
        }
    }

    #[test]
    fn files_are_found_in_the_order_of_their_paths() {
        let files = table();
        let mut walk = Walk::over(&files);
        for path in ["", "404.html", "a", "a/index.html", "a/index.html.br", "tin-tuc/á", "tin-tuc/ế.html", "z"] {
            assert_eq!(walk.find(path), files.get(path), "{path}");
        }
        assert_eq!(walk.find("404.html"), None, "that is before");
    }

    #[test]
    fn a_folder_has_the_files_that_begin_like_it() {
        let files = table();
        for folder in ["", "a", "a/", "a/index.html", "b/", "tin-tuc/", "tin-tuc/z", "z/"] {
            assert!(below(&files, folder).eq(files.iter().filter(|(path, _)| path.starts_with(folder))), "{folder}");
        }
    }

    #[test]
    fn what_is_cut_or_out_of_order_is_no_table() {
        let bytes = to_cbor(&table());
        for length in 0..bytes.len() {
            assert!(from_cbor(&bytes[..length]).is_none(), "{length}");
        }
        let mut files = table();
        files.swap_indices(0, 1);
        assert!(from_cbor(&to_cbor(&files)).is_none());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let bytes = to_cbor(&table());
        for at in 0..bytes.len() {
            for other in [0, 1, 0x1b, 0x7f, 0x9b, 0x9f, 0xff] {
                let mut broken = bytes.clone();
                broken[at] = other;
                let _ = (from_cbor(&broken), folder_from_cbor(&broken, "a/"));
            }
        }
    }
}

//! The files of a WordPress that texts name: which one an address means, and under what name it is kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;
use regex::Regex;
use reqwest::Url;

use super::answers::Medium;
use crate::release::keys::sha256_hex;
use crate::source::slug::fold_slug;

/// What WordPress puts before the ending of a picture that it has made smaller or turned.
static SIZE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated)+(\.[A-Za-z0-9]{2,5})$").ok());

/// What the media library has.
#[derive(Debug, Default)]
pub struct Library {
    by_id: BTreeMap<u64, Medium>,
    by_address: HashMap<String, u64>,
    /// By the address of the whole picture; several may seem to be of one.
    by_whole: HashMap<String, Vec<u64>>,
}

/// A file to be had.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    pub url: Url,
    /// When it was changed in the library; nothing for what is not in it.
    pub changed: String,
}

impl Wanted {
    /// What it is known by in a state: another one when the file is another.
    pub fn key(&self) -> String {
        format!("{} {}", self.url, self.changed).trim_end().to_owned()
    }

    /// The ending of its name, in lower case.
    pub fn extension(&self) -> String {
        let name = self.url.path().rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.filter(|ending| ending.bytes().all(|byte| byte.is_ascii_alphanumeric())).unwrap_or_default()
    }

    /// The name it is kept under: another content has another name.
    pub fn name(&self, content: &[u8], extension: &str) -> String {
        let name = decoded(self.url.path());
        let name = name.rsplit('/').next().unwrap_or_default();
        let stem = fold_slug(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let stem = stem.as_ref().map_or("file", |slug| slug.as_str());
        let hash = sha256_hex(content);
        format!("{stem}-{}.{extension}", hash.get(..12).unwrap_or_default())
    }
}

impl Library {
    pub fn new(media: impl IntoIterator<Item = Medium>) -> Self {
        let mut library = Self::default();
        // What has no address is hidden with the post it belongs to, or is something else in its place.
        for medium in media.into_iter().filter(|medium| medium.id != 0 && !medium.source_url.is_empty()) {
            let Ok(url) = Url::parse(&medium.source_url) else { continue };
            library.by_address.insert(place(&url), medium.id);
            library.by_whole.entry(whole(&place(&url))).or_default().push(medium.id);
            library.by_id.insert(medium.id, medium);
        }
        library
    }

    pub fn get(&self, id: u64) -> Option<&Medium> {
        self.by_id.get(&id)
    }

    /// The file of the library that an address means, in whatever size, else what is at the address.
    pub fn wanted(&self, url: &Url) -> Wanted {
        let place = place(url);
        let by_whole = || match self.by_whole.get(&whole(&place)).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => None,
        };
        let known = self.by_address.get(&place).or_else(by_whole).and_then(|id| self.by_id.get(id));
        let mut bare = url.clone();
        bare.set_fragment(None);
        known.and_then(Self::file_of).unwrap_or(Wanted { url: bare, changed: String::new() })
    }

    /// The file of a medium.
    pub fn file_of(medium: &Medium) -> Option<Wanted> {
        // Raw letters in it are encoded as they are: in another form of theirs it is another address.
        let url = Url::parse(&medium.source_url).ok()?;
        Some(Wanted { url, changed: medium.modified_gmt.clone() })
    }
}

/// What addresses of one file have in common, by whatever scheme.
fn place(url: &Url) -> String {
    format!("{}{}", url.authority(), percent_decode_str(url.path()).decode_utf8_lossy())
}

fn whole(place: &str) -> String {
    SIZE.as_ref().map_or_else(|| place.to_owned(), |size| size.replace(place, "$1").into_owned())
}

pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(addresses: &[&str]) -> Library {
        Library::new((1..).zip(addresses).map(|(id, address)| Medium {
            id,
            source_url: (*address).to_owned(),
            modified_gmt: "2021".to_owned(),
            ..Medium::default()
        }))
    }

    fn wanted(library: &Library, url: &str) -> String {
        library.wanted(&Url::parse(url).unwrap()).key()
    }

    #[test]
    fn a_smaller_picture_means_the_whole_one_where_there_is_but_one() {
        let one = library(&["http://wp/u/anh-scaled.jpg", "http://wp/u/so-800x600.png"]);
        for (url, key) in [
            ("http://wp/u/anh-1024x683.jpg", "http://wp/u/anh-scaled.jpg 2021"),
            ("https://wp/u/anh.jpg#x", "http://wp/u/anh-scaled.jpg 2021"),
            ("http://wp/u/so-800x600.png", "http://wp/u/so-800x600.png 2021"),
            ("http://wp/u/khac-300x200.jpg", "http://wp/u/khac-300x200.jpg"),
            ("http://khac/u/anh.jpg", "http://khac/u/anh.jpg"),
        ] {
            assert_eq!(wanted(&one, url), key);
        }
        let two = library(&["http://wp/u/so.png", "http://wp/u/so-800x600.png"]);
        assert_eq!(wanted(&two, "http://wp/u/so-800x600.png"), "http://wp/u/so-800x600.png 2021");
        assert_eq!(wanted(&two, "http://wp/u/so-300x200.png"), "http://wp/u/so-300x200.png");
    }

    #[test]
    fn an_address_keeps_the_form_of_its_letters() {
        let nfd = library(&["http://wp/u/a\u{309}nh.jpg"]);
        assert_eq!(wanted(&nfd, "http://wp/u/a%CC%89nh.jpg"), "http://wp/u/a%CC%89nh.jpg 2021");
        assert_eq!(wanted(&nfd, "http://wp/u/%E1%BA%A3nh.jpg"), "http://wp/u/%E1%BA%A3nh.jpg");
    }

    #[test]
    fn a_file_is_named_after_its_content() {
        let file =
            Wanted { url: Url::parse("http://wp/u/%E1%BA%A2nh%20h%E1%BB%8Dp.JPG?x").unwrap(), changed: String::new() };
        assert_eq!((file.name(b"a", "jpg").as_str(), file.extension().as_str()), ("anh-hop-ca978112ca1b.jpg", "jpg"));
    }

    #[test]
    fn what_has_no_address_is_no_file() {
        let library = Library::new([Medium { id: 3, ..Medium::default() }, Medium::default()]);
        assert!(library.get(3).is_none());
    }
}

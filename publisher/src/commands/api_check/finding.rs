//! A fault with its place, and all that were found.

use std::collections::{BTreeMap, HashSet};

use portal_app::text::Lang;

use super::kind::{Kind, Weight};

/// What is at a place: neutral, or a value with what it should have been.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    Plain(String),
    /// Both as the app's reader says them in English.
    NotA {
        found: String,
        wanted: String,
    },
    /// What the app's reader passed over, as it names it in English.
    Skipped(Vec<String>),
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The document's address.
    pub url: String,
    /// The place in it, as a JSON pointer (RFC 6901); empty is the whole document.
    pub pointer: String,
    pub detail: Detail,
}

/// Places of one kind that are kept; beyond them they are only counted.
pub const MOST_PLACES: usize = 1_000;

/// Where a kind of fault was found.
#[derive(Default)]
pub struct Places {
    /// The first of them, each once, in the order of finding.
    pub kept: Vec<Place>,
    /// All of them.
    pub count: usize,
    known: HashSet<Place>,
}

/// Everything that was found.
#[derive(Default)]
pub struct Findings(BTreeMap<Kind, Places>);

impl Place {
    pub fn new(url: impl Into<String>, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { url: url.into(), pointer: pointer.into(), detail: Detail::Plain(detail.into()) }
    }
}

impl Findings {
    /// The same fault at a place that is kept is one.
    pub fn add(&mut self, kind: Kind, place: Place) {
        let places = self.0.entry(kind).or_default();
        if places.known.contains(&place) {
            return;
        }
        places.count += 1;
        if places.kept.len() < MOST_PLACES {
            places.known.insert(place.clone());
            places.kept.push(place);
        }
    }

    pub fn has_errors(&self) -> bool {
        self.0.keys().any(|kind| kind.weight() == Weight::Error)
    }

    /// Each kind once, the worst first, with its places.
    pub fn grouped(&self) -> Vec<(Kind, &Places)> {
        let mut grouped = self.0.iter().map(|(kind, places)| (*kind, places)).collect::<Vec<_>>();
        grouped.sort_by_key(|(kind, _)| kind.weight());
        grouped
    }
}

impl Detail {
    pub fn in_lang(&self, lang: Lang) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::NotA { found, wanted } => {
                let is_type = WORDS.iter().any(|(english, _)| english == found) || found == "null";
                let (found, wanted) = (word_in(found, lang), word_in(wanted, lang));
                match lang {
                    Lang::Vi if is_type => format!("đang là {found}, phải là {wanted}"),
                    Lang::Vi => format!("{found} không phải là {wanted}"),
                    Lang::En => format!("{found} is not {wanted}"),
                }
            }
            Self::Skipped(names) => {
                let in_lang = |name: &String| match (lang, name.strip_prefix("a block of kind ")) {
                    (Lang::Vi, Some(kind)) => format!("khối loại {kind}"),
                    _ => name.clone(),
                };
                names.iter().map(in_lang).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// What the app's reader says, in Vietnamese.
const WORDS: [(&str, &str); 19] = [
    ("text", "chuỗi ký tự"),
    ("a whole number", "số nguyên"),
    ("true or false", "giá trị true hoặc false"),
    ("a list", "danh sách"),
    ("an object", "đối tượng"),
    ("a number", "số"),
    ("a number of that size", "số trong phạm vi cho phép"),
    ("an id (a-z and 0-9)", "mã bài (a-z và 0-9)"),
    ("a slug (a-z, 0-9 and -)", "slug (a-z, 0-9 và -)"),
    ("a path of this site (begins with one /)", "đường dẫn của trang web (bắt đầu bằng một /)"),
    ("a path of this site or an https address", "đường dẫn của trang web hoặc địa chỉ https"),
    (
        "a link (http, https, mailto, tel or a path of this site)",
        "liên kết (http, https, mailto, tel hoặc đường dẫn của trang web)",
    ),
    ("a time with an offset or a date", "thời điểm có múi giờ hoặc ngày"),
    ("a month like `2021-03`", "tháng theo mẫu `2021-03`"),
    ("a language of the interface", "ngôn ngữ của giao diện"),
    ("a NoticeLevel", "mức thông báo (info, warning, urgent)"),
    ("a PreviewMark", "trạng thái xem trước (draft, scheduled, expired)"),
    ("a HistoryKind", "việc trong lịch sử bài (published, updated, corrected, withdrawn)"),
    ("a AnalyticsKind", "loại đếm lượt xem (emc)"),
];

fn word_in(word: &str, lang: Lang) -> String {
    let known = WORDS.iter().find(|(english, _)| *english == word && lang == Lang::Vi);
    known.map_or(word, |(_, vietnamese)| vietnamese).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_fault_at_the_same_place_is_one_and_of_many_the_first_are_kept_and_all_counted() {
        let mut findings = Findings::default();
        for number in 0..MOST_PLACES + 500 {
            let place = Place::new("https://api.example/home.json", format!("/latest/{number}/id"), "");
            findings.add(Kind::BadId, place.clone());
            if number < MOST_PLACES {
                findings.add(Kind::BadId, place);
            }
        }
        findings.add(Kind::BadSlug, Place::new("https://api.example/home.json", "/latest/0/id", ""));
        let grouped = findings.grouped();
        let [(Kind::BadId, ids), (Kind::BadSlug, slugs)] = grouped.as_slice() else { panic!("{}", grouped.len()) };
        assert_eq!((ids.kept.len(), ids.count), (MOST_PLACES, MOST_PLACES + 500));
        assert_eq!(ids.kept.first().map(|place| place.pointer.as_str()), Some("/latest/0/id"));
        assert_eq!((slugs.kept.len(), slugs.count), (1, 1));
    }
}

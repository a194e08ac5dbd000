//! A fault with its place, and all that were found.

use portal_app::text::Lang;

use super::kind::{Kind, Weight};

/// What is at a place: neutral, or a value with what it should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    Plain(String),
    /// Both as the app's reader says them in English.
    NotA {
        found: String,
        wanted: String,
    },
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The document's address.
    pub url: String,
    /// The place in it, as a JSON pointer (RFC 6901); empty is the whole document.
    pub pointer: String,
    pub detail: Detail,
}

/// Everything that was found, in the order of finding.
#[derive(Default)]
pub struct Findings(Vec<(Kind, Place)>);

impl Place {
    pub fn new(url: impl Into<String>, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { url: url.into(), pointer: pointer.into(), detail: Detail::Plain(detail.into()) }
    }
}

impl Findings {
    /// The same fault at the same place is one.
    pub fn add(&mut self, kind: Kind, place: Place) {
        if !self.0.iter().any(|(known, at)| *known == kind && *at == place) {
            self.0.push((kind, place));
        }
    }

    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|(kind, _)| kind.weight() == Weight::Error)
    }

    /// Each kind once, the worst first, with its places.
    pub fn grouped(&self) -> Vec<(Kind, Vec<&Place>)> {
        let mut kinds = self.0.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
        kinds.sort_unstable_by_key(|kind| (kind.weight(), *kind));
        kinds.dedup();
        let places = |kind| self.0.iter().filter(|(of, _)| *of == kind).map(|(_, place)| place).collect();
        kinds.into_iter().map(|kind| (kind, places(kind))).collect()
    }
}

impl Detail {
    pub fn in_lang(&self, lang: Lang) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::NotA { found, wanted } => {
                let (found, wanted) = (word_in(found, lang), word_in(wanted, lang));
                match lang {
                    Lang::Vi => format!("{found} không phải là {wanted}"),
                    Lang::En => format!("{found} is not {wanted}"),
                }
            }
        }
    }
}

/// What the app's reader says, in Vietnamese.
const WORDS: [(&str, &str); 18] = [
    ("text", "chữ"),
    ("a whole number", "số nguyên"),
    ("true or false", "true hoặc false"),
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
    ("a HistoryKind", "việc trong lịch sử bài (published, updated, corrected, withdrawn)"),
    ("a AnalyticsKind", "loại đếm lượt xem (emc)"),
];

fn word_in(word: &str, lang: Lang) -> String {
    let known = WORDS.iter().find(|(english, _)| *english == word && lang == Lang::Vi);
    known.map_or(word, |(_, vietnamese)| vietnamese).to_owned()
}

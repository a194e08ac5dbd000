//! Words of advertisements for gambling, betting and loans, told from reports on the fight against them. The words are
//! `spam.toml`'s.

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// The list as it is written.
#[derive(Default, Deserialize)]
struct Written {
    kind: Vec<Kind>,
    inviting: Words,
    fighting: Words,
}

#[derive(Deserialize)]
struct Kind {
    name: String,
    words: Vec<String>,
    /// Names of sites: they are found in addresses, too.
    names: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Words {
    words: Vec<String>,
}

static LIST: LazyLock<Written> = LazyLock::new(|| toml::from_str(include_str!("spam.toml")).unwrap_or_default());

/// What is advertised, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `gambling`, `betting`, `loans`.
    pub what: &'static str,
    /// As the list writes them.
    pub words: String,
}

/// Whether a link advertises, by its words, its address and the text around it.
pub fn in_link(text: &str, href: &str, around: &str) -> Option<Finding> {
    let (_, rest) = href.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_official = host == "gov.vn" || host.ends_with(".gov.vn");
    let host = host.to_ascii_lowercase();
    let is_named = |name: &String| {
        host.split(['.', '-']).any(|part| {
            part.trim_end_matches(char::is_numeric) == name.trim_end_matches(char::is_numeric)
                && part.starts_with(name.as_str())
        })
    };
    let by_host = find(|kind| kind.names.iter().find(|name| is_named(name)).map(|name| vec![name.as_str()]));
    if !is_official && by_host.is_some() {
        return by_host;
    }
    let is_report = !found(&LIST.fighting.words, &plain(&format!("{text} {around}"))).is_empty();
    if is_official || is_report {
        return None;
    }
    let (text, path) = (plain(text), plain(&format!("{host} {path}").replace(['/', '-', '_', '.'], " ")));
    let folded = |word: &String| deunicode::deunicode(word).to_lowercase();
    find(|kind| {
        let mut words = found(&kind.words, &text);
        words.extend(found(&kind.names, &text));
        words.extend(found(&kind.names, &path));
        // Addresses have no accents: what would be several words is one of them all the same.
        let in_path = kind.words.iter().filter(|word| word.contains(' ') && holds(&path, &folded(word)));
        words.extend(in_path.map(String::as_str));
        (!words.is_empty()).then_some(words)
    })
}

/// Whether a text invites to what it names; of hidden text the names are enough.
pub fn in_text(text: &str, is_hidden: bool) -> Option<Finding> {
    let text = plain(text);
    if !is_hidden {
        let is_report = !found(&LIST.fighting.words, &text).is_empty();
        let invites = found(&LIST.inviting.words, &text).len() >= 2;
        if is_report || !invites {
            return None;
        }
    }
    find(|kind| {
        let words = [found(&kind.words, &text), found(&kind.names, &text)].concat();
        (!words.is_empty()).then_some(words)
    })
}

fn find(words: impl Fn(&'static Kind) -> Option<Vec<&'static str>>) -> Option<Finding> {
    LIST.kind.iter().find_map(|kind| {
        let mut words = words(kind)?;
        words.sort_unstable();
        words.dedup();
        Some(Finding { what: &kind.name, words: words.join(", ") })
    })
}

fn found(words: &'static [String], text: &str) -> Vec<&'static str> {
    words.iter().filter(|word| holds(text, word)).map(String::as_str).collect()
}

/// Whether a plain text holds some words, whole.
fn holds(text: &str, words: &str) -> bool {
    let word_before = |at: usize| text.get(..at).and_then(|before| before.chars().next_back());
    let word_after = |at: usize| text.get(at..).and_then(|after| after.chars().next());
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| !is_letter(word_before(at)) && !is_letter(word_after(at + words.len())))
}

/// Text without the tricks by which words are kept from being found: letters of no width, of other shapes, apart from each
/// other (`c.a.s.i.n.o`, `w 8 8`), or with signs in place of letters (`c@sino`).
fn plain(text: &str) -> String {
    let shown =
        text.nfkc().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}'));
    let shown = shown.collect::<String>().to_lowercase().nfc().collect::<String>();
    let mut words = Vec::<String>::new();
    for word in shown.split_whitespace() {
        // Letters with a sign between any two of them are one word.
        let parts = word.split(['.', '-', '_', '*', '|', '·', '/']).collect::<Vec<_>>();
        let is_apart = parts.len() > 2 && parts.iter().all(|part| part.chars().count() <= 1);
        let joined = if is_apart { parts.concat() } else { word.replace(['.', '_', '*', '|', '·', '-'], " ") };
        let mended = match joined.chars().any(char::is_alphabetic) {
            true => joined.replace('@', "a").replace('$', "s").replace('€', "e"),
            false => joined,
        };
        // Single letters after each other, too.
        match words.last_mut() {
            Some(last) if mended.chars().count() == 1 && last.chars().count() >= 1 && is_spelt(last) => {
                last.push_str(&mended)
            }
            _ if mended.chars().count() == 1 => words.push(format!("{mended}{SPELT}")),
            _ => words.push(mended),
        }
    }
    words.join(" ").replace(SPELT, "")
}

/// Marks a word that is put together of single letters.
const SPELT: char = '\u{0}';

fn is_spelt(word: &str) -> bool {
    word.contains(SPELT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_read() {
        assert_eq!(
            LIST.kind.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>(),
            ["gambling", "betting", "loans"]
        );
    }

    #[test]
    fn links_that_advertise_are_found_however_they_are_spelt() {
        for (text, href, what) in [
            ("nhà cái uy tín", "https://a.example/", "gambling"),
            ("Nhà Cái", "https://a.example/", "gambling"),
            ("c@sino", "https://a.example/", "gambling"),
            ("n\u{200b}hà c\u{ad}ái", "https://a.example/", "gambling"),
            ("nhà.cái", "https://a.example/", "gambling"),
            ("ｃａｓｉｎｏ", "https://a.example/", "gambling"),
            ("c.a.s.i.n.o", "https://a.example/", "gambling"),
            ("c a s i n o", "https://a.example/", "gambling"),
            ("xem thêm", "https://w88.example/", "gambling"),
            ("xem thêm", "https://a.example/nha-cai-uy-tin", "gambling"),
            ("xem thêm", "https://www.kubet77.example/", "gambling"),
            ("kèo nhà cái hôm nay", "https://a.example/", "gambling"),
            ("soi kèo", "https://a.example/", "betting"),
            ("vay tiền nhanh", "https://a.example/", "loans"),
            ("situs slot gacor", "https://a.example/", "gambling"),
        ] {
            assert_eq!(in_link(text, href, text).map(|found| found.what), Some(what), "{text} {href}");
        }
    }

    #[test]
    fn reports_on_the_fight_against_it_are_not() {
        for text in [
            "Công an tỉnh triệt phá đường dây đánh bạc và cá độ bóng đá qua mạng, thu giữ 2 tỷ đồng; đối tượng rút tiền qua zalo",
            "Cán bộ, đảng viên không tham gia đánh bạc, cá độ, lô đề dưới mọi hình thức",
            "Tăng cường phòng, chống tội phạm tín dụng đen, cảnh báo vay online qua link lạ, hotline 113",
            "Khánh thành nhà cải tạo, cơ sở cai nghiện; đăng ký tại bộ phận một cửa, zalo 0213",
            "Nở hụ còi, số 1 Lê Lợi",
            "Ngân hàng chính sách xã hội cho vay tín chấp: đăng ký, giải ngân tại xã",
        ] {
            assert_eq!(in_text(text, false), None, "{text}");
            assert_eq!(in_link("Xem chi tiết", "https://baolaichau.example/bai-viet", text), None, "{text}");
        }
        for (text, href) in [
            ("Triệt phá đường dây cá cược", "https://bao.example/triet-pha-duong-day-ca-cuoc"),
            ("cờ bạc", "https://congan.laichau.gov.vn/phong-chong-co-bac"),
            ("Biểu mẫu", "https://a.example/bieu-mau-88"),
            ("tệp", "/media/nha-cai.pdf"),
        ] {
            assert_eq!(in_link(text, href, text), None, "{text}");
        }
    }

    #[test]
    fn a_text_advertises_if_it_invites_or_is_hidden() {
        let advertised = "Sunwin là cổng game bài đổi thưởng uy tín số 1, nạp rút nhanh, tải app ngay";
        assert_eq!(in_text(advertised, false).map(|found| found.what), Some("gambling"));
        assert_eq!(in_text("Trò chơi dân gian và cờ bạc thời xưa", false), None);
        assert_eq!(in_text("tài xỉu online", true).map(|found| found.words), Some("tài xỉu".to_owned()));
    }
}

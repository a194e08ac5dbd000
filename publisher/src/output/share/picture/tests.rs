//! Tests of what a share picture draws: lines that fit, and words that are visible.

use std::path::Path;

use super::typesetting::Lines;
use super::*;

fn pictures() -> SharePictures {
    SharePictures::new(&Theme::read(Path::new("no such folder")).unwrap()).unwrap()
}

fn set(title: &str) -> Lines {
    let bold = Typeface::new(BOLD).unwrap();
    bold.set(&bold.clean(title), MEASURE, &TITLE_STEPS)
}

fn words(title: &str) -> Words {
    Words { name: "Sở Nội vụ".to_owned(), label: Some("Tin tức".to_owned()), title: title.to_owned() }
}

/// The rows that differ from the background.
fn rows_written(pixmap: &Pixmap, background: &Pixmap) -> Vec<usize> {
    let rows = pixmap.pixels().chunks(WIDTH as usize).zip(background.pixels().chunks(WIDTH as usize));
    rows.enumerate().filter(|(_, (a, b))| a != b).map(|(row, _)| row).collect()
}

#[test]
fn a_short_title_is_large_and_a_long_one_smaller() {
    let long = "Ủy ban bầu cử tỉnh Lai Châu tổ chức họp về triển khai công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp";
    let sizes = ["Liên hệ", "Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh", long]
        .map(|title| set(title).size);
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2], "{sizes:?}");
}

#[test]
fn every_line_fits_and_a_title_is_whole_unless_it_ends_in_an_ellipsis() {
    let bold = Typeface::new(BOLD).unwrap();
    for count in 1..40 {
        let title = "Nghiệp vụ bầu cử Quốc hội ".repeat(count);
        let set = set(&title);
        assert!(set.lines.len() <= 5, "{count}: {set:?}");
        for line in &set.lines {
            assert!(bold.width(line, set.size) <= MEASURE, "{count}: {line}");
        }
        let is_whole = set.lines.join(" ") == title.trim();
        assert!(is_whole != set.lines.last().unwrap().ends_with('…'), "{count}: {set:?}");
    }
}

#[test]
fn lines_are_balanced() {
    let bold = Typeface::new(BOLD).unwrap();
    let set = set("Tổng kết công tác bầu cử đại biểu Hội đồng nhân dân tỉnh");
    let widths = set.lines.iter().map(|line| bold.width(line, set.size)).collect::<Vec<_>>();
    let (narrow, wide) = (widths.iter().copied().fold(f32::MAX, f32::min), widths.iter().copied().fold(0.0, f32::max));
    assert!(set.lines.len() > 1 && narrow > wide * 0.6, "{set:?} {widths:?}");
}

#[test]
fn a_word_of_10_kb_is_broken_and_cut() {
    let set = set(&"ậ".repeat(10_000));
    assert_eq!(set.lines.len(), 5);
    assert!(set.lines[4].ends_with('…'), "{set:?}");
}

#[test]
fn what_cannot_be_seen_is_not_set() {
    let bold = Typeface::new(BOLD).unwrap();
    for (text, clean) in [
        ("Hội\u{202e} nghị\u{200f}\u{2066}", "Hội nghị"),
        ("a\u{0}b\u{7}\u{1b}[31mc", "ab[31mc"),
        ("  Một\n\thai\u{a0}ba ", "Một hai ba"),
        ("Ho\u{323}\u{302}i", "Hội"),
        ("Đường 漢字 🎉 về", "Đường về"),
        ("<script>&amp;\"'", "<script>&amp;\"'"),
        ("\u{200b}\u{feff}", ""),
    ] {
        assert_eq!(bold.clean(text), clean, "{text:?}");
    }
}

#[test]
fn every_letter_of_vietnamese_has_a_glyph_and_an_outline() {
    let bases = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
    let marks = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let letters =
        bases.chars().flat_map(|base| marks.map(|mark| format!("{base}{mark}"))).chain(["đ".into(), "Đ".into()]);
    for face in [REGULAR, BOLD].map(|bytes| Typeface::new(bytes).unwrap()) {
        for letter in letters.clone() {
            let clean = face.clean(&letter);
            assert_eq!(clean.chars().count(), 1, "{letter}");
            assert!(face.outline(&clean, 40.0, (0.0, 40.0)).is_some(), "{letter}");
        }
    }
}

#[test]
fn words_stay_between_the_top_and_the_motif() {
    let pictures = pictures();
    for title in ["", "Ở", "Ủy ban Ộ Ậ Ỹ ".repeat(40).as_str(), &"W".repeat(300), "\u{202e}\u{0}"] {
        let rows = rows_written(&pictures.paint(&words(title)), &pictures.background);
        assert!(rows.first().is_some_and(|row| *row > 40), "{title:?}");
        assert!(rows.last().is_some_and(|row| *row < 530), "{title:?}: {:?}", rows.last());
    }
}

#[test]
fn the_same_words_are_the_same_file_and_a_letter_more_another() {
    let pictures = pictures();
    let mut site = Vec::new();
    for title in ["Hội nghị", "Hội nghị", "Hội nghị "] {
        site.push(pictures.path_of("k7q2m9xw", &words(title)));
    }
    assert_eq!(site[0], site[1]);
    assert_ne!(site[0], site[2]);
    assert_eq!(
        encode_png(&pictures.paint(&words("Hội nghị"))).unwrap(),
        encode_png(&pictures.paint(&words("Hội nghị"))).unwrap()
    );
}

#[test]
fn a_picture_is_a_small_png_of_its_size() {
    let pictures = pictures();
    let png = encode_png(&pictures.paint(&words(&"Bầu cử Quốc hội khóa XV ".repeat(20)))).unwrap();
    assert!(png.len() < 60_000, "{}", png.len());
    let decoded = Pixmap::decode_png(&png).unwrap();
    assert_eq!((decoded.width(), decoded.height()), (WIDTH, HEIGHT));
}

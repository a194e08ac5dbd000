use super::table::{FOREIGN, STEPS, TELEX, VNI, WORDS};
use super::{Method, Typing, compose, is_syllable};

/// The first `end` bytes.
fn beginning(keys: &str, end: usize) -> &str {
    keys.get(..end).unwrap()
}

/// What still means a Vietnamese syllable, on purpose: its mark is undone by the key that set it (`ass`, `off`, `taxx`,
/// `howw`, `seee`), or it is typed by the plain method. Words with a doubled `s`, `f` or `r` at the end lose one.
const AMBIGUOUS: &[(&str, &str)] = &[
    ("as", "á"),
    ("is", "í"),
    ("us", "ú"),
    ("of", "ò"),
    ("if", "ì"),
    ("or", "ỏ"),
    ("her", "hẻ"),
    ("his", "hí"),
    ("has", "há"),
    ("car", "cả"),
    ("cars", "cá"),
    ("bar", "bả"),
    ("tax", "tã"),
    ("box", "bõ"),
    ("six", "sĩ"),
    ("mix", "mĩ"),
    ("max", "mã"),
    ("sofa", "sòa"),
    ("law", "lă"),
    ("how", "hơ"),
    ("now", "nơ"),
    ("new", "new"),
    ("see", "sê"),
    ("tree", "trê"),
    ("meet", "mêt"),
    ("keep", "kêp"),
    ("room", "rôm"),
    ("moon", "môn"),
    ("mama", "mâm"),
    ("theme", "thêm"),
    ("here", "hể"),
    ("there", "thể"),
    ("these", "thế"),
    ("sense", "sến"),
    ("term", "tẻm"),
    ("turn", "tủn"),
    ("born", "bỏn"),
    ("last", "lát"),
    ("list", "lít"),
    ("host", "hót"),
    ("best", "bét"),
    ("cost", "cót"),
    ("dad", "đa"),
    ("did", "đi"),
    ("chief", "chiè"),
    ("miss", "mis"),
    ("less", "les"),
    ("boss", "bos"),
    ("carry", "cary"),
    ("queen", "quên"),
    ("ddos", "đó"),
    ("hdd", "hđ"),
];

const TONES: [&str; 6] = ["", "\u{301}", "\u{300}", "\u{309}", "\u{303}", "\u{323}"];

/// The letters of Vietnamese by code point, written down apart from the engine's own table: base, mark, tone.
fn taken_apart(char: char) -> (char, Option<char>, usize) {
    const ROWS: [(&str, char, Option<char>); 13] = [
        ("aáàảãạ", 'a', None),
        ("ăắằẳẵặ", 'a', Some('8')),
        ("âấầẩẫậ", 'a', Some('6')),
        ("eéèẻẽẹ", 'e', None),
        ("êếềểễệ", 'e', Some('6')),
        ("iíìỉĩị", 'i', None),
        ("oóòỏõọ", 'o', None),
        ("ôốồổỗộ", 'o', Some('6')),
        ("ơớờởỡợ", 'o', Some('7')),
        ("uúùủũụ", 'u', None),
        ("ưứừửữự", 'u', Some('7')),
        ("yýỳỷỹỵ", 'y', None),
        ("đ", 'd', Some('9')),
    ];
    let lower = char.to_lowercase().next().unwrap();
    let found =
        ROWS.iter().find_map(|(row, base, mark)| Some((*base, *mark, row.chars().position(|one| one == lower)?)));
    found.unwrap_or((lower, None, 0))
}

fn without_marks(word: &str) -> String {
    word.chars().map(|char| taken_apart(char).0).collect()
}

/// A word's keys in the orders people type: marks and tone in place, the tone at the end, everything at the end, the
/// tone before the late marks.
fn orders(method: Method, word: &str) -> [String; 4] {
    let tone_key = |tone: usize| match (method, tone) {
        (_, 0) => String::new(),
        (Method::Telex, tone) => " sfrxj".chars().nth(tone).unwrap().to_string(),
        (_, tone) => tone.to_string(),
    };
    let mark_key = |base: char, mark: Option<char>| match (method, mark) {
        (_, None) => String::new(),
        (Method::Telex, Some('7' | '8')) => "w".to_owned(),
        (Method::Telex, Some(_)) => base.to_string(),
        (_, Some(mark)) => mark.to_string(),
    };
    let (mut in_place, mut tone_last, mut letters, mut marks, mut tone) =
        <(String, String, String, String, usize)>::default();
    for char in word.chars() {
        let (base, mark, own_tone) = taken_apart(char);
        in_place += &format!("{base}{}{}", mark_key(base, mark), tone_key(own_tone));
        tone_last += &format!("{base}{}", mark_key(base, mark));
        letters.push(base);
        let key = mark_key(base, mark);
        // One key makes `ươ` of `uo`.
        if !marks.ends_with(['w', '7']) || !key.starts_with(['w', '7']) {
            marks += &key;
        }
        tone = tone.max(own_tone);
    }
    let tone = tone_key(tone);
    [in_place, tone_last + &tone, format!("{letters}{marks}{tone}"), format!("{letters}{tone}{marks}")]
}

/// As typed, or the typed letters in their order without the keys that were marks.
fn is_sensible(method: Method, keys: &str, shown: &str) -> bool {
    let is_mark = |key: char| match method {
        Method::Telex => "aeowdsfrxjz".contains(key),
        _ => key.is_ascii_digit(),
    };
    let shown_plainly = without_marks(shown);
    let mut letters = shown_plainly.chars().peekable();
    // A `w` with no vowel before it is an `ư`, unless that was undone.
    let mut keys_plainly = keys.to_lowercase();
    if without_marks(shown).contains('u') && keys_plainly.find('w') == keys_plainly.find(|key| "aeiouyw".contains(key))
    {
        keys_plainly = keys_plainly.replacen('w', "u", 1);
    }
    let is_letter = |key: &char| letters.next_if_eq(key).is_some();
    let (_, left): (Vec<char>, Vec<char>) = keys_plainly.chars().partition(is_letter);
    let are_marks = left.into_iter().all(is_mark);
    keys == shown || are_marks && letters.next().is_none()
}

#[test]
fn words_are_typed_in_every_order() {
    let words = WORDS.split_whitespace().collect::<Vec<_>>();
    assert!(words.len() >= 400, "{}", words.len());
    let mut wrong = Vec::new();
    for word in words {
        for method in [Method::Telex, Method::Vni] {
            for keys in orders(method, word) {
                for (wanted, keys) in [(word.to_owned(), keys.clone()), (word.to_uppercase(), keys.to_uppercase())] {
                    let shown = compose(method, &keys);
                    if shown != wanted {
                        wrong.push(format!("{keys}: {shown}, not {wanted}"));
                    }
                }
                for end in 1..keys.len() {
                    let shown = compose(method, beginning(&keys, end));
                    if !is_sensible(method, beginning(&keys, end), &shown) {
                        wrong.push(format!("{}: {shown}", beginning(&keys, end)));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every rhyme the engine knows is the rhyme of a word in the table, but for `oong` and `ooc`, which Telex writes with
/// a mark undone: those have rows of their own.
#[test]
fn every_rhyme_has_a_word() {
    let level = |word: &str| {
        let parts = word.chars().map(|char| match taken_apart(char) {
            ('a', Some('8'), _) => 'ă',
            ('a', Some(_), _) => 'â',
            ('e', Some(_), _) => 'ê',
            ('o', Some('6'), _) => 'ô',
            ('o', Some(_), _) => 'ơ',
            ('u', Some(_), _) => 'ư',
            ('d', Some(_), _) => 'đ',
            (base, ..) => base,
        });
        parts.collect::<String>()
    };
    let words = WORDS.split_whitespace().map(level).collect::<Vec<_>>();
    let has_rhyme = |rhyme: &str| {
        let ends_so = |word: &String| {
            let initial = word.strip_suffix(rhyme);
            initial.is_some_and(|initial| !initial.contains(|char| "aăâeêioôơuưy".contains(char)) && initial != "q")
        };
        words.iter().any(ends_so)
    };
    let missing =
        super::syllable::RHYMES.split(' ').filter(|rhyme| !has_rhyme(rhyme) && !["oong", "ooc"].contains(rhyme));
    assert_eq!(missing.collect::<Vec<_>>(), <[&str; 0]>::default());
    let after_qu = super::syllable::AFTER_QU.split(' ');
    let missing = after_qu.filter(|rhyme| !words.contains(&format!("qu{rhyme}"))).collect::<Vec<_>>();
    assert_eq!(missing, <[&str; 0]>::default());
}

#[test]
fn every_tone_on_every_vowel() {
    for (vowel, telex, vni) in [
        ("a", "a", "a"),
        ("ă", "aw", "a8"),
        ("â", "aa", "a6"),
        ("e", "e", "e"),
        ("ê", "ee", "e6"),
        ("i", "i", "i"),
        ("o", "o", "o"),
        ("ô", "oo", "o6"),
        ("ơ", "ow", "o7"),
        ("u", "u", "u"),
        ("ư", "uw", "u7"),
        ("y", "y", "y"),
    ] {
        for (tone, key) in " sfrxj".chars().enumerate().skip(1) {
            let shown = compose(Method::Telex, &format!("h{telex}{key}"));
            assert_eq!(taken_apart(shown.chars().nth(1).unwrap()).2, tone, "{vowel}");
            assert_eq!(taken_apart(shown.chars().nth(1).unwrap()).1, taken_apart(vowel.chars().next().unwrap()).1);
            assert_eq!(shown.chars().count(), 2, "{shown} is one composed letter");
            assert_eq!(compose(Method::Vni, &format!("h{vni}{tone}")), shown);
        }
    }
    assert!(TONES.iter().all(|mark| !compose(Method::Telex, "hoaf").contains(mark) || mark.is_empty()));
}

#[test]
fn keys_of_telex() {
    for (keys, wanted) in TELEX {
        assert_eq!(compose(Method::Telex, keys), *wanted, "{keys}");
    }
}

#[test]
fn keys_of_vni() {
    for (keys, wanted) in VNI {
        assert_eq!(compose(Method::Vni, keys), *wanted, "{keys}");
    }
}

#[test]
fn right_after_every_key() {
    assert!(STEPS.len() >= 60);
    for (keys, steps) in STEPS {
        let shown = (1..=keys.len()).map(|end| compose(Method::Telex, beginning(keys, end))).collect::<Vec<_>>();
        assert_eq!(shown.join(" "), *steps, "{keys}");
    }
}

#[test]
fn foreign_words_are_given_back() {
    assert!(FOREIGN.split_whitespace().count() >= 60);
    let mut wrong = Vec::new();
    for word in FOREIGN.split_whitespace() {
        for word in [word.to_owned(), word.to_uppercase()] {
            for method in [Method::Telex, Method::Vni, Method::Plain] {
                let shown = compose(method, &word);
                if shown != word {
                    wrong.push(format!("{method:?} {word}: {shown}"));
                }
            }
        }
        for end in 1..word.len() {
            let shown = compose(Method::Telex, beginning(word, end));
            if !is_sensible(Method::Telex, beginning(word, end), &shown) {
                wrong.push(format!("{}: {shown}", beginning(word, end)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn ambiguous_words_are_vietnamese() {
    for (keys, wanted) in AMBIGUOUS {
        assert_eq!(compose(Method::Telex, keys), *wanted, "{keys}");
        assert_eq!(compose(Method::Plain, keys), *keys);
    }
}

/// The older placement in open syllables, as in `hòa`: it is what the state's documents mostly have, and what a reader
/// of either sees as right; before a final consonant the two are the same.
#[test]
fn the_tone_stands_where_it_stood() {
    for (old, new, keys) in [
        ("hòa", "hoà", "hoaf"),
        ("khỏe", "khoẻ", "khoer"),
        ("thúy", "thuý", "thuys"),
        ("ủy", "uỷ", "uyr"),
        ("lóa", "loá", "loas"),
    ] {
        assert_eq!(compose(Method::Telex, keys), old);
        assert_ne!(old, new);
    }
    for (keys, both) in [("quys", "quý"), ("hoafn", "hoàn"), ("gias", "giá"), ("huynhf", "huỳnh"), ("thuowr", "thuở")]
    {
        assert_eq!(compose(Method::Telex, keys), both);
    }
}

fn typed(method: Method, keys: &str) -> Typing {
    let mut typing = Typing::new(method);
    keys.chars().for_each(|key| typing.press(key));
    typing
}

#[test]
fn the_last_letter_is_deleted_and_typing_goes_on() {
    let mut typing = typed(Method::Telex, "tieengs vieetj");
    typing.delete();
    assert_eq!(typing.text(), "tiếng việ");
    typing.press('n');
    assert_eq!(typing.text(), "tiếng viện");
    typing.press('f');
    assert_eq!(typing.text(), "tiếng viền");
    for left in ["tiếng viề", "tiếng vi", "tiếng v", "tiếng ", "tiếng", "tiến", "tiế", "ti", "t", "", ""]
    {
        typing.delete();
        assert_eq!(typing.text(), left);
    }
    "vaays".chars().for_each(|key| typing.press(key));
    assert_eq!(typing.text(), "vấy");

    // Each letter that goes is the one shown, also where marks were undone or never meant.
    for keys in ["google", "tesst", "booong", "nguyeenx", "HDDND", "wwin", "khuyur"] {
        let mut typing = typed(Method::Telex, keys);
        let mut shown = typing.text();
        while shown.pop().is_some() {
            typing.delete();
            assert_eq!(typing.text(), shown, "{keys}");
        }
    }
    let mut typing = typed(Method::Telex, "google");
    (0..3).for_each(|_| typing.delete());
    "d".chars().for_each(|key| typing.press(key));
    assert_eq!(typing.text(), "good");

    let mut typing = typed(Method::Vni, "hoa2");
    typing.delete();
    typing.press('6');
    assert_eq!(typing.text(), "hồ");
    let mut typing = typed(Method::Telex, "");
    typing.set_text("xe\u{301}");
    typing.delete();
    assert_eq!(typing.text(), "x");
}

#[test]
fn text_is_set_as_it_is() {
    let mut typing = Typing::new(Method::Telex);
    typing.set_text("giấy phép aas ");
    assert_eq!(typing.text(), "giấy phép aas ");
    "xaay".chars().for_each(|key| typing.press(key));
    assert_eq!(typing.text(), "giấy phép aas xây");
    typing.set_text("google");
    assert_eq!(typing.text(), "google");
    typing.press('s');
    assert_eq!(typing.text(), "googles");
    // The last word can be typed on.
    typing.set_text("hồ sơ đương");
    typing.press('f');
    assert_eq!(typing.text(), "hồ sơ đường");
    typing.set_text("");
    assert_eq!(typing.text(), "");
}

#[test]
fn what_is_typed_stays_when_the_method_changes() {
    let mut typing = typed(Method::Telex, "thuwr vie");
    typing.set_method(Method::Vni);
    assert_eq!((typing.method(), typing.text().as_str()), (Method::Vni, "thử vie"));
    "6t5".chars().for_each(|key| typing.press(key));
    assert_eq!(typing.text(), "thử việt");
    typing.set_method(Method::Plain);
    " test as".chars().for_each(|key| typing.press(key));
    assert_eq!(typing.text(), "thử việt test as");
    typing.set_method(Method::Telex);
    assert_eq!(typing.text(), "thử việt test as");
    typing.press('s');
    assert_eq!(typing.text(), "thử việt test ass");
    let mut typing = typed(Method::Plain, "2a1");
    typing.set_method(Method::Vni);
    assert_eq!(typing.text(), "2a1");
}

#[test]
fn words_end_at_what_is_no_letter() {
    for (keys, wanted) in [
        ("hoof sow", "hồ sơ"),
        ("a1s", "a1s"),
        ("ddi/ddeens", "đi/đến"),
        ("as😀as", "á😀á"),
        ("as.s", "á.s"),
        ("1a2", "1a2"),
        ("éas", "éas"),
    ] {
        assert_eq!(compose(Method::Telex, keys), wanted, "{keys}");
    }
    assert_eq!(compose(Method::Vni, "so61 12 nga2y 3/4"), "số 12 ngày 3/4");
}

#[test]
fn nothing_panics() {
    const KEYS: &[char] = &[
        'a', 'a', 'e', 'e', 'i', 'o', 'o', 'u', 'u', 'y', 'w', 'w', 'd', 'd', 's', 'f', 'r', 'x', 'j', 'z', 'n', 'g',
        'h', 'c', 't', 'q', 'p', 'k', 'm', 'l', 'A', 'E', 'O', 'U', 'W', 'D', 'S', 'N', 'T', '0', '1', '2', '5', '6',
        '7', '8', '9', ' ', '-', 'ê', 'ữ', 'Đ', 'ö', 'ß', 'İ', '😀', '\u{301}', '\u{0}',
    ];
    let mut seed = 1_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..100_000 {
        let method = [Method::Telex, Method::Vni, Method::Plain][random(3)];
        let mut typing = Typing::new(method);
        for _ in 0..random(14) {
            match random(20) {
                0 => typing.delete(),
                1 => typing.set_method([Method::Telex, Method::Vni, Method::Plain][random(3)]),
                _ => typing.press(KEYS[random(KEYS.len())]),
            }
        }
        let shown = typing.text();
        typing.set_method(method);
        assert_eq!(typing.text(), shown);
        typing.delete();
        let left = typing.text();
        assert!(shown.starts_with(&left) && (left.len() < shown.len() || shown.is_empty()), "{shown:?} {left:?}");
    }
}

#[test]
fn a_key_held_down_stays_cheap() {
    for method in [Method::Telex, Method::Vni, Method::Plain] {
        for run in ["a", "s", "nguyeenx", "as ", "😀", "a1", "9"] {
            let keys = run.repeat(10_000 / run.len());
            let mut typing = typed(method, &keys);
            assert!(!typing.text().is_empty());
            (0..200).for_each(|_| typing.delete());
            typing.press('a');
        }
    }
    assert_eq!(compose(Method::Telex, &"a".repeat(10_000)), "a".repeat(10_000));
}

#[test]
fn it_may_be_kept_in_a_signal() {
    fn is_shared<T: Send + Sync + Clone + std::fmt::Debug>() {}
    is_shared::<Typing>();
}

#[test]
fn a_syllable_is_known_by_its_letters() {
    for word in ["Cộng", "hòa", "nghĩa", "VIỆT", "ỷ", "đường", "quyết", "giặt", "Nam"] {
        assert!(is_syllable(word), "{word}");
    }
    for word in ["", "ng", "Céng", "hỗtel", "viêt", "nhấ́n", "straòe", "thụr", "2021", "xin chào"] {
        assert!(!is_syllable(word), "{word}");
    }
}

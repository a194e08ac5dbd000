use std::collections::BTreeSet;

use super::*;

/// The catalogue as it is written; whatever is wrong with it, this says it.
fn written() -> Written {
    toml::from_str(include_str!("../messages.toml")).unwrap()
}

fn sentences(written: &Written) -> impl Iterator<Item = &Sentence> {
    written.message.iter().map(|message| &message.sentence).chain(&written.help)
}

#[test]
fn each_sentence_has_the_same_places_in_each_language_and_is_there_once() {
    let written = written();
    let mut seen = BTreeSet::new();
    for sentence in sentences(&written).chain(&written.word) {
        let names = |text| Template::new(text).places().map(|place| place.name).collect::<BTreeSet<_>>();
        assert_eq!(names(&sentence.en), names(&sentence.vi), "{}", sentence.en);
        assert!(seen.insert(&sentence.en), "it is there twice: {}", sentence.en);
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    let codes = written().message.into_iter().map(|message| message.code).collect::<Vec<_>>();
    for (code, next) in codes.iter().zip(codes.iter().skip(1)) {
        assert!(code < next, "{next} comes after {code}");
    }
    for code in codes {
        let number = code.strip_prefix('P').unwrap_or_default();
        assert!(number.len() == 3 && number.parse::<u16>().is_ok(), "{code}");
    }
}

/// However its places are filled, a sentence is not taken for another one.
#[test]
fn each_sentence_is_found_by_what_it_becomes() {
    let written = written();
    for message in &written.message {
        let filled = fill(&message.sentence.en);
        assert_eq!(code_of(&filled), Some(message.code.as_str()), "{filled}");
    }
    for sentence in sentences(&written) {
        assert_eq!(in_lang(&fill(&sentence.en), Lang::Vi), fill(&sentence.vi));
        assert_eq!(in_lang(&fill(&sentence.en), Lang::En), fill(&sentence.en));
    }
}

fn fill(text: &str) -> String {
    let template = Template::new(text);
    let values = template.places().map(|place| (place.name, place.name.to_uppercase())).collect::<Vec<_>>();
    template.fill(&values.iter().map(|(name, value)| (*name, value.as_str())).collect())
}

#[test]
fn what_fills_a_place_is_translated_unless_somebody_wrote_it() {
    for (english, vietnamese) in [
        ("there is no month 13", "không có tháng 13"),
        ("`hour` is written where the hour belongs", "chỗ ghi giờ lại là `hour`"),
        ("it is missing", "thiếu trường này"),
        (
            "it cannot be read (No such file or directory (os error 2))",
            "không đọc được (không có tệp hoặc thư mục này)",
        ),
        ("Did you mean `a` or `b`?", "Có phải ý bạn là `a` hoặc `b`?"),
        ("nobody has translated this", "nobody has translated this"),
        ("", ""),
    ] {
        assert_eq!(in_lang(english, Lang::Vi), vietnamese);
    }
    assert_eq!(code_of("nobody has translated this"), None);
}

#[test]
fn a_code_is_explained_and_an_unknown_one_gets_the_nearest() {
    let message = explain("p201").unwrap();
    assert_eq!((message.code.as_str(), message.title(Lang::En).as_str()), ("P201", "it is missing"));
    assert_eq!(explain("P228").unwrap().title(Lang::Vi), "tháng …/… không có ngày …");
    let fault = explain("P1011").err().unwrap();
    assert_eq!(fault.message, "there is no code `P1011`");
    assert!(fault.help.starts_with("Did you mean `P101`"), "{}", fault.help);
    assert!(explain("không").err().unwrap().help.contains("portal check"));
}

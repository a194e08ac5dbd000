//! What editions in other languages may get wrong.

use std::io;

use super::{SECTIONS, SITE, article, of_article, problems};

pub const ENGLISH: &str = "lang = \"en\"\nname = \"Home Affairs\"\nshort_name = \"Home Affairs\"\nattribution = \"x\"\n\
                       [organization]\nname = \"Home Affairs\"\naddress = \"Lai Chau\"\nphone = \"0\"\n\
                       email = \"sonoivu@laichau.gov.vn\"\nresponsible = { name = \"Vừ A Tiến\", title = \"Director\" }\n";

#[test]
fn a_translation_is_of_something_that_is_there_and_of_nothing_twice() -> io::Result<()> {
    let of = |id: &str, original: &str| article(id, &format!("translation_of = \"{original}\""), "");
    let page = |slug: &str| format!("+++\ntitle = \"About\"\ntranslation_of = \"{slug}\"\n+++\n");
    let (one, two, three) = (of("enmot1", "k7q2m9"), of("enhai2", "k7q2m9"), of("enba33", "khongco"));
    let (about, contact) = (page("gioi-thieu"), page("lien-he"));
    let changes: [(&str, &str); 7] = [
        ("en/site.toml", ENGLISH),
        ("en/sections.toml", SECTIONS),
        ("en/articles/a.md", &one),
        ("en/articles/b.md", &two),
        ("en/articles/c.md", &three),
        ("en/pages/about.md", &about),
        ("en/pages/contact.md", &contact),
    ];
    assert_eq!(
        problems(&changes.map(|(file, text)| (file, text.as_bytes())))?,
        [
            "en/articles/b.md:6: translation_of = \"k7q2m9\": another one translates it already. Use the id of an article in articles/.",
            "en/articles/c.md:6: translation_of = \"khongco\": there is nothing of that name to be translated. Use the id of an article in articles/.",
            "en/pages/contact.md:3: translation_of = \"lien-he\": there is nothing of that name to be translated. Use the slug of a page in pages/.",
        ]
    );
    Ok(())
}

#[test]
fn the_main_edition_translates_nothing() -> io::Result<()> {
    let told = of_article("translation_of = \"k7q2m9\"", "")?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("articles/hai.md:6: translation_of = \"k7q2m9\": there is no such field."), "{told:?}");
    Ok(())
}

#[test]
fn a_translated_edition_says_its_language_and_leaves_the_origin_to_the_main_one() -> io::Result<()> {
    let settings =
        ENGLISH.replace("\"en\"", "\"vi\"").replace("name = \"Home Affairs\"\nshort", "url = \"https://a.vn\"\nshort");
    assert_eq!(
        problems(&[("en/site.toml", settings.as_bytes())])?,
        [
            "en/site.toml:1: lang = \"vi\": it is another folder's language. Write \"en\".",
            "en/site.toml:1: name: it is missing. Write a line `name = …`.",
            "en/site.toml:2: url = \"https://a.vn\": there is no such field. Move its value into another field if you need it, then remove it.",
        ]
    );
    Ok(())
}

#[test]
fn no_id_is_used_in_two_languages() -> io::Result<()> {
    let twin = article("k7q2m9", "", "");
    let changes = [("en/site.toml", ENGLISH), ("en/sections.toml", SECTIONS), ("en/articles/a.md", twin.as_str())];
    let told = problems(&changes.map(|(file, text)| (file, text.as_bytes())))?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("en/articles/a.md:2: id = \"k7q2m9\":") && told[0].contains("already has it"),
        "{told:?}"
    );
    Ok(())
}

#[test]
fn what_is_wrong_with_the_main_settings_is_told_of_them_alone() -> io::Result<()> {
    for (right, wrong) in [
        ("url = \"https://", "url = \"http://"),
        ("time_zone = \"Asia/Ho_Chi_Minh\"", "time_zone = \"Asia/Lai_Chau\""),
        ("short_name", "shortname"),
    ] {
        assert!(SITE.contains(right), "{right}");
        let main = SITE.replacen(right, wrong, 1);
        let told = problems(&[("site.toml", main.as_bytes()), ("en/site.toml", ENGLISH.as_bytes())])?;
        assert!(!told.is_empty() && told.iter().all(|line| line.starts_with("site.toml:")), "{told:?}");
    }
    Ok(())
}

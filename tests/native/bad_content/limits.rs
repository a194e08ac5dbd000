//! What is too long or too much for a file system, a server or a reader is reported before anything is published.

use std::io;
use std::time::Instant;

use portal_app::path::word::ArticleId;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use portal_publisher::commands::new::{NewArticle, new_article};
use portal_publisher::source::limits;

use super::{SECTIONS, SITE, article, folder, of_article, problems};

/// Whether exactly one problem is reported, at that place and with those words.
fn assert_one(told: &[String], place: &str, words: &str) {
    assert!(told.len() == 1 && told[0].starts_with(place) && told[0].contains(words), "{place}: {told:?}");
}

#[test]
fn a_slug_of_250_letters_is_reported_with_its_file_line_and_field() -> io::Result<()> {
    let slug = |length: usize| format!("slug = \"{}\"", "a".repeat(length));
    let words = "it is 250 characters long, and 200 is the most. Shorten it.";
    assert_one(&of_article(&slug(250), "")?, "articles/hai.md:6: slug = \"aaa", words);
    assert_eq!(of_article(&slug(limits::SLUG), "")?, [""; 0]);
    let page = format!("+++\ntitle = \"Khác\"\n{}\n+++\n", slug(250));
    assert_one(&problems(&[("pages/khac.md", page.as_bytes())])?, "pages/khac.md:3: slug = ", words);
    let sections = format!("{SECTIONS}[[section]]\n{}\nname = \"x\"\n", slug(250));
    assert_one(&problems(&[("sections.toml", sections.as_bytes())])?, "sections.toml:5: section[2].slug = ", words);
    Ok(())
}

#[test]
fn an_id_an_alias_and_a_link_keep_their_limits() -> io::Result<()> {
    let long = article(&"7".repeat(33), "", "");
    assert_one(&problems(&[("articles/hai.md", long.as_bytes())])?, "articles/hai.md:2: id = ", "6 to 32 of them");
    let longest = article(&"7".repeat(32), "", "");
    assert_eq!(problems(&[("articles/hai.md", longest.as_bytes())])?, [""; 0]);
    for (fields, place) in [
        (format!("aliases = [\"/{}\"]", "a".repeat(limits::PATH)), "articles/hai.md:6: aliases[1] = "),
        (
            format!("source = {{ name = \"x\", url = \"https://a.vn/{}\" }}", "a".repeat(3_000)),
            "articles/hai.md:6: source.url",
        ),
        (format!("author = \"{}\"", "a".repeat(20_001)), "articles/hai.md:6: author = "),
        (format!("summary = \"{}\"", "ấ ".repeat(11_000)), "articles/hai.md:6: summary = "),
        (format!("tags = [\"{}\"]", "ấ".repeat(20_001)), "articles/hai.md:6: tags[1] = "),
    ] {
        assert_one(&of_article(&fields, "")?, place, "is the most");
    }
    Ok(())
}

#[test]
fn an_absurd_title_is_reported_at_once() -> io::Result<()> {
    let begun = Instant::now();
    let titled = |title: &str| article("haihai", "slug = \"a\"", "").replace("\"Bài\"", &format!("\"{title}\""));
    for letters in ["ấ", "ấ ", "🎉"] {
        let text = titled(&letters.repeat(25_000));
        assert_one(&problems(&[("articles/hai.md", text.as_bytes())])?, "articles/hai.md:3: title = ", "is the most");
        let text = titled(&letters.repeat(1_000_000));
        let told = problems(&[("articles/hai.md", text.as_bytes())])?;
        assert_one(&told, "articles/hai.md:2: its fields are ", "bytes long, and 400000 is the most. Shorten them.");
    }
    let text = article("haihai", "", &format!("[x](/{})", "a".repeat(1_000_000)));
    assert_one(&problems(&[("articles/hai.md", text.as_bytes())])?, "articles/hai.md:8: href = ", "no such page");
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn a_new_article_has_a_title_that_check_takes() -> io::Result<()> {
    let folder = folder(&[])?;
    let today = Moment::parse("2026-11-22").ok_or(io::ErrorKind::InvalidInput)?;
    let id = ArticleId::new("k7q2m8").ok_or(io::ErrorKind::InvalidInput)?;
    let title = "dài ".repeat(limits::TEXT);
    let article = NewArticle { title: &title, section: Some("tin-tuc"), translation_of: None, lang: Lang::Vi };
    let told = new_article(folder.path(), &article, id, today).err().map(|problems| problems.to_string());
    assert!(told.is_some_and(|told| told.contains("longer than 20000 letters")));
    Ok(())
}

#[test]
fn a_list_has_an_end() -> io::Result<()> {
    let tags =
        |count: usize| format!("tags = [{}]", (0..count).map(|tag| format!("\"Thẻ {tag}\",")).collect::<String>());
    assert_one(
        &of_article(&tags(5_000), "")?,
        "articles/hai.md:6: tags = ",
        "it has 5000 entries, and 500 is the most",
    );
    assert_eq!(of_article(&tags(limits::LIST), "")?, [""; 0]);
    Ok(())
}

#[test]
fn sections_are_not_nested_deeper_than_a_reader_can_follow() -> io::Result<()> {
    let section = |level: usize| match level {
        0 => "[[section]]\nslug = \"tin-tuc\"\nname = \"x\"\n".to_owned(),
        1 => "[[section]]\nslug = \"muc-1\"\nname = \"x\"\nparent = \"tin-tuc\"\n".to_owned(),
        _ => format!("[[section]]\nslug = \"muc-{level}\"\nname = \"x\"\nparent = \"muc-{}\"\n", level - 1),
    };
    let sections = |depth: usize| (0..depth).map(section).collect::<String>();
    assert_eq!(problems(&[("sections.toml", sections(limits::SECTION_DEPTH).as_bytes())])?, [""; 0]);
    let told = problems(&[("sections.toml", sections(300).as_bytes())])?;
    assert_one(&told, "sections.toml:43: section[11].parent = \"muc-9\"", "more than 10 levels deep");
    Ok(())
}

#[test]
fn settings_keep_the_limits_of_headers_and_host_names() -> io::Result<()> {
    let origins =
        |count: usize| (0..count).map(|host| format!("\"https://xa-{host}.laichau.gov.vn\",")).collect::<String>();
    let site =
        |count: usize| SITE.replace("[organization]", &format!("frame_origins = [{}]\n[organization]", origins(count)));
    assert_eq!(problems(&[("site.toml", site(38).as_bytes())])?, [""; 0]);
    assert_one(
        &problems(&[("site.toml", site(200).as_bytes())])?,
        "site.toml:7: frame_origins[101] = ",
        "longer than 2900 bytes together",
    );
    let host = |name: &str| SITE.replace("sonv.laichau.gov.vn\"\nlang", &format!("{name}.vn\"\nlang"));
    assert_eq!(problems(&[("site.toml", host(&"a".repeat(63)).as_bytes())])?, [""; 0]);
    for name in ["a".repeat(64), "abc.".repeat(80) + "a"] {
        assert_one(&problems(&[("site.toml", host(&name).as_bytes())])?, "site.toml:1: url = ", "not an https origin");
    }
    Ok(())
}

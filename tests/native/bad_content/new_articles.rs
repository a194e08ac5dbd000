//! What `portal new` makes, and what it refuses to make.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use portal_publisher::commands::new::{NewArticle, fresh_id, new_article};
use portal_publisher::source::folder::{local_time, read};

use super::editions::ENGLISH;
use super::{SECTIONS, folder};

const ENGLISH_SECTIONS: &str = "[[section]]\nslug = \"news\"\nname = \"News\"\n";

/// Writes an article, or says what is wrong without the folder's own name.
fn write(folder: &Path, article: &NewArticle<'_>) -> Result<PathBuf, String> {
    let today = Moment::parse("2026-11-22").ok_or("no day")?;
    let id = fresh_id(folder).map_err(|problems| problems.to_string())?;
    let told = |problems: String| problems.replace(&format!("{}/", folder.display()), "");
    new_article(folder, article, id, today).map_err(|problems| told(problems.to_string()))
}

fn titled<'a>(title: &'a str, section: &'a str) -> NewArticle<'a> {
    NewArticle { title, section: Some(section), translation_of: None, lang: Lang::Vi }
}

#[test]
fn a_new_article_is_a_sound_draft_and_overwrites_nothing() -> io::Result<()> {
    let folder = folder(&[])?;
    let title = "Họp “Dân vận khéo” \"2021\" \\ đợt 1";
    let files = [(); 2].map(|()| write(folder.path(), &titled(title, "tin-tuc")));
    let files = files.into_iter().collect::<Result<Vec<_>, _>>().map_err(io::Error::other)?;
    assert!(
        files.first().is_some_and(|file| file.ends_with("articles/2026/hop-dan-van-kheo-2021-dot-1.md")),
        "{files:?}"
    );
    assert_eq!(files.iter().filter(|file| file.exists()).count(), 2);
    let source = read(folder.path()).map_err(io::Error::other)?;
    let drafts = source.editions[0].articles.iter().filter(|article| article.draft && article.title == title);
    assert_eq!(drafts.count(), 2);
    Ok(())
}

#[test]
fn any_title_with_a_letter_or_a_digit_makes_a_sound_file() -> io::Result<()> {
    let long = "rất dài ".repeat(40);
    for (title, file) in [
        ("Nói \"có\" và 'không'", "noi-co-va-khong"),
        ("Kế hoạch 12/KH-SNV \\ 2021", "ke-hoach-12-kh-snv-2021"),
        ("../../etc/passwd", "etc-passwd"),
        ("🎉 Năm mới", "nam-moi"),
        ("+++ Ba dấu cộng +++", "ba-dau-cong"),
        ("'''ba nháy''' \"\"\"ba\"\"\"", "ba-nhay-ba"),
        ("  Hai\n dòng\t", "hai-dong"),
        ("2026", "2026"),
        (long.trim(), "rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai-rat-dai"),
    ] {
        let folder = folder(&[])?;
        let written = write(folder.path(), &titled(title, "tin-tuc")).map_err(io::Error::other)?;
        assert_eq!(written.strip_prefix(folder.path()).ok(), Some(Path::new(&format!("articles/2026/{file}.md"))));
        let source = read(folder.path()).map_err(io::Error::other)?;
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(source.editions[0].articles.iter().any(|article| article.draft && article.title == title), "{title}");
    }
    Ok(())
}

#[test]
fn a_new_article_needs_a_known_section_and_a_title() -> io::Result<()> {
    let folder = folder(&[("sections.toml", SECTIONS.replace("\"Tin tức\"", "\"Tin hoạt động\"").as_bytes())])?;
    for (title, section, told) in [
        ("Bài", "khong-co", "sections.toml: \"khong-co\": there is no such section. Use one of tin-tuc."),
        ("Bài", "tin-tuk", "sections.toml: \"tin-tuk\": there is no such section. Did you mean `tin-tuc`?"),
        ("Bài", "Tin tức", "sections.toml: \"Tin tức\": there is no such section. Did you mean `tin-tuc`?"),
        ("“…”", "tin-tuc", "no address can be made of the title. Write it with letters or digits."),
        ("", "tin-tuc", "no address can be made of the title. Write it with letters or digits."),
    ] {
        let found = write(folder.path(), &titled(title, section)).err().unwrap_or_default();
        assert!(found.ends_with(told), "{title}: {found}");
    }
    assert!(!folder.path().join("articles/2026").exists());
    Ok(())
}

#[test]
fn the_year_of_a_new_article_is_that_of_the_sites_clock() -> io::Result<()> {
    let folder = folder(&[])?;
    for (instant, file, written) in [
        ("2026-12-31T16:59:59Z", "articles/2026/bai.md", "published_at = \"2026-12-31T23:59:59+07:00\""),
        ("2026-12-31T17:00:00Z", "articles/2027/bai.md", "published_at = \"2027-01-01T00:00:00+07:00\""),
    ] {
        let instant = instant.parse::<DateTime<Utc>>().map_err(io::Error::other)?;
        let now = Moment::At(local_time(folder.path(), instant).map_err(io::Error::other)?);
        let id = fresh_id(folder.path()).map_err(io::Error::other)?;
        let path = new_article(folder.path(), &titled("Bài", "tin-tuc"), id, now).map_err(io::Error::other)?;
        assert!(path.ends_with(file), "{}", path.display());
        assert!(fs::read_to_string(path)?.contains(written));
    }
    Ok(())
}

#[test]
fn an_article_of_another_edition_is_in_its_folder_and_in_its_sections() -> io::Result<()> {
    let folder = folder(&[("en/site.toml", ENGLISH.as_bytes()), ("en/sections.toml", ENGLISH_SECTIONS.as_bytes())])?;
    let english = NewArticle { lang: Lang::En, ..titled("Annual meeting", "news") };
    let written = write(folder.path(), &english).map_err(io::Error::other)?;
    assert!(written.ends_with("en/articles/2026/annual-meeting.md"), "{}", written.display());
    let found = write(folder.path(), &NewArticle { section: Some("tin-tuc"), ..english }).err().unwrap_or_default();
    assert!(found.starts_with("en/sections.toml: \"tin-tuc\": there is no such section."), "{found}");
    let source = read(folder.path()).map_err(io::Error::other)?;
    assert!(source.editions[1].articles.iter().all(|article| article.draft && article.section.as_str() == "news"));
    Ok(())
}

#[test]
fn an_edition_that_is_not_there_is_told_with_what_to_write() -> io::Result<()> {
    let english = NewArticle { lang: Lang::En, ..titled("Annual meeting", "news") };
    let found = write(folder(&[])?.path(), &english).err().unwrap_or_default();
    assert!(
        found.starts_with("en: there is no edition in this language. Write en/site.toml first, with lang = \"en\""),
        "{found}"
    );
    let without_sections = folder(&[("en/site.toml", ENGLISH.as_bytes())])?;
    let found = write(without_sections.path(), &english).err().unwrap_or_default();
    assert!(found.starts_with("en/sections.toml: this edition has no sections, and so no articles."), "{found}");
    assert!(!without_sections.path().join("en/articles").exists());
    Ok(())
}

#[test]
fn a_translation_is_filled_in_with_what_is_the_same() -> io::Result<()> {
    let settings = [("en/site.toml", ENGLISH.as_bytes()), ("en/sections.toml", SECTIONS.as_bytes())];
    let folder = folder(&settings)?;
    let translation =
        NewArticle { title: "Article one", section: None, translation_of: Some("k7q2m9"), lang: Lang::En };
    let path = write(folder.path(), &translation).map_err(io::Error::other)?;
    let source = read(folder.path()).map_err(io::Error::other)?;
    let [original, translated] = [0, 1].map(|edition: usize| source.editions[edition].articles.first().cloned());
    let (original, translated) = original.zip(translated).ok_or(io::ErrorKind::NotFound)?;
    assert_eq!(translated.translation_of, Some(original.id));
    assert_eq!((translated.published_at, &translated.section), (original.published_at, &original.section));
    assert!(translated.draft && path.ends_with("en/articles/2026/article-one.md"), "{}", path.display());

    for (article, told) in [
        (translation, "en: translation_of = \"k7q2m9\": another one translates it already."),
        (
            NewArticle { translation_of: Some("k7q2m8"), ..translation },
            "en: translation_of = \"k7q2m8\": there is nothing of that name to be translated. Did you mean `k7q2m9`?",
        ),
        (
            NewArticle { lang: Lang::Vi, ..translation },
            "translation_of = \"k7q2m9\": this edition is the one that others translate. Name the translation's edition \
             as well: --lang en.",
        ),
    ] {
        let found = write(folder.path(), &article).err().unwrap_or_default();
        assert!(found.contains(told), "{told}: {found}");
    }
    // Where the section has another slug, the editor says it.
    fs::write(folder.path().join("en/sections.toml"), ENGLISH_SECTIONS)?;
    fs::remove_file(path)?;
    let found = write(folder.path(), &translation).err().unwrap_or_default();
    assert_eq!(found, "en/sections.toml: \"tin-tuc\": there is no such section. Use one of news.");
    assert!(write(folder.path(), &NewArticle { section: Some("news"), ..translation }).is_ok());
    Ok(())
}

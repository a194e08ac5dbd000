//! Content folders with something wrong in them, and what their editor is told: every problem at once, each with its
//! file, line, field and value, and how to fix it.

mod addresses;
mod editions;
mod examples;
mod fields;
mod home;
mod letters;
mod limits;
mod links;
mod media;
mod new_articles;
mod times;

use std::fs;
use std::io;
use std::path::Path;

use portal_app::content::model::Block;
use portal_app::text::moment::Moment;
use portal_publisher::source::{Source, folder::read};
use tempfile::TempDir;

const SITE: &str = r#"url = "https://sonv.laichau.gov.vn"
lang = "vi"
name = "Sở Nội vụ tỉnh Lai Châu"
short_name = "Sở Nội vụ"
time_zone = "Asia/Ho_Chi_Minh"
attribution = "Ghi rõ nguồn."
[organization]
name = "Sở Nội vụ tỉnh Lai Châu"
address = "Lai Châu"
responsible = { name = "Vừ A Tiến", title = "Giám đốc" }
phone = "02133.798.989"
email = "sonoivu@laichau.gov.vn"
[[navigation]]
label = "Tin tức"
path = "/chuyen-muc/tin-tuc/"
"#;

const SECTIONS: &str = "[[section]]\nslug = \"tin-tuc\"\nname = \"Tin tức\"\n";
const ARTICLE: &str = "+++\nid = \"k7q2m9\"\ntitle = \"Bài một\"\npublished_at = \"12/03/2021 12:00:00 SA\"\nsection = \"tin-tuc\"\n+++\nThân bài.\n";
const PAGE: &str = "+++\ntitle = \"Giới thiệu\"\n+++\nXem [bài](/tin-tuc/bai-mot-k7q2m9/).\n";
const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"/>"#;

/// A valid folder with `changes`.
fn folder(changes: &[(&str, &[u8])]) -> io::Result<TempDir> {
    let folder = TempDir::new()?;
    let sound = [
        ("site.toml", SITE),
        ("sections.toml", SECTIONS),
        ("articles/mot.md", ARTICLE),
        ("pages/gioi-thieu.md", PAGE),
        ("media/anh.svg", SVG),
    ];
    for (file, content) in sound.map(|(file, content)| (file, content.as_bytes())).iter().chain(changes) {
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap_or(folder.path()))?;
        fs::write(file, content)?;
    }
    Ok(folder)
}

/// Each problem as a line, without the folder's own name.
fn told(folder: &Path) -> Vec<String> {
    let prefix = format!("{}/", folder.display());
    let problems = read(folder).err().map(|problems| problems.to_string()).unwrap_or_default();
    problems.replace(&prefix, "").lines().map(str::to_owned).collect()
}

fn problems(changes: &[(&str, &[u8])]) -> io::Result<Vec<String>> {
    Ok(told(folder(changes)?.path()))
}

fn sound(changes: &[(&str, &[u8])]) -> io::Result<Source> {
    read(folder(changes)?.path()).map_err(io::Error::other)
}

/// An article whose front matter also says `fields`, and whose body is `body`.
fn article(id: &str, fields: &str, body: &str) -> String {
    let fixed = format!("id = \"{id}\"\ntitle = \"Bài\"\npublished_at = \"2021-03-12\"\nsection = \"tin-tuc\"");
    format!("+++\n{fixed}\n{fields}\n+++\n{body}\n")
}

/// The problems of an article that also has `fields`.
fn of_article(fields: &str, body: &str) -> io::Result<Vec<String>> {
    problems(&[("articles/hai.md", article("haihai", fields, body).as_bytes())])
}

#[test]
fn a_sound_folder_is_read_without_a_word() -> io::Result<()> {
    let source = sound(&[])?;
    let edition = &source.editions[0];
    assert_eq!((edition.sections.len(), edition.articles.len(), edition.pages.len(), source.media.len()), (1, 1, 1, 1));
    let article = edition.articles.first();
    assert_eq!(article.map(|article| article.path().to_string()).as_deref(), Some("/tin-tuc/bai-mot-k7q2m9/"));
    assert_eq!(article.map(|article| article.published_at), Moment::parse("2021-03-12"));
    assert!(
        source.media.iter().all(|file| file.src.as_str().starts_with("/media/anh-") && file.src.as_str().len() == 23)
    );
    Ok(())
}

#[test]
fn every_problem_is_listed_at_once_with_its_line() -> io::Result<()> {
    let bad = "+++\nid = \"K7\"\npublished_at = \"32/13/2021 12:00:00 SA\"\nsection = \"tin-tuk\"\ntag = []\n+++\n![](khong-co.png)\n";
    assert_eq!(
        problems(&[("articles/hai.md", bad.as_bytes()), ("site.toml", SITE.replace("https:", "http:").as_bytes())])?,
        [
            "articles/hai.md:2: id = \"K7\": it is not an id. Use only a-z and 0-9, 6 to 32 of them; `portal new` makes a fresh one.",
            "articles/hai.md:2: title: it is missing. Write a line `title = …`.",
            "articles/hai.md:3: published_at = \"32/13/2021 12:00:00 SA\": there is no month 13. Write it as \"2021-03-12\", \"2021-03-12T16:36:43+07:00\" or \"12/03/2021 4:36:43 CH\".",
            "articles/hai.md:5: tag = []: there is no such field. Did you mean `tags`?",
            "articles/hai.md:7: src = \"khong-co.png\": there is no such file in content/media. Put it there, or fix the name.",
            "site.toml:1: url = \"http://sonv.laichau.gov.vn\": it is not an https origin. Write https://, the host and nothing more: no path.",
        ]
    );
    Ok(())
}

#[test]
fn front_matter_that_does_not_parse_is_told_with_its_line() -> io::Result<()> {
    let told = problems(&[("articles/hai.md", b"+++\nid = \"haihai\"\ntitle = \"x\nsection = \n+++\n")])?;
    assert_eq!(
        told,
        [
            "articles/hai.md:3: title = \"x: the text has no closing quotation mark. Write `title = \"x\"`.",
            "articles/hai.md:4: section =: it is empty. Write `section = \"…\"`, or remove the line.",
        ]
    );
    for text in ["Thân bài", "+++\nid = \"haihai\"\n"] {
        let told = problems(&[("articles/hai.md", text.as_bytes())])?;
        assert!(told.len() == 1 && told.iter().all(|line| line.starts_with("articles/hai.md:1: ")), "{told:?}");
    }
    Ok(())
}

#[test]
fn an_unknown_section_is_told_with_the_nearest_one() -> io::Result<()> {
    let text = article("haihai", "", "").replace("\"tin-tuc\"", "\"tin-tuk\"");
    assert_eq!(
        problems(&[("articles/hai.md", text.as_bytes())])?,
        ["articles/hai.md:5: section = \"tin-tuk\": there is no such section. Did you mean `tin-tuc`?"]
    );
    Ok(())
}

#[test]
fn sections_have_one_slug_each_and_no_circles() -> io::Result<()> {
    let section =
        |slug: &str, parent: &str| format!("[[section]]\nslug = \"{slug}\"\nname = \"x\"\nparent = \"{parent}\"\n");
    let sections =
        format!("{SECTIONS}{}{}{}{}", section("a", "b"), section("b", "a"), section("tin-tuc", "a"), section("d", "e"));
    assert_eq!(
        problems(&[("sections.toml", sections.as_bytes())])?,
        [
            "sections.toml:7: section[2].parent = \"b\": the section would be below itself. Remove one parent of the circle.",
            "sections.toml:11: section[3].parent = \"a\": the section would be below itself. Remove one parent of the circle.",
            "sections.toml:13: section[4].slug = \"tin-tuc\": another section already has it. Write another slug.",
            "sections.toml:19: section[5].parent = \"e\": there is no such section. Use a slug of sections.toml.",
        ]
    );
    Ok(())
}

#[test]
fn two_articles_with_one_id_are_told() -> io::Result<()> {
    let told = problems(&[("articles/hai.md", article("k7q2m9", "", "").as_bytes())])?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told.iter()
            .all(|line| line.starts_with("articles/mot.md:2: id = \"k7q2m9\":")
                && line.contains("hai.md already has it"))
    );
    Ok(())
}

#[test]
fn two_pages_with_one_slug_are_told() -> io::Result<()> {
    let page = "+++\ntitle = \"Khác\"\nslug = \"gioi-thieu\"\n+++\n";
    let told = problems(&[("pages/khac.md", page.as_bytes())])?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told.iter()
            .all(|line| line.starts_with("pages/khac.md:3: slug = \"gioi-thieu\":") && line.contains("already has it"))
    );
    Ok(())
}

#[test]
fn a_related_article_has_to_exist() -> io::Result<()> {
    assert_eq!(
        of_article("related = [\n  \"k7q2m9\",\n  \"khongco\",\n  \"haihai\",\n  \"k7q2m9\",\n]", "")?,
        [
            "articles/hai.md:8: related[2] = \"khongco\": no article has this id. Look the id up in the other article's file.",
            "articles/hai.md:9: related[3] = \"haihai\": it is the article itself. Remove it.",
            "articles/hai.md:10: related[4] = \"k7q2m9\": it is named twice. Remove one.",
        ]
    );
    Ok(())
}

#[test]
fn a_broken_article_is_not_held_against_those_that_name_it() -> io::Result<()> {
    let broken = article("hongho", "lang = \"xx\"\npublish_at = 3", "").replace("title = \"Bài\"\n", "");
    let other = article("haihai", "related = [\"hongho\"]", "[x](/tin-tuc/x-hongho/)");
    let told = problems(&[("articles/hong.md", broken.as_bytes()), ("articles/hai.md", other.as_bytes())])?;
    assert!(told.len() == 3 && told.iter().all(|line| line.starts_with("articles/hong.md:")), "{told:?}");
    Ok(())
}

#[test]
fn a_policy_that_no_web_server_takes_is_reported_with_its_line() -> io::Result<()> {
    let origins = |count: usize| (0..count).map(|number| format!("https://{number}.{}.vn", "a".repeat(60)));
    let frames = |count: usize| {
        let origins = origins(count).map(|origin| format!("\"{origin}\"")).collect::<Vec<_>>();
        format!("frame_origins = [\n{}\n]\n{SITE}", origins.join(",\n"))
    };
    let providers = |count: usize| {
        let tables = origins(count).map(|origin| format!("[[providers]]\nname = \"x\"\norigin = \"{origin}\"\n"));
        format!("{SITE}\n{}", tables.collect::<String>())
    };
    let check = |site: String| problems(&[("site.toml", site.as_bytes())]);
    let help =
        "with this one the origins are longer than 2900 bytes together. Name fewer: web servers take no longer policy.";
    let told = check(frames(60))?;
    assert_eq!(told, [format!("site.toml:40: frame_origins[39] = \"https://38.{}.vn\": {help}", "a".repeat(60))]);
    let told = check(providers(60))?;
    assert!(told.len() == 1 && told[0].contains("providers[39].origin") && told[0].ends_with(help), "{told:?}");
    assert_eq!((check(frames(38))?, check(providers(38))?), (Vec::new(), Vec::new()));
    Ok(())
}

#[test]
fn an_article_ends_after_it_begins() -> io::Result<()> {
    for (fields, field) in [
        ("expires_at = \"2021-03-11\"", "expires_at"),
        ("publish_at = 2021-03-12T08:00:00+07:00\nexpires_at = 2021-03-12T01:00:00Z", "expires_at"),
        ("updated_at = 2021-03-11", "updated_at"),
    ] {
        let told = of_article(fields, "")?;
        assert!(
            told.len() == 1 && told.iter().all(|line| line.contains(&format!(": {field} = "))),
            "{fields}: {told:?}"
        );
    }
    assert_eq!(of_article("publish_at = 2021-03-12T08:00:00\nexpires_at = 2021-03-13", "")?, [""; 0]);
    Ok(())
}

#[test]
fn invalid_utf8_is_told_with_its_offset() -> io::Result<()> {
    assert_eq!(
        problems(&[("articles/hai.md", b"+++\nid = \"haihai\"\ntitle = \"N\xf4i\"\n+++\n")])?,
        [
            "articles/hai.md:3: the byte 0xF4 at offset 28 is not UTF-8, and seems to be windows-1258. Save the file as UTF-8: in Notepad by *Save as* and *Encoding*, in VS Code by *Save with Encoding*."
        ]
    );
    Ok(())
}

#[test]
fn bom_crlf_and_decomposed_letters_are_normalized() -> io::Result<()> {
    let text = format!("\u{feff}{}", article("haihai", "", "Bo\u{302}\u{323} No\u{323}\u{302}i vu\u{323}"))
        .replace('\n', "\r\n");
    let source = sound(&[("articles/hai.md", text.as_bytes())])?;
    let body = source.editions[0].articles.first().map(|article| article.body.blocks().unwrap());
    assert!(
        matches!(body.as_deref(), Some([Block::Paragraph { spans }]) if spans.iter().all(|span| span.text == "Bộ Nội vụ")),
        "{body:?}"
    );
    Ok(())
}

#[test]
fn what_editors_leave_behind_is_ignored() -> io::Result<()> {
    let names = [
        "articles/.DS_Store",
        "articles/mot.md~",
        "articles/.mot.md.swp",
        "media/Thumbs.db",
        "pages/~$x.docx",
        "media/.git/x",
    ];
    assert_eq!(problems(&names.map(|name| (name, &b"\xff"[..])))?, [""; 0]);
    assert_eq!(
        problems(&[("articles/bao-cao.docx", b"")])?,
        ["articles/bao-cao.docx: it is not a text of the site. Name it .md or .html, or put it into content/media."]
    );
    Ok(())
}

#[test]
fn missing_settings_are_told_once_each() -> io::Result<()> {
    let empty = TempDir::new()?;
    let told = told(empty.path());
    assert!(
        told.len() == 2 && told.iter().zip(["sections.toml", "site.toml"]).all(|(line, file)| line.starts_with(file)),
        "{told:?}"
    );
    assert!(read(&empty.path().join("khong-co")).is_err());
    Ok(())
}

#[test]
fn one_tag_is_written_one_way() -> io::Result<()> {
    assert_eq!(
        of_article("tags = [\"Bầu cử\", \"bầu cử\"]", "")?,
        [
            "articles/hai.md:6: tags[2] = \"bầu cử\": its address is the same as that of \"Bầu cử\". Write it one way everywhere."
        ]
    );
    Ok(())
}

#[test]
fn tags_that_differ_by_a_tone_have_addresses_of_their_own() -> io::Result<()> {
    let article = |id: &str, tags: &str| article(id, &format!("tags = [{tags}]"), "");
    let (tax, rent) = (article("haihai", "\"Thuế đất\""), article("bababa", "\"Thuê đất\""));
    let own = "{ name = \"Thuê đất\", slug = \"thue-dat-2\" }";
    assert_eq!(
        problems(&[("articles/hai.md", tax.as_bytes()), ("articles/lam.md", rent.as_bytes())])?,
        [format!(
            "articles/lam.md:6: tags[1] = \"Thuê đất\": its address is the same as that of \"Thuế đất\". Give it an address of its own, in one article: `tags = [{own}]`."
        )]
    );
    // Whatever the order of the files.
    for name in ["articles/a.md", "articles/z.md"] {
        let said = article("cacaca", own);
        let files = [("articles/hai.md", &tax), ("articles/lam.md", &rent), (name, &said)];
        let source = sound(&files.map(|(file, text)| (file, text.as_bytes())))?;
        let tags = source.editions[0].articles.iter().flat_map(|article| &article.tags);
        let mut slugs = tags.map(|tag| format!("{} {}", tag.slug, tag.name)).collect::<Vec<_>>();
        slugs.sort();
        assert_eq!(slugs, ["thue-dat Thuế đất", "thue-dat-2 Thuê đất", "thue-dat-2 Thuê đất"]);
    }
    for (tags, message) in [
        (format!("{own}, \"Thuê đất\""), "tags[2] = \"Thuê đất\": it is named twice. Remove one."),
        (format!("{own}, {}", own.replace("-2", "-3")), "its address is `thue-dat-2` elsewhere."),
        ("{ name = \"Thuê đất\" }".to_owned(), "it is not a tag."),
    ] {
        let told = problems(&[("articles/hai.md", article("haihai", &tags).as_bytes())])?;
        assert!(told.len() == 1 && told[0].contains(message), "{told:?}");
    }
    Ok(())
}

#[test]
fn one_tag_named_twice_is_taken_once() -> io::Result<()> {
    let fields = "tags = [\"Bầu cử\", \"Hội nghị\", \" Bầu  cử\", \"Ba\\u0302\\u0300u cử\", \"Hội nghị\", \"Đại hội\"]";
    let source = sound(&[("articles/hai.md", article("haihai", fields, "").as_bytes())])?;
    let tags = &source.editions[0].articles.first().map(|article| article.tags.clone()).unwrap_or_default();
    assert_eq!(tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Bầu cử", "Hội nghị", "Đại hội"]);
    // An omitted element does not shift the places of the others.
    let told = of_article("tags = [\n \"Bầu cử\",\n \"Bầu cử\",\n \"Đại hội\",\n \"bầu cử\",\n]", "")?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("articles/hai.md:10: tags[4] = \"bầu cử\""), "{told:?}");
    Ok(())
}

#[test]
fn one_attachment_named_twice_is_taken_once() -> io::Result<()> {
    let attachment = |name: &str| format!("[[attachments]]\nname = \"{name}\"\nsrc = \"anh.svg\"\n");
    let fields = format!("{}{}{}", attachment("Bảng"), attachment("Bảng"), attachment("Bản in"));
    let source = sound(&[("articles/hai.md", article("haihai", &fields, "").as_bytes())])?;
    let attachments = source.editions[0].articles.first().map(|article| article.attachments.as_slice());
    let names = attachments.unwrap_or_default().iter().map(|attachment| attachment.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Bảng", "Bản in"]);
    Ok(())
}

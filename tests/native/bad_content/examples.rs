//! What is told of a field that is written otherwise than it is read shows the field as it is: that can be copied.

use std::fs;
use std::io;

use portal_app::text::Lang;
use portal_publisher::source::folder::read;
use portal_publisher::source::messages::in_lang;

use super::editions::ENGLISH;
use super::{SECTIONS, SITE, article, folder};
use crate::published::repository;

/// Where a line is written.
#[derive(Clone, Copy)]
enum Place {
    Article,
    Translation,
    Site,
    Organization,
    Kiosk,
}

use Place::{Article, Kiosk, Organization, Site, Translation};

/// A field, whether it is a list, and the commonest slips.
const FIELDS: &[(Place, &str, &[&str])] = &[
    (
        Article,
        "image",
        &["\"anh.jpg\"", "{ url = \"anh.jpg\", alt = \"\" }", "{ src = \"anh.jpg\" }", "{ src = 1, alt = \"\" }"],
    ),
    (
        Article,
        "audio",
        &["\"ban-tin.mp3\"", "{ file = \"ban-tin.mp3\" }", "{ src = \"ban-tin.mp3\", duration_secs = \"90\" }"],
    ),
    (
        Article,
        "attachments",
        &[
            "\"ke-hoach.pdf\"",
            "[\"ke-hoach.pdf\"]",
            "{ name = \"x\", src = \"ke-hoach.pdf\" }",
            "[{ src = \"ke-hoach.pdf\" }]",
            "[{ name = \"x\", file = \"ke-hoach.pdf\" }]",
        ],
    ),
    (
        Article,
        "source",
        &[
            "\"https://example.org/bai\"",
            "\"Báo Thử\"",
            "{ url = \"https://example.org/\" }",
            "{ name = \"x\", link = \"y\" }",
            "{ name = \"x\", url = \"example.org\" }",
        ],
    ),
    (
        Article,
        "withdrawn",
        &["true", "\"Đăng nhầm\"", "{ at = \"2021-03-12\" }", "{ date = \"2021-03-12\", note = \"x\" }"],
    ),
    (
        Article,
        "history",
        &[
            "\"Sửa ngày\"",
            "{ at = \"2021-03-12\", kind = \"corrected\" }",
            "[{ at = \"2021-03-12\" }]",
            "[\"Sửa ngày\"]",
        ],
    ),
    (Article, "aliases", &["\"/Default.aspx?id=45\"", "45", "[45]", "[\"Default.aspx\"]"]),
    (Article, "tags", &["\"Bầu cử\"", "true", "[1]"]),
    (Article, "related", &["\"k7q2m9\"", "[\"Bài một\"]", "[1]"]),
    (Translation, "translation_of", &["[\"k7q2m9\"]", "\"Bài một\"", "1"]),
    (
        Site,
        "notice",
        &[
            "\"Nghỉ lễ\"",
            "{ text = \"x\" }",
            "{ text = \"x\", level = \"info\", link = \"/x\" }",
            "[{ text = \"x\", level = \"info\" }]",
        ],
    ),
    (
        Site,
        "navigation",
        &[
            "\"/tin-moi/\"",
            "[\"Tin mới\"]",
            "[{ label = \"x\" }]",
            "[{ label = \"x\", url = \"/tin-moi/\" }]",
            "[{ label = \"x\", path = \"tin-moi\" }]",
        ],
    ),
    (Site, "footer_links", &["\"/tin-moi/\"", "{ label = \"x\", path = \"/tin-moi/\" }", "[{ path = \"/tin-moi/\" }]"]),
    (
        Site,
        "partner_links",
        &[
            "\"https://example.org/\"",
            "[{ label = \"x\" }]",
            "[{ label = \"x\", href = \"https://example.org/\" }]",
            "[{ label = \"x\", url = \"example.org\" }]",
        ],
    ),
    (
        Organization,
        "officials",
        &[
            "\"Nguyễn Văn An\"",
            "{ name = \"x\", title = \"y\" }",
            "[{ name = \"x\" }]",
            "[{ name = \"x\", title = 1 }]",
        ],
    ),
    (Site, "online_url", &["[\"x\"]", "\"thong-ke\"", "{ url = \"x\" }"]),
    (Site, "analytics", &["\"emc\"", "{ kind = \"emc\" }", "[{ kind = \"emc\" }]"]),
    (
        Site,
        "providers",
        &["\"https://www.youtube-nocookie.com\"", "[{ name = \"youtube\" }]", "{ name = \"youtube\" }"],
    ),
    (Site, "home", &["\"Sở làm gì\"", "{ title = \"x\" }", "{ intro = 1 }"]),
    (
        Kiosk,
        "displays",
        &[
            "\"sanh-chinh\"",
            "{ name = \"x\" }",
            "[{ story_seconds = 12 }]",
            "[{ name = \"x\", story_seconds = \"12\" }]",
            "[{ name = \"x\", thoi_gian = 12 }]",
        ],
    ),
];

/// What is told of a line in its place: in English, in Vietnamese.
fn told(place: Place, line: &str) -> io::Result<Vec<(String, String)>> {
    let picture = fs::read(repository().join("tests/reading-cases/212-gallery-captions/media/a.jpg"))?;
    let site = match place {
        Site => format!("{line}\n{}", SITE.split("[[navigation]]").next().unwrap_or_default()),
        Organization => SITE.replace("[[navigation]]", &format!("{line}\n[[navigation]]")),
        Kiosk => format!("{SITE}[kiosk]\n{line}\n"),
        Article | Translation => SITE.to_owned(),
    };
    let own = article("haihai", if matches!(place, Article) { line } else { "" }, "");
    let translation = article("enenen", if matches!(place, Translation) { line } else { "" }, "");
    let folder = folder(&[
        ("site.toml", site.as_bytes()),
        ("articles/hai.md", own.as_bytes()),
        ("en/site.toml", ENGLISH.as_bytes()),
        ("en/sections.toml", SECTIONS.as_bytes()),
        ("en/articles/mot.md", translation.as_bytes()),
        ("media/anh.jpg", &picture),
        ("media/ke-hoach.pdf", b"%PDF-1.4\n"),
        ("media/ban-tin.mp3", b"ID3\x04\0\0\0\0\0\0"),
    ])?;
    let problems = read(folder.path()).map_or_else(|problems| problems, |source| source.warnings);
    let in_both = |help: &str| (in_lang(help, Lang::En).into_owned(), in_lang(help, Lang::Vi).into_owned());
    Ok(problems.iter().map(|problem| in_both(&problem.help)).collect())
}

/// The line that a help shows, in a language whose words for that are given.
fn shown(help: &str, field: &str, [example, form]: [&str; 2]) -> Option<String> {
    if let Some((_, line)) = help.split_once(example) {
        return Some(line.to_owned());
    }
    let value = help.strip_prefix(form)?.strip_suffix('.')?;
    let is_list =
        ["attachments", "history", "navigation", "footer_links", "partner_links", "officials", "providers", "displays"];
    let is_element = value.starts_with('{') && is_list.contains(&field);
    Some(if is_element { format!("{field} = [{value}]") } else { format!("{field} = {value}") })
}

#[test]
fn what_is_told_of_a_field_shows_a_line_that_is_accepted() -> io::Result<()> {
    for (place, field, slips) in FIELDS {
        for slip in *slips {
            let found = told(*place, &format!("{field} = {slip}"))?;
            let lines = found.iter().filter_map(|(english, vietnamese)| {
                let line = shown(english, field, ["For example: ", "Write it as "])?;
                Some((line, shown(vietnamese, field, ["Ví dụ: ", "Viết theo mẫu "])))
            });
            let lines = lines.collect::<Vec<_>>();
            assert!(!lines.is_empty(), "{field} = {slip}: {found:?}");
            for (line, vietnamese) in lines {
                assert_eq!(Some(&line), vietnamese.as_ref(), "{field} = {slip}: {found:?}");
                assert!(line.starts_with(&format!("{field} = ")), "{field} = {slip}: {line}");
                assert_eq!(told(*place, &line)?, [], "{field} = {slip} is to be {line}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_field_that_is_a_word_has_no_other_ones_example() -> io::Result<()> {
    let found = told(Article, "draft = \"có\"\nsummary = 1")?;
    assert!(found.len() == 2 && found.iter().all(|(help, _)| !help.contains("For example")), "{found:?}");
    let folder =
        folder(&[("articles/hai.md", article("haihai", "", "").replace("section = \"tin-tuc\"\n", "").as_bytes())])?;
    let problems = read(folder.path()).err().map(|problems| problems.to_string()).unwrap_or_default();
    assert!(problems.ends_with("section: it is missing. Write a line `section = …`."), "{problems}");
    Ok(())
}

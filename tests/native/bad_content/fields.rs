//! What editors write into front matter, as they write it: cleaned where it is beyond doubt, else told in words.

use std::io;

use super::{ARTICLE, SECTIONS, article, of_article, problems, sound};

/// The article of a file that is read without a problem, as its title, address and tags.
fn read_as(text: &str) -> io::Result<(String, String, Vec<String>)> {
    let source = sound(&[("articles/hai.md", text.as_bytes())])?;
    let found = source.editions[0].articles.iter().find(|article| article.id.as_str() == "haihai");
    let found = found.ok_or(io::ErrorKind::NotFound)?;
    let tags = found.tags.iter().map(|tag| tag.name.clone()).collect();
    Ok((found.title.clone(), found.slug.to_string(), tags))
}

#[test]
fn a_field_below_a_heading_is_told_to_go_above_it_and_is_not_missing_as_well() -> io::Result<()> {
    let image = "[image]\nsrc = \"anh.svg\"\nalt = \"\"\ntags = [\"Bầu cử\"]\nsection = \"tin-tuc\"";
    let text = article("haihai", image, "").replacen("section = \"tin-tuc\"\n", "", 1);
    let help = "there is no such field. It is below [image], and so part of it: move the line up, above [image].";
    assert_eq!(
        problems(&[("articles/hai.md", text.as_bytes())])?,
        [
            format!("articles/hai.md:8: image.tags = [\"Bầu cử\"]: {help}"),
            format!("articles/hai.md:9: image.section = \"tin-tuc\": {help}"),
        ]
    );
    Ok(())
}

#[test]
fn what_is_of_another_type_is_told_how_it_is_written() -> io::Result<()> {
    let fields = [
        ("draft = \"true\"", "it is neither true nor false. Write true or false, without quotes."),
        ("tags = \"Bầu cử, Hội nghị\"", "it is not a list. Write it as [\"Bầu cử\", \"Hội nghị\"]."),
        ("attachments = \"a.pdf\"", "it is not a list. Write it as [{ name = \"a\", src = \"a.pdf\" }]."),
        ("image = \"a.jpg\"", "it is not a table. Write it as { src = \"a.jpg\", alt = \"Mô tả ảnh trong một câu\" }."),
        ("audio = [\"a.mp3\"]", "it is not a table. Write it as { src = \"ban-tin.mp3\", duration_secs = 90 }."),
        ("source = \"Báo Thử\"", "it is not a table. Write it as { name = \"Báo Thử\" }."),
        (
            "withdrawn = true",
            "it is not a table. Write it as { at = \"2021-03-12\", note = \"Bài được gỡ vì … (ghi lý do).\" }.",
        ),
        ("related = \"k7q2m9\"", "it is not a list. Write it as [\"k7q2m9\"]."),
        (
            "related = [\"Bài một\"]",
            "it is not an id. Look the id up in the other article's file. For example: related = [\"k7q2m9\"]",
        ),
        (
            "[attachments]\nname = \"x\"",
            "it is not a list. Write [[attachments]] as its heading. For example: attachments = [{ name = \"Kế hoạch\", src = \"ke-hoach.pdf\" }]",
        ),
        (
            "[[image]]\nsrc = \"anh.svg\"",
            "it is not a table. Write [image] as its heading, once. For example: image = { src = \"anh.jpg\", alt = \"Toàn cảnh hội nghị\" }",
        ),
    ];
    for (field, help) in fields {
        let told = of_article(field, "")?;
        assert!(told.len() == 1 && told[0].ends_with(help), "{field}: {told:?}");
    }
    Ok(())
}

#[test]
fn a_section_that_is_named_by_its_name_is_told_by_its_slug() -> io::Result<()> {
    let sections = SECTIONS.replace("Tin tức", "Tin tức sự kiện");
    let check = |section: &str| {
        let text = article("haihai", "", "").replace("\"tin-tuc\"", section);
        problems(&[("articles/hai.md", text.as_bytes()), ("sections.toml", sections.as_bytes())])
    };
    let told = check("\"Tin tức sự kiện\"")?;
    assert!(told.len() == 1 && told[0].ends_with("Use only a-z, 0-9 and -, as in `tin-tuc-su-kien`."), "{told:?}");
    let told = check("\"tin-tuc-su-kien\"")?;
    assert!(told.len() == 1 && told[0].ends_with("there is no such section. Did you mean `tin-tuc`?"), "{told:?}");
    Ok(())
}

#[test]
fn what_nobody_sees_is_neither_in_a_title_nor_in_a_tag() -> io::Result<()> {
    let fields = "tags = [\"Thi\u{a0}đua\", \"Thi đua\", \"Thi\u{200b} đua\"]";
    let text = article("haihai", fields, "").replace("\"Bài\"", "\"Hội\u{200b} ng\u{ad}hị &amp; tổng kết\u{feff}\"");
    // Nor is what comes before the front matter.
    assert_eq!(
        read_as(&format!("\u{feff}\n \n{text}"))?,
        ("Hội nghị & tổng kết".to_owned(), "hoi-nghi-tong-ket".to_owned(), vec!["Thi đua".to_owned()])
    );
    let (_, slug, _) = read_as(&article("haihai", "", "").replace("\"Bài\"", "\"🎉 Năm mới ❤️ 100°C ½ 10₫\""))?;
    assert_eq!(slug, "nam-moi-100-c-1-2-10");
    Ok(())
}

#[test]
fn what_can_hardly_be_meant_is_published_with_a_warning() -> io::Result<()> {
    for (fields, published, message) in [
        ("summary = \"Tóm tắt &lt;b&gt;đậm&lt;/b&gt;\"", "2021-03-12", "it holds HTML"),
        ("author = \"Nguy\u{fffd}n\"", "2021-03-12", "letters of it are lost: readers see \u{fffd} instead"),
        ("", "2162-11-20", "the article appears on 2162-11-20 only, more than a year from now"),
    ] {
        let text = article("haihai", fields, "").replace("2021-03-12", published);
        let source = sound(&[("articles/hai.md", text.as_bytes())])?;
        let told = source.warnings.iter().map(|warning| warning.message.as_str()).collect::<Vec<_>>();
        assert_eq!(told, [message]);
    }
    Ok(())
}

#[test]
fn a_file_that_is_no_toml_or_no_utf8_is_told_as_what_it_seems_to_be() -> io::Result<()> {
    let yaml = ARTICLE.replace("+++", "---").replace(" = ", ": ");
    let utf16 = ARTICLE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let utf16_marked = [&b"\xff\xfe"[..], &utf16].concat();
    let tcvn3 = b"+++\ntitle = \"H\xe9i ngh\xde n\xa8m\"\n+++\n";
    for (bytes, line) in [
        (yaml.as_bytes(), "articles/hai.md:1: its front matter begins with ---. Write +++ instead of ---"),
        (&utf16, "articles/hai.md:1: the file is UTF-16. Save the file as UTF-8"),
        (&utf16_marked, "articles/hai.md:1: the file is UTF-16. Save the file as UTF-8"),
        (tcvn3, "articles/hai.md:2: the byte 0xE9 at offset 14 is not UTF-8, and seems to be TCVN3 (a .VnTime font)"),
    ] {
        let told = problems(&[("articles/hai.md", bytes)])?;
        assert!(told.len() == 1 && told[0].starts_with(line), "{told:?}");
    }
    Ok(())
}

#[test]
fn a_name_with_backslashes_is_told_whether_toml_reads_them_or_not() -> io::Result<()> {
    for name in [r"2021\Ảnh\a.jpg", r"2021\tin.jpg"] {
        let told = of_article(&format!("image = {{ src = \"{name}\", alt = \"x\" }}"), "")?;
        assert!(
            told.len() == 1 && told[0].contains("\\ means something else") && told[0].contains("Write /"),
            "{told:?}"
        );
    }
    Ok(())
}

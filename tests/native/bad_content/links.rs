//! Links to what readers do not see: drafts, what waits, what is over, what was withdrawn; and whole addresses of the site.

use std::io;

use chrono::DateTime;
use portal_app::content::model::Block;
use portal_publisher::source::folder::read_at;

use super::{SITE, article, folder, of_article, problems, sound};

/// What is told as of noon of 1 May 2026, errors or warnings, without the folder's own name.
fn told_at_noon(changes: &[(&str, &str)]) -> io::Result<Vec<String>> {
    let changes = changes.iter().map(|(file, text)| (*file, text.as_bytes())).collect::<Vec<_>>();
    let folder = folder(&changes)?;
    let at = DateTime::parse_from_rfc3339("2026-05-01T12:00:00+07:00").map_err(io::Error::other)?;
    let problems = read_at(folder.path(), at).map_or_else(|problems| problems, |source| source.warnings);
    let told = problems.to_string().replace(&format!("{}/", folder.path().display()), "");
    Ok(told.lines().map(str::to_owned).collect())
}

/// What is told of a link to article `kiakia` with some fields, from one with others.
fn linked(target: &str, by: &str) -> io::Result<Vec<String>> {
    let other = article("kiakia", target, "").replace("\"Bài\"", "\"Bài kia\"");
    let other =
        if target.contains("published_at") { other.replacen("published_at = \"2021-03-12\"\n", "", 1) } else { other };
    let link = article("haihai", by, "[x](/tin-tuc/slug-cu-kiakia/)");
    let link = if by.contains("published_at") { link.replacen("published_at = \"2021-03-12\"\n", "", 1) } else { link };
    told_at_noon(&[("articles/kia.md", &other), ("articles/hai.md", &link)])
}

const WAITS: &str = "published_at = \"2026-05-02\"";
const WITHDRAWN: &str = "withdrawn = { at = \"2026-04-30\", note = \"Gỡ để thử.\" }";

#[test]
fn a_link_to_what_readers_do_not_see_is_told_with_the_article_its_file_and_the_moment() -> io::Result<()> {
    for (target, message) in [
        (
            WAITS,
            "which is not shown before 2026-05-02 00:00. Till then readers find no page there: leave the link out, or let \
             that article appear sooner.",
        ),
        (
            "publish_at = \"2026-05-01 12:01\"",
            "which is not shown before 2026-05-01 12:01. Till then readers find no page there: leave the link out, or let \
             that article appear sooner.",
        ),
        (
            "expires_at = \"2026-04-30\"",
            "which is not shown any more from 2026-05-01 00:00. Remove the link, or correct `expires_at` there.",
        ),
        (
            WITHDRAWN,
            "which was withdrawn on 2026-04-30. Readers find a note instead of the text: link to something else, or \
             remove the link.",
        ),
        ("draft = true", "which is a draft. Publish that one too, or link to something else."),
    ] {
        let told = linked(target, "")?;
        let line = told.iter().map(|line| line.lines().collect::<String>()).collect::<Vec<_>>();
        let place =
            "articles/hai.md:8: href = \"/tin-tuc/slug-cu-kiakia/\": it leads to \"Bài kia\" (articles/kia.md), ";
        assert_eq!(line, [format!("{place}{message}")], "{target}");
    }
    for target in ["publish_at = \"2026-05-01 12:00\"", "expires_at = \"2026-05-01\"", ""] {
        assert_eq!(linked(target, "")?, [""; 0], "{target}");
    }
    Ok(())
}

#[test]
fn a_link_counts_from_when_readers_can_follow_it() -> io::Result<()> {
    for (target, by, count) in [
        // What is linked to appears with the link, or before it.
        (WAITS, WAITS, 0),
        (WAITS, "published_at = \"2026-05-03\"", 0),
        (WAITS, "published_at = \"2026-05-01 13:00\"", 1),
        // It will be over by then.
        ("expires_at = \"2026-05-02\"", "published_at = \"2026-05-03\"", 1),
        // Nobody follows the link any more, or yet.
        ("draft = true", "expires_at = \"2026-04-30\"", 0),
        ("draft = true", WITHDRAWN, 0),
        ("draft = true", "draft = true", 0),
        (WAITS, "draft = true", 0),
        (WITHDRAWN, "draft = true", 1),
        ("expires_at = \"2026-04-30\"", "draft = true", 1),
    ] {
        assert_eq!(linked(target, by)?.len(), count, "{target} by {by}");
    }
    Ok(())
}

#[test]
fn the_settings_lead_to_what_is_shown_now() -> io::Result<()> {
    let waits = article("kiakia", WAITS, "").replacen("published_at = \"2021-03-12\"\n", "", 1);
    let path = "/tin-tuc/bai-kiakia/";
    let site = format!(
        "{SITE}[[navigation.children]]\nlabel = \"x\"\npath = \"{path}\"\n[[footer_links]]\nlabel = \"x\"\npath = \"{path}\"\n\
         [[partner_links]]\nlabel = \"x\"\nurl = \"https://sonv.laichau.gov.vn{path}\"\n[notice]\ntext = \"x\"\nlevel = \"info\"\npath = \"{path}\"\n\
         [home]\n{}",
        ["help"; 4]
            .map(|icon| format!("[[home.tasks]]\nicon = \"{icon}\"\nlabel = \"x\"\nhref = \"{path}\"\n"))
            .concat()
    );
    let told = told_at_noon(&[("articles/kia.md", &waits), ("site.toml", &site)])?;
    let fields = told.iter().filter(|line| line.contains("which is not shown before"));
    let fields =
        fields.filter_map(|line| line.split([' ', ':']).find(|word| word.contains('.') && !word.contains("toml")));
    let tasks = (1..=4).map(|number| format!("home.tasks[{number}].href"));
    let others = ["navigation[1].children[1].path", "footer_links[1].path", "partner_links[1].url", "notice.path"];
    let mut expected = tasks.chain(others.map(str::to_owned)).collect::<Vec<_>>();
    let mut fields = fields.map(str::to_owned).collect::<Vec<_>>();
    fields.sort();
    expected.sort();
    assert_eq!(fields, expected, "{told:#?}");
    Ok(())
}

#[test]
fn an_old_address_and_a_tag_lead_to_what_is_shown() -> io::Result<()> {
    let other = article("kiakia", "draft = true\naliases = [\"/cu.aspx\"]\ntags = [\"Bầu cử\"]", "");
    let page = "+++\ntitle = \"Trang kia\"\ndraft = true\n+++\n";
    let body = "[a](/cu.aspx) [b](/the/bau-cu/) [c](/trang/kia/) [d](/embed/v1/article/kiakia/)";
    let link = article("haihai", "", body);
    let files = [("articles/kia.md", other.as_str()), ("pages/kia.md", page), ("articles/hai.md", link.as_str())];
    let told = told_at_noon(&files)?;
    for (address, message) in [
        ("/cu.aspx", "it leads to \"Bài\" (articles/kia.md), which is a draft."),
        ("/the/bau-cu/", "no article that readers see has this tag."),
        ("/trang/kia/", "it leads to \"Trang kia\" (pages/kia.md), which is a draft."),
        ("/embed/v1/article/kiakia/", "it leads to \"Bài\" (articles/kia.md), which is a draft."),
    ] {
        let line = format!("articles/hai.md:8: href = \"{address}\": {message}");
        assert!(told.iter().any(|told| told.starts_with(&line)), "{line}: {told:#?}");
    }
    assert_eq!(told.len(), 4, "{told:#?}");
    // One article that readers see is enough for a tag.
    let third = article("bababa", "tags = [\"Bầu cử\"]", "");
    let told = told_at_noon(&[&files[..], &[("articles/ba.md", &third)]].concat())?;
    assert!(!told.iter().any(|told| told.contains("has this tag")), "{told:#?}");
    Ok(())
}

#[test]
fn a_whole_address_of_the_site_becomes_its_path() -> io::Result<()> {
    let host = "sonv.laichau.gov.vn";
    let body = format!(
        "[a](https://{host}/trang/gioi-thieu)\n\n- [b](http://www.{host}/tin-tuc/x-k7q2m9/?x=1#y)\n\n> [c](//{host}/rss.xml)\n\n\
         <table><tr><td><a href=\"https://{host}/media/anh.svg\">d</a> <a href=\"HTTPS://{host}\">e</a> \
         <a href=\"https://{host}.example/x\">f</a></td></tr></table>\n"
    );
    let source = sound(&[("articles/hai.md", article("haihai", "", &body).as_bytes())])?;
    let article = source.editions[0].articles.iter().find(|article| article.id.as_str() == "haihai");
    let body = article.map(|article| article.body.blocks().unwrap()).unwrap_or_default();
    let mut links = Vec::new();
    collect(&body, &mut links);
    let picture = source.media[0].src.to_string();
    let foreign = format!("https://{host}.example/x");
    let paths = ["/trang/gioi-thieu/", "/tin-tuc/x-k7q2m9/?x=1#y", "/rss.xml", &picture, "/", &foreign];
    assert_eq!(links, paths);
    Ok(())
}

fn collect(blocks: &[Block], links: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph { spans } => {
                links.extend(spans.iter().filter_map(|span| span.href.as_ref().map(ToString::to_string)));
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, links)),
            Block::Quote { blocks, .. } => collect(blocks, links),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| collect(&cell.blocks, links)),
            _ => {}
        }
    }
}

#[test]
fn a_whole_address_of_the_site_that_shows_nothing_is_told_as_a_path_is() -> io::Result<()> {
    for (href, message) in [
        ("https://sonv.laichau.gov.vn/trang/gioi-thiu/", "there is no such page. Did you mean `/trang/gioi-thieu/`?"),
        ("http://www.sonv.laichau.gov.vn/khong-co", "there is no such page. Link to a page of the site."),
        ("//sonv.laichau.gov.vn/tin-tuc/x-khongco/", "there is no such page. Link to a page of the site."),
        (
            "https://sonv.laichau.gov.vn/Pages/tin.aspx?ItemID=4",
            "there is no such page. Link to the text that took this page's place; or write aliases = \
             [\"/Pages/tin.aspx?ItemID=4\"] there, and link to \"/Pages/tin.aspx?ItemID=4\".",
        ),
        ("https://sonv.laichau.gov.vn/media/khong-co.pdf", "there is no such file in content/media."),
    ] {
        let told = of_article("", &format!("Dòng một.\n\n[x]({href})"))?;
        let is_told = |line: &String| line.starts_with("articles/hai.md:10: href = ") && line.contains(message);
        assert!(told.len() == 1 && told.iter().all(is_told), "{href}: {told:?}");
    }
    // As the source of an article, too; its address stays whole.
    let told = of_article("source = { name = \"x\", url = \"https://sonv.laichau.gov.vn/khong-co\" }", "")?;
    assert!(told.len() == 1 && told[0].contains(": source.url = ") && told[0].contains("no such page"), "{told:?}");
    Ok(())
}

#[test]
fn a_relative_address_of_an_old_page_is_told_as_what_it_is() -> io::Result<()> {
    for href in ["Pages/tin.aspx?ItemID=4", "../Pages/tin.aspx?ItemID=4"] {
        let told = of_article("", &format!("[x]({href})"))?;
        let help = "or write aliases = [\"/Pages/tin.aspx?ItemID=4\"] there, and link to \"/Pages/tin.aspx?ItemID=4\".";
        assert!(told.len() == 1 && told[0].ends_with(help), "{href}: {told:?}");
    }
    Ok(())
}

#[test]
fn files_of_the_site_may_be_linked_to_where_they_are() -> io::Result<()> {
    let sound_ones = [
        "/rss.xml",
        "/sitemap.xml",
        "/robots.txt",
        "/kiosk/",
        "/embed/v1/latest/",
        "/embed/v1/notice/",
        "/anh.svg",
        "/embed/v1/section/tin-tuc/",
        "/embed/v1/related/k7q2m9/",
        "/embed/v1/loader.js",
        "/api/v1/site.json",
        "/media/anh.svg",
    ];
    let links = |addresses: &[&str]| addresses.iter().map(|address| format!("[a]({address})\n\n")).collect::<String>();
    assert_eq!(of_article("aliases = [\"/anh.svg\"]", &links(&sound_ones))?, [""; 0]);
    let missing = [
        "/embed/v1/section/khong-co/",
        "/embed/v1/article/khongco/",
        "/embed/",
        "/kiosk/x",
        "/media/khong.svg",
        "/khong.pdf",
    ];
    let told = of_article("", &links(&missing))?;
    assert_eq!(told.len(), missing.len(), "{told:#?}");
    Ok(())
}

#[test]
fn the_page_for_finders_of_holes_is_one_of_the_site() -> io::Result<()> {
    let security = |policy: &str| format!("{SITE}[security]\ncontact = [\"a@b.vn\"]\npolicy = \"{policy}\"\n");
    let told = problems(&[("site.toml", security("/trang/khong-co/").as_bytes())])?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("policy = \"/trang/khong-co/\": there is no such page"), "{told:?}");
    assert_eq!(problems(&[("site.toml", security("/trang/gioi-thieu/").as_bytes())])?, [""; 0]);
    Ok(())
}

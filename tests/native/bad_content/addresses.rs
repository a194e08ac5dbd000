//! Addresses that hide another, or that lead nowhere: aliases, links and the navigation.

use std::io;

use portal_app::content::model::Block;

use super::{SITE, article, of_article, problems, sound};

#[test]
fn an_alias_hides_nothing_and_is_a_plain_path() -> io::Result<()> {
    for alias in [
        "/",
        "/chuyen-muc/tin-tuc/",
        "/chuyen-muc/tin-tuc",
        "/chuyen-muc/tin-tuc/trang-2/",
        "/tin-tuc/khac-k7q2m9/",
        "/tin-moi/",
        "/trang/gioi-thieu",
        "/the/bau-cu/",
        "/api/v1/site.json",
        "/assets/x.js",
        "/media/x.png",
        "/404.html",
        "/boot.js",
        "/index.html",
        "/sitemap.xml",
        "/sitemap-2.xml",
        "/rss.xml",
        "/chuyen-muc/tin-tuc/rss.xml",
        "/healthz",
        "/kiosk/",
        "/en/",
        "/en/tin-moi/",
        "/en/404.html",
        "/en/chuyen-muc/x/",
        "/en/media/x.png",
        // Case and a query make no other address of it.
        "/Tin-Moi/",
        "/API/x.aspx",
        "/Index.html?id=45",
        "/?p=123",
        "/trang/gioi-thieu/?id=45",
    ] {
        let told = of_article(&format!("tags = [\"Bầu cử\"]\naliases = [\"{alias}\"]"), "")?;
        assert_eq!(told.len(), 1, "{alias}: {told:?}");
        assert!(told.iter().all(|line| line.contains("it hides an address of the site")), "{alias}: {told:?}");
    }
    for alias in [
        "/a/../b",
        "/a/.an",
        "/.git/config",
        "/a.gz",
        "/a/b.br",
        "/a?id=1#b",
        "/a#b",
        "/a//b",
        "/a%2Fb",
        "/a/*",
        "/a?b=%ff",
        "/%2e%2e/",
        "//evil.example/",
        "http://a.vn/",
        "a",
        "/\\\\a",
    ] {
        let told = of_article(&format!("aliases = [\"{alias}\"]"), "")?;
        assert!(
            told.len() == 1 && told.iter().all(|line| line.starts_with("articles/hai.md:6: aliases[1]")),
            "{alias}: {told:?}"
        );
    }
    for aliases in [
        r#""/cu/bai-1.html", "/Cu/", "/tin-tuc/bai-cu/""#,
        r#""/en/old.html", "/en/News/a.aspx", "/english/", "/old/en/", "/cu/index.html""#,
        r#""/Default.aspx?tabid=120&id=45", "/Default.aspx", "/Lists/Tin tuc/DispForm.aspx", "/Pages/tin%20tuc.aspx""#,
        r#""/xem.asp?45", "/Lists/DispForm.aspx?List={8C5B-9}&ID=3", "/tim.aspx?q=B%C3%A0i+m%E1%BB%99t", "/Tin-Tuc/Bai-1.aspx""#,
        r#""/cu/{types}", "/cu/{{types}}", "/cu/{$HOME}", "/cu/$uri", "/cu/'`;(a|b)^""#,
    ] {
        assert_eq!(of_article(&format!("aliases = [{aliases}]"), "")?, [""; 0]);
    }
    Ok(())
}

#[test]
fn an_alias_that_no_web_server_takes_is_reported_with_its_line() -> io::Result<()> {
    let told = of_article(&format!("aliases = [\"/cu/\", \"/{}\"]", "a".repeat(1_000)), "")?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("articles/hai.md:6: aliases[2]"), "{told:?}");
    assert!(told[0].contains("and 1000 is the most"), "{told:?}");
    assert_eq!(of_article(&format!("aliases = [\"/{}\"]", "a".repeat(999)), "")?, [""; 0]);
    Ok(())
}

#[test]
fn an_alias_with_a_host_is_told_with_what_to_write() -> io::Result<()> {
    assert_eq!(
        of_article("aliases = [\"https://cu.example/Default.aspx?id=45\"]", "")?,
        [
            "articles/hai.md:6: aliases[1] = \"https://cu.example/Default.aspx?id=45\": it is a whole address, and only a path is read here. Write its path: \"/Default.aspx?id=45\"."
        ]
    );
    Ok(())
}

#[test]
fn aliases_are_told_apart_by_forty_sets_of_parameters_at_most() -> io::Result<()> {
    let aliases = |count: usize| {
        let aliases = (0..count).map(|number| format!("\"/a?p{number}=1\", \"/a?p{number}=2\"")).collect::<Vec<_>>();
        of_article(&format!("aliases = [\"/a\", {}]", aliases.join(", ")), "")
    };
    assert_eq!(aliases(40)?, [""; 0]);
    let told = aliases(41)?;
    assert!(told.len() == 2 && told.iter().all(|line| line.contains("more than 40 different sets")), "{told:?}");
    Ok(())
}

#[test]
fn a_feed_may_be_linked_to_where_there_is_one() -> io::Result<()> {
    let links = |addresses: &[&str]| addresses.iter().map(|address| format!("[a]({address})\n\n")).collect::<String>();
    let there = ["/rss.xml", "/atom.xml", "/feed.json", "/chuyen-muc/tin-tuc/rss.xml", "/chuyen-muc/tin-tuc/feed.json"];
    assert_eq!(of_article("", &links(&there))?, [""; 0]);
    let missing = [
        "/chuyen-muc/khong-co/rss.xml",
        "/chuyen-muc/tin-tuc/trang-2/rss.xml",
        "/tin-moi/rss.xml",
        "/en/rss.xml",
        "/arss.xml",
    ];
    assert_eq!(of_article("", &links(&missing))?.len(), missing.len());
    Ok(())
}

#[test]
fn two_aliases_are_never_the_same() -> io::Result<()> {
    let page = "+++\ntitle = \"Khác\"\naliases = [\"/cu/bai\"]\n+++\n";
    let hai = article("haihai", "aliases = [\"/cu/bai/\"]", "");
    // Servers ignore case, as those that the addresses come from did.
    let twins = of_article("aliases = [\"/Cu/Bai\", \"/cu/bai/\"]", "")?;
    assert!(twins.len() == 1 && twins[0].contains("another alias is the same"), "{twins:?}");
    for twins in [
        r#""/Default.aspx?tabid=120&id=45", "/default.aspx/?ID=45&amp;TabId=120&utm_source=zalo""#,
        r#""/TIN TỨC.aspx", "/tin%20t%E1%BB%A9c.aspx""#,
        r#""/tim.aspx?q=b%C3%A0i+1", "/tim.aspx?q=Bài 1""#,
    ] {
        let told = of_article(&format!("aliases = [{twins}]"), "")?;
        assert!(told.len() == 1 && told[0].contains("another alias is the same"), "{twins}: {told:?}");
    }
    assert_eq!(
        problems(&[("articles/hai.md", hai.as_bytes()), ("pages/khac.md", page.as_bytes())])?,
        [
            "pages/khac.md:3: aliases[1] = \"/cu/bai\": another alias is the same. Remove one: an address leads to one place."
        ]
    );
    Ok(())
}

#[test]
fn links_inside_the_site_have_to_lead_somewhere() -> io::Result<()> {
    let body = "[a](/trang/gioi-thieuu/) [b](/tin-tuc/x-khongco/)\n[c](/khong-co)\n[d](/trang/gioi-thieu?x#y) [e](/cu) [f](/api/v1/site.json) [g](/)";
    assert_eq!(
        of_article("aliases = [\"/cu/\"]", body)?,
        [
            "articles/hai.md:8: href = \"/tin-tuc/x-khongco/\": there is no such page. Link to a page of the site.",
            "articles/hai.md:8: href = \"/trang/gioi-thieuu/\": there is no such page. Did you mean `/trang/gioi-thieu/`?",
            "articles/hai.md:9: href = \"/khong-co\": there is no such page. Link to a page of the site.",
        ]
    );
    Ok(())
}

#[test]
fn a_link_may_lead_to_an_old_address() -> io::Result<()> {
    let aliases = "aliases = [\"/Default.aspx?tabid=1&id=45\", \"/Pages/Tin tức.aspx\"]";
    let body =
        "[a](/default.aspx?ID=45&tabid=1&x=y) [b](/pages/tin%20t%E1%BB%A9c.aspx?x=y)\n\n[c](/default.aspx?id=45)\n";
    let told = of_article(aliases, body)?;
    assert!(told.len() == 1 && told[0].starts_with("articles/hai.md:10: href = \"/default.aspx?id=45\""), "{told:?}");
    Ok(())
}

#[test]
fn navigation_leads_to_known_pages() -> io::Result<()> {
    let site = format!(
        "{SITE}[[navigation.children]]\nlabel = \"x\"\npath = \"/trang/gioi-thiu/\"\n[[footer_links]]\nlabel = \"y\"\npath = \"khong\"\n"
    );
    assert_eq!(
        problems(&[("site.toml", site.as_bytes())])?,
        [
            "site.toml:21: footer_links[1].path = \"khong\": it is not a path of this site. Begin it with one /. For example: footer_links = [{ label = \"Tin mới\", path = \"/tin-moi/\" }]"
        ]
    );
    assert_eq!(
        problems(&[("site.toml", site.replace("\"khong\"", "\"/trang/gioi-thieu\"").as_bytes())])?,
        [
            "site.toml:18: navigation[1].children[1].path = \"/trang/gioi-thiu/\": there is no such page. Did you mean `/trang/gioi-thieu/`?"
        ]
    );
    Ok(())
}

#[test]
fn no_foreign_scheme_survives_in_content() -> io::Result<()> {
    let source =
        sound(&[("articles/hai.md", article("haihai", "", "[a](javascript:alert(1)) [b](vbscript:x)").as_bytes())])?;
    let body = source.editions[0].articles.first().map(|article| article.body.blocks().unwrap());
    assert!(
        matches!(body.as_deref(), Some([Block::Paragraph { spans }]) if spans.iter().all(|span| span.href.is_none())),
        "{body:?}"
    );
    let told = of_article("source = { name = \"x\", url = \"javascript:alert(1)\" }", "")?;
    assert!(told.len() == 1 && told.iter().all(|line| line.contains("it cannot be linked to")), "{told:?}");
    Ok(())
}

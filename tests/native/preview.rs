//! What editors see before readers do: the same content published both ways, and `portal serve --preview` following it.

use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use portal_app::text::Lang;
use portal_publisher::commands::preview::{Preview, PreviewOptions, router};
use portal_publisher::commands::publish::{Audience, PublishOptions, Published, publish};
use portal_publisher::delivery::serve::Limits;
use scraper::{Html, Selector};

use crate::published::{Site, files_below, write_files};
use crate::serving::Server;
use crate::serving::exchange::{Answer, ask};
use crate::workshop::Workshop;

/// Ids and titles of what readers are not to see.
const HIDDEN: [(&str, &str); 4] = [
    ("banthao", "Bản thảo kín"),
    ("hengio", "Bài hẹn giờ kín"),
    ("hethan", "Bài hết hạn kín"),
    ("trang-kin", "Trang kín"),
];

fn workshop() -> Workshop {
    let workshop = Workshop::new(&[
        ("thuong", "published_at = \"2021-03-12\"\ntags = [\"Chung\"]"),
        (
            "banthao",
            "title = \"Bản thảo kín\"\npublished_at = \"2021-03-13\"\ndraft = true\ntags = [\"Chung\", \"Thẻ kín\"]",
        ),
        (
            "hengio",
            "title = \"Bài hẹn giờ kín\"\npublished_at = \"2021-03-14\"\npublish_at = \"2099-05-01T06:00:00+07:00\"\n\
             aliases = [\"/bai-kin-cu.html\"]",
        ),
        (
            "hethan",
            "title = \"Bài hết hạn kín\"\npublished_at = \"2021-03-10\"\nexpires_at = \"2022-05-01T06:00:00+07:00\"",
        ),
    ]);
    let page = "+++\ntitle = \"Trang kín\"\ndraft = true\n+++\nThân trang kín.\n";
    write_files(&workshop.content(), &[("pages/trang-kin.md", page)]);
    workshop
}

fn options(workshop: &Workshop) -> PreviewOptions {
    let address = ([127, 0, 0, 1], 0).into();
    PreviewOptions { content: workshop.content(), app: workshop.app(), address, lang: Lang::Vi }
}

/// Files of the release, those for web servers included, that hold a text or are named so.
fn mentions(site: &Site, text: &str) -> Vec<String> {
    let release = fs::canonicalize(&site.root).unwrap().parent().unwrap().to_owned();
    let holds = |file: &String| {
        let bytes = fs::read(release.join(file)).unwrap();
        file.contains(text) || bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    files_below(&release).into_iter().filter(holds).collect()
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn editors_see_every_item_and_the_published_site_holds_nothing_of_what_is_not_shown() {
    let workshop = workshop();
    let out = workshop.content().with_file_name("of-editors").join("site");
    fs::create_dir(out.parent().unwrap()).unwrap();
    publish(&PublishOptions { audience: Audience::Editors, out: out.clone(), ..workshop.options() }).unwrap();
    let (readers, editors) = (workshop.publish(), Site { root: out });

    for (id, title) in HIDDEN {
        for text in [id, title] {
            assert_eq!(mentions(&readers, text), Vec::<String>::new(), "{text}");
            assert!(!mentions(&editors, text).is_empty(), "{text}");
        }
    }
    for text in ["the-kin", "Thẻ kín", "bai-kin-cu", "\"preview\":\"", "preview-banner\"", "Xem trước"] {
        assert_eq!(mentions(&readers, text), Vec::<String>::new(), "{text}");
    }
    let (seen, all) = (files_below(&readers.root.join(".")), files_below(&editors.root.join(".")));
    // A preview has no worker, which would keep what nobody may read yet.
    assert_eq!(seen.iter().filter(|file| !all.contains(file)).collect::<Vec<_>>(), ["sw.js"]);
    let latest = editors.json("latest/newest.json");
    let ids = latest["articles"].as_array().unwrap().iter().map(|article| article["id"].as_str().unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), ["hengio", "banthao", "thuong", "hethan"]);
}

#[test]
fn each_previewed_page_says_why_readers_do_not_see_it_and_stays_out_of_search_engines() {
    let workshop = workshop();
    publish(&PublishOptions { audience: Audience::Editors, ..workshop.options() }).unwrap();
    let site = Site { root: workshop.out() };
    for (address, banner) in [
        ("/tin-tuc/ban-thao-kin-banthao/", "Xem trước: bản nháp, chưa đăng"),
        // When readers will see it, which is not the date it bears.
        ("/tin-tuc/bai-hen-gio-kin-hengio/", "Xem trước: đã hẹn giờ, chưa đăng: 01/05/2099 06:00"),
        ("/tin-tuc/bai-het-han-kin-hethan/", "Xem trước: đã hết hạn, không còn đăng"),
        ("/trang/trang-kin/", "Xem trước: bản nháp, chưa đăng"),
    ] {
        let page = site.page(address);
        assert_eq!(texts(&page, "article > [role='note']")[0].replace(" giờ ", " "), banner, "{address}");
        assert_eq!(texts(&page, "article > [role='note']").len(), 1, "{address}");
        let robots = page.select(&Selector::parse("head meta[name='robots'][content='noindex']").unwrap()).count();
        assert_eq!(robots, 1, "{address}");
    }
    let shown = site.page("/tin-tuc/bai-thuong-thuong/");
    assert_eq!(texts(&shown, "main article.article [role='note']"), Vec::<String>::new());
    assert_eq!(shown.select(&Selector::parse("head meta[name='robots']").unwrap()).count(), 0);

    let latest = site.page("/tin-moi/");
    assert_eq!(
        texts(&latest, "main li article [role='note']"),
        ["Xem trước: đã hẹn giờ, chưa đăng", "Xem trước: bản nháp, chưa đăng", "Xem trước: đã hết hạn, không còn đăng"]
    );
}

/// Asks as the browser of someone who writes does.
fn ask_here(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let host = server.address.to_string();
    ask(server.address, method, path, &[&[("Host", host.as_str())], headers].concat())
}

/// What the publisher's thread said last: the number of pages, or the problems.
fn next(reports: &Receiver<Result<usize, String>>) -> Result<usize, String> {
    reports.recv_timeout(Duration::from_secs(60)).unwrap()
}

#[test]
fn a_preview_follows_its_content_and_outlives_mistakes() {
    let workshop = workshop();
    let (sender, reports) = channel();
    let report = move |result: Result<Published, _>| {
        let said = result.map(|published| published.pages).map_err(|error| format!("{error}"));
        let _ = sender.send(said);
    };
    let preview = Preview::start(&options(&workshop), report).unwrap();
    let server = Server::start_service(Limits::default(), |address| router(&preview, address));
    let pages = next(&reports).unwrap();
    let address = "/tin-tuc/ban-thao-kin-banthao/";
    let body = |path: &str| ask_here(&server, "GET", path, &[]).text();
    assert!(body(address).contains("Thân bài banthao."));

    // A mistake is reported with its place, and the last good version stays.
    workshop.write_article("banthao", "title = \"Bản thảo kín\"\npublished_at = \"hôm qua\"\ndraft = true");
    let problems = next(&reports).unwrap_err();
    for part in ["articles/banthao.md:", "published_at", "hôm qua"] {
        assert!(problems.contains(part), "{part} is missing in: {problems}");
    }
    assert!(body(address).contains("Thân bài banthao."));

    workshop.write_article(
        "banthao",
        "title = \"Tên mới\"\nslug = \"ban-thao-kin\"\npublished_at = \"2021-03-13\"\ndraft = true",
    );
    assert_eq!(next(&reports).unwrap(), pages - 1, "the page of the tag that nothing bears any more is gone");
    assert!(body(address).contains("Tên mới"));

    workshop.write_article("themmoi", "published_at = \"2021-03-15\"");
    next(&reports).unwrap();
    assert_eq!(ask_here(&server, "GET", "/tin-tuc/bai-themmoi-themmoi/", &[]).status, 200);

    fs::remove_file(workshop.content().join("articles/themmoi.md")).unwrap();
    next(&reports).unwrap();
    assert_eq!(ask_here(&server, "GET", "/tin-tuc/bai-themmoi-themmoi/", &[]).status, 404);
    assert!(!workshop.out().exists(), "a preview publishes nothing");
}

#[test]
fn until_there_is_a_good_preview_the_browser_says_so_and_asks_again() {
    let workshop = workshop();
    workshop.write_article("banthao", "published_at = \"hôm qua\"");
    let (sender, reports) = channel();
    let report = move |result: Result<Published, _>| {
        let _ = sender.send(result.map(|published| published.pages).map_err(|error| format!("{error}")));
    };
    let preview = Preview::start(&options(&workshop), report).unwrap();
    let server = Server::start_service(Limits::default(), |address| router(&preview, address));
    next(&reports).unwrap_err();
    let waiting = ask_here(&server, "GET", "/", &[]);
    assert_eq!((waiting.status, waiting.header("Refresh").as_deref()), (503, Some("2")));
    assert!(waiting.text().contains("Đang dựng bản xem trước"), "{}", waiting.text());

    workshop.write_article("banthao", "published_at = \"2021-03-13\"");
    next(&reports).unwrap();
    assert_eq!(ask_here(&server, "GET", "/", &[]).status, 200);
}

/// Of a preview of ten thousand articles hardly any page is ever opened.
#[test]
fn a_file_of_a_preview_is_made_when_it_is_asked_for() {
    let workshop = workshop();
    let published = workshop.content().with_file_name("whole").join("site");
    fs::create_dir(published.parent().unwrap()).unwrap();
    let whole = PublishOptions { audience: Audience::Editors, out: published.clone(), ..workshop.options() };
    publish(&PublishOptions { draws_pictures: false, compresses: false, ..whole }).unwrap();
    let (sender, reports) = channel();
    let report = move |result: Result<Published, _>| {
        let _ = sender.send(result.map(|published| published.pages).map_err(|error| format!("{error}")));
    };
    let preview = Preview::start(&options(&workshop), report).unwrap();
    let server = Server::start_service(Limits::default(), |address| router(&preview, address));
    next(&reports).unwrap();
    let made_early = files_below(&preview.site().join("."));

    let mut late = 0;
    for file in files_below(&published.join(".")) {
        // The list of all pages is for search engines, the display's edition for its worker: neither asks a preview.
        if ["sitemap.xml", "kiosk/edition.json", "kiosk/sw.js"].contains(&file.as_str()) || file.ends_with("404.html") {
            continue;
        }
        let address = format!("/{}", file.strip_suffix("index.html").unwrap_or(&file));
        let answer = ask_here(&server, "GET", &address, &[]);
        assert_eq!(answer.status, 200, "{address}");
        // The index is of the same bytes but for the order in which Pagefind's threads end.
        if !file.contains("pagefind/") {
            assert!(answer.body == fs::read(published.join(&file)).unwrap(), "{address} is not what is published");
        }
        late += usize::from(!made_early.contains(&file));
    }
    assert!(late > 40 && !made_early.contains(&"pagefind/parts.json".to_owned()), "{late}, {made_early:?}");
    assert_eq!(ask_here(&server, "GET", "/tin-tuc/khong-co-khongco/", &[]).status, 404);
    workshop.write_article("themmoi", "published_at = \"2021-03-15\"");
    next(&reports).unwrap();
    let asked = "/embed/v1/oembed?url=https://portal.example/tin-tuc/bai-themmoi-themmoi/";
    assert_eq!(ask_here(&server, "GET", asked, &[]).status, 200, "what a program asks for by its question is made too");
    assert_eq!(ask_here(&server, "GET", "/tin-moi/trang-99/", &[]).status, 404);
}

#[test]
fn nothing_of_a_preview_is_kept_listed_or_read_by_another_site() {
    use std::os::unix::fs::PermissionsExt;

    let workshop = workshop();
    let (sender, reports) = channel();
    let report = move |result: Result<Published, _>| {
        let _ = sender.send(result.is_ok());
    };
    let preview = Preview::start(&options(&workshop), report).unwrap();
    let server = Server::start_service(Limits::default(), |address| router(&preview, address));
    // Before there is anything to show, too.
    let early = ask_here(&server, "GET", "/", &[]);
    assert_eq!(early.header("Cache-Control").as_deref(), Some("no-store"));
    assert!(reports.recv_timeout(Duration::from_secs(60)).unwrap());
    for (method, path, status) in [
        ("GET", "/", 200),
        ("HEAD", "/tin-tuc/ban-thao-kin-banthao/", 200),
        ("GET", "/tin-tuc/ban-thao-kin-banthao", 301),
        ("GET", "/bai-kin-cu.html", 301),
        ("GET", "/khong-co/", 404),
        ("GET", "/api/v1/articles/banthao.json", 200),
        ("GET", "/api/v1/articles/khongco.json", 404),
        ("GET", "/assets/portal-app-0123456789abcdef.js", 200),
        ("GET", "/robots.txt", 200),
        ("GET", "/sw.js", 404),
        ("GET", "/kiosk/", 200),
        ("GET", "/kiosk/sw.js", 404),
        ("GET", "/healthz", 200),
        ("POST", "/", 405),
    ] {
        let answer = ask_here(&server, method, path, &[]);
        assert_eq!(answer.status, status, "{method} {path}");
        for (name, value) in [
            ("Cache-Control", Some("no-store")),
            ("X-Robots-Tag", Some("noindex")),
            ("Cross-Origin-Resource-Policy", Some("same-origin")),
            ("Access-Control-Allow-Origin", None),
        ] {
            assert_eq!(answer.header(name).as_deref(), value, "{method} {path}: {name}");
        }
    }
    let port = server.address.port();
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")];
    for host in &own {
        let origin = format!("http://{host}");
        assert_eq!(ask(server.address, "GET", "/", &[("Host", host)]).status, 200, "{host}");
        assert_eq!(ask(server.address, "GET", "/", &[("Host", host), ("Origin", &origin)]).status, 200, "{host}");
    }
    // Another site's name that leads here, and another site's script.
    let rebound = format!("evil.example:{port}");
    for host in [rebound.as_str(), "evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "", "portal.example"] {
        for path in ["/", "/tin-tuc/ban-thao-kin-banthao/", "/api/v1/articles/banthao.json", "/khong-co/"] {
            let answer = ask(server.address, "GET", path, &[("Host", host)]);
            assert_eq!(answer.status, 421, "{host} {path}");
            assert!(answer.text().contains(&format!("go to http://127.0.0.1:{port}/")), "{}", answer.text());
        }
    }
    assert_eq!(ask(server.address, "GET", &format!("http://{rebound}/"), &[("Host", &own[0])]).status, 421);
    assert_eq!(ask(server.address, "GET", "/", &[("Host", &own[0]), ("Host", &rebound)]).status, 421);
    for origin in ["https://elsewhere.example", "null", &format!("http://{rebound}"), &format!("https://{}", own[0])] {
        let answer = ask_here(&server, "GET", "/", &[("Origin", origin)]);
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(answer.header("Access-Control-Allow-Origin"), None, "{origin}");
    }
    let folder = preview.site().parent().unwrap().to_owned();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    drop((server, preview));
    assert!(!folder.exists(), "the preview's folder goes with it");
}

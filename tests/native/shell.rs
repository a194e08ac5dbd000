//! The app in front of a content API that is somebody else's: what `portal shell` writes, what servers answer with it, and
//! what it says of an API that cannot be used.

mod api;

use std::fs;
use std::net::SocketAddr;
use std::process::{Command, Output};

use chrono::DateTime;
use portal_app::text::Lang;
use portal_publisher::commands::check::check;
use portal_publisher::commands::publish::{PublishError, PublishOptions, publish};
use portal_publisher::commands::shell::{ShellOptions, Written, write};
use portal_publisher::release::rollback;
use portal_publisher::source::content_api::ApiAddress;
use scraper::Selector;
use serde_json::Value;
use tempfile::TempDir;

use self::api::Api;
use super::deploying::servers::{start_caddy, start_nginx};
use super::published::{AT, Site, repository, write_app, write_files};
use super::serving::Server;
use super::serving::exchange::{Answer, ask};

/// A built app, and the web root that a shell is published to.
struct Shop {
    folder: TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        write_app(&folder.path().join("app"));
        Self { folder }
    }

    fn options(&self, api: &Api) -> ShellOptions {
        let address = ApiAddress::parse(&api.base()).unwrap();
        let at = DateTime::parse_from_rfc3339(AT).unwrap();
        let (app, out) = (self.folder.path().join("app"), self.folder.path().join("site"));
        ShellOptions { compresses: false, at, ..ShellOptions::new(address, app, out) }
    }

    fn write(&self, api: &Api) -> Result<Written, PublishError> {
        write(&self.options(api))
    }

    fn site(&self) -> Site {
        Site { root: self.folder.path().join("site") }
    }

    /// `routes.json`.
    fn routes(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.folder.path().join("site.deploy/routes.json")).unwrap()).unwrap()
    }
}

/// The policy in a document.
fn meta_policy(shop: &Shop, file: &str) -> String {
    let html = shop.site().html(file);
    let meta = Selector::parse("meta[http-equiv=Content-Security-Policy]").unwrap();
    html.select(&meta).next().unwrap().attr("content").unwrap().to_owned()
}

/// The sources of a directive.
fn sources<'a>(policy: &'a str, directive: &str) -> Vec<&'a str> {
    let directive = policy.split("; ").find_map(|part| part.strip_prefix(directive)?.strip_prefix(' '));
    directive.unwrap_or_default().split(' ').collect()
}

#[test]
fn each_language_of_the_api_has_its_shell_which_names_the_api_and_is_found_by_search_engines() {
    let (shop, api) = (Shop::new(), Api::start());
    let written = shop.write(&api).unwrap();
    assert_eq!((written.finished.release, written.languages), (1, vec![Lang::Vi, Lang::En]));

    let site = shop.site();
    for (prefix, lang, name) in [("", "vi", "Cổng thử nghiệm"), ("en/", "en", "Test portal")] {
        let texts = ["index.html", "app.html", "404.html"].map(|file| site.text(&format!("{prefix}{file}")));
        assert!(texts.iter().all(|text| *text == texts[0]));
        let meta = format!(r#"<meta name="content-api" content="{}">"#, api.base());
        for part in [meta.as_str(), &format!(r#" lang="{lang}">"#), &format!("<title>{name}</title>")] {
            assert!(texts[0].contains(part), "{part} is not in {}", texts[0]);
        }
        assert!(!texts[0].contains("noindex") && !texts[0].contains("page-data"), "{}", texts[0]);
    }
    // Nothing that only prerendering makes, and nothing of the API.
    let files = site.files();
    let others = ["embed/", "api/", "share/", "pagefind/", "media/", "sitemap", "rss", "atom", "feed"];
    let is_other =
        |file: &&String| others.iter().any(|other| file.starts_with(other)) || file.ends_with("/tools/widgets.js");
    let others = files.iter().filter(is_other);
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&String>::new());
    for file in ["icon.svg", "favicon.ico", "manifest.webmanifest", "robots.txt", "kiosk/sw.js", "/tools/search.js"] {
        assert!(files.iter().any(|written| written.ends_with(file)), "{file} is not in {files:?}");
    }
    assert_eq!(site.text("robots.txt"), "User-agent: *\nAllow: /\n");
}

#[test]
fn an_api_without_english_has_no_english_shell() {
    let (shop, api) = (Shop::new(), Api::start());
    api.set("en/site.json", 404, "");
    assert_eq!(shop.write(&api).unwrap().languages, [Lang::Vi]);
    assert!(!shop.site().root.join("en").exists());
    assert_eq!(shop.routes().get("translations"), None);
}

#[test]
fn the_policy_opens_for_the_api_the_media_that_are_named_and_what_the_site_names() {
    let (shop, api) = (Shop::new(), Api::start());
    api.edit("site.json", "online", r#"{"url":"https://dem.example/so"}"#);
    api.edit("site.json", "providers", r#"[{"name":"youtube","origin":"https://www.youtube-nocookie.com"}]"#);
    let media = vec!["https://anh.example".to_owned()];
    write(&ShellOptions { media, ..shop.options(&api) }).unwrap();

    let origin = api.origin();
    let (site, kiosk) = (meta_policy(&shop, "index.html"), meta_policy(&shop, "kiosk/index.html"));
    for policy in [&site, &kiosk] {
        assert_eq!(sources(policy, "img-src"), ["'self'", &origin, "https://anh.example"]);
        assert_eq!(sources(policy, "media-src"), ["'self'", &origin, "https://anh.example"]);
        assert_eq!(sources(policy, "default-src"), ["'none'"]);
    }
    assert_eq!(sources(&kiosk, "connect-src"), ["'self'", &origin]);
    assert_eq!(sources(&site, "connect-src"), ["'self'", "https://dem.example", &origin]);
    assert_eq!(sources(&site, "frame-src"), ["'self'", "https://www.youtube-nocookie.com"]);
    // What the header says of it is the same.
    for (name, policy) in [("content_security_policy", &site), ("kiosk_policy", &kiosk)] {
        let routes = shop.routes();
        assert_eq!(sources(routes[name].as_str().unwrap(), "script-src"), sources(policy, "script-src"), "{name}");
    }
}

#[test]
fn what_cannot_be_used_is_told_by_address_status_and_field_and_nothing_is_written() {
    let (shop, api) = (Shop::new(), Api::start());
    for (endpoint, status, body, told) in [
        ("site.json", 404, "", "it answers 404"),
        ("site.json", 503, "", "it answers 503"),
        ("site.json", 302, "", "leads to /dang-nhap"),
        ("site.json", 200, "<!doctype html>", "it is a page, no JSON"),
        ("site.json", 200, "{}", "missing field `url`"),
        ("en/site.json", 500, "", "it answers 500"),
        ("en/site.json", 200, "{}", "missing field `url`"),
        ("kiosk.json", 200, "{}", "missing field `settings`"),
    ] {
        let whole = api.set(endpoint, status, body);
        let error = shop.write(&api).unwrap_err().to_string();
        let check = format!("`portal api-check {}`", api.base());
        for part in [&format!("{}/{endpoint}: ", api.base()), told, &check] {
            assert!(error.contains(part), "{part} is not in {error}");
        }
        api.set(endpoint, 200, &whole);
    }
    for (endpoint, field, value, told) in [
        ("site.json", "lang", "\"en\"", "lang: `en` is there"),
        ("en/site.json", "lang", "\"vi\"", "lang: `vi` is there"),
        ("site.json", "url", "\"https://portal.example/cong/\"", "url: `https://portal.example/cong/` is no origin"),
        ("site.json", "navigation", "[{\"label\":\"a\",\"path\":\"https://a.example/\"}]", "navigation.0.path"),
    ] {
        let whole = api.edit(endpoint, field, value);
        let error = shop.write(&api).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
        api.set(endpoint, 200, &whole);
    }
    assert!(!shop.site().root.exists() && !shop.folder.path().join("site.releases/1").exists());

    // What was published stays when the API is away.
    shop.write(&api).unwrap();
    let before = shop.site().text("index.html");
    api.set("site.json", 503, "");
    shop.write(&api).unwrap_err();
    assert_eq!(shop.site().text("index.html"), before);
}

#[test]
fn a_shell_is_a_release_that_can_be_taken_back() {
    let (shop, api) = (Shop::new(), Api::start());
    shop.write(&api).unwrap();
    api.edit("site.json", "name", "\"Tên mới\"");
    assert_eq!(shop.write(&api).unwrap().finished.release, 2);
    assert!(shop.site().text("index.html").contains("<title>Tên mới</title>"));
    assert_eq!(rollback(&shop.site().root).unwrap(), 1);
    assert!(shop.site().text("index.html").contains("<title>Cổng thử nghiệm</title>"));
}

#[test]
fn between_own_content_and_anothers_web_servers_have_to_be_reloaded() {
    let (shop, api) = (Shop::new(), Api::start());
    let ShellOptions { app, out, at, .. } = shop.options(&api);
    let own = PublishOptions {
        compresses: false,
        indexes: false,
        draws_pictures: false,
        ..PublishOptions::new(repository().join("content"), app, out, at)
    };
    assert!(!publish(&own).unwrap().needs_reload, "there is nothing to be reloaded yet");
    assert!(shop.write(&api).unwrap().needs_reload);
    assert!(!shop.write(&api).unwrap().needs_reload);
    assert!(publish(&own).unwrap().needs_reload);
    let [output, again] = [(); 2].map(|()| {
        let mut shell = Command::new(env!("CARGO_BIN_EXE_portal"));
        shell.args(["shell", "--no-compression", "--rebuild", "--api", &api.base(), "--app"]).arg(&own.app);
        let output = shell.arg("--out").arg(&own.out).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    });
    assert!(output.contains("cần được nạp lại") && !again.contains("nạp lại"), "{output}{again}");
}

#[test]
fn every_page_is_answered_with_the_shell_in_its_language_and_nothing_else_is() {
    let (shop, api) = (Shop::new(), Api::start());
    shop.write(&api).unwrap();
    check_pages(Server::start(&shop.site().root, &[]).address);
    for start in [start_nginx, start_caddy] {
        check_pages(start(shop.folder.path(), None).address);
    }
}

/// What every server says.
fn check_pages(server: SocketAddr) {
    let csp = |answer: &Answer| answer.header("Content-Security-Policy").unwrap_or_default();
    for path in [
        "/",
        "/?q=1",
        "/chuyen-muc/tin-thu/",
        "/chuyen-muc/tin-thu/trang-1/",
        "/chuyen-muc/tin-thu/2021-04/",
        "/tin-moi/",
        "/tin-moi/trang-1/",
        "/tin-tuc/bai-thu-v000/",
        "/tin-tuc/ten-khac-khong-co/",
        "/the/thu-nghiem/",
        "/trang/gioi-thieu/",
        "/tim-kiem/?q=b%C3%A0i",
        "/so-do-trang/",
        "/en/",
        "/en/tin-moi/",
        "/en/tin-tuc/test-article-e000/",
    ] {
        let answer = ask(server, "GET", path, &[]);
        let lang = if path.starts_with("/en/") { "en" } else { "vi" };
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains(&format!(" lang=\"{lang}\">")), "{path}: {}", answer.text());
        assert!(answer.header("Content-Type").unwrap().starts_with("text/html"), "{path}");
        assert_eq!(answer.header("Cache-Control").as_deref(), Some("no-cache"), "{path}");
        assert!(csp(&answer).contains("object-src 'none'"), "{path}");
    }
    for (path, to) in [("/tin-moi", "/tin-moi/"), ("/en/tin-moi?a=b", "/en/tin-moi/?a=b"), ("/en", "/en/")] {
        let answer = ask(server, "GET", path, &[]);
        assert_eq!((answer.status, answer.header("Location").as_deref()), (301, Some(to)), "{path}");
    }
    for path in [
        "/khong-co/",
        "/assets/khong-co.js",
        "/media/anh.svg",
        "/media/anh/",
        "/tin-tuc/bai.html",
        "/tin-tuc/bai-thu-v000/anh.png",
        "/tin-tuc/",
        "/tin-moi/trang-0/",
        "/chuyen-muc/Tin/",
        "/nhung/",
        "/en/nhung/",
        "/fr/",
        "/embed/v1/latest/",
        "/api/v1/site.json",
        "/rss.xml",
        "/sitemap.xml",
        "/pagefind/pagefind.js",
        "//evil.example/",
        "/tin-moi//",
        "/.env",
        "/tin-moi/.git/",
        "/tin-tuc/%2e%2e/tin-moi/",
        "/tin-moi/%00",
    ] {
        let status = ask(server, "GET", path, &[]).status;
        // nginx takes no zero byte for a request.
        assert!(status == 404 || (path == "/tin-moi/%00" && status == 400), "{path}: {status}");
    }
    // The page of what is not there carries the app, which says so in the reader's language.
    for (path, lang) in [("/khong-co/", "vi"), ("/en/no-such/", "en")] {
        let answer = ask(server, "GET", path, &[]);
        assert!(answer.text().contains(&format!(" lang=\"{lang}\">")), "{path}: {}", answer.text());
        assert!(csp(&answer).contains("object-src 'none'"), "{path}");
    }
    assert_eq!(ask(server, "GET", "/kiosk/", &[]).status, 200);
}

#[test]
fn a_display_starts_from_an_edition_of_its_own_files() {
    let (shop, api) = (Shop::new(), Api::start());
    api.edit("kiosk.json", "displays", &api::display("https://nhip.example/displays/heartbeats"));
    shop.write(&api).unwrap();
    let site = shop.site();
    assert!(site.text("kiosk/index.html").contains(&format!("content-api\" content=\"{}\"", api.base())));
    let policy = meta_policy(&shop, "kiosk/index.html");
    assert_eq!(sources(&policy, "connect-src"), ["'self'", &api.origin(), "https://nhip.example"]);
    let edition: Value = serde_json::from_str(&site.text("kiosk/edition.json")).unwrap();
    let paths = edition["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap());
    let paths = paths.collect::<Vec<_>>();
    assert!(paths.contains(&"/kiosk/") && paths.contains(&"/kiosk/sw.js"), "{paths:?}");
    assert!(paths.iter().any(|path| path.ends_with("_bg.wasm")), "{paths:?}");
    assert!(
        paths.iter().all(|path| path.starts_with("/kiosk/") || path.starts_with("/assets/") || path.contains("icon"))
    );
    assert_eq!(edition["site"], "https://portal.example");
}

#[test]
fn a_content_folder_that_names_an_api_publishes_its_look_in_front_of_it() {
    let (shop, api) = (Shop::new(), Api::start());
    let content = shop.folder.path().join("content");
    let css = ":root { --browser-color: #123456; }";
    let settings = format!("content_api = \"{}\"\ncontent_api_media = [\"https://anh.example/\"]\n", api.base());
    write_files(&content, &[("site.toml", &settings), ("theme/theme.css", css)]);
    assert!(check(&content).unwrap().warnings.is_empty());
    let program = || Command::new(env!("CARGO_BIN_EXE_portal"));
    let folder = shop.folder.path();
    let run = |command: &[&str]| {
        let mut portal = program();
        portal.args(command).arg("--content").arg(&content).arg("--app").arg(folder.join("app"));
        portal
    };
    let publish = |flags: &[&str]| {
        run(&["publish", "--no-compression"]).args(flags).arg("--out").arg(folder.join("site")).output().unwrap()
    };
    let output = publish(&[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("đã đăng khung ứng dụng (vi, en)"));
    let html = shop.site().text("index.html");
    assert!(html.contains("#123456") && html.contains(&api.base()), "{html}");
    assert_eq!(sources(&meta_policy(&shop, "index.html"), "img-src"), ["'self'", &api.origin(), "https://anh.example"]);

    // What only own content can have is refused in one line.
    let refused = |output: Output, parts: &[&str]| {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.trim_end().lines().count() == 1, "{said}");
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    };
    refused(publish(&["--at", "now"]), &["--at: ", "site.toml có content_api", "Hãy bỏ đi."]);
    refused(
        publish(&["--no-search", "--lang", "en"]),
        &["--no-search: ", "site.toml has content_api", "Leave it out."],
    );
    refused(publish(&["--no-share-pictures"]), &["--no-share-pictures: "]);
    for (command, why) in [(&["serve", "--preview"][..], "nothing to preview"), (&["follow"], "nothing to follow")] {
        refused(run(command).args(["--address", "127.0.0.1:0"]).output().unwrap(), &["content_api: ", why]);
    }

    // An address that cannot be one is a problem of the file, like any other.
    write_files(&content, &[("site.toml", "content_api = \"http://api.example/v1\"\n")]);
    let problems = check(&content).unwrap_err().to_string();
    assert!(problems.contains("site.toml:1: content_api = \"http://api.example/v1\": it is no address"), "{problems}");

    // So is a place of pictures, though the address is one.
    let media = settings.replace("anh.example/", "anh.example/thu-muc");
    write_files(&content, &[("site.toml", &media)]);
    for problems in [check(&content).unwrap_err().to_string(), String::from_utf8(publish(&[]).stderr).unwrap()] {
        let place = "site.toml:2: ";
        assert!(problems.contains(place) && problems.contains("content_api_media[1]"), "{problems}");
    }

    let refused = program().args(["shell", "--api", "http://api.example/v1"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("Write https://"), "{said}");
}

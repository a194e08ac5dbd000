//! The display's document and what publishing makes of the app's folder for it.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal_publisher::delivery::Routes;
use scraper::Selector;
use sha2::{Digest as _, Sha256};

use super::settings::workshop;
use crate::published::{EMBEDDED, Site, sites, write_files};
use crate::workshop::Workshop;

const FIRST: (&str, &str) = ("aaaa01", "published_at = \"2021-03-12\"");

fn attribute(site: &Site, selector: &str, name: &str) -> String {
    let (page, selector) = (site.page("kiosk/"), Selector::parse(selector).unwrap());
    let found = page.select(&selector).map(|element| element.attr(name).unwrap().to_owned()).collect::<Vec<_>>();
    let [only] = found.as_slice() else { panic!("{found:?}") };
    only.clone()
}

/// What the display's policy says in its document and in its header.
const ALWAYS: &str = "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'; \
                      font-src 'self'; manifest-src 'self'; worker-src 'self'";
/// Text becomes no script and no markup.
const TYPES: &str = "require-trusted-types-for 'script'; trusted-types default";

#[test]
fn the_document_starts_the_app_at_its_published_addresses() {
    for (name, site) in sites() {
        let html = site.text("kiosk/index.html");
        for place in ["publish:", "rel=\"stylesheet\"", "\"/kiosk/"] {
            assert!(!html.contains(place), "{name}: {place}");
        }
        assert!(html.contains("<html lang=\"vi\" data-surface=\"kiosk\">"), "{name}");
        assert_eq!(attribute(site, "meta[name='robots']", "content"), "noindex", "{name}");
        assert_eq!(attribute(site, "script", "data-module"), "/assets/portal-kiosk-0123456789abcdef.js");
        assert_eq!(attribute(site, "script", "data-wasm"), "/assets/portal-kiosk-0123456789abcdef_bg.wasm");
        let boot = attribute(site, "script", "src");
        assert!(boot.starts_with("/assets/boot-") && site.text(&boot).contains("kiosk"), "{name}: {boot}");
        assert!(!html.contains("apple-touch-icon") && !html.contains("rel=\"manifest\""), "{name}");
        assert!(html.contains("href=\"/icon.svg\""), "{name}");
    }
}

#[test]
fn each_file_of_the_display_is_published_once_under_its_name() {
    let files = EMBEDDED.files();
    let below = files.iter().filter(|file| file.starts_with("kiosk/")).collect::<Vec<_>>();
    assert_eq!(below, ["kiosk/edition.json", "kiosk/index.html", "kiosk/sw.js"]);
    let count = |start: &str| files.iter().filter(|file| file.starts_with(start)).count();
    // The visitors' own, and the display's.
    assert_eq!((count("assets/boot-"), count("assets/portal-kiosk-")), (2, 2));
    assert_eq!(count("assets/be-vietnam-pro-400"), 1);
}

#[test]
fn the_policy_allows_the_display_what_it_needs_and_the_header_nobody_to_frame_it() {
    let workshop = workshop(
        &[FIRST],
        "heartbeat_url = \"https://displays.example/beat?a=1\"\n[[kiosk.displays]]\nname = \"a\"\n\
         heartbeat_url = \"/displays/beat\"\n[[kiosk.displays]]\nname = \"b\"\nheartbeat_url = \"https://other.example:8443/\"",
    );
    write_files(&workshop.content(), &[("theme/theme.css", ":root { --red-70: #123456 }")]);
    let site = workshop.publish();
    let html = site.text("kiosk/index.html");
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(style.ends_with("@layer theme{:root{--red-70:#123456}}"), "{style}");
    let expected = format!(
        "default-src 'none'; {}; style-src 'sha256-{}'; img-src 'self'; \
         media-src 'self'; connect-src 'self' https://displays.example https://other.example:8443; {TYPES}",
        // What `default-src` says already.
        ALWAYS.replace("object-src 'none'; ", ""),
        STANDARD.encode(Sha256::digest(style))
    );
    assert_eq!(attribute(&site, "meta[http-equiv]", "content"), expected);
    let routes = fs::read(workshop.out().with_file_name("site.deploy").join("routes.json")).unwrap();
    let routes: Routes = serde_json::from_slice(&routes).unwrap();
    assert_eq!(routes.kiosk_policy, format!("{ALWAYS}; frame-ancestors 'none'; {TYPES}"));
    // Visitors' pages know nothing of it.
    assert!(!routes.content_security_policy.contains("displays.example"));
}

#[test]
fn an_app_without_displays_is_published_without_a_trace_of_them() {
    let workshop = workshop(&[FIRST], "story_seconds = 30");
    fs::remove_file(workshop.app().join("kiosk/index.html")).unwrap();
    let site = workshop.publish();
    let found = site.files().into_iter().filter(|file| file.contains("kiosk")).collect::<Vec<_>>();
    assert_eq!(found, Vec::<String>::new());
    let routes = fs::read_to_string(workshop.out().with_file_name("site.deploy").join("routes.json")).unwrap();
    assert!(routes.contains("\"kiosk_policy\": \"\""), "{routes}");
}

#[test]
fn visitors_documents_are_the_same_whatever_displays_do() {
    let settings = "story_seconds = 30\nheartbeat_url = \"https://displays.example/\"";
    let workshops = [Workshop::new(&[FIRST]), workshop(&[FIRST], settings)];
    let [plain, with] = workshops.each_ref().map(Workshop::publish);
    for file in ["index.html", "api/v1/site.json", "api/v1/home.json", "sitemap.xml", "robots.txt", "app.html"] {
        assert_eq!(plain.text(file), with.text(file), "{file}");
    }
    assert!(!with.text("sitemap.xml").contains("kiosk") && !with.text("robots.txt").contains("kiosk"));
}

#[test]
fn a_shell_that_lacks_something_is_told_of_before_anything_is_published() {
    for (from, to, words) in [
        ("<!-- publish:head -->", "", "`<!-- publish:head -->` is in it 0 times"),
        ("<meta name=\"robots\" content=\"noindex\">", "", "noindex"),
        (
            "portal-kiosk-0123456789abcdef_bg",
            "portal-kiosk-1123456789abcdef_bg",
            "/kiosk/portal-kiosk-1123456789abcdef_bg.wasm",
        ),
    ] {
        let workshop = Workshop::new(&[FIRST]);
        let shell = workshop.app().join("kiosk/index.html");
        fs::write(&shell, fs::read_to_string(&shell).unwrap().replace(from, to)).unwrap();
        let error = workshop.try_publish().unwrap_err().to_string();
        assert!(error.contains("kiosk/index.html") && error.contains(words), "{error}");
        assert!(!workshop.out().exists());
    }
}

//! The counter of page views: absent without the setting, and limited to its two origins with it.

use std::fs;
use std::io::Write as _;

use portal_publisher::delivery::Routes;
use portal_publisher::source::folder::read;
use scraper::{Html, Selector};

use crate::published::{EMBEDDED, GENERATED, Site, files_below};
use crate::workshop::Workshop;

const COUNTED: &str = r#"
[analytics]
kind = "emc"
tracker_url = "https://f-emc.portal.example/tracking"
script_url = "https://scripts.portal.example:8443/embed/gov-tracking.min.js"
site_id = "42"
"#;

/// A site of one article with `settings` after its own.
fn workshop(settings: &str) -> Workshop {
    let workshop = Workshop::new(&[("a1b2c3", "published_at = \"2021-03-12\"")]);
    let file = workshop.content().join("site.toml");
    fs::OpenOptions::new().append(true).open(file).unwrap().write_all(settings.as_bytes()).unwrap();
    workshop
}

/// Every document, by its file: its policy and the attributes of the counter's scripts.
fn documents(site: &Site) -> Vec<(String, String, Vec<[String; 4]>)> {
    let policy = Selector::parse("head meta[http-equiv='Content-Security-Policy']").unwrap();
    let script = Selector::parse("head script[src$='/tools/analytics.js']").unwrap();
    let files = files_below(&fs::canonicalize(&site.root).unwrap()).into_iter();
    // Widgets' frames count nobody, wherever they are shown, and displays are no readers.
    let is_uncounted = |file: &str| ["embed/", "kiosk/"].iter().any(|folder| file.starts_with(folder));
    let files = files.filter(|file| file.ends_with(".html") && !is_uncounted(file));
    let read = |file: String| {
        let page = Html::parse_document(&fs::read_to_string(site.root.join(&file)).unwrap());
        let policy = page.select(&policy).next().unwrap().attr("content").unwrap().to_owned();
        let names = ["src", "data-tracker-url", "data-script-url", "data-site-id"];
        let scripts = page.select(&script).map(|script| names.map(|name| script.attr(name).unwrap().to_owned()));
        (file, policy, scripts.collect())
    };
    files.map(read).collect()
}

/// What a policy's directive names.
fn sources(policy: &str, directive: &str) -> Vec<String> {
    let found = policy.split("; ").filter_map(|part| part.strip_prefix(&format!("{directive} ")));
    found.flat_map(|list| list.split(' ')).map(str::to_owned).collect()
}

fn header_policy(workshop: &Workshop) -> String {
    let routes = fs::read(workshop.out().with_file_name("site.deploy").join("routes.json")).unwrap();
    serde_json::from_slice::<Routes>(&routes).unwrap().content_security_policy
}

/// What is framed is loaded only when a reader asks for it.
fn without_players(policy: &str) -> String {
    policy.split("; ").filter(|part| !part.starts_with("frame-src ")).collect::<Vec<_>>().join("; ")
}

#[test]
fn without_the_setting_no_document_names_a_counter_or_another_host() {
    for site in [&*EMBEDDED, &*GENERATED] {
        for (file, policy, scripts) in documents(site) {
            assert_eq!(scripts, Vec::<[String; 4]>::new(), "{file}");
            assert!(!without_players(&policy).contains("://"), "{file}: {policy}");
        }
    }
    let workshop = workshop("");
    workshop.publish();
    assert!(!header_policy(&workshop).contains("://"));
}

#[test]
fn with_the_setting_every_document_starts_the_counter_and_admits_its_two_origins_alone() {
    let workshop = workshop(COUNTED);
    let documents = documents(&workshop.publish());
    assert!(["404.html", "app.html", "index.html"].iter().all(|name| documents.iter().any(|(file, ..)| file == name)));
    let of_scripts = ["'self'", "'wasm-unsafe-eval'", "https://scripts.portal.example:8443"];
    let header = header_policy(&workshop);
    assert_eq!(
        (sources(&header, "script-src"), header.matches("://").count()),
        (of_scripts.map(str::to_owned).into(), 1)
    );
    for (file, policy, scripts) in &documents {
        assert_eq!(sources(policy, "script-src"), of_scripts, "{file}");
        for directive in ["img-src", "connect-src"] {
            assert_eq!(sources(policy, directive), ["'self'", "https://f-emc.portal.example"], "{file}: {directive}");
        }
        assert_eq!(policy.matches("://").count(), 3, "{file}: {policy}");
        let [[own, others @ ..]] = scripts.as_slice() else { panic!("{file}: {scripts:?}") };
        assert!(own.starts_with("/assets/") && own.ends_with("/tools/analytics.js"), "{file}: {own}");
        let expected = [
            "https://f-emc.portal.example/tracking",
            "https://scripts.portal.example:8443/embed/gov-tracking.min.js",
            "42",
        ];
        assert_eq!(*others, expected.map(str::to_owned), "{file}");
    }
}

/// The policy comes first: what is before it would be loaded without it.
#[test]
fn the_policy_stands_before_the_counter() {
    let page = fs::read_to_string(workshop(COUNTED).publish().root.join("index.html")).unwrap();
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not there"));
    assert!(at("Content-Security-Policy") < at("/tools/analytics.js"));
    assert!(at("/tools/analytics.js") < at("</head>"));
}

#[test]
fn hostile_settings_stay_text_in_the_attribute() {
    let settings = COUNTED.replace("\"42\"", r#"'"><script>alert(1)</script>'"#);
    for (file, _, scripts) in documents(&workshop(&settings).publish()) {
        assert_eq!(scripts.len(), 1, "{file}");
        assert_eq!(scripts[0][3], r#""><script>alert(1)</script>"#, "{file}");
    }
}

#[test]
fn an_address_that_no_policy_can_name_is_refused_with_its_place() {
    for address in [
        "http://f-emc.portal.example/tracking",
        "https://user@f-emc.portal.example/tracking",
        "https://*/tracking",
        "https://a;script-src/",
        "/tracking",
        "https://thống-kê.vn/",
    ] {
        let workshop = workshop(&COUNTED.replace("https://f-emc.portal.example/tracking", address));
        let problems = read(&workshop.content()).err().map(|problems| problems.to_string()).unwrap_or_default();
        let reason = match address.contains('@') {
            true => "it leads to the site after the @",
            false => "it is not an https address",
        };
        for part in ["site.toml:", "tracker_url", address, reason] {
            assert!(problems.contains(part), "{part} is missing in: {problems}");
        }
        assert_eq!(problems.lines().count(), 1, "{problems}");
    }
}

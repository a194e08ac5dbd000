//! What the theme folder decides: style, motif, icons, share pictures; and what else is drawn.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal_publisher::commands::check::check;
use portal_publisher::commands::publish::{PublishOptions, publish};
use scraper::Selector;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::pages::{all, attribute};
use crate::published::{EMBEDDED, Site, write_files};
use crate::workshop::Workshop;

const FIRST: (&str, &str) = ("aaaa01", "published_at = \"2021-03-12\"");
const ICON: &str =
    r##"<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><path fill="#c00" d="M0 0h32v32H0z"/></svg>"##;

fn style(site: &Site) -> String {
    let html = site.text("index.html");
    html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0.to_owned()
}

fn draws(workshop: &Workshop) -> PublishOptions {
    PublishOptions { draws_pictures: true, ..workshop.options() }
}

/// The published paths in a text: what is between quotes or brackets and begins with `/assets/`.
fn assets_in(text: &str) -> BTreeSet<String> {
    let parts = text.split(['"', '(', ')']).filter_map(|part| part.strip_prefix('/'));
    parts.filter(|part| part.starts_with("assets/")).map(str::to_owned).collect()
}

#[test]
fn fonts_motif_and_scripts_are_published_under_the_hash_of_their_content() {
    let files = EMBEDDED.files().into_iter().collect::<BTreeSet<_>>();
    let named = assets_in(&EMBEDDED.text("index.html"));
    for name in ["be-vietnam-pro-400", "be-vietnam-pro-700", "brocade", "mountains", "boot"] {
        let asset = named.iter().find(|path| path.starts_with(&format!("assets/{name}-"))).unwrap();
        assert!(files.contains(asset), "{asset}");
        let bytes = fs::read(EMBEDDED.root.join(asset)).unwrap();
        assert!(!bytes.is_empty(), "{asset}");
    }
    assert!(!files.contains("boot.js") && !files.contains("fonts/be-vietnam-pro-400.woff2"));
    assert!(files.contains("fonts/OFL.txt"));
}

#[test]
fn the_policy_allows_the_sheet_with_the_theme_in_it() {
    let workshop = Workshop::new(&[FIRST]);
    write_files(&workshop.content(), &[("theme/theme.css", ":root { --red-70: #123456 }")]);
    let site = workshop.publish();
    let style = style(&site);
    assert!(style.ends_with("@layer theme{:root{--red-70:#123456}}"), "{style}");
    let hash = STANDARD.encode(Sha256::digest(&style));
    let page = site.page("/");
    let policy = page.select(&Selector::parse("meta[http-equiv]").unwrap()).next().unwrap().attr("content").unwrap();
    assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}'")), "{policy}");
}

#[test]
fn the_policy_frames_the_providers_that_the_site_names_and_nobody_else() {
    let policy = |providers: &str| {
        let workshop = Workshop::new(&[FIRST]);
        let settings = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
        write_files(&workshop.content(), &[("site.toml", &format!("{settings}\n{providers}"))]);
        let page = workshop.publish().page("/");
        let meta = Selector::parse("meta[http-equiv]").unwrap();
        page.select(&meta).next().unwrap().attr("content").unwrap().to_owned()
    };
    let named = policy("[[providers]]\nname = \"youtube\"\norigin = \"https://www.youtube-nocookie.com\"\n");
    assert!(named.contains("; frame-src 'self' https://www.youtube-nocookie.com"), "{named}");
    // Our own widgets, for partners to see.
    let none = policy("");
    assert!(none.contains("; frame-src 'self';") && none.starts_with("default-src 'none'"), "{none}");
}

#[test]
fn the_themes_layer_comes_after_the_tokens_and_before_the_rest() {
    let style = style(&EMBEDDED);
    // A layer's place is where it is first named.
    let place = |name: &str| style.find(&format!("@layer {name}")).unwrap();
    assert!(place("tokens") < place("theme") && place("theme") < place("base"), "{style}");
}

#[test]
fn a_theme_that_cannot_be_used_is_told_of_with_its_place() {
    let acting = ICON.replace("<path", "<path onclick=\"alert(1)\"");
    for (file, text, place, message) in [
        (
            "theme.css",
            ":root { --a: 1 }\n\n:root { --b: url(fehlt.svg) }",
            "theme.css:3: url(fehlt.svg)",
            "no such file",
        ),
        ("theme.css", "\n.a { background: url(https://evil.example/a.png) }", "theme.css:2:", "not the name of a file"),
        ("theme.css", ".a { background: url(../site.toml) }", "theme.css:1:", "not the name of a file"),
        ("theme.css", "@import \"other.css\";", "theme.css:1: other.css", "imports no other sheet"),
        ("theme.css", "\n\n.a { } }", "theme.css:3:", "no style sheet"),
        ("theme.css", ".a::before { content: \"</style>\" }", "theme.css:", "`</`"),
        ("icon.svg", "<svg", "icon.svg:", "not sound SVG"),
        ("icon.svg", acting.as_str(), "icon.svg:1:", "the attribute `onclick`"),
        ("share.svg", ICON, "share.svg:", "32 × 32"),
        (
            "share.svg",
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630"><text>A</text></svg>"#,
            "share.svg:",
            "only shapes",
        ),
    ] {
        let workshop = Workshop::new(&[FIRST]);
        write_files(&workshop.content(), &[(&format!("theme/{file}"), text)]);
        let published = workshop.try_publish().unwrap_err().to_string();
        let checked = check(&workshop.content()).unwrap_err().to_string();
        assert_eq!(published, checked);
        assert_eq!(published.lines().count(), 1, "{published}");
        assert!(published.contains(place) && published.contains(message), "{text}: {published}");
        assert!(!workshop.out().exists());
    }
}

#[test]
fn a_sheet_publishes_pictures_and_typefaces_alone() {
    let workshop = Workshop::new(&[FIRST]);
    let told = |name: &str, text: &str| {
        let sheet = format!(":root {{ --a: url({name}) }}");
        write_files(&workshop.content(), &[("theme/theme.css", &sheet), (&format!("theme/{name}"), text)]);
        check(&workshop.content()).map(drop).map_err(|problems| problems.to_string())
    };
    let script = ICON.replace("</svg>", "<script>alert(1)</script></svg>");
    for (name, text, words) in [
        ("a.html", "<script>alert(1)</script>", "theme.css:1: url(a.html): `.html` is not a kind of file"),
        ("a.js", "alert(1)", "theme.css:1: url(a.js): `.js` is not a kind of file"),
        ("a.pdf", "%PDF", "theme.css:1: url(a.pdf): it is not a picture"),
        ("a.woff2", "<script>", "theme.css:1: url(a.woff2): it is not a WOFF2 typeface"),
        ("a.svg", script.as_str(), "theme/a.svg:1: it holds `<script>`"),
    ] {
        let told = told(name, text).unwrap_err();
        assert!(told.lines().count() == 1 && told.contains(words), "{told}");
    }
    assert_eq!(told("a.svg", ICON), Ok(()));
    assert_eq!(told("a.woff2", "wOF2"), Ok(()));
    let long = format!("{}.svg", "a".repeat(101));
    assert!(told(&long, ICON).unwrap_err().contains("longer than 100 letters"));
}

#[test]
fn without_a_theme_the_site_has_no_icon_and_no_manifest() {
    let workshop = Workshop::new(&[FIRST]);
    let site = workshop.publish();
    let html = site.text("index.html");
    for absent in ["rel=\"icon\"", "rel=\"manifest\"", "theme-color", "apple-touch-icon"] {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(!site.files().iter().any(|file| file.contains("icon") || file.ends_with(".webmanifest")));
}

#[test]
fn the_icon_comes_in_every_form_the_head_and_the_manifest_name() {
    let workshop = Workshop::new(&[FIRST]);
    write_files(
        &workshop.content(),
        &[("theme/icon.svg", ICON), ("theme/theme.css", ":root{--browser-color:#8c1212}")],
    );
    let site = workshop.publish();
    let html = site.text("index.html");
    assert!(html.contains(r##"<meta name="theme-color" content="#8c1212">"##));
    let manifest: Value = serde_json::from_str(&site.text("manifest.webmanifest")).unwrap();
    assert_eq!(
        (&manifest["name"], &manifest["lang"], &manifest["theme_color"]),
        (&"Cổng thử nghiệm".into(), &"vi".into(), &"#8c1212".into())
    );
    for icon in manifest["icons"].as_array().unwrap() {
        let bytes = fs::read(site.root.join(icon["src"].as_str().unwrap().trim_start_matches('/'))).unwrap();
        if let Some((width, _)) = icon["sizes"].as_str().unwrap().split_once('x') {
            assert_eq!(side_of_png(&bytes), width.parse::<u32>().unwrap());
        }
    }
    for shortcut in manifest["shortcuts"].as_array().unwrap() {
        let page = site.page(shortcut["url"].as_str().unwrap());
        assert_eq!(attribute(&page, "link[rel='manifest']", "href"), ["/manifest.webmanifest"]);
        assert!(all(&page, "h1").iter().any(|heading| heading.text().collect::<String>() == shortcut["name"]));
    }
    assert_eq!(side_of_png(&fs::read(site.root.join("apple-touch-icon.png")).unwrap()), 180);
    assert_eq!(fs::read(site.root.join("favicon.ico")).unwrap()[..4], [0, 0, 1, 0]);
}

/// The width in a PNG's header, at byte 16.
fn side_of_png(bytes: &[u8]) -> u32 {
    assert_eq!(&bytes[1..4], b"PNG");
    u32::from_be_bytes(bytes[16..20].try_into().unwrap())
}

#[test]
fn a_share_picture_is_drawn_once_and_handed_on() {
    let workshop = Workshop::new(&[FIRST, ("aaaa02", "published_at = \"2021-03-13\"")]);
    publish(&draws(&workshop)).unwrap();
    let pictures = |release: u64| {
        let folder = workshop.releases().join(format!("{release}/www/share"));
        let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        files.sort();
        files
    };
    let inode = |release: u64, start: &str| {
        let file =
            pictures(release).into_iter().rfind(|path| path.file_name().unwrap().to_str().unwrap().starts_with(start));
        file.map(|path| (path.file_name().unwrap().to_owned(), fs::metadata(path).unwrap().ino()))
    };
    // Two articles with their codes, two sections, the site's.
    assert_eq!(pictures(1).len(), 7);
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\nsummary = \"Khác\"");
    publish(&draws(&workshop)).unwrap();
    assert_eq!(pictures(2).len(), 7);
    for start in ["aaaa01", "aaaa02", "chuyen-muc-cha", "site"] {
        assert!(inode(1, start).is_some(), "{start}");
        assert_eq!(inode(1, start), inode(2, start), "{start}");
    }
}

#[test]
fn another_title_is_another_picture() {
    let workshop = Workshop::new(&[FIRST]);
    publish(&draws(&workshop)).unwrap();
    let named = |site: &Site| {
        site.files()
            .into_iter()
            .filter(|file| file.starts_with("share/aaaa01") && file.ends_with(".png"))
            .collect::<BTreeSet<_>>()
    };
    let first = named(&Site { root: workshop.out() });
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    publish(&draws(&workshop)).unwrap();
    // No page leads to the first any more, and a removed article must not live on in its picture.
    let second = named(&Site { root: workshop.out() });
    assert!(second.len() == 1 && second != first, "{second:?}");
}

#[test]
fn what_was_withdrawn_has_no_picture_of_its_own() {
    let workshop = Workshop::new(&[FIRST]);
    workshop
        .write_article("aaaa01", "published_at = \"2021-03-12\"\nwithdrawn = { at = \"2021-03-13\", note = \"Sai.\" }");
    publish(&draws(&workshop)).unwrap();
    let files = Site { root: workshop.out() }.files();
    assert!(!files.iter().any(|file| file.starts_with("share/aaaa01") && file.ends_with(".png")), "{files:?}");
}

#[test]
fn every_article_names_a_qr_code_that_is_published() {
    let files = EMBEDDED.files().into_iter().collect::<BTreeSet<_>>();
    for (endpoint, _) in EMBEDDED.documents().into_iter().filter(|(endpoint, _)| endpoint.starts_with("articles/")) {
        let code = EMBEDDED.json(&endpoint)["qr_code"].as_str().unwrap().trim_start_matches('/').to_owned();
        assert!(files.contains(&code), "{endpoint}: {code}");
        assert!(EMBEDDED.text(&code).starts_with("<svg "), "{code}");
    }
}

#[test]
fn a_sheet_that_names_no_published_file_is_no_shell() {
    let workshop = Workshop::new(&[FIRST]);
    let fonts = workshop.app().join("style/fonts.css");
    let sheet = fs::read_to_string(&fonts).unwrap();
    for (address, message) in
        [("/fonts/other.woff2", "names no file of public/"), ("other.woff2", "no address from the root")]
    {
        fs::write(&fonts, sheet.replace("/fonts/be-vietnam-pro-400.woff2", address)).unwrap();
        let error = workshop.try_publish().unwrap_err().to_string();
        assert!(error.contains(address) && error.contains(message), "{error}");
    }
}

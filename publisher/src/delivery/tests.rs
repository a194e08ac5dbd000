//! Tests of the deploy folder that need no server. `tests/native/deploying.rs` starts the real ones.

use super::*;
use crate::delivery::headers::{CLASSES, FileClass, HEADERS, Policies, headers_for, policy};
use crate::delivery::media_types::{MEDIA_TYPES, is_compressible, media_type};
use portal_app::path::word::{ArticleId, SitePath};
use portal_app::text::Lang;

fn site_path(text: &str) -> SitePath {
    SitePath::new(text).unwrap()
}

fn routes() -> Routes {
    Routes {
        origin: "https://portal.example".to_owned(),
        content_security_policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        embed_policy: "default-src 'none'; sandbox allow-scripts; frame-ancestors https://*.partner.example".to_owned(),
        kiosk_policy: "default-src 'none'; connect-src 'self' https://displays.example; frame-ancestors 'none'"
            .to_owned(),
        csp_reports: None,
        redirects: [(site_path("/Cũ/bài.aspx"), site_path("/tin-moi/"))].into(),
        articles: [(ArticleId::new("k7q2m9").unwrap(), site_path("/tin-tuc/hoi-thi-k7q2m9/"))].into(),
        translations: Vec::new(),
        online: true,
        is_shell: false,
    }
}

/// All that nginx includes.
fn in_nginx(rules: &ServerRules) -> Result<String, minijinja::Error> {
    let parts = nginx::format_parts(rules, &SiteFiles::of(Path::new("/srv/test/site")).unwrap())?;
    Ok(parts.map(|(_, text)| text).concat())
}

fn in_caddy(rules: &ServerRules) -> Result<String, minijinja::Error> {
    caddy::format_part(rules, &SiteFiles::of(Path::new("/srv/test/site")).unwrap()).map(|(_, text)| text)
}

#[test]
fn every_path_has_its_class() {
    for (path, class) in [
        ("/", FileClass::Document),
        ("/tin-tuc/hoi-thi-k7q2m9/", FileClass::Document),
        ("/404.html", FileClass::Document),
        ("/tools/read-aloud.js", FileClass::Script),
        ("/share/k7q2m9xw-0123456789abcdef.png", FileClass::Media),
        ("/share/k7q2m9xw-0123456789abcdef.svg", FileClass::Media),
        ("/sw.js", FileClass::Script),
        ("/kiosk/", FileClass::Kiosk),
        ("/kiosk/index.html", FileClass::Kiosk),
        ("/kiosk/sw.js", FileClass::Script),
        ("/kiosk/edition.json", FileClass::Script),
        ("/assets/portal-app-0123.js", FileClass::Asset),
        ("/media/quang-canh-01234567.svg", FileClass::Media),
        ("/api/v1/site.json", FileClass::Api),
        ("/api/v1/online.json", FileClass::Online),
        ("/embed/v1/latest/", FileClass::Embed),
        ("/embed/v1/oembed/k7q2m9.json", FileClass::Embed),
        ("/rss.xml", FileClass::Feed),
        ("/chuyen-muc/tin-tuc/atom.xml", FileClass::Feed),
        ("/robots.txt", FileClass::Other),
        ("/favicon.svg", FileClass::Other),
        ("/assets", FileClass::Other),
        ("", FileClass::Other),
    ] {
        assert_eq!(policy(path), class, "{path}");
    }
}

#[test]
fn what_is_hashed_by_name_is_kept_for_good_and_nothing_else_is() {
    let policies = Policies::default();
    for class in CLASSES {
        let headers = headers_for(class, &policies);
        let is_immutable = headers.iter().any(|(name, value)| *name == "Cache-Control" && value.contains("immutable"));
        assert_eq!(is_immutable, matches!(class, FileClass::Asset | FileClass::Media), "{class:?}");
        assert!(headers.contains(&("X-Content-Type-Options", "nosniff")), "{class:?}");
        assert!(headers.iter().all(|(name, _)| HEADERS.contains(name)), "{class:?}");
    }
}

#[test]
fn only_what_is_open_to_other_origins_says_so() {
    let policies = Policies::default();
    for class in CLASSES {
        let headers = headers_for(class, &policies);
        assert_eq!(headers.contains(&("Access-Control-Allow-Origin", "*")), class.is_open(), "{class:?}");
        let resource_policy = if class.is_open() { "cross-origin" } else { "same-origin" };
        assert!(headers.contains(&("Cross-Origin-Resource-Policy", resource_policy)), "{class:?}");
    }
}

#[test]
fn a_display_has_the_headers_of_a_page_and_a_policy_of_its_own() {
    let policies = routes().check().unwrap().policies;
    let (page, display) = (headers_for(FileClass::Document, &policies), headers_for(FileClass::Kiosk, &policies));
    for ((name, of_page), (same_name, of_display)) in page.iter().zip(&display) {
        let is_policy = matches!(*name, "Content-Security-Policy" | "X-Frame-Options");
        assert_eq!((name, is_policy), (same_name, of_page != of_display), "{name}");
    }
    assert_eq!(page.len(), display.len());
}

#[test]
fn an_extension_decides_the_media_type() {
    for (path, expected) in [
        ("/assets/portal-app-01_bg.wasm", Some("application/wasm")),
        ("/manifest.webmanifest", Some("application/manifest+json; charset=utf-8")),
        ("/media/ANH.JPG", Some("image/jpeg")),
        ("/api/v1/site.json", Some("application/json; charset=utf-8")),
        ("/rss.xml", Some("application/rss+xml; charset=utf-8")),
        ("/chuyen-muc/tin-tuc/atom.xml", Some("application/atom+xml; charset=utf-8")),
        ("/en/feed.json", Some("application/feed+json; charset=utf-8")),
        ("/xrss.xml", Some("application/xml; charset=utf-8")),
        ("/a.html/b", None),
        ("/khong-co", None),
        ("", None),
    ] {
        assert_eq!(media_type(path).map(|kind| kind.name), expected, "{path}");
    }
    assert!(is_compressible("/index.html") && !is_compressible("/media/anh.webp"));
    let mut extensions: Vec<_> = MEDIA_TYPES.iter().map(|kind| kind.extension).collect();
    extensions.sort_unstable();
    extensions.dedup();
    assert_eq!(extensions.len(), MEDIA_TYPES.len(), "each extension is listed once");
}

#[test]
fn old_addresses_and_wrong_slugs_lead_to_the_present_address() {
    let rules = routes().check().unwrap();
    for (path, expected) in [
        ("/Cũ/bài.aspx", Some("/tin-moi/")),
        ("/CũNG/", None),
        ("/cũ/BÀI.aspx", None),
        ("/CŨ/BÀI.ASPX", Some("/tin-moi/")),
        ("/cũ/bài.ASPX/", Some("/tin-moi/")),
        ("/tin-tuc/khac-k7q2m9/", Some("/tin-tuc/hoi-thi-k7q2m9/")),
        ("/tin-tuc/khac-k7q2m9", Some("/tin-tuc/hoi-thi-k7q2m9/")),
        ("/tin-tuc/k7q2m9/", Some("/tin-tuc/hoi-thi-k7q2m9/")),
        ("/tin-tuc/hoi-thi-k7q2m9/", None),
        ("/tin-tuc/a/khac-k7q2m9/", None),
        ("/tin-tuc/khac-khongco/", None),
        ("/en/tin-tuc/other-k7q2m9/", None),
        ("/", None),
    ] {
        assert_eq!(rules.location_of(path), expected, "{path}");
    }
}

#[test]
fn each_language_of_the_site_has_its_wrong_slugs_and_its_pages_for_what_is_missing() {
    for others in 0..Lang::ALL.len() {
        let translations = Lang::ALL.into_iter().filter(|lang| *lang != Lang::default()).take(others);
        let rules = Routes { translations: translations.collect(), ..routes() }.check().unwrap();
        for lang in [Lang::default()].iter().chain(&rules.translations) {
            let prefix = lang.prefix();
            let location = rules.location_of(&format!("/{prefix}tin-tuc/khac-k7q2m9"));
            assert_eq!(location, Some("/tin-tuc/hoi-thi-k7q2m9/"), "{prefix}");
            for (path, file) in [
                (format!("/{prefix}khong-co/"), format!("/{prefix}404.html")),
                (format!("/embed/v1/{prefix}khong-co/"), format!("/embed/v1/{prefix}404.html")),
            ] {
                assert_eq!(rules.page_not_found(&path).file, file, "{path}");
            }
        }
        assert_eq!(rules.page_not_found("/embed/v2/").file, "/embed/v1/404.html");
    }
}

#[test]
fn an_old_address_is_a_key_and_no_regular_expression() {
    let mut routes = routes();
    for old in ["/Pages/Tin tức (1).aspx", "/Default.aspx?tabid=120&id=45", "/Lists/DispForm.aspx?List={8C5B-9}&ID=3"]
    {
        routes.redirects.insert(site_path(old), site_path("/"));
    }
    let rules = routes.check().unwrap();
    let (nginx, caddy) = (in_nginx(&rules).unwrap(), in_caddy(&rules).unwrap());
    for key in
        [r#""/pages/tin tức (1).aspx" /"#, r#""/default.aspx?45&120" /"#, r#""/lists/dispform.aspx?3&%7b8c5b-9%7d" /"#]
    {
        assert!(nginx.contains(&format!("    {key};\n")) && caddy.contains(&format!("\t{key}\n")), "{key}\n{caddy}");
    }
    assert!(nginx.contains("    \"/lists/dispform.aspx?3&{8c5b-9}\" /;\n"), "{nginx}");
    assert!(caddy.contains("\t\"/lists/dispform.aspx?3&%7b8c5b-9}\" /\n"), "{caddy}");
}

#[test]
fn content_cannot_inject_configuration() {
    let mut hostile = routes();
    hostile
        .redirects
        .insert(site_path("/a\"; } server { $host {env.HOME} `x`"), site_path("/b\"; return 200 $host; {path} `"));
    let rules = hostile.check().unwrap();
    for location in rules.redirects.of_paths().into_iter().flatten().map(|(_, to)| to).chain(rules.articles.values()) {
        assert!(location.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b)), "{location}");
    }
    let caddyfile = in_caddy(&rules).unwrap();
    assert!(!caddyfile.contains("{env.HOME}") && !caddyfile.contains("`x`"), "{caddyfile}");
    assert!(in_nginx(&rules).unwrap().contains(r#""/a\"; } server { $host {env.home} `x`" /b%22%3B"#));
}

#[test]
fn what_a_server_cannot_write_is_refused_wherever_it_comes_from() {
    type Format = fn(&ServerRules) -> Result<String, minijinja::Error>;
    let spoilt = |policy: &str| {
        let mut rules = routes().check().unwrap();
        rules.policies.embed = policy.to_owned();
        rules
    };
    let formats: [(&str, Format); 2] = [("nginx", in_nginx), ("caddy", in_caddy)];
    for (server, format) in formats {
        assert!(format(&spoilt("a \"b\" 'c'; `d` #e")).is_ok_and(|text| text.contains(r#""a \"b\" 'c'; `d` #e""#)));
        for policy in ["a\nb", if server == "nginx" { "$host" } else { "{env.HOME}" }] {
            assert!(format(&spoilt(policy)).is_err(), "{server} {policy:?}");
        }
    }
}

#[test]
fn a_value_that_no_configuration_can_hold_is_refused() {
    for (field, spoil) in [
        ("origin", (|routes| routes.origin = "https://portal.example/path".to_owned()) as fn(&mut Routes)),
        ("origin", |routes| routes.origin = "javascript:alert(1)".to_owned()),
        ("origin", |routes| routes.origin = "https://".to_owned()),
        ("content_security_policy", |routes| routes.content_security_policy.push_str("\"; evil")),
        ("content_security_policy", |routes| routes.content_security_policy.push('\n')),
        ("content_security_policy", |routes| routes.content_security_policy.push_str("${host}")),
        ("kiosk_policy", |routes| routes.kiosk_policy.push_str("; \n")),
        ("redirects", |routes| drop(routes.redirects.insert(site_path("/old#x"), site_path("/")))),
        ("articles", |routes| {
            drop(routes.articles.insert(ArticleId::new("a1").unwrap(), site_path(&format!("/{}", "a".repeat(1_000)))))
        }),
    ] {
        let mut routes = routes();
        spoil(&mut routes);
        assert_eq!(routes.check().map_err(|invalid| invalid.field), Err(field));
    }
}

#[test]
fn the_same_routes_give_the_same_bytes() {
    let (one, other, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &other] {
        write(folder.path(), &routes(), &site.path().join("site")).unwrap();
    }
    assert!(!needs_reload(one.path(), other.path()));
    for name in [&["routes.json", cdn::FILE, caddy::PART], &nginx::PARTS[..]].concat() {
        let read = |folder: &tempfile::TempDir| fs::read(folder.path().join(name)).unwrap();
        assert_eq!(read(&one), read(&other), "{name}");
    }
    let read_back: Routes = serde_json::from_slice(&fs::read(one.path().join("routes.json")).unwrap()).unwrap();
    assert_eq!(read_back, routes());
}

#[test]
fn nothing_is_written_when_a_value_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = write(&folder.path().join("deploy"), &Routes::default(), &folder.path().join("site")).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_generated_holds_nothing_of_the_operators() {
    let mut routes = routes();
    routes.online = false;
    let rules = routes.check().unwrap();
    let site = SiteFiles::of(Path::new("/var/www/test/site")).unwrap();
    let parts =
        nginx::format_parts(&rules, &site).unwrap().into_iter().chain([caddy::format_part(&rules, &site).unwrap()]);
    for (name, text) in parts {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        for line in lines {
            for of_operator in
                ["listen", "server_name", "root ", "ssl_", "access_log", "tls ", "http2", "/var/www", "portal.example"]
            {
                assert!(!line.starts_with(of_operator) && !line.contains("/var/www"), "{name}: {line}");
            }
        }
    }
}

#[test]
fn no_two_sites_share_the_names_of_their_variables() {
    let prefix = |out: &str, origin: &str| SiteFiles::of(Path::new(out)).unwrap().variable_prefix(origin);
    let name = prefix("/srv/a/site", "https://a.example");
    assert!(name.starts_with("portal_site_") && name.len() == 20, "{name}");
    assert_eq!(name, prefix("/srv/a/site/", "https://a.example"));
    for (out, origin) in [
        ("/srv/b/site", "https://a.example"),
        ("/srv/a/site", "https://b.example"),
        ("/srv/a/other", "https://a.example"),
    ] {
        assert_ne!(name, prefix(out, origin), "{out} {origin}");
    }
    let strange = prefix("/srv/Cổng thông tin của một huyện rất xa", "https://a.example");
    assert!(strange.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{strange}");
    // All of a file's variables carry the name, and no group of an expression has a name of its own.
    let text = in_nginx(&routes().check().unwrap()).unwrap();
    let own =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(|line| line.split("$portal_").skip(1));
    assert!(
        own.into_iter().all(|name| name.starts_with("site_")) && !text.contains("(?<") && !text.contains("(?P<"),
        "{text}"
    );
}

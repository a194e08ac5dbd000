//! What every server of the site answers: `portal serve`, nginx and Caddy are held to this one table.

mod case;

use std::net::SocketAddr;

use portal_publisher::delivery::media_types::{MEDIA_TYPES, MediaType};

use self::case::Case;
use super::exchange::ask;
use super::tiny_site::{EMBED_POLICY, KIOSK_POLICY, OEMBED, file_of};

const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What only some servers can do.
pub struct Abilities {
    pub brotli: bool,
}

/// Asks everything of the table and reports every difference at once.
pub fn check_answers(server: SocketAddr, abilities: &Abilities) {
    let mut differences = Vec::new();
    for case in table(abilities) {
        let answer = ask(server, case.method, &case.target, &case.sent);
        let name = format!("{} {:.80} {:?}", case.method, case.target, case.sent);
        if !case.statuses.contains(&answer.status) {
            differences.push(format!("{name}: status {} instead of {:?}", answer.status, case.statuses));
        }
        for (header, expected) in &case.headers {
            if answer.header(header) != *expected {
                differences.push(format!("{name}: {header} is {:?} instead of {expected:?}", answer.header(header)));
            }
        }
        if case.body.as_ref().is_some_and(|body| *body != answer.text()) {
            differences.push(format!("{name}: the body is {:?} instead of {:?}", answer.text(), case.body));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

fn table(abilities: &Abilities) -> Vec<Case> {
    let mut cases = files();
    cases.extend(redirects());
    cases.extend(old_addresses());
    cases.extend(refusals());
    cases.extend(encodings(abilities));
    cases.extend(MEDIA_TYPES.iter().flat_map(kind_of_file));
    cases
}

fn files() -> Vec<Case> {
    let html = "text/html; charset=utf-8";
    vec![
        Case::get("/", 200)
            .document()
            .header("Content-Type", html)
            .header("Vary", "Accept-Encoding")
            .body("<h1>home</h1>"),
        Case::get("/?q=x", 200).document().body("<h1>home</h1>"),
        Case::get("/", 200)
            .method("HEAD")
            .document()
            .header("Content-Length", "13")
            .header("Content-Type", html)
            .body(""),
        Case::get("/tin-tuc/hoi-thi-k7q2m9/", 200).document().body("<h1>article</h1>"),
        Case::get("/app.html", 200).document().header("Content-Type", html),
        Case::get("/embed/v1/latest/?count=3", 200)
            .class("no-cache", true)
            .header("Content-Type", html)
            .header("Content-Security-Policy", EMBED_POLICY)
            .header("Cross-Origin-Embedder-Policy", "require-corp")
            .without("Cross-Origin-Opener-Policy"),
        Case::get("/embed/v1/loader.js", 200)
            .class("no-cache", true)
            .header("Content-Type", "text/javascript; charset=utf-8"),
        Case::get("/embed/v1/oembed/k7q2m9.json", 200)
            .class("no-cache", true)
            .header("Content-Type", "application/json; charset=utf-8")
            .body(OEMBED),
        Case::get("/embed/v1/section/gone/", 404)
            .class("no-cache", true)
            .header("Content-Type", html)
            .header("Content-Security-Policy", EMBED_POLICY)
            .header("Cross-Origin-Embedder-Policy", "require-corp")
            .body("<h1>gone</h1>"),
        Case::get("/embed/v1/nothing", 404).header("Content-Security-Policy", EMBED_POLICY).body("<h1>gone</h1>"),
        Case::get("/kiosk/?display=sanh", 200)
            .class("no-cache", false)
            .header("Content-Type", html)
            .header("Content-Security-Policy", KIOSK_POLICY)
            .header("Cross-Origin-Opener-Policy", "same-origin")
            .body("<h1>display</h1>"),
        Case::get("/kiosk/sw.js", 200)
            .class("no-cache", false)
            .header("Content-Type", "text/javascript; charset=utf-8")
            .without("Content-Security-Policy"),
        Case::get("/kiosk/edition.json", 200)
            .class("no-cache", false)
            .header("Content-Type", "application/json; charset=utf-8")
            .body("[]"),
        Case::get("/tools/share.js", 200)
            .class("no-cache", false)
            .header("Content-Type", "text/javascript; charset=utf-8")
            .without("Content-Security-Policy"),
        Case::get("/assets/portal-app-0123.js", 200)
            .class(IMMUTABLE, true)
            .header("Content-Type", "text/javascript; charset=utf-8"),
        Case::get("/assets/portal-app-0123_bg.wasm", 200)
            .class(IMMUTABLE, true)
            .header("Content-Type", "application/wasm"),
        Case::get("/media/anh-01234567.svg", 200)
            .class(IMMUTABLE, true)
            .header("Content-Type", "image/svg+xml; charset=utf-8")
            .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        Case::get("/media/anh-01234567.png", 200)
            .class(IMMUTABLE, true)
            .header("Content-Type", "image/png")
            .body("0123456789"),
        Case::get("/media/anh-01234567.png", 206)
            .sends("Range", "bytes=2-4")
            .header("Content-Range", "bytes 2-4/10")
            .body("234"),
        Case::get("/media/anh-01234567.png", 206)
            .sends("Range", "bytes=-999999")
            .header("Content-Range", "bytes 0-9/10")
            .body("0123456789"),
        // Caddy refuses units that it does not know, where the standard wants them ignored.
        Case::get("/media/anh-01234567.png", 200).or(416).sends("Range", "pages=1-2"),
        Case::get("/media/anh-01234567.png", 416).sends("Range", "bytes=90-").header("Content-Range", "bytes */10"),
        Case::get("/api/v1/site.json", 200)
            .class("public, max-age=60", true)
            .header("Content-Type", "application/json; charset=utf-8")
            .body("{}"),
        Case::get("/rss.xml", 200)
            .class("public, max-age=300", true)
            .header("Content-Type", "application/rss+xml; charset=utf-8")
            .header("Vary", "Accept-Encoding")
            .body("<rss/>"),
        Case::get("/rss.xml", 200).method("HEAD").header("Content-Type", "application/rss+xml; charset=utf-8").body(""),
        Case::get("/chuyen-muc/tin-tuc/atom.xml", 200)
            .class("public, max-age=300", true)
            .header("Content-Type", "application/atom+xml; charset=utf-8"),
        Case::get("/feed.json", 200)
            .class("public, max-age=300", true)
            .header("Content-Type", "application/feed+json; charset=utf-8"),
        Case::get("/en/pagefind/pagefind.js", 200).class("no-cache", false),
        Case::get("/khong-phai-rss.xml", 200).header("Content-Type", "application/xml; charset=utf-8"),
        Case::get("/sitemap.xml", 200)
            .class("public, max-age=3600", false)
            .header("Content-Type", "application/xml; charset=utf-8"),
        Case::get("/robots.txt", 200)
            .class("public, max-age=3600", false)
            .header("Content-Type", "text/plain; charset=utf-8"),
        Case::get("/manifest.webmanifest", 200).header("Content-Type", "application/manifest+json; charset=utf-8"),
        Case::get("/khong-duoi", 200).header("Content-Type", "application/octet-stream"),
        Case::get("/.well-known/security.txt", 200).body("Contact:"),
    ]
}

/// Every row of the table of file types: sent as what it is, compressed if that is worth it.
fn kind_of_file(kind: &MediaType) -> [Case; 2] {
    let path = format!("/{}", file_of(kind));
    let plain = Case::get(&path, 200).header("Content-Type", kind.name).body("0123456789");
    let compressed = Case::get(&path, 200).sends("Accept-Encoding", "gzip").header("Content-Type", kind.name);
    let compressed = if kind.is_compressible {
        compressed.header("Content-Encoding", "gzip").header("Vary", "Accept-Encoding")
    } else {
        compressed.without("Content-Encoding").body("0123456789")
    };
    [plain, compressed]
}

fn redirects() -> Vec<Case> {
    [
        ("/tin-moi", "/tin-moi/"),
        ("/tin-moi?q=b%C3%A0i&x=//y", "/tin-moi/?q=b%C3%A0i&x=//y"),
        ("/tin-moi/index.html", "/tin-moi/"),
        ("/embed/v1/latest?count=3", "/embed/v1/latest/?count=3"),
        ("/kiosk?display=sanh", "/kiosk/?display=sanh"),
        ("/kiosk/index.html", "/kiosk/"),
        ("/index.html?a=b", "/?a=b"),
        ("/tin-tuc/sai-ten-k7q2m9/", "/tin-tuc/hoi-thi-k7q2m9/"),
        ("/tin-tuc/sai-ten-k7q2m9", "/tin-tuc/hoi-thi-k7q2m9/"),
        ("/tin-tuc/k7q2m9/?a=b", "/tin-tuc/hoi-thi-k7q2m9/?a=b"),
        ("/tin-tuc/S%E1%BA%AFc-k7q2m9/", "/tin-tuc/hoi-thi-k7q2m9/"),
        ("/tin-tuc/hoi-thi-k7q2m9", "/tin-tuc/hoi-thi-k7q2m9/"),
        ("/bai-cu", "/tin-tuc/hoi-thi-k7q2m9/"),
        ("/bai-cu/?a=b", "/tin-tuc/hoi-thi-k7q2m9/?a=b"),
        ("/Default.aspx", "/"),
        ("/default.ASPX?a=1", "/?a=1"),
        ("/Tin%20T%E1%BB%A9c/B%C3%A0i%20(c%C5%A9)%20%241%20%7B2%7D.html", "/trang/gioi-thieu/"),
        ("/tin-tuc/bai-rat-cu/", "/tin-moi/"),
        ("/tin-tuc/ten-khac-default/", "/tin-tuc/mac-dinh-default/"),
        ("/tin-tuc/ten-khac-include/", "/tin-tuc/gom-include/"),
        ("/en/tin-tuc/wrong-slug-e2n4q6/", "/en/tin-tuc/hello-e2n4q6/"),
        ("/en/tin-tuc/wrong-slug-e2n4q6?a=b", "/en/tin-tuc/hello-e2n4q6/?a=b"),
        ("/en/tin-tuc/e2n4q6/", "/en/tin-tuc/hello-e2n4q6/"),
        // The id decides, whatever the language of the address.
        ("/tin-tuc/wrong-slug-e2n4q6/", "/en/tin-tuc/hello-e2n4q6/"),
        ("/en/old-news.html", "/en/tin-tuc/hello-e2n4q6/"),
        ("/en/Old-News.html/?a=b", "/en/tin-tuc/hello-e2n4q6/?a=b"),
        ("/cu/index.html", "/tin-moi/"),
        ("/cu/%7Btypes%7D", "/tin-moi/"),
        ("/CU/%7Btypes%7D/?a=b", "/tin-moi/?a=b"),
        ("/cu/%7B%7B%20online%20%7D%7D%7B%7Btypes%7D%7D", "/tin-moi/"),
        ("/cu/%7B%24HOME%7D%7Benv.HOME%7D%7Bpath%7D", "/tin-moi/"),
        ("/cu/%24uri%24%7Bhost%7D", "/tin-moi/"),
        ("/cu/%22quoted%22%27%60%3B", "/tin-moi/"),
        ("/cu/%28a%7Cb%29%5Bc%5D%2B.%2A%5E", "/tin-moi/"),
        ("/to%20roi", "/trang/gi%E1%BB%9Bi%20thi%E1%BB%87u%3B%20%24host%20%7Bpath%7D%20%22/"),
    ]
    .into_iter()
    .map(|(from, to)| Case::get(from, 301).document().header("Location", to))
    .collect()
}

/// Old addresses: the case, the way in which letters are encoded and the order of a query make no difference.
fn old_addresses() -> Vec<Case> {
    let (article, about, latest) = ("/tin-tuc/hoi-thi-k7q2m9/", "/trang/gioi-thieu/", "/tin-moi/");
    let moved = [
        ("/lists/TIN%20TUC/dispform.aspx", latest),
        ("/%4cists/Tin%20tuc%2FDispForm.aspx", ""),
        ("/%4cists/%54in%20tuc/DispForm.aspx/", latest),
        ("/Pages/tin%20t%E1%BB%A9c.aspx", latest),
        ("/pages/TIN%20t%e1%bb%a9c.ASPX", latest),
        ("/PAGES/TIN%20T%E1%BB%A8C.ASPX", latest),
        ("/chi%20ti%E1%BA%BFt/%C4%91%E1%BA%A5t.aspx", latest),
        ("/Chi%20Ti%E1%BA%BFt/%C4%90%E1%BA%A4T.aspx?a=b", "/tin-moi/?a=b"),
        // What is told apart by its query leads on without it, and the more exact address is meant.
        ("/Default.aspx?id=45", article),
        ("/default.ASPX/?ID=45&fbclid=IwAR0&utm_source=zalo", article),
        ("/Default.aspx?a=b&id=&id=45&id=46", article),
        ("/Default.aspx?id=45&TabId=120", about),
        ("/Default.aspx?tabid=120&mid=3&id=45", about),
        ("/Default.aspx?tabid=121&id=45", article),
        ("/Default.aspx?id=46", "/?id=46"),
        ("/Default.aspx?id=450", "/?id=450"),
        ("/Default.aspx?xid=45", "/?xid=45"),
        ("/Default.aspx?ID=A", "/?ID=A"),
        ("/Default.aspx?", "/"),
        ("/chi%20tiet.aspx?id=7", latest),
        ("/chi%20tiet.aspx?id=8", ""),
        ("/chi%20tiet.aspx", ""),
        ("/xem.asp?45", latest),
        ("/XEM.asp?45&utm_source=x", latest),
        ("/xem.asp?a=1&45", ""),
        ("/xem.asp?45=", ""),
        ("/xem.asp%3F45", ""),
        ("/Lists/DispForm.aspx?List={8C5B-9}&ID=3", latest),
        ("/lists/dispform.aspx?ID=3&List=%7B8c5b-9%7d", latest),
        ("/Lists/DispForm.aspx?List=%7B8C5B%2D9%7D&ID=3&Source=%2FPages%2FDefault%2Easpx", latest),
        ("/index.php?option=com_content&view=article&id=45:bai-mot&Itemid=2", latest),
        ("/index.php?id=45%3Abai-mot&option=com_content", latest),
        ("/index.php?id=45:bai-hai&option=com_content", ""),
        ("/tim.aspx?q=B%C3%A0i%20m%E1%BB%99t&p.$x=%22{2}%22`", latest),
        ("/tim.aspx?q=b%c3%80i+m%e1%bb%98t&P.$X=%22%7B2%7D%22%60", latest),
        ("/tim.aspx?q=B%C3%A0i%20m%E1%BB%99t&pq$x=%22{2}%22`", ""),
        // Articles' own addresses mind the case.
        ("/TIN-TUC/x-K7Q2M9/", ""),
        ("/tin-tuc/x-K7Q2M9/", ""),
        ("/TIN-MOI", ""),
    ];
    let cases = moved.into_iter().map(|(from, to)| match to {
        "" => Case::get(from, 404).without("Location"),
        to => Case::get(from, 301).document().header("Location", to),
    });
    cases.collect()
}

fn refusals() -> Vec<Case> {
    let mut cases = vec![
        Case::get("/khong-co/", 404)
            .document()
            .header("Content-Type", "text/html; charset=utf-8")
            .body("<h1>not found</h1>"),
        Case::get("/khong-co/", 404).method("HEAD").document().body(""),
        Case::get("/khong-co", 404).document().body("<h1>not found</h1>"),
        Case::get("/404.html", 404).document().body("<h1>not found</h1>"),
        Case::get("/en/nothing/", 404)
            .document()
            .header("Content-Type", "text/html; charset=utf-8")
            .body("<h1>English not found</h1>"),
        Case::get("/en/nothing/", 404).method("HEAD").document().body(""),
        Case::get("/en/nothing", 404).document().body("<h1>English not found</h1>"),
        Case::get("/en/404.html", 404).document().body("<h1>English not found</h1>"),
        Case::get("/en/tin-tuc/nothing-abcdef/", 404).document().body("<h1>English not found</h1>"),
        Case::get("/english/", 404).document().body("<h1>not found</h1>"),
        Case::get("/fr/nothing/", 404).document().body("<h1>not found</h1>"),
        Case::get("/embed/v1/en/nothing/", 404)
            .class("no-cache", true)
            .header("Content-Security-Policy", EMBED_POLICY)
            .body("<h1>English gone</h1>"),
        Case::get("/assets/cu-0000.js", 404).document().body("<h1>not found</h1>"),
        Case::get("/media/khong-co.svg", 404).document(),
        Case::get("/kiosk/khong-co/", 404).document().body("<h1>not found</h1>"),
        Case::get("/kiosk/khong-co.js", 404).document().body("<h1>not found</h1>"),
        Case::get("/chuyen-muc/khong-co/rss.xml", 404)
            .document()
            .header("Content-Type", "text/html; charset=utf-8")
            .body("<h1>not found</h1>"),
        Case::get("/khong-co/index.html", 404).document(),
        Case::get("/tin-tuc/", 404).document().body("<h1>not found</h1>"),
        Case::get("/tin-tuc", 404).document(),
        Case::get("/api/", 404),
        Case::get("/tin-tuc/ten-cu-m0v3d2/", 404).document().body("<h1>not found</h1>"),
        Case::get("/tin-tuc/ten-cu-m0v3d2", 404).document().body("<h1>not found</h1>"),
        Case::get("/tin-tuc/khong-co-abcdef/", 404).document().body("<h1>not found</h1>"),
        Case::get("/tin-tuc/a/b-k7q2m9/", 404).document(),
        Case::get("/robots.txt/", 404).document(),
        Case::get("/api/v1/articles/khongco.json", 404)
            .class("public, max-age=60", true)
            .header("Content-Type", "application/problem+json")
            .body(r#"{"type":"about:blank","title":"Not Found","status":404}"#),
        Case::get("/", 405).method("POST").header("Allow", "GET, HEAD").header("Cache-Control", "no-cache"),
        Case::get("/api/v1/site.json", 405).method("DELETE").header("Allow", "GET, HEAD"),
        Case::get("/assets/portal-app-0123.js", 405)
            .method("OPTIONS")
            .header("Allow", "GET, HEAD")
            .header("Cache-Control", "no-cache"),
    ];
    let long = format!("/{}", "a".repeat(10_000));
    let hostile = [
        "//evil.example",
        "//evil.example/",
        "//evil.example/tin-moi",
        "//evil.example/index.html",
        "//tin-moi",
        "///evil.example/..",
        "/\\evil.example",
        "/\\evil.example/tin-moi",
        "/%2f/evil.example",
        "/%2Fevil.example/tin-moi",
        "/%5cevil.example",
        "/.//evil.example",
        "/%2e%2e//evil.example",
        "/tin-moi//",
        "/tin-moi/..",
        "/../../etc/passwd",
        "/tin-moi/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/..%5c..%5cetc/passwd",
        "/%00",
        "/tin-moi%00/",
        "/tin-moi%0d%0aLocation:%20//evil.example",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%c0%af",
        "/%ff",
        "/%",
        "/%zz",
        "/tin-moi%2",
        "/.env",
        "/%2eenv",
        "/tin-moi/.git",
        "/.well-known/../.env",
        "/.well-known/%2e%2e/.env",
        "/index.html.br",
        "/index.html.gz",
        "/tools/share.js.gz",
        "/tools/share.js%2ebr",
        "/tin-moi/index.html%20",
        &long,
    ];
    cases.extend(hostile.into_iter().map(|target| Case::get(target, 404).or(400).without("Location")));
    cases
}

fn encodings(abilities: &Abilities) -> Vec<Case> {
    let mut cases = vec![
        Case::get("/", 200)
            .sends("Accept-Encoding", "gzip")
            .header("Content-Encoding", "gzip")
            .body("gz of index.html"),
        Case::get("/rss.xml", 200)
            .sends("Accept-Encoding", "gzip")
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "application/rss+xml; charset=utf-8")
            .body("gz of rss.xml"),
        Case::get("/tin-moi/", 200)
            .sends("Accept-Encoding", "gzip")
            .header("Content-Encoding", "gzip")
            .body("gz of tin-moi/index.html"),
        Case::get("/", 200)
            .sends("Accept-Encoding", "gzip;q=0")
            .without("Content-Encoding")
            .header("Vary", "Accept-Encoding"),
        Case::get("/", 200).sends("Accept-Encoding", "identity").without("Content-Encoding").body("<h1>home</h1>"),
        Case::get("/", 200).sends("Accept-Encoding", "zstd").without("Content-Encoding"),
        Case::get("/khong-co/", 404)
            .sends("Accept-Encoding", "gzip")
            .document()
            .header("Content-Encoding", "gzip")
            .body("gz of 404.html"),
        Case::get("/media/anh-01234567.png", 200)
            .sends("Accept-Encoding", "gzip, br")
            .without("Content-Encoding")
            .body("0123456789"),
        Case::get("/assets/portal-app-0123_bg.wasm", 200)
            .sends("Accept-Encoding", "gzip")
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "application/wasm"),
    ];
    if abilities.brotli {
        for (accepted, encoding) in [
            ("br", "br"),
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.5, gzip", "gzip"),
            ("br;q=0, gzip;q=0.1", "gzip"),
        ] {
            cases.push(
                Case::get("/", 200)
                    .sends("Accept-Encoding", accepted)
                    .header("Content-Encoding", encoding)
                    .header("Vary", "Accept-Encoding"),
            );
        }
    }
    cases
}

/// A reader's copy is confirmed as long as it is good, each encoding for itself.
pub fn check_validators(server: SocketAddr) {
    for encoding in ["identity", "gzip"] {
        for path in ["/", "/assets/portal-app-0123.js", "/api/v1/site.json", "/kiosk/", "/kiosk/edition.json"] {
            let first = ask(server, "GET", path, &[("Accept-Encoding", encoding)]);
            let tag = first.header("ETag").unwrap_or_else(|| panic!("{path} has no ETag"));
            for (known, status) in [
                (tag.clone(), 304),
                (format!("W/{}", tag.trim_start_matches("W/")), 304),
                (format!("\"other\", {tag}"), 304),
                ("*".to_owned(), 304),
                ("\"other\"".to_owned(), 200),
            ] {
                let second = ask(server, "GET", path, &[("Accept-Encoding", encoding), ("If-None-Match", &known)]);
                assert_eq!(second.status, status, "{path} {encoding} {known}");
                assert_eq!(second.header("Cache-Control"), first.header("Cache-Control"), "{path} {encoding} {known}");
                assert_eq!(second.body.is_empty(), status == 304, "{path} {encoding} {known}");
            }
        }
    }
}

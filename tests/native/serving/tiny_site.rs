//! The site that the servers answer for: a release of tiny files, laid out the way `portal publish` does it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use portal_app::path::word::{ArticleId, SitePath};
use portal_app::text::Lang;
use portal_publisher::delivery::media_types::{MEDIA_TYPES, MediaType, is_compressible};
use portal_publisher::delivery::{self, Routes};

pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

pub const EMBED_POLICY: &str =
    "default-src 'none'; sandbox allow-scripts allow-popups; frame-ancestors 'self' https://*.partner.example";

pub const KIOSK_POLICY: &str =
    "default-src 'none'; connect-src 'self' https://displays.example; worker-src 'self'; frame-ancestors 'none'";

/// What an article's answer for oEmbed is like.
pub const OEMBED: &str = r#"{"height":190,"html":"<iframe src=\"https://portal.example/embed/v1/article/k7q2m9/\" title=\"Hội thi\" width=\"600\" height=\"190\" sandbox=\"\"></iframe>","type":"rich","version":"1.0","width":600}"#;

/// A tiny site, published the way `portal publish` lays it out: `{folder}/site` → `site.releases/1/www`.
pub fn publish(folder: &Path, online: bool) -> PathBuf {
    let release = folder.join("site.releases/1");
    for (path, text) in [
        ("index.html", "<h1>home</h1>"),
        ("404.html", "<h1>not found</h1>"),
        ("app.html", "<h1>shell</h1>"),
        ("tin-moi/index.html", "<h1>latest</h1>"),
        ("tin-tuc/hoi-thi-k7q2m9/index.html", "<h1>article</h1>"),
        ("trang/gioi-thieu/index.html", "<h1>about</h1>"),
        ("embed/v1/latest/index.html", "<h1>widget</h1>"),
        ("embed/v1/404.html", "<h1>gone</h1>"),
        ("embed/v1/loader.js", "load()"),
        ("embed/v1/oembed/k7q2m9.json", OEMBED),
        ("api/v1/site.json", "{}"),
        ("kiosk/index.html", "<h1>display</h1>"),
        ("kiosk/sw.js", "keep()"),
        ("kiosk/edition.json", "[]"),
        ("assets/portal-app-0123.js", "export {}"),
        ("assets/portal-app-0123_bg.wasm", "\0asm"),
        ("media/anh-01234567.svg", "<svg/>"),
        ("media/anh-01234567.png", "0123456789"),
        ("tools/share.js", "share()"),
        ("rss.xml", "<rss/>"),
        ("chuyen-muc/tin-tuc/atom.xml", "<feed/>"),
        ("feed.json", "{}"),
        ("sitemap.xml", "<urlset/>"),
        ("khong-phai-rss.xml", "<a/>"),
        ("robots.txt", "User-agent: *"),
        ("manifest.webmanifest", "{}"),
        ("khong-duoi", "?"),
        (".well-known/security.txt", "Contact:"),
        ("en/index.html", "<h1>English home</h1>"),
        ("en/404.html", "<h1>English not found</h1>"),
        ("en/tin-tuc/hello-e2n4q6/index.html", "<h1>English article</h1>"),
        ("en/pagefind/pagefind.js", "find()"),
        ("embed/v1/en/404.html", "<h1>English gone</h1>"),
        ("tin-tuc/mac-dinh-default/index.html", "<h1>default</h1>"),
        ("tin-tuc/gom-include/index.html", "<h1>include</h1>"),
        (".env", "SECRET"),
        ("tin-moi/.git", "SECRET"),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into_iter()
    .chain(MEDIA_TYPES.iter().map(|kind| (file_of(kind), "0123456789")))
    {
        let file = release.join("www").join(&path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
        if is_compressible(&path) {
            for encoding in ["br", "gz"] {
                fs::write(format!("{}.{encoding}", file.display()), format!("{encoding} of {path}")).unwrap();
            }
        }
    }
    delivery::write(&release.join("deploy"), &routes(online), &folder.join("site")).unwrap();
    for (link, part) in [("site", "www"), ("site.deploy", "deploy")] {
        std::os::unix::fs::symlink(format!("site.releases/1/{part}"), folder.join(link)).unwrap();
    }
    folder.join("site")
}

/// A published file of a kind.
pub fn file_of(kind: &MediaType) -> String {
    format!("media/loai-01234567.{}", kind.extension)
}

pub fn routes(online: bool) -> Routes {
    let path = |text: &str| SitePath::new(text).unwrap();
    Routes {
        origin: "https://portal.example".to_owned(),
        content_security_policy: POLICY.to_owned(),
        embed_policy: EMBED_POLICY.to_owned(),
        kiosk_policy: KIOSK_POLICY.to_owned(),
        csp_reports: None,
        redirects: BTreeMap::from([
            (path("/Default.aspx"), path("/")),
            (path("/Tin Tức/Bài (cũ) $1 {2}.html"), path("/trang/gioi-thieu/")),
            (path("/bai-cu/"), path("/tin-tuc/hoi-thi-k7q2m9/")),
            (path("/tin-tuc/bai-rat-cu"), path("/tin-moi/")),
            (path("/to%20roi"), path("/trang/giới thiệu; $host {path} \"/")),
            (path("/en/old-news.html"), path("/en/tin-tuc/hello-e2n4q6/")),
            (path("/cu/index.html"), path("/tin-moi/")),
            // Characters that are special to the templates, nginx and Caddy.
            (path("/cu/{types}"), path("/tin-moi/")),
            (path("/cu/{{ online }}{{types}}"), path("/tin-moi/")),
            (path("/cu/{$HOME}{env.HOME}{path}"), path("/tin-moi/")),
            (path("/cu/$uri${host}"), path("/tin-moi/")),
            (path("/cu/\"quoted\"'`;"), path("/tin-moi/")),
            (path("/cu/(a|b)[c]+.*^"), path("/tin-moi/")),
            // As SharePoint, ASP.NET and ASP have them.
            (path("/Lists/Tin tuc/DispForm.aspx"), path("/tin-moi/")),
            (path("/Pages/tin%20t%E1%BB%A9c.aspx"), path("/tin-moi/")),
            (path("/Chi Tiết/ĐẤT.aspx"), path("/tin-moi/")),
            (path("/Default.aspx?id=45"), path("/tin-tuc/hoi-thi-k7q2m9/")),
            (path("/Default.aspx?tabid=120&id=45"), path("/trang/gioi-thieu/")),
            (path("/Chi tiet.aspx?ID=7&fbclid=x"), path("/tin-moi/")),
            (path("/xem.asp?45"), path("/tin-moi/")),
            (path("/Lists/DispForm.aspx?List={8C5B-9}&ID=3"), path("/tin-moi/")),
            (path("/index.php?option=com_content&amp;id=45:bai-mot"), path("/tin-moi/")),
            (path("/tim.aspx?q=Bài một&p.$x=\"{2}\"`"), path("/tin-moi/")),
        ]),
        translations: vec![Lang::En],
        articles: [
            ("k7q2m9", "/tin-tuc/hoi-thi-k7q2m9/"),
            ("e2n4q6", "/en/tin-tuc/hello-e2n4q6/"),
            // The page has another address by now, and the server has not been told.
            ("m0v3d2", "/tin-tuc/ten-cu-m0v3d2/"),
            // Words that are special in a map of nginx or Caddy.
            ("default", "/tin-tuc/mac-dinh-default/"),
            ("include", "/tin-tuc/gom-include/"),
        ]
        .map(|(id, to)| (ArticleId::new(id).unwrap(), path(to)))
        .into(),
        online,
        is_shell: false,
    }
}

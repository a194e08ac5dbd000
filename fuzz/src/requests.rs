//! Requests, as `portal serve` answers them.

use std::fs;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, HeaderValue, Request, StatusCode, Uri, header};
use portal_publisher::delivery::serve::{ServeOptions, ServeState, router};
use portal_publisher::delivery::{self, Routes};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

struct Served {
    _folder: TempDir,
    router: Router,
    runtime: Runtime,
}

/// A site of one page, with a secret beside its web root.
fn served() -> &'static Served {
    static SERVED: OnceLock<Served> = OnceLock::new();
    SERVED.get_or_init(|| start().unwrap_or_else(|error| panic!("the site cannot be served: {error}")))
}

fn start() -> std::io::Result<Served> {
    let folder = tempfile::tempdir()?;
    let release = folder.path().join("site.releases/1");
    fs::create_dir_all(release.join("www/media"))?;
    for (name, text) in
        [("index.html", "<h1>home</h1>"), ("404.html", "<h1>not found</h1>"), ("media/a-1.txt", "0123456789")]
    {
        fs::write(release.join("www").join(name), text)?;
    }
    fs::write(folder.path().join("secret.txt"), SECRET)?;
    let routes = Routes { origin: "https://portal.example".to_owned(), ..Routes::default() };
    let site = folder.path().join("site");
    delivery::write(&release.join("deploy"), &routes, &site)?;
    std::os::unix::fs::symlink("site.releases/1/www", &site)?;
    let options = ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], 80)), site);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(Served { _folder: folder, router: router(ServeState::new(&options, Arc::new(Instant::now))), runtime })
}

const SECRET: &str = "nobody may read this";

/// The first line is the target, the others are headers. No answer is a failure of ours, leads to another site or shows what is no
/// part of the site.
pub fn requests(input: &[u8]) {
    let mut lines = input.split(|byte| *byte == b'\n');
    let Some(uri) = lines.next().and_then(|target| Uri::try_from(target).ok()) else { return };
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri.clone();
    for line in lines {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().and_then(|name| HeaderName::from_bytes(name).ok());
        let value = parts.next().and_then(|value| HeaderValue::from_bytes(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            request.headers_mut().append(name, value);
        }
    }
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 7], 4711))));
    let Served { router, runtime, .. } = served();
    let (status, headers, body) = runtime.block_on(async {
        let Ok(answer) = router.clone().oneshot(request).await;
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_default();
        (parts.status, parts.headers, body)
    });
    let known = [200, 206, 301, 304, 400, 404, 405, 412, 416];
    assert!(known.contains(&status.as_u16()), "{status} for {uri}");
    if status == StatusCode::MOVED_PERMANENTLY {
        let location = headers.get(header::LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
        assert!(location.starts_with('/') && !location.starts_with("//") && !location.starts_with("/\\"), "{location}");
    }
    assert!(!body.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()), "{uri}");
}

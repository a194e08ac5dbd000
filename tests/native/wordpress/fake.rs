//! A small WordPress that says over its REST API what a test has it say, and a content folder that reads it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode};
use portal_publisher::delivery::serve::Limits;
use serde_json::{Value, json};

use super::source::{Said, name_source, publish, run};
use crate::published::{Site, files_below};
use crate::serving::Server;
use crate::workshop::Workshop;

/// What it has, and how it answers.
#[derive(Clone, Default)]
pub struct Has {
    /// By id; with their `status`, which it does not tell.
    pub posts: BTreeMap<u64, Value>,
    pub pages: BTreeMap<u64, Value>,
    pub media: BTreeMap<u64, Value>,
    pub categories: BTreeMap<u64, Value>,
    pub tags: BTreeMap<u64, Value>,
    /// By path.
    pub files: BTreeMap<String, String>,
    pub mood: Mood,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Well,
    /// A page for people in place of every answer.
    Html,
    /// What is asked for beyond the lists fails.
    Broken(u16),
    /// Files alone fail.
    WithoutFiles,
    /// Sends everybody to log in.
    Login,
    /// Has no time for the next so many requests.
    Busy(usize),
    /// Has its API at `/?rest_route=` alone.
    Plain,
    /// Tells nobody who writes.
    WithoutUsers,
}

/// A WordPress and the folder that it is a source of.
pub struct Fake {
    pub workshop: Workshop,
    server: Option<Server>,
    has: Arc<Mutex<Has>>,
    asked: Arc<Mutex<Vec<String>>>,
    pub url: String,
}

const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><rect width=\"4\" height=\"3\"/></svg>";

impl Fake {
    /// One with twelve posts, two pages and a picture.
    pub fn start() -> Self {
        let (has, asked) = (Arc::new(Mutex::new(Has::default())), Arc::new(Mutex::new(Vec::new())));
        let (shared, log) = (Arc::clone(&has), Arc::clone(&asked));
        let server = Server::start_service(Limits::default(), move |_| {
            Router::new().fallback(move |request: Request<Body>| {
                let asked = request.uri().to_string();
                let answer = answer(
                    &mut shared.lock().unwrap(),
                    request.uri().path(),
                    request.uri().query().unwrap_or_default(),
                );
                log.lock().unwrap().push(asked);
                std::future::ready(answer)
            })
        });
        let url = format!("http://{}", server.address);
        let workshop = Workshop::new(&[]);
        name_source(&workshop, &url, &[("tin-tức", "con"), ("thong-bao", "cha")]);
        let fake = Self { workshop, server: Some(server), has, asked, url };
        fake.change(|has| {
            for (id, slug) in [(1, "tin-t%e1%bb%a9c"), (2, "thong-bao"), (3, "noi-bo")] {
                has.categories.insert(id, json!({ "id": id, "name": slug, "slug": slug }));
            }
            has.tags.insert(1, json!({ "id": 1, "name": "C\u{1ea3}i c\u{e1}ch &amp; vi\u{1ec7}c", "slug": "x" }));
            (1..=12).for_each(|id| drop(has.posts.insert(id, post(&fake.url, id))));
            (21..=22).for_each(|id| drop(has.pages.insert(id, post(&fake.url, id))));
            has.media.insert(31, medium(&fake.url, 31, "anh"));
            has.files.insert("/wp-content/uploads/anh.svg".to_owned(), PICTURE.to_owned());
        });
        fake
    }

    pub fn change(&self, change: impl FnOnce(&mut Has)) {
        change(&mut self.has.lock().unwrap());
    }

    /// Changes a post as an editor does: it is told that it has changed.
    pub fn edit(&self, id: u64, edit: impl FnOnce(&mut Value)) {
        self.change(|has| {
            let post = has.posts.get_mut(&id).unwrap();
            edit(post);
            post["modified_gmt"] = "2021-04-01T01:00:00".into();
            post["modified"] = "2021-04-01T08:00:00".into();
        });
    }

    pub fn stop(&mut self) {
        drop(self.server.take());
    }

    /// What it was asked for since this was last called.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    pub fn sync(&self, flags: &[&str]) -> Said {
        self.run("sync", flags)
    }

    pub fn run(&self, command: &str, flags: &[&str]) -> Said {
        run(&self.workshop, command, flags)
    }

    /// Reads it, which must succeed, and publishes.
    pub fn publish(&self) -> Site {
        publish(&self.workshop)
    }

    pub fn store(&self) -> PathBuf {
        self.workshop.content().join(".synced/wp")
    }

    /// Every file of the last whole state with its content.
    pub fn state(&self) -> BTreeMap<String, Vec<u8>> {
        let folder = fs::canonicalize(self.store().join("now")).unwrap();
        files_below(&folder).into_iter().map(|file| (file.clone(), fs::read(folder.join(file)).unwrap())).collect()
    }
}

/// The address of the article that a post became.
pub fn address_of(site: &Site, slug: &str) -> Option<String> {
    let start = format!("tin-tuc/{slug}-");
    let file = site.files().into_iter().find(|file| file.starts_with(&start) && file.ends_with("/index.html"))?;
    Some(format!("/{}", file.strip_suffix("index.html")?))
}

pub fn post(url: &str, id: u64) -> Value {
    json!({
        "id": id,
        "date": format!("2021-03-{id:02}T09:30:00"),
        "modified": format!("2021-03-{id:02}T09:30:00"),
        "modified_gmt": format!("2021-03-{id:02}T02:30:00"),
        "slug": format!("b%c3%a0i-{id}-xong"),
        "link": format!("{url}/2021/b%c3%a0i-{id}-xong/"),
        "status": "publish",
        "title": { "rendered": format!("Bài {id} &#8220;thử&#8221;") },
        "content": { "rendered": format!("<p>Thân bài {id}.</p>\n"), "protected": false },
        "excerpt": { "rendered": format!("<p>Thân bài {id}.</p>\n"), "protected": false },
        "author": 1, "featured_media": 0, "sticky": false, "categories": [1], "tags": [1], "meta": [],
    })
}

pub fn medium(url: &str, id: u64, name: &str) -> Value {
    json!({
        "id": id,
        "modified_gmt": "2021-03-01T00:00:00",
        "source_url": format!("{url}/wp-content/uploads/{name}.svg"),
        "alt_text": "Mô tả ảnh",
        "caption": { "rendered": "<p>Chú thích cũ</p>\n" },
    })
}

fn answer(has: &mut Has, path: &str, query: &str) -> Response<Body> {
    if let Some(file) = has.files.get(path).filter(|_| has.mood != Mood::WithoutFiles) {
        return Response::new(Body::from(file.clone()));
    }
    let respond = |status: u16, text: String| {
        Response::builder().status(StatusCode::from_u16(status).unwrap()).body(Body::from(text)).unwrap()
    };
    let parameter = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    match has.mood {
        Mood::Html => return respond(200, "<!DOCTYPE html><title>Bảo trì</title>".to_owned()),
        Mood::Broken(status) if parameter("include").is_some() => return respond(status, String::new()),
        Mood::WithoutFiles if !path.starts_with("/wp-json/") => return respond(500, String::new()),
        Mood::Login => {
            let login = Response::builder().status(302).header("location", "/wp-login.php?redirect_to=x");
            return login.body(Body::empty()).unwrap();
        }
        Mood::Busy(times @ 1..) => {
            has.mood = Mood::Busy(times - 1);
            let busy = Response::builder().status(429).header("retry-after", "0");
            return busy.body(Body::empty()).unwrap();
        }
        Mood::WithoutUsers if path.ends_with("/users") => {
            return respond(401, json!({ "code": "rest_user_cannot_view" }).to_string());
        }
        _ => {}
    }
    let route = parameter("rest_route").map(|route| route.replacen("%2F", "", 1).replace("%2F", "/"));
    let endpoint = match has.mood {
        Mood::Plain => route.as_deref(),
        _ => path.strip_prefix("/wp-json/"),
    };
    let Some(endpoint) = endpoint else { return respond(404, "<html>".to_owned()) };
    let kind = endpoint.strip_prefix("wp/v2/").unwrap_or_default();
    let is_shown = |post: &&Value| post["status"].as_str().is_none_or(|status| status == "publish");
    if let Some(id) = kind.strip_prefix("posts/") {
        let post = has.posts.get(&id.parse().unwrap());
        return match post {
            None => respond(404, json!({ "code": "rest_post_invalid_id" }).to_string()),
            Some(post) if is_shown(&post) => respond(200, post.to_string()),
            Some(_) => respond(401, json!({ "code": "rest_forbidden" }).to_string()),
        };
    }
    let users = BTreeMap::from([(1, json!({ "id": 1, "name": "Ban bi\u{ea}n t\u{1ead}p" }))]);
    let list = match kind {
        "" => return respond(200, json!({ "namespaces": ["oembed/1.0", "wp/v2"] }).to_string()),
        "posts" => &has.posts,
        "pages" => &has.pages,
        "media" => &has.media,
        "categories" => &has.categories,
        "tags" => &has.tags,
        "users" => &users,
        _ => return respond(404, json!({ "code": "rest_no_route" }).to_string()),
    };
    assert_eq!((parameter("orderby"), parameter("order")), (Some("id"), Some("asc")), "{query}");
    let included = parameter("include").map(|ids| ids.split("%2C").map(|id| id.parse().unwrap()).collect::<Vec<u64>>());
    let is_included = |id: &u64| included.as_ref().is_none_or(|ids| ids.contains(id));
    let shown = list.iter().filter(|(id, post)| is_included(id) && is_shown(post)).map(|(_, post)| post);
    let (shown, page) = (shown.collect::<Vec<_>>(), parameter("page").unwrap_or("1").parse::<usize>().unwrap());
    // Fewer than it says it gives, so that pages are gone by and not their lengths.
    let pages = shown.len().div_ceil(5).max(1);
    if page > pages {
        return respond(400, json!({ "code": "rest_post_invalid_page_number" }).to_string());
    }
    let (first, length) = if included.is_some() { (0, 100) } else { (5 * (page - 1), 5) };
    let part = shown.into_iter().skip(first).take(length).collect::<Vec<_>>();
    let pages = if included.is_some() { 1 } else { pages };
    let answer = Response::builder().header("x-wp-totalpages", pages.to_string());
    answer.body(Body::from(serde_json::to_string(&part).unwrap())).unwrap()
}

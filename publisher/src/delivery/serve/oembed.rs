//! oEmbed 1.0 (oembed.com) where a program answers: an article is found by its address, another format than JSON is
//! refused, and the size keeps within what was asked for.
//!
//! What an article's answer says is its published file, which is all that a server of static files can give.

use std::io::Read;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use portal_app::path::widget::OEMBED;
use serde_json::Value;

use super::plain_response::plain_response;
use super::release::Release;
use super::request_path::RequestPath;
use crate::delivery::headers::FileClass;

/// The longest answer that is read: some fifty times what one has.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// What may be asked. A size that is no number is as good as none.
#[derive(Default)]
pub(super) struct Question {
    url: Option<String>,
    format: Option<String>,
    maxwidth: Option<String>,
    maxheight: Option<String>,
}

impl Question {
    /// Of what is said twice the first counts.
    fn read(query: &str) -> Self {
        let mut question = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let part = match name {
                "url" => &mut question.url,
                "format" => &mut question.format,
                "maxwidth" => &mut question.maxwidth,
                "maxheight" => &mut question.maxheight,
                _ => continue,
            };
            part.get_or_insert_with(|| percent_decode_str(value).decode_utf8_lossy().into_owned());
        }
        question
    }
}

/// The article whose answer is asked for, and how, if it takes more than sending the file.
pub(super) enum Asked {
    /// By its address.
    ByAddress(Question),
    /// By its file.
    ByFile(String, Question),
}

impl Asked {
    pub(super) fn read(path: &RequestPath, request: &Parts) -> Option<Self> {
        let below = path.as_str().strip_prefix('/')?.strip_prefix(OEMBED)?;
        let question = Question::read(request.uri.query().unwrap_or_default());
        if below.is_empty() || below == "/" {
            return Some(Self::ByAddress(question));
        }
        let id = below.strip_prefix('/')?.strip_suffix(".json")?;
        let is_plain = question.format.is_none() && question.maxwidth.is_none() && question.maxheight.is_none();
        (!is_plain).then(|| Self::ByFile(id.to_owned(), question))
    }

    pub(super) async fn answer(self, release: &Arc<Release>, request: &Parts) -> Response {
        let mut response = match self.document(release, request).await {
            Ok(document) => {
                let content_type = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
                (content_type, document.to_string()).into_response()
            }
            Err(status) => plain_response(status),
        };
        release.put_headers(&mut response, FileClass::Embed);
        response
    }

    async fn document(self, release: &Arc<Release>, request: &Parts) -> Result<Value, StatusCode> {
        let (id, question) = match self {
            Self::ByFile(id, question) => (Some(id), question),
            Self::ByAddress(question) => {
                let address = question.url.as_deref().ok_or(StatusCode::BAD_REQUEST)?;
                (find(release, request, address), question)
            }
        };
        if question.format.as_deref().is_some_and(|format| format != "json") {
            return Err(StatusCode::NOT_IMPLEMENTED);
        }
        let mut document = read(release, id.ok_or(StatusCode::NOT_FOUND)?).await.ok_or(StatusCode::NOT_FOUND)?;
        fit(&mut document, question.maxwidth.as_deref(), question.maxheight.as_deref());
        Ok(document)
    }
}

/// The id of the article at an address of this site, as it is published or as it is reached here.
fn find(release: &Release, request: &Parts, address: &str) -> Option<String> {
    let after_scheme = |address: &str| address.split_once("://").map(|(_, rest)| rest.to_owned());
    let rest = after_scheme(address).filter(|_| address.starts_with("http"))?;
    let rest = rest.split('#').next()?;
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = address.split_once('/')?;
    let reached = request.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let ours = [after_scheme(&release.rules.origin), reached.map(str::to_owned)];
    if !ours.iter().flatten().any(|ours| ours.eq_ignore_ascii_case(host)) {
        return None;
    }
    let path = RequestPath::parse(&format!("/{path}"))?;
    release.rules.article_at(path.as_str(), query).map(str::to_owned)
}

/// An article's published answer.
async fn read(release: &Arc<Release>, id: String) -> Option<Value> {
    let release = Arc::clone(release);
    let text = tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        let path = format!("{OEMBED}/{id}.json");
        let file = release.is_file(&path).then(|| release.www.open(path))?.ok()?;
        file.take(LONGEST_ANSWER).read_to_string(&mut text).ok()?;
        Some(text)
    });
    serde_json::from_str(&text.await.ok()??).ok()
}

/// Keeps the size within what was asked for, in the answer and in the frame's markup.
fn fit(document: &mut Value, width: Option<&str>, height: Option<&str>) {
    let sizes = |document: &Value| {
        let size = |name: &str| document.get(name).and_then(Value::as_u64).unwrap_or_default();
        [size("width"), size("height")]
    };
    let attributes = |[width, height]: [u64; 2]| format!(r#" width="{width}" height="{height}""#);
    let usual = sizes(document);
    for (name, asked) in [("width", width), ("height", height)] {
        let asked = asked.and_then(|asked| asked.parse::<u64>().ok()).filter(|asked| *asked > 0);
        if let (Some(asked), Some(size)) = (asked, document.get_mut(name)) {
            *size = size.as_u64().map_or(asked, |size| size.min(asked)).into();
        }
    }
    let fitted = sizes(document);
    if let Some(Value::String(html)) = document.get_mut("html") {
        *html = html.replacen(&attributes(usual), &attributes(fitted), 1);
    }
}

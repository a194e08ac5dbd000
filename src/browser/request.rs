//! One request and its answer.

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader};

use super::document::is_api_elsewhere;

/// An answer of which the head is there.
pub struct Answer(Response);

/// Why an answer's body could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It ended before its end, or the signal said to give up.
    Broken,
    /// It has more bytes than may be taken; the rest is not asked for.
    TooLong,
}

/// When an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Now,
    /// Later or never. The request says so: a worker does not count it as read.
    Ahead,
}

/// Asks for an address. `None` without an answer.
pub async fn get(url: &str, asked: Asked, signal: &AbortSignal) -> Option<Answer> {
    let mut request = Request::get(url).abort_signal(Some(signal));
    if asked == Asked::Ahead {
        request = request.header("Purpose", "prefetch");
    }
    request.send().await.ok().map(Answer)
}

/// Whether something may be asked for ahead: not where the reader saves data, which not every browser tells, and not of a content
/// API that is another site's.
pub fn may_look_ahead() -> bool {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let connection = get(&get(&window(), "navigator"), "connection");
    !is_api_elsewhere() && (connection.is_undefined() || !get(&connection, "saveData").is_truthy())
}

/// Sends a JSON document. `None` without an answer.
pub async fn post_json(url: &str, json: &str, signal: &AbortSignal) -> Option<Answer> {
    let request = Request::post(url).header("Content-Type", "application/json").abort_signal(Some(signal));
    request.body(json).ok()?.send().await.ok().map(Answer)
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    /// A header that holds a whole number; of another origin's answer only where that allows it to be read.
    pub fn number(&self, header: &str) -> Option<u32> {
        self.0.headers().get(header)?.parse().ok()
    }

    /// The body as text, of at most so many bytes; what is not UTF-8 is replaced.
    pub async fn text(self, most: usize) -> Result<String, BodyError> {
        let Some(body) = self.0.body() else { return Ok(String::new()) };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let (mut parts, mut length) = (Vec::new(), 0);
        loop {
            let part = JsFuture::from(reader.read()).await.map_err(|_| BodyError::Broken)?;
            // After the last part there is none.
            let value = Reflect::get(&part, &"value".into()).unwrap_or(JsValue::UNDEFINED);
            let Ok(part) = value.dyn_into::<Uint8Array>() else { break };
            length += part.length() as usize;
            if length > most {
                let _ = reader.cancel();
                return Err(BodyError::TooLong);
            }
            parts.push(part);
        }
        // The app's memory never shrinks: nothing is copied in it more often than it must be.
        let mut bytes = Vec::with_capacity(length);
        for part in parts {
            bytes.append(&mut part.to_vec());
        }
        let text = String::from_utf8(bytes);
        let text = text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        })
    }
}

//! One request and its answer.

use js_sys::{Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, RequestInit, Response};

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

/// Asks for an address. `None` without an answer.
pub async fn get(url: &str, signal: &AbortSignal) -> Option<Answer> {
    send(url, &RequestInit::new(), signal).await
}

/// Sends a JSON document. `None` without an answer.
pub async fn post_json(url: &str, json: &str, signal: &AbortSignal) -> Option<Answer> {
    let headers = Object::new();
    Reflect::set(&headers, &"Content-Type".into(), &"application/json".into()).ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&json.into());
    send(url, &request, signal).await
}

async fn send(url: &str, request: &RequestInit, signal: &AbortSignal) -> Option<Answer> {
    request.set_signal(Some(signal));
    let answer = JsFuture::from(window().fetch_with_str_and_init(url, request)).await.ok()?;
    Some(Answer(answer.unchecked_into()))
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status()
    }

    /// A header that holds a whole number; of another origin's answer only where that allows it to be read.
    pub fn number(&self, header: &str) -> Option<u32> {
        self.0.headers().get(header).ok()??.parse().ok()
    }

    /// The body as text, of at most so many bytes; what is not UTF-8 is replaced.
    pub async fn text(self, most: usize) -> Result<String, BodyError> {
        let mut bytes = Vec::new();
        let Some(body) = self.0.body() else { return Ok(String::new()) };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            let part = JsFuture::from(reader.read()).await.map_err(|_| BodyError::Broken)?;
            // After the last part there is none.
            let value = Reflect::get(&part, &"value".into()).unwrap_or(JsValue::UNDEFINED);
            let Ok(part) = value.dyn_into::<Uint8Array>() else { break };
            if bytes.len() + part.length() as usize > most {
                let _ = reader.cancel();
                return Err(BodyError::TooLong);
            }
            bytes.append(&mut part.to_vec());
        }
        Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
    }
}

//! One request and its answer.

use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader};

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
    Request::get(url).abort_signal(Some(signal)).send().await.ok().map(Answer)
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

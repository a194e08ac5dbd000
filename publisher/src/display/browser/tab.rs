//! What the browser shows, seen from outside over the DevTools protocol.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chromiumoxide::cdp::browser_protocol::inspector::EventTargetCrashed;
use chromiumoxide::cdp::browser_protocol::page::{
    EventScreencastFrame, ReloadParams, StartScreencastFormat, StartScreencastParams, StopScreencastParams,
};
use chromiumoxide::cdp::browser_protocol::{log, network, performance};
use chromiumoxide::cdp::js_protocol::runtime;
use chromiumoxide::error::CdpError;
use chromiumoxide::handler::HandlerConfig;
use chromiumoxide::listeners::EventStream;
use chromiumoxide::{Browser, Page};
use futures::StreamExt;
use serde::Deserialize;
use tokio::task::JoinSet;

/// A tab that is not there yet is looked for this often.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// The longer side of a picture of the screen, in pixels.
const PICTURE_SIDE: i64 = 400;
const PICTURE_QUALITY: i64 = 55;
/// The longer side of a picture that is only looked at for whether it shows anything.
const GLANCE_SIDE: i64 = 96;
const FRAME_LIMIT: Duration = Duration::from_secs(3);

/// What a page says of itself. Its document says that it is a display's, and its app changes the beat once a second.
const LOOK: &str = "JSON.stringify({\
    surface: document.documentElement.dataset.surface ?? '', beat: document.documentElement.dataset.beat ?? '', \
    mode: document.documentElement.dataset.mode ?? '', address: location.href, \
    hasText: Boolean(document.body && document.body.innerText.trim()) })";

/// The one tab of a browser.
pub struct Tab {
    page: Page,
    // Kept, because the connection ends with them.
    _handler: JoinSet<()>,
    _browser: Browser,
}

/// Tells when a tab has crashed.
pub struct Crash(EventStream<EventTargetCrashed>);

impl Crash {
    pub async fn happened(&mut self) {
        if self.0.next().await.is_none() {
            // The connection has ended: the browser's own end tells the rest.
            std::future::pending::<()>().await;
        }
    }
}

/// What is in the tab.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Look {
    /// `kiosk` in the display's document.
    pub surface: String,
    /// Changes once a second while the app lives.
    pub beat: String,
    /// `attract` while nobody is there.
    pub mode: String,
    pub address: String,
    pub has_text: bool,
}

impl Tab {
    /// Connects to a browser and waits for its tab; with what tells of the tab's crash.
    pub async fn connect(address: &str) -> Result<(Self, Crash), CdpError> {
        let config = HandlerConfig { ignore_https_errors: false, viewport: None, ..HandlerConfig::default() };
        let (mut browser, mut events) = Browser::connect_with_config(address, config).await?;
        let mut handler = JoinSet::new();
        handler.spawn(async move { while events.next().await.is_some() {} });
        browser.fetch_targets().await?;
        let page = loop {
            match browser.pages().await?.into_iter().next() {
                Some(page) => break page,
                None => tokio::time::sleep(BETWEEN_LOOKS).await,
            }
        };
        let crash = Crash(page.event_listener::<EventTargetCrashed>().await?);
        // What is watched is also remembered by the browser, for months.
        page.execute(network::DisableParams::default()).await?;
        page.execute(log::DisableParams::default()).await?;
        page.execute(performance::DisableParams::default()).await?;
        page.execute(runtime::DisableParams::default()).await?;
        Ok((Self { page, _handler: handler, _browser: browser }, crash))
    }

    pub async fn look(&self) -> Result<Look, String> {
        let ask = runtime::EvaluateParams::builder().expression(LOOK).return_by_value(true).build()?;
        let answer = self.page.execute(ask).await.map_err(|error| error.to_string())?;
        let text = answer.result.result.value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    pub async fn reload(&self) -> Result<(), CdpError> {
        self.page.execute(ReloadParams::default()).await.map(drop)
    }

    /// A small JPEG of the screen, in base64.
    pub async fn picture(&self) -> Result<String, String> {
        self.frame(StartScreencastFormat::Jpeg, PICTURE_SIDE).await
    }

    /// Whether the screen has a single colour, whatever the page believes.
    pub async fn is_blank(&self) -> Result<bool, String> {
        let png = self.frame(StartScreencastFormat::Png, GLANCE_SIDE).await?;
        has_one_colour(&STANDARD.decode(png).map_err(|error| error.to_string())?)
    }

    /// One frame of what is on screen, its longer side at most `side` pixels, in base64. A screenshot of part or size would
    /// be seen: for it the page is drawn otherwise.
    async fn frame(&self, format: StartScreencastFormat, side: i64) -> Result<String, String> {
        let text = |error: CdpError| error.to_string();
        let mut frames = self.page.event_listener::<EventScreencastFrame>().await.map_err(text)?;
        let start = StartScreencastParams::builder().format(format).quality(PICTURE_QUALITY);
        self.page.execute(start.max_width(side).max_height(side).build()).await.map_err(text)?;
        let frame = tokio::time::timeout(FRAME_LIMIT, frames.next()).await;
        self.page.execute(StopScreencastParams::default()).await.map_err(text)?;
        let frame = frame.map_err(|_| "no frame came")?.ok_or("the connection has ended")?;
        Ok(frame.data.clone().into())
    }
}

/// Whether all of a picture's values are within a hair of the first pixel's.
fn has_one_colour(png: &[u8]) -> Result<bool, String> {
    const HAIR: u8 = 3;
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().ok_or("too large")?;
    let mut bytes = vec![0; size];
    let info = reader.next_frame(&mut bytes).map_err(|error| error.to_string())?;
    let bytes = bytes.get(..info.buffer_size()).unwrap_or_default();
    let mut pixels = bytes.chunks_exact(info.color_type.samples().max(1));
    let Some(first) = pixels.next() else { return Ok(true) };
    Ok(pixels.all(|pixel| pixel.iter().zip(first).all(|(value, expected)| value.abs_diff(*expected) <= HAIR)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(pixels: &[u8]) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, 2, 2);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        png
    }

    #[test]
    fn a_screen_of_one_colour_is_blank() {
        assert_eq!(has_one_colour(&png(&[0; 12])), Ok(true));
        assert_eq!(has_one_colour(&png(&[0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0])), Ok(true));
        assert_eq!(has_one_colour(&png(&[0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0])), Ok(false));
        assert!(has_one_colour(b"no picture").is_err());
    }
}

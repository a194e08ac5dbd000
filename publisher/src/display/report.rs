//! Tells the operators' list once a minute how the display is, and carries out what it is asked for.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use tokio::sync::Notify;

use super::fault::{Fault, Faults, Kind, Part};
use super::mirror::{Client, fault_of, read_whole};
use super::notice::MessageBoard;
use super::status::Status;
use crate::delivery::displays::message::Orders;

/// Before the first one.
const SETTLING: Duration = Duration::from_secs(5);
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
const ANSWER_BYTES: u64 = 64 * 1024;

/// Where heartbeats go.
pub struct Report {
    pub url: Url,
    /// What the list knows displays by.
    pub token: String,
    /// Between two heartbeats.
    pub interval: Duration,
}

/// Reads a token from a file.
///
/// # Errors
/// A line that says what to put there.
pub fn read_token(file: &Path) -> Result<String, String> {
    let place = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("--token-file {place}: {error}; the user that runs this has to be able to read it"))?;
    let token = text.trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!(
            "--token-file {place}: holds no token; copy the `display-token` of `portal serve --displays` there"
        ));
    }
    Ok(token.to_owned())
}

impl Report {
    /// Sends heartbeats for ever.
    pub async fn send(
        self,
        (client, status, board): (Client, Arc<Status>, Arc<MessageBoard>),
        faults: Arc<Faults>,
        reload: Arc<Notify>,
    ) {
        // By then there is something to tell.
        tokio::time::sleep(SETTLING.min(self.interval)).await;
        loop {
            match self.send_one(&client, &status).await {
                Ok(orders) => {
                    faults.end(Part::Report);
                    match board.take(orders.orders) {
                        Ok(true) => reload.notify_one(),
                        Ok(false) => {}
                        Err(error) => tracing::warn!("an operator's order cannot be kept for the next start: {error}"),
                    }
                }
                Err(fault) => faults.begin(Part::Report, fault),
            }
            tokio::time::sleep(self.interval).await;
        }
    }

    async fn send_one(&self, client: &Client, status: &Status) -> Result<Orders, Fault> {
        let failed = |detail: String| Fault::new(Kind::Report, format!("{}: {detail}", self.url));
        let heartbeat = serde_json::to_vec(&status.heartbeat()).map_err(|error| failed(error.to_string()))?;
        let request = client.http().post(self.url.clone()).bearer_auth(&self.token).timeout(ANSWER_LIMIT);
        let request = request.header(reqwest::header::CONTENT_TYPE, "application/json").body(heartbeat);
        let mut response = request.send().await.map_err(|error| failed(fault_of(&error).to_string()))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::UNAUTHORIZED => {
                let why = "refused: the token is not the list's (--token-file), or this is not its address for heartbeats (--report)";
                return Err(failed(why.to_owned()));
            }
            status => return Err(failed(format!("answers {status}"))),
        }
        let bytes = read_whole(&mut response, "the answer", ANSWER_BYTES).await;
        let bytes = bytes.map_err(|fault| failed(fault.detail))?;
        serde_json::from_slice(&bytes).map_err(|error| failed(format!("answers no orders ({error})")))
    }
}

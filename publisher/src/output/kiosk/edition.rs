//! `kiosk/edition.json`: every file that a display needs, by length and hash.
//!
//! What is in it follows from what names it: a document's pictures are read from its JSON, what the display's page loads
//! from its markup. So nothing can be forgotten, and nothing depends on anything but the content.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{Image, Site};
use portal_app::reader::{FromJson as _, Json, Reading};
use portal_app::text::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::output::error::OutputError;
use crate::release::files::Files;
use crate::release::keys::short_hash;
use crate::site::plan::collect_media;

/// Where the document is.
pub(super) const EDITION: &str = "kiosk/edition.json";
/// The service worker, which no page names but the script that starts it. A box under a display serves it as well.
const WORKER: &str = "kiosk/sw.js";

/// The document.
#[derive(Serialize)]
pub(super) struct Edition {
    /// The same as long as the files are.
    id: String,
    /// The site's origin.
    site: String,
    /// As of when it was published.
    made_at: Moment,
    /// In the order of their addresses.
    files: Vec<EditionFile>,
}

/// What is read of earlier ones.
#[derive(Deserialize)]
struct EarlierEdition {
    made_at: String,
}

#[derive(Serialize)]
struct EditionFile {
    /// Its address.
    path: String,
    bytes: u64,
    /// Of the whole file, uncompressed, in hex.
    sha256: String,
}

/// What displays keep.
#[derive(Default)]
pub(super) struct Kept {
    /// Addresses of files.
    addresses: BTreeSet<String>,
    /// Addresses of pictures, films and other files that documents name.
    media: BTreeSet<String>,
}

impl Kept {
    /// Keeps a page at its address, and every file that its markup or its style names.
    pub fn add_page(&mut self, address: &str, html: &str, files: &Files) {
        self.addresses.insert(address.to_owned());
        let parts = html.split(['"', '\'', '(', ')']).filter_map(|part| part.strip_prefix('/'));
        let named = parts.filter(|path| files.content_of(path).is_some());
        self.addresses.extend(named.map(|path| format!("/{path}")));
    }

    /// Keeps a document at its path below the web root, and the pictures it names, each in the form that displays show.
    pub fn add_document(&mut self, path: &str, json: &[u8], site: &Site) -> serde_json::Result<()> {
        self.addresses.insert(format!("/{path}"));
        let mut document = serde_json::from_slice(json)?;
        leave_one_form(&mut document);
        collect_media(&serde_json::to_vec(&document)?, &site.url, &mut self.media);
        Ok(())
    }

    /// Everything that is kept, as it was written, by a publish as of `at`. Of media only pictures: a display offers no
    /// films, sounds or files.
    pub fn edition(
        self,
        site: &Site,
        at: DateTime<FixedOffset>,
        release: &Files,
        is_picture: impl Fn(&str) -> bool,
    ) -> Result<Edition, OutputError> {
        let Self { mut addresses, media } = self;
        addresses.extend(release.content_of(WORKER).map(|_| format!("/{WORKER}")));
        addresses.extend(media.into_iter().filter(|address| is_picture(address)));
        let files = addresses.into_iter().map(|path| {
            let file = path.trim_start_matches('/');
            let file = if file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() };
            let (bytes, sha256) = release.content_of(&file).ok_or(OutputError::NotWritten(file))?;
            Ok(EditionFile { path, bytes, sha256 })
        });
        let files = files.collect::<Result<Vec<_>, OutputError>>()?;
        let parts = files.iter().flat_map(|file| [file.path.as_bytes(), file.sha256.as_bytes()]);
        let id = short_hash(parts);
        let made_at = Moment::At(made_at(at, release));
        Ok(Edition { id, site: site.url.clone(), made_at, files })
    }
}

/// Leaves of every picture in a document the one form that a display shows (`components::OneForm`).
fn leave_one_form(value: &mut Value) {
    if value.get("sources").is_some()
        && let Ok(mut image) = Json::deserialize(&*value)
        && let Ok(image) = Reading::default().result(|reading| Image::from_json(&mut image, reading))
    {
        *value = Value::String(image.widest().src.to_string());
    }
    match value {
        Value::Array(parts) => parts.iter_mut().for_each(leave_one_form),
        Value::Object(fields) => fields.values_mut().for_each(leave_one_form),
        _ => {}
    }
}

/// As of when an edition is: no earlier than any that displays may have, although this machine's clock may have been set
/// back since, or the last release taken back. Displays refuse an older edition than theirs, so one that was published in 2038 by mistake would otherwise be their last.
fn made_at(at: DateTime<FixedOffset>, release: &Files) -> DateTime<FixedOffset> {
    let earlier = release.earlier_bytes(EDITION);
    let earlier = earlier.filter_map(|json| serde_json::from_slice::<EarlierEdition>(&json).ok());
    let earlier = earlier.filter_map(|edition| DateTime::parse_from_rfc3339(&edition.made_at).ok());
    earlier.map(|made_at| made_at.with_timezone(at.offset())).fold(at, DateTime::max)
}

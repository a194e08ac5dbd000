//! The object that says what a site has in its bucket, so that the next upload sends only what has changed and removes only
//! what is the site's own.
//!
//! It is written before anything else is, with everything that is about to change, and again at the end. So an upload that was
//! killed leaves one that says which objects are not known.

use std::collections::BTreeMap;

use object_store::{PutMode, UpdateVersion};
use serde::{Deserialize, Serialize};

use super::bucket::Bucket;
use super::error::StorageError;

/// The object, below `UPLOADS`.
pub const RECORD: &str = ".portal-upload/record.json";

/// What an older program cannot read gets a higher number.
const VERSION: u32 = 1;

/// What is known of a bucket.
#[derive(Debug, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// Of the site.
    pub origin: String,
    /// By the path below the site's place.
    pub objects: BTreeMap<String, State>,
}

/// What is known of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum State {
    /// It is there, with this mark.
    Whole(String),
    /// An upload that has not ended was to write or remove it.
    Underway {
        /// What it was before; none where it was not there.
        before: Option<String>,
    },
}

/// The record as it was found.
pub enum Found {
    None,
    /// Not to be read: what is there has to be looked at.
    Damaged(UpdateVersion),
    Whole(Record, UpdateVersion),
}

impl Record {
    pub fn new(origin: &str, objects: BTreeMap<String, State>) -> Self {
        Self { version: VERSION, origin: origin.to_owned(), objects }
    }

    /// # Errors
    /// `AnotherSite`; `Newer` where another program wrote it.
    pub async fn read(bucket: &Bucket, origin: &str) -> Result<Found, StorageError> {
        #[derive(Deserialize)]
        struct Numbered {
            version: u32,
        }
        let Some(held) = bucket.get(RECORD).await? else { return Ok(Found::None) };
        if serde_json::from_slice::<Numbered>(&held.bytes).is_ok_and(|found| found.version > VERSION) {
            return Err(StorageError::Newer { record: bucket.name(RECORD) });
        }
        let Ok(record) = serde_json::from_slice::<Self>(&held.bytes) else { return Ok(Found::Damaged(held.version)) };
        if record.origin != origin {
            let (record, place, theirs) = (bucket.name(RECORD), bucket.address.to_string(), record.origin);
            return Err(StorageError::AnotherSite { record, place, theirs, ours: origin.to_owned() });
        }
        Ok(Found::Whole(record, held.version))
    }

    /// Writes it in the place of the one that was found.
    ///
    /// # Errors
    /// `Overtaken` where it is another one by now.
    pub async fn write(&self, bucket: &Bucket, found: Option<UpdateVersion>) -> Result<UpdateVersion, StorageError> {
        let json = serde_json::to_vec(self).map_err(|error| StorageError::Settings(error.to_string()))?;
        let written = bucket.put_if(RECORD, json, found.map_or(PutMode::Create, PutMode::Update)).await?;
        written.ok_or_else(|| StorageError::Overtaken(bucket.address.to_string()))
    }
}

//! The bucket, asked through `object_store`: the one place that speaks to it. Every request that failed for the moment is made
//! again a few times, more slowly each time.

use std::collections::BTreeMap;
use std::env;
use std::path::Path as FilePath;
use std::time::Duration;

use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientConfigKey, Error, GetOptions, ObjectStore, ObjectStoreExt as _,
    PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, RetryConfig, UpdateVersion, WriteMultipart,
};
use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};
use tokio::io::AsyncReadExt as _;

use super::address::BucketAddress;
use super::error::{Asked, StorageError};
use crate::release::Content;
use crate::release::keys::Hash;

/// A file that is longer is sent in parts of this many bytes, so that memory does not follow the longest film. Amazon S3 takes
/// no smaller part.
const PART: usize = 5 << 20;

/// How long a request may take: a part, with fifteen others beside it, over the line of a small office.
const REQUEST_LIMIT: &str = "180s";

/// Said of each object: the record of whoever wrote it, and what it has.
const OWNER: &str = "portal-record";
const MARK: &str = "portal-mark";

/// Which keys and which storage: the standard variables of Amazon's tools, `AWS_ACCESS_KEY_ID` and the like.
#[derive(Clone, Default)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// Those of this process. A variable that is empty counts as none.
    pub fn from_env() -> Self {
        env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect()
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn endpoint(&self) -> Option<&str> {
        ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"].into_iter().find_map(|name| self.get(name))
    }
}

impl FromIterator<(String, String)> for Settings {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(variables: T) -> Self {
        Self(variables.into_iter().filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty()).collect())
    }
}

/// Where keys may come from besides the machine itself, as on Amazon's.
const SOURCES_OF_KEYS: [&str; 4] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/// The site's place in a bucket.
pub struct Bucket {
    store: AmazonS3,
    pub address: BucketAddress,
    endpoint: String,
    /// Said of each object that is written.
    owner: String,
}

/// What an object is to be: its bytes and the headers that go with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headers {
    pub content_type: &'static str,
    pub cache_control: String,
}

/// An object of ours, and the version of it that was read or written.
pub struct Held {
    pub bytes: Vec<u8>,
    pub version: UpdateVersion,
}

impl Bucket {
    /// # Errors
    /// Before anything is asked: when the settings cannot be right.
    pub fn open(address: BucketAddress, settings: &Settings, record: &str) -> Result<Self, StorageError> {
        // Chosen here, since two of the libraries could each bring their own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let named = settings.endpoint();
        let allows_http = settings.get("AWS_ALLOW_HTTP").is_some_and(|value| value.eq_ignore_ascii_case("true"));
        if let Some(endpoint) = named.filter(|endpoint| endpoint.starts_with("http://") && !allows_http) {
            return Err(StorageError::NotEncrypted(endpoint.to_owned()));
        }
        // A machine of Amazon's may have keys of its own; nobody else's storage takes those.
        if named.is_some() && SOURCES_OF_KEYS.iter().all(|name| settings.get(name).is_none()) {
            return Err(StorageError::NoKeys);
        }
        let mut builder =
            AmazonS3Builder::new().with_config(AmazonS3ConfigKey::Client(ClientConfigKey::Timeout), REQUEST_LIMIT);
        for (name, value) in &settings.0 {
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
        }
        let store = builder.with_bucket_name(&address.bucket).with_retry(retries()).build();
        let store = store.map_err(|error| StorageError::Settings(error.to_string()))?;
        let region =
            || settings.get("AWS_REGION").or_else(|| settings.get("AWS_DEFAULT_REGION")).unwrap_or("us-east-1");
        let endpoint = named.map_or_else(|| format!("https://s3.{}.amazonaws.com", region()), str::to_owned);
        let owner = percent_encoding::utf8_percent_encode(&address.key(record), percent_encoding::CONTROLS).to_string();
        Ok(Self { store, address, endpoint, owner })
    }

    /// An object's bytes; none where there is no such object.
    pub async fn get(&self, path: &str) -> Result<Option<Held>, StorageError> {
        let (key, failed) = (self.key(path)?, |error| self.failed(&error, path, "reading"));
        let result = match self.store.get(&key).await {
            Err(error) if self.is_missing(&error) => return Ok(None),
            result => result.map_err(failed)?,
        };
        let version = UpdateVersion { e_tag: result.meta.e_tag.clone(), version: result.meta.version.clone() };
        Ok(Some(Held { bytes: result.bytes().await.map_err(failed)?.to_vec(), version }))
    }

    /// What an object of this site has; none where there is no such object, or it is somebody else's.
    pub async fn mark(&self, path: &str) -> Result<Option<String>, StorageError> {
        let asked = self.store.get_opts(&self.key(path)?, GetOptions { head: true, ..GetOptions::default() }).await;
        let attributes = match asked {
            Err(error) if self.is_missing(&error) => return Ok(None),
            asked => asked.map_err(|error| self.failed(&error, path, "reading"))?.attributes,
        };
        let of = |name: &'static str| attributes.get(&Attribute::Metadata(name.into())).map(|value| value.to_string());
        Ok(of(MARK).filter(|_| of(OWNER).as_ref() == Some(&self.owner)))
    }

    /// The paths of all objects in the site's place, whoever wrote them.
    pub async fn list(&self) -> Result<Vec<String>, StorageError> {
        let prefix = Path::parse(&self.address.prefix).map_err(|error| StorageError::Settings(error.to_string()))?;
        let found = self.store.list(Some(&prefix)).try_collect::<Vec<_>>().await;
        let found = found.map_err(|error| self.failed(&error, "", "listing"))?;
        Ok(found.iter().filter_map(|object| self.address.path(object.location.as_ref())).map(str::to_owned).collect())
    }

    /// Writes an object that has no address on the site. `None` where the condition does not hold: the object is there, or is no
    /// longer that version.
    pub async fn put_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        mode: PutMode,
    ) -> Result<Option<UpdateVersion>, StorageError> {
        let attributes = Attributes::from_iter([
            (Attribute::ContentType, "application/json"),
            (Attribute::CacheControl, "no-store"),
        ]);
        let options = PutOptions { mode, attributes, ..PutOptions::default() };
        match self.store.put_opts(&self.key(path)?, bytes.into(), options).await {
            Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(None),
            Err(error) => Err(self.failed(&error, path, "writing")),
            Ok(PutResult { e_tag, version, .. }) => Ok(Some(UpdateVersion { e_tag, version })),
        }
    }

    /// Writes an object of the site.
    pub async fn put(&self, path: &str, bytes: Vec<u8>, headers: &Headers, mark: &str) -> Result<(), StorageError> {
        let options = PutOptions { attributes: self.attributes(headers, mark), ..PutOptions::default() };
        let done = self.store.put_opts(&self.key(path)?, PutPayload::from(bytes), options).await;
        done.map(drop).map_err(|error| self.failed(&error, path, "writing"))
    }

    /// Writes an object of the site from a file, which has to be what was written of it.
    pub async fn put_file(
        &self,
        path: &str,
        file: &FilePath,
        content: &Content,
        headers: &Headers,
        mark: &str,
    ) -> Result<(), StorageError> {
        let changed = || StorageError::Changed(file.to_owned());
        if content.bytes > PART as u64 {
            return self.put_parts(path, file, content, self.attributes(headers, mark)).await;
        }
        let bytes = fs::read(file).await.map_err(|_| changed())?;
        if Hash::of(&bytes) != content.sha256 {
            return Err(changed());
        }
        self.put(path, bytes, headers, mark).await
    }

    /// As `put_file`. The object is there once the last part is.
    async fn put_parts(
        &self,
        path: &str,
        file: &FilePath,
        content: &Content,
        attributes: Attributes,
    ) -> Result<(), StorageError> {
        let failed = |error| self.failed(&error, path, "writing");
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        let upload = self.store.put_multipart_opts(&self.key(path)?, options).await.map_err(failed)?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        match self.send(&mut upload, path, file, content).await {
            Ok(()) => upload.finish().await.map(drop).map_err(failed),
            Err(error) => {
                // The storage has rules for parts of what was never finished.
                let _ = upload.abort().await;
                Err(error)
            }
        }
    }

    async fn send(
        &self,
        upload: &mut WriteMultipart,
        path: &str,
        file: &FilePath,
        content: &Content,
    ) -> Result<(), StorageError> {
        let changed = |_| StorageError::Changed(file.to_owned());
        let (mut reader, mut hasher) = (File::open(file).await.map_err(changed)?, Sha256::new());
        let mut piece = Vec::with_capacity(PART);
        loop {
            piece.clear();
            let read = (&mut reader).take(PART as u64).read_to_end(&mut piece).await.map_err(changed)?;
            if read == 0 {
                break;
            }
            hasher.update(&piece);
            upload.wait_for_capacity(1).await.map_err(|error| self.failed(&error, path, "writing"))?;
            upload.write(&piece);
        }
        if hasher.finalize()[..] == *content.sha256.as_bytes() {
            Ok(())
        } else {
            Err(StorageError::Changed(file.to_owned()))
        }
    }

    /// Removes objects; those that are not there are as good as removed.
    pub async fn remove(&self, paths: Vec<String>) -> Result<(), StorageError> {
        let keys = paths.iter().map(|path| self.key(path)).collect::<Result<Vec<_>, _>>()?;
        let keys = stream::iter(keys).map(Ok).boxed();
        let removed = self.store.delete_stream(keys).try_for_each(|_| async { Ok(()) }).await;
        match removed {
            Err(error) if !self.is_missing(&error) => Err(self.failed(&error, "", "removing")),
            _ => Ok(()),
        }
    }

    fn attributes(&self, headers: &Headers, mark: &str) -> Attributes {
        Attributes::from_iter([
            (Attribute::ContentType, headers.content_type.to_owned()),
            (Attribute::CacheControl, headers.cache_control.clone()),
            (Attribute::Metadata(OWNER.into()), self.owner.clone()),
            (Attribute::Metadata(MARK.into()), mark.to_owned()),
        ])
    }

    /// An object as messages name it.
    pub fn name(&self, path: &str) -> String {
        format!("s3://{}/{}", self.address.bucket, self.address.key(path))
    }

    /// The storage as messages name it.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    fn key(&self, path: &str) -> Result<Path, StorageError> {
        Path::parse(self.address.key(path)).map_err(|error| StorageError::Settings(error.to_string()))
    }

    /// Whether an error says that there is no such object. Where the whole bucket is missing it says something else.
    fn is_missing(&self, error: &Error) -> bool {
        let is_not_found = matches!(error, Error::NotFound { .. });
        is_not_found && !matches!(self.failed(error, "", ""), StorageError::NoBucket { .. })
    }

    fn failed(&self, error: &Error, path: &str, doing: &'static str) -> StorageError {
        let place = if path.is_empty() { self.address.to_string() } else { self.name(path) };
        StorageError::of(error, Asked { bucket: &self.address.bucket, endpoint: &self.endpoint, place: &place, doing })
    }
}

/// About ten seconds in all: what takes longer to come back is told, and nothing is lost by trying again.
fn retries() -> RetryConfig {
    let backoff =
        BackoffConfig { init_backoff: Duration::from_millis(200), max_backoff: Duration::from_secs(5), base: 2.0 };
    RetryConfig { backoff, max_retries: 5, retry_timeout: Duration::from_secs(60) }
}

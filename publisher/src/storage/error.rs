//! Why a site could not be brought to its bucket, and what to do about it. What a server says is told by its code alone: the
//! rest of an answer may name keys.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use object_store::client::{HttpError, HttpErrorKind};

use crate::release::ReleaseError;

/// Why a site could not be brought to its bucket. What is there is whole all the same: no page names a file that is not there.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error(
        "there are no keys for the object storage. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (in a service by EnvironmentFile=, a \
         file that only root may read)."
    )]
    NoKeys,
    #[error(
        "{0} is not encrypted, so keys and pages could be read on the way. Write https://, or set AWS_ALLOW_HTTP=true \
         within a closed network."
    )]
    NotEncrypted(String),
    #[error("the settings of the object storage are not right: {0}. They are variables that begin with AWS_.")]
    Settings(String),
    #[error(
        "there is no bucket {bucket} at {endpoint}. Make it first, or look at the name, AWS_ENDPOINT_URL and AWS_REGION."
    )]
    NoBucket { bucket: String, endpoint: String },
    #[error(
        "{place}: {doing} is refused ({code}). The key needs s3:ListBucket of the bucket, and s3:GetObject, s3:PutObject and \
         s3:DeleteObject of what is below the prefix."
    )]
    Refused { place: String, doing: &'static str, code: String },
    #[error(
        "{endpoint} does not take the key ({code}). Look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where there \
         is one, AWS_SESSION_TOKEN."
    )]
    WrongKeys { endpoint: String, code: String },
    #[error("{0} says that this machine's clock is wrong by more than it allows. Set it (timedatectl), and try again.")]
    Clock(String),
    #[error("the bucket {bucket} is of another region ({code}). Set AWS_REGION to the bucket's.")]
    Region { bucket: String, code: String },
    #[error(
        "{endpoint} cannot be looked up ({reason}). Look at the name in AWS_ENDPOINT_URL or AWS_REGION, and at this \
         machine's DNS: getent hosts NAME"
    )]
    NoName { endpoint: String, reason: String },
    #[error(
        "{endpoint} cannot be reached ({reason}). Look at AWS_ENDPOINT_URL and the firewall, and try again: what is \
         there already is not sent twice."
    )]
    Unreachable { endpoint: String, reason: String },
    #[error(
        "{endpoint} cannot be trusted ({reason}). Where its certificate is the agency's own, put whoever issued it \
         among this machine's (update-ca-certificates)."
    )]
    NotTrusted { endpoint: String, reason: String },
    #[error(
        "{endpoint} has no room or no time now ({code}). Try again later: what is there already is not sent twice."
    )]
    Overloaded { endpoint: String, code: String },
    #[error(
        "{0} does not write on a condition (If-None-Match, If-Match), so two uploads could not be kept apart. Use a storage that does: Amazon \
         S3, Cloudflare R2, MinIO, Ceph."
    )]
    NoConditions(String),
    #[error(
        "{record} says that {place} is of the site {theirs}, and this one is {ours}. Choose another prefix. Where it is the same site with a \
         new name, remove that object and try again: everything there is compared then."
    )]
    AnotherSite { record: String, place: String, theirs: String, ours: String },
    #[error("{record} was written by a newer version of portal. Bring this one up to date.")]
    Newer { record: String },
    #[error("another upload to {0} is running. Wait until it has ended.")]
    Busy(String),
    #[error("another upload to {0} has taken over, since this one was not heard of for too long. Try again.")]
    Overtaken(String),
    #[error(
        "{0} is not what was published: a later publish has removed it, or the disk has changed it. Publish again; if \
         that does not help, with --rebuild."
    )]
    Changed(PathBuf),
    #[error("{path} cannot be read: {reason}. Publish again.")]
    Routes { path: PathBuf, reason: String },
    #[error("{path}: {source}. All of it is in the bucket, but the list of what to purge could not be written.")]
    Purge { path: PathBuf, source: io::Error },
    #[error("{place}: {doing} failed: {reason}. Try again: what is there already is not sent twice.")]
    Other { place: String, doing: &'static str, reason: String },
    #[error("no thread can be started: {0}. The machine has no room for it now: try again.")]
    Runtime(io::Error),
    #[error(transparent)]
    Release(#[from] ReleaseError),
}

/// What was asked of whom, for errors.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub bucket: &'a str,
    pub endpoint: &'a str,
    /// An object, or the site's place.
    pub place: &'a str,
    pub doing: &'static str,
}

impl StorageError {
    /// What an error of the client means.
    pub fn of(error: &object_store::Error, asked: Asked) -> Self {
        let Asked { bucket, endpoint, place, doing } = asked;
        let (bucket, endpoint, place) = (bucket.to_owned(), endpoint.to_owned(), place.to_owned());
        if let object_store::Error::NotImplemented { .. } = error {
            return Self::NoConditions(endpoint);
        }
        if let Some(failure) = chain(error).find_map(|error| error.downcast_ref::<HttpError>()) {
            return of_network(failure, endpoint);
        }
        let code = code_of(error);
        match code.as_deref() {
            Some("NoSuchBucket") => return Self::NoBucket { bucket, endpoint },
            Some("RequestTimeTooSkewed" | "RequestExpired") => return Self::Clock(endpoint),
            Some("NotImplemented") => return Self::NoConditions(endpoint),
            Some(
                code @ ("InvalidAccessKeyId"
                | "SignatureDoesNotMatch"
                | "ExpiredToken"
                | "InvalidToken"
                | "TokenRefreshRequired"
                | "NotSignedUp"),
            ) => return Self::WrongKeys { endpoint, code: code.to_owned() },
            Some(
                code @ ("PermanentRedirect" | "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException"),
            ) => {
                return Self::Region { bucket, code: code.to_owned() };
            }
            Some(
                code @ ("SlowDown" | "ServiceUnavailable" | "InternalError" | "QuotaExceeded" | "XMinioStorageFull"),
            ) => {
                return Self::Overloaded { endpoint, code: code.to_owned() };
            }
            _ => {}
        }
        let code = |status: &str| code.clone().unwrap_or_else(|| status.to_owned());
        match error {
            object_store::Error::PermissionDenied { .. } => Self::Refused { place, doing, code: code("403") },
            object_store::Error::Unauthenticated { .. } => Self::WrongKeys { endpoint, code: code("401") },
            _ if told(error).contains("LOCATION") => Self::Region { bucket, code: code("301") },
            _ => Self::Other { place, doing, reason: code("no answer that can be understood") },
        }
    }
}

fn of_network(failure: &HttpError, endpoint: String) -> StorageError {
    let told = told(failure);
    let innermost = chain(failure).last().map(ToString::to_string).unwrap_or_default();
    match failure.kind() {
        _ if told.contains("dns error") || told.contains("invalid dns name") => {
            StorageError::NoName { endpoint, reason: innermost }
        }
        _ if told.contains("certificate") => StorageError::NotTrusted { endpoint, reason: innermost },
        HttpErrorKind::Timeout => StorageError::Unreachable { endpoint, reason: "no answer in time".to_owned() },
        _ => StorageError::Unreachable { endpoint, reason: innermost },
    }
}

/// The `<Code>` of an answer (Amazon S3 API, "Error responses").
fn code_of(error: &object_store::Error) -> Option<String> {
    let told = told(error);
    let (_, rest) = told.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_plain = (1..=60).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
    is_plain.then(|| code.to_owned())
}

fn told(error: &(dyn Error + 'static)) -> String {
    chain(error).map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// An error and what it came from.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

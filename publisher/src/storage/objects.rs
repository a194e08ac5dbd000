//! What is to be in the bucket: the published files, and a document for each old address that leads on.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::bucket::Headers;
use super::error::StorageError;
use super::redirects;
use crate::delivery::headers::{FileClass, headers_for, policy};
use crate::delivery::media_types::{UNKNOWN, media_type};
use crate::delivery::{Routes, ServerRules};
use crate::release::keys::sha256_hex;
use crate::release::{Content, PublishedFiles};

/// An object that is to be there.
pub struct Object {
    pub source: Source,
    pub class: FileClass,
    pub headers: Headers,
    /// Of its bytes and its headers: another one where either is another.
    pub mark: String,
}

/// Where an object's bytes are.
pub enum Source {
    File(PathBuf, Content),
    Made(Vec<u8>),
}

/// What a release has for a bucket.
pub struct Objects {
    pub origin: String,
    /// By the path below the site's place.
    pub by_path: BTreeMap<String, Object>,
}

impl Objects {
    /// # Errors
    /// `Routes` when it cannot be read what servers are told.
    pub fn of(published: PublishedFiles) -> Result<Self, StorageError> {
        let PublishedFiles { www, deploy, files, .. } = published;
        let path = deploy.join("routes.json");
        let failed = |reason: String| StorageError::Routes { path: path.clone(), reason };
        let json = fs::read(&path).map_err(|error| failed(error.to_string()))?;
        let routes = serde_json::from_slice::<Routes>(&json).map_err(|error| failed(error.to_string()))?;
        let rules = routes.check().map_err(|error| failed(error.to_string()))?;
        let mut by_path = files
            .into_iter()
            .map(|(path, content)| {
                let file = www.join(&path);
                let object = Object::new(&path, None, content.sha256.to_string(), Source::File(file, content), &rules);
                (path, object)
            })
            .collect::<BTreeMap<_, _>>();
        for (path, document) in redirects::documents(&routes) {
            let object =
                Object::new(&path, Some(FileClass::Document), sha256_hex(&document), Source::Made(document), &rules);
            by_path.entry(path).or_insert(object);
        }
        Ok(Self { origin: routes.origin, by_path })
    }
}

impl Object {
    /// `class` is given for what is no file.
    fn new(path: &str, class: Option<FileClass>, sha256: String, source: Source, rules: &ServerRules) -> Self {
        // What is no file is a page, whatever its name ends in.
        let named = if class.is_some() { "index.html" } else { path };
        let class = class.unwrap_or_else(|| policy(&format!("/{path}")));
        let headers = headers_of(named, class, rules);
        let Headers { content_type, cache_control } = &headers;
        let mark = sha256_hex(format!("{sha256}\n{content_type}\n{cache_control}"));
        Self { source, class, headers, mark }
    }

    pub fn bytes(&self) -> u64 {
        match &self.source {
            Source::File(_, content) => content.bytes,
            Source::Made(bytes) => bytes.len() as u64,
        }
    }
}

/// What is said of an object: of all headers that a storage can keep, as the web servers say them.
fn headers_of(named: &str, class: FileClass, rules: &ServerRules) -> Headers {
    let headers = headers_for(class, &rules.policies);
    let cache_control = headers.into_iter().find(|(name, _)| *name == "Cache-Control");
    Headers {
        content_type: media_type(named).map_or(UNKNOWN, |kind| kind.name),
        cache_control: cache_control.map(|(_, value)| value.to_owned()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_with_other_headers_are_another_object() {
        let object = |path: &str, class: Option<FileClass>| {
            Object::new(path, class, sha256_hex("a"), Source::Made(b"a".to_vec()), &ServerRules::default())
        };
        let (page, other) = (object("a/index.html", None), object("assets/a.html", None));
        assert_eq!(page.headers.content_type, other.headers.content_type);
        assert_ne!((page.headers.cache_control, page.mark), (other.headers.cache_control, other.mark));
        let old = object("a.aspx", Some(FileClass::Document));
        assert_eq!((old.headers.content_type, &*old.headers.cache_control), ("text/html; charset=utf-8", "no-cache"));
        assert_eq!(object("a.aspx", None).headers.content_type, UNKNOWN);
    }
}

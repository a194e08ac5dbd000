//! Where in which bucket a site is to be: `s3://bucket/prefix`.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use object_store::path::Path;

/// A bucket, and the site's place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketAddress {
    pub bucket: String,
    /// Without a slash at its ends; empty for the whole bucket.
    pub prefix: String,
}

/// As long as a bucket's name is on Amazon S3.
const NAME_LENGTHS: std::ops::RangeInclusive<usize> = 3..=63;

impl FromStr for BucketAddress {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let rest = written.strip_prefix("s3://").ok_or("write s3://BUCKET or s3://BUCKET/PREFIX")?;
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        if !NAME_LENGTHS.contains(&bucket.len()) || !bucket.chars().all(is_plain) {
            return Err("a bucket's name has 3 to 63 small letters, digits, hyphens and full stops");
        }
        let prefix = Path::parse(prefix)
            .map_err(|_| "a prefix is names with one slash between them, as in s3://bucket/one/two")?;
        Ok(Self { bucket: bucket.to_owned(), prefix: prefix.as_ref().to_owned() })
    }
}

impl BucketAddress {
    /// The key of an object, by its path below the site's place.
    pub fn key(&self, path: &str) -> String {
        if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }

    /// The path of the object with this key; none where it is elsewhere in the bucket.
    pub fn path<'a>(&self, key: &'a str) -> Option<&'a str> {
        if self.prefix.is_empty() { Some(key) } else { key.strip_prefix(&self.prefix)?.strip_prefix('/') }
    }
}

impl Display for BucketAddress {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        write!(f, "s3://{}{slash}{}", self.bucket, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_or_refused() {
        for (written, expected) in [
            ("s3://cong-thong-tin", Some(("cong-thong-tin", ""))),
            ("s3://cong-thong-tin/", Some(("cong-thong-tin", ""))),
            ("s3://b.c3/một/hai/", Some(("b.c3", "một/hai"))),
            ("s3://b.c3/một//hai", None),
            ("s3://b.c3/../hai", None),
            ("s3://ab", None),
            ("s3://Cong", None),
            ("s3://", None),
            ("https://cong-thong-tin", None),
            ("", None),
        ] {
            let read = written.parse::<BucketAddress>().ok();
            assert_eq!(read.as_ref().map(|read| (&*read.bucket, &*read.prefix)), expected, "{written}");
        }
    }

    #[test]
    fn a_key_is_in_the_sites_place_or_not() {
        let read = |written: &str| written.parse::<BucketAddress>().unwrap();
        assert_eq!(read("s3://abc").key("a/index.html"), "a/index.html");
        assert_eq!(read("s3://abc/x").key("a/index.html"), "x/a/index.html");
        assert_eq!(read("s3://abc/x").path("x/a/index.html"), Some("a/index.html"));
        assert_eq!(read("s3://abc/x").path("xa/index.html"), None);
        assert_eq!(read("s3://abc").path("xa/index.html"), Some("xa/index.html"));
        assert_eq!(read("s3://abc/x/").to_string(), "s3://abc/x");
        assert_eq!(read("s3://abc/").to_string(), "s3://abc");
    }
}

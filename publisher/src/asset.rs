//! Files that are published under the hash of their content, so that they never change and are kept for ever.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A file to publish: path below the web root, bytes.
pub type File = (String, Vec<u8>);

/// `fonts/face.woff2` → `assets/face-0123456789abcdef.woff2`.
pub fn asset_path(path: &str, bytes: &[u8]) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("assets/{stem}-{}.{extension}", short_hash([bytes]))
}

/// The first 16 digits of the hash of all parts, each with its length, so that no two lists of parts are one text.
pub fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The hash by which a content security policy or `integrity` names a text: `sha256-…` in Base64.
pub fn policy_hash(bytes: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_other_content_has_another_name() {
        let (one, other) = (asset_path("fonts/face.woff2", b"1"), asset_path("fonts/face.woff2", b"2"));
        assert_ne!(one, other);
        assert!(one.starts_with("assets/face-") && one.ends_with(".woff2"), "{one}");
        assert_eq!(one.len(), "assets/face-0123456789abcdef.woff2".len());
    }

    #[test]
    fn where_one_part_ends_counts() {
        assert_ne!(short_hash([&b"ab"[..], b"c"]), short_hash([&b"a"[..], b"bc"]));
    }
}

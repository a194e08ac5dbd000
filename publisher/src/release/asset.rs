//! Files published under the hash of their content, so that they never change and can be cached for ever.

use super::keys::short_hash;

/// A file to publish: path below the web root, bytes.
pub type File = (String, Vec<u8>);

/// `fonts/face.woff2` → `assets/face-0123456789abcdef.woff2`.
pub fn asset_path(path: &str, bytes: &[u8]) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("assets/{stem}-{}.{extension}", short_hash([bytes]))
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
}

//! Hashes that identify things: in published file names, in policies, and as keys of what a file was made from.

use std::fs;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Identifies everything that decides a file's bytes, including the program that makes it. A file whose key is known
/// need not be made again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// The key of all `parts`, in this order.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self(hash([program()].into_iter().chain(parts), 16))
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// This program's own hash: another build may write other bytes even with the same version.
fn program() -> &'static [u8] {
    static HASH: OnceLock<Vec<u8>> = OnceLock::new();
    HASH.get_or_init(|| {
        let program = std::env::current_exe().and_then(fs::read);
        program.map_or_else(|_| env!("CARGO_PKG_VERSION").into(), |bytes| Sha256::digest(bytes).to_vec())
    })
}

/// The first 16 digits of the hash of all parts, for names.
pub fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    hash(parts, 8)
}

/// The hash by which a content security policy or `integrity` names a text: `sha256-…` in Base64.
pub fn policy_hash(bytes: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// The whole hash, in hex.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    to_hex(&Sha256::digest(bytes))
}

/// The first `length` bytes of the hash of all parts, in hex. Each part counts with its length, so that no two lists of
/// parts are the same text.
fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>, length: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let whole = hasher.finalize();
    to_hex(whole.get(..length).unwrap_or(&whole))
}

/// Bytes in hex.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_part_ends_counts() {
        assert_ne!(short_hash([&b"ab"[..], b"c"]), short_hash([&b"a"[..], b"bc"]));
        assert_ne!(Key::of([&b"ab"[..], b"c"]), Key::of([&b"a"[..], b"bc"]));
    }

    #[test]
    fn a_name_has_16_digits_and_a_key_32() {
        assert_eq!(short_hash([&b"a"[..]]).len(), 16);
        assert_eq!(Key::of([&b"a"[..]]).as_bytes().len(), 32);
    }
}

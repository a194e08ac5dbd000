//! Hashes that identify things: in published file names, in policies, and as keys of what a file was made from.

use std::fmt;
use std::fs;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Identifies everything that decides a file's bytes, including the program that makes it. A file whose key is known
/// need not be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
#[cbor(transparent)]
#[serde(try_from = "String", into = "String")]
pub struct Key(#[cbor(n(0), with = "minicbor::bytes")] [u8; Self::LENGTH]);

impl Key {
    /// The key of all `parts`, in this order.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let whole = hash([program()].into_iter().chain(parts));
        Self(whole.first_chunk().copied().unwrap_or_default())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many bytes it is.
    pub const LENGTH: usize = 16;

    /// One that was written as its bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl From<Key> for String {
    fn from(Key(bytes): Key) -> Self {
        to_hex(&bytes)
    }
}

impl TryFrom<String> for Key {
    type Error = NotHex;

    fn try_from(hex: String) -> Result<Self, NotHex> {
        from_hex(&hex).map(Self).ok_or(NotHex)
    }
}

/// The SHA-256 of a file; in hex where it is shown, and in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(transparent)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32]);

impl Hash {
    pub fn of(bytes: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its first digits as a number, by which things are told apart or dealt out.
    pub fn first(&self) -> u64 {
        u64::from_be_bytes(self.0.first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&to_hex(&self.0))
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = NotHex;

    fn try_from(hex: String) -> Result<Self, NotHex> {
        from_hex(&hex).map(Self).ok_or(NotHex)
    }
}

/// A text is no hash.
#[derive(Debug, thiserror::Error)]
#[error("not as many hex digits as the hash has")]
pub struct NotHex;

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
    let whole = hash(parts);
    to_hex(whole.get(..8).unwrap_or(&whole))
}

/// The hash by which a content security policy or `integrity` names a text: `sha256-…` in Base64.
pub fn policy_hash(bytes: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// The whole hash, in hex.
pub fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    Hash::of(bytes).to_string()
}

/// The hash of all parts. Each part counts with its length, so that no two lists of parts are the same text.
fn hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Bytes in hex.
pub fn to_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// As many bytes as there have to be, from hex.
fn from_hex<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let bytes = hex.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => u8::try_from((char::from(high).to_digit(16)? << 4) | char::from(low).to_digit(16)?).ok(),
        _ => None,
    });
    bytes.collect::<Option<Vec<_>>>()?.try_into().ok()
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
    fn a_name_has_16_digits() {
        assert_eq!(short_hash([&b"a"[..]]).len(), 16);
    }

    #[test]
    fn a_hash_is_read_from_its_digits_and_from_nothing_else() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Hash::of("").to_string(), empty);
        let read = |digits: &str| Hash::try_from(digits.to_owned()).ok();
        assert_eq!(read(empty), Some(Hash::of("")));
        for wrong in [
            "",
            "e3",
            empty.trim_start_matches('e'),
            &empty.replace('e', "x"),
            &format!("{empty}00"),
            &empty.replace("e3", "ê"),
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

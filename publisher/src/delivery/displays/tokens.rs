//! Who may speak here: displays by one token, operators by another. Both are files of the folder, made at the first start.
//!
//! Only their hashes are in memory. Hashes are what is compared, so how long a comparison takes tells nothing of a token.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

/// The files of the folder.
const DISPLAY_TOKEN: &str = "display-token";
const OPERATOR_TOKEN: &str = "operator-token";

/// Characters of the shortest token that is taken; ours have 43.
const SHORTEST: usize = 32;

/// Both tokens.
pub(super) struct Tokens {
    display: Token,
    operator: Token,
}

struct Token([u8; 32]);

impl Tokens {
    /// Reads both; makes what is missing.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let display = Token::open(&folder.join(DISPLAY_TOKEN))?;
        let operator = Token::open(&folder.join(OPERATOR_TOKEN))?;
        if display.0 == operator.0 {
            return Err(io::Error::other(format!(
                "{DISPLAY_TOKEN} and {OPERATOR_TOKEN} in {} are the same: remove one, and the next start makes it anew",
                folder.display()
            )));
        }
        Ok(Self { display, operator })
    }

    /// Where both are, for the log.
    pub(super) fn files(folder: &Path) -> [PathBuf; 2] {
        [DISPLAY_TOKEN, OPERATOR_TOKEN].map(|name| folder.join(name))
    }

    /// `Authorization: Bearer` with the displays' token.
    pub(super) fn admits_display(&self, headers: &HeaderMap) -> bool {
        credentials(headers, "Bearer").is_some_and(|token| self.display.is(token.as_bytes()))
    }

    /// The operators' token as a `Bearer`, or as the password of any user (`Basic`).
    pub(super) fn admits_operator(&self, headers: &HeaderMap) -> bool {
        if credentials(headers, "Bearer").is_some_and(|token| self.operator.is(token.as_bytes())) {
            return true;
        }
        let Some(pair) = credentials(headers, "Basic").and_then(|pair| STANDARD.decode(pair).ok()) else {
            return false;
        };
        let mut parts = pair.splitn(2, |byte| *byte == b':');
        parts.nth(1).is_some_and(|password| self.operator.is(password))
    }
}

impl Token {
    fn open(file: &Path) -> io::Result<Self> {
        let text = match fs::read_to_string(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(file)?,
            read => read.map_err(|error| because(file, "cannot be read", &error))?,
        };
        let token = text.trim();
        if token.len() < SHORTEST {
            return Err(io::Error::other(format!(
                "the token in {} is shorter than {SHORTEST} characters: remove the file, and the next start makes a new one",
                file.display()
            )));
        }
        if fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
            tracing::warn!(file = %file.display(), "others on this machine can read this token: chmod 600");
        }
        Ok(Self(hash(token.as_bytes())))
    }

    fn is(&self, given: &[u8]) -> bool {
        self.0 == hash(given)
    }
}

/// Writes a new token, whole or not at all. Temporary files are their owner's alone (0600).
fn make(file: &Path) -> io::Result<String> {
    let failed = |error: &io::Error| because(file, "cannot be made", error);
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| failed(&io::Error::other(error)))?;
    let text = format!("{}\n", URL_SAFE_NO_PAD.encode(random));
    let mut made = NamedTempFile::new_in(file.parent().unwrap_or(Path::new("."))).map_err(|error| failed(&error))?;
    made.write_all(text.as_bytes()).and_then(|()| made.as_file().sync_all()).map_err(|error| failed(&error))?;
    made.persist_noclobber(file).map_err(|error| failed(&error.error))?;
    Ok(text)
}

fn because(file: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{} {what}: {error}", file.display()))
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// What follows the scheme in `Authorization`; schemes are named in any case (RFC 9110, 11.1).
fn credentials<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (named, rest) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    named.eq_ignore_ascii_case(scheme).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(authorization: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(authorization).unwrap())])
    }

    #[test]
    fn tokens_are_made_once_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let tokens = Tokens::open(folder.path()).unwrap();
        let [display, operator] = Tokens::files(folder.path()).map(|file| {
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
            fs::read_to_string(file).unwrap().trim().to_owned()
        });
        assert_eq!(URL_SAFE_NO_PAD.decode(&display).unwrap().len(), 32);
        assert_ne!(display, operator);
        let again = Tokens::open(folder.path()).unwrap();
        assert!(again.display.0 == tokens.display.0 && again.operator.0 == tokens.operator.0);

        let basic = |pair: String| headers(&format!("basic {}", STANDARD.encode(pair)));
        assert!(tokens.admits_display(&headers(&format!("Bearer {display}"))));
        assert!(tokens.admits_operator(&headers(&format!("bearer  {operator}"))));
        assert!(tokens.admits_operator(&basic(format!("lan:{operator}"))));
        assert!(tokens.admits_operator(&basic(format!(":{operator}"))));
        for wrong in [
            HeaderMap::new(),
            headers(&display),
            headers(&format!("Bearer {operator}")),
            headers(&format!("Bearer {display}x")),
            headers("Bearer "),
            headers("Bearer"),
            basic(format!("lan:{display}")),
        ] {
            assert!(!tokens.admits_display(&wrong), "{wrong:?}");
        }
        for wrong in [
            headers(&format!("Bearer {display}")),
            basic(operator.clone()),
            basic(format!("{operator}:")),
            basic(format!("lan:{operator} ")),
            headers("Basic ???"),
            headers("Basic"),
        ] {
            assert!(!tokens.admits_operator(&wrong), "{wrong:?}");
        }
    }

    #[test]
    fn a_token_that_is_no_secret_is_refused_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let [display, operator] = Tokens::files(folder.path());
        fs::write(&display, "\n").unwrap();
        let refused = Tokens::open(folder.path()).err().unwrap().to_string();
        assert!(refused.contains("display-token") && refused.contains("remove the file"), "{refused}");
        for file in [display, operator] {
            fs::write(file, "a".repeat(43)).unwrap();
        }
        let refused = Tokens::open(folder.path()).err().unwrap().to_string();
        assert!(refused.contains("are the same"), "{refused}");
    }
}

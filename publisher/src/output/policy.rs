//! The content security policies of documents (W3C CSP 3): one list of directives, said in two places.
//!
//! A document's `<meta>` says everything that rules it. The header says again what keeps scripts out, and is the same whatever
//! the theme and most settings are: nginx and Caddy read it once, and a header that lags behind the documents must not
//! refuse what they have. A browser obeys both.

/// What follows the look or the settings; a header's directive would have to be as new as the document.
const IN_DOCUMENT_ALONE: [&str; 6] = ["default-src", "style-src", "img-src", "media-src", "connect-src", "frame-src"];
/// What a browser passes over in a `<meta>` (CSP 3, section 3.3).
const IN_HEADER_ALONE: [&str; 2] = ["sandbox", "frame-ancestors"];

/// A policy's directives, each with what it names.
pub struct Policy(Vec<(&'static str, String)>);

impl Policy {
    pub fn new<const N: usize>(directives: [(&'static str, String); N]) -> Self {
        Self(directives.into())
    }

    /// Text becomes no script and no markup, but by the one policy that is named (W3C Trusted Types); of `'none'`, by none.
    #[must_use]
    pub fn with_trusted_types(mut self, policy: &str) -> Self {
        self.0.push(("require-trusted-types-for", "'script'".to_owned()));
        self.0.push(("trusted-types", policy.to_owned()));
        self
    }

    /// For the document's `<meta>`: what is not named there is as `default-src` says, so no kind of file that is refused
    /// costs a byte.
    pub fn in_document(&self) -> String {
        let refused =
            |name: &str, sources: &str| sources == "'none'" && name.ends_with("-src") && name != "default-src";
        let follow = self.0.iter().filter(|(name, sources)| refused(name, sources)).map(|(name, _)| *name);
        self.without(&IN_HEADER_ALONE.into_iter().chain(follow).collect::<Vec<_>>())
    }

    /// For the header.
    pub fn in_header(&self) -> String {
        self.without(&IN_DOCUMENT_ALONE)
    }

    fn without(&self, left_out: &[&str]) -> String {
        let said = self.0.iter().filter(|(name, _)| !left_out.contains(name));
        said.map(|(name, sources)| format!("{name} {sources}")).collect::<Vec<_>>().join("; ")
    }
}

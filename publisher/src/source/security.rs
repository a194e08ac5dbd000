//! How the site wants to hear of what is wrong with its security, and of what its policy refused.

use portal_app::path::word::Href;

/// `[security]` of the main `site.toml`; usually nobody is named and nothing is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecuritySource {
    /// Who is told of a hole, the preferred first: `mailto:`, `tel:` or https (RFC 9116, 2.5.3).
    pub contacts: Vec<Href>,
    /// What finders may expect (RFC 9116, 2.5.7).
    pub policy: Option<Href>,
    /// Where browsers tell what a policy refused, as `Routes` has it.
    pub csp_reports: Option<String>,
}

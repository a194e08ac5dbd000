//! What a counter of page views adds to each document: the tag that starts it and the origins its policy must name.
//!
//! Without `[analytics]` in `site.toml` there is neither. What is sent, and when, is `public/tools/analytics.js`.

use html_escape::encode_double_quoted_attribute;
use portal_app::content::model::{Analytics, Site};
use portal_app::path::word::origin_of;

/// Where documents may load the counter's script from, and where it may report to.
#[derive(Default)]
pub struct Origins {
    pub script: Option<String>,
    pub tracker: Option<String>,
}

impl Origins {
    pub fn of(site: &Site) -> Self {
        let Some(analytics) = &site.analytics else { return Self::default() };
        Self { script: origin_of(analytics.script_url.as_str()), tracker: origin_of(analytics.tracker_url.as_str()) }
    }
}

/// Starts the counter once the document is read; nothing waits for it.
pub fn script_tag(analytics: &Analytics, build: &str) -> String {
    let Analytics { tracker_url, script_url, site_id, kind: _ } = analytics;
    format!(
        r#"<script src="/assets/{build}/tools/analytics.js" data-tracker-url="{}" data-script-url="{}" data-site-id="{}" defer></script>"#,
        encode_double_quoted_attribute(tracker_url.as_str()),
        encode_double_quoted_attribute(script_url.as_str()),
        encode_double_quoted_attribute(site_id)
    )
}

//! The display's document: the shell that Trunk built for it, with the site's head, the style and the published
//! addresses of what it starts.

use std::fs;
use std::path::Path;

use html_escape::{encode_double_quoted_attribute, encode_text};
use portal_app::content::model::Site;

use crate::output::icons::look_lines;
use crate::output::page::error::ShellError;
use crate::output::page::shell::{
    API_PLACE, ForeignApi, HEAD_PLACE, at, check_places, collect_files, move_to_assets, source_list,
};
use crate::output::page::style::bundle_style;
use crate::output::policy::Policy;
use crate::release::asset::File;
use crate::release::keys::policy_hash;
use crate::source::theme::Theme;

const FOLDER: &str = "kiosk/";
const STYLE_SHEET: &str = "style/kiosk.css";

/// The shell's placeholders. `index.html` has each exactly once.
const ROOT_PLACE: &str = r#"<html lang="vi" data-surface="kiosk">"#;
const STYLE_LINK: &str = r#"<link rel="stylesheet" href="/style/kiosk.css">"#;
const START_SCRIPT: &str = r#"<script src="/kiosk/boot.js" data-module="/kiosk/"#;
/// No search engine is to lead anybody to it.
const NO_INDEX: &str = r#"<meta name="robots" content="noindex">"#;

/// What the documents of displays are made of.
pub struct KioskShell {
    /// `index.html` with the app at its published addresses.
    html: String,
    style: String,
    style_hash: String,
    /// The agency's lines in the head.
    look_lines: Vec<String>,
    /// Files to publish that pages don't have.
    pub files: Vec<File>,
    /// `None` where the content API is the site's own.
    foreign: Option<ForeignApi>,
}

impl KioskShell {
    /// Reads `kiosk/` of Trunk's output folder; `None` where there is no such shell. `published` is what pages load.
    pub fn read(app: &Path, theme: &Theme, published: &[File]) -> Result<Option<Self>, ShellError> {
        let index = app.join(FOLDER).join("index.html");
        if !index.exists() {
            return Ok(None);
        }
        let mut html = fs::read_to_string(&index).map_err(at(&index))?;
        check_places(&index, &html, &[ROOT_PLACE, HEAD_PLACE, STYLE_LINK, START_SCRIPT, NO_INDEX, API_PLACE])?;
        let mut files = collect_files(app, FOLDER)?;
        move_to_assets(&mut html, FOLDER, &mut files);
        // What did not move is not there, or is not what a shell may start.
        let left = html.split('"').find(|part| part.strip_prefix('/').is_some_and(|path| path.starts_with(FOLDER)));
        if let Some(name) = left.map(str::to_owned) {
            return Err(ShellError::Missing { path: index, name });
        }
        let mut named = collect_files(app, "")?;
        let mut style = bundle_style(&app.join(STYLE_SHEET), &mut named)?;
        style.push_str(&theme.style);
        // Only what a sheet names has moved to its published address.
        files.extend(named.into_iter().filter(|(path, _)| path.starts_with("assets/")));
        files.retain(|(path, _)| !published.iter().chain(&theme.files).any(|(known, _)| known == path));
        let style_hash = policy_hash(&style);
        Ok(Some(Self { html, style, style_hash, look_lines: look_lines(theme), files, foreign: None }))
    }

    /// The same in front of another's content API.
    #[must_use]
    pub fn before(mut self, api: ForeignApi) -> Self {
        self.html = self.html.replacen(API_PLACE, &api.line(), 1);
        Self { foreign: Some(api), ..self }
    }

    /// What the document may load, and that nobody may frame it; `heartbeats` are the origins it tells how it is.
    pub fn policy(&self, heartbeats: &[String]) -> Policy {
        let hash = &self.style_hash;
        let api = self.foreign.as_ref();
        let media = source_list(api.into_iter().flat_map(ForeignApi::media_origins));
        let connections = source_list(api.map(|api| &api.origin).into_iter().chain(heartbeats));
        let (own, none) = (|| "'self'".to_owned(), || "'none'".to_owned());
        Policy::new([
            ("default-src", none()),
            ("script-src", "'self' 'wasm-unsafe-eval'".to_owned()),
            ("object-src", none()),
            ("base-uri", none()),
            ("form-action", none()),
            ("font-src", own()),
            ("manifest-src", own()),
            ("worker-src", own()),
            ("style-src", format!("'{hash}'")),
            ("img-src", format!("'self'{media}")),
            ("media-src", format!("'self'{media}")),
            ("connect-src", format!("'self'{connections}")),
            ("frame-ancestors", none()),
        ])
        .with_trusted_types("default")
    }

    /// The whole document.
    pub fn render(&self, site: &Site, heartbeats: &[String]) -> String {
        let policy = self.policy(heartbeats).in_document();
        let policy = encode_double_quoted_attribute(&policy);
        let mut lines = vec![
            format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#),
            format!("<title>{}</title>", encode_text(&site.name)),
        ];
        lines.extend(self.look_lines.iter().cloned());
        // Last to first, so that inserted text is never searched for placeholders.
        let html = self.html.replacen(STYLE_LINK, &format!("<style>{}</style>", self.style), 1);
        let html = html.replacen(HEAD_PLACE, &lines.join("\n    "), 1);
        html.replacen(ROOT_PLACE, &ROOT_PLACE.replace("vi", site.lang.tag()), 1)
    }
}

//! The shell that Trunk built, the template of every document: its files, its style sheet, its placeholders.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use html_escape::{encode_double_quoted_attribute, encode_text};
use portal_app::content::model::Site;
use portal_app::content::page_data::InlinedPage;
use portal_app::pages::PageHead;
use portal_app::path::widget::FRAME_SCRIPT;
use portal_app::path::word::origin_of;
use portal_app::path::{AppPath, PagePath};
use portal_app::prerender::render_app;
use portal_app::text::Lang;
use serde_json::json;

use super::analytics::{self, Origins};
use super::error::ShellError;
use super::head::subject::HeadExtras;
use super::head::write_head;
use super::style::{self, PageStyle};
use crate::output::icons::head_lines;
use crate::output::policy::Policy;
use crate::release::asset::{File, asset_path};
use crate::release::files::Files;
use crate::release::keys::{policy_hash, sha256_hex, short_hash};
use crate::site::alternates::Alternate;
use crate::source::theme::Theme;

/// The shell's placeholders. `index.html` has each exactly once.
const ROOT_PLACE: &str = r#"<html lang="vi">"#;
pub(crate) const HEAD_PLACE: &str = "<!-- publish:head -->";
const DATA_PLACE: &str = "<!-- publish:data -->";
const APP_PLACE: &str = r#"<div id="app"></div>"#;
const STYLE_LINK: &str = r#"<link rel="stylesheet" href="/style/portal.css">"#;
pub(crate) const API_PLACE: &str = r#"<meta name="content-api" content="/api/v1">"#;
/// What only the element has that starts the app.
const STARTER_MARK: &str = " data-module=\"";
const SCRIPT_END: &str = "</script>";
const STYLE_SHEET: &str = "style/portal.css";
/// What visitors' browsers keep the site with; what it is of is put before it.
const WORKER: &str = "sw.js";
/// The tools that a page needs without a network: it registers the worker with one, the list of saved articles is made by two, and the
/// others are small, and what a reader does with a page that is there.
const OFFLINE_TOOLS: [&str; 6] = [
    "/tools/offline.js",
    "/tools/print.js",
    "/tools/reading-settings.js",
    "/tools/saved-list.js",
    "/tools/saved.js",
    "/tools/share.js",
];
/// The bare shell, which the worker shows kept documents in.
pub(crate) const BARE: &str = "app.html";
const TOOLS: &str = "tools/";

/// What only a published site has is not there in front of another's content API, so nothing leads to it: the pages of
/// widgets and of saved articles, and feeds. Hiding them is enough: all of a shell is rendered by the app, so whoever would not apply the style
/// sheet, such as a crawler without JavaScript, sees no link at all. Each in a rule of its own, since a browser drops a rule
/// with a selector that it does not know.
const WITHOUT_PUBLISHED: &str = "@layer utilities{.site-map a[href$=\"/nhung/\"],.site-map a[href$=\".xml\"],\
     .site-map a[href$=\"/feed.json\"]{display:none}.site-map :is(li,section):has(>a[href$=\"/nhung/\"],\
     >ul a[href$=\"/rss.xml\"]){display:none}.save-for-later,a[href$=\"/da-luu/\"]{display:none}}";

/// Without an agency's look there is no emblem, and no empty place for one.
const WITHOUT_EMBLEM: &str = "@layer utilities{.site-header__name::before{display:none}}";

/// What documents may ask for of others, where the content API is another's.
#[derive(Clone, Debug, Default)]
pub struct ForeignApi {
    /// Without a slash at its end.
    pub base: String,
    pub origin: String,
    /// Further origins of pictures, films and sounds.
    pub media: Vec<String>,
}

impl ForeignApi {
    /// As a shell says it.
    pub(crate) fn line(&self) -> String {
        format!(r#"<meta name="content-api" content="{}">"#, encode_double_quoted_attribute(&self.base))
    }

    /// Where pictures, films and sounds come from.
    pub(crate) fn media_origins(&self) -> impl Iterator<Item = &String> {
        [&self.origin].into_iter().chain(&self.media)
    }
}

/// The frame of every document of a site.
pub struct Shell {
    /// `index.html` with the hashed files at their published addresses.
    html: String,
    style: String,
    /// The same for pages whose app comes later.
    page_style: PageStyle,
    /// The agency's lines in every head, as markup: its icons and the colour of the browser's own interface.
    theme_lines: Vec<String>,
    /// The build of the app: a hash of all its files, of its template and of its style. It is in every page, in the folder of
    /// the tools, in every page's document and in the worker.
    pub build: String,
    /// A hash of all that is the same in every document.
    pub fingerprint: String,
    /// The script in other sites' frames, at its published path.
    pub frame_script: Option<File>,
    /// Files to publish.
    pub files: Vec<File>,
    /// The visitors' worker as it was built.
    worker: Option<Vec<u8>>,
    /// `None` where the content API is the site's own.
    foreign: Option<ForeignApi>,
}

impl Shell {
    /// Reads Trunk's output folder; the agency's style comes after the app's.
    pub fn read(folder: &Path, theme: &Theme) -> Result<Self, ShellError> {
        let index = folder.join("index.html");
        let mut html = fs::read_to_string(&index).map_err(at(&index))?;
        check_places(&index, &html, &[ROOT_PLACE, HEAD_PLACE, DATA_PLACE, APP_PLACE, STYLE_LINK, API_PLACE])?;
        let mut files = collect_files(folder, "")?;
        files.sort();
        let parts = files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]).chain([html.as_bytes()]);
        let app = short_hash(parts);
        move_to_assets(&mut html, "", &mut files);
        let frame_script = files.iter_mut().find(|(path, _)| path == FRAME_SCRIPT).map(|(path, bytes)| {
            *path = asset_path(path, bytes);
            (path.clone(), bytes.clone())
        });
        let mut style = style::bundle_style(&folder.join(STYLE_SHEET), &mut files)?;
        let build = short_hash([app.as_bytes(), style.as_bytes()]);
        style.push_str(&theme.style);
        let worker = files.iter().position(|(path, _)| path == WORKER).map(|at| files.swap_remove(at).1);
        // A page loads the tools that it was published with.
        for (path, _) in files.iter_mut().filter(|(path, _)| path.starts_with(TOOLS)) {
            *path = format!("assets/{build}/{path}");
        }
        let page_style = PageStyle::new(&style, &html, &mut files);
        files.sort();
        let theme_lines = head_lines(theme);
        let fingerprint = short_hash([&html, &style, &theme_lines.concat(), &build].map(String::as_bytes));
        let foreign = None;
        Ok(Self { html, style, page_style, theme_lines, build, fingerprint, frame_script, files, worker, foreign })
    }

    /// The same for a site of which nothing is to be kept.
    #[must_use]
    pub fn without_worker(self) -> Self {
        Self { worker: None, ..self }
    }

    /// The visitors' worker of a site whose bare shell is `bare`; `None` where the app was built without one. It keeps nothing of a build but
    /// what was `written`.
    pub fn worker(&self, bare: &str, written: &Files) -> Option<File> {
        let script = self.worker.as_ref()?;
        let named = bare.split(['"', '\'', '(', ')']).filter(|part| part.starts_with("/assets/"));
        let tools = self.files.iter().filter(|(path, _)| OFFLINE_TOOLS.iter().any(|tool| path.ends_with(tool)));
        let sheet = self.foreign.is_none().then_some(&self.page_style.path);
        let kept = tools.map(|(path, _)| path).chain(sheet).map(|path| format!("/{path}"));
        let files = named.map(str::to_owned).chain(kept).collect::<BTreeSet<_>>();
        let file = |path: String| {
            let (bytes, sha256) = written.content_of(path.trim_start_matches('/'))?;
            Some(json!({ "path": path, "bytes": bytes, "sha256": sha256 }))
        };
        let files = files.into_iter().filter_map(file).collect::<Vec<_>>();
        let of = json!({
            "api": self.foreign.as_ref().map_or("/api/v1", |foreign| &foreign.base),
            "document": { "path": format!("/{BARE}"), "bytes": bare.len(), "sha256": sha256_hex(bare) },
            "files": files,
        });
        Some((WORKER.to_owned(), [format!("const SHELL={of};\n").as_bytes(), script].concat()))
    }

    /// The same in front of another's content API.
    #[must_use]
    pub fn before(mut self, api: ForeignApi) -> Self {
        self.html = self.html.replacen(API_PLACE, &api.line(), 1);
        self.style.push_str(WITHOUT_PUBLISHED);
        if !self.style.contains("--motif-emblem:") {
            self.style.push_str(WITHOUT_EMBLEM);
        }
        // No page is there before its app.
        self.files.retain(|(path, _)| *path != self.page_style.path);
        Self { foreign: Some(api), ..self }
    }

    /// The policy of every document, as headers have it.
    pub fn policy(&self, site: &Site) -> Policy {
        self.policy_with(site, "'none'".to_owned())
    }

    /// The policy of a document. Nothing is allowed that is not named: no inline script, and of styles what `styles` names.
    fn policy_with(&self, site: &Site, styles: String) -> Policy {
        let online = site.online.as_ref().and_then(|online| origin_of(online.url.as_str()));
        let Origins { script, tracker } = Origins::of(site);
        let api = self.foreign.as_ref();
        let media = || api.into_iter().flat_map(ForeignApi::media_origins);
        let scripts = source_list(&script);
        let images = source_list(tracker.iter().chain(media()));
        let films = source_list(media());
        let connections = source_list(online.iter().chain(&tracker).chain(api.map(|api| &api.origin)));
        // Our own widgets, for partners to preview, and embeds that a reader chooses to open in place.
        let frames = site.providers.iter().filter_map(|provider| origin_of(&provider.origin)).collect::<Vec<_>>();
        let frames = source_list(&frames);
        let own = || "'self'".to_owned();
        let policy = Policy::new([
            ("default-src", "'none'".to_owned()),
            ("script-src", format!("'self' 'wasm-unsafe-eval'{scripts}")),
            ("object-src", "'none'".to_owned()),
            ("base-uri", "'none'".to_owned()),
            ("form-action", own()),
            ("font-src", own()),
            ("manifest-src", own()),
            ("worker-src", own()),
            ("style-src", styles),
            ("img-src", format!("'self'{images}")),
            ("media-src", format!("'self'{films}")),
            ("connect-src", format!("'self'{connections}")),
            ("frame-src", format!("'self'{frames}")),
            ("frame-ancestors", own()),
        ]);
        // What the state's counter does with text is not ours to say.
        if site.analytics.is_some() { policy } else { policy.with_trusted_types("default") }
    }

    /// A whole prerendered document.
    pub fn render_page(
        &self,
        page: InlinedPage,
        head: &PageHead,
        alternates: &[Alternate],
        extras: &HeadExtras,
    ) -> Result<String, serde_json::Error> {
        let path = page.path.as_ref().and_then(|path| AppPath::parse(path.as_str()));
        let more = write_head(&page.site, path.as_ref(), &page.page, head, alternates, extras)?;
        let data = format!(r#"<script type="application/json" id="page-data">{}</script>"#, page.to_script_json()?);
        let site = page.site.clone();
        Ok(self.fill(&site, head, more, &render_app(page), &data))
    }

    /// A prerendered document that the app never takes over: what its scripts show is right at any address.
    pub fn render_without_app(&self, page: InlinedPage, head: &PageHead) -> String {
        let site = page.site.clone();
        let html = self.fill(&site, head, Vec::new(), &render_app(page), "");
        without_starter(&html)
    }

    /// The shell for any route: it says that it is loading, and where to go if it cannot.
    pub fn render_bare(&self, site: &Site) -> String {
        let text = site.lang.text();
        let head = PageHead {
            title: site.name.clone(),
            description: None,
            canonical: None,
            // Of a site's own pages each is there by itself; a page of another's API is this one, until the app says more.
            is_indexed: self.foreign.is_some(),
            lang: site.lang,
        };
        let (loading, failed, home) = (text.loading, text.boot_failed, text.go_home);
        let site_home = PagePath::Home.in_lang(site.lang);
        let app = format!(
            r#"<main class="site-main"><p class="loading-notice" id="boot-progress" hidden>{loading}</p><div id="boot-failure" hidden><p>{failed}</p><p><a href="{site_home}">{home}</a></p></div><noscript><p>{failed}</p><p><a href="{site_home}">{home}</a></p></noscript></main>"#
        );
        self.fill(site, &head, Vec::new(), &app, "")
    }

    /// What scripts know of the app: its build, and whether what is read may be kept.
    fn root(&self, lang: Lang) -> String {
        let offline = if self.worker.is_some() { " data-offline" } else { "" };
        format!(r#"<html data-build="{}"{offline} lang="{}">"#, self.build, lang.tag())
    }

    /// A document's style as markup, and the sources its policy names. What a page uses is in it; paper has the whole sheet, and so has
    /// the page before the app shows another. What scripts fill has the whole sheet in it.
    fn style_of(&self, app: &str, data: &str) -> (String, String) {
        let is_bare = data.is_empty() && !app.contains("<portal-saved");
        if is_bare || app.contains("<portal-search") || app.contains("<portal-widgets") {
            return (format!("<style>{}</style>", self.style), format!("'{}'", policy_hash(&self.style)));
        }
        self.page_style.in_page(app)
    }

    fn fill(&self, site: &Site, head: &PageHead, more: Vec<String>, app: &str, data: &str) -> String {
        let (style, styles) = self.style_of(app, data);
        let policy = self.policy_with(site, styles).in_document();
        let mut lines = vec![format!(
            r#"<meta http-equiv="Content-Security-Policy" content="{}">"#,
            encode_double_quoted_attribute(&policy)
        )];
        lines.push(format!("<title>{}</title>", encode_text(&head.title)));
        let named = [("description", head.description.as_deref()), ("robots", (!head.is_indexed).then_some("noindex"))];
        for (name, value) in named.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            lines.push(format!(r#"<meta name="{name}" content="{}">"#, encode_double_quoted_attribute(value)));
        }
        if let Some(canonical) = &head.canonical {
            lines.push(format!(r#"<link rel="canonical" href="{}">"#, encode_double_quoted_attribute(canonical)));
        }
        lines.extend(self.theme_lines.iter().cloned());
        lines.extend(more);
        lines.extend(site.analytics.as_ref().map(|analytics| analytics::script_tag(analytics, &self.build)));
        // Placeholders are filled last to first, so that inserted text is never searched for placeholders.
        let mut html = self.html.clone();
        for (place, content) in [
            (DATA_PLACE, data),
            (APP_PLACE, format!(r#"<div id="app">{app}</div>"#).as_str()),
            (STYLE_LINK, style.as_str()),
            (HEAD_PLACE, lines.join("\n    ").as_str()),
            (ROOT_PLACE, self.root(head.lang).as_str()),
        ] {
            html = html.replacen(place, content, 1);
        }
        html
    }
}

/// The document without the element that starts the app: the only script that names the app's module.
fn without_starter(html: &str) -> String {
    let Some(module) = html.find(STARTER_MARK) else { return html.to_owned() };
    let (before, after) = html.split_at(module);
    match (before.rsplit_once("<script"), after.split_once(SCRIPT_END)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        _ => html.to_owned(),
    }
}

/// Whether a shell has each placeholder exactly once.
pub(crate) fn check_places(path: &Path, html: &str, places: &[&'static str]) -> Result<(), ShellError> {
    let counted = places.iter().map(|place| (*place, html.matches(place).count()));
    match counted.into_iter().find(|(_, count)| *count != 1) {
        Some((place, count)) => Err(ShellError::Place { path: path.to_owned(), place, count }),
        None => Ok(()),
    }
}

/// Every file of the app in the folder `below`, which is empty or ends with a slash; by its path in the app. Shells are
/// documents, not files; the style sheets are inlined in them; the display's folder is read for itself.
pub(crate) fn collect_files(app: &Path, below: &str) -> Result<Vec<File>, ShellError> {
    let (folder, mut files) = (app.join(below), Vec::new());
    for entry in fs::read_dir(&folder).map_err(at(&folder))? {
        let path = entry.map_err(at(&folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let relative = format!("{below}{name}");
        if path.is_dir() {
            if relative != "style" && relative != "kiosk" {
                files.append(&mut collect_files(app, &format!("{relative}/"))?);
            }
        } else if relative != "index.html" && relative != "kiosk/index.html" {
            files.push((relative, fs::read(&path).map_err(at(&path))?));
        }
    }
    Ok(files)
}

/// Moves the app and what starts it to their published addresses, in `files` and in their shell, which is in `folder`
/// (empty, or with a slash at its end). What is loaded later, by name, keeps its name.
pub(crate) fn move_to_assets(html: &mut String, folder: &str, files: &mut [File]) {
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix(folder).filter(|name| !name.contains('/')) else { continue };
        let published = if is_hashed(name) {
            format!("assets/{name}")
        } else if name.ends_with(".js") && html.contains(&format!("src=\"/{path}\"")) {
            asset_path(path, bytes)
        } else {
            continue;
        };
        *html = html.replace(&format!("\"/{path}\""), &format!("\"/{published}\""));
        *path = published;
    }
}

/// Whether Trunk gave the file a hash: `portal-app-8123456789abcdef.js`, `…_bg.wasm`. It writes none of a hash's leading zeros.
fn is_hashed(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).trim_end_matches("_bg");
    let hash = stem.rsplit_once('-').map_or("", |(_, hash)| hash);
    (10..=16).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What a directive names beside `'self'`, each once.
pub(crate) fn source_list<'a>(origins: impl IntoIterator<Item = &'a String>) -> String {
    let mut named: Vec<&String> = Vec::new();
    for origin in origins {
        if !named.contains(&origin) {
            named.push(origin);
        }
    }
    named.into_iter().map(|origin| format!(" {origin}")).collect()
}

pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ShellError {
    let path = path.to_owned();
    move |source| ShellError::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_one_with_any_number_of_leading_zeros_left_out() {
        for name in
            ["portal-app-8123456789abcdef.js", "portal-kiosk-346045e1e5d8fba_bg.wasm", "portal-app-123456789abc.js"]
        {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["boot.js", "portal-app.js", "portal-app-added.js", "sw.js", "portal-app-8123456789abcdefg.js"] {
            assert!(!is_hashed(name), "{name}");
        }
    }
}

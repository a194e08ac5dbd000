//! What a page has of the style sheet: the part that it uses in it, and the whole for paper and for the pages that the app shows.

use std::collections::BTreeMap;

use super::used::{Names, Sheet};
use crate::release::asset::{File, asset_path};

/// What the whole sheet is published as.
const SHEET: &str = "portal.css";
const SETTINGS: &str = "assets/settings-";
const TOOLS: &str = "/tools/";
/// It tells in a page that a kept copy is shown.
const OFFLINE: &str = "offline";
/// What lists the saved articles, and the element that it fills.
const SAVED: (&str, &str) = ("saved-list", "<portal-saved");

/// The style of pages whose app comes later.
pub struct PageStyle {
    sheet: Sheet,
    /// Where the whole sheet is published.
    pub path: String,
    /// What is in every page, or may be written into it by its scripts.
    always: Names,
    /// What a tool may write into a page, by its name.
    by_tool: BTreeMap<String, Names>,
}

impl PageStyle {
    /// Takes a style sheet apart for pages of the template `html`, and adds the whole of it to the files that are published, among
    /// which the scripts are.
    pub fn new(style: &str, html: &str, files: &mut Vec<File>) -> Self {
        let sheet = Sheet::parse(style);
        let mut always = sheet.names_in_html(html);
        let mut by_tool = BTreeMap::new();
        for (path, script) in files.iter().filter(|(path, _)| path.ends_with(".js")) {
            let Ok(script) = str::from_utf8(script) else { continue };
            if path.starts_with(SETTINGS) {
                always.add(&sheet.names_in_script(script));
            } else if let Some((_, tool)) = path.rsplit_once(TOOLS) {
                by_tool.insert(tool.trim_end_matches(".js").to_owned(), sheet.names_in_script(script));
            }
        }
        if let Some(offline) = by_tool.get(OFFLINE) {
            always.add(offline);
        }
        let whole = sheet.whole().into_bytes();
        let path = asset_path(SHEET, &whole);
        files.push((path.clone(), whole));
        Self { sheet, path, always, by_tool }
    }

    /// As markup, and the sources that the page's policy names.
    pub fn in_page(&self, app: &str) -> (String, String) {
        let mut names = self.sheet.names_in_html(app);
        names.add(&self.always);
        let tools = [" data-tool=\"", " data-panel=\""].iter().flat_map(|attribute| app.split(attribute).skip(1));
        let tools = tools.filter_map(|rest| rest.split('"').next());
        let saved = app.contains(SAVED.1).then_some(SAVED.0);
        for tool in tools.chain(saved) {
            self.by_tool.get(tool).into_iter().for_each(|written| names.add(written));
        }
        let used = self.sheet.used_by(names);
        let (style, path) = (&used.style, &self.path);
        let markup = format!("<style>{style}</style>\n    <link rel=\"stylesheet\" href=\"/{path}\" media=\"print\">");
        (markup, format!("'self' '{}'", used.hash))
    }
}

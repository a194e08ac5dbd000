//! The site's single style sheet: the app's sheets, bundled, with the files they name at their published addresses.
//!
//! The agency's additions are left to `theme`; they come after, in a layer of their own.

mod page_style;
mod used;

use std::collections::BTreeSet;
use std::path::Path;

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::values::url::Url;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};

pub use self::page_style::PageStyle;
use super::error::ShellError;
use crate::release::asset::{File, asset_path};

/// One sheet of all, as small as it gets; the files it names move to their hashed paths. It never contains
/// `</`, so it can be inlined in a document.
pub(crate) fn bundle_style(sheet: &Path, files: &mut [File]) -> Result<String, ShellError> {
    let failed = |reason: String| ShellError::Style { path: sheet.to_owned(), reason };
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut style = bundler.bundle(sheet).map_err(|error| failed(error.to_string()))?;
    style.minify(MinifyOptions::default()).map_err(|error| failed(error.to_string()))?;
    let mut addresses = PublishedAddresses { files, named: BTreeSet::new() };
    style.visit(&mut addresses).map_err(failed)?;
    addresses.move_named();
    let printed = style
        .to_css(PrinterOptions { minify: true, ..PrinterOptions::default() })
        .map_err(|error| failed(error.to_string()))?;
    if printed.code.contains("</") {
        return Err(failed("holds `</`, which would end the <style> element it is in".to_owned()));
    }
    Ok(printed.code)
}

/// Writes the published address of each file into the sheet.
struct PublishedAddresses<'f> {
    files: &'f mut [File],
    /// The paths that the sheet names.
    named: BTreeSet<String>,
}

impl PublishedAddresses<'_> {
    /// Only after the whole sheet is read: it may name a file twice.
    fn move_named(&mut self) {
        for (path, bytes) in self.files.iter_mut().filter(|(path, _)| self.named.contains(path)) {
            *path = asset_path(path, bytes);
        }
    }
}

impl<'i> Visitor<'i> for PublishedAddresses<'_> {
    type Error = String;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(URLS)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), String> {
        let path = url.url.strip_prefix('/').ok_or_else(|| {
            format!("`url({})` is no address from the root. Write it as it is published, `url(/fonts/…)`", url.url)
        })?;
        let (path, bytes) =
            self.files.iter().find(|(file, _)| file == path).ok_or_else(|| {
                format!("`url({})` names no file of public/. Add the file, or fix the address", url.url)
            })?;
        let published = format!("/{}", asset_path(path, bytes));
        self.named.insert(path.clone());
        url.url = published.into();
        Ok(())
    }
}

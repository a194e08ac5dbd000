//! What a page shows, made once for all of its files, and only where one of them is not as it was.

use std::cell::OnceCell;

use portal_app::content::page_data::PageData;
use portal_app::path::AppPath;

use super::error::OutputError;
use crate::site::catalog::Catalog;

/// What a page shows, made when it is first asked for.
pub struct LazyPage<'a> {
    catalog: &'a Catalog,
    path: &'a AppPath,
    data: OnceCell<PageData>,
}

impl<'a> LazyPage<'a> {
    pub fn at(catalog: &'a Catalog, path: &'a AppPath) -> Self {
        Self { catalog, path, data: OnceCell::new() }
    }

    /// # Errors
    /// When a text cannot be read as it was kept.
    pub fn data(&self) -> Result<&PageData, OutputError> {
        if let Some(data) = self.data.get() {
            return Ok(data);
        }
        let made = self.make()?;
        Ok(self.data.get_or_init(|| made))
    }

    /// # Errors
    /// As `data`.
    pub fn into_data(mut self) -> Result<PageData, OutputError> {
        let made = self.data.take();
        made.map_or_else(|| self.make(), Ok)
    }

    fn make(&self) -> Result<PageData, OutputError> {
        let failed = |source| OutputError::Document { path: self.path.to_string(), source };
        self.catalog.page(self.path).map_err(failed)
    }
}

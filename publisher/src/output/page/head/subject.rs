//! A page, for the parts of its head.

use portal_app::content::model::{Image, Site};
use portal_app::content::page_data::PageData;
use portal_app::path::AppPath;

use crate::output::feeds::FeedLink;
use crate::site::alternates::Alternate;

/// What a head says that its page's document does not know.
#[derive(Clone, Debug, Default)]
pub struct HeadExtras {
    /// The page's generated share picture.
    pub share_picture: Option<Image>,
    /// The agency's icon, as a path of the site.
    pub logo: Option<&'static str>,
    pub feeds: Vec<FeedLink>,
}

/// A page, for the parts of its head.
pub(super) struct Subject<'a> {
    pub site: &'a Site,
    pub path: &'a AppPath,
    pub page: &'a PageData,
    /// The page's own title, without the site's name.
    pub title: String,
    pub description: Option<&'a str>,
    /// The page's absolute address.
    pub address: &'a str,
    pub alternates: &'a [Alternate],
    pub extras: &'a HeadExtras,
}

impl Subject<'_> {
    /// The absolute address of a path of the site.
    pub fn absolute(&self, path: impl std::fmt::Display) -> String {
        format!("{}{path}", self.site.url)
    }
}

//! What one page shows: its document, where that is in the content API, and both as inlined into prerendered HTML.
//!
//! Every kind of page is a row of the table below. A new kind touches, and the compiler asks for each but the first:
//!
//! - its document in `model`, and its row here: the rest of the content API follows from it;
//! - `path`: its address, a variant of `PagePath` and a line of the test;
//! - `pages`: a file of its own, its line in `page_markup`, its title in `page_title`;
//! - `text`: its words;
//! - the publisher: `Catalog::page`, which makes the document, and the description in its head.

use std::fmt::Write;
use std::mem;

use serde::Serialize;

use super::model::{
    Article, Crumb, Home, LatestListing, SearchForm, SectionListing, Site, SiteMap, StandingPage, TagListing,
    Translation, WidgetForm,
};
use crate::path::word::SitePath;
use crate::path::{AppPath, PagePath};
use crate::reader::{FromJson, Json, Reading};
use crate::text::Lang;

/// Declares every kind of page: a row names the kind, its document, what it is called in JSON, and for each address
/// of such pages where the document is below the API's base, with a summary for the contract.
macro_rules! page_kinds {
    ($(
        $(#[$meta:meta])*
        $kind:ident($document:ty) = $name:literal {
            $($page:pat => $endpoint:literal, $summary:literal;)*
        }
    )*) => {
        /// The document of a page.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "kind", content = "document")]
        pub enum PageData {
            $(
                $(#[$meta])*
                #[serde(rename = $name)]
                $kind($document),
            )*
            #[serde(rename = "notfound")]
            NotFound,
            /// What the reader saved: a document that scripts fill, and that no browser's app ever has.
            #[cfg(feature = "ssr")]
            #[serde(rename = "saved")]
            Saved,
        }

        #[derive(Clone, Copy)]
        enum PageKind {
            $($kind,)*
        }

        impl PageKind {
            fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$kind),)*
                    _ => None,
                }
            }

            fn read(self, document: &mut Json, reading: &Reading) -> PageData {
                match self {
                    $(Self::$kind => PageData::$kind(FromJson::from_json(document, reading)),)*
                }
            }

            /// The kind of a page; appends where its document is.
            fn locate(page: &PagePath, endpoint: &mut String) -> Self {
                // Writing to a string does not fail.
                match page {
                    $($($page => {
                        let _ = write!(endpoint, $endpoint);
                        Self::$kind
                    })*)*
                }
            }
        }

        impl PageData {
            /// The document alone, as the content API has it.
            pub fn document_json(&self) -> serde_json::Result<Vec<u8>> {
                match self {
                    $(Self::$kind(document) => serde_json::to_vec(document),)*
                    Self::NotFound => serde_json::to_vec(&()),
                    #[cfg(feature = "ssr")]
                    Self::Saved => serde_json::to_vec(&()),
                }
            }
        }

        /// Where the documents of pages are, for the contract.
        #[cfg(feature = "schema")]
        pub const ENDPOINTS: &[Endpoint] = &[$($(
            Endpoint {
                path: concat!("/", $endpoint),
                summary: $summary,
                schema: |schemas| schemas.subschema_for::<$document>(),
            },
        )*)*];
    };
}

page_kinds! {
    Home(Home) = "home" {
        PagePath::Home => "home.json", "The home page.";
    }
    /// The newest of a section, a full page or a month of it.
    Section(SectionListing) = "section" {
        PagePath::Section { slug } => "sections/{slug}/newest.json", "The newest articles of a section.";
        PagePath::SectionPage { slug, page } => "sections/{slug}/{page}.json", "A full page of a section; 1 = oldest.";
        PagePath::SectionMonth { slug, month } => "sections/{slug}/{month}.json", "A month of a section, whole.";
    }
    Latest(LatestListing) = "latest" {
        PagePath::Latest => "latest/newest.json", "The newest of everything.";
        PagePath::LatestPage { page } => "latest/{page}.json", "A full page of everything; 1 = oldest.";
    }
    Article(Box<Article>) = "article" {
        PagePath::Article { id, .. } => "articles/{id}.json", "An article.";
    }
    Tag(TagListing) = "tag" {
        PagePath::Tag { slug } => "tags/{slug}.json", "The articles of a tag.";
    }
    Standing(StandingPage) = "standing" {
        PagePath::Standing { slug } => "pages/{slug}.json", "A standing page.";
    }
    Search(SearchForm) = "search" {
        PagePath::Search => "search.json", "What a search can be narrowed to.";
    }
    SiteMap(SiteMap) = "sitemap" {
        PagePath::SiteMap => "map.json", "The site at a glance.";
    }
    Widgets(WidgetForm) = "widgets" {
        PagePath::Widgets => "widgets.json", "What a partner can choose from.";
    }
}

/// An address of the content API: below its base, with parameters in braces; what it is; the schema of its document.
#[cfg(feature = "schema")]
pub struct Endpoint {
    pub path: &'static str,
    pub summary: &'static str,
    pub schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

/// Where a page's document comes from.
pub struct PageDocument {
    /// Below the API's base.
    pub endpoint: String,
    kind: PageKind,
}

impl PageDocument {
    pub fn of(path: &AppPath) -> Self {
        let mut endpoint = path.lang.prefix().to_owned();
        let kind = PageKind::locate(&path.page, &mut endpoint);
        Self { endpoint, kind }
    }

    /// What is read where the API has no `search.json` or no `map.json`: both pages do without.
    pub fn without_document(&self, lang: Lang) -> Option<String> {
        let list = match self.kind {
            PageKind::Search => "years",
            PageKind::SiteMap => "pages",
            _ => return None,
        };
        Some(format!(r#"{{"lang":"{}","sections":[],"{list}":[]}}"#, lang.tag()))
    }

    pub fn read(&self, document: &mut Json, reading: &Reading) -> PageData {
        self.kind.read(document, reading)
    }
}

impl PageData {
    /// Reads `{kind, document}`; `None` for an unknown kind.
    fn from_value(value: &mut Json, reading: &Reading) -> Option<Self> {
        let kind = mem::take(value.field("kind")?);
        match kind.as_str()? {
            "notfound" => Some(Self::NotFound),
            name => {
                let kind = PageKind::from_name(name)?;
                Some(kind.read(value.field("document")?, reading))
            }
        }
    }

    /// The way from the home page to this one; the page itself is not in it.
    pub fn breadcrumb(&self) -> &[Crumb] {
        match self {
            Self::Article(article) => &article.breadcrumb,
            Self::Section(listing) => &listing.section.breadcrumb,
            _ => &[],
        }
    }

    /// The same page in other languages, as the document says.
    pub fn translations(&self) -> &[Translation] {
        match self {
            Self::Article(article) => &article.translations,
            Self::Standing(page) => &page.translations,
            _ => &[],
        }
    }

    /// The address the document gives for itself, if it does.
    pub fn canonical_path(&self) -> Option<&SitePath> {
        match self {
            Self::Article(article) => Some(&article.path),
            _ => None,
        }
    }
}

/// What a prerendered page carries so that the app can take it over in place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InlinedPage {
    /// The page's address; `None` for the not-found page, which has none.
    pub path: Option<SitePath>,
    pub site: Site,
    pub page: PageData,
}

impl InlinedPage {
    /// The page's data as JSON that may be put into a `<script>` element: no `<` is left in it.
    pub fn to_script_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string(self)?.replace('<', "\\u003c"))
    }

    /// Reads what `to_script_json` wrote; `None` when it was not that.
    pub fn from_script_json(json: &str) -> Option<Self> {
        let mut value: Json = serde_json::from_str(json).ok()?;
        let inlined = Reading::default().result(|reading| {
            let path = FromJson::from_json(value.field("path")?, reading);
            let site = FromJson::from_json(value.field("site")?, reading);
            PageData::from_value(value.field("page")?, reading).map(|page| Self { path, site, page })
        });
        inlined.ok()?
    }
}

//! What one page shows: its address with its document, as inlined into prerendered HTML and as held by the app.

use serde::Serialize;
use serde_json::Value;

use super::model::{
    Article, Crumb, Home, LatestListing, SearchForm, SectionListing, Site, SiteMap, StandingPage, TagListing,
    Translation, WidgetForm,
};
use super::reader::{FromJson, ReadError, Skipped};
use super::word::SitePath;

/// The document of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", content = "document", rename_all = "lowercase")]
pub enum PageData {
    Home(Home),
    /// A page of a section, or a month of it.
    Section(SectionListing),
    Latest(LatestListing),
    Article(Box<Article>),
    Tag(TagListing),
    Standing(StandingPage),
    Search(SearchForm),
    SiteMap(SiteMap),
    Widgets(WidgetForm),
    NotFound,
}

impl PageData {
    /// Reads `{kind, document}`; `None` for a kind there is not.
    fn from_value(value: Value, skipped: &Skipped) -> Result<Option<Self>, ReadError> {
        let Value::Object(mut fields) = value else { return Ok(None) };
        let document = fields.remove("document").unwrap_or_default();
        Ok(Some(match fields.get("kind").and_then(Value::as_str) {
            Some("home") => Self::Home(FromJson::from_json(document, skipped)?),
            Some("section") => Self::Section(FromJson::from_json(document, skipped)?),
            Some("latest") => Self::Latest(FromJson::from_json(document, skipped)?),
            Some("article") => Self::Article(Box::new(FromJson::from_json(document, skipped)?)),
            Some("tag") => Self::Tag(FromJson::from_json(document, skipped)?),
            Some("standing") => Self::Standing(FromJson::from_json(document, skipped)?),
            Some("search") => Self::Search(FromJson::from_json(document, skipped)?),
            Some("sitemap") => Self::SiteMap(FromJson::from_json(document, skipped)?),
            Some("widgets") => Self::Widgets(FromJson::from_json(document, skipped)?),
            Some("notfound") => Self::NotFound,
            _ => return Ok(None),
        }))
    }

    /// The way from the home page to this one; the page itself is not in it.
    pub fn breadcrumb(&self) -> &[Crumb] {
        match self {
            Self::Article(article) => &article.breadcrumb,
            Self::Section(listing) => &listing.section.breadcrumb,
            _ => &[],
        }
    }

    /// The page's title, as its heading says it; `None` for the home page and what was not found.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Article(article) => Some(&article.title),
            Self::Section(listing) => Some(&listing.section.name),
            Self::Tag(listing) => Some(&listing.tag.name),
            Self::Standing(page) => Some(&page.title),
            Self::Home(_)
            | Self::Latest(_)
            | Self::Search(_)
            | Self::SiteMap(_)
            | Self::Widgets(_)
            | Self::NotFound => None,
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

    /// The address the document itself says it has, where it does.
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
    /// The page's data as JSON that can stand inside a `<script>` element: no `<` is left in it.
    pub fn to_script_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string(self)?.replace('<', "\\u003c"))
    }

    /// Reads what `to_script_json` wrote; `None` when it was not that.
    pub fn from_script_json(json: &str) -> Option<Self> {
        let Value::Object(mut fields) = serde_json::from_str(json).ok()? else { return None };
        let mut take = |name: &str| fields.remove(name).unwrap_or_default();
        let skipped = Skipped::default();
        Some(Self {
            path: FromJson::from_json(take("path"), &skipped).ok()?,
            site: FromJson::from_json(take("site"), &skipped).ok()?,
            page: PageData::from_value(take("page"), &skipped).ok()??,
        })
    }
}

//! Lists of articles, and what leads to them.

use super::article::Summary;
use super::label::{Crumb, SectionName, Tag};
use crate::path::word::{Href, SitePath, Slug};
use crate::text::Lang;
use crate::text::moment::Month;

documents! {
    /// `home.json`.
    pub struct Home {
        pub lang: Lang = optional,
        /// What the organisation does, in a sentence.
        pub intro: Option<String> = optional,
        /// What most come for, four to eight where there are any.
        pub tasks: Vec<HomeTask> = optional,
        pub lead: Vec<Summary>,
        pub sections: Vec<HomeSection>,
        pub latest: Vec<Summary>,
    }

    /// A thing to do, and where it is done.
    pub struct HomeTask {
        pub label: String,
        /// On this site, or by https on another.
        pub href: Href,
        /// A drawing on a field of 24 units, as the `d` of an SVG path whose line is 2 units wide.
        pub drawing: String,
        pub description: Option<String> = optional,
    }

    /// A section's newest articles on the home page.
    pub struct HomeSection {
        pub section: SectionName,
        pub articles: Vec<Summary>,
    }

    /// `sections/{slug}/newest.json`, `sections/{slug}/{page}.json` (a full page) and `sections/{slug}/{yyyy}-{mm}.json`
    /// (a month, whole). Each article is in `newest.json` or on one full page.
    pub struct SectionListing {
        pub lang: Lang = optional,
        pub section: Section,
        /// Of a full page: its number, 1 = oldest.
        pub page: Option<u32> = optional,
        /// Where the articles just newer than these are; a month leads to a month.
        pub newer: Option<SitePath> = optional,
        pub older: Option<SitePath> = optional,
        /// In `newest.json` the articles of the section, its children's included; in a month its own.
        pub total: Option<u32> = optional,
        /// In `newest.json`: those of the section, newest first.
        pub months: Vec<MonthCount> = optional,
        /// Newest first: 20 on a full page; the newest are 20 to 39, or fewer where there is no full page.
        pub articles: Vec<Summary>,
    }

    /// `latest/newest.json` and `latest/{page}.json`: everything that is news, as a section has its articles.
    pub struct LatestListing {
        pub lang: Lang = optional,
        pub page: Option<u32> = optional,
        pub newer: Option<SitePath> = optional,
        pub older: Option<SitePath> = optional,
        pub total: Option<u32> = optional,
        pub months: Vec<MonthCount> = optional,
        pub articles: Vec<Summary>,
        /// In `newest.json`: where a part of it is listed by itself.
        pub sections: Vec<SectionName> = optional,
    }

    /// How many articles a month has.
    pub struct MonthCount {
        pub month: Month,
        pub count: u32,
    }

    /// A section, as its own page shows it.
    pub struct Section {
        pub slug: Slug,
        pub name: String,
        pub description: Option<String> = optional,
        pub parent: Option<SectionName> = optional,
        /// From the home page to the section's parent; the section itself is not in it.
        pub breadcrumb: Vec<Crumb>,
    }

    /// `tags/{slug}.json`.
    pub struct TagListing {
        pub lang: Lang = optional,
        pub tag: Tag,
        pub articles: Vec<Summary>,
    }

    /// `search.json`: what a search can be narrowed to.
    pub struct SearchForm {
        pub lang: Lang = optional,
        pub sections: Vec<SectionName>,
        /// Years with articles, newest first.
        pub years: Vec<u32>,
    }

    /// `widgets.json`: what a partner can choose from.
    pub struct WidgetForm {
        pub lang: Lang = optional,
        pub sections: Vec<SectionName>,
    }

    /// `map.json`: the site at a glance.
    pub struct SiteMap {
        pub lang: Lang = optional,
        pub sections: Vec<MapSection>,
        pub pages: Vec<Crumb>,
    }

    /// A section with those below it.
    pub struct MapSection {
        pub section: SectionName,
        /// Articles in it, its children's included.
        pub total: u32,
        pub children: Vec<MapSection> = optional,
    }
}

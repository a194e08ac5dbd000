//! Sections, tags and pages by name: what leads to them says no more.

use crate::path::word::{SitePath, Slug};

documents! {
    /// A section, named.
    pub struct SectionName {
        pub slug: Slug,
        pub name: String,
    }

    /// A step of the way from the home page to where the reader is.
    pub struct Crumb {
        pub label: String,
        pub path: SitePath,
    }

    /// A tag, named.
    pub struct Tag {
        pub slug: Slug,
        pub name: String,
    }
}

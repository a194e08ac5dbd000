//! The words the interface says, one typed file a language: a missing one does not compile; and how it says numbers and
//! times.

mod clock;
pub mod fold;
pub mod kiosk;
pub mod moment;
#[cfg(feature = "ssr")]
pub mod saved;
pub mod typing;

mod en;
mod number;
mod vi;
mod words;

use serde::{Deserialize, Serialize};

pub use self::clock::{DAY, LocalTime};
pub use self::words::{Failure, SearchText, Text, Widgets};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// Every language of the interface, the main one first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The language whose addresses have no prefix.
    pub const AT_ROOT: Self = Self::Vi;

    /// The BCP 47 tag, for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// What its readers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
        }
    }

    /// What is before its addresses and API documents.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::AT_ROOT => "",
            Self::En => "en/",
        }
    }

    /// The language of a BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The interface's words.
    pub fn text(self) -> &'static Text {
        match self {
            Self::Vi => &vi::TEXT,
            Self::En => &en::TEXT,
        }
    }
}

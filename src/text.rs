//! The words the interface says, one typed file a language: a missing one does not compile.

mod vi;

use serde::{Deserialize, Serialize};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Vi,
}

impl Lang {
    /// The BCP 47 tag, for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
        }
    }

    /// The interface's words.
    pub fn text(self) -> &'static Text {
        match self {
            Self::Vi => &vi::TEXT,
        }
    }
}

/// Every word of the interface, in one language.
pub struct Text {
    pub skip_to_content: &'static str,
}

//! The drawings that an editor may put beside a task: lines of 2 units on a field of 24.
//!
//! They are part of the home page's document, so that no reader of another page, and no reader's app, has them to load.

use serde::Deserialize;

/// What a drawing stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    Calendar,
    Contact,
    Documents,
    Government,
    Help,
    News,
    Organization,
    People,
    Place,
    Portal,
    Recruitment,
    Services,
}

impl Drawing {
    /// The `d` of an SVG path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Calendar => "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4M8 14h3",
            Self::Contact => "M4 4h16v12h-9l-5 4v-4H4zM8 8.5h8M8 12h5",
            Self::Documents => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Government => "M3 9l9-6 9 6zM6 10v7M10 10v7M14 10v7M18 10v7M3 20h18",
            Self::Help => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.4 9.6a2.6 2.6 0 1 1 3.7 2.4c-.7.4-1.1.9-1.1 1.7M12 17v.01"
            }
            Self::News => "M4 4h13v16H6a2 2 0 0 1-2-2zM17 9h3v9a2 2 0 0 1-2 2M8 8h5M8 12h5M8 16h5",
            Self::Organization => "M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.6a3.5 3.5 0 0 1 0 6.3M18 14.4a6.5 6.5 0 0 1 3.5 5.6"
            }
            Self::Place => {
                "M12 21s-7-6-7-11.5a7 7 0 0 1 14 0C19 15 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
            }
            Self::Portal => {
                "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 9h17M3.5 15h17M12 3c3.5 5 3.5 13 0 18M12 3c-3.5 5-3.5 13 0 18"
            }
            Self::Recruitment => {
                "M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM3 21v-1a6 6 0 0 1 6-6h2a6 6 0 0 1 2 .3M18 14v6M15 17h6"
            }
            Self::Services => "M3 5h18v14H3zM3 9h18M8.5 14l2.5 2.5 4.5-5",
        }
    }
}

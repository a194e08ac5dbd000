//! The portal's icons: lines drawn with the colour of the words beside them.

use crate::markup::{Element, markup};

/// What an icon means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A loudspeaker.
    Listen,
    Stop,
    /// An arrow out of a box.
    Share,
    Link,
    Mail,
    Print,
    /// An arrow into a tray.
    Save,
    Bookmark,
    /// A flag.
    Report,
    /// A large and a small letter.
    TextSize,
    Play,
    Search,
    /// Three lines.
    Menu,
    /// A letter in a speech bubble, our own drawing.
    Zalo,
    /// A letter in a box, our own drawing.
    Facebook,
}

impl Shape {
    /// Lines of 2 units on a field of 24.
    fn path(self) -> &'static str {
        match self {
            Self::Listen => "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6a8.5 8.5 0 0 1 0 12",
            Self::Stop => "M6 6h12v12H6z",
            Self::Share => "M12 15V3M8 7l4-4 4 4M7 11H5v10h14V11h-2",
            Self::Link => "M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-2 2M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l2-2",
            Self::Mail => "M3 5h18v14H3zM3 7l9 6 9-6",
            Self::Print => "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z",
            Self::Save => "M12 3v12M8 11l4 4 4-4M4 17v4h16v-4",
            Self::Bookmark => "M6 3h12v18l-6-5-6 5z",
            Self::Report => "M5 21V4h13l-3 4 3 4H5",
            Self::TextSize => "M2 19 8 5l6 14M4 15h8M15 19l3.5-8 3.5 8M16 17h5",
            Self::Play => "M7 4v16l13-8z",
            Self::Search => "M21 21l-5-5M18 10.5a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0z",
            Self::Menu => "M4 6h16M4 12h16M4 18h16",
            Self::Zalo => "M3 4h18v13h-9l-4 4v-4H3zM9 8h6l-6 5h6",
            Self::Facebook => "M4 4h16v16H4zM16 8h-1a2 2 0 0 0-2 2v10M10 13h6",
        }
    }
}

/// A drawing beside words that say the same; a screen reader passes it by.
pub fn icon(shape: Shape) -> Element {
    markup! {
        svg "icon" viewBox="0 0 24 24" aria-hidden="true" { path d=(shape.path()); }
    }
}

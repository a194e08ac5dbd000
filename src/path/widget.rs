//! Widgets for partners: what is published below `/embed/v1/`. Paths here are below the web root, without a leading slash.

use crate::path::word::{ArticleId, Slug};
use crate::text::Lang;

/// Everything of the widgets.
pub const FOLDER: &str = "embed/v1/";
/// The script in frames; the loader beside it keeps its name, because partners wrote it down.
pub const FRAME_SCRIPT: &str = "embed/v1/frame.js";

/// Where oEmbed's answers are, and where a program answers by an article's address.
pub const OEMBED: &str = "embed/v1/oembed";

/// Which widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetPath<'a> {
    /// The newest of everything.
    Latest,
    /// The newest of a section.
    Section(&'a Slug),
    /// What belongs with an article.
    Related(&'a ArticleId),
    /// An article, as a card.
    Article(&'a ArticleId),
    /// The site's urgent message.
    Notice,
}

impl WidgetPath<'_> {
    /// The frame's folder, with a final slash.
    pub fn in_lang(self, lang: Lang) -> String {
        let widget = match self {
            Self::Latest => "latest".to_owned(),
            Self::Section(slug) => format!("section/{slug}"),
            Self::Related(id) => format!("related/{id}"),
            Self::Article(id) => format!("article/{id}"),
            Self::Notice => "notice".to_owned(),
        };
        format!("{FOLDER}{}{widget}/", lang.prefix())
    }
}

/// The frame that is shown for a widget that does not exist.
pub fn gone(lang: Lang) -> String {
    format!("{FOLDER}{}404.html", lang.prefix())
}

/// The oEmbed document of an article's card.
pub fn oembed(id: &ArticleId) -> String {
    format!("{OEMBED}/{id}.json")
}

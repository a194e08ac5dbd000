//! What widgets there are, where each is, and what a frame shows.

use portal_app::content::model::{Article, Section, Site, Summary, Translation};
use portal_app::path::widget::WidgetPath;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

/// A widget, which is a path below `/embed/v1/`.
#[derive(Clone, Copy, Debug)]
pub enum Widget<'a> {
    /// The newest of everything.
    Latest,
    /// The newest of a section.
    Section(&'a Section),
    /// What belongs with an article.
    Related(&'a Article),
    /// An article, as a card.
    Article(&'a Article),
    /// The site's urgent message.
    Notice,
}

impl Widget<'_> {
    /// Below the web root, with a slash at its end.
    pub fn path(&self, lang: Lang) -> String {
        let path = match self {
            Self::Latest => WidgetPath::Latest,
            Self::Section(section) => WidgetPath::Section(&section.slug),
            Self::Related(article) => WidgetPath::Related(&article.id),
            Self::Article(article) => WidgetPath::Article(&article.id),
            Self::Notice => WidgetPath::Notice,
        };
        path.in_lang(lang)
    }
}

/// What a frame shows.
pub struct Content {
    pub title: String,
    /// The page of the site that has it whole.
    pub page: String,
    pub body: Body,
}

pub enum Body {
    Stories(Vec<Summary>),
    /// Said instead of news, urgent or not.
    Sentence {
        text: String,
        is_urgent: bool,
        more: Option<String>,
        until: Option<Moment>,
    },
}

impl Body {
    /// Something to know, and the page of the site that has more.
    pub fn sentence(text: &str, more: &str) -> Self {
        Self::Sentence { text: text.to_owned(), is_urgent: false, more: Some(more.to_owned()), until: None }
    }
}

/// The frame in other languages, where that edition has the same widget.
pub fn other_languages<'a>(site: &'a Site, widget: &'a Widget<'_>) -> impl Iterator<Item = (&'a Translation, String)> {
    let is_everywhere = matches!(widget, Widget::Latest | Widget::Notice);
    site.translations.iter().filter(move |_| is_everywhere).filter_map(move |other| {
        let lang = Lang::from_tag(&other.lang)?;
        Some((other, format!("/{}", widget.path(lang))))
    })
}

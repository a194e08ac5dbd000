//! Articles and standing pages with their texts.

use portal_app::content::model::{Article, StandingPage};
use portal_app::path::word::{ArticleId, MediaAddress, Slug};

use super::Catalog;
use super::about::About;
use crate::source::body::Body;

impl Catalog {
    /// An article with its text.
    ///
    /// # Errors
    /// When it cannot be read as it was kept.
    pub fn whole_article(&self, article: &Article) -> serde_json::Result<Article> {
        Ok(Article { body: self.texts.read(self.text(&article.id))?, ..article.clone() })
    }

    /// A standing page with its text.
    ///
    /// # Errors
    /// When it cannot be read as it was kept.
    pub fn whole_page(&self, page: &StandingPage) -> serde_json::Result<StandingPage> {
        Ok(StandingPage { body: self.texts.read(self.text_of_page(&page.slug))?, ..page.clone() })
    }

    /// Where the pictures in a page's own text are.
    pub fn pictures_in(&self, about: About<'_>) -> &[MediaAddress] {
        self.text_about(about).map(Body::pictures).unwrap_or_default()
    }

    /// A page's own text as it is kept.
    pub fn text_about(&self, about: About<'_>) -> Option<&Body> {
        match about {
            About::Article(article) => self.text(&article.id),
            About::Standing(page) => self.text_of_page(&page.slug),
            About::Section(_) | About::Site => None,
        }
    }

    fn text_of_page(&self, slug: &Slug) -> Option<&Body> {
        self.texts.pages.get(self.pages.iter().position(|page| page.slug == *slug)?)
    }

    /// The text of a visible article.
    fn text(&self, id: &ArticleId) -> Option<&Body> {
        self.texts.articles.get(*self.by_id.get(id)?)
    }
}

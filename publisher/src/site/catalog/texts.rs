//! The texts of articles and standing pages, which are put into them when a page is made.

use std::sync::Arc;

use portal_app::content::model::{Article, Block, Image, ImageSource, StandingPage};
use portal_app::path::word::{ArticleId, MediaAddress, Slug};

use super::Catalog;
use super::about::About;
use crate::source::body::{Body, images_in};
use crate::source::edition::PictureForms;

/// As they were kept; by the positions of what they are the texts of.
pub(super) struct Texts {
    pub articles: Vec<Body>,
    pub pages: Vec<Body>,
    forms: Arc<PictureForms>,
}

impl Texts {
    pub fn new(forms: Arc<PictureForms>) -> Self {
        Self { articles: Vec::new(), pages: Vec::new(), forms }
    }

    /// A picture that names its smaller forms.
    pub fn with_forms(&self, image: Image) -> Image {
        Image { sources: self.forms_of(image.src.as_str()).to_vec(), ..image }
    }

    fn forms_of(&self, src: &str) -> &[ImageSource] {
        self.forms.get(src).map(Vec::as_slice).unwrap_or_default()
    }

    /// A text, its pictures with their smaller forms.
    fn read(&self, body: Option<&Body>) -> serde_json::Result<Vec<Block>> {
        let Some(body) = body else { return Ok(Vec::new()) };
        let mut blocks = body.blocks()?;
        let mut images = Vec::new();
        images_in(&mut blocks, &mut images);
        images.into_iter().for_each(|image| image.sources = self.forms_of(image.src.as_str()).to_vec());
        Ok(blocks)
    }

    /// The smaller forms of a text's pictures.
    pub fn forms_in<'a>(&'a self, body: &'a Body) -> impl Iterator<Item = &'a ImageSource> {
        body.images().flat_map(|src| self.forms_of(src.as_str()))
    }
}

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
        let body = match about {
            About::Article(article) => self.text(&article.id),
            About::Standing(page) => self.text_of_page(&page.slug),
            About::Section(_) | About::Site => None,
        };
        body.map(Body::pictures).unwrap_or_default()
    }

    fn text_of_page(&self, slug: &Slug) -> Option<&Body> {
        self.texts.pages.get(self.pages.iter().position(|page| page.slug == *slug)?)
    }

    /// The text of a visible article.
    fn text(&self, id: &ArticleId) -> Option<&Body> {
        self.texts.articles.get(*self.by_id.get(id)?)
    }
}

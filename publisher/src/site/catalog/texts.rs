//! The texts of articles and standing pages, which are put into them when a page is made.

use std::sync::Arc;

use portal_app::content::model::{Block, Image, ImageSource};

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
    pub fn read(&self, body: Option<&Body>) -> serde_json::Result<Vec<Block>> {
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

//! Where a source shows pictures.

use portal_app::content::model::{Block, Image};

use crate::source::Source;

/// Every picture of every article and page, drafts included: they are ready when they are published.
pub fn shown_images(source: &mut Source) -> Vec<&mut Image> {
    let mut images = Vec::new();
    for edition in &mut source.editions {
        for article in edition.articles.iter_mut().filter(|article| article.withdrawn.is_none()) {
            images.extend(&mut article.image);
            collect(&mut article.body, &mut images);
        }
        edition.pages.iter_mut().for_each(|page| collect(&mut page.body, &mut images));
    }
    images
}

fn collect<'a>(blocks: &'a mut [Block], images: &mut Vec<&'a mut Image>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => images.push(&mut figure.image),
            Block::Gallery { figures } => images.extend(figures.iter_mut().map(|figure| &mut figure.image)),
            Block::List { items, .. } => items.iter_mut().for_each(|item| collect(item, images)),
            Block::Table { rows, .. } => {
                rows.iter_mut().flatten().for_each(|cell| collect(&mut cell.blocks, images));
            }
            Block::Quote { blocks, .. } => collect(blocks, images),
            Block::External { image, .. } => images.extend(image),
            _ => {}
        }
    }
}

//! Where a source shows pictures.

use std::collections::BTreeSet;

use crate::source::Source;

/// The address of every picture of every article and page, drafts included: their forms are ready when they are published.
pub fn shown(source: &Source) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for edition in &source.editions {
        for article in edition.articles.iter().filter(|article| article.withdrawn.is_none()) {
            let lead = article.image.iter().map(|image| &image.src);
            shown.extend(lead.chain(article.body.images()).map(ToString::to_string));
        }
        shown.extend(edition.pages.iter().flat_map(|page| page.body.images()).map(ToString::to_string));
    }
    shown
}

//! Tags and their addresses.
//!
//! A tag's address is folded from its name. Two that differ by a tone (`Thuế đất`, `Thuê đất`) would share one, so an
//! article can say the address, once for all articles of the edition: `{ name = "Thuê đất", slug = "thue-dat-2" }`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use portal_app::content::model::Tag;
use unicode_normalization::UnicodeNormalization;

use super::article::{ReadArticle, sound};
use super::syntax::quoted;
use crate::source::problem::{Fault, Problems};
use crate::source::slug::fold_slug;

/// The tone marks of Vietnamese, decomposed: à á ả ã ạ.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// Gives a tag everywhere the address that one article says.
pub(super) fn share_addresses(articles: &mut [Arc<ReadArticle>]) {
    let is_folded = |tag: &Tag| fold_slug(&tag.name).is_some_and(|slug| slug == tag.slug);
    let (mut folded, mut said) = (HashMap::new(), HashMap::new());
    for tag in sound(articles).flat_map(|(article, _)| &article.tags) {
        if !*folded.entry((&tag.name, &tag.slug)).or_insert_with(|| is_folded(tag)) {
            said.insert(tag.name.clone(), tag.slug.clone());
        }
    }
    if said.is_empty() {
        return;
    }
    let other = |tag: &Tag| said.get(&tag.name).filter(|slug| **slug != tag.slug && is_folded(tag));
    for article in articles {
        let is_other = article.file.item.iter().flat_map(|item| &item.tags).any(|tag| other(tag).is_some());
        if let Some(item) =
            Some(article).filter(|_| is_other).and_then(|article| Arc::make_mut(article).file.item.as_mut())
        {
            for tag in &mut item.tags {
                tag.slug = other(tag).unwrap_or(&tag.slug).clone();
            }
        }
    }
}

/// One address, one name: `Bầu cử` and `bầu cử` would share a page.
pub(super) fn check_tags(articles: &[Arc<ReadArticle>], problems: &mut Problems) {
    let (mut names, mut slugs) = (HashMap::new(), HashMap::new());
    for (article, places) in sound(articles) {
        let mut seen = BTreeSet::new();
        for (position, tag) in article.tags.iter().enumerate() {
            let name = *names.entry(&tag.slug).or_insert(&tag.name);
            let slug = *slugs.entry(&tag.name).or_insert(&tag.slug);
            let fault = if *name != tag.name {
                let own = format!("[{{ name = {}, slug = \"{}-2\" }}]", quoted(&tag.name), tag.slug);
                let help = match spelling(name) == spelling(&tag.name) {
                    true => "Write it one way everywhere.".to_owned(),
                    false => format!("Give it an address of its own, in one article: `tags = {own}`."),
                };
                Fault::new(format!("its address is the same as that of \"{name}\""), help)
            } else if *slug != tag.slug {
                Fault::new(format!("its address is `{slug}` elsewhere"), "Write one address everywhere.")
            } else if !seen.insert(&tag.slug) {
                Fault::new("it is named twice", "Remove one.")
            } else {
                continue;
            };
            problems.push(places.problem(&format!("tags[{}]", position + 1), fault));
        }
    }
}

/// A name without what is a matter of style: capitals, and the letter that a tone is put on (`hoà`, `hòa`).
fn spelling(name: &str) -> Vec<(String, String)> {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.to_lowercase().nfd().partition(|c| !TONES.contains(c))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_is_no_difference_and_a_tone_is() {
        for (one, other, is_same) in [
            ("Bầu cử", "bầu cử", true),
            ("Hoà bình", "Hòa bình", true),
            ("Thuế đất", "Thuê đất", false),
            ("Bầu-cử", "Bầu cử", true),
            ("Ma", "Mạ", false),
        ] {
            assert_eq!(spelling(one) == spelling(other), is_same, "{one} {other}");
        }
    }
}

//! A description for every page: what an editor wrote, else the body's first sentences, else a sentence made of facts.

use portal_app::content::model::{Article, Block, Site, Span};
use portal_app::content::page_data::PageData;
use portal_app::pages::{PageHead, list_part, page_head};
use portal_app::path::AppPath;

use crate::source::words::words;

/// The most characters of a description that is cut from a text; search engines show no more.
const LONGEST: usize = 200;
/// A sentence that ends before this leaves room for another, cut one.
const SHORTEST: usize = 80;

/// The head of a page as `PageHead` has it, with a description wherever one can be made.
pub fn describe_head(site: &Site, path: Option<&AppPath>, page: &PageData) -> PageHead {
    let head = page_head(site, path, page);
    let description = head.description.clone().or_else(|| describe(site, path, page));
    PageHead { description, ..head }
}

/// A page's description; `None` for what is not there or was withdrawn.
fn describe(site: &Site, path: Option<&AppPath>, page: &PageData) -> Option<String> {
    let (text, words) = (site.lang.text(), words(site.lang));
    let agency = site.organization.name.as_str();
    let description = match page {
        PageData::Home(home) => {
            let organization = &site.organization;
            let reach = (words.how_to_reach)(&organization.address, &organization.phone);
            let about = home.intro.clone().unwrap_or_else(|| (words.about_site)(agency));
            format!("{about} {reach}")
        }
        PageData::Section(listing) => {
            let written = listing.section.description.clone();
            written.unwrap_or_else(|| (words.about_section)(&listing.section.name, agency))
        }
        PageData::Latest(_) => (words.about_latest)(agency),
        PageData::Tag(listing) => (words.about_tag)(&listing.tag.name, agency),
        PageData::Article(article) => return describe_article(article),
        PageData::Standing(page) => excerpt(&page.body).unwrap_or_else(|| (words.about_page)(&page.title, agency)),
        PageData::Search(_) => (words.about_search)(agency),
        PageData::SiteMap(_) => (words.about_site_map)(agency),
        PageData::Widgets(_) => (words.about_widgets)(agency),
        PageData::NotFound | PageData::Saved => return None,
    };
    // Pages of one list differ in their descriptions, as they do in their titles.
    let part = list_part(text, path, page);
    Some(part.map_or_else(|| description.clone(), |part| format!("{description} {part}.")))
}

/// An article's summary, else its first sentences.
pub fn describe_article(article: &Article) -> Option<String> {
    if article.withdrawn.is_some() {
        return None;
    }
    article.summary.clone().or_else(|| excerpt(&article.body))
}

/// The first sentences of a body.
fn excerpt(blocks: &[Block]) -> Option<String> {
    let mut text = String::new();
    collect_text(blocks, &mut text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| cut(&text))
}

/// Running text alone: headings and captions make no sentences, tables no sense.
fn collect_text(blocks: &[Block], text: &mut String) {
    for block in blocks {
        // No more is needed, and a body may be long.
        if text.len() > 8 * LONGEST {
            return;
        }
        match block {
            Block::Paragraph { spans } => {
                text.extend(spans.iter().map(|Span { text, .. }| text.as_str()));
                text.push(' ');
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect_text(item, text)),
            Block::Quote { blocks, .. } => collect_text(blocks, text),
            _ => {}
        }
    }
}

/// Cuts after the last sentence that fits, else after the last word, else within a word that is longer than all.
fn cut(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    // A character is left for the ellipsis.
    let fitting: String = text.chars().take(LONGEST - 1).collect();
    let (mut sentence_end, mut word_end) = (None, None);
    let all = text.get(..=end).unwrap_or(text).char_indices().zip(text.chars().skip(1));
    for (count, ((position, c), next)) in all.enumerate().take(LONGEST - 1) {
        if next == ' ' {
            let end = position + c.len_utf8();
            word_end = Some(end);
            if matches!(c, '.' | '!' | '?' | '…') && count + 1 >= SHORTEST {
                sentence_end = Some(end);
            }
        }
    }
    if let Some(sentences) = sentence_end.and_then(|end| text.get(..end)) {
        return sentences.to_owned();
    }
    let words = word_end.and_then(|end| text.get(..end)).unwrap_or(&fitting);
    format!("{}…", words.trim_end_matches([',', ';', ':', '-', '–', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { spans: vec![Span::plain(text)] }
    }

    #[test]
    fn a_short_body_is_its_own_description() {
        let body = [
            Block::Heading { level: 2, spans: vec![Span::plain("I. Mở đầu")], id: None },
            paragraph("Một\ncâu."),
            paragraph("Hai."),
        ];
        assert_eq!(excerpt(&body).as_deref(), Some("Một câu. Hai."));
        assert_eq!(excerpt(&[]), None);
        assert_eq!(excerpt(&[paragraph(" \n ")]), None);
    }

    #[test]
    fn a_long_body_is_cut_after_a_sentence_else_a_word_else_anywhere() {
        let word = "đường ".repeat(20);
        let sentence = format!("{}.", word.trim_end());
        assert_eq!(cut(&format!("{sentence} {sentence} {sentence}")), sentence);
        // "TP." does not end a sentence that is long enough on its own.
        let words = cut(&format!("TP. {}", "đường ".repeat(100)));
        assert!(words.starts_with("TP. đường") && words.ends_with("đường…"), "{words}");
        let endless = cut(&"ệ".repeat(10_000));
        for text in [words, endless.clone(), cut(&"a, ".repeat(100))] {
            assert!((SHORTEST..=LONGEST).contains(&text.chars().count()), "{text}");
        }
        assert_eq!(endless.chars().count(), LONGEST);
    }

    #[test]
    fn a_text_of_just_the_greatest_length_is_left_whole() {
        let text = "x".repeat(LONGEST);
        assert_eq!(cut(&text), text);
    }
}

//! Films, sound and third parties' embeds.

use percent_encoding::percent_decode_str;
use portal_app::content::model::{Block, Figure, Span};
use portal_app::path::word::{Href, MediaAddress};
use scraper::ElementRef;

use super::builder::Builder;
use super::elements::source_of;
use super::link::{clean, not_followed, resolve};
use super::tags::UNCLOSED;
use super::text_style::TextStyle;
use crate::source::media::MediaFile;
use crate::source::problem::Fault;
use crate::source::words::words;

impl Builder<'_> {
    pub(super) fn add_video(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        if let Some(file) = self.media_of(element, "video/", "Use an MP4 or WebM file.") {
            let src = file.src.clone().into();
            let (poster, captions) = (self.poster_of(element), self.captions_of(element));
            self.push_block(Block::Video { src, poster, captions });
            self.add_rest_of_article(element, style);
        } else {
            self.add_paragraphs(element, style);
        }
    }

    fn poster_of(&self, element: ElementRef<'_>) -> Option<MediaAddress> {
        let poster = element.attr("poster")?;
        let image = self.context.media.find_image(&clean(poster), String::new());
        image.map_err(|fault| self.context.report(element, "poster", poster, fault)).ok().map(|image| image.src)
    }

    fn captions_of(&self, element: ElementRef<'_>) -> Option<MediaAddress> {
        let is_captions = |child: &ElementRef<'_>| {
            child.value().name() == "track"
                && !matches!(child.attr("kind"), Some("chapters" | "descriptions" | "metadata"))
        };
        let track = element.child_elements().find(is_captions)?;
        self.find_media(track, track.attr("src")?, "text/vtt", "Use a VTT file.").map(|file| file.src.clone().into())
    }

    pub(super) fn add_audio(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        if let Some(file) = self.media_of(element, "audio/", "Use an MP3, M4A or OGG file.") {
            let file_name = file.path.file_name().unwrap_or_default().to_string_lossy();
            let link = file.to_link(element.attr("title").unwrap_or(&file_name).to_owned());
            self.push_block(Block::File(link));
            self.add_rest_of_article(element, style);
        } else {
            self.add_paragraphs(element, style);
        }
    }

    fn add_rest_of_article(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        if is_unclosed(element) {
            self.add_paragraphs(element, style);
        }
    }

    /// The element's own `src`, or its first `<source>`'s.
    fn media_of(&self, element: ElementRef<'_>, media_type: &str, help: &str) -> Option<&MediaFile> {
        let is_source = |child: &ElementRef<'_>| child.value().name() == "source";
        let of_child = || element.child_elements().filter(is_source).find_map(source_of);
        let (_, source) = source_of(element).or_else(of_child)?;
        self.find_media(element, source, media_type, help)
    }

    fn find_media(&self, element: ElementRef<'_>, src: &str, media_type: &str, help: &str) -> Option<&MediaFile> {
        let file = self.context.media.find(&clean(src)).and_then(|file| {
            let fits = file.media_type.starts_with(media_type);
            if fits { Ok(file) } else { Err(Fault::new("it is a file of another kind", help)) }
        });
        file.map_err(|fault| self.context.report(element, "src", src, fault)).ok()
    }

    /// A provider the contract knows becomes an `external` block, a file of this site what it is, any other page a link.
    /// What an element holds for browsers that cannot show it stays where nothing else can be shown.
    pub(super) fn add_embedded(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let title = element.attr("title").filter(|title| !title.trim().is_empty()).map(str::to_owned);
        let is_shown = match address_of(element).as_deref().map(unwrap_viewer) {
            Some(src) => self.embed(element, &src, title),
            None => false,
        };
        if !is_shown && let Some(page) = element.attr("srcdoc") {
            let help = "Write its text into the article.";
            self.context.tell(element, page, Fault::warning("a page within the page is not published", help));
        }
        // The text of an <iframe> is markup that nobody sees.
        if matches!(element.value().name(), "object" | "applet") && (!is_shown || is_unclosed(element)) {
            self.add_paragraphs(element, style);
        }
    }

    /// Whether something can be shown of an address.
    fn embed(&mut self, element: ElementRef<'_>, src: &str, title: Option<String>) -> bool {
        if let Some(url) = youtube_page(src).and_then(Href::new) {
            self.push_film(url, title);
            return true;
        }
        if let Some(Ok(Some(href))) = src.contains("://").then(|| resolve(src, self.context.media)) {
            let text = title.unwrap_or_else(|| shown_address(href.as_str()));
            self.push_block(Block::Paragraph { spans: vec![Span { href: Some(href), ..Span::plain(text) }] });
            return true;
        }
        if src
            .split_once(':')
            .is_some_and(|(scheme, _)| matches!(scheme.to_ascii_lowercase().as_str(), "data" | "javascript"))
        {
            self.context.report(element, "src", src, not_followed());
            return false;
        }
        if src.to_ascii_lowercase().ends_with(".swf") {
            let help = "Write a link to the film, or put it into content/media as an MP4 file.";
            self.context.report(element, "src", src, Fault::warning("no browser plays Flash any more", help));
            return false;
        }
        match self.context.media.find(src) {
            Ok(file) => {
                self.push_file(file, title);
                true
            }
            Err(fault) => {
                self.context.report(element, "src", src, fault);
                false
            }
        }
    }

    fn push_film(&mut self, url: Href, title: Option<String>) {
        let title = title.unwrap_or_else(|| words(self.context.lang).youtube_title.to_owned());
        self.push_block(Block::External { provider: "youtube".to_owned(), url, title, image: None });
    }

    /// A film, a picture, or something to open.
    fn push_file(&mut self, file: &MediaFile, title: Option<String>) {
        let file_name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let block = if file.media_type.starts_with("video/") {
            Block::Video { src: file.src.clone().into(), poster: None, captions: None }
        } else if let Some(image) = file.to_image(title.clone().unwrap_or_default()) {
            Block::Figure(Figure { image, caption: None, credit: None })
        } else {
            Block::File(file.to_link(title.unwrap_or_else(|| file_name.into_owned())))
        };
        self.push_block(block);
    }

    /// A paragraph that is nothing but a film's address is that film.
    pub(super) fn to_film(&self, spans: &[Span]) -> Option<Block> {
        let [span] = spans else { return None };
        let url = youtube_page(span.text.trim()).and_then(Href::new)?;
        let title = words(self.context.lang).youtube_title.to_owned();
        Some(Block::External { provider: "youtube".to_owned(), url, title, image: None })
    }

    /// The places of a picture that lead somewhere, as links below it.
    pub(super) fn add_image_map(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        self.add_children(element, style);
        for area in element.descendent_elements().filter(|area| area.value().name() == "area") {
            let Some(written) = area.attr("href") else { continue };
            match resolve(written, self.context.media) {
                Ok(Some(href)) => {
                    let name =
                        ["alt", "title"].iter().find_map(|name| area.attr(name).filter(|text| !text.trim().is_empty()));
                    let text = name.map_or_else(|| shown_address(href.as_str()), str::to_owned);
                    self.push_block(Block::Paragraph { spans: vec![Span { href: Some(href), ..Span::plain(text) }] });
                }
                Ok(None) => {}
                Err(fault) => self.context.report(area, "href", written, fault),
            }
        }
    }
}

/// Whether what is in an element is the rest of the article.
fn is_unclosed(element: ElementRef<'_>) -> bool {
    element.attr(UNCLOSED).is_some()
}

/// The longest address that is shown whole, in characters.
const MAX_ADDRESS: usize = 60;

/// Where what is embedded is: of an object it may be in a parameter, or in the `<embed>` inside.
fn address_of(element: ElementRef<'_>) -> Option<String> {
    let own = |element: ElementRef<'_>| source_of(element).map(|(_, source)| clean(source));
    let is_address =
        |name: &str| matches!(name.to_ascii_lowercase().as_str(), "movie" | "src" | "filename" | "url" | "data");
    let in_parameter = |child: ElementRef<'_>| match child.value().name() {
        "param" if child.attr("name").is_some_and(is_address) => child.attr("value").map(clean),
        "embed" => own(child),
        _ => None,
    };
    let src = own(element).or_else(|| element.child_elements().find_map(in_parameter))?;
    Some(if src.starts_with("//") { format!("https:{src}") } else { src })
}

/// What a page of a third party only shows around: a document in a viewer, a film in a social network's frame.
fn unwrap_viewer(src: &str) -> String {
    let viewers = [
        ("docs.google.com/gview", "url"),
        ("docs.google.com/viewer", "url"),
        ("view.officeapps.live.com/op/", "src"),
        ("www.facebook.com/plugins/", "href"),
        ("www.google.com/url", "q"),
    ];
    let (_, address) = src.split_once("//").unwrap_or_default();
    let name = viewers.iter().find(|(viewer, _)| address.starts_with(viewer)).map(|(_, name)| name);
    let target = name.and_then(|name| {
        let (_, query) = src.split_once('?')?;
        let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
        Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
    });
    target.filter(|target| target.starts_with("http")).unwrap_or_else(|| src.to_owned())
}

/// An address as a link's text: of a long one the site alone.
pub(super) fn shown_address(address: &str) -> String {
    if address.chars().count() <= MAX_ADDRESS {
        return address.to_owned();
    }
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    format!("{}/…", rest.split(['/', '?', '#']).next().unwrap_or_default())
}

/// Path words in the place of a film's id that are as long as one.
const NOT_FILMS: [&str; 2] = ["videoseries", "live_stream"];

/// The film's own page, from any of the addresses it is embedded by.
fn youtube_page(src: &str) -> Option<String> {
    let address = src.strip_prefix("https://").or_else(|| src.strip_prefix("http://"))?;
    let (host, path) = address.split_once('/')?;
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let id = match host {
        "youtube.com" | "youtube-nocookie.com" => {
            let (page, query) = path.split_once('?').unwrap_or((path, ""));
            match page.split_once('/') {
                Some(("embed" | "v" | "e" | "shorts" | "live", id)) => id,
                _ if page.trim_end_matches('/') == "watch" => {
                    query.split('&').find_map(|pair| pair.strip_prefix("v="))?
                }
                _ => return None,
            }
        }
        "youtu.be" => path,
        _ => return None,
    };
    let id = id.split(['?', '&', '#', '/']).next()?;
    let is_id = id.len() == 11
        && !NOT_FILMS.contains(&id)
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_id.then(|| format!("https://www.youtube.com/watch?v={id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_known_by_every_address_it_has() {
        for src in [
            "https://www.youtube.com/embed/abcDEF123_-?rel=0",
            "https://www.youtube-nocookie.com/embed/abcDEF123_-",
            "http://m.youtube.com/watch?v=abcDEF123_-&t=3",
            "https://youtu.be/abcDEF123_-",
            "http://www.youtube.com/v/abcDEF123_-&hl=vi&fs=1",
            "https://www.youtube.com/live/abcDEF123_-?feature=share",
            "https://www.youtube.com/shorts/abcDEF123_-",
            "https://www.youtube.com/watch?app=desktop&v=abcDEF123_-",
        ] {
            assert_eq!(youtube_page(src).as_deref(), Some("https://www.youtube.com/watch?v=abcDEF123_-"), "{src}");
        }
        for src in [
            "https://youtube.com.evil.example/embed/abcDEF123_-",
            "https://www.youtube.com/embed/videoseries?list=x",
            "https://www.youtube.com/embed/\"><script>",
            "javascript:https://youtu.be/abcDEF123_-",
            "",
        ] {
            assert_eq!(youtube_page(src), None, "{src}");
        }
    }
}

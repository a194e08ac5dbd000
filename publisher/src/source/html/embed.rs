//! Films, sound and third parties' embeds.

use portal_app::content::model::{Block, Span};
use portal_app::path::word::Href;
use scraper::ElementRef;

use super::builder::Builder;
use super::link::clean;
use crate::source::media::MediaFile;
use crate::source::problem::Fault;
use crate::source::words::words;

impl Builder<'_> {
    pub(super) fn add_video(&mut self, element: ElementRef<'_>) {
        let Some(file) = self.media_of(element, "video/", "Use an MP4 or WebM file.") else { return };
        let src = file.src.clone();
        let poster = element.attr("poster").and_then(|poster| {
            let image = self.context.media.find_image(&clean(poster), String::new());
            image.map_err(|fault| self.context.report(element, "poster", poster, fault)).ok()
        });
        let is_captions = |child: &ElementRef<'_>| {
            child.value().name() == "track"
                && !matches!(child.attr("kind"), Some("chapters" | "descriptions" | "metadata"))
        };
        let captions = element.child_elements().find(is_captions);
        let captions =
            captions.and_then(|track| self.find_media(track, track.attr("src")?, "text/vtt", "Use a VTT file."));
        let captions = captions.map(|file| file.src.clone());
        self.push_block(Block::Video { src, poster: poster.map(|poster| poster.src), captions });
    }

    pub(super) fn add_audio(&mut self, element: ElementRef<'_>) {
        let Some(file) = self.media_of(element, "audio/", "Use an MP3, M4A or OGG file.") else { return };
        let file_name = file.path.file_name().unwrap_or_default().to_string_lossy();
        let link = file.to_link(element.attr("title").unwrap_or(&file_name).to_owned());
        self.push_block(Block::File(link));
    }

    /// The element's own `src`, or its first `<source>`'s.
    fn media_of(&self, element: ElementRef<'_>, media_type: &str, help: &str) -> Option<&MediaFile> {
        let is_source = |child: &ElementRef<'_>| child.value().name() == "source";
        let source = || element.child_elements().find(is_source).and_then(|source| source.attr("src"));
        self.find_media(element, element.attr("src").or_else(source)?, media_type, help)
    }

    fn find_media(&self, element: ElementRef<'_>, src: &str, media_type: &str, help: &str) -> Option<&MediaFile> {
        let file = self.context.media.find(&clean(src)).and_then(|file| {
            let fits = file.media_type.starts_with(media_type);
            if fits { Ok(file) } else { Err(Fault::new("it is a file of another kind", help)) }
        });
        file.map_err(|fault| self.context.report(element, "src", src, fault)).ok()
    }

    /// A provider the contract knows becomes an `external` block, any other page a link.
    pub(super) fn add_iframe(&mut self, element: ElementRef<'_>) {
        let src = clean(element.attr("src").unwrap_or_default());
        let src = if src.starts_with("//") { format!("https:{src}") } else { src };
        let title = element.attr("title").filter(|title| !title.trim().is_empty()).map(str::to_owned);
        if let Some(url) = youtube_page(&src).and_then(Href::new) {
            let title = title.unwrap_or_else(|| words(self.context.lang).youtube_title.to_owned());
            self.push_block(Block::External { provider: "youtube".to_owned(), url, title, image: None });
        } else if let Some(href) = Href::new(src.as_str()).filter(|_| src.starts_with("http")) {
            let span = Span { href: Some(href), ..Span::plain(title.unwrap_or(src)) };
            self.push_block(Block::Paragraph { spans: vec![span] });
        }
    }
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
            path.strip_prefix("embed/").or_else(|| path.strip_prefix("watch?v="))?
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

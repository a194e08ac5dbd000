//! Something of a third party, in the body of an article: nothing of it loads before the reader asks for it.

use super::figure::{Loading, Place, content_image};
use crate::components::context::{use_text, with_site};
use crate::components::tools::{Shape, foreign_link, icon, tool_button, tool_status};
use crate::content::model::{Image, Provider};
use crate::markup::{Element, markup};
use crate::path::word::Href;

/// A link, and where the site names the provider a button that opens it in place.
pub fn external_block(provider: &str, url: &Href, title: &str, image: Option<&Image>) -> Element {
    let text = use_text();
    let label = (text.open_external)(title, provider);
    let address = with_site(|site| player_address(provider, url.as_str(), &site.providers)).flatten();
    let player = address.map(|address| {
        let play = tool_button("tool-button", "external", text.tool_failed);
        markup! {
            div "external-block__player-choice" {
                with (play) data-embed=(address) data-title=(title.to_owned()) { (icon(Shape::Play)) (text.play_here) }
                p "external-block__note" { ((text.play_note)(provider)) }
                (tool_status())
                div "external-block__frame" data-slot;
            }
        }
    });
    markup! {
        div "external-block" {
            (image.map(|image| content_image(image, Loading::Lazy, Place::Column)))
            p { (foreign_link(url.to_string(), label)) }
            (player)
        }
    }
}

/// What the frame shows: YouTube's pages have players at addresses of their own, others are shown as they are.
fn player_address(provider: &str, url: &str, providers: &[Provider]) -> Option<String> {
    let known = providers.iter().find(|known| known.name == provider && known.origin.starts_with("https://"))?;
    let origin = known.origin.trim_end_matches('/');
    if provider == "youtube" {
        let id = url.strip_prefix("https://www.youtube.com/watch?v=")?;
        let is_id = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        return (is_id && !id.is_empty()).then(|| format!("{origin}/embed/{id}?autoplay=1"));
    }
    url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/')).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn providers() -> Vec<Provider> {
        let provider = |name: &str, origin: &str| Provider { name: name.to_owned(), origin: origin.to_owned() };
        vec![
            provider("youtube", "https://www.youtube-nocookie.com"),
            provider("phim", "https://phim.example"),
            provider("http", "http://phim.example"),
        ]
    }

    #[test]
    fn youtube_plays_without_cookies() {
        let address = player_address("youtube", "https://www.youtube.com/watch?v=abcDEF123_-", &providers());
        assert_eq!(address.as_deref(), Some("https://www.youtube-nocookie.com/embed/abcDEF123_-?autoplay=1"));
    }

    #[test]
    fn another_provider_shows_only_what_is_its_own() {
        let own = "https://phim.example/player/1";
        assert_eq!(player_address("phim", own, &providers()).as_deref(), Some(own));
        for url in
            ["https://phim.example.evil.example/1", "https://evil.example/", "http://phim.example/1", "/trang/a/"]
        {
            assert_eq!(player_address("phim", url, &providers()), None, "{url}");
        }
    }

    #[test]
    fn who_is_not_named_or_not_https_has_no_player() {
        assert_eq!(player_address("vimeo", "https://vimeo.com/1", &providers()), None);
        assert_eq!(player_address("http", "http://phim.example/1", &providers()), None);
        assert_eq!(player_address("youtube", "https://www.youtube.com/watch?v=", &providers()), None);
        assert_eq!(player_address("youtube", "https://www.youtube.com/watch?v=a\"b", &providers()), None);
    }
}

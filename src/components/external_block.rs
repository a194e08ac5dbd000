use leptos::prelude::*;

use super::{ContentImage, Icon, Shape, use_site, use_text};
use crate::content::model::{Image, Provider};
use crate::content::word::Href;

/// Something of a third party: a link, and where the site names the provider a button that opens it in place. Nothing
/// foreign loads by itself.
#[component]
pub fn ExternalBlock(provider: String, url: Href, title: String, image: Option<Image>) -> impl IntoView {
    let text = use_text();
    let label = (text.open_external)(&title, &provider);
    let image = image.map(|image| view! { <ContentImage image/> }.into_any());
    let providers = use_site().map(|site| site.providers).unwrap_or_default();
    let player = player_address(&provider, url.as_str(), &providers).map(|address| {
        view! {
            <div class="external-block__player-choice">
                <button
                    class="tool-button"
                    type="button"
                    data-tool="external"
                    data-embed=address
                    data-title=title
                    data-failed=text.tool_failed
                >
                    <Icon shape=Shape::Play/>{text.play_here}
                </button>
                <p class="external-block__note">{(text.play_note)(&provider)}</p>
                <p class="tool-status" role="status" data-slot=""></p>
                <div class="external-block__frame" data-slot=""></div>
            </div>
        }
        .into_any()
    });
    view! {
        <div class="external-block">
            {image}
            <p><a href=url.to_string() rel="noopener">{label}</a></p>
            {player}
        </div>
    }
}

/// What stands in the frame: YouTube's pages have players at addresses of their own, others are shown as they are.
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

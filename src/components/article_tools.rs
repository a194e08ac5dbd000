use leptos::prelude::*;

use super::share_links::{facebook_link, mail_link, zalo_link};
use super::{Icon, Shape, use_site, use_text};
use crate::content::model::Audio;
use crate::content::word::SitePath;

/// How fast an article may be read aloud, in the order of `Text::speeds`.
const SPEEDS: [&str; 4] = ["0.75", "1", "1.25", "1.5"];

/// What a reader may do with an article besides reading it: hear it, pass it on, print it, keep it.
///
/// Links work by themselves; the buttons are shown, and the scripts behind them loaded, where scripts run.
#[component]
pub fn ArticleTools(
    title: String,
    /// The article's whole address.
    url: String,
    /// What the file is called that a reader keeps, without its ending.
    file_stem: String,
    /// The article read aloud by a person: then no voice of the browser is offered.
    audio: Option<Audio>,
    qr_code: Option<SitePath>,
) -> impl IntoView {
    let text = use_text();
    let site = use_site();
    let (site_name, attribution) = site.map(|site| (site.name, site.attribution)).unwrap_or_default();
    let listen = match audio {
        Some(audio) => audio_view(audio),
        None => read_aloud_view(),
    };
    view! {
        <div class="article-tools" role="group" aria-label=text.article_tools data-tool-group="" data-unsaved="">
            {listen}
            {share_view(title, url.clone(), qr_code)}
            <button class="tool-button" type="button" data-tool="print" data-failed=text.tool_failed>
                <Icon shape=Shape::Print/>{text.print}
            </button>
            <button
                class="tool-button"
                type="button"
                data-tool="save"
                data-failed=text.tool_failed
                data-file=format!("{file_stem}.html")
                data-url=url
                data-heading=site_name
                data-attribution=attribution
                data-address=text.address
                data-saved=text.saved
            >
                <Icon shape=Shape::Save/>{text.save}
            </button>
            <p class="tool-status" role="status" data-slot=""></p>
        </div>
    }
}

fn audio_view(audio: Audio) -> AnyView {
    let text = use_text();
    view! {
        <figure class="article-tools__audio">
            <figcaption>{text.listen}</figcaption>
            <audio controls preload="none" src=audio.src.to_string()></audio>
        </figure>
    }
    .into_any()
}

/// One button whose words the style sheet chooses by what is going on, so that no script writes into it.
fn read_aloud_view() -> AnyView {
    let text = use_text();
    let speeds = SPEEDS.iter().zip(text.speeds).map(|(value, label)| {
        let is_usual = (*value == "1").then_some("");
        view! { <option value=*value selected=is_usual>{label}</option> }.into_any()
    });
    view! {
        <div class="read-aloud">
            <button
                class="tool-button tool-button--chief"
                type="button"
                data-tool="read-aloud"
                data-action="play"
                data-failed=text.listen_failed
            >
                <Icon shape=Shape::Listen/>
                <span class="read-aloud__listen">{text.listen}</span>
                <span class="read-aloud__pause">{text.pause}</span>
                <span class="read-aloud__resume">{text.resume}</span>
            </button>
            <button class="tool-button read-aloud__stop" type="button" data-tool="read-aloud" data-action="stop">
                <Icon shape=Shape::Stop/>{text.stop}
            </button>
            <label class="read-aloud__speed">{text.speed}<select class="tool-field">{speeds.collect_view()}</select></label>
        </div>
    }
    .into_any()
}

fn share_view(title: String, url: String, qr_code: Option<SitePath>) -> AnyView {
    let text = use_text();
    let links = [
        (zalo_link(&url), Shape::Share, "Zalo"),
        (facebook_link(&url), Shape::Share, "Facebook"),
        (mail_link("", &title, &format!("{title}\n{url}")), Shape::Mail, text.share_by_mail),
    ];
    let links = links.into_iter().map(|(href, shape, label)| {
        view! { <li><a class="tool-button" href=href rel="noopener"><Icon shape/>{label}</a></li> }.into_any()
    });
    let qr_code = qr_code.map(|src| {
        view! {
            <img class="share__qr-code" src=src.to_string() alt=text.qr_code width="160" height="160" loading="lazy"/>
        }
        .into_any()
    });
    view! {
        <details class="share">
            <summary class="tool-button"><Icon shape=Shape::Share/>{text.share}</summary>
            <div class="share__panel">
                <ul class="share__ways">
                    {links.collect_view()}
                    <li class="share__scripted">
                        <button
                            class="tool-button"
                            type="button"
                            data-tool="share"
                            data-action="copy"
                            data-url=url.clone()
                            data-done=text.copied
                            data-by-hand=text.copy_by_hand
                            data-failed=text.tool_failed
                        >
                            <Icon shape=Shape::Link/>{text.copy_link}
                        </button>
                    </li>
                    <li class="share__on-device">
                        <button
                            class="tool-button"
                            type="button"
                            data-tool="share"
                            data-action="sheet"
                            data-url=url.clone()
                            data-title=title
                            data-failed=text.tool_failed
                        >
                            <Icon shape=Shape::Share/>{text.share_on_device}
                        </button>
                    </li>
                </ul>
                <input class="tool-field share__address" type="url" readonly aria-label=text.article_address value=url hidden/>
                {qr_code}
            </div>
        </details>
    }
    .into_any()
}

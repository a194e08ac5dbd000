//! What a reader may do with an article besides reading it. The scripts of `public/tools` do it; here are their buttons.

use super::icon::{Shape, icon};
use super::link::foreign_link;
use super::share_links::{facebook_link, mail_link, zalo_link};
use super::tool_button::{tool_button, tool_status};
use crate::components::context::{use_lang, use_text, with_site};
use crate::content::model::Audio;
use crate::markup::{Element, markup};
use crate::path::saved::saved_path;
use crate::path::word::SitePath;

/// How fast an article may be read aloud, in the order of `Text::speeds`.
const SPEEDS: [&str; 4] = ["0.75", "1", "1.25", "1.5"];

/// What the tools are about.
pub struct ToolsSubject<'a> {
    pub title: &'a str,
    /// The article's whole address.
    pub url: &'a str,
    /// What the file is called that a reader keeps, without its ending.
    pub file_stem: &'a str,
    /// The article read aloud by a person: then no voice of the browser is offered.
    pub audio: Option<&'a Audio>,
    pub qr_code: Option<&'a SitePath>,
}

/// What a reader may do with an article besides reading it: hear it, pass it on, print it, keep it.
///
/// Links work by themselves; the buttons are shown, and their scripts loaded, where scripts run.
pub fn article_tools(subject: ToolsSubject<'_>) -> Element {
    let text = use_text();
    let ToolsSubject { title, url, file_stem, audio, qr_code } = subject;
    let (site_name, attribution) = with_site(|site| (site.name.clone(), site.attribution.clone())).unwrap_or_default();
    let listen = match audio {
        Some(audio) => recording(audio),
        None => read_aloud(),
    };
    markup! {
        div "article-tools" role="group" aria-label=(text.article_tools) data-tool-group data-unsaved {
            (listen)
            (share(title, url, qr_code))
            (save_for_later())
            with (tool_button("tool-button", "print", text.tool_failed)) { (icon(Shape::Print)) (text.print) }
            with (tool_button("tool-button", "save", text.tool_failed))
                data-file=(format!("{file_stem}.html"))
                data-url=(url.to_owned())
                data-heading=(site_name)
                data-attribution=(attribution)
                data-address=(text.address)
                data-saved=(text.saved) { (icon(Shape::Save)) (text.save) }
            (tool_status())
        }
    }
}

/// Shown where the browser can keep it. The style sheet chooses its words, as of all buttons that change.
fn save_for_later() -> Element {
    let text = use_text();
    markup! {
        with (tool_button("tool-button save-for-later", "saved", text.tool_failed))
            aria-pressed="false"
            data-removed=(text.no_longer_saved)
            data-full=(text.no_room)
            data-list=(saved_path(use_lang()))
            data-list-title=(text.saved_articles) {
            (icon(Shape::Bookmark))
            span { (text.save_for_later) }
            span { (text.saved_for_later) }
        }
    }
}

fn recording(audio: &Audio) -> Element {
    markup! {
        figure "article-tools__audio" {
            figcaption { (use_text().listen) }
            audio controls preload="none" src=(audio.src.to_string());
        }
    }
}

/// One button whose words the style sheet chooses by what is going on, so that no script writes into it.
fn read_aloud() -> Element {
    let text = use_text();
    let speeds = SPEEDS
        .into_iter()
        .zip(text.speeds)
        .map(|(value, label)| markup! { option value=(value) selected[value == "1"] { (label) } });
    markup! {
        div "read-aloud" {
            with (tool_button("tool-button tool-button--chief", "read-aloud", text.listen_failed)) data-action="play" {
                (icon(Shape::Listen))
                span "read-aloud__listen" { (text.listen) }
                span "read-aloud__pause" { (text.pause) }
                span "read-aloud__resume" { (text.resume) }
            }
            with (tool_button("tool-button read-aloud__stop", "read-aloud", text.listen_failed)) data-action="stop" {
                (icon(Shape::Stop))
                (text.stop)
            }
            label "read-aloud__speed" {
                (text.speed)
                select "tool-field" { (speeds) }
            }
        }
    }
}

fn share(title: &str, url: &str, qr_code: Option<&SitePath>) -> Element {
    let text = use_text();
    let ways = [
        (zalo_link(url), Shape::Zalo, "Zalo"),
        (facebook_link(url), Shape::Facebook, "Facebook"),
        (mail_link("", title, &format!("{title}\n{url}")), Shape::Mail, text.share_by_mail),
    ];
    let ways = ways.into_iter().map(|(href, shape, label)| {
        markup! { li { with (foreign_link(href, icon(shape))) "tool-button" { (label) } } }
    });
    let button = |action: &'static str, shape: Shape, label: &'static str| {
        markup! {
            with (tool_button("tool-button", "share", text.tool_failed)) data-action=(action) data-url=(url.to_owned()) {
                (icon(shape))
                (label)
            }
        }
    };
    let copy = button("copy", Shape::Link, text.copy_link);
    let sheet = button("sheet", Shape::Share, text.share_on_device);
    let qr_code = qr_code.map(|src| {
        markup! {
            img "share__qr-code"
                src=(src.to_string()) alt=(text.qr_code) width="160" height="160" loading="lazy";
        }
    });
    markup! {
        details "share" name="menu" {
            summary "tool-button" { (icon(Shape::Share)) (text.share) }
            div "share__panel" {
                ul "share__ways" {
                    (ways)
                    li "share__scripted" { with (copy) data-done=(text.copied) data-by-hand=(text.copy_by_hand); }
                    li "share__on-device" { with (sheet) data-title=(title.to_owned()); }
                }
                input "tool-field share__address"
                    type="url" readonly aria-label=(text.article_address) value=(url.to_owned()) hidden;
                (qr_code)
            }
        }
    }
}

use super::share_links::{facebook_link, mail_link, zalo_link};
use super::{Shape, foreign_link, icon, tool_button, tool_status, use_text, with_site};
use crate::content::model::Audio;
use crate::content::word::SitePath;
use crate::markup::{Element, el};

/// How fast an article may be read aloud, in the order of `Text::speeds`.
const SPEEDS: [&str; 4] = ["0.75", "1", "1.25", "1.5"];

/// What the tools are about.
pub struct ToolsSubject {
    pub title: String,
    /// The article's whole address.
    pub url: String,
    /// What the file is called that a reader keeps, without its ending.
    pub file_stem: String,
    /// The article read aloud by a person: then no voice of the browser is offered.
    pub audio: Option<Audio>,
    pub qr_code: Option<SitePath>,
}

/// What a reader may do with an article besides reading it: hear it, pass it on, print it, keep it.
///
/// Links work by themselves; the buttons are shown, and the scripts behind them loaded, where scripts run.
pub fn article_tools(subject: ToolsSubject) -> Element {
    let text = use_text();
    let ToolsSubject { title, url, file_stem, audio, qr_code } = subject;
    let (site_name, attribution) = with_site(|site| (site.name.clone(), site.attribution.clone())).unwrap_or_default();
    let listen = match audio {
        Some(audio) => recording(&audio),
        None => read_aloud(),
    };
    let print = tool_button("tool-button", "print", text.tool_failed).child(icon(Shape::Print)).child(text.print);
    let save = tool_button("tool-button", "save", text.tool_failed)
        .attr("data-file", format!("{file_stem}.html"))
        .attr("data-url", url.clone())
        .attr("data-heading", site_name)
        .attr("data-attribution", attribution)
        .attr("data-address", text.address)
        .attr("data-saved", text.saved)
        .child(icon(Shape::Save))
        .child(text.save);
    el("div")
        .class("article-tools")
        .attr("role", "group")
        .attr("aria-label", text.article_tools)
        .attr("data-tool-group", "")
        .attr("data-unsaved", "")
        .child(listen)
        .child(share(title, url, qr_code))
        .child(print)
        .child(save)
        .child(tool_status())
}

fn recording(audio: &Audio) -> Element {
    let player = el("audio").flag("controls", true).attr("preload", "none").attr("src", audio.src.to_string());
    el("figure").class("article-tools__audio").child(el("figcaption").child(use_text().listen)).child(player)
}

/// One button whose words the style sheet chooses by what is going on, so that no script writes into it.
fn read_aloud() -> Element {
    let text = use_text();
    let speeds = SPEEDS
        .into_iter()
        .zip(text.speeds)
        .map(|(value, label)| el("option").attr("value", value).flag("selected", value == "1").child(label));
    let play = tool_button("tool-button tool-button--chief", "read-aloud", text.listen_failed)
        .attr("data-action", "play")
        .child(icon(Shape::Listen))
        .child(el("span").class("read-aloud__listen").child(text.listen))
        .child(el("span").class("read-aloud__pause").child(text.pause))
        .child(el("span").class("read-aloud__resume").child(text.resume));
    let stop = tool_button("tool-button read-aloud__stop", "read-aloud", text.listen_failed)
        .attr("data-action", "stop")
        .child(icon(Shape::Stop))
        .child(text.stop);
    let speed = el("label")
        .class("read-aloud__speed")
        .child(text.speed)
        .child(el("select").class("tool-field").children(speeds));
    el("div").class("read-aloud").child(play).child(stop).child(speed)
}

fn share(title: String, url: String, qr_code: Option<SitePath>) -> Element {
    let text = use_text();
    let ways = [
        (zalo_link(&url), Shape::Share, "Zalo"),
        (facebook_link(&url), Shape::Share, "Facebook"),
        (mail_link("", &title, &format!("{title}\n{url}")), Shape::Mail, text.share_by_mail),
    ];
    let ways = ways
        .into_iter()
        .map(|(href, shape, label)| el("li").child(foreign_link(href, icon(shape)).class("tool-button").child(label)));
    let button = |action: &'static str, shape: Shape, label: &'static str| {
        tool_button("tool-button", "share", text.tool_failed)
            .attr("data-action", action)
            .attr("data-url", url.clone())
            .child(icon(shape))
            .child(label)
    };
    let copy = button("copy", Shape::Link, text.copy_link)
        .attr("data-done", text.copied)
        .attr("data-by-hand", text.copy_by_hand);
    let sheet = button("sheet", Shape::Share, text.share_on_device).attr("data-title", title);
    let address = el("input")
        .class("tool-field share__address")
        .attr("type", "url")
        .flag("readonly", true)
        .attr("aria-label", text.article_address)
        .attr("value", url.clone())
        .flag("hidden", true);
    let qr_code = qr_code.map(|src| {
        el("img")
            .class("share__qr-code")
            .attr("src", src.to_string())
            .attr("alt", text.qr_code)
            .attr("width", "160")
            .attr("height", "160")
            .attr("loading", "lazy")
    });
    let ways = el("ul")
        .class("share__ways")
        .children(ways)
        .child(el("li").class("share__scripted").child(copy))
        .child(el("li").class("share__on-device").child(sheet));
    el("details")
        .class("share")
        .child(el("summary").class("tool-button").child(icon(Shape::Share)).child(text.share))
        .child(el("div").class("share__panel").child(ways).child(address).child(qr_code))
}

//! The document in a frame.

use std::path::Path;

use html_escape::{encode_double_quoted_attribute, encode_text};
use portal_app::components::{Loading, Place, content_image, headline_link, link, publication_time};
use portal_app::content::model::{Site, Summary};
use portal_app::markup::{Element, Tag, el, markup, tags};
use portal_app::path::PagePath;
use portal_app::prerender::render_markup;

use super::widget::{Body, Content, Widget, other_languages};
use crate::output::page::error::ShellError;
use crate::output::page::style::bundle_style;
use crate::output::policy::Policy;
use crate::release::asset::File;
use crate::release::keys::{policy_hash, short_hash};
use crate::source::theme::Theme;
use crate::source::words::words;

const STYLE_SHEET: &str = "style/embed.css";
/// What a frame shows unless it is asked for more or less.
const USUAL_COUNT: usize = 5;
/// What the browser lets a frame do, on this site and on others.
pub(super) const SANDBOX: &str = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

/// What every frame has in common.
pub struct FrameShell {
    style: String,
    style_hash: String,
    /// The published address of the frame's script.
    script: String,
    script_hash: String,
    /// Of all of it.
    pub(in crate::output) fingerprint: String,
}

impl FrameShell {
    /// Reads the sheet of Trunk's output folder; `script` is the frame's, at its published path below the web root.
    pub fn read(folder: &Path, theme: &Theme, script: Option<&File>) -> Result<Self, ShellError> {
        let mut style = bundle_style(&folder.join(STYLE_SHEET), &mut [])?;
        style.push_str(&theme.style);
        let style_hash = policy_hash(&style);
        let (script, script_hash) =
            script.map(|(path, bytes)| (format!("/{path}"), policy_hash(bytes))).unwrap_or_default();
        let fingerprint = short_hash([&style_hash, &script, &script_hash].map(String::as_bytes));
        Ok(Self { style, style_hash, script, script_hash, fingerprint })
    }

    /// What a frame may load, and what only a header can say: the sandbox, and who may show the frame. Without origins all
    /// may. WebKit means by `'self'` the frame's own origin, which the sandbox takes away, so the site is named as well.
    pub fn policy(&self, site: &Site) -> Policy {
        let (origin, script, style) = (&site.url, &self.script_hash, &self.style_hash);
        let none = || "'none'".to_owned();
        let holders = match site.frame_origins.as_slice() {
            [] => "*".to_owned(),
            origins => format!("'self' {}", origins.join(" ")),
        };
        Policy::new([
            ("default-src", none()),
            ("script-src", format!("'self' {origin} '{script}'")),
            ("object-src", none()),
            ("base-uri", none()),
            ("form-action", none()),
            ("font-src", none()),
            ("manifest-src", none()),
            ("worker-src", none()),
            ("style-src", format!("'{style}'")),
            ("img-src", format!("'self' {origin}")),
            ("media-src", none()),
            ("sandbox", SANDBOX.to_owned()),
            ("frame-ancestors", holders),
        ])
        .with_trusted_types("'none'")
    }

    /// A whole frame. Without a widget it is the not-found frame.
    pub fn render(&self, site: &Site, widget: Option<&Widget<'_>>, content: &Content) -> String {
        let lang = site.lang.tag();
        // A card tells more of its one article than a line of a list.
        let look = match widget {
            Some(Widget::Article(_)) => r#" data-layout="list" data-pictures data-summaries"#,
            _ => r#" data-layout="list" data-pictures"#,
        };
        let policy = self.policy(site).in_document();
        let title = encode_text(&content.title);
        let name = encode_text(&site.short_name);
        let page = encode_double_quoted_attribute(&content.page);
        let others: String = widget
            .into_iter()
            .flat_map(|widget| other_languages(site, widget))
            .map(|(other, path)| format!(r#"<link rel="alternate" hreflang="{}" href="{path}">"#, other.lang))
            .collect();
        let (style, script, hash) = (&self.style, &self.script, &self.script_hash);
        let body = render_markup(site, || frame_body(site, widget, content).into());
        format!(
            r#"<!doctype html>
<html lang="{lang}"{look}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title} - {name}</title>
<meta name="robots" content="noindex">
<base target="_blank">
<link rel="canonical" href="{page}">{others}
<style>{style}</style>
<script src="{script}" integrity="{hash}" crossorigin defer></script>
</head>
<body>{body}</body>
</html>
"#
        )
    }
}

fn frame_body(site: &Site, widget: Option<&Widget<'_>>, content: &Content) -> Element {
    let (text, words) = (site.lang.text(), words(site.lang));
    let title = markup! { h1 "widget__title" { (link(content.page.clone(), content.title.clone())) } };
    let step = |by: &'static str, sign: &'static str, label: &'static str| {
        markup! { button "widget__step" type="button" data-step=(by) aria-label=(label) { (sign) } }
    };
    let header = match (&content.body, widget) {
        // A card's headline is its title.
        (Body::Stories(_), Some(Widget::Article(_))) => None,
        (Body::Stories(_), _) => Some(markup! {
            header "widget__header" {
                (title)
                div "widget__steps" {
                    (step("-1", "‹", text.previous_article))
                    (step("1", "›", text.next_article))
                }
            }
        }),
        _ => Some(markup! { header "widget__header" { (title) } }),
    };
    let is_card = header.is_none();
    let shown = match &content.body {
        Body::Stories(articles) => {
            let items = articles.iter().enumerate().map(|(place, article)| {
                let heading = if is_card { tags::h1 } else { tags::h2 };
                markup! { with (story(article.clone(), heading)) hidden[place >= USUAL_COUNT]; }
            });
            markup! { ul "widget__stories" { (items) } }
        }
        Body::Sentence { text: sentence, is_urgent, more, until } => {
            let class = if *is_urgent { "widget__sentence widget__sentence--urgent" } else { "widget__sentence" };
            let more = more.as_ref().map(|address| markup! { " " (link(address.clone(), words.see_on_site)) });
            markup! {
                p class=(class)
                    data-until=[until.map(|until| until.to_string())]
                    data-over=[until.map(|_| words.no_notice)] { (sentence.clone()) (more) }
            }
        }
    };
    let home = format!("{}{}", site.url, PagePath::Home.in_lang(site.lang));
    markup! {
        main "widget" {
            (header)
            (shown)
            p "widget__source" {
                span { (text.source) ": " (link(home, site.name.clone())) }
                span "widget__hint" { (words.opens_new_tab) }
            }
        }
    }
}

fn story(article: Summary, heading: Tag) -> Element {
    let image = article.image.map(|image| {
        markup! { div "widget__picture" { (content_image(&image, Loading::Lazy, Place::Widget)) } }
    });
    let headline = headline_link(article.title, article.path.to_string());
    let class = if image.is_some() { "widget__story widget__story--pictured" } else { "widget__story" };
    markup! {
        li class=(class) {
            (image)
            div "widget__words" {
                with (el(heading)) "widget__headline" { (headline) }
                (publication_time(article.published_at, None))
                (article.summary.map(|summary| markup! { p "widget__summary" { (summary) } }))
            }
        }
    }
}

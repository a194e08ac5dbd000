use crate::components::{page_heading, tool_status, use_text, with_site};
use crate::content::model::WidgetForm;
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;

/// For partners: choose a widget, see it, take its code.
///
/// `public/tools/widgets.js` shows the preview and keeps the code in step. Without it the code of the latest news is there.
pub fn widgets_page(form: WidgetForm) -> Markup {
    let text = use_text();
    let words = &text.widgets;
    let site_url = with_site(|site| site.url.clone()).unwrap_or_default();
    let latest = format!("{site_url}{}", PagePath::Latest { page: 1 }.in_lang(form.lang));
    let name = with_site(|site| site.name.clone()).unwrap_or_default();
    let lang = form.lang.tag();
    let code = format!(
        "<a href=\"{latest}\" data-portal-news=\"latest\" data-lang=\"{lang}\">{} - {}</a>\n\
         <script async src=\"{site_url}/embed/v1/loader.js\"></script>",
        text.latest,
        name.replace('&', "&amp;").replace('<', "&lt;")
    );
    let copy = el("button")
        .class("tool-button")
        .attr("type", "button")
        .attr("data-part", "copy")
        .attr("data-done", words.copied)
        .attr("data-by-hand", words.copy_by_hand)
        .child(words.copy);
    let builder = el("portal-widgets")
        .class("widget-builder")
        .attr("data-site", site_url)
        .attr("data-name", name)
        .attr("data-page", latest)
        .attr("data-lang", lang)
        .attr("data-no-article", words.no_article)
        .child(options(&form))
        .child(el("h2").child(words.preview))
        .child(el("noscript").child(el("p").child(words.without_scripts)))
        .child(el("div").class("widget-builder__preview").attr("data-part", "preview"))
        .child(el("h2").child(words.code))
        .child(el("pre").class("widget-builder__code").child(el("code").attr("data-part", "code").child(code)))
        .child(el("p").child(copy))
        .child(tool_status().attr("data-part", "status"));
    let origins = with_site(|site| site.frame_origins.clone()).unwrap_or_default();
    let admission = match origins.is_empty() {
        true => words.open_to_all.to_owned(),
        false => format!("{} {}", words.open_to_some, origins.join(", ")),
    };
    let terms = words
        .terms
        .iter()
        .map(|(title, sentence)| Markup::from(el("h2").child(*title)).child(el("p").child(*sentence)));
    el("div")
        .class("widgets-page")
        .child(page_heading(words.title))
        .child(el("p").child(words.introduction))
        .child(builder)
        .children(terms)
        .child(el("h2").child(words.admission))
        .child(el("p").child(admission))
        .into()
}

fn options(form: &WidgetForm) -> Element {
    let text = use_text();
    let words = &text.widgets;
    let [latest, section, article, related, notice] = words.kinds;
    let kinds =
        [("latest", latest), ("section", section), ("article", article), ("related", related), ("notice", notice)];
    let sections = form.sections.iter().map(|section| (section.slug.to_string(), section.name.clone()));
    let article = el("input").class("search-form__input").attr("type", "url").attr("name", "article");
    let count = el("input")
        .class("search-form__input")
        .attr("type", "number")
        .attr("name", "count")
        .attr("min", "1")
        .attr("max", "20")
        .attr("value", "5");
    let [list, cards, ticker] = words.layouts;
    let [device, light, dark, _] = text.themes;
    let accent = el("input")
        .class("search-form__input")
        .attr("name", "accent")
        .attr("maxlength", "7")
        .attr("placeholder", "#1f3d63");
    el("form")
        .class("search-form")
        .child(field("", words.kind, choice("kind", named(kinds))))
        .child(field("section", text.sections, choice("section", sections)))
        .child(field("article", text.article_address, article))
        .child(field("count", words.count, count))
        .child(field(
            "layout",
            words.layout,
            choice("layout", named([("list", list), ("cards", cards), ("ticker", ticker)])),
        ))
        .child(field("", text.theme, choice("theme", named([("auto", device), ("light", light), ("dark", dark)]))))
        .child(field("", words.accent, accent))
        .child(check("pictures", words.pictures, true))
        .child(check("summaries", words.summaries, false))
}

fn named<const N: usize>(choices: [(&'static str, &'static str); N]) -> impl Iterator<Item = (String, String)> {
    choices.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned()))
}

/// `part` is what a script hides the field by, where a widget has no use for it.
fn field(part: &'static str, label: &'static str, input: Element) -> Element {
    let label = el("label").class("search-form__label").child(label).child(input);
    el("p").class("search-form__field").maybe_attr("data-for", (!part.is_empty()).then_some(part)).child(label)
}

fn choice(name: &'static str, choices: impl Iterator<Item = (String, String)>) -> Element {
    let choices = choices.map(|(value, label)| el("option").attr("value", value).child(label));
    el("select").class("search-form__input").attr("name", name).children(choices)
}

fn check(name: &'static str, label: &'static str, is_checked: bool) -> Element {
    let input = el("input").attr("type", "checkbox").attr("name", name).flag("checked", is_checked);
    el("p")
        .class("search-form__field")
        .attr("data-for", name)
        .child(el("label").class("widget-builder__check").child(input).child(label))
}

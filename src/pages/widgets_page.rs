use crate::components::{form_field, page_heading, select, text_input, tool_status, use_text, with_site};
use crate::content::model::WidgetForm;
use crate::markup::{Element, Markup, el};
use crate::path::PagePath;

/// For partners: choose a widget, see it, take its code.
///
/// `public/tools/widgets.js` shows the preview and keeps the code in step. Without it the code of the latest news is there.
pub fn widgets_page(form: WidgetForm) -> Markup {
    let text = use_text();
    let words = &text.widgets;
    let (site_url, name, origins) =
        with_site(|site| (site.url.clone(), site.name.clone(), site.frame_origins.clone())).unwrap_or_default();
    let latest = format!("{site_url}{}", PagePath::Latest { page: 1 }.in_lang(form.lang));
    let lang = form.lang.tag();
    // As the script writes it for what is chosen first, the height that it reserves included.
    let code = format!(
        "<a href=\"{latest}\" data-portal-news=\"latest\" data-lang=\"{lang}\" data-count=\"5\" \
         style=\"display:block;min-height:clamp(512px,(480px - 100vw)*999,622px)\">{} - {}</a>\n\
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
        .attr("data-failed", text.tool_failed)
        .child(options(&form))
        .child(el("h2").child(words.preview))
        .child(el("noscript").child(el("p").child(words.without_scripts)))
        .child(el("div").class("widget-builder__preview").attr("data-part", "preview"))
        .child(el("h2").child(words.code))
        .child(el("pre").class("widget-builder__code").child(el("code").attr("data-part", "code").child(code)))
        .child(el("p").child(copy))
        .child(tool_status().attr("data-part", "status"));
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
    // An edition without news has no section to choose.
    let kinds = kinds.into_iter().filter(|(kind, _)| *kind != "section" || !form.sections.is_empty());
    let sections = form.sections.iter().map(|section| (section.slug.to_string(), section.name.clone()));
    let count = text_input("widget-count", "number", "count").attr("min", "1").attr("max", "20").attr("value", "5");
    let [list, cards, ticker] = words.layouts;
    let layouts = [("list", list), ("cards", cards), ("ticker", ticker)];
    let [device, light, dark, _] = text.themes;
    let themes = [("auto", device), ("light", light), ("dark", dark)];
    let accent = text_input("widget-accent", "text", "accent").attr("maxlength", "7").attr("placeholder", "#1f3d63");
    // What a script hides a field by, where a widget has no use for it. The latest news, chosen first, has none for these: hidden
    // from the beginning, the fields below them stay where they are when the script comes.
    let only = |part: &'static str, field: Element| {
        field.attr("data-for", part).flag("hidden", part == "section" || part == "article")
    };
    let field = |id: &'static str, label: &'static str, name: &'static str, choices: Vec<(String, String)>| {
        form_field(id, label, select(id, name, choices))
    };
    el("form")
        .class("search-form")
        .child(field("widget-kind", words.kind, "kind", named(kinds)))
        .child(only("section", field("widget-section", text.sections, "section", sections.collect())))
        .child(only(
            "article",
            form_field("widget-article", text.article_address, text_input("widget-article", "url", "article")),
        ))
        .child(only("count", form_field("widget-count", words.count, count)))
        .child(only("layout", field("widget-layout", words.layout, "layout", named(layouts))))
        .child(field("widget-theme", text.theme, "theme", named(themes)))
        .child(form_field("widget-accent", words.accent, accent))
        .child(only("pictures", check("pictures", words.pictures, true)))
        .child(only("summaries", check("summaries", words.summaries, false)))
}

fn named(choices: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    choices.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned())).collect()
}

fn check(name: &'static str, label: &'static str, is_checked: bool) -> Element {
    let input = el("input").attr("type", "checkbox").attr("name", name).flag("checked", is_checked);
    let label = el("label").class("widget-builder__check").child(input).child(label);
    el("p").class("search-form__field").child(label)
}

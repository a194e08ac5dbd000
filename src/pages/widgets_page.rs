//! The page where partners choose a widget, see it, and take its code.
//!
//! `public/tools/widgets.js` shows the preview and keeps the code in step. Without it the code of the latest news is there.

use crate::components::{form_field, page_heading, select, text_input, tool_status, use_text, with_site};
use crate::content::model::WidgetForm;
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;

/// The choices, the preview, the code, and the terms of use.
pub fn widgets_page(form: &WidgetForm) -> Markup {
    let text = use_text();
    let words = &text.widgets;
    let (site_url, name, origins) =
        with_site(|site| (site.url.clone(), site.name.clone(), site.frame_origins.clone())).unwrap_or_default();
    let latest = format!("{site_url}{}", PagePath::Latest.in_lang(form.lang));
    let lang = form.lang.tag();
    // As the script writes it for what is chosen first, what keeps its place included.
    let code = format!(
        "<a href=\"{latest}\" data-portal-news=\"latest\" data-lang=\"{lang}\" data-count=\"5\">{} - {}\
         <span data-place aria-hidden=\"true\"><br><svg width=\"240\" height=\"512\"></svg>\
         <svg width=\"239\" height=\"110\"></svg></span></a>\n\
         <script async src=\"{site_url}/embed/v1/loader.js\"></script>",
        text.latest,
        name.replace('&', "&amp;").replace('<', "&lt;")
    );
    let copy = markup! {
        button "tool-button"
            type="button" data-part="copy" data-done=(words.copied) data-by-hand=(words.copy_by_hand) { (words.copy) }
    };
    let builder = markup! {
        portal_widgets "widget-builder"
            data-site=(site_url)
            data-name=(name)
            data-page=(latest)
            data-lang=(lang)
            data-count-problem=(words.no_count)
            data-accent-problem=(words.no_accent)
            data-article-problem=(words.no_article)
            data-no-code=(words.no_code)
            data-failed=(text.tool_failed) {
            (options(form))
            h2 { (words.preview) }
            noscript { p { (words.without_scripts) } }
            div "widget-builder__preview" data-part="preview";
            h2 { (words.code) }
            pre "widget-builder__code" { code data-part="code" { (code) } }
            p { (copy) }
            with (tool_status()) data-part="status";
        }
    };
    let admission = match origins.is_empty() {
        true => words.open_to_all.to_owned(),
        false => format!("{} {}", words.open_to_some, origins.join(", ")),
    };
    let terms = words.terms.iter().map(|(title, sentence)| markup! { h2 { (*title) } p { (*sentence) } });
    markup! {
        div "widgets-page" {
            (page_heading(words.title))
            p { (words.introduction) }
            (builder)
            (terms)
            h2 { (words.admission) }
            p { (admission) }
        }
    }
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
    let count = markup! { with (text_input("widget-count", "number", "count")) min="1" max="20" value="5"; };
    let [list, cards, ticker] = words.layouts;
    let layouts = [("list", list), ("cards", cards), ("ticker", ticker)];
    let [_, light, dark, _] = text.themes;
    let themes = [("auto", words.theme_around), ("light", light), ("dark", dark)];
    let accent = markup! {
        with (text_input("widget-accent", "text", "accent")) maxlength="7" placeholder="#1f3d63";
    };
    let address = text_input("widget-article", "url", "article");
    // What a script hides a field by, where a widget has no use for it. The latest news, chosen first, has none for these: hidden
    // from the beginning, the fields below them stay where they are when the script comes.
    let only = |part: &'static str, field: Element| {
        field.attr("data-for", part).flag("hidden", part == "section" || part == "article")
    };
    let field = |id: &'static str, label: &'static str, name: &'static str, choices: Vec<(String, String)>| {
        form_field(id, label, select(id, name, choices))
    };
    markup! {
        form "search-form" {
            (field("widget-kind", words.kind, "kind", named(kinds)))
            (only("section", field("widget-section", text.sections, "section", sections.collect())))
            (only("article", form_field("widget-article", text.article_address, address)))
            (only("count", form_field("widget-count", words.count, count)))
            (only("layout", field("widget-layout", words.layout, "layout", named(layouts))))
            (field("widget-theme", text.theme, "theme", named(themes)))
            (form_field("widget-accent", words.accent, accent))
            (only("pictures", check("pictures", words.pictures, true)))
            (only("summaries", check("summaries", words.summaries, false)))
        }
    }
}

fn named(choices: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<(String, String)> {
    choices.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned())).collect()
}

fn check(name: &'static str, label: &'static str, is_checked: bool) -> Element {
    markup! {
        p "search-form__field" {
            label "widget-builder__check" {
                input type="checkbox" name=(name) checked[is_checked];
                (label)
            }
        }
    }
}

//! What a body holds before anything is dropped: where it leads, and what is hidden in it. Nothing is published of this.

use scraper::ElementRef;

use super::dom::{self, line_of};
use super::elements::UNSEEN;
use super::link::clean;
use super::markdown;
use super::tags;
use super::text_style::declarations;

/// How many levels are looked at: what nests deeper is not published with its markup either.
const MAX_DEPTH: usize = 300;

/// So many of them in a text hide something; a few come with emoji and from word processors.
const WIDTHLESS: usize = 8;

/// A body, looked through.
#[derive(Debug, Default)]
pub struct Survey {
    pub links: Vec<Link>,
    pub hidden: Vec<Hidden>,
    pub paragraphs: Vec<Paragraph>,
}

/// A link, also of a picture, a frame or a form.
#[derive(Debug)]
pub struct Link {
    /// Of the body, 1 = first; so everywhere here.
    pub line: usize,
    pub href: String,
    pub text: String,
    pub is_hidden: bool,
}

/// Text that readers would not see where it comes from.
#[derive(Debug)]
pub struct Hidden {
    pub line: usize,
    pub text: String,
    /// What hides it.
    pub how: &'static str,
}

/// All text of an element that holds no other of its kind.
#[derive(Debug)]
pub struct Paragraph {
    pub line: usize,
    pub text: String,
}

/// Looks HTML through.
pub fn survey_html(html: &str) -> Survey {
    let (html, _) = tags::prepare(html);
    let page = dom::parse(&html);
    let mut survey = Survey::default();
    for root in page.tree.root().children().filter_map(ElementRef::wrap) {
        survey.look(root, Look::default(), 1, 0);
    }
    survey
}

/// Looks Markdown through.
pub fn survey_markdown(text: &str) -> Survey {
    let rendered = markdown::to_html(text);
    let mut survey = survey_html(&rendered.html);
    let lines = survey.links.iter_mut().map(|link| &mut link.line);
    let lines = lines.chain(survey.hidden.iter_mut().map(|hidden| &mut hidden.line));
    for line in lines.chain(survey.paragraphs.iter_mut().map(|paragraph| &mut paragraph.line)) {
        *line = rendered.source_line(*line);
    }
    survey
}

/// How text looks at one place.
#[derive(Clone, Default)]
struct Look {
    color: Option<String>,
    ground: Option<String>,
    is_hidden: bool,
}

impl Survey {
    fn look(&mut self, element: ElementRef<'_>, look: Look, line: usize, depth: usize) {
        let name = element.value().name();
        if UNSEEN.contains(&name) && name != "area" || name == "script" || depth > MAX_DEPTH {
            return;
        }
        let line = line_of(element).unwrap_or(line);
        let mut own = look.inside(element);
        if !look.is_hidden
            && let Some(how) = hides(element, &own)
        {
            own.is_hidden = true;
            let text = text_of(element);
            if !text.is_empty() {
                self.hidden.push(Hidden { line, text, how });
            }
        }
        let target = ["href", "src", "action", "data", "xlink:href"].iter().find_map(|name| element.attr(name));
        if let Some(href) = target.map(clean).filter(|href| !href.is_empty()) {
            self.links.push(Link { line, href, text: text_of(element), is_hidden: own.is_hidden });
        }
        let children = || element.child_elements();
        if !children().any(|child| is_block(child.value().name())) && is_block(name) {
            let text = element.text().collect::<String>();
            if !own.is_hidden && text.chars().filter(|c| is_widthless(*c)).count() >= WIDTHLESS {
                self.hidden.push(Hidden { line, text: text_of(element), how: "letters of no width" });
            }
            self.paragraphs.push(Paragraph { line, text: text_of(element) });
        }
        for child in children() {
            self.look(child, own.clone(), line, depth + 1);
        }
    }
}

impl Look {
    fn inside(&self, element: ElementRef<'_>) -> Self {
        let mut look = self.clone();
        look.color = element.attr("color").map(colour).or(look.color);
        look.ground = element.attr("bgcolor").map(colour).or(look.ground);
        for (property, value) in declarations(element.attr("style").unwrap_or_default()) {
            match property.as_str() {
                "color" => look.color = Some(colour(&value)),
                "background-color" => look.ground = Some(colour(&value)),
                // A picture may be what the letters are read on.
                "background" | "background-image" if value.contains("url(") || value.contains("gradient") => {
                    look.ground = Some(String::new());
                }
                "background" => look.ground = value.split(' ').next().map(colour),
                _ => {}
            }
        }
        look
    }
}

/// What hides an element.
fn hides(element: ElementRef<'_>, look: &Look) -> Option<&'static str> {
    if element.attr("hidden").is_some() {
        return Some("the attribute hidden");
    }
    let style = declarations(element.attr("style").unwrap_or_default()).collect::<Vec<_>>();
    let value = |name: &str| style.iter().rev().find(|(property, _)| property == name).map(|(_, value)| value.as_str());
    let size = |name: &str| value(name).and_then(length);
    if value("display") == Some("none") {
        return Some("display: none");
    }
    if matches!(value("visibility"), Some("hidden" | "collapse")) {
        return Some("visibility: hidden");
    }
    if size("font-size").is_some_and(|size| size <= 1.0) {
        return Some("letters of no size");
    }
    if value("opacity").and_then(length).is_some_and(|part| part < 0.05) || value("color") == Some("transparent") {
        return Some("nothing of it is opaque");
    }
    let is_far = |name| size(name).is_some_and(|length| length <= -400.0);
    let is_cut = value("clip").is_some_and(|clip| clip.starts_with("rect(0") || clip.starts_with("rect(1px"));
    if ["left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top"].into_iter().any(is_far) || is_cut
    {
        return Some("out of the page");
    }
    let is_small = |name| size(name).is_some_and(|length| (0.0..=1.0).contains(&length));
    if value("overflow") == Some("hidden") && ["height", "width", "max-height", "max-width"].into_iter().any(is_small) {
        return Some("a box of no size");
    }
    // A page is white where nothing else is said.
    let ground = look.ground.as_deref().unwrap_or("#ffffff");
    let says_colour =
        value("color").is_some() || element.attr("color").is_some() || value("background-color").is_some();
    (says_colour && look.color.as_deref() == Some(ground)).then_some("the colour of its ground")
}

/// The number that a length begins with, whatever its unit; `None` for a share of something.
fn length(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(end)?;
    let number = number.parse::<f32>().ok()?;
    matches!(unit, "" | "px" | "pt").then_some(number).or((number <= 0.0).then_some(number * 16.0))
}

/// A colour in one form, as far as hidden text needs it.
fn colour(value: &str) -> String {
    let value = value.trim().to_ascii_lowercase().replace(' ', "");
    let short = value.strip_prefix('#').filter(|digits| digits.chars().count() == 3);
    if let Some(digits) = short {
        return digits.chars().fold("#".to_owned(), |colour, digit| format!("{colour}{digit}{digit}"));
    }
    match value.as_str() {
        "white" | "rgb(255,255,255)" | "rgba(255,255,255,1)" => "#ffffff".to_owned(),
        "black" | "rgb(0,0,0)" | "rgba(0,0,0,1)" => "#000000".to_owned(),
        _ => value,
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "body"
            | "p"
            | "div"
            | "li"
            | "td"
            | "th"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "section"
            | "article"
            | "center"
            | "dd"
            | "dt"
            | "pre"
            | "marquee"
            | "address"
            | "ul"
            | "ol"
            | "table"
            | "tbody"
            | "tr"
            | "figcaption"
            | "html"
    )
}

fn is_widthless(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{180e}')
}

fn text_of(element: ElementRef<'_>) -> String {
    let text = element.text().collect::<String>();
    text.chars().filter(|c| !is_widthless(*c)).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_text_is_told_with_its_line() {
        for (html, how) in [
            ("<div hidden>x</div>", "the attribute hidden"),
            ("<p style='display:none'>x</p>", "display: none"),
            ("<p style='DISPLAY : None !important'>x</p>", "display: none"),
            ("<span style='visibility:hidden'>x</span>", "visibility: hidden"),
            ("<span style='font-size:0'>x</span>", "letters of no size"),
            ("<span style='font-size:1px'>x</span>", "letters of no size"),
            ("<span style='font-size:0em'>x</span>", "letters of no size"),
            ("<span style='opacity:0.01'>x</span>", "nothing of it is opaque"),
            ("<span style='color:transparent'>x</span>", "nothing of it is opaque"),
            ("<div style='position:absolute;left:-9999px'>x</div>", "out of the page"),
            ("<div style='position:absolute; top: -200em'>x</div>", "out of the page"),
            ("<div style='text-indent:-5000px'>x</div>", "out of the page"),
            ("<div style='clip:rect(0,0,0,0)'>x</div>", "out of the page"),
            ("<div style='height:0;overflow:hidden'>x</div>", "a box of no size"),
            ("<div style='width:1px;height:1px;overflow:hidden'>x</div>", "a box of no size"),
            ("<font color=#FFF>x</font>", "the colour of its ground"),
            ("<span style='color: rgb(255, 255, 255)'>x</span>", "the colour of its ground"),
            ("<div style='background:#000'><span style='color:black'>x</span></div>", "the colour of its ground"),
            ("<p>m\u{200b}ộ\u{200b}t\u{200b} \u{200b}h\u{200b}a\u{200b}i\u{200b} \u{200b}</p>", "letters of no width"),
        ] {
            let survey = survey_html(&format!("<p>a</p>\n\n{html}"));
            let found = survey.hidden.iter().map(|hidden| (hidden.line, hidden.how)).collect::<Vec<_>>();
            assert_eq!(found, [(3, how)], "{html}");
        }
    }

    #[test]
    fn what_readers_see_is_not_told() {
        for html in [
            "<p style='color:#fff;background-color:#a00'>x</p>",
            "<table bgcolor=#003366><tr><td><font color=white>x</font></td></tr></table>",
            "<div style='background:url(a.png)'><b style='color:white'>x</b></div>",
            "<p style='text-indent:-18pt;margin-left:-5pt;font-size:10pt'>x</p>",
            "<p style='opacity:.9;left:0;height:0;width:100%;overflow:auto'>x</p>",
            "<p style='display:none'> </p>",
            "<p>👨\u{200d}👩\u{200d}👧 ng\u{ad}hị</p>",
        ] {
            assert!(survey_html(html).hidden.is_empty(), "{html}: {:?}", survey_html(html).hidden);
        }
    }

    #[test]
    fn every_link_is_found_with_its_words_its_line_and_whether_it_is_hidden() {
        let survey = survey_markdown(
            "Một\n\n[hai](https://a.example/)\n\n<div style=\"display:none\">\n<a href='https://b.example/'>ba</a>\n</div>",
        );
        let links = survey.links.iter().map(|link| (link.line, &*link.href, &*link.text, link.is_hidden));
        assert_eq!(
            links.collect::<Vec<_>>(),
            [(3, "https://a.example/", "hai", false), (6, "https://b.example/", "ba", true)]
        );
        assert_eq!(survey.hidden.iter().map(|hidden| hidden.line).collect::<Vec<_>>(), [5]);
    }
}

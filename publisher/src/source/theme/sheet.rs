//! `content/theme/theme.css`: the agency's own values for the app's tokens, and the files that they name.
//!
//! A file is named by its name in `content/theme/`, `url(brocade.svg)`, and published under its hash. The sheet is
//! self-contained, in the layer `theme`: it imports nothing and loads nothing from elsewhere.

use std::convert::Infallible;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use lightningcss::declaration::DeclarationBlock;
use lightningcss::properties::Property;
use lightningcss::properties::custom::CustomPropertyName;
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::traits::ToCss as _;
use lightningcss::values::url::Url;
use lightningcss::visit_types;
use lightningcss::visitor::{Visit, VisitTypes, Visitor};

use crate::release::asset::{File, asset_path};
use crate::source::limits;
use crate::source::media::{check_picture, without_place};
use crate::source::problem::{Fault, Problem, Problems};

/// The properties for the colour of the browser's own interface around the site.
const BROWSER_COLOR: &str = "--browser-color";
const BROWSER_COLOR_DARK: &str = "--browser-color-dark";

/// What the sheet says.
#[derive(Default)]
pub(super) struct Sheet {
    pub style: String,
    pub files: Vec<File>,
    pub browser_color: Option<String>,
    pub browser_color_dark: Option<String>,
}

/// Reads the sheet of a theme's folder; without one everything is as the app has it.
pub(super) fn read_sheet(folder: &Path, problems: &mut Problems) -> Sheet {
    let path = folder.join("theme.css");
    if !path.exists() {
        return Sheet::default();
    }
    let source = match fs::read_to_string(&path) {
        Ok(source) => source,
        Err(error) => {
            let fault = Fault::new(format!("it cannot be read ({error})"), "Save it as UTF-8 text.");
            problems.push(Problem::new(&path, fault));
            return Sheet::default();
        }
    };
    match understand(folder, &path, &source, problems) {
        Ok(sheet) => sheet,
        Err(problem) => {
            problems.push(*problem);
            Sheet::default()
        }
    }
}

fn understand(folder: &Path, path: &Path, source: &str, problems: &mut Problems) -> Result<Sheet, Box<Problem>> {
    let wrong = |reason: &dyn Display| {
        let message = format!("it is no style sheet: {reason}");
        Problem::new(path, Fault::new(message, "Correct the rule: browsers would skip it."))
    };
    let mut sheet = StyleSheet::parse(source, ParserOptions::default()).map_err(|error| {
        let line = error.loc.as_ref().map(|place| place.line as usize + 1);
        Box::new(wrong(&error.kind).at_line(line))
    })?;
    for rule in &sheet.rules.0 {
        if let CssRule::Import(import) = rule {
            let fault = Fault::new("a theme imports no other sheet", "Write its rules here.");
            let problem = Problem::new(path, fault).at_line(import.loc.line as usize + 1);
            problems.push(problem.with_value(import.url.to_string()));
        }
    }
    sheet.minify(MinifyOptions::default()).map_err(|error| Box::new(wrong(&error.kind)))?;
    let mut named = NamedFiles { folder, path, files: Vec::new(), problems };
    let Ok(()) = sheet.visit(&mut named);
    let files = named.files;
    let browser_color = value_of(&sheet, BROWSER_COLOR);
    let browser_color_dark = value_of(&sheet, BROWSER_COLOR_DARK);
    let options = PrinterOptions { minify: true, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| Box::new(wrong(&error.kind)))?.code;
    if printed.contains("</") {
        let fault = Fault::new("it holds `</`, which would end the element it is in", "Take it out.");
        return Err(Box::new(Problem::new(path, fault)));
    }
    let style = if printed.is_empty() { printed } else { format!("@layer theme{{{printed}}}") };
    Ok(Sheet { style, files, browser_color, browser_color_dark })
}

/// The value of a property of a rule at the root, when it is a colour as `#8c1212`.
fn value_of(sheet: &StyleSheet<'_>, name: &str) -> Option<String> {
    let rules = sheet.rules.0.iter().filter_map(|rule| match rule {
        CssRule::Style(rule) => Some(&rule.declarations),
        _ => None,
    });
    let values = rules.flat_map(declarations).filter_map(|property| match property {
        Property::Custom(custom) if custom_name(&custom.name) == name => {
            Some(property.value_to_css_string(PrinterOptions::default()).ok()?.trim().to_owned())
        }
        _ => None,
    });
    values.last().filter(|value| is_hex_color(value))
}

fn declarations<'a, 'i>(block: &'a DeclarationBlock<'i>) -> impl Iterator<Item = &'a Property<'i>> {
    block.declarations.iter().chain(&block.important_declarations)
}

fn custom_name(name: &CustomPropertyName<'_>) -> String {
    name.to_css_string(PrinterOptions::default()).unwrap_or_default()
}

fn is_hex_color(value: &str) -> bool {
    value
        .strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Writes the published address of each file of the folder into the sheet.
struct NamedFiles<'a> {
    folder: &'a Path,
    path: &'a Path,
    files: Vec<File>,
    problems: &'a mut Problems,
}

impl NamedFiles<'_> {
    fn publish(&mut self, name: &str) -> Result<String, Vec<Fault>> {
        let is_name = !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !is_name {
            let message = "it is not the name of a file of content/theme/";
            let help = "Put the file there and name it alone: url(motif.svg). Nothing is loaded from elsewhere.";
            return Err(vec![Fault::new(message, help)]);
        }
        if name.len() > limits::THEME_FILE_NAME {
            let message = format!("its name is longer than {} letters", limits::THEME_FILE_NAME);
            return Err(vec![Fault::new(message, "Rename the file.")]);
        }
        let bytes = fs::read(self.folder.join(name)).map(without_place).map_err(|error| {
            let message = format!("content/theme/ has no such file ({error})");
            vec![Fault::new(message, "Add the file, or fix its name.")]
        })?;
        check_kind(name, &bytes)?;
        let published = asset_path(name, &bytes);
        if !self.files.iter().any(|(path, _)| *path == published) {
            self.files.push((published.clone(), bytes));
        }
        Ok(format!("/{published}"))
    }
}

/// A sheet names pictures and typefaces. Anything else would run, or be read, in the site's name.
fn check_kind(name: &str, content: &[u8]) -> Result<(), Vec<Fault>> {
    match name.rsplit_once('.') {
        Some((_, "woff2")) if content.starts_with(b"wOF2") => Ok(()),
        Some((_, "woff2")) => Err(vec![Fault::new("it is not a WOFF2 typeface", "Save the typeface again as WOFF2.")]),
        _ => check_picture(Path::new(name), content),
    }
}

impl<'i> Visitor<'i> for NamedFiles<'_> {
    type Error = Infallible;

    fn visit_types(&self) -> VisitTypes {
        visit_types!(URLS)
    }

    fn visit_url(&mut self, url: &mut Url<'i>) -> Result<(), Infallible> {
        match self.publish(url.url.as_ref()) {
            Ok(address) => url.url = address.into(),
            Err(faults) => {
                for fault in faults {
                    // A fault in the file itself gives the line in that file.
                    let problem = match fault.line {
                        Some(_) => Problem::new(&self.folder.join(url.url.as_ref()), fault),
                        None => Problem::new(self.path, fault)
                            .at_line(url.loc.line as usize)
                            .with_value(format!("url({})", url.url)),
                    };
                    self.problems.push(problem);
                }
            }
        }
        Ok(())
    }
}

//! Reads TOML fields one by one and remembers every problem with its line.
//!
//! Owns the walk over tables, unknown fields and places; the functions of `value` check the values. Used for both
//! front matter and settings files.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::places::Place;
pub(super) use super::places::Places;
use super::{example, syntax, value};
use crate::source::limits;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};

/// What is said of a required field that is not there.
const MISSING: &str = "it is missing";

/// How any list is written.
const ANY_LIST: &str = "[\"…\", \"…\"]";

/// A TOML text being read.
pub(super) struct Document<'a> {
    source: &'a str,
    /// Where each line begins.
    line_starts: Vec<usize>,
    /// The file's line that the text begins at.
    first_line: usize,
    places: RefCell<Places>,
    problems: RefCell<Vec<Problem>>,
    root: Spanned<DeTable<'a>>,
    syntax_is_sound: bool,
    /// The fields that each table asked for, by its prefix.
    known: RefCell<BTreeMap<String, BTreeSet<&'static str>>>,
    /// The fields that nobody asked for: prefix and name.
    unknown: RefCell<Vec<(String, String)>>,
}

impl<'a> Document<'a> {
    /// Parses `source`; what doesn't parse is a problem, and the rest can still be asked for.
    pub fn parse(file: &Path, source: &'a str, first_line: usize) -> Self {
        let is_too_long = source.len() > limits::TOML;
        let (root, errors) = DeTable::parse_recoverable(if is_too_long { "" } else { source });
        let document = Self {
            source,
            line_starts: [0].into_iter().chain(source.match_indices('\n').map(|(end, _)| end + 1)).collect(),
            first_line,
            places: RefCell::new(Places::new(file)),
            problems: RefCell::default(),
            root,
            syntax_is_sound: errors.is_empty() && !is_too_long,
            known: RefCell::default(),
            unknown: RefCell::default(),
        };
        if is_too_long {
            let message = format!("its fields are {} bytes long, and {} is the most", source.len(), limits::TOML);
            document.report(Problem::new(file, Fault::new(message, "Shorten them.")).at_line(first_line));
        }
        // One mistake may be several errors of its line.
        let mut messages = BTreeMap::<usize, String>::new();
        for error in errors {
            let of_line = messages.entry(document.line(error.span().unwrap_or_default())).or_default();
            of_line.push_str(error.message());
            of_line.push('\n');
        }
        for (position, text) in source.split('\n').enumerate() {
            let line = first_line + position;
            if let Some(messages) = messages.get(&line) {
                let problem = Problem::new(file, syntax::explain(text, messages)).at_line(line);
                document.report(if text.trim().is_empty() { problem } else { problem.with_value(text.trim()) });
            }
        }
        document
    }

    /// The outermost fields.
    pub fn fields(&self) -> Fields<'_> {
        Fields {
            document: self,
            table: self.root.get_ref(),
            prefix: String::new(),
            line: self.first_line,
            known: BTreeSet::new(),
        }
    }

    /// The problems. After a syntax error only that is reported: what seems missing may just not have been read.
    pub fn finish(self) -> (Places, Problems) {
        let misplaced = self.report_unknown();
        // What is in the wrong place is not missing as well.
        let is_misplaced = |problem: &Problem| {
            problem.message == MISSING && problem.field.as_ref().is_some_and(|field| misplaced.contains(field))
        };
        let mut problems = Problems::default();
        self.problems
            .into_inner()
            .into_iter()
            .filter(|found| !is_misplaced(found))
            .for_each(|found| problems.push(found));
        (self.places.into_inner(), problems)
    }

    /// Reports the fields nobody asked for, and names those that belong to a table further out.
    fn report_unknown(&self) -> BTreeSet<String> {
        let (known, mut misplaced) = (self.known.borrow(), BTreeSet::new());
        for (prefix, name) in self.unknown.borrow().iter() {
            let of_table = |prefix: &str| known.get(prefix).into_iter().flatten().copied();
            let outer = outer_prefixes(prefix);
            let heading = match prefix.trim_end_matches('.').split_once('[') {
                Some((list, _)) => format!("[[{list}]]"),
                None => format!("[{}]", prefix.trim_end_matches('.')),
            };
            // A table in braces has no line of its own, so nothing is below it.
            let has_heading = self.source.lines().any(|line| line.trim_start().starts_with(&heading));
            let owner = outer.iter().find(|outer| has_heading && of_table(outer).any(|known| known == name));
            let place = format!("{prefix}{name}");
            let mut example = example::line_of_table(&place);
            let help = if let Some(owner) = owner {
                misplaced.insert(format!("{owner}{name}"));
                example = None;
                format!("It is below {heading}, and so part of it: move the line up, above {heading}.")
            } else {
                let near = did_you_mean(name, of_table(prefix));
                let near = near.or_else(|| {
                    did_you_mean(name, outer.iter().flat_map(|outer| of_table(outer)).filter(|known| *known != name))
                });
                // An example without the field that was probably meant says nothing of it.
                let shows = |line: &String| {
                    near.as_ref().is_none_or(|near| near.split('`').any(|name| line.contains(&format!(" {name} = "))))
                };
                example = example.filter(shows);
                near.unwrap_or_else(|| match outer.is_empty() || !has_heading {
                    true => "Move its value into another field if you need it, then remove it.".to_owned(),
                    false => format!("Move it above {heading} if it is not part of that, else remove it."),
                })
            };
            let fault = with_example(Fault::new("there is no such field", help), example);
            let problem = self.places.borrow().problem(&place, fault);
            self.report(problem);
        }
        misplaced
    }

    fn report(&self, problem: Problem) {
        if self.syntax_is_sound || problem.field.is_none() {
            self.problems.borrow_mut().push(problem);
        }
    }

    fn line(&self, span: Range<usize>) -> usize {
        self.first_line + self.line_starts.partition_point(|start| *start <= span.start).saturating_sub(1)
    }
}

/// The prefixes of the tables around a table, the nearest first: `a.b.` has `a.` and the empty one.
fn outer_prefixes(prefix: &str) -> Vec<&str> {
    fn outer(prefix: &str) -> Option<&str> {
        let inner = prefix.strip_suffix('.')?;
        Some(inner.rfind('.').and_then(|dot| inner.get(..=dot)).unwrap_or_default())
    }
    std::iter::successors(outer(prefix), |prefix| outer(prefix)).collect()
}

/// The fields of one table.
pub(super) struct Fields<'a> {
    document: &'a Document<'a>,
    table: &'a DeTable<'a>,
    /// `organization.`, for names in problems.
    prefix: String,
    /// Where the table begins: the place of a field that is missing.
    line: usize,
    known: BTreeSet<&'static str>,
}

impl<'a> Fields<'a> {
    /// Whether the file has the field at all.
    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// A field that is read elsewhere.
    pub fn leave(&mut self, name: &'static str) {
        self.known.insert(name);
    }

    /// An optional field.
    pub fn optional<T>(&mut self, name: &'static str, parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>) -> Option<T> {
        let value = self.take(name)?;
        self.parse(format!("{}{name}", self.prefix), value, parse)
    }

    /// A required field.
    pub fn required<T>(&mut self, name: &'static str, parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>) -> Option<T> {
        if !self.has(name) {
            let fault = Fault::new(MISSING, format!("Write a line `{name} = …`."));
            self.report(name, with_example(fault, example::line_of_table(&format!("{}{name}", self.prefix))));
        }
        self.optional(name, parse)
    }

    /// A list of values; elements are counted from 1 in problems.
    pub fn list<T>(&mut self, name: &'static str, parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>) -> Vec<T> {
        let mut sound = Vec::new();
        for (shown_name, element) in self.elements(name) {
            let key = format!("{}{name}[{}]", self.prefix, sound.len() + 1);
            self.record(key.clone(), shown_name, element.span(), element);
            sound.extend(self.parse_recorded(&key, element, &parse));
        }
        sound
    }

    /// A list of values without repetitions.
    pub fn set<T: PartialEq>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>,
    ) -> Vec<T> {
        let mut sound = Vec::new();
        for (shown_name, element) in self.elements(name) {
            let key = format!("{}{name}[{}]", self.prefix, sound.len() + 1);
            self.record(key.clone(), shown_name, element.span(), element);
            let value = self.parse_recorded(&key, element, &parse);
            sound.extend(value.filter(|value| !sound.contains(value)));
        }
        sound
    }

    /// An optional table.
    pub fn table(&mut self, name: &'static str) -> Option<Fields<'a>> {
        let value = self.take(name)?;
        self.open(format!("{}{name}", self.prefix), value)
    }

    /// A required table.
    pub fn required_table(&mut self, name: &'static str) -> Option<Fields<'a>> {
        if !self.has(name) {
            self.report(name, Fault::new(MISSING, format!("Write a table `[{name}]`.")));
        }
        self.table(name)
    }

    /// A list of tables.
    pub fn tables(&mut self, name: &'static str) -> Vec<Fields<'a>> {
        let elements = self.elements(name).into_iter();
        elements.filter_map(|(name, element)| self.open(name, element)).collect()
    }

    /// Whether the field is there, and text.
    pub fn is_text(&self, name: &str) -> bool {
        self.table.get(name).is_some_and(|value| value.get_ref().is_str())
    }

    /// All fields of a table whose names the editor chooses, in their order.
    pub fn all<T>(self, parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>) -> Vec<(String, T)> {
        let mut fields = self.table.iter().collect::<Vec<_>>();
        fields.sort_by_key(|(key, _)| key.span().start);
        let parsed = fields.into_iter().filter_map(|(key, value)| {
            let name = key.get_ref().to_string();
            let value = self.parse(format!("{}{name}", self.prefix), value, &parse)?;
            Some((name, value))
        });
        parsed.collect()
    }

    /// Whether they are all that the file has: none was lost to a fault of its syntax.
    pub fn are_sound(&self) -> bool {
        self.document.syntax_is_sound
    }

    /// A problem with a field of this table.
    pub fn report(&self, name: &str, fault: Fault) {
        let name = format!("{}{name}", self.prefix);
        let problem = self.document.places.borrow().problem(&name, fault);
        let line = problem.line.unwrap_or(self.line);
        self.document.report(problem.at_line(line));
    }

    /// The fields nobody asked for are reported when all tables have been read.
    pub fn finish(self) {
        for (key, value) in self.table.iter().filter(|(key, _)| !self.known.contains(key.get_ref().as_ref())) {
            let name = key.get_ref();
            let full_name = format!("{}{name}", self.prefix);
            self.record(full_name.clone(), full_name, key.span(), value);
            self.document.unknown.borrow_mut().push((self.prefix.clone(), name.to_string()));
        }
        self.document.known.borrow_mut().insert(self.prefix, self.known);
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.known.insert(name);
        self.table.get(name)
    }

    fn elements(&mut self, name: &'static str) -> Vec<(String, &'a Spanned<DeValue<'a>>)> {
        let Some(value) = self.take(name) else { return Vec::new() };
        let name = format!("{}{name}", self.prefix);
        self.record(name.clone(), name.clone(), value.span(), value);
        match value.get_ref() {
            DeValue::Array(elements) if elements.len() > limits::LIST => {
                let message = format!("it has {} entries, and {} is the most", elements.len(), limits::LIST);
                self.parse::<()>(name, value, |_| Err(Fault::new(message.as_str(), "Leave some out.")));
                Vec::new()
            }
            DeValue::Array(elements) => {
                let named = elements.iter().enumerate();
                named.map(|(position, element)| (format!("{name}[{}]", position + 1), element)).collect()
            }
            written => {
                let field = field_of(&name);
                let help = match (written, written.as_str()) {
                    (DeValue::Table(_), _) => format!("Write [[{name}]] as its heading."),
                    _ if example::is_of_tables(field) => format!("Write it as {}.", example::table(field, written)),
                    (_, text) => match text.and_then(example::list) {
                        Some(list) => format!("Write it as {list}."),
                        None => format!("Write it as {ANY_LIST}."),
                    },
                };
                let shows_form = help.contains("Write it as") && !help.contains(ANY_LIST);
                let fault = Fault { is_of_other_kind: !shows_form, ..Fault::new("it is not a list", help) };
                self.parse::<()>(name, value, |_| Err(fault.clone()));
                Vec::new()
            }
        }
    }

    fn open(&self, name: String, value: &'a Spanned<DeValue<'a>>) -> Option<Fields<'a>> {
        let line = self.document.line(value.span());
        let DeValue::Table(table) = value.get_ref() else {
            let help = match value.get_ref() {
                DeValue::Array(elements) if elements.iter().any(|element| element.get_ref().is_table()) => {
                    format!("Write [{name}] as its heading, once.")
                }
                written => format!("Write it as {}.", example::element(field_of(&name), written)),
            };
            let shows_form = help.contains("Write it as");
            let fault = Fault { is_of_other_kind: !shows_form, ..Fault::new("it is not a table", help) };
            return self.parse(name, value, |_| Err(fault.clone()));
        };
        let place = Place { name: name.clone(), line, written: "{ … }".to_owned() };
        self.document.places.borrow_mut().insert(name.clone(), place);
        Some(Fields { document: self.document, table, prefix: format!("{name}."), line, known: BTreeSet::new() })
    }

    fn parse<T>(
        &self,
        name: String,
        value: &Spanned<DeValue<'_>>,
        parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>,
    ) -> Option<T> {
        self.record(name.clone(), name.clone(), value.span(), value);
        self.parse_recorded(&name, value, parse)
    }

    fn parse_recorded<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        parse: impl Fn(&DeValue<'_>) -> Result<T, Fault>,
    ) -> Option<T> {
        let report = |fault: Fault| {
            let fault = if fault.is_of_other_kind { with_example(fault, example::line(key)) } else { fault };
            let problem = self.document.places.borrow().problem(key, fault);
            self.document.report(problem);
        };
        parse(value.get_ref()).map_err(report).ok()
    }

    fn record(&self, key: String, name: String, place: Range<usize>, value: &Spanned<DeValue<'_>>) {
        let written = self.document.source.get(value.span()).unwrap_or_default().to_owned();
        let place = Place { name, line: self.document.line(place), written };
        self.document.places.borrow_mut().insert(key.clone(), place);
        for fault in value.get_ref().as_str().into_iter().flat_map(value::doubted) {
            let problem = self.document.places.borrow().problem(&key, fault);
            self.document.report(problem);
        }
    }
}

/// What is wrong with a field, with a line that shows how it is written, where that is more than a word.
fn with_example(fault: Fault, example: Option<String>) -> Fault {
    match example {
        Some(example) => fault.with_example(&example),
        None => fault,
    }
}

/// `officials` of `organization.officials[2]`.
fn field_of(name: &str) -> &str {
    name.rsplit('.').next().and_then(|field| field.split('[').next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (Option<String>, Vec<String>, String) {
        let document = Document::parse(Path::new("x.md"), source, 2);
        let mut fields = document.fields();
        let title = fields.required("title", value::text);
        let tags = fields.list("tags", value::text);
        let mut places = fields.tables("place");
        for place in &mut places {
            place.required("name", value::text);
        }
        places.into_iter().for_each(Fields::finish);
        fields.finish();
        (title, tags, document.finish().1.to_string())
    }

    #[test]
    fn values_are_read_and_nothing_is_reported() {
        let (title, tags, problems) =
            read("tags = [\"a\", 'b']\ntitle = \"\"\"Hai\n dòng\"\"\"\n[[place]]\nname = \"x\"");
        assert_eq!(
            (title.as_deref(), tags, problems),
            (Some("Hai dòng"), vec!["a".to_owned(), "b".to_owned()], String::new())
        );
    }

    #[test]
    fn every_problem_of_a_table_is_told_with_its_line() {
        let (_, _, problems) = read("titel = 'x'\ntags = [\n 'a',\n 3,\n ' ',\n]\n[[place]]\nname = ' '\n[[place]]\n");
        assert_eq!(
            problems.lines().collect::<Vec<_>>(),
            [
                "x.md:2: titel = 'x': there is no such field. Did you mean `title`?",
                "x.md:2: title: it is missing. Write a line `title = …`.",
                "x.md:5: tags[2] = 3: it is not text. Write it in quotes: \"…\". For example: tags = [\"Bầu cử\", \"Quốc hội\"]",
                "x.md:6: tags[3] = ' ': it is empty. Write it, or remove the line.",
                "x.md:9: place[1].name = ' ': it is empty. Write it, or remove the line.",
                "x.md:10: place[2].name: it is missing. Write a line `name = …`.",
            ]
        );
    }

    #[test]
    fn after_a_syntax_error_nothing_is_guessed() {
        let (_, _, problems) = read("a = \n\nb = 'x\n");
        assert_eq!(
            problems.lines().collect::<Vec<_>>(),
            [
                "x.md:2: a =: it is empty. Write `a = \"…\"`, or remove the line.",
                "x.md:4: b = 'x: the text has no closing quotation mark. Write `b = \"x\"`.",
            ]
        );
    }

    #[test]
    fn a_field_below_a_heading_is_told_to_go_above_it() {
        let (_, _, problems) = read("[[place]]\nname = 'x'\ntitle = 'x'\ntag = ['x']\nthing = 1");
        assert_eq!(
            problems.lines().collect::<Vec<_>>(),
            [
                "x.md:4: place[1].title = 'x': there is no such field. It is below [[place]], and so part of it: move the line up, above [[place]].",
                "x.md:5: place[1].tag = ['x']: there is no such field. Did you mean `tags`?",
                "x.md:6: place[1].thing = 1: there is no such field. Move it above [[place]] if it is not part of that, else remove it.",
            ]
        );
    }

    #[test]
    fn what_is_of_another_type_is_told_how_it_is_written() {
        let (_, _, problems) = read("title = ['x']\ntags = 'a, b'\nplace = ['x']");
        assert_eq!(
            problems.lines().collect::<Vec<_>>(),
            [
                "x.md:2: title = ['x']: it is not text. Write it in quotes: \"x\".",
                "x.md:3: tags = 'a, b': it is not a list. Write it as [\"a\", \"b\"].",
                "x.md:4: place[1] = 'x': it is not a table. Write it as { field = \"…\" }.",
            ]
        );
    }
}

//! What is wrong with the content folder, for the person who can fix it.
//!
//! Owns one problem (file, line, field, value, what is wrong, how to fix it) and the list of all of them: reading
//! never stops at the first. Finding problems is left to the other modules of `source`.

use std::fmt;
use std::path::{Path, PathBuf};

use super::encoded::{Encoded, Input, encoded};

/// The most of a value that is shown, in characters.
const SHOWN_CHARS: usize = 120;

/// What is between what to do and a line that shows it.
pub const EXAMPLE: &str = " For example: ";

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is fixed: something that an editor wrote would be missing, or mean something else.
    Error,
    /// It is published, and probably not as it was meant.
    Warning,
}

/// One thing to fix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub file: PathBuf,
    /// 1 = first.
    pub line: Option<usize>,
    pub severity: Severity,
    /// As the file names it: `published_at`, `related[2]`, `organization.email`.
    pub field: Option<String>,
    /// As the file writes it, quotes included.
    pub value: Option<String>,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it, as sentences.
    pub help: String,
}

/// What is wrong with a value, and how to fix it; usually only the caller knows its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub severity: Severity,
    pub message: String,
    pub help: String,
    /// The line, when known. 1 = first.
    pub line: Option<usize>,
    /// Whether the value is of another kind than its field takes: then it is shown how the field is written.
    pub is_of_other_kind: bool,
}

/// Every problem found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Fault {
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            help: help.into(),
            line: None,
            is_of_other_kind: false,
        }
    }

    /// A value of another kind than its field takes.
    pub fn of_other_kind(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_of_other_kind: true, ..Self::new(message, help) }
    }

    /// With a line that can be copied.
    pub fn with_example(mut self, example: &str) -> Self {
        self.help.push_str(&format!("{EXAMPLE}{example}"));
        self
    }

    /// Something that is published all the same.
    pub fn warning(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::new(message, help) }
    }

    pub fn at_line(self, line: impl Into<Option<usize>>) -> Self {
        Self { line: line.into(), ..self }
    }
}

impl Problem {
    pub fn new(file: &Path, fault: Fault) -> Self {
        let Fault { severity, message, help, line, .. } = fault;
        Self { file: file.to_owned(), line, severity, field: None, value: None, message, help }
    }

    pub fn at_line(self, line: impl Into<Option<usize>>) -> Self {
        Self { line: line.into(), ..self }
    }

    pub fn in_field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// `value` as the file writes it.
    pub fn with_value(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    /// The value as it is shown.
    pub fn shown_value(&self) -> Option<String> {
        self.value.as_deref().map(shorten)
    }

    /// What is wrong: the field, its value or both.
    pub fn subject(&self) -> Option<String> {
        match (&self.field, self.shown_value()) {
            (Some(field), Some(value)) => Some(format!("{field} = {value}")),
            (field, value) => field.clone().or(value),
        }
    }
}

encoded! {
    Problem (file) { line, severity, field, value, message, help }
}

impl Encoded for Severity {
    fn encode(&self, out: &mut Vec<u8>) {
        (*self == Self::Warning).encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(if bool::decode(from)? { Self::Warning } else { Self::Error })
    }
}

impl Encoded for Problems {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Encoded::decode(from).map(Self)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if let Some(subject) = self.subject() {
            write!(f, " {subject}:")?;
        }
        write!(f, " {}. {}", self.message, self.help)
    }
}

/// One line, no control characters, not endless.
fn shorten(value: &str) -> String {
    let line = value.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut shown = line.clone().take(SHOWN_CHARS).collect::<String>();
    if line.count() > SHOWN_CHARS {
        shown.push('…');
    }
    shown
}

impl Problems {
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Appends another list.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Everything that is wrong with one file.
    pub fn of(file: &Path, faults: impl IntoIterator<Item = Fault>) -> Self {
        Self(faults.into_iter().map(|fault| Problem::new(file, fault)).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// By file and line.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut sorted = self.iter().collect::<Vec<_>>();
        sorted.sort();
        sorted
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Whether something has to be fixed first.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// `value` and the warnings about it, or everything that is wrong with it; by file and line.
    pub fn or_warnings<T>(mut self, value: T) -> Result<(T, Self), Self> {
        self.0.sort();
        self.0.dedup();
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }

    /// `value`, or everything that is wrong with it, by file and line.
    pub fn or_ok<T>(self, value: T) -> Result<T, Self> {
        self.or_warnings(value).map(|(value, _)| value)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.sorted().into_iter().enumerate() {
            let separator = if position == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(file: &str, line: usize) -> Problem {
        Problem::new(Path::new(file), Fault::new("there is no month 13", "Write the month as 1 to 12.")).at_line(line)
    }

    #[test]
    fn a_problem_names_its_place_field_value_and_remedy() {
        let problem = problem("articles/x.md", 4).in_field("published_at").with_value("\"32/13/2021\"");
        assert_eq!(
            problem.to_string(),
            "articles/x.md:4: published_at = \"32/13/2021\": there is no month 13. Write the month as 1 to 12."
        );
    }

    #[test]
    fn problems_are_listed_by_file_and_line() {
        let mut problems = Problems::default();
        for (file, line) in [("b.md", 2), ("a.md", 10), ("b.md", 1), ("a.md", 9)] {
            problems.push(problem(file, line));
        }
        let places = problems.to_string().lines().map(|line| line.chars().take(6).collect()).collect::<Vec<String>>();
        assert_eq!(places, ["a.md:9", "a.md:1", "b.md:1", "b.md:2"]);
    }

    #[test]
    fn a_long_value_is_cut_and_stays_on_one_line() {
        let shown = shorten(&"ề\n".repeat(200));
        assert_eq!((shown.chars().count(), shown.contains('\n')), (SHOWN_CHARS + 1, false));
    }
}

//! What is wrong in a body.

use crate::source::problem::Fault;

/// Something in a body that must be fixed, or was probably not meant so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyProblem {
    /// `src` or `href`, when it is in an attribute.
    pub attribute: Option<&'static str>,
    /// The attribute's value or the words it is about, as they are written.
    pub value: String,
    /// With its line, where that is known, counted from the body's first line as 1.
    pub fault: Fault,
}

/// The most of what a problem is about that is shown, in characters.
const SHOWN: usize = 60;

/// The beginning of what a problem is about.
pub(super) fn beginning(words: &str) -> String {
    words.trim().chars().take_while(|c| *c != '\n').take(SHOWN).collect()
}

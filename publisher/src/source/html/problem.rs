//! What is wrong in a body.

use crate::source::problem::Fault;

/// Something in a body that must be fixed; the caller, who has the file, finds its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyProblem {
    /// `src` or `href`.
    pub attribute: &'static str,
    /// The attribute's value, as it is written.
    pub value: String,
    pub fault: Fault,
}

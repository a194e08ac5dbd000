//! What is wrong in a body.

use crate::source::problem::Fault;

/// Something in a body that has to be mended; where it stands is for whoever has the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyProblem {
    /// `src` or `href`.
    pub attribute: &'static str,
    /// The attribute's value, as it is written.
    pub value: String,
    pub fault: Fault,
}

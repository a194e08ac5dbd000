//! How keys become letters.

/// How marks are typed: by letters, by digits, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Telex,
    Vni,
    Plain,
}

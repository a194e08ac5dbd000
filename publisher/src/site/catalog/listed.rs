//! A page of a list, before its articles are put into it.

/// A page of a list without its articles, and which those are.
pub(super) struct Listed<'a, T> {
    pub page: T,
    pub positions: &'a [usize],
}

impl<'a, T> Listed<'a, T> {
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Listed<'a, U> {
        Listed { page: wrap(self.page), positions: self.positions }
    }
}

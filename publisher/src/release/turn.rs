//! Of a hundred thousand files nobody is to wait for all to be looked at: each publish looks at a part.

/// Which part of all is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    /// How many parts there are.
    parts: u64,
    part: u64,
}

impl Turn {
    pub const ALL: Self = Self { parts: 1, part: 0 };

    /// Of `all` about `some`, at each round others, until all have had their turn.
    pub fn of(all: usize, some: usize, round: u64) -> Self {
        let parts = all.div_ceil(some.max(1)).max(1) as u64;
        Self { parts, part: round % parts }
    }

    /// Whether it is the turn of what has this hash.
    pub fn is_of(self, hash: u64) -> bool {
        hash % self.parts == self.part
    }
}

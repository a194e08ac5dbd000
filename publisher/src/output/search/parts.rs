//! Where the index is cut into parts, so that making one takes no more memory than a part needs, and an edit changes one part
//! alone.
//!
//! The records themselves say where: counted from the oldest, a part ends at a record whose name happens to be right for it.
//! What is added, changed or gone moves the ends beside it at most, and what is new comes to the end of the newest part.

use std::mem;

use crate::release::keys::Hash;

/// How much text parts have, as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSizes {
    /// No part but the newest has less.
    pub least: usize,
    /// How much more it has on average.
    pub more: usize,
    /// What has reached that ends whatever its name is.
    pub greatest: usize,
}

impl Default for PartSizes {
    /// Pagefind takes some 30 bytes of memory for each.
    fn default() -> Self {
        Self { least: 12 << 20, more: 4 << 20, greatest: 24 << 20 }
    }
}

/// What a cut is decided by.
pub(super) struct Weighed {
    pub name: Hash,
    pub bytes: usize,
}

/// Cuts a list, the newest first, into such.
pub(super) fn cut<T>(list: Vec<T>, weigh: impl Fn(&T) -> Weighed, sizes: PartSizes) -> Vec<Vec<T>> {
    let (mut parts, mut part, mut whole) = (Vec::new(), Vec::new(), 0);
    for one in list.into_iter().rev() {
        let Weighed { name, bytes } = weigh(&one);
        part.push(one);
        whole += bytes;
        // The longer a text is, the more likely it is the last.
        let is_right = (name.first() >> 32) * (sizes.more as u64) < (bytes as u64) << 32;
        if whole >= sizes.greatest || whole >= sizes.least && is_right {
            parts.push(mem::take(&mut part));
            whole = 0;
        }
    }
    parts.extend((!part.is_empty()).then_some(part));
    parts.iter_mut().for_each(|part| part.reverse());
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: PartSizes = PartSizes { least: 1_000, more: 500, greatest: 2_000 };

    fn parts_of(list: &[usize]) -> Vec<Vec<usize>> {
        let weigh = |one: &usize| Weighed { name: Hash::of(one.to_string()), bytes: 10 + one % 40 };
        cut(list.to_vec(), weigh, SIZES)
    }

    /// The parts of one list that the other has not.
    fn other_parts(one: &[usize], than: &[usize]) -> usize {
        let than = parts_of(than);
        parts_of(one).iter().filter(|part| !than.contains(part)).count()
    }

    fn newest_first(count: usize) -> Vec<usize> {
        (0..count).rev().collect()
    }

    #[test]
    fn parts_are_the_list_and_have_their_sizes() {
        let list = newest_first(10_000);
        let parts = parts_of(&list);
        assert_eq!(parts.concat(), list);
        let bytes = parts.iter().map(|part| part.iter().map(|one| 10 + one % 40).sum::<usize>()).collect::<Vec<_>>();
        assert!(bytes.iter().skip(1).all(|bytes| (1_000..2_050).contains(bytes)), "{bytes:?}");
        assert!((150..260).contains(&parts.len()), "{}", parts.len());
    }

    #[test]
    fn a_short_list_is_one_part_and_an_empty_one_is_none() {
        assert_eq!(parts_of(&newest_first(20)), [newest_first(20)]);
        assert!(parts_of(&[]).is_empty());
    }

    #[test]
    fn what_is_new_comes_to_the_newest_part() {
        for count in 900..1_000 {
            assert!(other_parts(&newest_first(count + 1), &newest_first(count)) <= 2, "{count}");
            let (before, after) = (parts_of(&newest_first(count)), parts_of(&newest_first(count + 1)));
            assert!(
                before.iter().rev().zip(after.iter().rev()).take(before.len() - 1).all(|(one, other)| one == other)
            );
        }
    }

    #[test]
    fn what_is_gone_moves_few_ends() {
        let list = newest_first(3_000);
        let changed = (0..list.len()).step_by(37).map(|at| {
            let mut shorter = list.clone();
            shorter.remove(at);
            other_parts(&shorter, &list)
        });
        let changed = changed.collect::<Vec<_>>();
        let whole = changed.iter().sum::<usize>();
        assert!(whole < changed.len() * 2, "{whole} parts of {} changes", changed.len());
        assert!(changed.iter().all(|parts| *parts < 20), "{changed:?}");
    }
}

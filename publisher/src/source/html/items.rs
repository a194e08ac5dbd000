//! Items that say their number and level, made into lists.
//!
//! Editors write one list as many: one for each item (Word Online), paragraphs that look like items (Word), a list
//! beside the item it belongs to. What an item says of itself decides, not what it is written in.

use portal_app::content::model::{Block, Numbering};

use super::piece::Piece;

/// How a list counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counting {
    pub ordered: bool,
    pub numbering: Option<Numbering>,
    pub reversed: bool,
}

impl Counting {
    pub fn ordered(numbering: Option<Numbering>) -> Self {
        Self { ordered: true, numbering, reversed: false }
    }

    pub fn after(self, number: i64) -> i64 {
        number.saturating_add(if self.reversed { -1 } else { 1 })
    }
}

/// An item, and what its marker says of the list it is in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Counted from 1.
    pub level: usize,
    /// What the items of one unordered list have in common.
    pub list: String,
    /// What its marker may mean, the likeliest first: `i.` is a letter or a number.
    pub readings: Vec<(Counting, i64)>,
    pub blocks: Vec<Block>,
}

/// Puts lists between pieces: of the items that each have the number of pieces before them.
pub(super) fn place(items: Vec<(usize, Item)>, pieces: Vec<Piece>) -> Vec<Piece> {
    let (mut placed, mut items, mut passed) = (Vec::new(), items.into_iter().peekable(), 0);
    let mut pieces = pieces.into_iter();
    while let Some((before, _)) = items.peek() {
        let before = *before;
        placed.extend(pieces.by_ref().take(before.saturating_sub(passed)));
        passed = before;
        let run = std::iter::from_fn(|| items.next_if(|(other, _)| *other == before));
        placed.extend(nest(run.map(|(_, item)| item)).into_iter().map(Piece::plain));
    }
    placed.extend(pieces);
    placed
}

/// A list that may go on.
struct Open {
    level: usize,
    list: String,
    counting: Counting,
    start: i64,
    next: i64,
    items: Vec<Vec<Block>>,
}

impl Open {
    /// The reading by which an item is this list's next: a number that would change begins a list of its own.
    fn reading_of(&self, item: &Item) -> Option<(Counting, i64)> {
        let fits = |(counting, number): &(Counting, i64)| {
            *counting == self.counting && if counting.ordered { *number == self.next } else { item.list == self.list }
        };
        item.readings.iter().copied().find(fits)
    }

    fn into_block(self) -> Block {
        let Counting { ordered, numbering, reversed } = self.counting;
        let usual = if reversed { i64::try_from(self.items.len()).unwrap_or(i64::MAX) } else { 1 };
        let start = (ordered && self.start != usual).then_some(self.start);
        Block::List { ordered, start, numbering, reversed, items: self.items }
    }
}

/// Lists of items that follow each other.
pub(super) fn nest(items: impl IntoIterator<Item = Item>) -> Vec<Block> {
    let (mut done, mut open) = (Vec::new(), Vec::<Open>::new());
    for item in items {
        while open.last().is_some_and(|last| last.level > item.level) {
            close(&mut open, &mut done);
        }
        let beside = open.last().filter(|last| last.level == item.level);
        let (counting, number) = match beside.map(|list| list.reading_of(&item)) {
            Some(Some(reading)) => reading,
            other => {
                if other.is_some() {
                    close(&mut open, &mut done);
                }
                let (counting, number) = item.readings.first().copied().unwrap_or_default();
                let (level, list) = (item.level, item.list);
                open.push(Open { level, list, counting, start: number, next: number, items: Vec::new() });
                (counting, number)
            }
        };
        if let Some(list) = open.last_mut() {
            list.next = counting.after(number);
            list.items.push(item.blocks);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

/// The innermost list is whole: it belongs to the item before it of the list around it.
fn close(open: &mut Vec<Open>, done: &mut Vec<Block>) {
    let Some(block) = open.pop().map(Open::into_block) else { return };
    match open.last_mut().and_then(|around| around.items.last_mut()) {
        Some(item) => item.push(block),
        None => done.push(block),
    }
}

#[cfg(test)]
mod tests {
    use portal_app::content::model::Span;

    use super::*;

    fn item(level: usize, readings: &[(Counting, i64)]) -> Item {
        let blocks = vec![Block::Paragraph { spans: vec![Span::plain("x")] }];
        Item { level, list: "l0".to_owned(), readings: readings.to_vec(), blocks }
    }

    fn sketch(blocks: &[Block]) -> String {
        let sketch_one = |block: &Block| match block {
            Block::List { start, numbering, reversed, items, .. } => {
                let items = items.iter().map(|item| sketch(item)).collect::<Vec<_>>().join(" ");
                let numbering = numbering.map(|numbering| format!("{numbering:?}")).unwrap_or_default();
                let start = start.map(|start| start.to_string()).unwrap_or_default();
                format!("{numbering}{start}{}({items})", if *reversed { "-" } else { "" })
            }
            _ => "x".to_owned(),
        };
        blocks.iter().map(sketch_one).collect()
    }

    #[test]
    fn items_nest_by_level_and_go_on_by_number() {
        let (bullet, number) = (Counting::default(), Counting::ordered(None));
        let (alpha, roman) = (Some(Numbering::LowerAlpha), Some(Numbering::LowerRoman));
        let (alpha, roman) = (Counting::ordered(alpha), Counting::ordered(roman));
        let i = [(roman, 1), (alpha, 9)];
        let back = Counting { reversed: true, ..number };
        for (items, expected) in [
            (vec![], ""),
            (vec![item(1, &[(bullet, 0)]), item(2, &[(bullet, 0)]), item(1, &[(bullet, 0)])], "(x(x) x)"),
            (vec![item(2, &[(bullet, 0)]), item(1, &[(bullet, 0)])], "(x)(x)"),
            (vec![item(1, &[(number, 1)]), item(3, &[(bullet, 0)]), item(1, &[(number, 2)])], "(x(x) x)"),
            (vec![item(1, &[(number, 1)]), item(1, &[(number, 2)]), item(1, &[(number, 5)])], "(x x)5(x)"),
            (vec![item(1, &[(number, 1)]), item(2, &[(alpha, 1)]), item(2, &[(bullet, 0)])], "(xLowerAlpha(x)(x))"),
            (vec![item(1, &[(alpha, 8)]), item(1, &i)], "LowerAlpha8(x x)"),
            (vec![item(1, &i), item(1, &[(roman, 2)])], "LowerRoman(x x)"),
            (vec![item(1, &[(back, 2)]), item(1, &[(back, 1)])], "-(x x)"),
            (vec![item(1, &[(back, 5)]), item(1, &[(back, 4)])], "5-(x x)"),
        ] {
            assert_eq!(sketch(&nest(items)), expected);
        }
    }
}

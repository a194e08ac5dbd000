//! A block on its way through the passes.

use portal_app::content::model::Block;

/// A block, and what only the old page's styling says about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub block: Block,
    pub centred: bool,
}

impl Piece {
    pub fn plain(block: Block) -> Self {
        Self { block, centred: false }
    }
}

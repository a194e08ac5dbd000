//! Who else may read what a command writes.

use rustix::fs::Mode;
use rustix::process::umask;

/// Web servers run as another user: an umask of 077 would keep them out.
pub fn let_others_read() {
    let mask = umask(Mode::RWXG | Mode::RWXO);
    umask(mask.difference(Mode::RGRP | Mode::XGRP | Mode::ROTH | Mode::XOTH));
}

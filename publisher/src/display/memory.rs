//! Memory of processes, as the kernel tells it.

use procfs::process::Process;
use procfs::{Current, Meminfo};

/// The memory of this process in bytes.
pub fn own_memory() -> u64 {
    Process::myself().map_or(0, |process| memory_of(&process))
}

/// What this machine has left, in bytes.
pub fn free_memory() -> Option<u64> {
    Meminfo::current().ok()?.mem_available
}

/// A process's proportional share; where that may not be seen, what is its own.
pub fn memory_of(process: &Process) -> u64 {
    let share = process
        .smaps_rollup()
        .ok()
        .and_then(|rollup| rollup.memory_map_rollup.into_iter().next()?.extension.map.get("Pss").copied());
    let own = || process.statm().map_or(0, |pages| pages.resident.saturating_sub(pages.shared) * procfs::page_size());
    share.unwrap_or_else(own)
}

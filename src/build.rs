//! Tells the linker how much stack a visitor's tab gets, all of which it holds from the start: a megabyte, unless it is told.
//!
//! Pages take 6 kB of it, and the deepest document that is still read 30. Who needs more traps, as with a stack of any size. A debug
//! build needs more, and a display 195 kB to draw a QR code: both keep the megabyte.

use std::env;

const STACK_BYTES: u32 = 256 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|set| set == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-link-arg-bin=portal-app=-zstack-size={STACK_BYTES}");
    }
}

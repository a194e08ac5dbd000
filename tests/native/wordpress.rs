//! `portal sync`: what a WordPress has is published, and what it has no more is not. Faults are those of a small one written
//! here; everything else is tried on a real one.

mod fake;
mod faults;
mod followed;
mod real;
mod rig;
mod source;
mod synced;

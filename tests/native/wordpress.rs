//! `portal sync`: what a WordPress has is published, and what it has no more is not.

mod fake;
mod faults;
mod synced;

//! `portal api-check`: what it says of a content API that others wrote, whole and broken, and of what we publish.
//!
//! `tests/fixtures/foreign-api.mjs` is the others' API; `reports/` has whole reports to review, which
//! `UPDATE_REPORTS=1 cargo test …` writes anew.

mod broken;
mod foreign;
mod refused;
mod reports;
mod serving_ours;

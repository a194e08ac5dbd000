//! What a reader fills in.

mod form;
mod site_search;

pub use form::{form_field, select, text_input};
pub use site_search::{SEARCH_FIELD, search_row, site_search};

//! What a reader fills in.

mod form;

pub use form::{form_field, select, text_input};

//! What the site shows as of a moment, derived from its source: pure values, no bytes and no files.
//!
//! `catalog` says which articles are listed where, `translations` which page translates which, `descriptions` what is
//! said where nobody wrote anything, `alternates` which pages say the same in another language, `kiosk` what displays show.

pub mod alternates;
pub mod catalog;
pub mod descriptions;
pub mod due;
pub mod kiosk;
pub mod plan;

mod translations;

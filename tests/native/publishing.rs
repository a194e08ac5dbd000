//! What `portal publish` leaves on the disk: the release and how it replaces the last one, what is shown when, and
//! what holds for every page.

mod addresses;
mod clock;
mod compressed;
mod damaged;
mod disks;
mod edits;
mod failed;
mod interleaved;
pub mod killed;
mod lists;
mod look;
mod meanwhile;
mod modes;
mod open_pages;
mod pages;
mod photographs;
mod pictures;
mod rebuilt;
pub mod release;
mod rights;
mod saved;
mod search;
mod security_txt;
mod spare;
mod taken_back;
mod times;
mod together;
mod visibility;
mod web_root;

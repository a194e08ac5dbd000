//! What `portal publish` leaves on the disk: the release and how it replaces the last one, what is shown when, and
//! what holds for every page.

mod addresses;
mod clock;
mod compressed;
mod damaged;
mod failed;
mod lists;
mod look;
mod meanwhile;
mod modes;
mod pages;
mod photographs;
mod rebuilt;
mod release;
mod saved;
mod search;
mod taken_back;
mod times;
mod visibility;
mod web_root;

//! What `portal publish` leaves on the disk: the release and how it replaces the last one, what is shown when, and
//! what holds for every page.

mod addresses;
mod compressed;
mod damaged;
mod failed;
mod lists;
mod look;
mod pages;
mod photographs;
mod release;
mod search;
mod taken_back;
mod visibility;

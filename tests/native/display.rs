//! `portal display` without its browser, from outside: what it takes from a site, keeps and serves, whatever fails.

mod fake_site;
mod faults;
mod orders;
mod player;
mod screen;
mod starting;
mod storage;

//! The publisher: from a folder of articles to a site that any web server can serve.
//!
//! The modules follow the flow: `commands` is the command line, `source` reads and checks, `site` derives what is
//! shown where, `output` makes files of it, `release` keeps them and swaps them in, `delivery` serves them and
//! configures other servers; `storage` brings them to an object storage; `display` shows it on a screen. A module uses only those
//! to its right:
//!
//! commands → display → storage → output → site → source → release → delivery

pub mod commands;
pub mod delivery;
pub mod display;
pub mod output;
pub mod release;
pub mod site;
pub mod source;
pub mod storage;

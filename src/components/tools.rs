//! What a reader presses: links, icons, the buttons of the scripts in `public/tools`, and the panels made of them.

mod article_tools;
mod icon;
mod link;
mod reading_settings;
mod share_links;
mod tool_button;

pub use article_tools::{ToolsSubject, article_tools};
pub use icon::{Shape, icon};
pub use link::{foreign_link, link};
pub use reading_settings::reading_settings;
pub(super) use share_links::mail_link;
pub use tool_button::{tool_button, tool_status};

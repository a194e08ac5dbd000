//! Articles in lists, and the ways from one list to the next.

mod month_archive;
mod pagination;
mod related_news;
mod story_list;

pub use month_archive::month_archive;
pub use pagination::pagination;
pub use related_news::related_news;
pub use story_list::{brief_story_list, featured_story_list, headline_link, lead_story, story_list};

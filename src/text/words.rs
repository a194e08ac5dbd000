//! Which words the interface has, whatever their language.

/// What the search says. `{}`, `{page}` and `{count}` stand for numbers that only the browser knows.
pub struct SearchText {
    pub terms: &'static str,
    pub any_section: &'static str,
    pub year: &'static str,
    pub any_year: &'static str,
    pub waiting: &'static str,
    pub none: &'static str,
    pub one: &'static str,
    pub many: &'static str,
    /// When no page has all that was asked for.
    pub partial: &'static str,
    /// What a page has not; `{}` are words.
    pub missing: &'static str,
    /// When words were found with other marks; `{}` are words.
    pub unmarked: &'static str,
    /// When a word was taken for another one.
    pub corrected: &'static str,
    pub filters: &'static str,
    pub advice_title: &'static str,
    pub advice: [&'static str; 3],
    pub page_of: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub failed: &'static str,
    pub without_scripts: &'static str,
    pub by_section: &'static str,
    pub suggestions: &'static str,
}

/// What the page for partners says.
pub struct Widgets {
    pub title: &'static str,
    pub introduction: &'static str,
    pub kind: &'static str,
    /// The latest, a section, an article, what belongs with one, the notice.
    pub kinds: [&'static str; 5],
    pub count: &'static str,
    pub layout: &'static str,
    /// List, cards, one line.
    pub layouts: [&'static str; 3],
    /// The theme of the page that a widget is on.
    pub theme_around: &'static str,
    pub accent: &'static str,
    pub pictures: &'static str,
    pub summaries: &'static str,
    pub preview: &'static str,
    pub code: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_by_hand: &'static str,
    pub no_article: &'static str,
    pub no_count: &'static str,
    pub no_accent: &'static str,
    /// While something cannot be taken.
    pub no_code: &'static str,
    pub without_scripts: &'static str,
    /// Title and sentences each: how it works, privacy, attribution, the versions' promise.
    pub terms: [(&'static str, &'static str); 4],
    pub admission: &'static str,
    pub open_to_all: &'static str,
    /// Before their addresses.
    pub open_to_some: &'static str,
}

/// A calm sentence and the one thing to do about it.
pub struct Failure {
    pub title: &'static str,
    pub sentence: &'static str,
}

/// Every word of the interface, in one language.
pub struct Text {
    pub skip_to_content: &'static str,
    pub home: &'static str,
    pub main_navigation: &'static str,
    /// The link to a navigation group's own page, before its children.
    pub all_of: fn(&str) -> String,
    pub breadcrumb: &'static str,
    pub published: &'static str,
    pub updated: &'static str,
    pub author: &'static str,
    pub source: &'static str,
    pub tags: &'static str,
    pub tagged: fn(&str) -> String,
    pub attachments: &'static str,
    pub related_news: &'static str,
    pub previous_article: &'static str,
    pub next_article: &'static str,
    pub more_in_section: &'static str,
    pub withdrawn: &'static str,
    pub latest: &'static str,
    pub lead: &'static str,
    pub all_news: &'static str,
    pub no_articles: &'static str,
    pub empty_body: &'static str,
    pub archive: &'static str,
    /// Year and month.
    pub month: fn(i32, u32) -> String,
    /// Year, month and day.
    pub date: fn(i32, u32, u32) -> String,
    /// How long ago something was, in seconds; `None` when the date alone says it better.
    pub ago: fn(i64) -> Option<String>,
    pub article_count: fn(u32) -> String,
    pub pages: &'static str,
    /// A full page of a list, by its number from the oldest.
    pub page: fn(u32) -> String,
    pub newer: &'static str,
    pub older: &'static str,
    pub table: &'static str,
    pub picture_credit: &'static str,
    pub gallery: &'static str,
    pub open_external: fn(&str, &str) -> String,
    pub captions: &'static str,
    pub file_size: fn(u64) -> String,
    pub people_online: fn(u32) -> String,
    pub address: &'static str,
    pub responsible: &'static str,
    pub phone: &'static str,
    pub fax: &'static str,
    pub email: &'static str,
    pub hours: &'static str,
    pub footer_links: &'static str,
    pub partner_links: &'static str,
    pub loading: &'static str,
    pub opened: fn(&str) -> String,
    pub try_again: &'static str,
    /// How often in vain.
    pub tried_again: fn(u32) -> String,
    pub go_home: &'static str,
    pub not_found: Failure,
    pub unreachable: Failure,
    pub refused: Failure,
    pub retry_in: fn(u32) -> String,
    pub intercepted: Failure,
    pub malformed: Failure,
    /// On the shell, when the app cannot start.
    pub boot_failed: &'static str,

    pub languages: &'static str,
    pub menu: &'static str,
    pub notice: &'static str,
    pub notice_more: &'static str,
    pub view_map: &'static str,
    pub officials: &'static str,
    pub views: fn(u32) -> String,
    pub preview_draft: &'static str,
    pub preview_scheduled: &'static str,
    pub preview_expired: &'static str,

    /// What most come to the site for.
    pub tasks: &'static str,
    /// In an empty search field.
    pub search_prompt: &'static str,
    pub contact: &'static str,
    /// A long page's headings.
    pub contents: &'static str,

    pub site_map: &'static str,
    pub sections: &'static str,
    pub standing_pages: &'static str,
    pub feeds: &'static str,
    pub search: &'static str,
    pub search_text: SearchText,
    pub widgets: Widgets,

    // The reader's tools.
    pub reading_settings: &'static str,
    pub text_size: &'static str,
    /// From small to the largest; the second is the usual one.
    pub text_sizes: [&'static str; 5],
    pub theme: &'static str,
    /// As the device has it, light, dark, high contrast.
    pub themes: [&'static str; 4],
    pub reset_settings: &'static str,
    pub article_tools: &'static str,
    pub tool_failed: &'static str,
    pub listen: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,
    pub stop: &'static str,
    pub speed: &'static str,
    /// From slow to very fast; the second is the usual one.
    pub speeds: [&'static str; 4],
    pub listen_failed: &'static str,
    pub share: &'static str,
    pub share_by_mail: &'static str,
    pub share_on_device: &'static str,
    pub copy_link: &'static str,
    pub copied: &'static str,
    pub copy_by_hand: &'static str,
    pub article_address: &'static str,
    pub qr_code: &'static str,
    pub print: &'static str,
    pub save: &'static str,
    pub save_for_later: &'static str,
    /// In the place of those words, once it is.
    pub saved_for_later: &'static str,
    pub saved_articles: &'static str,
    pub no_longer_saved: &'static str,
    /// Where the device has no room left.
    pub no_room: &'static str,
    /// In a saved file, before the moment it was saved.
    pub saved: &'static str,
    pub report_error: &'static str,
    /// Of the title.
    pub report_subject: fn(&str) -> String,
    /// Of the title and the address.
    pub report_body: fn(&str, &str) -> String,
    pub history: &'static str,
    /// Published, updated, corrected, withdrawn.
    pub history_kinds: [&'static str; 4],
    pub picture_viewer: &'static str,
    /// Of the picture's description, or its caption.
    pub enlarge_picture: fn(&str) -> String,
    pub close: &'static str,
    pub previous_picture: &'static str,
    pub next_picture: &'static str,
    pub full_size: &'static str,
    /// `{place}` and `{count}` stand for numbers that only the browser knows.
    pub picture_place: &'static str,
    pub play_here: &'static str,
    /// Of the provider.
    pub play_note: fn(&str) -> String,
}

//! English.

use super::number::{format_bytes, format_count};
use super::{Failure, Finding, Text};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub static TEXT: Text = Text {
    skip_to_content: "Skip to main content",
    home: "Home",
    main_navigation: "Main navigation",
    all_of: |label| format!("All of: {label}"),
    breadcrumb: "You are here",
    published: "Published",
    updated: "Updated",
    author: "Author",
    source: "Source",
    tags: "Tags",
    tagged: |tag| format!("Tag: {tag}"),
    attachments: "Attachments",
    related_news: "Related news",
    previous_article: "Previous",
    next_article: "Next",
    more_in_section: "More in this section",
    withdrawn: "This article has been withdrawn",
    latest: "Latest news",
    lead: "Top story",
    all_news: "See all news",
    see_section: |name| format!("See section {name}"),
    no_articles: "There are no articles here yet.",
    empty_body: "This article has no text.",
    archive: "Archive by month",
    month: |year, month| format!("{} {year}", month_name(month)),
    date: |year, month, day| format!("{day} {} {year}", month_name(month)),
    ago: |seconds| match seconds {
        0..60 => Some("just now".to_owned()),
        60..3_600 => Some(count_of(seconds / 60, "minute ago", "minutes ago")),
        3_600..86_400 => Some(count_of(seconds / 3_600, "hour ago", "hours ago")),
        86_400..604_800 => Some(count_of(seconds / 86_400, "day ago", "days ago")),
        _ => None,
    },
    article_count: |count| format!("{} {}", format_count(count, ','), if count == 1 { "article" } else { "articles" }),
    pages: "Pages",
    page_of: |page, count| format!("Page {} of {}", format_count(page, ','), format_count(count, ',')),
    newer: "Newer",
    older: "Older",
    table: "Table",
    picture_credit: "Photo",
    gallery: "Pictures",
    open_external: |title, provider| format!("{title} (opens on {provider})"),
    captions: "Captions",
    file_size: |bytes| format_bytes(bytes, '.'),
    people_online: |count| {
        format!("{} {} online", format_count(count, ','), if count == 1 { "person" } else { "people" })
    },
    address: "Address",
    responsible: "Responsible for this site",
    phone: "Phone",
    fax: "Fax",
    email: "E-mail",
    hours: "Opening hours",
    footer_links: "About this site",
    partner_links: "Other portals",
    loading: "Loading…",
    opened: |title| format!("Opened: {title}"),
    try_again: "Try again",
    go_home: "Go to the home page",
    not_found: Failure {
        title: "Page not found",
        sentence: "There is no such address on this site, or what was here has been removed.",
    },
    unreachable: Failure {
        title: "No connection",
        sentence: "The content could not be loaded. Check your connection, then try again.",
    },
    refused: Failure {
        title: "The server is in trouble",
        sentence: "The server could not answer this request. Please try again in a few minutes.",
    },
    malformed: Failure {
        title: "Damaged content",
        sentence: "What was received cannot be read. The fault is the site's, not yours.",
    },
    boot_failed: "This browser could not open the page in the usual way.",

    languages: "Languages",
    menu: "Menu",
    notice: "Notice",
    notice_more: "Read more",
    view_map: "See on a map",
    officials: "Contact officials",
    views: |count| format!("{} {}", format_count(count, ','), if count == 1 { "view" } else { "views" }),
    preview_draft: "Preview: a draft, not published",
    preview_scheduled: "Preview: scheduled, not published yet",
    preview_expired: "Preview: expired, no longer published",

    site_map: "Site map",
    sections: "Sections",
    standing_pages: "About us",
    feeds: "RSS feed",
    search: "Search",
    finding: Finding {
        terms: "Words to look for",
        any_section: "All sections",
        year: "Year",
        any_year: "All years",
        waiting: "Searching…",
        none: "Nothing was found. Please try other words, or search all sections and all years.",
        one: "1 result",
        many: "{} results",
        page_of: "Page {page} of {count}",
        previous: "Previous page",
        next: "Next page",
        failed: "Search could not be loaded. Please try again, or browse by section.",
        without_scripts: "JavaScript is off in this browser, so search does not work. You can browse by section.",
        by_section: "Browse by section",
        suggestions: "You may be looking for",
    },
};

fn month_name(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).copied().unwrap_or_default()
}

fn count_of(count: i64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

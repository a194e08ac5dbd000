//! Sentences that no page of the app shows: descriptions for search engines and feeds where nobody wrote one, and
//! the words in widgets' frames.
//!
//! They are here and not in the app's `text`, so that no visitor downloads them. One value per language: a language
//! without its sentences does not compile.

use portal_app::text::Lang;

/// Every such sentence, in one language. `agency` is the organisation's name.
pub struct Words {
    /// (agency)
    pub about_site: fn(&str) -> String,
    /// (address, phone)
    pub how_to_reach: fn(&str, &str) -> String,
    /// (section, agency)
    pub about_section: fn(&str, &str) -> String,
    /// (agency)
    pub about_latest: fn(&str) -> String,
    /// (tag, agency)
    pub about_tag: fn(&str, &str) -> String,
    /// (agency)
    pub about_search: fn(&str) -> String,
    /// (agency)
    pub about_site_map: fn(&str) -> String,
    /// (title of the page, agency)
    pub about_page: fn(&str, &str) -> String,
    /// (agency)
    pub about_widgets: fn(&str) -> String,

    // In what editors write: before and after noon, and a film without a title.
    pub half_days: [&'static str; 2],
    pub youtube_title: &'static str,

    // In widgets' frames.
    pub widget_gone: &'static str,
    pub no_notice: &'static str,
    pub see_on_site: &'static str,
    pub opens_new_tab: &'static str,
}

/// The sentences of a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

static VI: Words = Words {
    about_site: |agency| format!("Tin tức và thông tin chính thức của {agency}."),
    how_to_reach: |address, phone| format!("Địa chỉ: {address}. Điện thoại: {phone}."),
    about_section: |section, agency| format!("Tin bài trong chuyên mục {section} của {agency}."),
    about_latest: |agency| format!("Tin bài mới nhất của {agency}."),
    about_tag: |tag, agency| format!("Tin bài có thẻ {tag} của {agency}."),
    about_search: |agency| format!("Tìm tin bài của {agency}, có dấu hoặc không dấu."),
    about_site_map: |agency| format!("Các chuyên mục và trang của {agency}."),
    about_page: |title, agency| format!("{title} - trang thông tin của {agency}."),
    about_widgets: |agency| format!("Đưa tin của {agency} vào trang của đơn vị bạn."),
    half_days: ["SA", "CH"],
    youtube_title: "Video trên YouTube",
    widget_gone: "Nội dung này không còn ở đây.",
    no_notice: "Hiện không có thông báo.",
    see_on_site: "Xem trên trang",
    opens_new_tab: "Các liên kết mở ở thẻ mới.",
};

static EN: Words = Words {
    about_site: |agency| format!("News and official information of the {agency}."),
    how_to_reach: |address, phone| format!("Address: {address}. Phone: {phone}."),
    about_section: |section, agency| format!("News of the {agency} in the section {section}."),
    about_latest: |agency| format!("The latest news of the {agency}."),
    about_tag: |tag, agency| format!("News of the {agency} tagged {tag}."),
    about_search: |agency| format!("Search the news of the {agency}, with or without diacritics."),
    about_site_map: |agency| format!("The sections and pages of the {agency}."),
    about_page: |title, agency| format!("{title} - information of the {agency}."),
    about_widgets: |agency| format!("Show the news of the {agency} on your own page."),
    half_days: ["AM", "PM"],
    youtube_title: "Video on YouTube",
    widget_gone: "What was here has gone.",
    no_notice: "There is no notice at the moment.",
    see_on_site: "See it on the site",
    opens_new_tab: "Links open in a new tab.",
};

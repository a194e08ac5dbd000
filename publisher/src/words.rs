//! The sentences that only machines are told: descriptions for search engines and feeds, where nobody wrote one.
//!
//! They stand here and not in the app's `text`, so that no visitor downloads them. One value a language: a language
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
};

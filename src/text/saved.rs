//! What the page of saved articles says. It is only prerendered, so no browser's app has these words.

use super::Lang;

/// `{}` is a title, or a moment; `{count}` a number that only the browser knows.
pub struct SavedText {
    pub introduction: &'static str,
    pub empty: &'static str,
    /// Where the browser keeps nothing for a site.
    pub unavailable: &'static str,
    pub without_scripts: &'static str,
    pub saved: &'static str,
    pub visited: &'static str,
    pub saved_at: &'static str,
    pub updated: &'static str,
    /// In the place of an article that is no longer published.
    pub gone: &'static str,
    /// Where the copy is not there and the site cannot be asked why.
    pub missing: &'static str,
    pub remove: &'static str,
    pub removed: &'static str,
    pub remove_all: &'static str,
    pub question: &'static str,
    pub keep: &'static str,
    pub removed_all: &'static str,
    /// The network may be there, and only the site not.
    pub offline: &'static str,
    /// Above the address that was asked for.
    pub not_saved: &'static str,
    /// Above what can be read instead.
    pub can_be_read: &'static str,
    pub nothing_to_read: &'static str,
}

impl SavedText {
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Vi => &VI,
            Lang::En => &EN,
        }
    }
}

static VI: SavedText = SavedText {
    introduction: "Những bài này nằm trên máy này cho đến khi bạn bỏ lưu hoặc xóa dữ liệu của trình duyệt. Trang web không biết bạn lưu bài nào.",
    empty: "Chưa lưu bài nào. Đầu mỗi bài viết có nút “Lưu đọc sau”: bấm vào đó, bài được giữ trên máy này và đọc được cả khi không có mạng.",
    unavailable: "Trình duyệt không cho lưu bài trên máy này, có thể vì đang ở chế độ riêng tư. Bạn vẫn có thể lưu từng bài bằng nút “Lưu tệp”.",
    without_scripts: "JavaScript đang tắt nên không xem được danh sách bài đã lưu.",
    saved: "Đã lưu ({count})",
    visited: "Đã xem, còn trên máy",
    saved_at: "Lưu lúc {}",
    updated: "Bài đã cập nhật; bản trên máy là bản mới.",
    gone: "Bài này đã gỡ khỏi trang web nên bản lưu đã được xóa.",
    missing: "Bản lưu của bài này không còn trên máy.",
    remove: "Bỏ lưu",
    removed: "Đã bỏ lưu: {}",
    remove_all: "Bỏ lưu tất cả",
    question: "Bỏ lưu tất cả các bài trên máy này?",
    keep: "Giữ lại",
    removed_all: "Đã bỏ lưu tất cả các bài.",
    offline: "Chưa kết nối được với trang web",
    not_saved: "Trang này chưa được lưu trên máy:",
    can_be_read: "Có thể đọc những bài sau:",
    nothing_to_read: "Trên máy chưa có bài nào để đọc khi không có mạng.",
};

static EN: SavedText = SavedText {
    introduction: "These articles are on this device until you remove them or clear the browser's data. The site does not know which ones you save.",
    empty: "Nothing is saved yet. At the top of each article there is a button “Save for later”: it keeps the article on this device, to be read without a network, too.",
    unavailable: "The browser does not allow articles to be kept on this device, perhaps because the window is private. “Save file” still saves an article.",
    without_scripts: "JavaScript is switched off, so the list of saved articles cannot be shown.",
    saved: "Saved ({count})",
    visited: "Visited, still on this device",
    saved_at: "Saved {}",
    updated: "The article was updated; the copy on this device is the new one.",
    gone: "This article was taken off the site, so the copy was deleted.",
    missing: "The copy of this article is no longer on this device.",
    remove: "Remove",
    removed: "Removed: {}",
    remove_all: "Remove all",
    question: "Remove all saved articles from this device?",
    keep: "Keep them",
    removed_all: "All saved articles were removed.",
    offline: "The site cannot be reached",
    not_saved: "This page is not saved on this device:",
    can_be_read: "These can be read:",
    nothing_to_read: "There is nothing on this device yet that can be read without a network.",
};

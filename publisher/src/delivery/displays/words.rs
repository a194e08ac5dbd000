//! Every word of the operators' pages, in Vietnamese: the templates name them, `page` counts with them.

use serde::Serialize;

use super::register::Mark;

/// The words of the templates.
#[derive(Serialize)]
pub(super) struct Words {
    title: &'static str,
    list: &'static str,
    back: &'static str,
    none: &'static str,
    none_advice: &'static str,
    refreshing: &'static str,
    hold: &'static str,
    held: &'static str,
    resume: &'static str,
    seen_at: &'static str,
    look_again: &'static str,
    picture_of: &'static str,
    no_picture: &'static str,
    pictured: &'static str,
    heard: &'static str,
    edition: &'static str,
    no_edition: &'static str,
    made: &'static str,
    version: &'static str,
    memory: &'static str,
    memory_own: &'static str,
    memory_browser: &'static str,
    memory_free: &'static str,
    restarts: &'static str,
    last_fault: &'static str,
    no_fault: &'static str,
    faults_now: &'static str,
    site: &'static str,
    contact: &'static str,
    no_contact: &'static str,
    up: &'static str,
    clock: &'static str,
    screen: &'static str,
    state: &'static str,
    orders: &'static str,
    no_orders: &'static str,
    waiting: &'static str,
    order_reload: &'static str,
    order_message: &'static str,
    order_clear: &'static str,
    shown: &'static str,
    until: &'static str,
    reload: &'static str,
    reload_advice: &'static str,
    message: &'static str,
    message_advice: &'static str,
    how_long: &'static str,
    one_hour: &'static str,
    today: &'static str,
    cleared: &'static str,
    show: &'static str,
    clear: &'static str,
    clear_advice: &'static str,
    forget: &'static str,
    forget_advice: &'static str,
}

pub(super) const WORDS: Words = Words {
    title: "Màn hình tại sảnh",
    list: "Danh sách màn hình",
    back: "Tất cả màn hình",
    none: "Chưa có màn hình nào.",
    none_advice: "Màn hình hiện ở đây trong vòng một phút sau khi được cài đặt và nối mạng.",
    refreshing: "Trang tự cập nhật mỗi 30 giây.",
    hold: "Tạm dừng cập nhật",
    held: "Trang không tự cập nhật.",
    resume: "Tự cập nhật trở lại",
    seen_at: "Tình trạng lúc",
    look_again: "Cập nhật trang này",
    picture_of: "Hình trên màn hình",
    no_picture: "Chưa có hình",
    pictured: "Chụp",
    heard: "Liên lạc gần nhất",
    edition: "Nội dung đang chiếu",
    no_edition: "Chưa có",
    made: "tạo",
    version: "Phiên bản",
    memory: "Bộ nhớ",
    memory_own: "chương trình",
    memory_browser: "trình duyệt",
    memory_free: "còn trống",
    restarts: "Trình duyệt chạy lại",
    last_fault: "Lỗi gần nhất",
    no_fault: "Không có",
    faults_now: "Đang có lỗi",
    site: "Trang được chiếu",
    contact: "Trang trả lời gần nhất",
    no_contact: "Chưa lần nào",
    up: "Chạy liên tục",
    clock: "Đồng hồ của máy",
    screen: "Nguồn màn hình",
    state: "Tình trạng",
    orders: "Lệnh",
    no_orders: "Không có lệnh nào đang chờ.",
    waiting: "đang chờ màn hình nhận",
    order_reload: "Tải lại",
    order_message: "Hiện thông báo",
    order_clear: "Gỡ thông báo",
    shown: "Thông báo đang hiện",
    until: "đến",
    reload: "Tải lại",
    reload_advice: "Màn hình tải lại nội dung trong vòng một phút.",
    message: "Nội dung thông báo",
    message_advice: "Tối đa 200 ký tự. Thông báo mới thay thông báo trước.",
    how_long: "Hiện đến khi nào",
    one_hour: "Trong 1 giờ",
    today: "Đến hết hôm nay",
    cleared: "Đến khi được gỡ",
    show: "Hiện thông báo",
    clear: "Gỡ thông báo",
    clear_advice: "Màn hình trở lại như thường.",
    forget: "Bỏ khỏi danh sách",
    forget_advice: "Dành cho màn hình không còn dùng. Khi liên lạc lại, màn hình tự trở lại danh sách.",
};

/// The realm that a browser names when it asks for the token: ASCII, since not every browser reads more there.
pub(super) const REALM: &str = "Man hinh";

pub(super) const NOT_ADMITTED: &str =
    "Cần mã của người vận hành: nhập tên bất kỳ, mật khẩu là mã trong tệp operator-token.\n";
pub(super) const FOREIGN_FORM: &str = "Yêu cầu này đến từ trang khác nên không được thực hiện.\n";

pub(super) const EMPTY_MESSAGE: &str = "Thông báo chưa có chữ nào.";
pub(super) const NOT_SILENT: &str = "Màn hình này đang liên lạc nên chưa bỏ khỏi danh sách được.";

pub(super) fn too_long(characters: usize, most: usize) -> String {
    format!("Thông báo có {characters} ký tự, nhiều nhất là {most}.")
}

pub(super) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Silent => "Im lặng",
        Mark::Faulty => "Có lỗi",
        Mark::Active => "Đang hoạt động",
    }
}

/// `5 màn hình, 1 im lặng`.
pub(super) fn summary(all: usize, silent: usize, faulty: usize) -> String {
    let mut text = format!("{all} màn hình");
    for (count, what) in [(silent, "im lặng"), (faulty, "có lỗi")] {
        if count > 0 {
            text += &format!(", {count} {what}");
        }
    }
    if all > 0 && silent + faulty == 0 { text + ", tất cả đang hoạt động" } else { text }
}

/// A kind of fault as displays name it; one that is not known here is shown by its name.
pub(super) fn fault(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "site-unreachable" => "không kết nối được với trang",
        "certificate" => "chứng thư của trang không hợp lệ",
        "timeout" => "trang trả lời quá chậm",
        "status" => "trang trả lời có lỗi",
        "redirected" => "bị chuyển sang địa chỉ khác",
        "no-edition" => "nội dung nhận được không đọc được",
        "other-site" => "nội dung của trang khác",
        "older-edition" => "nội dung cũ hơn bản đang có",
        "wrong-file" => "có tệp không đúng bản gốc",
        "disk-full" => "ổ đĩa đầy",
        "disk-read-only" => "ổ đĩa không ghi được",
        "disk" => "ổ đĩa có lỗi",
        "damaged" => "nội dung lưu trên máy bị hỏng",
        "browser-start" => "trình duyệt không khởi động được",
        "browser-gone" => "trình duyệt đã tắt",
        "tab-crashed" => "trang trong trình duyệt bị sập",
        "tab-stuck" => "trang trong trình duyệt bị treo",
        "blank" => "màn hình không có nội dung",
        "profile" => "hồ sơ trình duyệt bị hỏng, đã tạo lại",
        "memory" => "dùng quá nhiều bộ nhớ",
        "screen" => "không điều khiển được màn hình",
        "report" => "không gửi được báo cáo",
        _ => return None,
    })
}

pub(super) fn restarts(count: u64) -> String {
    if count == 0 { "Chưa lần nào".to_owned() } else { format!("{count} lần") }
}

/// On or off; another state is shown as it is told.
pub(super) fn screen(state: &str) -> Option<&'static str> {
    match state {
        "on" => Some("Đang bật"),
        "off" => Some("Đang tắt"),
        _ => None,
    }
}

/// `3 ngày 4 giờ`, `25 phút`.
pub(super) fn duration(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => "dưới 1 phút".to_owned(),
        (0, 0, minutes) => format!("{minutes} phút"),
        (0, hours, 0) => format!("{hours} giờ"),
        (0, hours, minutes) => format!("{hours} giờ {minutes} phút"),
        (days, 0, _) => format!("{days} ngày"),
        (days, hours, _) => format!("{days} ngày {hours} giờ"),
    }
}

/// How far a display's clock is from the server's; nothing where the way of a heartbeat explains it.
pub(super) fn clock(ahead_seconds: i64) -> Option<String> {
    let off = ahead_seconds.unsigned_abs();
    let way = if ahead_seconds > 0 { "nhanh" } else { "chậm" };
    (off >= 120).then(|| format!("{way} {}", duration(off)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_what_needs_somebody() {
        for (counts, text) in [
            ((0, 0, 0), "0 màn hình"),
            ((5, 1, 0), "5 màn hình, 1 im lặng"),
            ((5, 1, 2), "5 màn hình, 1 im lặng, 2 có lỗi"),
            ((5, 0, 0), "5 màn hình, tất cả đang hoạt động"),
        ] {
            assert_eq!(summary(counts.0, counts.1, counts.2), text);
        }
    }

    #[test]
    fn durations_are_said_in_two_words_at_most() {
        for (seconds, text) in [
            (59, "dưới 1 phút"),
            (1_500, "25 phút"),
            (7_200, "2 giờ"),
            (7_260, "2 giờ 1 phút"),
            (86_400, "1 ngày"),
            (273_600, "3 ngày 4 giờ"),
        ] {
            assert_eq!(duration(seconds), text);
        }
        assert_eq!(clock(-119), None);
        assert_eq!(clock(180).as_deref(), Some("nhanh 3 phút"));
        assert_eq!(clock(-7_200).as_deref(), Some("chậm 2 giờ"));
    }
}

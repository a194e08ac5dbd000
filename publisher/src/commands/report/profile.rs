//! What `portal publish --profile` tells: where the time went.

use std::time::Duration;

use portal_app::text::Lang;

use crate::commands::publish::profile::{Stage, StageTime};
use crate::release::spent::{Times, Work};

/// A line for each stage: seconds by the clock, then of the processors; then what the threads did with files.
pub fn told(profile: &[StageTime], spent: Times, lang: Lang) -> String {
    let told = |time: Option<Duration>| time.map_or_else(|| "–".to_owned(), |time| seconds(time, lang));
    let stages = profile.iter().map(|time| {
        let processor = told(time.processor);
        format!("  {:>8} {processor:>8}  {}\n", seconds(time.wall, lang), of_stage(time.stage, lang))
    });
    let works = Work::ALL
        .into_iter()
        .zip(spent)
        .map(|(work, time)| format!("  {:>8} {:8}  {}\n", seconds(time, lang), "", of_work(work, lang)));
    let wall = profile.iter().map(|time| time.wall).sum();
    let processor = profile.iter().map(|time| time.processor).sum::<Option<Duration>>();
    let (title, sum, threads) = match lang {
        Lang::Vi => (
            "Thời gian đăng, giây: theo đồng hồ, của bộ xử lý",
            "tổng cộng",
            "Trong đó, với các tệp, giây: của tất cả các luồng cộng lại, tính cả lúc chờ",
        ),
        Lang::En => (
            "Time of this publish, seconds: by the clock, of the processors",
            "in all",
            "Of that, with files, seconds: of all threads together, waiting included",
        ),
    };
    let sum = format!("  {:>8} {:>8}  {sum}\n", seconds(wall, lang), told(processor));
    format!("{title}\n{}{sum}{threads}\n{}", stages.collect::<String>(), works.collect::<String>())
}

fn seconds(time: Duration, lang: Lang) -> String {
    let text = format!("{:.2}", time.as_secs_f64());
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

fn of_stage(stage: Stage, lang: Lang) -> &'static str {
    match (stage, lang) {
        (Stage::Reading, Lang::Vi) => "đọc nội dung",
        (Stage::Reading, Lang::En) => "reading the content",
        (Stage::Pictures, Lang::Vi) => "các cỡ ảnh nhỏ hơn",
        (Stage::Pictures, Lang::En) => "smaller forms of pictures",
        (Stage::Planning, Lang::Vi) => "lập kế hoạch trang",
        (Stage::Planning, Lang::En) => "planning the pages",
        (Stage::TakingSpare, Lang::Vi) => "xem lại bản cũ để ghi vào",
        (Stage::TakingSpare, Lang::En) => "looking at the old release that is written into",
        (Stage::Pages, Lang::Vi) => "trang, tài liệu của API, khung nhúng",
        (Stage::Pages, Lang::En) => "pages, their documents, widgets",
        (Stage::Rest, Lang::Vi) => "nguồn tin, sơ đồ trang, biểu tượng, cấu hình máy chủ",
        (Stage::Rest, Lang::En) => "feeds, sitemap, icons, what servers are told",
        (Stage::Share, Lang::Vi) => "ảnh chia sẻ, mã QR",
        (Stage::Share, Lang::En) => "share pictures, QR codes",
        (Stage::Search, Lang::Vi) => "chỉ mục tìm kiếm",
        (Stage::Search, Lang::En) => "search index",
        (Stage::Media, Lang::Vi) => "ảnh và tệp của nội dung",
        (Stage::Media, Lang::En) => "the content's pictures and files",
        (Stage::Displays, Lang::Vi) => "màn hình công cộng",
        (Stage::Displays, Lang::En) => "displays",
        (Stage::Finishing, Lang::Vi) => "ghi xuống đĩa, thay bản đang đăng, xoá bản cũ nhất",
        (Stage::Finishing, Lang::En) => "onto the disk, the swap, removing the oldest release",
    }
}

fn of_work(work: Work, lang: Lang) -> &'static str {
    match (work, lang) {
        (Work::Compressing, Lang::Vi) => "nén",
        (Work::Compressing, Lang::En) => "compressing",
        (Work::Writing, Lang::Vi) => "ghi tệp mới",
        (Work::Writing, Lang::En) => "writing new files",
        (Work::TakingOver, Lang::Vi) => "so sánh và dùng lại tệp của bản trước",
        (Work::TakingOver, Lang::En) => "comparing and taking over files of the last release",
        (Work::Syncing, Lang::Vi) => "chờ đĩa ghi xong",
        (Work::Syncing, Lang::En) => "waiting for the disk",
        (Work::Removing, Lang::Vi) => "xoá bản cũ nhất",
        (Work::Removing, Lang::En) => "removing the oldest release",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_in_the_readers_own_signs_and_summed() {
        let of = |stage, wall, processor: Option<u64>| StageTime {
            stage,
            wall: Duration::from_millis(wall),
            processor: processor.map(Duration::from_millis),
        };
        let mut profile = vec![of(Stage::Reading, 1_250, Some(2_000)), of(Stage::Pages, 500, Some(30))];
        let vi = told(&profile, Times::default(), Lang::Vi);
        assert!(vi.contains("      1,25     2,00  đọc nội dung\n"), "{vi}");
        assert!(vi.contains("      1,75     2,03  tổng cộng\n"), "{vi}");
        profile.push(of(Stage::Search, 0, None));
        let en = told(&profile, Times::default(), Lang::En);
        assert!(en.contains("      1.75        –  in all\n") && en.contains("waiting for the disk"), "{en}");
    }
}

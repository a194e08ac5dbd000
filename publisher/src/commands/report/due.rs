//! What `portal` tells of what changes by itself later.

use portal_app::text::Lang;

use super::some;
use crate::site::due::{Due, DueKind};

/// The most that are listed.
const MOST_DUE: usize = 3;

/// For whoever has published by hand: what is due, and what publishes it; empty when nothing is.
pub fn told(due: &[Due], lang: Lang) -> String {
    if due.is_empty() {
        return String::new();
    }
    let hint = match lang {
        Lang::Vi => "Đến lúc ấy cần đăng lại; lệnh `portal follow` tự làm việc này.",
        Lang::En => "Publish again then; `portal follow` does so by itself.",
    };
    lines(due, lang).into_iter().chain([hint.to_owned()]).map(|line| line + "\n").collect()
}

/// The next few, each as a line, then how many more there are.
pub fn lines(due: &[Due], lang: Lang) -> Vec<String> {
    let rest = due.len().saturating_sub(MOST_DUE);
    let rest = (rest > 0).then(|| match lang {
        Lang::Vi => format!("sau đó còn {rest} mục nữa"),
        Lang::En => format!("{} after that", some(rest, "more item")),
    });
    due.iter().take(MOST_DUE).map(|due| line(due, lang)).chain(rest).collect()
}

fn line(due: &Due, lang: Lang) -> String {
    let Due { at, kind, title, file } = due;
    let file = file.as_ref().map(|file| format!(" ({})", file.display())).unwrap_or_default();
    let moment = at.format(match lang {
        Lang::Vi => "%H:%M ngày %d/%m/%Y",
        Lang::En => "%Y-%m-%d %H:%M",
    });
    let text = match (lang, kind) {
        (Lang::Vi, DueKind::Appears) => format!("sắp tới: {moment} đăng “{title}”{file}"),
        (Lang::Vi, DueKind::Expires) => format!("sắp tới: {moment} hết hạn “{title}”{file}"),
        (Lang::Vi, DueKind::NoticeEnds) => format!("sắp tới: {moment} hết thông báo “{title}”{file}"),
        (Lang::En, DueKind::Appears) => format!("next: {moment} “{title}” appears{file}"),
        (Lang::En, DueKind::Expires) => format!("next: {moment} “{title}” expires{file}"),
        (Lang::En, DueKind::NoticeEnds) => format!("next: {moment} the notice ends: “{title}”{file}"),
    };
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn due(kind: DueKind, title: &str, file: Option<&str>) -> Due {
        let at = DateTime::parse_from_rfc3339("2027-03-12T08:00:00+07:00").unwrap();
        Due { at, kind, title: title.to_owned(), file: file.map(Into::into) }
    }

    #[test]
    fn the_next_few_are_told_with_day_title_and_file() {
        let all = [
            due(DueKind::Appears, "Bài thử\nnghiệm", Some("articles/a.md")),
            due(DueKind::Expires, "Bài khác", Some("articles/b.md")),
            due(DueKind::NoticeEnds, "Thông báo thử nghiệm", None),
            due(DueKind::Appears, "d", None),
        ];
        let expected = "sắp tới: 08:00 ngày 12/03/2027 đăng “Bài thử nghiệm” (articles/a.md)\n\
            sắp tới: 08:00 ngày 12/03/2027 hết hạn “Bài khác” (articles/b.md)\n\
            sắp tới: 08:00 ngày 12/03/2027 hết thông báo “Thông báo thử nghiệm”\n\
            sau đó còn 1 mục nữa\n\
            Đến lúc ấy cần đăng lại; lệnh `portal follow` tự làm việc này.\n";
        assert_eq!(told(&all, Lang::Vi), expected);
        let english = lines(&all, Lang::En);
        assert_eq!(english[0], "next: 2027-03-12 08:00 “Bài thử nghiệm” appears (articles/a.md)");
        assert_eq!(english[2], "next: 2027-03-12 08:00 the notice ends: “Thông báo thử nghiệm”");
        assert_eq!(english[3], "1 more item after that");
        assert_eq!((told(&[], Lang::Vi), lines(&[], Lang::En).len()), (String::new(), 0));
    }
}

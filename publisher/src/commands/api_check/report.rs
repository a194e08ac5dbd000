//! What was found, for people and for programs.

use portal_app::text::Lang;
use serde_json::{Value, json};

use super::crawl::Counts;
use super::finding::{Findings, Place, Places};
use super::kind::{Kind, Weight};

/// Places of one kind that are listed for people.
const SHOWN: usize = 3;

/// All that is told.
pub struct Report<'a> {
    /// The API's base.
    pub base: &'a str,
    pub findings: &'a Findings,
    pub counts: &'a Counts,
    /// Whether there was no content API, so that only that is to be told.
    pub is_refused: bool,
}

impl Report<'_> {
    /// For people: each kind once, the worst first; then what was read, and a verdict.
    pub fn as_text(&self, lang: Lang) -> String {
        let grouped = self.findings.grouped();
        if let (true, Some((kind, places))) = (self.is_refused, grouped.first()) {
            return refusal(*kind, places, lang);
        }
        let mut lines = vec![match lang {
            Lang::Vi => format!("API nội dung {}", self.base),
            Lang::En => format!("Content API {}", self.base),
        }];
        for (kind, places) in &grouped {
            lines.push(String::new());
            lines.extend(self.group(*kind, places, lang));
        }
        lines.push(String::new());
        lines.push(self.read(lang));
        lines.push(verdict(&grouped, lang));
        lines.join("\n")
    }

    fn group(&self, kind: Kind, places: &Places, lang: Lang) -> Vec<String> {
        let said = kind.sentences(lang);
        let weight = weight(kind.weight(), lang);
        let [count, reader, fix] = match lang {
            Lang::Vi => [format!("{} chỗ", places.count), "Người đọc thấy".to_owned(), "Cách sửa".to_owned()],
            Lang::En => [some(places.count, "place"), "A reader sees".to_owned(), "To fix it".to_owned()],
        };
        let mut lines = vec![format!("{weight} {}: {} ({count})", kind.code(), said.what)];
        for place in places.kept.iter().take(SHOWN) {
            let below = place.url.strip_prefix(self.base).unwrap_or(&place.url);
            lines.push(format!("  - {}", line_of(below, place, lang)));
        }
        if let Some(rest) = places.count.checked_sub(SHOWN).filter(|rest| *rest > 0) {
            let kept = places.kept.len();
            let listed = match lang {
                Lang::Vi if places.count > kept => format!("{kept} chỗ đầu tiên"),
                Lang::Vi => "tất cả".to_owned(),
                Lang::En if places.count > kept => format!("the first {kept}"),
                Lang::En => "all".to_owned(),
            };
            lines.push(match lang {
                Lang::Vi => format!("  - và {rest} chỗ nữa (--format json liệt kê {listed})"),
                Lang::En => format!("  - and {rest} more (--format json lists {listed})"),
            });
        }
        lines.push(format!("  {reader}: {}", said.reader));
        lines.push(format!("  {fix}: {}", said.fix));
        lines
    }

    /// What was read, and how long it took: never a fault by itself.
    fn read(&self, lang: Lang) -> String {
        let Counts { documents, bytes, articles_read, articles_known, pictures_looked_at, pictures_known, .. } =
            self.counts;
        let kilobytes = bytes.div_ceil(1_000);
        let (median, slowest, which) = self.times();
        let which = which.strip_prefix(self.base).unwrap_or(which);
        match lang {
            Lang::Vi => format!(
                "Đã đọc {documents} tài liệu ({kilobytes} kB), {articles_read} trong {articles_known} bài của các danh sách, xem \
                 {pictures_looked_at} trong {pictures_known} ảnh. Thời gian trả lời: trung vị {median} ms, chậm nhất {slowest} ms ({which})."
            ),
            Lang::En => format!(
                "Read {} ({kilobytes} kB), {articles_read} of {} in lists, looked at {pictures_looked_at} of {}. \
                 Answers: median {median} ms, slowest {slowest} ms ({which}).",
                some(*documents, "document"),
                some(*articles_known, "article"),
                some(*pictures_known, "picture")
            ),
        }
    }

    /// The median and the slowest answer in milliseconds, and which that was.
    fn times(&self) -> (u128, u128, &str) {
        let mut times =
            self.counts.times.iter().map(|(took, url)| (took.as_millis(), url.as_str())).collect::<Vec<_>>();
        times.sort_unstable();
        let median = times.get(times.len() / 2).map_or(0, |(took, _)| *took);
        let (slowest, which) = times.last().copied().unwrap_or_default();
        (median, slowest, which)
    }

    /// For programs: of every kind the places that are kept, and how many there are.
    pub fn as_json(&self, lang: Lang) -> serde_json::Result<String> {
        let grouped = self.findings.grouped();
        let findings = grouped.iter().map(|(kind, places)| {
            let said = kind.sentences(lang);
            let kept = places.kept.iter().map(
                |place| json!({ "url": place.url, "pointer": place.pointer, "detail": place.detail.in_lang(lang) }),
            );
            json!({
                "kind": kind.code(),
                "severity": if kind.weight() == Weight::Error { "error" } else { "note" },
                "message": said.what,
                "reader": said.reader,
                "help": said.fix,
                "count": places.count,
                "places": kept.collect::<Vec<Value>>(),
            })
        });
        let Counts { documents, bytes, articles_read, articles_known, pictures_looked_at, pictures_known, .. } =
            self.counts;
        let (median, slowest, which) = self.times();
        serde_json::to_string_pretty(&json!({
            "url": self.base,
            "lang": lang.tag(),
            "findings": findings.collect::<Vec<Value>>(),
            "read": {
                "documents": documents, "bytes": bytes,
                "articles": articles_read, "articles_known": articles_known,
                "pictures": pictures_looked_at, "pictures_known": pictures_known,
                "median_ms": median, "slowest_ms": slowest, "slowest": which,
            },
            "keeps_the_contract": !self.findings.has_errors(),
        }))
    }
}

/// One clear line: there is no content API.
fn refusal(kind: Kind, places: &Places, lang: Lang) -> String {
    let said = kind.sentences(lang);
    let place = places.kept.first().map(|place| line_of(&place.url, place, lang)).unwrap_or_default();
    clean(&format!("{place}: {}. {}", said.what, said.fix))
}

/// Address, pointer and what is there, in one line.
fn line_of(url: &str, place: &Place, lang: Lang) -> String {
    let pointer = if place.pointer.is_empty() { String::new() } else { format!(" {}", place.pointer) };
    let detail = place.detail.in_lang(lang);
    let detail = if detail.is_empty() { String::new() } else { format!(": {detail}") };
    clean(&format!("{url}{pointer}{detail}"))
}

/// What a server says cannot move a terminal's cursor.
fn clean(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn verdict(grouped: &[(Kind, &Places)], lang: Lang) -> String {
    let count = |weight| grouped.iter().filter(|(kind, _)| kind.weight() == weight).count();
    let (errors, notes) = (count(Weight::Error), count(Weight::Note));
    match (errors, lang) {
        (0, Lang::Vi) => format!("Đúng đặc tả: 0 loại lỗi, {notes} loại lưu ý."),
        (_, Lang::Vi) => format!("Chưa đúng đặc tả: {errors} loại lỗi, {notes} loại lưu ý."),
        (0, Lang::En) => format!("The contract is kept: no errors, {} of note.", some(notes, "kind")),
        (_, Lang::En) => {
            format!("The contract is broken: {}, {}.", some(errors, "kind of error"), some(notes, "kind of note"))
        }
    }
}

fn weight(weight: Weight, lang: Lang) -> &'static str {
    match (weight, lang) {
        (Weight::Error, Lang::Vi) => "lỗi",
        (Weight::Error, Lang::En) => "error",
        (Weight::Note, Lang::Vi) => "lưu ý",
        (Weight::Note, Lang::En) => "note",
    }
}

/// In English, one or several.
fn some(count: usize, one: &str) -> String {
    match (count, one.split_once(' ')) {
        (1, _) => format!("1 {one}"),
        (_, Some((noun, rest))) => format!("{count} {noun}s {rest}"),
        (_, None) => format!("{count} {one}s"),
    }
}

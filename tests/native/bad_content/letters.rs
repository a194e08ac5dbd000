//! Letters that are not what they seem: old fonts, what nobody sees, what was spoilt on its way.

use std::io;
use std::path::Path;

use portal_app::content::model::{Block, Span};
use portal_publisher::source::folder;

use super::{article, sound};

/// The title, slug and paragraphs of an article, tables' cells among them, and what is told of it.
struct Read {
    title: String,
    slug: String,
    paragraphs: Vec<String>,
    told: Vec<String>,
}

fn read(file: &str, title: &str, body: &str) -> io::Result<Read> {
    let text = article("haihai", "", body).replace("title = \"Bài\"", &format!("title = \"{title}\""));
    let source = sound(&[(file, text.as_bytes())])?;
    let found = source.editions[0].articles.iter().find(|article| article.id.as_str() == "haihai");
    let found = found.ok_or(io::ErrorKind::NotFound)?;
    let told = source.warnings.iter().map(|problem| {
        let line = problem.line.unwrap_or_default();
        format!("{line}: {}: {}", problem.value.as_deref().unwrap_or_default(), problem.message)
    });
    Ok(Read {
        title: found.title.clone(),
        slug: found.slug.to_string(),
        paragraphs: paragraphs(&found.body.blocks().unwrap()),
        told: told.collect(),
    })
}

fn paragraphs(blocks: &[Block]) -> Vec<String> {
    let text = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let of_block = |block: &Block| match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => vec![text(spans)],
        Block::List { items, .. } => items.iter().flat_map(|item| paragraphs(item)).collect(),
        Block::Table { rows, .. } => rows.iter().flatten().flat_map(|cell| paragraphs(&cell.blocks)).collect(),
        _ => Vec::new(),
    };
    blocks.iter().flat_map(of_block).collect()
}

#[test]
fn text_of_old_fonts_becomes_unicode() -> io::Result<()> {
    let body = "<p><font face=\".VnTime\" size=\"3\">Céng hßa x· héi chñ nghÜa ViÖt Nam</font></p>\
                <p><span style=\"font-family:.VnTimeH\">ñy ban nh©n d©n</span></p>\
                <p><FONT FACE=\".VnTime\">Ngµy:</FONT> 12/5/2021 <font face=\".VnTime\">Số 5</font></p>\
                <p><font face=\".VnTime\">Thñ t\u{ad}íng</font></p>\
                <p><font face=\"VNI-Times\">Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam</font></p>";
    let found = read("articles/hai.html", "Bài", body)?;
    assert_eq!(
        found.paragraphs,
        [
            "Cộng hòa xã hội chủ nghĩa Việt Nam",
            "ỦY BAN NHÂN DÂN",
            "Ngày: 12/5/2021 Số 5",
            "Thủ tướng",
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        ]
    );
    assert_eq!(found.told, [""; 0]);
    Ok(())
}

#[test]
fn what_nobody_sees_is_in_no_title_slug_or_text() -> io::Result<()> {
    let body = "\u{200b}Hội\u{200b} ng\u{ad}hị: hó\u{302}, \u{e1}\u{302}m, \u{d0}à Nẵng 👨\u{200d}👩\u{200d}👧.\n\n\
                Tên cơ quan\u{b}địa chỉ\u{85}mới\u{2028}nhất\n\n\
                \u{2003}\u{2003}Thụt, 5\u{2009}000.\n\n\
                Xem mã số \u{200f}123-456\u{200e} và \u{202b}chữ\u{202c}.\n\n\
                | Cột\u{b}một | Hai |\n|---|---|\n| a\u{b}b | c |\n";
    let found =
        read("articles/hai.md", "Hội\u{200b} ng\u{ad}hị\u{2060} tổng\u{b}kết\u{feff} \u{200f}ca\u{200e}", body)?;
    assert_eq!((found.title.as_str(), found.slug.as_str()), ("Hội nghị tổng kết ca", "hoi-nghi-tong-ket-ca"));
    assert_eq!(
        found.paragraphs,
        [
            "Hội nghị: hố, ấm, Đà Nẵng 👨\u{200d}👩\u{200d}👧.",
            "Tên cơ quan địa chỉ mới nhất",
            "Thụt, 5\u{2009}000.",
            "Xem mã số 123-456 và \u{202b}chữ\u{202c}.",
            "Cột một",
            "Hai",
            "a b",
            "c"
        ]
    );
    assert_eq!(found.told, [""; 0]);
    Ok(())
}

#[test]
fn an_emoji_stays_whole_in_a_title_and_out_of_the_slug() -> io::Result<()> {
    let title = "🎉 Chúc mừng ❤\u{fe0f} năm mới 🇻🇳 100°C ½ 10₫";
    let found = read("articles/hai.md", title, "")?;
    assert_eq!((found.title.as_str(), found.slug.as_str()), (title, "chuc-mung-nam-moi-100-c-1-2-10"));
    Ok(())
}

#[test]
fn what_was_spoilt_is_told_with_its_line() -> io::Result<()> {
    let encoding = "its letters are those of another encoding, and readers cannot read them";
    let body = "\u{f0b7} Mục \u{e123}một\n\nHá»™i nghá»‹\n\nCéng hßa x· héi\n\nh\u{fffd}i\n\nCoäng hoøa\n";
    assert_eq!(
        read("articles/hai.md", "Th«ng b¸o", body)?.told,
        [
            format!("3: \"Th«ng b¸o\": {encoding}"),
            "8: \"\u{e123}một\": the character U+E123 means nothing outside the font it was written in".to_owned(),
            format!("10: \"Há»™i nghá»‹\": {encoding}"),
            format!("12: \"Céng hßa x· héi\": {encoding}"),
            "14: \"h\u{fffd}i\": letters of it are lost: readers see \u{fffd} instead".to_owned(),
            format!("16: \"Coäng hoøa\": {encoding}"),
        ]
    );
    let body = "<p>một</p>\n<p>Hội&amp;nbsp;nghị c&amp;#7911;a t&#7881;nh &#150; &ecirc;&hellip;</p>";
    let found = read("articles/hai.html", "Bài", body)?;
    assert_eq!(found.paragraphs.last().map(String::as_str), Some("Hội&nbsp;nghị c&#7911;a tỉnh – ê…"));
    assert_eq!(
        found.told,
        ["9: \"Hội&nbsp;nghị c&#7911;a tỉnh – ê…\": readers see &nbsp; instead of a letter or sign"]
    );
    Ok(())
}

#[test]
fn nothing_of_the_sites_own_texts_is_doubted() -> io::Result<()> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content");
    let source = folder::read(&content).map_err(io::Error::other)?;
    let doubted = source.warnings.iter().filter(|problem| {
        ["its letters are", "letters of it are", "readers see"].iter().any(|begin| problem.message.starts_with(begin))
    });
    assert_eq!(doubted.count(), 0);
    Ok(())
}

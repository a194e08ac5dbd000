//! What editors paste, and what becomes of it: each folder of `tests/reading-cases` is one text with its files, and
//! `expected.txt` holds all that is read of it, or what `portal check` says.
//!
//! `PORTAL_UPDATE_CASES=1` writes the files anew; `expectation.txt` says what is right, so look at what has changed.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use portal_app::content::model::{Block, Cell, Figure, Span};
use portal_publisher::source::{ArticleSource, folder};

use crate::workshop::Workshop;

const SECTIONS: &str = "[[section]]\nslug = \"tin-tuc-su-kien\"\nname = \"Tin tức sự kiện\"\n";

#[test]
fn every_case_is_read_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/reading-cases");
    let mut folders = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect::<Vec<_>>();
    folders.sort();
    let mut wrong = Vec::new();
    for case in &folders {
        let (read, file) = (read_case(case), case.join("expected.txt"));
        if env::var_os("PORTAL_UPDATE_CASES").is_some() {
            fs::write(&file, &read).unwrap();
        } else if fs::read_to_string(&file).unwrap_or_default() != read {
            wrong.push(format!("{}:\n{read}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "read otherwise than expected:\n{}", wrong.join("\n"));
}

/// What is told of a case and what is read of it, a line for each problem and each block.
fn read_case(case: &Path) -> String {
    let workshop = Workshop::new(&[]);
    let content = workshop.content();
    fs::write(content.join("sections.toml"), SECTIONS).unwrap();
    copy(case, &content.join("articles"), &|path| path.file_name().unwrap().to_string_lossy().starts_with("article"));
    copy(&case.join("media"), &content.join("media"), &|_| true);
    let mut text = String::new();
    let (source, problems) = match folder::read(&content) {
        Ok(source) => (Some(source.clone()), source.warnings),
        Err(problems) => (None, problems),
    };
    for problem in problems.iter() {
        let told = problem.to_string().replace(&format!("{}/", content.display()), "");
        writeln!(text, "{:?}: {told}", problem.severity).unwrap();
    }
    for article in source.iter().flat_map(|source| &source.editions).flat_map(|edition| &edition.articles) {
        write_article(&mut text, article);
    }
    text
}

fn copy(from: &Path, to: &Path, is_meant: &dyn Fn(&Path) -> bool) {
    let Ok(entries) = fs::read_dir(from) else { return };
    fs::create_dir_all(to).unwrap();
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path: &PathBuf| path.is_file() && is_meant(path)) {
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn write_article(text: &mut String, article: &ArticleSource) {
    writeln!(text, "title: {}", article.title).unwrap();
    writeln!(text, "slug: {}", article.slug).unwrap();
    writeln!(text, "published: {}", article.published_at).unwrap();
    for tag in &article.tags {
        writeln!(text, "tag: {} ({})", tag.name, tag.slug).unwrap();
    }
    if let Some(summary) = &article.summary {
        writeln!(text, "summary: {summary}").unwrap();
    }
    for alias in &article.aliases {
        writeln!(text, "alias: {alias}").unwrap();
    }
    write_blocks(text, &article.body.blocks().unwrap(), 0);
}

fn write_blocks(text: &mut String, blocks: &[Block], depth: usize) {
    for block in blocks {
        write_block(text, block, depth);
    }
}

fn write_block(text: &mut String, block: &Block, depth: usize) {
    let mut line = |line: &str| writeln!(text, "{}{}", "  ".repeat(depth), line.trim_end()).unwrap();
    match block {
        Block::Paragraph { spans } => line(&format!("p {}", sketch_spans(spans))),
        Block::Heading { level, spans, .. } => line(&format!("h{level} {}", sketch_spans(spans))),
        Block::Figure(figure) => line(&sketch_figure(figure)),
        Block::Gallery { figures } => {
            line("gallery");
            figures.iter().for_each(|figure| line(&format!("  {}", sketch_figure(figure))));
        }
        Block::List { ordered, start, numbering, reversed, items } => {
            let counts = [
                start.map(|start| format!(" from {start}")),
                numbering.as_ref().map(|numbering| format!(" {numbering:?}")),
                reversed.then(|| " reversed".to_owned()),
            ];
            let name = if *ordered { "ol" } else { "ul" };
            line(&format!("{name}{}", counts.into_iter().flatten().collect::<String>()));
            for item in items {
                writeln!(text, "{}-", "  ".repeat(depth + 1)).unwrap();
                write_blocks(text, item, depth + 2);
            }
        }
        Block::Table { caption, rows } => {
            line(&format!("table {}", caption.as_deref().unwrap_or_default()));
            for row in rows {
                writeln!(text, "{}row", "  ".repeat(depth + 1)).unwrap();
                row.iter().for_each(|cell| write_cell(text, cell, depth + 2));
            }
        }
        Block::Quote { blocks, cite } => {
            line(&format!("quote {}", cite.as_deref().unwrap_or_default()));
            write_blocks(text, blocks, depth + 1);
        }
        Block::File(file) => line(&format!("file {} {} {}", file.name, file.src, file.media_type)),
        Block::Video { src, .. } => line(&format!("video {src}")),
        Block::External { provider, url, title, .. } => line(&format!("{provider} {url} {title}")),
        Block::Rule => line("rule"),
        Block::Unknown => line("unknown"),
    }
}

fn write_cell(text: &mut String, cell: &Cell, depth: usize) {
    let spans =
        [cell.colspan.map(|span| format!(" colspan {span}")), cell.rowspan.map(|span| format!(" rowspan {span}"))];
    let name = if cell.header { "th" } else { "td" };
    writeln!(text, "{}{name}{}", "  ".repeat(depth), spans.into_iter().flatten().collect::<String>()).unwrap();
    write_blocks(text, &cell.blocks, depth + 1);
}

fn sketch_figure(figure: &Figure) -> String {
    let Figure { image, caption, credit } = figure;
    let said = [("alt", Some(&image.alt)), ("caption", caption.as_ref()), ("credit", credit.as_ref())];
    let said = said.into_iter().filter_map(|(name, text)| Some(format!(" {name} “{}”", text?))).collect::<String>();
    format!("figure {} {}x{}{said}", image.src, image.width, image.height)
}

fn sketch_spans(spans: &[Span]) -> String {
    let sketch = |span: &Span| {
        let marks = span.marks.iter().map(|mark| format!("{mark:?} ")).collect::<String>();
        let href = span.href.as_ref().map(|href| format!(" → {href}")).unwrap_or_default();
        let text = span.text.replace('\n', "⏎");
        if marks.is_empty() && href.is_empty() { text } else { format!("[{marks}{text}{href}]") }
    };
    spans.iter().map(sketch).collect()
}

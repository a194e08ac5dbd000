//! Sets words in Be Vietnam Pro: how wide they are, how they break into lines, what their outlines are.

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use harfrust::{Buffer, Font, ShapeOptions, ShaperFont, shape};
use resvg::tiny_skia::{Path, PathBuilder};
use unicode_normalization::UnicodeNormalization as _;

/// Only this much of a longer text is used; no picture has room for more.
const LOOKED_AT_CHARS: usize = 600;
const ELLIPSIS: char = '…';

/// A weight of the typeface.
pub(super) struct Typeface {
    font: Font,
    units_per_em: f32,
}

/// Lines that fit.
#[derive(Debug, PartialEq)]
pub(super) struct Lines {
    pub lines: Vec<String>,
    pub size: f32,
}

/// A word and its width in ems.
#[derive(Clone)]
struct Word {
    text: String,
    ems: f32,
}

/// A size to try, and how many lines it may take.
pub(super) type Step = (f32, usize);

impl Typeface {
    pub fn new(bytes: &'static [u8]) -> Option<Self> {
        let font = Font::new(bytes, 0)?;
        let units_per_em = f32::from(font.units_per_em());
        (units_per_em > 0.0).then_some(Self { font, units_per_em })
    }

    /// One line of what the typeface can show: composed, no marks of direction, no controls, single spaces.
    pub fn clean(&self, text: &str) -> String {
        let charmap = self.font.charmap();
        let shown = text.nfc().take(LOOKED_AT_CHARS).map(|c| if c.is_whitespace() { ' ' } else { c });
        let shown = shown.filter(|c| !is_invisible(*c) && charmap.map_unicode(*c).is_some()).collect::<String>();
        shown.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How wide a text is, in pixels.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        self.ems(text) * size
    }

    /// The text's outlines, its baseline beginning at a point. `None` when there is nothing to see.
    pub fn outline(&self, text: &str, size: f32, (mut x, y): (f32, f32)) -> Option<Path> {
        let buffer = self.shape(text);
        let (scale, outlines) = (self.scale(size), self.font.outline_glyphs());
        let mut pen = Pen { path: PathBuilder::new(), origin: (0.0, 0.0) };
        for (info, place) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            pen.origin = (x + place.x_offset as f32 * scale, y - place.y_offset as f32 * scale);
            if let Some(glyph) = outlines.get(info.glyph_id.into()) {
                // A glyph of the own typeface that cannot be drawn is left out, as a space is.
                let _ = glyph.draw(&DrawOptions::new().with_ppem(Some(size)), DrawMemory::Scratch, &mut pen);
            }
            x += place.x_advance as f32 * scale;
        }
        pen.path.finish()
    }

    /// Breaks a clean text into lines of nearly one width, at the first size at which they are few enough; at the last
    /// size the rest is cut off.
    pub fn set(&self, text: &str, width: f32, steps: &[Step]) -> Lines {
        let words = text.split(' ').map(|word| self.measure(word)).collect::<Vec<_>>();
        let space = self.ems(" ");
        let widest = words.iter().map(|word| word.ems).fold(0.0, f32::max);
        for (size, limit) in steps {
            let room = width / size;
            let count = wrap(&words, space, room).len();
            if widest <= room && count <= *limit {
                let lines = wrap(&words, space, balanced_room(&words, space, room, count.max(1), widest));
                return Lines { lines, size: *size };
            }
        }
        let Some((size, limit)) = steps.last().copied() else { return Lines { lines: Vec::new(), size: 0.0 } };
        let room = width / size;
        let pieces = words.iter().flat_map(|word| self.pieces(word, room)).collect::<Vec<_>>();
        let mut lines = wrap(&pieces, space, room);
        if lines.len() > limit {
            lines.truncate(limit);
            if let Some(last) = lines.last_mut() {
                *last = self.cut(last, size, width);
            }
        }
        Lines { lines, size }
    }

    /// One line; what is too long for it ends in an ellipsis.
    pub fn set_line(&self, text: &str, size: f32, width: f32) -> String {
        if self.width(text, size) <= width { text.to_owned() } else { self.cut(text, size, width) }
    }

    /// A word, or what it must be broken into.
    fn pieces(&self, word: &Word, room: f32) -> Vec<Word> {
        if word.ems <= room {
            return vec![word.clone()];
        }
        let mut pieces = Vec::<Word>::new();
        for c in word.text.chars() {
            let ems = self.ems(c.encode_utf8(&mut [0; 4]));
            match pieces.last_mut() {
                Some(piece) if piece.ems + ems <= room => {
                    piece.text.push(c);
                    piece.ems += ems;
                }
                _ => pieces.push(Word { text: c.to_string(), ems }),
            }
        }
        pieces
    }

    /// The longest beginning, at the end of a word where there is one, that has room for an ellipsis.
    fn cut(&self, line: &str, size: f32, width: f32) -> String {
        let room = width - self.width("…", size);
        let mut kept = line.to_owned();
        while self.width(&kept, size) > room {
            match kept.rfind(' ') {
                Some(place) => kept.truncate(place),
                None if kept.is_empty() => break,
                None => drop(kept.pop()),
            }
        }
        let mut kept = kept.trim_end_matches(|c: char| c.is_whitespace() || ",.;:–-".contains(c)).to_owned();
        kept.push(ELLIPSIS);
        kept
    }

    fn measure(&self, word: &str) -> Word {
        Word { text: word.to_owned(), ems: self.ems(word) }
    }

    /// How wide a text is in ems: shaped once, it is known at every size.
    fn ems(&self, text: &str) -> f32 {
        self.shape(text).glyph_positions().iter().map(|glyph| glyph.x_advance as f32).sum::<f32>() / self.units_per_em
    }

    fn shape(&self, text: &str) -> Buffer {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        // A text that cannot be shaped has no glyphs: the picture goes without it.
        if shape(&ShaperFont::new(&self.font), &mut buffer, ShapeOptions::new()).is_err() {
            buffer.clear();
        }
        buffer
    }

    fn scale(&self, size: f32) -> f32 {
        size / self.units_per_em
    }
}

/// As few lines as there are words for, each at most `room` ems wide.
fn wrap(words: &[Word], space: f32, room: f32) -> Vec<String> {
    let (mut lines, mut used) = (Vec::<String>::new(), 0.0);
    for word in words {
        match lines.last_mut() {
            Some(line) if used + space + word.ems <= room => {
                line.push(' ');
                line.push_str(&word.text);
                used += space + word.ems;
            }
            _ => {
                lines.push(word.text.clone());
                used = word.ems;
            }
        }
    }
    lines
}

/// The least room in which the words take no more lines.
fn balanced_room(words: &[Word], space: f32, room: f32, count: usize, widest: f32) -> f32 {
    let (mut narrow, mut wide) = (widest, room);
    while wide - narrow > 0.05 {
        let middle = (narrow + wide) / 2.0;
        if wrap(words, space, middle).len() <= count { wide = middle } else { narrow = middle }
    }
    wide
}

/// Controls and what only steers direction, joining or breaking.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Puts a glyph's outline, whose y grows upwards, in its place on a picture, whose y grows downwards.
struct Pen {
    path: PathBuilder,
    origin: (f32, f32),
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x, self.origin.1 - y)
    }
}

impl PathSink for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let ((cx0, cy0), (x, y)) = (self.place(cx0, cy0), self.place(x, y));
        self.path.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let ((cx0, cy0), (cx1, cy1), (x, y)) = (self.place(cx0, cy0), self.place(cx1, cy1), self.place(x, y));
        self.path.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

//! The parts of a body.

use serde::Serialize;

use crate::path::word::{Href, MediaAddress, Slug};
use crate::reader::{Fields, FromJson, Json, Reading};

documents! {
    /// A picture: where it is, what it shows, how large it is in CSS pixels.
    pub struct Image {
        pub src: MediaAddress,
        /// Empty for a decorative picture.
        pub alt: String,
        pub width: u32,
        pub height: u32,
        pub sources: Vec<ImageSource> = optional,
    }

    /// A variant of a picture for another width.
    pub struct ImageSource {
        pub src: MediaAddress,
        pub width: u32,
        pub media_type: String,
    }

    /// A picture with what is said of it.
    pub struct Figure {
        pub image: Image,
        pub caption: Option<String> = optional,
        pub credit: Option<String> = optional,
    }

    /// A table cell.
    pub struct Cell {
        pub header: bool,
        pub colspan: Option<u16> = optional,
        pub rowspan: Option<u16> = optional,
        /// A number and nothing else, or the heading of a column of them.
        pub number: bool = optional,
        pub blocks: Vec<Block>,
    }

    /// A file to open or keep.
    pub struct FileLink {
        pub name: String,
        pub src: MediaAddress,
        pub media_type: String,
        pub bytes: u64,
    }

    /// A run of text that looks one way. A line break is a span whose text is `\n`.
    pub struct Span {
        pub text: String,
        pub marks: Vec<Mark> = optional,
        /// A target that is not http, https, mailto, tel or a site path is dropped while reading.
        pub href: Option<Href> = lenient,
        pub lang: Option<String> = optional,
    }
}

words! {
    /// How a run of text looks; unknown marks leave no trace.
    pub enum Mark {
        Strong,
        Emphasis,
        Underline,
        Strike,
        Subscript,
        Superscript,
        Code,
        /// Never parted at the end of a line, as a document's number.
        Whole,
    }
    otherwise Unknown

    /// How a list counts where it is not by 1, 2, 3. What is unknown counts so.
    pub enum Numbering {
        LowerAlpha,
        UpperAlpha,
        LowerRoman,
        UpperRoman,
    }
}

/// A part of a body. Kinds a reader doesn't know are skipped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    Paragraph {
        spans: Vec<Span>,
    },
    /// `level` is 2 to 4; the page's title is level 1.
    Heading {
        level: u8,
        spans: Vec<Span>,
        /// What a link to it ends in, after `#`.
        #[serde(default, skip_serializing_if = "super::is_absent")]
        id: Option<Slug>,
    },
    Figure(Figure),
    Gallery {
        figures: Vec<Figure>,
    },
    /// What an ordered list begins with, how it counts and that it counts down are left out where they are as usual.
    List {
        ordered: bool,
        /// The first item's number: otherwise 1, of a reversed list as many as there are.
        #[serde(default, skip_serializing_if = "super::is_absent")]
        start: Option<i64>,
        /// Otherwise 1, 2, 3.
        #[serde(default, skip_serializing_if = "super::is_absent")]
        numbering: Option<Numbering>,
        #[serde(default, skip_serializing_if = "super::is_absent")]
        reversed: bool,
        items: Vec<Vec<Block>>,
    },
    Table {
        #[serde(default, skip_serializing_if = "super::is_absent")]
        caption: Option<String>,
        rows: Vec<Vec<Cell>>,
    },
    Quote {
        blocks: Vec<Block>,
        #[serde(default, skip_serializing_if = "super::is_absent")]
        cite: Option<String>,
    },
    File(FileLink),
    Video {
        src: MediaAddress,
        #[serde(default, skip_serializing_if = "super::is_absent")]
        poster: Option<MediaAddress>,
        #[serde(default, skip_serializing_if = "super::is_absent")]
        captions: Option<MediaAddress>,
    },
    /// Something of a third party; only a link until the reader asks for it.
    External {
        provider: String,
        url: Href,
        title: String,
        #[serde(default, skip_serializing_if = "super::is_absent")]
        image: Option<Image>,
    },
    Rule,
    /// A kind this version doesn't know.
    #[serde(skip)]
    Unknown,
}

impl Image {
    /// The picture in the one form that every program reads and that is no larger than a page shows it: for feeds and for
    /// previews of links.
    pub fn plain(&self) -> Self {
        self.in_form(self.sources.iter().filter(|source| source.is_plain()))
    }

    /// The picture in the widest of its forms: for a display, which keeps but one.
    pub fn widest(&self) -> Self {
        self.in_form(self.sources.iter())
    }

    fn in_form<'a>(&'a self, forms: impl Iterator<Item = &'a ImageSource>) -> Self {
        // Of forms as wide as each other the first one, which is the smaller file.
        let form = forms.reduce(|first, next| if next.width > first.width { next } else { first });
        let Some(form) = form else { return Self { sources: Vec::new(), ..self.clone() } };
        let height = (u64::from(self.height) * u64::from(form.width)).div_ceil(u64::from(self.width.max(1)));
        Self {
            src: form.src.clone(),
            alt: self.alt.clone(),
            width: form.width,
            height: u32::try_from(height).unwrap_or(u32::MAX),
            sources: Vec::new(),
        }
    }
}

impl ImageSource {
    /// Whether every browser, feed reader and messenger reads it.
    pub fn is_plain(&self) -> bool {
        matches!(self.media_type.as_str(), "image/jpeg" | "image/png" | "image/gif")
    }
}

impl FromJson for Block {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        let mut fields = Fields::of(value, reading);
        let kind: String = fields.take("kind");
        let block = match kind.as_str() {
            "paragraph" => Self::Paragraph { spans: fields.take("spans") },
            "heading" => Self::Heading {
                level: fields.take("level"),
                spans: fields.take("spans"),
                id: fields.take_optional("id"),
            },
            "figure" => Self::Figure(Figure::from_fields(&mut fields)),
            "gallery" => Self::Gallery { figures: fields.take("figures") },
            "list" => Self::List {
                ordered: fields.take("ordered"),
                start: fields.take_lenient("start"),
                numbering: fields.take_lenient("numbering"),
                reversed: fields.take_lenient("reversed"),
                items: fields.take("items"),
            },
            "table" => Self::Table { caption: fields.take_optional("caption"), rows: fields.take("rows") },
            "quote" => Self::Quote { blocks: fields.take("blocks"), cite: fields.take_optional("cite") },
            "file" => Self::File(FileLink::from_fields(&mut fields)),
            "video" => Self::Video {
                src: fields.take("src"),
                poster: fields.take_optional("poster"),
                captions: fields.take_optional("captions"),
            },
            "external" => Self::External {
                provider: fields.take("provider"),
                url: fields.take("url"),
                title: fields.take("title"),
                image: fields.take_optional("image"),
            },
            "rule" => Self::Rule,
            unknown => {
                fields.skip_as(&format!("a block of kind {unknown}"));
                return Self::Unknown;
            }
        };
        fields.finish();
        block
    }
}

impl Span {
    /// Text without marks or link.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new(), href: None, lang: None }
    }
}

//! The documents of the content API, version 1, as Rust types.
//!
//! Owns what each document holds and how it is written in JSON; the publisher writes these types and the browser
//! reads them, so the two cannot disagree. Fetching is `client`'s, checked words (`Slug`, `SitePath`…) are
//! `word`'s, times are `moment`'s.

use crate::reader::{FromJson, Json, Reading, unexpected};
use crate::text::Lang;

/// Declares documents: each can be cloned, compared, written, read, and described as a schema. A field marked
/// `optional` may be absent or null; one marked `lenient` also loses a value that breaks its rule.
macro_rules! documents {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {$(
            $(#[$field_meta:meta])*
            pub $field:ident: $type:ty $(= $mark:ident)?,
        )*}
    )*) => {$(
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub struct $name {$(
            $(#[$field_meta])*
            $(
                #[doc = concat!("(", stringify!($mark), ")")]
                #[serde(default, skip_serializing_if = "crate::content::model::is_absent")]
                #[cfg_attr(feature = "schema", schemars(transform = $crate::content::model::allow_null))]
            )?
            pub $field: $type,
        )*}

        impl $name {
            fn from_fields(fields: &mut $crate::reader::Fields<'_>) -> Self {
                Self { $($field: take!(fields $field $($mark)?),)* }
            }
        }

        impl $crate::reader::FromJson for $name {
            fn from_json(value: &mut $crate::reader::Json, reading: &$crate::reader::Reading) -> Self {
                let mut fields = $crate::reader::Fields::of(value, reading);
                let document = Self::from_fields(&mut fields);
                fields.finish();
                document
            }
        }
    )*};
}

macro_rules! take {
    ($fields:ident $field:ident) => {
        $fields.take(stringify!($field))
    };
    ($fields:ident $field:ident optional) => {
        $fields.take_optional(stringify!($field))
    };
    ($fields:ident $field:ident lenient) => {
        $fields.take_lenient(stringify!($field))
    };
}

/// Declares a choice of words, written in lower case. `otherwise` names what an unknown word is; without it, an error.
macro_rules! words {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$word_meta:meta])* $word:ident,)*
        }
        $(otherwise $unknown:ident)?
    )*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "lowercase")]
        $(#[$meta])*
        pub enum $name {
            $($(#[$word_meta])* $word,)*
            $(
                /// A word this version doesn't know.
                #[serde(skip)]
                $unknown,
            )?
        }

        impl $crate::reader::FromJson for $name {
            fn from_json(value: &mut $crate::reader::Json, reading: &$crate::reader::Reading) -> Self {
                let word = value.as_str().unwrap_or_default();
                let words = [$((stringify!($word), Self::$word)),*];
                if let Some((_, known)) = words.iter().find(|(known, _)| word.eq_ignore_ascii_case(known)) {
                    return *known;
                }
                $(if value.as_str().is_some() {
                    return Self::$unknown;
                })?
                reading.fail($crate::reader::unexpected(concat!("a ", stringify!($name)), value));
                words[0].1
            }
        }
    )*};
}

mod article;
mod block;
mod kiosk;
mod label;
mod listing;
mod site;

pub use article::*;
pub use block::*;
pub use kiosk::*;
pub use label::*;
pub use listing::*;
pub use site::*;

/// What an optional field is when it is left out.
trait Optional {
    fn is_absent(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Optional for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// `false` where it is left out.
impl Optional for bool {
    fn is_absent(&self) -> bool {
        !self
    }
}

/// Read as Vietnamese where it is left out, and never left out.
impl Optional for Lang {
    fn is_absent(&self) -> bool {
        false
    }
}

fn is_absent(value: &impl Optional) -> bool {
    value.is_absent()
}

/// What may be absent may be null as well.
#[cfg(feature = "schema")]
fn allow_null(schema: &mut schemars::Schema) {
    schema.remove("default");
    if let Some(serde_json::Value::String(kind)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), serde_json::json!([kind, "null"]));
    } else if schema.get("$ref").is_some() {
        *schema = schemars::json_schema!({ "anyOf": [&schema, { "type": "null" }] });
    }
}

impl FromJson for Lang {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        let lang = value.as_str().and_then(Self::from_tag);
        lang.unwrap_or_else(|| {
            reading.fail(unexpected("a language of the interface", value));
            Self::Vi
        })
    }
}

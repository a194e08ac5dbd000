//! From a JSON value to a document, noting what was skipped and where an error stands.
//!
//! One deserializer for everything the app reads, because each further one compiles every document anew: with
//! `serde_json`'s own and `serde_ignored` around it the app was a third larger.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};

/// Reads a document; fields it doesn't have are named in `skipped`.
pub fn read_document<T: for<'de> Deserialize<'de>>(value: Value, skipped: &Skipped) -> Result<T, ReadError> {
    T::deserialize(Reader { value, skipped })
}

/// What the reader came across and passed over.
#[derive(Default)]
pub struct Skipped(RefCell<Vec<String>>);

impl Skipped {
    /// Each name once, in the order of meeting.
    pub fn into_names(self) -> Vec<String> {
        self.0.into_inner()
    }

    /// A list of a thousand articles with one unknown field each is one thing to say.
    pub fn note(&self, name: String) {
        let mut names = self.0.borrow_mut();
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// Why a value is not the document, with the way to the place.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadError {
    /// From the outside in, once the error has come all the way out.
    path: String,
    reason: String,
}

impl ReadError {
    fn within(mut self, step: &str) -> Self {
        self.path = if self.path.is_empty() { step.to_owned() } else { format!("{step}.{}", self.path) };
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.reason) } else { write!(f, "{}: {}", self.path, self.reason) }
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self { path: String::new(), reason: reason.to_string() }
    }
}

struct Reader<'a> {
    value: Value,
    skipped: &'a Skipped,
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, number) => visitor.visit_f64(number.unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items { items: items.into_iter().enumerate(), skipped: self.skipped }),
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, None, self.skipped)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.value {
            Value::Object(fields) => visitor.visit_map(Fields::new(fields, Some(known), self.skipped)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    /// A word is a variant without content; an object names its variant in `kind` and holds the content itself.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match self.value {
            Value::String(word) => visitor.visit_enum(word.into_deserializer()),
            Value::Object(mut fields) => match fields.remove("kind") {
                Some(Value::String(kind)) => visitor.visit_enum(Tagged { kind, content: fields, skipped: self.skipped }),
                _ => Err(ReadError::missing_field("kind")),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier
    }
}

struct Items<'a> {
    items: std::iter::Enumerate<std::vec::IntoIter<Value>>,
    skipped: &'a Skipped,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let Some((position, value)) = self.items.next() else { return Ok(None) };
        let element = seed.deserialize(Reader { value, skipped: self.skipped });
        element.map(Some).map_err(|error| error.within(&position.to_string()))
    }
}

struct Fields<'a> {
    fields: serde_json::map::IntoIter,
    current: Option<(String, Value)>,
    skipped: &'a Skipped,
}

impl<'a> Fields<'a> {
    /// `known` fields are those the document has; without them nothing counts as skipped.
    fn new(fields: Map<String, Value>, known: Option<&[&str]>, skipped: &'a Skipped) -> Self {
        if let Some(known) = known {
            for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
                skipped.note(name.clone());
            }
        }
        Self { fields: fields.into_iter(), current: None, skipped }
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        self.current = self.fields.next();
        let Some((name, _)) = &self.current else { return Ok(None) };
        seed.deserialize(StringDeserializer::new(name.clone())).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let (name, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Reader { value, skipped: self.skipped }).map_err(|error| error.within(&name))
    }
}

/// An object whose `kind` says what it is.
struct Tagged<'a> {
    kind: String,
    content: Map<String, Value>,
    skipped: &'a Skipped,
}

impl<'de> EnumAccess<'de> for Tagged<'_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), ReadError> {
        let kind = seed.deserialize(StringDeserializer::new(self.kind.clone()))?;
        Ok((kind, self))
    }
}

impl<'de> VariantAccess<'de> for Tagged<'_> {
    type Error = ReadError;

    /// A variant without content is one whose content is passed over.
    fn unit_variant(self) -> Result<(), ReadError> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(Reader { value: Value::Object(self.content), skipped: self.skipped })
            .map_err(|error| error.within(&self.kind))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, ReadError> {
        Err(ReadError::custom("no kind holds a tuple"))
    }

    fn struct_variant<V: Visitor<'de>>(self, known: &'static [&'static str], visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_map(Fields::new(self.content, Some(known), self.skipped)).map_err(|error| error.within(&self.kind))
    }
}

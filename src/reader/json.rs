//! A JSON value as it is read: what `serde_json::Value` is, without what the browser needs it not for. Its fields are a list in the
//! order they came, where a map costs the app 7 kB.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Any JSON value.
#[derive(Default)]
pub enum Json {
    #[default]
    Null,
    Bool(bool),
    /// A whole number that is not below zero.
    Count(u64),
    /// One below zero.
    Negative(i64),
    /// Any other number: no document has one.
    Fraction,
    Text(String),
    List(Vec<Json>),
    Object(Vec<Field>),
}

/// A field of an object.
pub struct Field {
    pub(super) name: String,
    value: Json,
    /// Whether it was asked for.
    pub(super) is_known: bool,
}

impl Json {
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A field's value, if this is an object that has it. Of two that are named alike the last counts.
    pub fn field(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(fields) => take(fields, name),
            _ => None,
        }
    }
}

/// The value of a field, which then is known.
pub(super) fn take<'a>(fields: &'a mut [Field], name: &str) -> Option<&'a mut Json> {
    let field = fields.iter_mut().rfind(|field| field.name == name)?;
    field.is_known = true;
    Some(&mut field.value)
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, is_true: bool) -> Result<Json, E> {
        Ok(Json::Bool(is_true))
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Json, E> {
        Ok(Json::Count(count))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(u64::try_from(number).map_or(Json::Negative(number), Json::Count))
    }

    fn visit_f64<E: Error>(self, _number: f64) -> Result<Json, E> {
        Ok(Json::Fraction)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some((name, value)) = fields.next_entry()? {
            object.push(Field { name, value, is_known: false });
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_kind_of_value_is_told_from_the_others() {
        assert!(read("null").is_null());
        assert!(matches!(read("true"), Json::Bool(true)));
        assert!(matches!(read("18446744073709551615"), Json::Count(u64::MAX)));
        assert!(matches!(read("-9223372036854775808"), Json::Negative(i64::MIN)));
        for text in ["0.5", "1.0", "1e3", "-0.0", "18446744073709551616"] {
            assert!(matches!(read(text), Json::Fraction), "{text}");
        }
        assert_eq!(read(r#""Đọc\ntiếp \u1eadn""#).as_str(), Some("Đọc\ntiếp ận"));
        assert!(matches!(read("[1, []]"), Json::List(items) if items.len() == 2));
    }

    #[test]
    fn of_two_fields_named_alike_the_last_counts() {
        let mut value = read(r#"{"a":1,"b":2,"a":3}"#);
        assert!(matches!(value.field("a"), Some(Json::Count(3))));
        assert!(value.field("c").is_none());
    }
}

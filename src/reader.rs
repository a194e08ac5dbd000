//! From a JSON value to a document, noting what was skipped and where an error is.
//!
//! Reading is a trait of our own instead of serde's, because of its cost in the browser: a derived `Deserialize` of
//! these documents is 220 kB of the app before compression, this 40. Writing is native and stays serde's.

use std::cell::RefCell;
use std::fmt;

use serde_json::{Map, Value};

/// Something that is read from JSON.
pub trait FromJson: Sized {
    /// # Errors
    /// When the value is not one of these.
    fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError>;
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
    pub fn note(&self, name: &str) {
        let mut names = self.0.borrow_mut();
        if !names.iter().any(|noted| noted == name) {
            names.push(name.to_owned());
        }
    }
}

/// Why a value is not the document, with the way to the place.
///
/// Boxed, since it passes through every document's every field.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadError(Box<Misreading>);

#[derive(Debug, PartialEq, Eq)]
struct Misreading {
    /// From the outside in, once the error has come all the way out.
    path: String,
    reason: String,
}

impl ReadError {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(Misreading { path: String::new(), reason: reason.into() }))
    }

    fn within(mut self, step: &str) -> Self {
        let path = &mut self.0.path;
        if !path.is_empty() {
            path.insert(0, '.');
        }
        path.insert_str(0, step);
        self
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Misreading { path, reason } = &*self.0;
        if path.is_empty() { f.write_str(reason) } else { write!(f, "{path}: {reason}") }
    }
}

/// An object whose fields are taken one by one; those that are left were not known.
pub struct Fields<'a> {
    fields: Map<String, Value>,
    skipped: &'a Skipped,
}

impl<'a> Fields<'a> {
    pub fn of(value: Value, skipped: &'a Skipped) -> Result<Self, ReadError> {
        match value {
            Value::Object(fields) => Ok(Self { fields, skipped }),
            other => Err(unexpected("an object", &other)),
        }
    }

    pub fn take<T: FromJson>(&mut self, name: &str) -> Result<T, ReadError> {
        let value = self.required(name)?;
        T::from_json(value, self.skipped).map_err(|error| error.within(name))
    }

    fn required(&mut self, name: &str) -> Result<Value, ReadError> {
        self.fields.remove(name).ok_or_else(|| ReadError::new(format!("missing field `{name}`")))
    }

    /// Absent and null are both the default.
    pub fn take_optional<T: FromJson + Default>(&mut self, name: &str) -> Result<T, ReadError> {
        match self.fields.remove(name) {
            None | Some(Value::Null) => Ok(T::default()),
            Some(value) => T::from_json(value, self.skipped).map_err(|error| error.within(name)),
        }
    }

    /// Absent, null and what breaks the rule are all the default.
    pub fn take_lenient<T: FromJson + Default>(&mut self, name: &str) -> T {
        self.take_optional(name).unwrap_or_default()
    }

    /// Notes what was not taken.
    pub fn finish(self) {
        for name in self.fields.keys() {
            self.skipped.note(name);
        }
    }

    /// Passes over all that is left, noted as `name`.
    pub fn skip_as(self, name: &str) {
        self.skipped.note(name);
    }
}

/// A sentence for the operator: what was wanted and what was there.
pub fn unexpected(wanted: &str, found: &Value) -> ReadError {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(text) => return ReadError::new(format!("`{text}` is not {wanted}")),
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    ReadError::new(format!("{found} is not {wanted}"))
}

impl FromJson for String {
    fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(unexpected("text", &other)),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
        value.as_bool().ok_or_else(|| unexpected("true or false", &value))
    }
}

impl FromJson for u64 {
    fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
        value.as_u64().ok_or_else(|| unexpected("a whole number", &value))
    }
}

impl FromJson for i64 {
    fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
        value.as_i64().ok_or_else(|| unexpected("a whole number", &value))
    }
}

/// Smaller numbers are read as `u64` and checked.
macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
                let number = u64::from_json(value, skipped)?;
                Self::try_from(number).map_err(|_| ReadError::new(format!("{number} is too large")))
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32);

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
        if value.is_null() { Ok(None) } else { T::from_json(value, skipped).map(Some) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
        T::from_json(value, skipped).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
        let Value::Array(items) = value else { return Err(unexpected("a list", &value)) };
        let mut read = Self::with_capacity(items.len());
        for item in items {
            let position = read.len();
            read.push(T::from_json(item, skipped).map_err(|error| error.within(&position.to_string()))?);
        }
        Ok(read)
    }
}

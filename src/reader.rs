//! From a JSON value to a document, noting what was skipped and where an error is.
//!
//! Reading is a trait of our own instead of serde's, because of its cost in the browser: a derived `Deserialize` of
//! these documents is 220 kB of the app before compression, this 40. Writing is native and stays serde's.

use std::cell::RefCell;
use std::fmt;

use serde_json::{Map, Value};

/// Something that is read from JSON.
pub trait FromJson: Sized {
    /// The value as one of these. Where it is none, the reading has failed and this is anything of the type: whoever began the
    /// reading gets the error alone ([`Reading::result`]). Nothing returns early, since each field of a document would be a way out
    /// of its own, which drops what was read before it.
    fn from_json(value: Value, reading: &Reading) -> Self;
}

/// The reading of one document: what was passed over, and why it failed if it did.
#[derive(Default)]
pub struct Reading {
    skipped: RefCell<Vec<String>>,
    /// The first.
    error: RefCell<Option<ReadError>>,
}

impl Reading {
    /// What was skipped, each name once, in the order of meeting.
    pub fn into_skipped(self) -> Vec<String> {
        self.skipped.into_inner()
    }

    /// What `read` makes, unless the reading fails meanwhile.
    ///
    /// # Errors
    /// Why it failed.
    pub fn result<T>(&self, read: impl FnOnce(&Self) -> T) -> Result<T, ReadError> {
        let before = self.error.take();
        let read = read(self);
        match self.error.replace(before) {
            None => Ok(read),
            Some(error) => Err(error),
        }
    }

    /// Something is not what it has to be; only the first is told.
    pub fn fail(&self, error: ReadError) {
        self.error.borrow_mut().get_or_insert(error);
    }

    /// A list of a thousand articles with one unknown field each is one thing to say.
    pub fn skip(&self, name: &str) {
        let mut names = self.skipped.borrow_mut();
        if !names.iter().any(|noted| noted == name) {
            names.push(name.to_owned());
        }
    }

    fn has_failed(&self) -> bool {
        self.error.borrow().is_some()
    }

    /// Reads what is at a step from the whole, and says so in what fails there.
    fn at<T: FromJson>(&self, value: Value, step: impl FnOnce() -> String) -> T {
        let had_failed = self.has_failed();
        let read = T::from_json(value, self);
        if !had_failed && let Some(error) = self.error.borrow_mut().as_mut() {
            error.put_within(&step());
        }
        read
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

    fn put_within(&mut self, step: &str) {
        let path = &mut self.0.path;
        if !path.is_empty() {
            path.insert(0, '.');
        }
        path.insert_str(0, step);
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
    reading: &'a Reading,
}

impl<'a> Fields<'a> {
    pub fn of(value: Value, reading: &'a Reading) -> Self {
        let fields = match value {
            Value::Object(fields) => fields,
            other => {
                reading.fail(unexpected("an object", &other));
                Map::new()
            }
        };
        Self { fields, reading }
    }

    pub fn take<T: FromJson>(&mut self, name: &str) -> T {
        let value = self.required(name);
        self.reading.at(value, || name.to_owned())
    }

    fn required(&mut self, name: &str) -> Value {
        self.fields.remove(name).unwrap_or_else(|| {
            self.reading.fail(ReadError::new(format!("missing field `{name}`")));
            Value::Null
        })
    }

    /// Absent and null are both the default.
    pub fn take_optional<T: FromJson + Default>(&mut self, name: &str) -> T {
        match self.fields.remove(name) {
            None | Some(Value::Null) => T::default(),
            Some(value) => self.reading.at(value, || name.to_owned()),
        }
    }

    /// Absent, null and what breaks the rule are all the default.
    pub fn take_lenient<T: FromJson + Default>(&mut self, name: &str) -> T {
        self.reading.result(|_| self.take_optional(name)).unwrap_or_default()
    }

    /// Notes what was not taken.
    pub fn finish(self) {
        for name in self.fields.keys() {
            self.reading.skip(name);
        }
    }

    /// Passes over all that is left, noted as `name`.
    pub fn skip_as(self, name: &str) {
        self.reading.skip(name);
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

/// What is found in a value, or the kind's default and a failed reading.
fn found<T: Default>(found: Option<T>, wanted: &str, value: &Value, reading: &Reading) -> T {
    found.unwrap_or_else(|| {
        reading.fail(unexpected(wanted, value));
        T::default()
    })
}

impl FromJson for String {
    fn from_json(value: Value, reading: &Reading) -> Self {
        match value {
            Value::String(text) => text,
            other => found(None, "text", &other, reading),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: Value, reading: &Reading) -> Self {
        found(value.as_bool(), "true or false", &value, reading)
    }
}

impl FromJson for u64 {
    fn from_json(value: Value, reading: &Reading) -> Self {
        found(value.as_u64(), "a whole number", &value, reading)
    }
}

impl FromJson for i64 {
    fn from_json(value: Value, reading: &Reading) -> Self {
        found(value.as_i64(), "a whole number", &value, reading)
    }
}

/// Smaller numbers are read as `u64` and checked.
macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn from_json(value: Value, reading: &Reading) -> Self {
                let number = u64::from_json(value, reading);
                Self::try_from(number).unwrap_or_else(|_| {
                    reading.fail(ReadError::new(format!("{number} is too large")));
                    0
                })
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32);

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value, reading: &Reading) -> Self {
        if value.is_null() { None } else { Some(T::from_json(value, reading)) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: Value, reading: &Reading) -> Self {
        Self::new(T::from_json(value, reading))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value, reading: &Reading) -> Self {
        let items = match value {
            Value::Array(items) => items,
            other => found(None, "a list", &other, reading),
        };
        items.into_iter().enumerate().map(|(position, item)| reading.at(item, || position.to_string())).collect()
    }
}

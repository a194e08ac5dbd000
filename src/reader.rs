//! From a JSON value to a document, noting what was skipped and where an error is.
//!
//! Reading is a trait of our own instead of serde's, because of its cost in the browser: a derived `Deserialize` of
//! these documents is 220 kB of the app before compression, this 40. Writing is native and stays serde's.

mod json;

use std::cell::RefCell;
use std::fmt;
use std::mem;

pub use json::Json;

use json::Field;

/// Something that is read from JSON.
pub trait FromJson: Sized {
    /// The value as one of these, which takes what it needs out of it. Where it is none, the reading has failed and this is anything of
    /// the type: whoever began the reading gets the error alone ([`Reading::result`]). Nothing returns early, since each field of a
    /// document would be a way out of its own, which drops what was read before it.
    fn from_json(value: &mut Json, reading: &Reading) -> Self;
}

/// The reading of one document: where it is, what was passed over, and why it failed if it did.
#[derive(Default)]
pub struct Reading {
    /// The way to the value that is being read, from the outside in: kept here, since code that noted it as an error comes out would be
    /// there once a type.
    steps: RefCell<Vec<Step>>,
    skipped: RefCell<Vec<String>>,
    /// The first.
    error: RefCell<Option<ReadError>>,
}

/// From an object or a list to what is being read in it.
enum Step {
    /// To nothing yet.
    Within,
    To(&'static str),
    Item(usize),
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
    pub fn fail(&self, reason: String) {
        self.error.borrow_mut().get_or_insert_with(|| {
            let steps = self.steps.borrow();
            let steps = steps.iter().filter_map(|step| match step {
                Step::Within => None,
                Step::To(name) => Some((*name).to_owned()),
                Step::Item(position) => Some(position.to_string()),
            });
            ReadError(Box::new(Misreading { path: steps.collect::<Vec<_>>().join("."), reason }))
        });
    }

    /// A list of a thousand articles with one unknown field each is one thing to say.
    pub fn skip(&self, name: &str) {
        let mut names = self.skipped.borrow_mut();
        if !names.iter().any(|noted| noted == name) {
            names.push(name.to_owned());
        }
    }

    fn enter(&self) {
        self.steps.borrow_mut().push(Step::Within);
    }

    fn go(&self, step: Step) {
        if let Some(last) = self.steps.borrow_mut().last_mut() {
            *last = step;
        }
    }

    fn leave(&self) {
        self.steps.borrow_mut().pop();
    }
}

/// Why a value is not the document, with the way to the place.
///
/// Boxed, since it passes through every document's every field.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadError(Box<Misreading>);

#[derive(Debug, PartialEq, Eq)]
struct Misreading {
    path: String,
    reason: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Misreading { path, reason } = &*self.0;
        if path.is_empty() { f.write_str(reason) } else { write!(f, "{path}: {reason}") }
    }
}

/// An object whose fields are taken one by one; those that are left were not known.
pub struct Fields<'a> {
    fields: &'a mut [Field],
    /// In place of what is not there.
    nothing: Json,
    reading: &'a Reading,
}

impl<'a> Fields<'a> {
    pub fn of(value: &'a mut Json, reading: &'a Reading) -> Self {
        let fields = match value {
            Json::Object(fields) => fields.as_mut_slice(),
            other => {
                reading.fail(unexpected("an object", other));
                &mut []
            }
        };
        reading.enter();
        Self { fields, nothing: Json::Null, reading }
    }

    pub fn take<T: FromJson>(&mut self, name: &'static str) -> T {
        let reading = self.reading;
        T::from_json(self.find(name, true), reading)
    }

    /// Absent and null are both the default.
    pub fn take_optional<T: FromJson + Default>(&mut self, name: &'static str) -> T {
        let reading = self.reading;
        let value = self.find(name, false);
        if value.is_null() { T::default() } else { T::from_json(value, reading) }
    }

    /// Absent, null and what breaks the rule are all the default.
    pub fn take_lenient<T: FromJson + Default>(&mut self, name: &'static str) -> T {
        self.reading.result(|_| self.take_optional(name)).unwrap_or_default()
    }

    /// Null where there is none.
    fn find(&mut self, name: &'static str, is_required: bool) -> &mut Json {
        match json::take(self.fields, name) {
            Some(value) => {
                self.reading.go(Step::To(name));
                value
            }
            None => {
                self.reading.go(Step::Within);
                if is_required {
                    self.reading.fail(format!("missing field `{name}`"));
                }
                &mut self.nothing
            }
        }
    }

    /// Notes what was not taken.
    pub fn finish(self) {
        for field in self.fields.iter().filter(|field| !field.is_known) {
            self.reading.skip(&field.name);
        }
        self.reading.leave();
    }

    /// Passes over all that is left, noted as `name`.
    pub fn skip_as(self, name: &str) {
        self.reading.skip(name);
        self.reading.leave();
    }
}

/// A sentence for the operator: what was wanted and what was there.
pub fn unexpected(wanted: &str, found: &Json) -> String {
    let found = match found {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Count(_) | Json::Negative(_) | Json::Fraction => "a number",
        Json::Text(text) => return format!("`{text}` is not {wanted}"),
        Json::List(_) => "a list",
        Json::Object(_) => "an object",
    };
    format!("{found} is not {wanted}")
}

impl FromJson for String {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        if let Json::Text(text) = value {
            return mem::take(text);
        }
        reading.fail(unexpected("text", value));
        Self::new()
    }
}

impl FromJson for bool {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        if let Json::Bool(is_true) = value {
            return *is_true;
        }
        reading.fail(unexpected("true or false", value));
        false
    }
}

impl FromJson for u64 {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        if let Json::Count(count) = value {
            return *count;
        }
        reading.fail(unexpected("a whole number", value));
        0
    }
}

impl FromJson for i64 {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        let number = match value {
            Json::Count(count) => Self::try_from(*count).ok(),
            Json::Negative(number) => Some(*number),
            _ => None,
        };
        number.unwrap_or_else(|| {
            reading.fail(unexpected("a whole number", value));
            0
        })
    }
}

/// Smaller numbers are read as `u64` and checked.
macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn from_json(value: &mut Json, reading: &Reading) -> Self {
                let number = u64::from_json(value, reading);
                Self::try_from(number).unwrap_or_else(|_| {
                    reading.fail(format!("{number} is too large"));
                    0
                })
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32);

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        if value.is_null() { None } else { Some(T::from_json(value, reading)) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        Self::new(T::from_json(value, reading))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &mut Json, reading: &Reading) -> Self {
        let items = items(value, reading);
        let mut read = Self::with_capacity(items.len());
        reading.enter();
        for (position, item) in items.iter_mut().enumerate() {
            reading.go(Step::Item(position));
            read.push(T::from_json(item, reading));
            // The app's memory never shrinks: what was read is let go of before the next.
            *item = Json::Null;
        }
        reading.leave();
        read
    }
}

fn items<'a>(value: &'a mut Json, reading: &Reading) -> &'a mut [Json] {
    match value {
        Json::List(items) => items,
        other => {
            reading.fail(unexpected("a list", other));
            &mut []
        }
    }
}

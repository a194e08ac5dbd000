//! What editors are told, in each language, and the codes of what is wrong: `messages.toml`.
//!
//! The code tells everything in English, with one literal for each sentence. A sentence is found in the catalogue by that
//! literal, whatever fills its `{places}`: who reports a problem writes it and nothing else, and what a library says is
//! translated like our own. What the catalogue doesn't have stays as it is.

mod template;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use portal_app::text::Lang;
use serde::Deserialize;

use self::template::Template;
use super::near::did_you_mean;
use super::problem::{EXAMPLE, Fault};

/// The catalogue as it is written.
#[derive(Default, Deserialize)]
struct Written {
    message: Vec<Message>,
    help: Vec<Sentence>,
    word: Vec<Sentence>,
}

/// A sentence in each language, with the same `{places}`.
#[derive(Deserialize)]
struct Sentence {
    en: String,
    vi: String,
}

/// What may be wrong, with its code.
#[derive(Deserialize)]
pub struct Message {
    pub code: String,
    #[serde(flatten)]
    sentence: Sentence,
    /// What it means, and what to do.
    why: Sentence,
    example: Option<Example>,
}

/// What an editor writes, wrong and right.
#[derive(Deserialize)]
pub struct Example {
    pub wrong: String,
    pub right: String,
}

/// A sentence that can be found.
struct Told {
    english: Template<'static>,
    sentence: &'static Sentence,
    /// Of what is wrong; what to do has none.
    code: Option<&'static str>,
}

/// The catalogue, ready to be searched.
struct Catalogue {
    messages: &'static [Message],
    /// Each in English, those with the most letters of their own first: the first that fits is the one that is meant.
    templates: Vec<Told>,
    /// What may fill a place: a unit, what a system says of a file.
    words: BTreeMap<&'static str, &'static str>,
}

static WRITTEN: LazyLock<Written> = LazyLock::new(|| toml::from_str(include_str!("messages.toml")).unwrap_or_default());

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let written: &'static Written = &WRITTEN;
    let told = |sentence: &'static Sentence, code| Told { english: Template::new(&sentence.en), sentence, code };
    let messages = written.message.iter().map(|message| told(&message.sentence, Some(message.code.as_str())));
    let helps = written.help.iter().map(|help| told(help, None));
    let mut templates = messages.chain(helps).collect::<Vec<_>>();
    templates.sort_by_key(|told| Reverse(told.english.letters()));
    let words = written.word.iter().map(|word| (word.en.as_str(), word.vi.as_str())).collect();
    Catalogue { messages: &written.message, templates, words }
});

/// A sentence that is told in English, in a language.
pub fn in_lang(english: &str, lang: Lang) -> Cow<'_, str> {
    match lang {
        Lang::En => Cow::Borrowed(english),
        Lang::Vi => translate(english).map_or(Cow::Borrowed(english), Cow::Owned),
    }
}

fn translate(english: &str) -> Option<String> {
    // An example is copied as it is.
    if let Some((help, example)) = english.split_once(EXAMPLE) {
        return Some([translate(help)?.as_str(), "Ví dụ:", example].join(" "));
    }
    let (told, values) = find(english)?;
    let values = told.english.places().zip(values).map(|(place, value)| {
        // What is quoted is what somebody wrote, or has to write.
        let word = CATALOGUE.words.get(value).filter(|_| !place.is_quoted);
        (place.name, word.copied().unwrap_or(value))
    });
    Some(Template::new(&told.sentence.vi).fill(&values.collect()))
}

/// The sentence of the catalogue, and what fills its places.
fn find(english: &str) -> Option<(&'static Told, Vec<&str>)> {
    CATALOGUE.templates.iter().find_map(|told| Some((told, told.english.values(english)?)))
}

/// The code of what is wrong.
pub fn code_of(english: &str) -> Option<&'static str> {
    find(english)?.0.code
}

/// Everything that may be wrong, in the order of the catalogue.
pub fn all() -> impl Iterator<Item = &'static Message> {
    CATALOGUE.messages.iter()
}

/// What a code means.
pub fn explain(code: &str) -> Result<&'static Message, Fault> {
    let code = code.to_uppercase();
    all().find(|message| message.code == code).ok_or_else(|| {
        let help = did_you_mean(&code, all().map(|message| &message.code));
        let help = help.unwrap_or_else(|| "Write one as `portal check` shows it, before what is wrong.".to_owned());
        Fault::new(format!("there is no code `{code}`"), help)
    })
}

impl Message {
    /// What is wrong, with an ellipsis for what differs from case to case.
    pub fn title(&self, lang: Lang) -> String {
        Template::new(self.sentence.in_lang(lang)).fill(&BTreeMap::new())
    }

    pub fn why(&self, lang: Lang) -> &str {
        self.why.in_lang(lang)
    }

    pub fn example(&self) -> Option<&Example> {
        self.example.as_ref()
    }
}

impl Sentence {
    fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

//! Vietnamese from the keys of a plain keyboard, by Telex or VNI.
//!
//! A word is worked out from all its keys after every one of them, so what is shown is right before the word is whole.
//! Keys that cannot become a Vietnamese syllable are given back as they were typed.

mod letter;
mod method;
mod syllable;
mod word;

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

pub use self::method::Method;
use self::word::show;

/// What a run of keys typed without a space means: `compose(Method::Telex, "chuyeenj")` is `chuyện`.
pub fn compose(method: Method, keys: &str) -> String {
    let mut typing = Typing::new(method);
    keys.chars().for_each(|key| typing.press(key));
    typing.text()
}

/// Whether a word is a whole syllable of Vietnamese, its marks and tone included.
pub fn is_syllable(word: &str) -> bool {
    let Some(read) = word.chars().map(letter::read).collect::<Option<Vec<_>>>() else { return false };
    let (letters, mut tones): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    tones.retain(|tone| *tone != letter::LEVEL);
    let tone = tones.pop().unwrap_or(letter::LEVEL);
    tones.is_empty() && syllable::fit(&letters, tone).is_some_and(|fit| fit.is_whole)
}

/// A field's text while it is typed: only its last word still changes.
#[derive(Clone, Debug)]
pub struct Typing {
    method: Method,
    /// What stays as it is.
    done: String,
    /// Letters of the last word that were there before its keys: what a deletion left, or a suggestion.
    start: String,
    /// The keys of the last word.
    keys: String,
}

impl Typing {
    pub fn new(method: Method) -> Self {
        Self { method, done: String::new(), start: String::new(), keys: String::new() }
    }

    /// A letter goes into the last word, and so does a mark of the method; anything else ends it.
    pub fn press(&mut self, key: char) {
        let has_begun = !(self.start.is_empty() && self.keys.is_empty());
        if key.is_ascii_alphabetic() || self.method == Method::Vni && key.is_ascii_digit() && has_begun {
            self.keys.push(key);
            return;
        }
        if letter::is_letter(key) {
            // A letter that has its mark already, from a keyboard that has such letters.
            let mut word = String::new();
            show(self.method, &self.start, &self.keys, &mut word);
            self.start = word;
            self.start.push(key);
            self.keys.clear();
        } else {
            self.settle();
            self.done.push(key);
        }
    }

    /// Removes the last letter shown; the word can be typed on.
    pub fn delete(&mut self) {
        self.settle();
        while self.done.pop().is_some_and(goes_with_the_one_before) {}
        self.resume();
    }

    pub fn text(&self) -> String {
        let mut text = self.done.clone();
        show(self.method, &self.start, &self.keys, &mut text);
        text
    }

    /// The whole text anew, as it is: chosen from suggestions, or typed by a keyboard of the device's own.
    pub fn set_text(&mut self, text: &str) {
        self.done = text.to_owned();
        self.keys.clear();
        self.resume();
    }

    pub fn method(&self) -> Method {
        self.method
    }

    /// For the keys to come: what is typed stays as it is.
    pub fn set_method(&mut self, method: Method) {
        self.settle();
        self.method = method;
        self.resume();
    }

    /// Takes the last word as it is shown.
    fn settle(&mut self) {
        show(self.method, &self.start, &self.keys, &mut self.done);
        self.start.clear();
        self.keys.clear();
    }

    /// Makes the letters at the end of the text the beginning of the word typed next.
    fn resume(&mut self) {
        let has_digits = self.method == Method::Vni;
        let is_inside = |char: &char| letter::is_letter(*char) || has_digits && char.is_ascii_digit();
        let run = self.done.chars().rev().take_while(is_inside).map(char::len_utf8).sum::<usize>();
        let word = self.done.split_off(self.done.len().saturating_sub(run));
        let letters = word.trim_start_matches(|char: char| char.is_ascii_digit());
        self.done.push_str(word.get(..word.len() - letters.len()).unwrap_or_default());
        self.start = letters.to_owned();
    }
}

/// Combining marks and the like, which are no letters by themselves.
fn goes_with_the_one_before(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}')
}

//! One word from its keys.

use super::letter::{self, LEVEL, Letter, Mark, Tone, read};
use super::method::Method;
use super::syllable::{fit, place_of_tone};

/// More keys than any syllable takes.
const LONGEST: usize = 24;

/// Foreign words whose keys are a Vietnamese syllable too, but one hardly anybody looks for or types that way. Short on
/// purpose: with `last` in it, `lát` could not be typed in place.
const FOREIGN: &str = "test post pass visa taxi bus gas maps momo wc www a4 e5 e10 u23";

/// What a key did.
enum Step {
    /// The word goes on.
    Goes,
    /// It took back the mark the same key had set: what is shown instead.
    Undid(String),
    /// It cannot be part of a syllable.
    Ended,
}

/// The letters so far of what can become a syllable.
#[derive(Clone, Default)]
struct Word {
    letters: Vec<Letter>,
    tone: Tone,
    /// How many letters there were when the tone was typed.
    toned_at: usize,
    /// Whether a circumflex was typed apart from its vowel, as in `vietje`.
    is_late: bool,
    /// Before a key that set a mark, if that was the last one.
    before: Option<(char, Box<Word>)>,
}

/// Appends what `keys` make of a word that began with the letters `start`.
pub fn show(method: Method, start: &str, keys: &str, text: &mut String) {
    let before = text.len();
    text.push_str(start);
    let is_short = start.len() + keys.len() <= LONGEST;
    let is_vowel = |key: char| letter::is_vowel(key.to_ascii_lowercase()) || matches!(key, 'w' | 'W');
    if method == Method::Plain || keys.is_empty() || !is_short || start.is_empty() && is_foreign(keys) {
        text.push_str(keys);
    } else if start.is_empty() && !keys.contains(is_vowel) {
        abbreviate(method, keys, text);
    } else if let Some(word) = syllable(method, start, keys) {
        text.truncate(before);
        text.push_str(&word);
    } else {
        text.push_str(keys);
    }
}

fn is_foreign(keys: &str) -> bool {
    FOREIGN.split(' ').any(|word| word.eq_ignore_ascii_case(keys))
}

/// Consonants alone are an abbreviation, which may have `đ`: HĐND, QĐ.
fn abbreviate(method: Method, keys: &str, text: &mut String) {
    let mut keys = keys.chars().peekable();
    while let Some(key) = keys.next() {
        let is_stroke = |next: &char| if method == Method::Telex { matches!(next, 'd' | 'D') } else { *next == '9' };
        let stroke = if matches!(key, 'd' | 'D') { keys.next_if(is_stroke) } else { None };
        match stroke.map(|stroke| (stroke, keys.next_if(is_stroke))) {
            None => text.push(key),
            Some((_, Some(again))) => text.extend([key, again]),
            Some((_, None)) => text.push(if key == 'D' { 'Đ' } else { 'đ' }),
        }
    }
}

/// `None` if the keys are to be shown as they are.
fn syllable(method: Method, start: &str, keys: &str) -> Option<String> {
    let mut word = Word::begun(start)?;
    // What is shown since a mark was undone.
    let mut undone: Option<String> = None;
    let mut rest = keys.chars();
    while let Some(key) = rest.next() {
        let step = word.press(method, key);
        match (step, &mut undone) {
            (Step::Goes, None) => {}
            (Step::Goes, Some(text)) => text.push(key),
            (Step::Undid(text), None) if matches!(key.to_ascii_lowercase(), 's' | 'f' | 'r') => undone = Some(text),
            // No language has these keys twice, so they were meant.
            (Step::Undid(text), None) => return Some(text + rest.as_str()),
            // A digit that is no mark is a digit; `miss` and `office` are words nobody meant to undo.
            (Step::Ended, None) if key.is_ascii_digit() => {
                let mut text = word.shown();
                text.push(key);
                return Some(text + rest.as_str());
            }
            (Step::Undid(_) | Step::Ended, _) => return None,
        }
    }
    if word.is_doubtful() { None } else { undone.or_else(|| Some(word.shown())) }
}

impl Word {
    /// A word of which letters are there already. `None` if they begin no syllable.
    fn begun(start: &str) -> Option<Self> {
        let mut word = Self::default();
        for char in start.chars() {
            let (letter, tone) = read(char)?;
            if tone != LEVEL && word.tone != LEVEL {
                return None;
            }
            word.letters.push(letter);
            word.tone = word.tone.max(tone);
        }
        word.toned_at = word.letters.len();
        word.is_possible().then_some(word)
    }

    fn press(&mut self, method: Method, key: char) -> Step {
        let lower = key.to_ascii_lowercase();
        if let Some((mark_key, before)) = self.before.as_ref().filter(|(mark_key, _)| *mark_key == lower) {
            let mut undone = (**before).clone();
            let mut letter = Letter::plain(key);
            if let Some(vowel) = undone.letters.iter_mut().rfind(|letter| letter.base == *mark_key) {
                vowel.mark = Mark::Never;
                letter.mark = Mark::Never;
            }
            undone.letters.push(letter);
            if undone.is_possible() {
                *self = undone;
                return Step::Goes;
            }
            let mut text = before.shown();
            text.push(key);
            return Step::Undid(text);
        }
        let marked = match method {
            Method::Telex => self.by_letter(key),
            _ => self.by_digit(key),
        };
        if let Some(mut marked) = marked {
            self.before = None;
            marked.before = Some((lower, Box::new(std::mem::take(self))));
            *self = marked;
            return Step::Goes;
        }
        self.before = None;
        // A tone is not typed twice, nor taken off where there is none; the digits are no letters.
        let is_tone_again = method == Method::Telex && self.has_rhyme() && tone_of(lower).is_some();
        let with = self.with_letter(key);
        match with {
            Some(with) if !is_tone_again && key.is_ascii_alphabetic() => {
                *self = with;
                Step::Goes
            }
            _ => Step::Ended,
        }
    }

    /// The word with the mark a key of Telex means here.
    fn by_letter(&self, key: char) -> Option<Self> {
        let lower = key.to_ascii_lowercase();
        match lower {
            'd' => self.with_stroke(),
            'a' | 'e' | 'o' => {
                let mut word = self.with_marks(&[(lower, Mark::Circumflex)])?;
                let is_at_once = self.tone == LEVEL && self.letters.last().is_some_and(|last| last.base == lower);
                word.is_late |= !is_at_once;
                Some(word)
            }
            'w' => self.with_horn().or_else(|| self.with_marks(&[('a', Mark::Breve)])).or_else(|| {
                let mut word = self.with_letter(if key == 'W' { 'U' } else { 'u' })?;
                word.letters.last_mut()?.mark = Mark::Horn;
                word.is_possible().then_some(word)
            }),
            _ => self.with_tone(tone_of(lower)?),
        }
    }

    /// The word with the mark a digit of VNI means here.
    fn by_digit(&self, key: char) -> Option<Self> {
        match key {
            '6' => ['a', 'e', 'o'].into_iter().find_map(|base| self.with_marks(&[(base, Mark::Circumflex)])),
            '7' => self.with_horn(),
            '8' => self.with_marks(&[('a', Mark::Breve)]),
            '9' => self.with_stroke(),
            '0'..='5' => self.with_tone(key.to_digit(10)? as Tone),
            _ => None,
        }
    }

    fn with_stroke(&self) -> Option<Self> {
        let mut word = self.clone();
        let first = word.letters.first_mut().filter(|first| first.base == 'd' && first.mark == Mark::None)?;
        first.mark = Mark::Stroke;
        word.is_possible().then_some(word)
    }

    /// `ươ` from both letters; but `thuơ`, `huơ`, `khuơ` while they are open, as in `thuở`.
    fn with_horn(&self) -> Option<Self> {
        let is_open = self.letters.last().is_some_and(|letter| letter.base == 'o')
            && self.letters.iter().rev().nth(1).is_some_and(|letter| letter.base == 'u' && letter.mark == Mark::None)
            && self.letters.iter().rev().nth(2).is_some_and(|letter| letter.base == 'h')
            && self.letters.first().is_some_and(|letter| matches!(letter.base, 't' | 'h' | 'k'));
        let of_open = if is_open { self.with_marks(&[('o', Mark::Horn)]) } else { None };
        of_open
            .or_else(|| self.with_marks(&[('u', Mark::Horn), ('o', Mark::Horn)]))
            .or_else(|| self.with_marks(&[('u', Mark::Horn)]))
            .or_else(|| self.with_marks(&[('o', Mark::Horn)]))
    }

    /// Sets marks on the first of these letters in the rhyme, next to each other. `None` if that changes nothing, or
    /// begins no syllable.
    fn with_marks(&self, marks: &[(char, Mark)]) -> Option<Self> {
        let mut word = self.clone();
        let rhyme = fit(&self.letters, self.tone)?.initial;
        let (_, letters) = word.letters.split_at_mut_checked(rhyme)?;
        let (first, _) = marks.first()?;
        let place = letters.iter().position(|letter| letter.base == *first && letter.mark != Mark::Never)?;
        let mut has_changed = false;
        for (offset, (base, mark)) in marks.iter().enumerate() {
            let letter = letters.get_mut(place + offset).filter(|letter| letter.base == *base)?;
            has_changed |= letter.mark != *mark;
            letter.mark = *mark;
        }
        (has_changed && word.is_possible()).then_some(word)
    }

    /// Another tone may follow as long as no vowel came in between.
    fn with_tone(&self, tone: Tone) -> Option<Self> {
        let vowels_since = self.letters.iter().skip(self.toned_at).any(|letter| letter.is_vowel());
        let is_new = tone != self.tone && (self.tone == LEVEL || !vowels_since);
        let word = Self { tone, toned_at: self.letters.len(), ..self.clone() };
        (is_new && self.has_rhyme() && word.is_possible()).then_some(word)
    }

    fn with_letter(&self, key: char) -> Option<Self> {
        let mut word = self.clone();
        word.letters.push(Letter::plain(key));
        word.is_possible().then_some(word)
    }

    fn has_rhyme(&self) -> bool {
        fit(&self.letters, self.tone).is_some_and(|fit| fit.initial < self.letters.len())
    }

    /// Whether it is a syllable or begins one.
    fn is_possible(&self) -> bool {
        fit(&self.letters, self.tone).is_some()
    }

    /// Whether it is shown as typed until more keys make it a syllable: its circumflex was typed apart from the vowel
    /// (`data`, to become `dật`), or its tone before the vowel that carries it (`use`, `life`; to become `ghiền`).
    fn is_doubtful(&self) -> bool {
        fit(&self.letters, self.tone).is_some_and(|fit| {
            let is_early = self.tone != LEVEL
                && fit.initial + self.place(fit.initial) >= self.toned_at
                && !self.letters.iter().any(|letter| letter.is_marked());
            !fit.is_whole && (self.is_late || is_early)
        })
    }

    fn place(&self, initial: usize) -> usize {
        self.letters.split_at_checked(initial).map_or(0, |(_, rhyme)| place_of_tone(rhyme))
    }

    fn shown(&self) -> String {
        let initial = fit(&self.letters, self.tone).map_or(0, |fit| fit.initial);
        let toned = initial + self.place(initial);
        let mut letters = self.letters.clone();
        complete_horns(&mut letters, initial);
        let tone = |place: usize| if place == toned { self.tone } else { LEVEL };
        letters.iter().enumerate().map(|(place, letter)| letter.shown(tone(place))).collect()
    }
}

/// Before another letter `ưo` and `uơ` can only be `ươ`.
fn complete_horns(letters: &mut [Letter], initial: usize) {
    if let Some((_, [u, o, _, ..])) = letters.split_at_mut_checked(initial)
        && (u.base, o.base) == ('u', 'o')
        && (u.mark == Mark::Horn && o.mark == Mark::None || u.mark == Mark::None && o.mark == Mark::Horn)
    {
        u.mark = Mark::Horn;
        o.mark = Mark::Horn;
    }
}

fn tone_of(lower: char) -> Option<Tone> {
    "zsfrxj".chars().position(|key| key == lower)
}

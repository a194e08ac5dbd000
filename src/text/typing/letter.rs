//! The letters of Vietnamese: a Latin letter, its own mark, and the tone of the syllable.

/// What makes another letter of a Latin one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    None,
    /// None, and none to come: the mark was undone.
    Never,
    Circumflex,
    Breve,
    Horn,
    Stroke,
}

/// Numbered as the digits of VNI are: sắc, huyền, hỏi, ngã, nặng.
pub type Tone = usize;
pub const LEVEL: Tone = 0;
pub const SAC: Tone = 1;
pub const NANG: Tone = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// A lower-case letter of ASCII.
    pub base: char,
    pub mark: Mark,
    pub is_upper: bool,
}

/// The vowels, each with the six tones.
const VOWELS: &str = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵ";
const TONES: usize = 6;

impl Letter {
    /// A letter without a mark.
    pub fn plain(key: char) -> Self {
        Self { base: key.to_ascii_lowercase(), mark: Mark::None, is_upper: key.is_ascii_uppercase() }
    }

    pub fn is_vowel(self) -> bool {
        is_vowel(self.base)
    }

    /// Whether it is another letter than its Latin one.
    pub fn is_marked(self) -> bool {
        !matches!(self.mark, Mark::None | Mark::Never)
    }

    /// The letter with a tone, as one composed character.
    pub fn shown(self, tone: Tone) -> char {
        let first = match (self.base, self.mark) {
            ('d', Mark::Stroke) => return if self.is_upper { 'Đ' } else { 'đ' },
            ('a', Mark::Breve) => 'ă',
            ('a', Mark::Circumflex) => 'â',
            ('e', Mark::Circumflex) => 'ê',
            ('o', Mark::Circumflex) => 'ô',
            ('o', Mark::Horn) => 'ơ',
            ('u', Mark::Horn) => 'ư',
            (base, _) => base,
        };
        let lower = VOWELS.chars().skip_while(|vowel| *vowel != first).nth(tone).unwrap_or(first);
        if self.is_upper { upper(lower) } else { lower }
    }
}

/// The letter a character is, and its tone; `None` for what is not in this alphabet.
pub fn read(char: char) -> Option<(Letter, Tone)> {
    if char.is_ascii() {
        return char.is_ascii_alphabetic().then(|| (Letter::plain(char), LEVEL));
    }
    if matches!(char, 'đ' | 'Đ') {
        return Some((Letter { base: 'd', mark: Mark::Stroke, is_upper: char == 'Đ' }, LEVEL));
    }
    let place = VOWELS.chars().position(|vowel| vowel == char || upper(vowel) == char)?;
    let lower = VOWELS.chars().nth(place)?;
    let (base, mark) = parts(VOWELS.chars().nth(place - place % TONES)?);
    Some((Letter { base, mark, is_upper: lower != char }, place % TONES))
}

/// Whether words are made of it.
pub fn is_letter(char: char) -> bool {
    read(char).is_some()
}

/// A lower-case letter without a tone as its Latin letter and its mark.
pub fn parts(letter: char) -> (char, Mark) {
    match letter {
        'ă' => ('a', Mark::Breve),
        'â' => ('a', Mark::Circumflex),
        'ê' => ('e', Mark::Circumflex),
        'ô' => ('o', Mark::Circumflex),
        'ơ' => ('o', Mark::Horn),
        'ư' => ('u', Mark::Horn),
        'đ' => ('d', Mark::Stroke),
        base => (base, Mark::None),
    }
}

pub fn is_vowel(base: char) -> bool {
    matches!(base, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn upper(lower: char) -> char {
    lower.to_uppercase().next().unwrap_or(lower)
}

//! What a Vietnamese syllable can be: known initials, known rhymes, the tones that go with a stop, where the tone is written.

use super::letter::{LEVEL, Letter, Mark, NANG, SAC, Tone, is_vowel, parts};

/// Without the stroke of `đ`. `gi` and `qu` are initials of their own.
const INITIALS: &str = " b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x";

pub const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay \
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu \
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc \
    oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uêu uôc uôi uôm uôn uông uôt uơ \
    uy uya uych uyn uynh uyp uyt uyu uyên uyêt \
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y yêm yên yêng yêt yêu";

/// After `qu`, whose `u` is the glide other initials have in the rhyme.
pub const AFTER_QU: &str = "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây \
    e en eo et ê êch ên ênh êt êu i it ôc ơ ơi y yên yêt ynh yt yu";

/// Syllables of place names that follow no rule: Đắk Lắk, Krông Búk, Chư Prông, Kon Plông, Chư Păh.
const OF_PLACES: &str = "đăk lăk păk buk păh krông prông plông";

/// Initials of the rhymes in `oe`.
const BEFORE_OE: &str = " ch h kh l ng nh t x";

/// How letters are a syllable or the beginning of one.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// How many letters are the initial.
    pub initial: usize,
    /// Whether nothing has to come any more: no letter, no mark, no tone.
    pub is_whole: bool,
}

/// `None` if the letters, with the marks they may still get, begin no syllable.
pub fn fit(letters: &[Letter], tone: Tone) -> Option<Fit> {
    let consonants = letters.iter().take_while(|letter| !letter.is_vowel()).count();
    let base = |place: usize| letters.get(place).map(|letter| letter.base);
    let has_glide = letters.get(1).is_some_and(|letter| letter.mark == Mark::None);
    let splits = match (base(0), base(1), base(2)) {
        (Some('q'), Some('u'), _) if has_glide => [2, 2],
        (Some('g'), Some('i'), Some(next)) if is_vowel(next) => [2, 1],
        _ => [consonants, consonants],
    };
    let by_rule = splits.into_iter().find_map(|initial| fit_at(letters, initial, tone));
    by_rule.or_else(|| {
        let (name, is_whole) = best(OF_PLACES.split(' '), letters, |_| true)?;
        let has_tone = tone == SAC && name.ends_with('k') && letters.len() > consonants;
        (tone == LEVEL || has_tone).then_some(Fit { initial: consonants, is_whole })
    })
}

fn fit_at(letters: &[Letter], initial: usize, tone: Tone) -> Option<Fit> {
    let (before, rhyme) = letters.split_at_checked(initial)?;
    let is_begun_by = |known: &str| {
        let mut known = known.chars();
        before.iter().all(|letter| known.next() == Some(letter.base)).then(|| known.next().is_none())
    };
    if rhyme.is_empty() {
        let is_known = INITIALS.split(' ').any(|known| is_begun_by(known).is_some());
        return (is_known && tone == LEVEL).then_some(Fit { initial, is_whole: false });
    }
    let known = INITIALS.split(' ').find(|known| is_begun_by(known) == Some(true))?;
    let rhymes = if known == "qu" { AFTER_QU } else { RHYMES };
    let (_, is_whole) = best(rhymes.split(' '), rhyme, |rhyme| go_together(known, rhyme))?;
    let has_stop = rhyme.iter().any(|letter| matches!(letter.base, 'c' | 'p' | 't'));
    let is_allowed = !has_stop || matches!(tone, LEVEL | SAC | NANG);
    is_allowed.then_some(Fit { initial, is_whole: is_whole && !(has_stop && tone == LEVEL) })
}

/// The first that letters are or begin, and whether they are one as they are.
fn best<'a>(
    known: impl Iterator<Item = &'a str>,
    letters: &[Letter],
    is_allowed: impl Fn(&str) -> bool,
) -> Option<(&'a str, bool)> {
    let mut found = None;
    for one in known {
        match begins(one, letters) {
            Some(is_whole) if is_allowed(one) && (is_whole || found.is_none()) => found = Some((one, is_whole)),
            _ => {}
        }
    }
    found
}

/// Whether letters are all of it; `None` if they do not even begin it. A mark may still come.
fn begins(known: &str, letters: &[Letter]) -> Option<bool> {
    let mut known = known.chars();
    let mut is_whole = true;
    for letter in letters {
        let (base, mark) = parts(known.next()?);
        let is_marked = letter.mark == mark || letter.mark == Mark::Never && mark == Mark::None;
        if letter.base != base || !(is_marked || letter.mark == Mark::None) {
            return None;
        }
        is_whole &= is_marked;
    }
    Some(is_whole && known.next().is_none())
}

/// The spelling rules between an initial and a rhyme.
fn go_together(initial: &str, rhyme: &str) -> bool {
    let first = rhyme.chars().next().map_or(' ', |letter| parts(letter).0);
    let is_spelt = match initial {
        "c" => {
            let has_glide = ["oa", "oă", "oe", "uâ", "uê", "uơ", "uy"].iter().any(|glide| rhyme.starts_with(glide));
            !matches!(first, 'e' | 'i' | 'y') && !has_glide
        }
        "ng" => !matches!(first, 'e' | 'i' | 'y'),
        "g" => !matches!(first, 'e' | 'y'),
        "gh" | "ngh" => matches!(first, 'e' | 'i'),
        "gi" => !matches!(first, 'i' | 'y'),
        _ => true,
    };
    let has_y = first != 'y' || rhyme == "y" || matches!(initial, "" | "qu");
    let has_oe = !rhyme.starts_with("oe") || BEFORE_OE.split(' ').any(|known| known == initial);
    is_spelt && has_y && has_oe
}

/// Which letter of a rhyme carries the tone. In an open syllable `oa`, `oe`, `uy` carry it on the first vowel (`hòa`,
/// `khỏe`, `thúy`): the older placement, which most people type and most of the state's documents have.
pub fn place_of_tone(rhyme: &[Letter]) -> usize {
    let vowels = rhyme.iter().take_while(|letter| letter.is_vowel()).count();
    let base = |place: usize| rhyme.get(place).map_or(' ', |letter| letter.base);
    let letters = (base(0), base(1), base(2));
    let marked = rhyme.iter().rposition(|letter| letter.is_vowel() && letter.is_marked());
    match (marked, vowels) {
        // `ưo` is on its way to `ươ`.
        (Some(0), _) if letters.0 == 'u' && letters.1 == 'o' => 1,
        (Some(place), _) => place,
        (None, 0 | 1) => 0,
        (None, 2) if rhyme.len() > vowels => 1,
        // On their way to `uê`, `uơ`, `iê`, `yê`.
        (None, 2) => usize::from(matches!(letters, ('u', 'e' | 'o', _) | ('i' | 'y', 'e', _))),
        (None, _) if letters == ('u', 'y', 'e') => 2,
        (None, _) => 1,
    }
}

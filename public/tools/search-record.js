// Reads a record of the search index back: its title, its labels, and the stretch of its text that answers a question.
//
// `publisher/src/output/search/writing.rs` writes records and says how; the signs are the same there.

/**
 * @typedef {{ text: string, isMatch: boolean }} Part
 * @typedef {{ text: string, place: number }} Word
 * @typedef {{ words: Word[], gaps: string[] }} Passage A gap before each word, and one after the last.
 * @typedef {{ title: Passage, labels: Passage[], text: Passage[] }} RecordParts
 *
 * @typedef {object} Match What answers at a place of a record.
 * @property {number} term The number of the term that it answers.
 * @property {boolean} isOther Whether it means what was typed, but is written in another way.
 * @property {number} letters How many of the word's letters were asked for; Infinity for the whole word.
 */

const PASSAGE = '\ue001';
const PART = '\ue002';
const CAPITALS = '\ue003';
const FILLER = '\ue004';
/** Words of an excerpt; of those before the first match; of a beginning that is shown apart from it. */
const EXCERPT_WORDS = 44;
const MOST_BEFORE = 30;
const FEW_BEFORE = 10;
const SENTENCE_WORDS = 10;
const BEGINNING_WORDS = 6;
const MOST_EXCERPTS = 2;
const SENTENCE_END = /[.!?…]["”’)\]»]* /;

/** The letter that ends words. */
export const END = '\u01c0';
/** The places that a part has, at the least. */
export const PART_PLACES = 128;

/**
 * @param {string} content
 * @returns {RecordParts}
 */
export function readRecord(content) {
  const written = content.split(' ');
  // Words stand at odd places, those of what comes after the news at even ones.
  const first = written.findIndex((one) => one.endsWith(END)) % 2 === 0 ? 1 : 0;
  /** @type {[Passage[], Passage[], Passage[]]} */
  const parts = [[], [], []];
  let part = 0;
  let passage = newPassage();
  for (let place = first; place < written.length; place += 2) {
    const gap = written[place] ?? '';
    const word = written[place + 1] ?? '';
    const [before = '', capitals] = readable(gap).split(CAPITALS);
    if (gap.includes(PASSAGE)) {
      passage.gaps.push(before.replace(PASSAGE, ''));
      parts[part]?.push(passage);
      passage = newPassage();
    } else if (gap.includes(PART)) {
      part += 1;
    } else if (word.endsWith(END)) {
      passage.gaps.push(before);
      passage.words.push({ text: decode(word.slice(0, -1), capitals), place: place + 1 });
    }
  }
  return { title: parts[0][0] ?? { words: [], gaps: [''] }, labels: parts[1], text: parts[2] };
}

/** @returns {Passage} */
const newPassage = () => ({ words: [], gaps: [] });

const readable = (/** @type {string} */ gap) => gap.replaceAll('\ue000', ' ').replaceAll(FILLER, '').replaceAll('&amp;', '&');

/**
 * @param {string} word
 * @param {string | undefined} capitals Which letters are; empty for all, undefined for none but perhaps the first.
 */
function decode(word, capitals) {
  const letters = [...word.replaceAll('d\u0345', 'đ').replaceAll('D\u0345', 'Đ')];
  if (capitals === undefined) return letters.join('');
  return letters.map((letter, place) => (!capitals || capitals[place] === '+' ? letter.toUpperCase() : letter)).join('');
}

/**
 * A passage, or the words of it from one to before another, as parts of which each is a match or not.
 * @param {Passage} passage
 * @param {Map<number, Match>} matches By place.
 * @returns {Part[]}
 */
export function marked(passage, matches, start = 0, end = passage.words.length) {
  /** @type {Part[]} */
  const parts = [];
  const add = (/** @type {string} */ text, /** @type {boolean} */ isMatch) => {
    const last = parts.at(-1);
    if (last?.isMatch === isMatch) last.text += text;
    else if (text) parts.push({ text, isMatch });
  };
  passage.words.slice(start, end).forEach(({ text, place }, number) => {
    const gap = passage.gaps[start + number] ?? '';
    const match = matches.get(place);
    const before = matches.get(place - 2);
    const isPhrase = match && before && number > 0 && (gap.trim() === '' || before.term === match.term);
    // A beginning that is cut out keeps its opening quotation mark.
    add(number === 0 && start > 0 ? (/[("“‘«[]+$/.exec(gap)?.[0] ?? '') : gap, Boolean(isPhrase));
    if (!match) return add(text, false);
    const letters = [...text];
    add(letters.slice(0, match.letters).join(''), true);
    add(letters.slice(match.letters).join(''), false);
  });
  const after = passage.gaps[end] ?? '';
  add(end < passage.words.length ? (/^[.!?…]*["”’)\]»]*/.exec(after)?.[0] ?? '') : after, false);
  return parts;
}

/**
 * The stretches of a text that answer the most, each of one passage and from the beginning of a sentence on; the
 * beginning of the text when nothing in it answers.
 * @param {Passage[]} passages
 * @param {Map<number, Match>} matches
 * @returns {Part[][]}
 */
export function excerptsOf(passages, matches) {
  /** @type {Set<number>} */
  const shown = new Set();
  /** @type {Part[][]} */
  const excerpts = [];
  const windows = passages.map((passage) => bestWindow(passage, matches));
  while (excerpts.length < MOST_EXCERPTS) {
    const isNew = (/** @type {Window | undefined} */ window) => window && [...window.terms].some((term) => !shown.has(term));
    const left = windows.filter(isNew);
    const best = Math.max(0, ...left.map((window) => window?.worth ?? 0));
    // Of passages that answer as much, the first that is long enough for a sentence.
    const candidates = left.filter((window) => window?.worth === best);
    const window = candidates.find((one) => (one?.passage.words.length ?? 0) >= SENTENCE_WORDS) ?? candidates[0];
    if (!window) break;
    for (const term of window.terms) shown.add(term);
    excerpts.push(excerpt(window, matches));
  }
  const [first] = passages;
  if (!excerpts.length && first) excerpts.push(excerpt({ passage: first, first: 0, last: 0, terms: new Set(), worth: 0 }, matches));
  return excerpts;
}

/**
 * @typedef {{ passage: Passage, first: number, last: number, terms: Set<number>, worth: number }} Window Numbers of words, and the terms that they answer.
 */

/**
 * The stretch of a passage that answers the most terms, the shortest of these.
 * @param {Passage} passage
 * @param {Map<number, Match>} matches
 * @returns {Window | undefined}
 */
function bestWindow(passage, matches) {
  /** @type {Window | undefined} */
  let best;
  const found = passage.words.flatMap(({ place }, number) => {
    const match = matches.get(place);
    return match ? [{ number, ...match }] : [];
  });
  found.forEach(({ number: first }, start) => {
    /** @type {Set<number>} */
    const terms = new Set();
    let [last, others] = [first, 0];
    for (const { number, term, isOther } of found.slice(start)) {
      if (number - first >= EXCERPT_WORDS - BEGINNING_WORDS) break;
      // The words of one phrase are a term each, or one together: it is shown to its end.
      if (terms.has(term) && number !== last + 1) continue;
      if (isOther && !terms.has(term)) others += 1;
      terms.add(term);
      last = number;
    }
    const worth = terms.size - others / (others + 1);
    const gain = worth - (best?.worth ?? 0);
    if (gain > 0 || (best && gain === 0 && last - first < best.last - best.first)) best = { passage, first, last, terms, worth };
  });
  return best;
}

/**
 * @param {Window} window
 * @param {Map<number, Match>} matches
 * @returns {Part[]}
 */
function excerpt({ passage, first, last }, matches) {
  const { words, gaps } = passage;
  let sentence = first;
  while (sentence > 0 && !SENTENCE_END.test(gaps[sentence] ?? '')) sentence -= 1;
  const isFar = first - sentence > MOST_BEFORE;
  const start = isFar ? first - FEW_BEFORE : sentence;
  const end = Math.min(words.length, Math.max(last + 1, start + EXCERPT_WORDS - (isFar ? BEGINNING_WORDS : 0)));
  const beginning = isFar ? [...marked(passage, matches, sentence, sentence + BEGINNING_WORDS), { text: ' … ', isMatch: false }] : [];
  const tail = end < words.length && !SENTENCE_END.test(gaps[end] ?? '') ? [{ text: ' …', isMatch: false }] : [];
  return [...beginning, ...marked(passage, matches, start, end), ...tail];
}

// Decides what a page is worth to who asked, by where the asked words stand on it. Owns no index and no markup.

/**
 * @typedef {import('./search-query.js').Term} Term
 * @typedef {import('./search-record.js').Match} Match
 * @typedef {Map<string, Set<number>>} Places By page.
 *
 * @typedef {object} WordPlaces Where a word stands.
 * @property {Places} all With any marks.
 * @property {Places} exact With the marks it was typed with.
 * @property {Places} [open] Where a word stands that begins so, with any marks; of the last word while it is typed.
 * @property {Places} [openExact]
 *
 * @typedef {object} Occurrence
 * @property {number} start
 * @property {number} length In words.
 * @property {boolean} isExact
 * @property {boolean} isOther Whether it is another phrase that means the same.
 * @property {number} letters How many letters of its last word were asked for; Infinity for the whole word.
 *
 * @typedef {object} Ranked
 * @property {string} id
 * @property {number} worth The steps of `worthOf`, the least is best.
 * @property {number} exact How many terms it has as they were typed.
 * @property {number} wrong How many terms were typed with marks that it has not.
 * @property {boolean} isStrong Whether each term is one the page means: in the very marks, or beside its neighbour in the query.
 * @property {boolean} isPhrase Whether they stand side by side, in the query's order.
 * @property {boolean} isNear Whether they stand near one another, or most of them beside others.
 * @property {Map<number, Match>} matches By place.
 * @property {number[]} missing The numbers of the terms that it has not.
 */

import { PART_PLACES } from './search-record.js';

/** Words stand two places apart. */
const STEP = 2;
/** How many places lie between the first and the last word, for each of them, when they are near one another. */
const NEAR = 3 * STEP;
/** As many places as two or three sentences have. */
const SAME_STRETCH = 30 * STEP;

/** Steps of what a page is worth. */
const TITLE_PHRASE = 1;
const TITLE = 2;
const TEXT_PHRASE = 3;
const NEARBY = 4;
const STRETCH = 5;
const SCATTERED = 6;
/** What comes after the news is that many steps worse. */
const AFTER_NEWS = 2;

/** A slip of the finger; more is another word. */
const MOST_WRONG_MARKS = 1;

const TITLE_PART = 0;
const TEXT_PART = 2;

/** Whether what stands at a place comes after the news. */
const isAfterNews = (/** @type {number} */ place) => place % STEP === 0;
const partOf = (/** @type {number} */ place) => Math.min(TEXT_PART, Math.floor((place - (isAfterNews(place) ? 1 : 0)) / PART_PLACES));

/**
 * The pages that have every term, best first. Where some mean what was asked, those that only have its letters are left
 * out: “Sơn La” is not asked for by a page with “sơn” here and “là” there. One word may have been typed with a wrong mark,
 * when no page has it with the right one.
 * @param {Term[]} terms
 * @param {Map<string, WordPlaces>} words
 * @param {Map<string, number>} order The place of each page among those that answer equally well.
 * @returns {Ranked[]}
 */
export function rank(terms, words, order) {
  const found = terms.map((term) => occurrencesOf(term, words));
  const [least = new Map()] = [...found].sort((a, b) => a.size - b.size);
  const ids = [...least.keys()].filter((id) => found.every((pages) => pages.has(id)));
  const ranked = ids.map((id) => judge(id, terms, found.map((pages) => pages.get(id) ?? [])));
  if (terms.length === 1) return sorted(ranked, order);
  const strong = ranked.filter(({ isStrong }) => isStrong);
  // Who types without marks may mean words that stand apart, when they are not far apart.
  const meant = strong.length || terms.some(({ isMarked }) => isMarked) ? strong : ranked.filter(({ isNear }) => isNear);
  const fewest = Math.min(MOST_WRONG_MARKS, ...meant.map(({ wrong }) => wrong));
  return sorted(meant.filter(({ wrong }) => wrong === fewest), order);
}

/**
 * The pages that have the most of the terms, at least half of them: what was said apart does not count as a part of it.
 * @param {Term[]} terms
 * @param {Map<string, WordPlaces>} words
 * @param {Map<string, number>} order
 * @returns {Ranked[]}
 */
export function rankPartly(terms, words, order) {
  const found = terms.map((term) => occurrencesOf(term, words));
  const ids = new Set(found.flatMap((pages) => [...pages.keys()]));
  const ranked = [...ids].map((id) => {
    const all = found.map((pages, number) => (pages.get(id) ?? []).filter((one) => one.isExact || !terms[number]?.isMarked));
    const besides = besideOthers(all);
    const isWhole = (/** @type {number} */ number) => terms.length < 3 || (terms[number]?.phrases[0]?.length ?? 0) > 1 || /\p{N}/u.test(terms[number]?.typed ?? '');
    const counted = all.map((occurrences, number) => (isWhole(number) ? occurrences : occurrences.filter((one) => besides.has(one))));
    const missing = all.flatMap((occurrences, number) => (occurrences.length ? [] : [number]));
    return { ...judge(id, terms, counted), missing, count: counted.filter((occurrences) => occurrences.length).length };
  });
  const most = Math.max(0, ...ranked.map(({ count }) => count));
  if (most < terms.length / 2) return [];
  return sorted(ranked.filter(({ count }) => count === most), order);
}

/**
 * @param {Ranked[]} ranked
 * @param {Map<string, number>} order
 */
function sorted(ranked, order) {
  const placeOf = (/** @type {Ranked} */ { id }) => order.get(id) ?? 0;
  return [...ranked].sort((a, b) => a.wrong - b.wrong || a.worth - b.worth || b.exact - a.exact || placeOf(a) - placeOf(b));
}

/**
 * Where a term stands, by page.
 * @param {Term} term
 * @param {Map<string, WordPlaces>} words
 * @returns {Map<string, Occurrence[]>}
 */
function occurrencesOf(term, words) {
  /** @type {Map<string, Occurrence[]>} */
  const pages = new Map();
  term.phrases.forEach((phrase, number) => {
    const places = phrase.map((word) => words.get(word));
    const isOpen = term.isOpen && number === 0;
    const allOf = (/** @type {number} */ at) => (isOpen && at === phrase.length - 1 ? places[at]?.open : places[at]?.all) ?? new Map();
    const exactOf = (/** @type {number} */ at) => (isOpen && at === phrase.length - 1 ? places[at]?.openExact : places[at]?.exact) ?? new Map();
    const stands = (/** @type {Places} */ where, /** @type {string} */ id, /** @type {number} */ place) => where.get(id)?.has(place) ?? false;
    const last = phrase.length - 1;
    for (const [id, starts] of allOf(0)) {
      for (const start of starts) {
        const placeOf = (/** @type {number} */ at) => start + at * STEP;
        if (!phrase.every((_, at) => at === 0 || stands(allOf(at), id, placeOf(at)))) continue;
        const isExact = phrase.every((_, at) => stands(exactOf(at), id, placeOf(at)));
        const isCut = isOpen && !stands(places[last]?.all ?? new Map(), id, placeOf(last));
        const letters = isCut ? [...(phrase[last] ?? '')].length : Infinity;
        const occurrences = pages.get(id) ?? [];
        occurrences.push({ start, length: phrase.length, isExact, isOther: number >= term.own, letters });
        pages.set(id, occurrences);
      }
    }
  });
  return pages;
}

const endOf = (/** @type {Occurrence} */ { start, length }) => start + (length - 1) * STEP;

/**
 * Those that stand beside an occurrence of the term before or after theirs, in the query's order.
 * @param {Occurrence[][]} all By term.
 */
function besideOthers(all) {
  const starts = all.map((occurrences) => new Set(occurrences.map(({ start }) => start)));
  const ends = all.map((occurrences) => new Set(occurrences.map(endOf)));
  return new Set(
    all.flatMap((occurrences, number) =>
      occurrences.filter((one) => starts[number + 1]?.has(endOf(one) + STEP) || (number > 0 && ends[number - 1]?.has(one.start - STEP))),
    ),
  );
}

/**
 * @param {string} id
 * @param {Term[]} terms
 * @param {Occurrence[][]} all By term; none for one that is missing.
 * @returns {Ranked}
 */
function judge(id, terms, all) {
  const besides = besideOthers(all);
  const isBeside = (/** @type {Occurrence} */ one) => besides.has(one);
  const isExact = (/** @type {Occurrence} */ one) => one.isExact;
  // What is better counts alone: a page on “liên hệ” is not asked for by its “liên kết”.
  const isBoth = (/** @type {Occurrence} */ one) => isBeside(one) && isExact(one);
  const counted = all.map((occurrences, number) => {
    const best = terms[number]?.isMarked ? [isBoth, isExact, isBeside] : [isBeside, isExact];
    const isBest = best.find((isIt) => occurrences.some(isIt));
    return isBest ? occurrences.filter(isBest) : occurrences;
  });
  const exact = counted.map((occurrences) => occurrences.some(isExact));
  const present = counted.filter((occurrences) => occurrences.length);
  const phrases = partsWithPhrase(present);
  const span = spanOf(present);
  return {
    id,
    worth: worthOf(present, phrases, span),
    exact: exact.filter(Boolean).length,
    wrong: exact.filter((one, number) => !one && terms[number]?.isMarked && all[number]?.length).length,
    isStrong: all.every((occurrences) => occurrences.some((one) => isBeside(one) || isExact(one))),
    isPhrase: phrases.size > 0,
    isNear: span <= NEAR * present.length || all.filter((occurrences) => occurrences.some(isBeside)).length * 2 >= all.length,
    matches: matchesOf(counted),
    missing: [],
  };
}

/**
 * @param {Occurrence[][]} all By term.
 * @param {Set<number>} phrases The parts in which they stand side by side.
 * @param {number} span
 */
function worthOf(all, phrases, span) {
  const first = all[0]?.[0];
  if (!first) return SCATTERED;
  // What was written in another way means the same, but it is not what was typed.
  const isOther = all.some((occurrences) => occurrences.every((one) => one.isOther)) ? 0.5 : 0;
  return stepOf(all, phrases, span) + isOther + (isAfterNews(first.start) ? AFTER_NEWS : 0);
}

/**
 * @param {Occurrence[][]} all
 * @param {Set<number>} phrases
 * @param {number} span
 */
function stepOf(all, phrases, span) {
  const inTitle = all.filter((occurrences) => occurrences.some(({ start }) => partOf(start) === TITLE_PART)).length;
  if (phrases.has(TITLE_PART)) return TITLE_PHRASE;
  if (inTitle === all.length) return TITLE;
  if (phrases.has(TEXT_PART)) return TEXT_PHRASE;
  if (phrases.size || inTitle * 2 >= all.length || span <= NEAR * all.length) return NEARBY;
  return span <= SAME_STRETCH ? STRETCH : SCATTERED;
}

/**
 * The parts in which all terms stand side by side, in their order.
 * @param {Occurrence[][]} all
 */
function partsWithPhrase([first = [], ...rest]) {
  let ends = new Map(first.map((one) => [endOf(one), partOf(one.start)]));
  for (const occurrences of rest) {
    ends = new Map(occurrences.flatMap((one) => (ends.has(one.start - STEP) ? [[endOf(one), partOf(one.start)]] : [])));
  }
  return new Set(ends.values());
}

/**
 * The places between the first and the last word of the shortest stretch that has all terms.
 * @param {Occurrence[][]} all
 */
function spanOf(all) {
  const events = all.flatMap((occurrences, term) => occurrences.map((one) => ({ term, start: one.start, end: endOf(one) }))).sort((a, b) => a.start - b.start);
  const counts = all.map(() => 0);
  let [present, left, shortest] = [0, 0, Infinity];
  for (const { term, end } of events) {
    if (!counts[term]) present += 1;
    counts[term] = (counts[term] ?? 0) + 1;
    for (let first = events[left]; first && present === all.length; first = events[left]) {
      shortest = Math.min(shortest, end - first.start);
      counts[first.term] = (counts[first.term] ?? 0) - 1;
      if (!counts[first.term]) present -= 1;
      left += 1;
    }
  }
  return shortest;
}

/**
 * @param {Occurrence[][]} all By term.
 * @returns {Map<number, Match>}
 */
function matchesOf(all) {
  /** @type {Map<number, Match>} */
  const matches = new Map();
  all.forEach((occurrences, term) => {
    for (const { start, length, isOther, letters } of occurrences) {
      for (let at = 0; at < length; at += 1) matches.set(start + at * STEP, { term, isOther, letters: at === length - 1 ? letters : Infinity });
    }
  });
  return matches;
}

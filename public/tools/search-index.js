// Asks the search index: Vietnamese queries in, ranked pages with excerpts out. Owns no markup.
//
// The index is in parts, each a Pagefind bundle, that `publisher/src/output/search` writes; a small site has one. Pagefind tells
// on which pages of a part a word stands, and where; every part is asked for one whole word at a time. What a page is worth to a
// reader is decided here, by where its words stand.

import { encode, fold, formsOf, termsOf } from './search-query.js';
import { rank, rankPartly } from './search-ranking.js';
import { END, excerptsOf, marked, readRecord } from './search-record.js';

/**
 * @typedef {import('./search-query.js').Term} Term
 * @typedef {import('./search-record.js').Part} Part
 * @typedef {import('./search-record.js').Match} Match
 * @typedef {import('./search-ranking.js').Ranked} Ranked
 * @typedef {Record<string, string>} Filters What a page has to have, by the name of the filter.
 * @typedef {{ url: string, title: Part[], section: Part[], dateTime?: string, date: Part[], excerpts: Part[][], missing: string[] }} Shown
 * @typedef {{ id: string, load(): Promise<Shown> }} Found
 *
 * @typedef {object} Answer
 * @property {Found[]} results Best first.
 * @property {string[]} unmarked Words that no page has with the marks they were typed with: pages with other marks were taken.
 * @property {{ typed: string, taken: string }[]} corrected Words that no page has, and those they were taken for.
 * @property {boolean} isPartial Whether no page has all that was asked for.
 *
 * Of Pagefind's own:
 * @typedef {{ url: string, filters: Record<string, string[]>, content: string }} Fragment
 * @typedef {{ id: string, score: number, words: number[], data(): Promise<Fragment> }} Result
 * @typedef {{ filters: Filters, sort: Record<string, string> }} Options
 * @typedef {{ search(term: string, options: Options): Promise<{ results: Result[] }>, preload(term: string, options: Options): Promise<void>, options(changed: object): Promise<void> }} Pagefind
 */

/** Words that a mistyped one may have been, that are tried. */
const MOST_GUESSES = 6;
/** More mistyped words than that are no mistake. */
const MOST_MISTAKES = 2;
/** A shorter word by itself may be many others. */
const LEAST_ALONE = 4;
/** How long an answer may take, or the opening of the index; later there is none. */
const TIME_LIMIT_MS = 15_000;
/** A file of Pagefind's without content. */
const NOTHING = 'pagefind_dcd';
/** No part has as many pages. */
const MOST_PAGES = 1e9;
const NO_ANSWER = { results: [], unmarked: [], corrected: [], isPartial: false };

/** One index: loaded at the first query, and again at the next one if that failed. */
class SearchIndex {
  #bundle;
  #tries = 0;
  /** @type {Promise<Pagefind[]> | null} */
  #opened = null;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** Whether a part did not arrive since the index was opened. */
  #missing = false;
  /** @type {Promise<string[][]> | null} */
  #vocabulary = null;
  /** What Pagefind begins with, by the parts' names. @type {Map<string, string>} */
  #entries = new Map();
  /** @type {Promise<void> | undefined} */
  #engine;

  /** @param {string} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
    this.#watchRequests();
  }

  /**
   * Pages for a query, best first; each can `load` what is to be shown of it. Rejects when the index cannot be loaded.
   * @param {string} query
   * @param {Filters} filters
   * @param {boolean} isTyping Whether the last word may go on.
   * @returns {Promise<Answer>}
   */
  find(query, filters = {}, isTyping = false) {
    // One at a time: whether marks count is a setting of Pagefind's, not of a query.
    const answer = this.#last.then(() => this.#ask(termsOf(query, isTyping), filters));
    this.#last = answer.catch(() => {});
    return answer;
  }

  /**
   * @param {Term[]} terms
   * @param {Filters} filters
   */
  async #ask(terms, filters) {
    if (!terms.length) return NO_ANSWER;
    const isOpen = this.#opened !== null;
    const answer = this.#answer(terms, filters);
    // A publish takes away the parts of an index that a page has opened before; then the new one answers.
    return isOpen ? answer.catch(() => this.#answer(terms, filters)) : answer;
  }

  /**
   * @param {Term[]} terms
   * @param {Filters} filters
   * @returns {Promise<Answer>}
   */
  async #answer(terms, filters) {
    try {
      this.#opened ??= this.#open();
      const question = new Question(await inTime(this.#opened), filters, () => (this.#opened = null));
      const answer = await inTime(this.#best(question, terms));
      if (this.#missing) throw new Error('a part of the search index did not arrive');
      return answer;
    } catch (error) {
      this.#opened = null;
      throw error;
    }
  }

  /**
   * The pages with all that was asked for; else with what was meant, if a word was mistyped; else with the most of it.
   * @param {Question} question
   * @param {Term[]} terms
   * @returns {Promise<Answer>}
   */
  async #best(question, terms) {
    await question.learn(terms);
    const full = rank(terms, question.words, question.order);
    if (full.length) return { ...NO_ANSWER, results: full.map((page) => question.found(page, terms)), unmarked: full[0]?.wrong ? question.unmarkedOn(full[0], terms) : [] };
    const meant = await this.#meant(question, terms);
    if (meant) return meant;
    const partial = rankPartly(terms, question.words, question.order);
    return { ...NO_ANSWER, results: partial.map((page) => question.found(page, terms)), isPartial: true };
  }

  /**
   * The pages for what was meant, when words are one letter away from those that pages have, beside the same neighbours.
   * Words that no page has were mistyped; where all are known, one of them was, but none that some page has in the very marks.
   * @param {Question} question
   * @param {Term[]} terms
   * @returns {Promise<Answer | undefined>}
   */
  async #meant(question, terms) {
    const isWord = (/** @type {Term} */ { phrases, isOpen }) => !isOpen && phrases.length === 1 && /^\p{L}{3,}$/u.test(phrases[0]?.join(' ') ?? '');
    const unknown = terms.filter((term) => isWord(term) && !question.has(term));
    if (unknown.length > MOST_MISTAKES || (terms.length === 1 && [...(terms[0]?.typed ?? '')].length < LEAST_ALONE)) return undefined;
    const isSure = (/** @type {Term} */ { isMarked, phrases: [[word = ''] = []] }) => isMarked && question.words.get(word)?.exact.size;
    const suspects = unknown.length || terms.length === 1 ? unknown : terms.filter((term) => isWord(term) && !isSure(term));
    const vocabulary = suspects.length ? await (this.#vocabulary ??= this.#loadVocabulary()) : [];
    const tries = suspects.map((term) => {
      const typed = fold(term.typed);
      const guesses = vocabulary.filter(([form = '']) => isOneEditAway(typed, fold(form))).slice(0, MOST_GUESSES);
      return guesses.map((forms) => ({ term, forms }));
    });
    // Of two that no page has both were mistyped.
    const [first = [], second] = unknown.length === 2 ? tries : [tries.flat()];
    const changes = second ? first.flatMap((one) => second.map((other) => [one, other])) : first.map((one) => [one]);
    /** @type {{ pages: Ranked[], terms: Term[], change: { term: Term, forms: string[] }[] } | undefined} */
    let best;
    for (const change of changes) {
      const changed = terms.map((term) => {
        const forms = change.find((one) => one.term === term)?.forms;
        return forms ? { ...term, phrases: [[fold(forms[0] ?? '')]], isMarked: false } : term;
      });
      await question.learn(changed);
      const fits = change.map(({ term }) => {
        const at = terms.indexOf(term);
        const neighbours = rank(changed.slice(Math.max(0, at - 1), at + 2), question.words, question.order);
        return new Set(neighbours.filter(({ isPhrase }) => isPhrase).map(({ id }) => id));
      });
      const pages = rank(changed, question.words, question.order).filter(({ id, wrong }) => !wrong && fits.every((ids) => ids.has(id)));
      if (pages[0] && pages[0].worth < (best?.pages[0]?.worth ?? Infinity)) best = { pages, terms: changed, change };
    }
    const [page] = best?.pages ?? [];
    if (!best || !page) return undefined;
    const { pages, terms: changed, change } = best;
    const corrected = await Promise.all(change.map(async ({ term, forms }) => ({ typed: term.typed, taken: await question.formOn(page, terms.indexOf(term), forms) })));
    return { ...NO_ANSWER, results: pages.map((one) => question.found(one, changed)), corrected };
  }

  /**
   * The forms of each word of the index.
   * @returns {Promise<string[][]>}
   */
  async #loadVocabulary() {
    try {
      const words = /** @type {string[]} */ (await (await fetch(`${this.#bundle}words.json`)).json());
      return words.map((forms) => forms.split(' '));
    } catch {
      // Without it there are no guesses.
      this.#vocabulary = null;
      return [];
    }
  }

  /**
   * Opens all parts, the newest first.
   * @returns {Promise<Pagefind[]>}
   */
  async #open() {
    this.#missing = false;
    await loadsAnotherBuild();
    // Browsers do not request a module that failed to load again under the same address.
    const again = this.#tries++ ? `?try=${this.#tries}` : '';
    const [{ createInstance }, rows] = await Promise.all([import(`${this.#bundle}pagefind.js${again}`), this.#loadParts()]);
    const open = (/** @type {string} */ name) => createInstance({ noWorker: true, baseUrl: '/', metaCacheTag: '', basePath: `${this.#bundle}${name}/` });
    this.#entries = new Map(rows.map(({ name, entry }) => [name, JSON.stringify(entry)]));
    const [first = '', ...others] = this.#entries.keys();
    const part = open(first);
    // All parts share the engine that the first one starts; a setting waits until it has.
    this.#engine = part.options({ ranking: {} });
    const parts = [part, ...others.map(open)];
    await this.#engine;
    return parts;
  }

  /** @returns {Promise<{ name: string, entry: object }[]>} */
  async #loadParts() {
    const answer = await fetch(`${this.#bundle}parts.json`);
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer.json();
  }

  /**
   * Lets Pagefind have whole files only, and notes which do not arrive: it tells nobody, takes what is broken for a part without the words,
   * and makes as much room as the last bytes of a cut one happen to say, which may be gigabytes.
   */
  #watchRequests() {
    const { fetch } = globalThis;
    globalThis.fetch = async (...asked) => {
      const [address] = asked;
      if (typeof address !== 'string' || !address.startsWith(this.#bundle)) return fetch(...asked);
      const [name = '', file = ''] = address.slice(this.#bundle.length).split(/[/?]/);
      if (file === 'pagefind-entry.json') return new Response(this.#entries.get(name));
      if (file.startsWith('wasm.')) {
        const isFirst = name === this.#entries.keys().next().value;
        if (isFirst) return fetch(`${this.#bundle}${file}`);
        await this.#engine;
        return new Response(NOTHING);
      }
      if (!address.includes('.pf_')) return fetch(...asked);
      const opened = this.#opened;
      try {
        const answer = await fetch(...asked);
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        const packed = await answer.blob();
        if ('DecompressionStream' in globalThis) await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).blob();
        return new Response(packed);
      } catch (error) {
        // What was given up may end long after.
        if (opened === this.#opened) this.#missing ||= /\.pf_(?:index|filter)/.test(address);
        throw error;
      }
    };
  }
}

/**
 * Where the site has been published with another build of the app since, its index is for that build's search: the page loads anew, once,
 * and this never ends.
 */
async function loadsAnotherBuild() {
  const base = document.querySelector('meta[name=content-api]')?.getAttribute('content') ?? '/api/v1';
  const { build } = await fetch(`${base}/search.json`, { cache: 'no-cache' }).then((answer) => answer.json(), () => ({})).catch(() => ({}));
  const [load] = performance.getEntriesByType('navigation');
  const isOther = build !== undefined && build !== document.documentElement.dataset.build;
  if (!isOther || /** @type {PerformanceNavigationTiming | undefined} */ (load)?.type === 'reload') return;
  location.reload();
  await new Promise(() => {});
}

/** What the index says to one question. */
class Question {
  /** @type {Map<string, import('./search-ranking.js').WordPlaces>} */
  words = new Map();
  /** @type {Map<string, number>} */
  order = new Map();
  /** @type {Map<string, Result>} */
  #pages = new Map();
  #parts;
  #options;
  #lose;

  /**
   * @param {Pagefind[]} parts
   * @param {Filters} filters
   * @param {() => void} lose Has Pagefind begin anew: what it could not load once, it keeps so.
   */
  constructor(parts, filters, lose) {
    this.#lose = lose;
    this.#parts = parts;
    this.#options = { filters, sort: { order: 'asc' } };
  }

  /**
   * Asks where the words of terms stand, those that are not known yet.
   * @param {Term[]} terms
   */
  async learn(terms) {
    const phrases = terms.flatMap((term) => term.phrases.map((phrase, number) => ({ phrase, isOpen: term.isOpen && number === 0 })));
    const asked = phrases.flatMap(({ phrase, isOpen }) => phrase.map((word, at) => ({ word, isOpen: isOpen && at === phrase.length - 1 })));
    const fresh = asked.filter(({ word, isOpen }) => !this.words.has(word) || (isOpen && !this.words.get(word)?.open));
    // What it takes is asked for at the same time.
    await Promise.all(fresh.flatMap(({ word, isOpen }) => this.#parts.map((part) => part.preload(encode(word) + (isOpen ? '' : END), this.#options))));
    for (const { word, isOpen } of fresh) {
      const known = this.words.get(word) ?? { all: await this.#places([word], END), exact: new Map() };
      this.words.set(word, isOpen ? { ...known, open: await this.#places([word], '') } : known);
    }
    await this.#minds(true);
    try {
      for (const { word, isOpen } of fresh) {
        const known = this.words.get(word);
        if (!known) continue;
        known.exact = await this.#places(formsOf(word), END);
        if (isOpen) known.openExact = await this.#places(formsOf(word), '');
      }
    } finally {
      await this.#minds(false);
    }
  }

  /**
   * Whether marks count.
   * @param {boolean} exactDiacritics
   */
  async #minds(exactDiacritics) {
    await Promise.all(this.#parts.map((part) => part.options({ exactDiacritics })));
  }

  /** @param {Term} term */
  has(term) {
    return term.phrases.some((phrase) => phrase.every((word) => this.words.get(word)?.all.size));
  }

  /**
   * The places of a word in any of its forms.
   * @param {string[]} forms
   * @param {string} end
   */
  async #places(forms, end) {
    /** @type {import('./search-ranking.js').Places} */
    const places = new Map();
    for (const form of forms) {
      const answers = await Promise.all(this.#parts.map((part) => part.search(encode(form) + end, this.#options)));
      for (const [part, { results }] of answers.entries()) {
        for (const result of results) {
          // Pages of two parts may have the same.
          const id = `${part} ${result.id}`;
          this.#pages.set(id, result);
          // Sorted results are numbered downwards from zero.
          this.order.set(id, part * MOST_PAGES - result.score);
          const known = places.get(id);
          if (known) for (const place of result.words) known.add(place);
          else places.set(id, new Set(result.words));
        }
      }
    }
    return places;
  }

  /**
   * The words that were typed with marks and that a page has with others.
   * @param {Ranked} page
   * @param {Term[]} terms
   */
  unmarkedOn({ id }, terms) {
    return terms.filter(({ isMarked, phrases: [words = []] }) => isMarked && words.some((word) => !this.words.get(word)?.exact.has(id))).map(({ typed }) => typed);
  }

  /**
   * Which of a word's forms answers a term on a page.
   * @param {Ranked} page
   * @param {number} term
   * @param {string[]} forms
   */
  async formOn({ id, matches }, term, forms) {
    await this.learn(forms.map((form) => ({ typed: form, phrases: [[form]], own: 1, isMarked: true, isOpen: false })));
    const answers = (/** @type {number} */ place) => matches.get(place)?.term === term;
    return forms.find((form) => [...(this.words.get(form)?.exact.get(id) ?? [])].some(answers)) ?? forms[0] ?? '';
  }

  /**
   * @param {Ranked} page
   * @param {Term[]} terms
   * @returns {Found}
   */
  found({ id, matches, missing }, terms) {
    const load = async () => {
      const fragment = await inTime(Promise.resolve(this.#pages.get(id)?.data())).catch(() => null);
      if (!fragment) {
        this.#lose();
        throw new Error(`no page ${id}`);
      }
      return { ...toShown(fragment, matches), missing: missing.map((number) => terms[number]?.typed ?? '') };
    };
    return { id, load };
  }
}

/**
 * @template Value
 * @param {Promise<Value>} promise
 * @returns {Promise<Value>}
 */
function inTime(promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = /** @type {Promise<never>} */ (new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no answer in time')), TIME_LIMIT_MS))));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * Whether one letter more, less, other, or two in the other order make one word of the other.
 * @param {string} a
 * @param {string} b
 */
export function isOneEditAway(a, b) {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [left, right] = [a.slice(start), b.slice(start)];
  const isSwapped = left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2);
  return left.slice(1) === right || left === right.slice(1) || left.slice(1) === right.slice(1) || (left.length > 1 && isSwapped);
}

/** @type {Map<string, SearchIndex>} */
const indexes = new Map();

/**
 * The index of a bundle; nothing is loaded yet.
 * @param {string} bundle
 */
export function searchIndex(bundle) {
  const index = indexes.get(bundle) ?? new SearchIndex(bundle);
  indexes.set(bundle, index);
  return index;
}

/**
 * What is shown of a page. Texts are lists of parts, so that whoever shows them writes text and marks, never markup.
 * @param {Fragment} fragment
 * @param {Map<number, Match>} matches
 * @returns {Omit<Shown, 'missing'>}
 */
function toShown({ url, filters, content }, matches) {
  const { title, labels, text } = readRecord(content);
  const [section, ...others] = labels;
  const [dateTime, written = ''] = filters.date ?? [];
  // Of an article the date is the last label; pages have none.
  const date = others.pop();
  const termsIn = (/** @type {import('./search-record.js').Passage[]} */ passages) => passages.flatMap(({ words }) => words.flatMap(({ place }) => matches.get(place)?.term ?? []));
  const shown = new Set(termsIn([title, ...text]));
  return {
    url: new URL(url, location.origin).origin === location.origin ? url : '/',
    title: marked(title, matches),
    section: section ? marked(section, matches) : [],
    dateTime,
    date: date ? marked(date, matches) : [{ text: written, isMatch: false }].filter(({ text }) => text),
    excerpts: excerptsOf([...text, ...others.filter((label) => termsIn([label]).some((term) => !shown.has(term)))], matches),
  };
}

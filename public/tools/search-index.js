// Asks the search index: Vietnamese queries in, ranked pages with excerpts out. Owns no markup.
//
// The index is a Pagefind bundle that `publisher/src/output/search` writes. Pagefind finds letters without their marks; what
// it does not know is here: `đ` (written as `d` with a mark of its own, there as here), the two ways of placing
// a tone (`hòa`, `hoà`), and that the exact form comes first, whole phrases before scattered words.

/**
 * @typedef {Record<string, string>} Filters What a page has to have, by the name of the filter.
 * @typedef {{ text: string, isMatch: boolean }} Part
 * @typedef {{ url: string, title: Part[], section: string, dateTime?: string, date?: string, excerpt: Part[] }} Shown
 *
 * Of Pagefind's own:
 * @typedef {{ url: string, meta: Record<string, string>, filters: Record<string, string[]>, content: string }} Fragment
 * @typedef {{ id: string, score: number, data(): Promise<Fragment> }} Result
 * @typedef {{ search(term: string, options: { filters: Filters }): Promise<{ results: Result[] }>, options(changed: object): Promise<void> }} Pagefind
 */

/** U+0345, the mark that makes a `d` a `đ` in the index. */
const STROKE = '\u0345';
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;
const EXCERPT_WORDS = 32;
const LONGEST_WORD = 60;
/** Syllables are short and every prefix is one: length tells more than it does elsewhere. */
const RANKING = { termSimilarity: 6, pageLength: 0.5, metaWeights: { title: 6, tags: 2, author: 1, section: 0.5 } };

// The tone on the first vowel (old), and on the second (new), of syllables that end so.
const OLD_TONES = ['òa', 'óa', 'ỏa', 'õa', 'ọa', 'òe', 'óe', 'ỏe', 'õe', 'ọe', 'ùy', 'úy', 'ủy', 'ũy', 'ụy'];
const NEW_TONES = ['oà', 'oá', 'oả', 'oã', 'oạ', 'oè', 'oé', 'oẻ', 'oẽ', 'oẹ', 'uỳ', 'uý', 'uỷ', 'uỹ', 'uỵ'];

const encode = (/** @type {string} */ text) => text.replaceAll('đ', `d${STROKE}`).replaceAll('Đ', `D${STROKE}`);
const decode = (/** @type {string} */ text) => text.replaceAll(`d${STROKE}`, 'đ').replaceAll(`D${STROKE}`, 'Đ');
/** Without marks and in lower case, as the index knows a word. */
export const fold = (/** @type {string} */ text) => encode(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Moves tones at the end of syllables. The `u` of `qu` is no vowel: there is one way only to write `quý`.
 * @param {string} text
 * @param {string[]} from
 * @param {string[]} to
 */
function placeTones(text, from, to) {
  const wrong = new RegExp(`(q?)(${from.join('|')})(?![\\p{L}\\p{M}])`, 'gu');
  const placed = text.replace(wrong, (whole, q, tone) => (q ? whole : (to[from.indexOf(tone)] ?? whole)));
  return placed.replace(/q([ùúủũụ]y)/gu, (_, tone) => `q${NEW_TONES[OLD_TONES.indexOf(tone)]}`);
}

/**
 * The words of a query: letters and digits; the parts of numbers and of documents' signs stay together (`15/NQ-CP`).
 * @param {string} query
 */
export function wordsOf(query) {
  const text = query.slice(0, LONGEST_QUERY).normalize('NFC').toLowerCase().replace(/[\p{Cf}\u0345]/gu, '');
  const joined = text.match(/[\p{L}\p{N}\p{M}]+(?:[-–/.][\p{L}\p{N}\p{M}]+)*/gu) ?? [];
  return joined.flatMap((word) => (/\p{N}/u.test(word) ? word : partsOf(word))).slice(0, MOST_WORDS);
}

const partsOf = (/** @type {string} */ word) => word.split(/[-–/.]/);

/** One index: loaded at the first query, and again at the next one if that failed. */
class SearchIndex {
  #bundle;
  #tries = 0;
  /** @type {Promise<Pagefind> | null} */
  #opened = null;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** @type {PerformanceObserver | null} */
  #arrivals = null;
  #missing = false;

  /** @param {string} bundle */
  constructor(bundle) {
    this.#bundle = bundle;
  }

  /**
   * Pages for a query, best first; each can `load` what is to be shown of it. Rejects when the index cannot be loaded.
   * @param {string} query
   * @param {Filters} filters
   */
  find(query, filters = {}) {
    // One at a time: whether marks count is a setting of Pagefind's, not of a query.
    const answer = this.#last.then(() => this.#ask(wordsOf(query), filters));
    this.#last = answer.catch(() => {});
    return answer;
  }

  /**
   * @param {string[]} words
   * @param {Filters} filters
   */
  async #ask(words, filters) {
    if (!words.length) return [];
    const isOpen = this.#opened !== null;
    const results = this.#answer(words, filters);
    // A publish takes away the parts of an index that a page has opened before; then the new one answers.
    return isOpen ? results.catch(() => this.#answer(words, filters)) : results;
  }

  /**
   * @param {string[]} words
   * @param {Filters} filters
   */
  async #answer(words, filters) {
    try {
      this.#opened ??= this.#open();
      const results = await this.#rank(await this.#opened, words, filters);
      if (!results.length && this.#lacksPart()) throw new Error('a part of the search index did not arrive');
      return results;
    } catch (error) {
      this.#opened = null;
      throw error;
    }
  }

  /** @returns {Promise<Pagefind>} */
  async #open() {
    this.#lacksPart();
    // Browsers do not request a module that failed to load again under the same address.
    const again = this.#tries++ ? `?try=${this.#tries}` : '';
    const pagefind = await import(`${this.#bundle}pagefind.js${again}`);
    return pagefind.createInstance({ noWorker: true, baseUrl: '/', metaCacheTag: '', ranking: RANKING });
  }

  /** Whether a part failed to arrive since the last time: Pagefind treats it as one without the words asked for. */
  #lacksPart() {
    if (!this.#arrivals && typeof PerformanceObserver !== 'undefined') {
      this.#arrivals = new PerformanceObserver((list) => this.#note(list.getEntries()));
      this.#arrivals.observe({ type: 'resource' });
    }
    this.#note(this.#arrivals?.takeRecords() ?? []);
    const lacks = this.#missing;
    this.#missing = false;
    return lacks;
  }

  /** @param {PerformanceEntryList} entries */
  #note(entries) {
    const hasFailed = (/** @type {PerformanceResourceTiming} */ { responseStatus: status }) => status === 0 || status >= 400;
    const isPart = (/** @type {PerformanceEntry} */ { name }) => name.includes(this.#bundle) && /\.pf_(?:index|filter)$/.test(name);
    this.#missing ||= entries.some((entry) => isPart(entry) && hasFailed(/** @type {PerformanceResourceTiming} */ (entry)));
  }

  /**
   * First the pages with the very words, side by side; then those with all of them, scattered; then those with the one
   * word in other tones; then the rest, which has words that begin so.
   * @param {Pagefind} pagefind
   * @param {string[]} words
   * @param {Filters} filters
   */
  async #rank(pagefind, words, filters) {
    const text = words.join(' ');
    const old = placeTones(text, NEW_TONES, OLD_TONES);
    const first = encode(old);
    const forms = new Set([first, encode(placeTones(text, OLD_TONES, NEW_TONES))]);
    const ask = async (/** @type {string} */ term) => (await pagefind.search(term, { filters })).results;

    const all = await ask(first);
    const whole = new Set((await ask(`"${first}"`)).map(({ id }) => id));
    /** @type {Map<string, { score: number, isPhrase: boolean }>} */
    const exact = new Map();
    await pagefind.options({ exactDiacritics: true });
    try {
      for (const form of forms) {
        const phrases = new Set((await ask(`"${form}"`)).map(({ id }) => id));
        for (const { id, score } of await ask(form)) {
          const seen = exact.get(id) ?? { score: 0, isPhrase: false };
          exact.set(id, { score: Math.max(score, seen.score), isPhrase: seen.isPhrase || phrases.has(id) });
        }
      }
    } finally {
      await pagefind.options({ exactDiacritics: false });
    }
    const place = (/** @type {Result} */ { id, score }) => {
      const own = exact.get(id);
      if (own?.isPhrase) return { tier: 0, score: own.score };
      if (own && words.length > 1) return { tier: 1, score: own.score };
      // Of several words Pagefind sees a phrase only where the page has each in one tone: a hint, not more.
      if (whole.has(id)) return words.length > 1 ? { tier: 3, score: score * 1.5 } : { tier: 2, score };
      return { tier: 3, score };
    };
    const load = async (/** @type {Result} */ result) => toShown(await result.data(), old.split(' ').flatMap(partsOf));
    const ranked = all.map((result) => ({ id: result.id, ...place(result), load: () => load(result) }));
    return ranked.sort((a, b) => a.tier - b.tier || b.score - a.score);
  }
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
 * @param {string[]} terms
 * @returns {Shown}
 */
function toShown({ url, meta, filters, content }, terms) {
  const [dateTime, date] = filters.date ?? [];
  return {
    url: new URL(url, location.origin).origin === location.origin ? url : '/',
    title: highlight(decode(meta.title ?? ''), terms),
    section: decode(meta.section ?? ''),
    dateTime,
    date,
    excerpt: highlight(excerptOf(decode(content), terms), terms),
  };
}

/**
 * For each word of a text the term it answers, or -1: the exact form where the text has it, else any of its forms.
 * @param {string} text
 * @param {string[]} terms
 */
function matcher(text, terms) {
  const oldForm = placeTones(text.toLowerCase(), NEW_TONES, OLD_TONES);
  const exact = terms.map((term) => oldForm.includes(term));
  const folded = terms.map(fold);
  return (/** @type {string} */ word) => {
    const [own, bare] = [placeTones(word.toLowerCase(), NEW_TONES, OLD_TONES), fold(word)];
    return terms.findIndex((term, place) => (exact[place] ? own.startsWith(term) : bare.startsWith(folded[place] ?? term)));
  };
}

/**
 * A text as parts, each a match or not.
 * @param {string} text
 * @param {string[]} terms
 */
export function highlight(text, terms) {
  const answers = matcher(text, terms);
  /** @type {Part[]} */
  const parts = [];
  for (const part of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const isMatch = /^[\p{L}\p{N}]/u.test(part) && answers(part) >= 0;
    const last = parts.at(-1);
    if (last?.isMatch === isMatch) last.text += part;
    else if (part) parts.push({ text: part, isMatch });
  }
  return parts;
}

/**
 * The stretch of a text that answers the most terms, the most often; its beginning when none is answered.
 * @param {string} text
 * @param {string[]} terms
 */
export function excerptOf(text, terms) {
  const words = text.split(/\s+/).filter(Boolean);
  const answers = matcher(text, terms);
  const matches = words.map((word) => answers(word.replace(/^[^\p{L}\p{N}]+/u, '')));
  const counts = terms.map(() => 0);
  let [best, bestWeight, weight] = [0, -1, 0];
  const add = (/** @type {number} */ match, /** @type {number} */ step) => {
    if (match < 0) return;
    const before = counts[match] ?? 0;
    const after = (counts[match] = before + step);
    weight += step + (!before !== !after ? step * 10 : 0);
  };
  matches.forEach((match, place) => {
    add(match, 1);
    if (place >= EXCERPT_WORDS) add(matches[place - EXCERPT_WORDS] ?? -1, -1);
    if (weight > bestWeight) [best, bestWeight] = [place, weight];
  });
  // The match that completed the stretch is its last word: let some of what follows be read, too.
  const start = Math.max(0, Math.min(best - EXCERPT_WORDS * 0.75, words.length - EXCERPT_WORDS));
  const shown = words.slice(start, start + EXCERPT_WORDS).map(clip).join(' ');
  return `${start > 0 ? '… ' : ''}${shown}${start + EXCERPT_WORDS < words.length ? ' …' : ''}`;
}

/** @param {string} word */
function clip(word) {
  const letters = [...word];
  return letters.length > LONGEST_WORD ? `${letters.slice(0, LONGEST_WORD).join('')}…` : word;
}

// The search page, <portal-search>.
//
// The app and the prerendered pages write the markup with all its words; this fills the places they leave empty. It works
// before, with and without the app. Nothing of the index is loaded before somebody searches.

import { searchIndex } from './search-index.js';
import { termsOf } from './search-query.js';

const PAGE_SIZE = 10;
const TYPING_MS = 250;
const PATIENCE_MS = 400;
const KEPT_ANSWERS = 20;
/** Where no index was published, trying again would not help. */
const WITHOUT_INDEX = { vi: 'Trang này chưa có phần tìm kiếm. Bạn có thể xem tin theo chuyên mục.', en: 'This site has no search yet. You can browse by section.' };

/**
 * @typedef {import('./search-index.js').Part} Part
 * @typedef {import('./search-index.js').Shown} Shown
 * @typedef {{ total: number, page: number, count: number, items: Shown[], notes: string[], hasFailed?: boolean }} Answer
 */

/**
 * What was shown for an address, so that *back* shows it at once.
 * @type {Map<string, Answer>}
 */
const answers = new Map();

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * Text with its matches as <mark>; content is never read as markup.
 * @param {Part[]} parts
 */
function marked(parts) {
  return parts.map(({ text, isMatch }) => (isMatch ? element('mark', {}, text) : text));
}

/** @typedef {{ q: HTMLInputElement, 'chuyen-muc': HTMLSelectElement, nam: HTMLSelectElement }} Fields */

class PortalSearch extends HTMLElement {
  /** @type {AbortController | null} */
  #listening = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #typing;
  #question = 0;
  /** Whether the history entry is that of a search which is still being typed. */
  #isDraft = false;
  #hasTitle = false;

  connectedCallback() {
    // The app may put the element in place before what is in it.
    queueMicrotask(() => this.isConnected && !this.#listening && this.#start());
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#listening = null;
    this.#question += 1;
    this.#endTyping();
  }

  /**
   * A part that the markup always has.
   * @param {string} name
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part=${name}]`));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  #start() {
    const form = this.querySelector('form');
    if (!form) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const listen = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {(event: Event) => void} */ act, capture = false) => target.addEventListener(type, act, { signal, capture });
    listen(form, 'submit', (event) => {
      event.preventDefault();
      this.#search();
      this.#isDraft = false;
    });
    listen(form, 'input', ({ target }) => {
      clearTimeout(this.#typing);
      const isTyping = target === this.#fields().q;
      this.#typing = setTimeout(() => this.#search(1, isTyping), isTyping ? TYPING_MS : 0);
    });
    // Before a link is followed: later the address is another page's.
    listen(document, 'click', () => this.#typing && this.#search(), true);
    listen(this.#part('retry'), 'click', () => this.#ask(this.#page()));
    listen(window, 'popstate', () => this.#isAtAddress() && this.#readAddress());
    // What a reader has typed while the page was still loading stays; then it is not in the address yet.
    const { q } = this.#fields();
    const isTyped = document.activeElement === q && !new URLSearchParams(location.search).has('q');
    this.#readAddress((isTyped && q.value) || null);
  }

  #fields() {
    const { q, 'chuyen-muc': section, nam: year } = /** @type {Fields} */ (/** @type {unknown} */ (this.#form.elements));
    return { q, section, year };
  }

  #page() {
    const page = Number(new URLSearchParams(location.search).get('trang'));
    return Number.isInteger(page) && page > 1 ? page : 1;
  }

  /** Not while the app is on its way to another page. */
  #isAtAddress() {
    return location.pathname === new URL(this.#form.action).pathname;
  }

  /**
   * The address decides what is asked; a filter it cannot mean stays open.
   * @param {string | null} typed
   */
  #readAddress(typed = null) {
    this.#endTyping();
    const asked = new URLSearchParams(location.search);
    const { q, section, year } = this.#fields();
    q.value = typed ?? asked.get('q') ?? '';
    for (const select of [section, year]) {
      const value = asked.get(select.name) ?? '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
    this.#isDraft = false;
    /** @type {HTMLDetailsElement} */ (this.#part('filters')).open ||= Boolean(section.value || year.value);
    // The form may be on its way as forms are sent: an entry added now would be one too many. It is added with the next
    // letter, or with a click.
    if (typed) this.#typing = setTimeout(() => this.#ask(1, true));
    else this.#ask(this.#page());
  }

  #endTyping() {
    clearTimeout(this.#typing);
    this.#typing = 0;
  }

  /** @param {number} page */
  #address(page) {
    const { q, section, year } = this.#fields();
    const asked = new URLSearchParams();
    if (q.value.trim()) asked.set('q', q.value.trim());
    if (section.value) asked.set('chuyen-muc', section.value);
    if (year.value) asked.set('nam', year.value);
    if (page > 1) asked.set('trang', String(page));
    const query = asked.toString();
    return new URL(this.#form.action).pathname + (query && `?${query}`);
  }

  /**
   * Asks what the form says. Each search is a history entry of its own, which it has from its first letter on.
   * @param {boolean} isTyping Whether the last word may go on.
   */
  #search(page = 1, isTyping = false) {
    this.#endTyping();
    if (!this.#isAtAddress()) return;
    const address = this.#address(page);
    if (address !== location.pathname + location.search) {
      if (this.#isDraft) history.replaceState(history.state, '', address);
      else pushEntry(address);
      this.#isDraft = true;
    }
    this.#ask(page, isTyping);
  }

  /**
   * @param {number} page
   * @param {boolean} isTyping
   */
  #ask(page, isTyping = false) {
    const { q, section, year } = this.#fields();
    const chosen = [section, year].filter(({ value }) => value).map(({ selectedOptions: [option] }) => option?.text ?? '');
    this.#part('chosen').textContent = chosen.length ? `: ${chosen.join(', ')}` : '';
    const asked = q.value.trim();
    if (asked || this.#hasTitle) document.title = asked ? (this.dataset.title ?? '').replace('{}', asked) : (this.dataset.title ?? '').replace('{} - ', '');
    this.#hasTitle = Boolean(asked);
    if (termsOf(q.value).length) void this.#answer(page, isTyping);
    else this.#clear();
  }

  /**
   * @param {number} page
   * @param {boolean} isTyping
   */
  async #answer(page, isTyping) {
    const question = (this.#question += 1);
    const address = this.#address(page) + (isTyping ? '#' : '');
    const kept = answers.get(address);
    if (kept) return this.#show(kept);
    const waiting = setTimeout(() => this.#setStatus(this.dataset.waiting ?? ''), PATIENCE_MS);
    try {
      const answer = await this.#load(page, isTyping);
      if (question !== this.#question) return;
      answers.set(address, answer);
      if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value ?? '');
      this.#show(answer);
    } catch (error) {
      if (question !== this.#question) return;
      console.warn('portal: the search index cannot be loaded', error);
      if (await this.#lacksIndex()) this.#sayWithoutIndex();
      if (question !== this.#question) return;
      this.#show({ total: 0, page: 1, count: 1, items: [], notes: [], hasFailed: true });
    } finally {
      clearTimeout(waiting);
    }
  }

  /**
   * @param {number} page
   * @param {boolean} isTyping
   * @returns {Promise<Answer>}
   */
  async #load(page, isTyping) {
    const { q, section, year } = this.#fields();
    /** @type {import('./search-index.js').Filters} */
    const filters = {};
    if (section.value) filters.section = section.value;
    if (year.value) filters.year = year.value;
    const { results, ...answer } = await searchIndex(this.dataset.bundle ?? '').find(q.value, filters, isTyping);
    const count = Math.max(1, Math.ceil(results.length / PAGE_SIZE));
    const at = Math.min(page, count);
    const items = await Promise.all(results.slice((at - 1) * PAGE_SIZE, at * PAGE_SIZE).map((result) => result.load()));
    return { total: results.length, page: at, count, items, notes: results.length ? this.#notes(answer) : [] };
  }

  /** Whether no index was published, and not just none has come. */
  async #lacksIndex() {
    const answer = await fetch(`${this.dataset.bundle}pagefind.js`, { method: 'HEAD', signal: AbortSignal.timeout?.(5000) }).catch(() => null);
    return answer?.status === 404;
  }

  #sayWithoutIndex() {
    const sentence = this.#part('failure').querySelector('p');
    if (sentence) sentence.textContent = WITHOUT_INDEX[document.documentElement.lang === 'en' ? 'en' : 'vi'];
    this.#part('retry').hidden = true;
  }

  /**
   * What is to be said of an answer that is not quite what was asked for.
   * @param {Pick<import('./search-index.js').Answer, 'unmarked' | 'corrected' | 'isPartial'>} answer
   */
  #notes({ unmarked, corrected, isPartial }) {
    const words = /** @type {{ unmarked: string, corrected: string, partial: string }} */ (/** @type {unknown} */ (this.dataset));
    return [
      ...corrected.map(({ typed, taken }) => words.corrected.replace('{typed}', typed).replace('{taken}', taken)),
      ...(unmarked.length ? [words.unmarked.replace('{}', unmarked.join(' '))] : []),
      ...(isPartial ? [words.partial] : []),
    ];
  }

  /** @param {string} text */
  #setStatus(text) {
    this.#part('status').textContent = text;
  }

  #clear() {
    this.#question += 1;
    this.#setStatus('');
    this.#part('results').replaceChildren();
    this.#part('failure').hidden = true;
  }

  /** @param {Answer} answer */
  #show({ total, page, count, items, notes, hasFailed = false }) {
    const { none, one, many } = /** @type {{ none: string, one: string, many: string }} */ (this.dataset);
    this.#part('failure').hidden = !hasFailed;
    const number = total.toLocaleString(document.documentElement.lang || undefined);
    const found = total === 0 ? none : total === 1 ? one : many.replace('{}', number);
    this.#setStatus(hasFailed ? '' : [found, ...notes].join('. '));
    const missing = this.dataset.missing ?? '';
    const list = element('ol', { className: 'search-results', start: (page - 1) * PAGE_SIZE + 1 }, ...items.map((item) => result(item, missing)));
    this.#part('results').replaceChildren(...(total ? [list] : []), ...(count > 1 ? [this.#pages(page, count)] : []));
  }

  /**
   * @param {number} page
   * @param {number} count
   */
  #pages(page, count) {
    const { pages, previous, next, pageOf } = /** @type {{ pages: string, previous: string, next: string, pageOf: string }} */ (this.dataset);
    const link = (/** @type {number} */ to, /** @type {string} */ text, /** @type {string} */ rel) => element('a', { className: 'pagination__link', href: this.#address(to), rel }, text);
    const place = element('span', { className: 'pagination__position' }, pageOf.replace('{page}', String(page)).replace('{count}', String(count)));
    const nav = element('nav', { className: 'pagination' });
    nav.setAttribute('aria-label', pages);
    if (page > 1) nav.append(link(page - 1, previous, 'prev'));
    nav.append(place);
    if (page < count) nav.append(link(page + 1, next, 'next'));
    return nav;
  }
}

/**
 * @param {Shown} page
 * @param {string} missingWords What to say of words that a page has not.
 */
function result({ url, title, section, dateTime, date, excerpts, missing }, missingWords) {
  const link = element('a', { href: url }, ...marked(title));
  const facts = element('p', { className: 'search-result__facts' });
  if (section.length) facts.append(element('span', { className: 'search-result__section' }, ...marked(section)), ' ');
  if (date.length) facts.append(element('time', { dateTime }, ...marked(date)));
  return element(
    'li',
    { className: 'search-result' },
    element('h2', { className: 'search-result__title' }, link),
    ...(facts.hasChildNodes() ? [facts] : []),
    ...excerpts.map((parts) => element('p', { className: 'search-result__excerpt' }, ...marked(parts))),
    ...(missing.length ? [element('p', { className: 'search-result__missing' }, missingWords.replace('{}', missing.join(', ')))] : []),
  );
}

/**
 * Adds a history entry as the app does, by a mark of its own; the app, where it runs, is told.
 * @param {string} address
 */
function pushEntry(address) {
  history.pushState(String(Math.floor(Math.random() * 1e15)), '', address);
  dispatchEvent(new Event('portal:entered'));
}

customElements.define('portal-search', PortalSearch);

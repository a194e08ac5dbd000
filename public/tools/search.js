// The search page, <portal-search>.
//
// The app and the prerendered pages write the markup with all its words; this fills the places they leave empty. It works
// before, beside and without the app. Nothing of the index is loaded before somebody searches.

import { searchIndex, wordsOf } from './search-index.js';

const PAGE_SIZE = 10;
const TYPING_MS = 250;
const PATIENCE_MS = 400;
const KEPT_ANSWERS = 20;

/** What was shown for an address, so that *back* shows it at once. */
const answers = new Map();

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Text with its matches as <mark>; content is never read as markup. */
function marked(parts) {
  return parts.map(({ text, isMatch }) => (isMatch ? element('mark', {}, text) : text));
}

class PortalSearch extends HTMLElement {
  #listening = null;
  #typing = 0;
  #question = 0;

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

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  #start() {
    this.form = this.querySelector('form');
    if (!this.form) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const listen = (target, type, act, capture = false) => target.addEventListener(type, act, { signal, capture });
    listen(this.form, 'submit', (event) => {
      event.preventDefault();
      this.#search();
    });
    listen(this.form, 'input', () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#search(), TYPING_MS);
    });
    // Before a link is followed: later the address is another page's.
    listen(document, 'click', () => this.#typing && this.#search(), true);
    listen(this.#part('retry'), 'click', () => this.#search(this.#page()));
    listen(window, 'popstate', () => this.#isAtAddress() && this.#readAddress());
    // What a reader has typed while the page was still loading stays; then it is not in the address yet.
    const { q } = this.#fields();
    const isTyped = document.activeElement === q && !new URLSearchParams(location.search).has('q');
    this.#readAddress((isTyped && q.value) || null);
  }

  #fields() {
    const { q, 'chuyen-muc': section, nam: year } = this.form.elements;
    return { q, section, year };
  }

  #page() {
    const page = Number(new URLSearchParams(location.search).get('trang'));
    return Number.isInteger(page) && page > 1 ? page : 1;
  }

  /** Not while the app is on its way to another page. */
  #isAtAddress() {
    return location.pathname === new URL(this.form.action).pathname;
  }

  /** The address decides what is asked; a filter it cannot mean stays open. */
  #readAddress(typed = null) {
    this.#endTyping();
    const asked = new URLSearchParams(location.search);
    const { q, section, year } = this.#fields();
    q.value = typed ?? asked.get('q') ?? '';
    for (const [select, name] of [[section, 'chuyen-muc'], [year, 'nam']]) {
      const value = asked.get(name) ?? '';
      select.value = [...select.options].some((option) => option.value === value) ? value : '';
    }
    if (typed) this.#search();
    else this.#ask(this.#page());
  }

  #endTyping() {
    clearTimeout(this.#typing);
    this.#typing = 0;
  }

  #address(page) {
    const { q, section, year } = this.#fields();
    const asked = new URLSearchParams();
    if (q.value.trim()) asked.set('q', q.value.trim());
    if (section.value) asked.set('chuyen-muc', section.value);
    if (year.value) asked.set('nam', year.value);
    if (page > 1) asked.set('trang', page);
    const query = asked.toString();
    return new URL(this.form.action).pathname + (query && `?${query}`);
  }

  /** Asks what the form says, and puts it into the address of the history entry. The entry's state is the app's. */
  #search(page = 1) {
    this.#endTyping();
    if (!this.#isAtAddress()) return;
    history.replaceState(history.state, '', this.#address(page));
    this.#ask(page);
  }

  #ask(page) {
    if (wordsOf(this.#fields().q.value).length) this.#answer(page);
    else this.#clear();
  }

  async #answer(page) {
    const question = (this.#question += 1);
    const address = this.#address(page);
    const kept = answers.get(address);
    if (kept) return this.#show(kept);
    const waiting = setTimeout(() => this.#setStatus(this.dataset.waiting), PATIENCE_MS);
    try {
      const answer = await this.#load(page);
      if (question !== this.#question) return;
      answers.set(address, answer);
      if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value);
      this.#show(answer);
    } catch (error) {
      if (question !== this.#question) return;
      console.warn('portal: the search index cannot be loaded', error);
      this.#show({ total: 0, page: 1, items: [], hasFailed: true });
    } finally {
      clearTimeout(waiting);
    }
  }

  async #load(page) {
    const { q, section, year } = this.#fields();
    const filters = {};
    if (section.value) filters.section = section.value;
    if (year.value) filters.year = year.value;
    const found = await searchIndex(this.dataset.bundle).find(q.value, filters);
    const count = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
    const at = Math.min(page, count);
    const items = await Promise.all(found.slice((at - 1) * PAGE_SIZE, at * PAGE_SIZE).map((result) => result.load()));
    return { total: found.length, page: at, count, items };
  }

  #setStatus(text) {
    this.#part('status').textContent = text;
  }

  #clear() {
    this.#question += 1;
    this.#setStatus('');
    this.#part('results').replaceChildren();
    this.#part('failure').hidden = true;
    this.#part('sections').hidden = false;
  }

  #show({ total, page, count, items, hasFailed = false }) {
    const { none, one, many } = this.dataset;
    this.#part('failure').hidden = !hasFailed;
    this.#part('sections').hidden = total > 0;
    const number = total.toLocaleString(document.documentElement.lang || undefined);
    this.#setStatus(hasFailed ? '' : total === 0 ? none : total === 1 ? one : many.replace('{}', number));
    const list = element('ol', { className: 'search-results', start: (page - 1) * PAGE_SIZE + 1 }, ...items.map(result));
    this.#part('results').replaceChildren(...(total ? [list] : []), ...(count > 1 ? [this.#pages(page, count)] : []));
  }

  #pages(page, count) {
    const { pages, previous, next, pageOf } = this.dataset;
    const link = (to, text, rel) => element('a', { className: 'pagination__link', href: this.#address(to), rel }, text);
    const place = element('span', { className: 'pagination__position' }, pageOf.replace('{page}', page).replace('{count}', count));
    const nav = element('nav', { className: 'pagination' });
    nav.setAttribute('aria-label', pages);
    if (page > 1) nav.append(link(page - 1, previous, 'prev'));
    nav.append(place);
    if (page < count) nav.append(link(page + 1, next, 'next'));
    return nav;
  }
}

function result({ url, title, section, dateTime, date, excerpt }) {
  const link = element('a', { href: url }, ...marked(title));
  const facts = element('p', { className: 'search-result__facts' });
  if (section) facts.append(element('span', { className: 'search-result__section' }, section));
  if (date) facts.append(...(section ? [' '] : []), element('time', { dateTime }, date));
  return element(
    'li',
    { className: 'search-result' },
    element('h2', { className: 'search-result__title' }, link),
    ...(facts.hasChildNodes() ? [facts] : []),
    element('p', { className: 'search-result__excerpt' }, ...marked(excerpt)),
  );
}

customElements.define('portal-search', PortalSearch);

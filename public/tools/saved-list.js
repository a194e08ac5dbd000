// The page of saved articles, <portal-saved>: lists what is on this device, and asks the site what became of it. Where the page
// answers in the place of another, since there is no network, it says so and names what can be read instead.

import { keptPaths, list, remove, removeAll, renewAll } from './saved.js';

/** @typedef {import('./saved.js').Entry} Entry */
/** @typedef {{ path: string, title: string, lang?: string, published_at?: string, summary?: string }} Shown */

const READ = 'portal-read';
const MOST_VISITED = 50;

class PortalSaved extends HTMLElement {
  #isStarted = false;

  connectedCallback() {
    queueMicrotask(() => this.isConnected && this.#start());
  }

  /** A part that the markup always has. @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part=${name}]`));
  }

  /** @param {string} name @param {Record<string, string | number>} [values] */
  #words(name, values = {}) {
    return Object.entries(values).reduce((words, [key, value]) => words.replace(`{${key}}`, () => String(value)), this.dataset[name] ?? '');
  }

  get #isInPlaceOfAnother() {
    return location.pathname !== this.dataset.page;
  }

  async #start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.#isInPlaceOfAnother) this.#sayOffline();
    try {
      if (!('caches' in window)) throw new Error('no caches');
      await this.#show();
    } catch {
      // In a private window, or where the reader has forbidden it.
      this.#part('introduction').hidden = true;
      this.#say(this.#words('unavailable'));
      return;
    }
    document.addEventListener('portal:saved', () => void this.#show().catch(() => this.#say(this.#words('failed'))));
    const question = /** @type {HTMLDialogElement} */ (this.#part('question'));
    this.#part('remove-all').addEventListener('click', () => question.showModal());
    this.#part('keep').addEventListener('click', () => question.close());
    this.#part('remove').addEventListener('click', () => {
      question.close();
      void this.#act(removeAll, this.#words('removedAll'), null);
    });
    if (!this.#isInPlaceOfAnother) await renewAll();
  }

  /** The page was asked for in vain: its address, a button, and what there is. */
  #sayOffline() {
    const heading = /** @type {HTMLElement} */ (this.querySelector('h1'));
    heading.textContent = this.#words('offline');
    document.title = (this.dataset.title ?? '').replace('{}', () => this.#words('offline'));
    let address = location.pathname;
    try {
      address = decodeURI(address);
    } catch {}
    this.#part('address').textContent = address;
    this.#part('offline').hidden = false;
    const retry = this.#part('retry');
    // `settings.js` presses it when the network is back.
    retry.dataset.retry = '';
    retry.addEventListener('click', () => location.reload());
  }

  /** Screen readers announce the same words again only if they change. @param {string} sentence */
  #say(sentence) {
    const status = this.#part('status');
    status.textContent = '';
    requestAnimationFrame(() => {
      status.textContent = sentence;
    });
  }

  /**
   * @param {() => Promise<void>} act
   * @param {string} done
   * @param {HTMLElement | null} focus what has the focus then; else the heading
   */
  async #act(act, done, focus) {
    try {
      await act();
      await this.#show();
      this.#say(done);
    } catch {
      this.#say(this.#words('failed'));
      return;
    }
    const next = focus?.isConnected ? focus : /** @type {HTMLElement} */ (this.querySelector('h1'));
    if (next instanceof HTMLHeadingElement) next.tabIndex = -1;
    next.focus();
  }

  #shows = 0;
  #canBeRead = '';

  async #show() {
    // What is found last is shown last, whatever took longer.
    this.#shows += 1;
    const turn = this.#shows;
    const isOffline = this.#isInPlaceOfAnother || !navigator.onLine;
    const [entries, kept, visited] = await Promise.all([list(), keptPaths(), isOffline ? visitedPages() : []]);
    if (turn !== this.#shows) return;
    const saved = new Set(entries.map(({ path }) => path));
    const others = visited.filter(({ path }) => !saved.has(path));
    const heading = this.#words('saved', { count: entries.length });
    this.#fill('saved', heading, entries.map((entry) => [entry.path, JSON.stringify([entry, kept.has(entry.path)]), () => this.#entry(entry, kept.has(entry.path))]));
    this.#fill('visited', this.#words('visited'), others.map((page) => [page.path, JSON.stringify(page), () => card(page, true)]));
    this.#part('remove-all').hidden = entries.length === 0;
    this.#part('introduction').hidden = this.#isInPlaceOfAnother || entries.length === 0;
    this.#part('empty').hidden = this.#isInPlaceOfAnother || entries.length > 0;
    const canRead = this.#part('can-be-read');
    canRead.hidden = !this.#isInPlaceOfAnother;
    this.#canBeRead ||= canRead.textContent;
    canRead.textContent = entries.length + others.length > 0 ? this.#canBeRead : this.#words('nothing');
  }

  /**
   * One list below its heading; nothing where it is empty. What has not changed keeps its element, and with it the focus.
   * @param {string} name
   * @param {string} heading
   * @param {[path: string, state: string, make: () => HTMLElement][]} items
   */
  #fill(name, heading, items) {
    const lists = this.#part('lists');
    let section = lists.querySelector(`section[data-list=${name}]`);
    if (items.length === 0) return section?.remove();
    if (!section) {
      section = document.createElement('section');
      section.setAttribute('data-list', name);
      section.className = 'saved-page__list';
      const list = make('ul', 'story-list');
      // Without bullets, some screen readers take it for no list.
      list.setAttribute('role', 'list');
      section.append(make('h2', 'block-heading'), list);
      if (name === 'saved') lists.prepend(section);
      else lists.append(section);
    }
    const ul = /** @type {Element} */ (section.lastElementChild);
    /** @type {Element} */ (section.firstElementChild).textContent = heading;
    const known = new Map([...ul.children].map((item) => [item.getAttribute('data-state'), item]));
    ul.replaceChildren(
      ...items.map(([, state, create]) => {
        const old = known.get(state);
        if (old) return old;
        const item = document.createElement('li');
        item.setAttribute('data-state', state);
        item.append(create());
        return item;
      }),
    );
  }

  /** @param {Entry} entry @param {boolean} isThere */
  #entry(entry, isThere) {
    const { path, title, lang, saved_at, gone, updated } = entry;
    const isReadable = isThere && !gone;
    const element = card(entry, isReadable);
    const fact = gone ? this.#words('gone') : !isThere ? this.#words('missing') : updated ? this.#words('updated') : '';
    if (fact) element.append(make('p', 'saved-page__fact', fact));
    element.append(make('p', 'publication-time', this.#words('savedAt', { '': momentOf(saved_at) })));
    const button = make('button', 'tool-button saved-page__remove', this.#words('remove'));
    button.setAttribute('type', 'button');
    const about = make('span', 'visually-hidden', ` ${title}`);
    about.lang = lang;
    button.append(about);
    button.addEventListener('click', () => {
      const items = [...this.querySelectorAll('.saved-page__remove')];
      const at = items.indexOf(button);
      void this.#act(() => remove(path), this.#words('removed', { '': title }), /** @type {HTMLElement | null} */ (items[at + 1] ?? items[at - 1] ?? null));
    });
    element.append(button);
    return element;
  }
}

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text = '') {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** An article of a list. @param {Shown} shown @param {boolean} isLink */
function card({ path, title, lang, published_at, summary }, isLink) {
  const element = make('article', 'story-card');
  if (lang) element.lang = lang;
  if (published_at) {
    const time = make('time', 'publication-time', dayOf(published_at));
    time.setAttribute('datetime', published_at);
    element.append(time);
  }
  const heading = make('h3', 'story-card__title', isLink ? '' : title);
  if (isLink) {
    const link = make('a', 'headline-link', title);
    link.setAttribute('href', path);
    heading.append(link);
  }
  element.append(heading);
  if (summary) element.append(make('p', 'story-card__summary', summary));
  return element;
}

const locale = () => document.documentElement.lang || 'vi';

/** The day as the site writes it: its own, whatever the reader's time zone. @param {string} published */
function dayOf(published) {
  const [year = 0, month = 1, day = 1] = published.slice(0, 10).split('-').map(Number);
  const isVietnamese = locale() === 'vi';
  return new Date(year, month - 1, day).toLocaleDateString(isVietnamese ? 'vi' : 'en-GB', { day: isVietnamese ? '2-digit' : 'numeric', month: isVietnamese ? '2-digit' : 'long', year: 'numeric' });
}

/** @param {string} moment */
const momentOf = (moment) =>
  new Date(moment).toLocaleString(locale() === 'vi' ? 'vi' : 'en-GB', { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/**
 * What was only visited, the latest first: pages by the titles of their documents, and articles that were opened within the app.
 * @returns {Promise<Shown[]>}
 */
async function visitedPages() {
  if (!(await caches.has(READ))) return [];
  const cache = await caches.open(READ);
  const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((path) => /\/articles\/\w+\.json$/.test(path) || (path.endsWith('/') && !path.endsWith('/da-luu/')));
  /** @returns {Promise<Shown>} */
  const read = async (/** @type {string} */ key) => {
    const text = (await (await cache.match(key, { ignoreSearch: true }))?.text()) ?? '';
    if (key.endsWith('/')) return { path: key, title: titleIn(text) || key };
    const { path, title, lang } = /** @type {Shown} */ (JSON.parse(text));
    return { path, title, lang };
  };
  const pages = await Promise.all(paths.slice(-MOST_VISITED).map((key) => read(key).catch(() => undefined)));
  // Each once, where it was met last.
  return [...new Map(pages.toReversed().flatMap((page) => (page?.path ? [[page.path, page]] : []))).values()];
}

/** A document's title as text; it is never parsed as markup. @param {string} html */
function titleIn(html) {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  /** @type {Record<string, string>} */
  const signs = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", '#39': "'" };
  return title.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (whole, name) => signs[name] ?? whole).trim();
}

customElements.define('portal-saved', PortalSaved);

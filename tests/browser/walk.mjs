// A model of the browser's history, and a reader who goes through it by chance: links, searches, fragments, back and forward, reloads,
// another tab, a load that fails. After each step address, title, heading, focus and place are those of the model.
//
// It drives Playwright and WebDriver alike, by a `Reader` of a few verbs.

import assert from 'node:assert/strict';

/**
 * What drives a browser. `evaluate` runs a function in the page, with one argument, and gives what it returns.
 * @typedef {object} Reader
 * @property {<A, R>(run: (argument: A) => R | Promise<R>, argument: A) => Promise<R>} evaluate
 * @property {(path: string) => Promise<void>} open Loads an address, and waits until the app has taken the page over.
 * @property {() => Promise<void>} reload The same again.
 * @property {(words: string) => Promise<void>} search Writes words into the field of the search, and sends them.
 * @property {(path: string) => Promise<string>} read What is published at an address.
 * @property {(path: string) => Promise<void>} visitInAnotherTab Opens an address in a tab of its own, closes that, and is back.
 * @property {(isCut: boolean) => Promise<void>} cut Whether the content API can be reached.
 *
 * One entry of the history, as it has to be.
 * @typedef {{ path: string, search: string, hash: string, scroll: number, followed?: string }} Entry
 */

const PATIENCE_MS = 20_000;
const SEARCH = '/tim-kiem/';
const WORDS = ['bầu cử', 'cán bộ', 'hội nghị', 'đại biểu', 'công chức', 'không-có-từ-này'];
const UNREACHABLE = 'Chưa kết nối được';

const addressOf = (/** @type {Entry} */ { path, search, hash }) => path + search + hash;

/**
 * Numbers from 0 to 1, the same for the same seed (mulberry32).
 * @param {number} seed
 */
export function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What markup says. In the page it could not be parsed: its policy takes no markup from strings. @param {string} html */
function textOf(html) {
  /** @type {Record<string, string>} */
  const characters = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'", '#x27': "'" };
  const text = html.replaceAll(/<[^>]*>/g, '').replaceAll(/&([\w#]+);/g, (whole, name) => characters[name] ?? whole);
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What the history has to hold, and a reader who goes through it by chance. */
export class Walk {
  /** @type {Entry[]} */
  #entries = [];
  #at = 0;
  #before = 0;
  /** What was done, for the message of a failure. @type {string[]} */
  #log = [];
  /** @type {Map<string, { title: string, heading: string }>} */
  #heads = new Map();

  /** @param {Reader} reader @param {() => number} chance */
  constructor(reader, chance) {
    this.reader = reader;
    this.chance = chance;
  }

  /** @param {string} path */
  async start(path) {
    await this.#open(() => this.reader.open(path));
    this.#before = await this.reader.evaluate(() => history.length - 1, null);
    this.#entries.push({ path, search: '', hash: '', scroll: 0 });
    await this.#check({ isFocused: false });
  }

  async step() {
    /** @type {[weight: number, act: () => Promise<void>][]} */
    const steps = [
      [5, () => this.#followLink()],
      [2, () => this.#search()],
      [2, () => this.#followResult()],
      [1, () => this.#followFragment()],
      [4, () => this.#traverse(-1)],
      [2, () => this.#traverse(1)],
      [1, () => this.#traverse(-2)],
      [1, () => this.#traverse(2)],
      [1, () => this.#reload()],
      [1, () => this.#followInVain()],
      [1, () => this.#visitInAnotherTab()],
    ];
    let left = this.chance() * steps.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = steps.find(([weight]) => (left -= weight) < 0) ?? steps[0];
    if (this.chance() < 0.5) await this.#scroll();
    await chosen?.[1]();
  }

  /** Back to the first entry, one by one. */
  async unwind() {
    while (this.#at > 0) await this.#traverse(-1);
  }

  get #here() {
    return /** @type {Entry} */ (this.#entries[this.#at]);
  }

  /** @template T @param {T[]} many */
  #one(many) {
    return /** @type {T} */ (many[Math.floor(this.chance() * many.length)]);
  }

  /** @param {Entry} entry */
  #push(entry) {
    this.#entries.splice(this.#at + 1, Infinity, entry);
    this.#at += 1;
  }

  /** A page load: what is marked by it any other load would wipe out. @param {() => Promise<void>} load */
  async #open(load) {
    await load();
    await this.reader.evaluate(() => void Object.assign(window, { isStillHere: true }), null);
  }

  #place() {
    return this.reader.evaluate(() => Math.round(scrollY), null);
  }

  async #leave() {
    this.#here.scroll = await this.#place();
  }

  async #scroll() {
    // Results come late after a reload: their page is then too short to return to a place.
    if (this.#here.path === SEARCH) return;
    await this.reader.evaluate((part) => scrollTo(0, Math.round(part * (document.documentElement.scrollHeight - innerHeight))), this.chance());
    this.#log.push(`scroll to ${await this.#place()}`);
  }

  /** The links on the page that the app follows, hidden ones too: a script's click needs no place on the screen. */
  #links() {
    return this.reader.evaluate(() => {
      const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('#app a[href]')]);
      const isFollowed = (/** @type {HTMLAnchorElement} */ link) => link.origin === location.origin && link.pathname.endsWith('/') && !/^\/(en\/|da-luu\/)/.test(link.pathname);
      const isPlain = (/** @type {HTMLAnchorElement} */ link) => !link.hash && !link.download && !link.target && !link.dataset.tool;
      return links.filter((link) => isFollowed(link) && isPlain(link)).map((link) => link.pathname + link.search);
    }, null);
  }

  async #followLink() {
    await this.#follow(this.#one(await this.#links()));
  }

  /** @param {string} href */
  #click(href) {
    return this.reader.evaluate((href) => {
      const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('#app a[href]')]);
      links.find((link) => link.origin === location.origin && link.pathname + link.search === href && !link.hash)?.click();
    }, href);
  }

  /** @param {string} href */
  async #follow(href) {
    this.#log.push(`follow ${href}`);
    await this.#leave();
    await this.#click(href);
    const left = this.#here;
    const url = new URL(href, 'http://portal/');
    // The same address again is no new entry.
    if (href !== left.path + left.search) this.#push({ path: url.pathname, search: url.search, hash: '', scroll: 0 });
    else left.scroll = 0;
    delete this.#here.followed;
    await this.#check({ isFocused: true });
    left.followed = href;
  }

  /** The page that is gone to cannot be had, and then it can. */
  async #followInVain() {
    const links = (await this.#links()).filter((href) => href !== this.#here.path + this.#here.search && !href.startsWith(SEARCH) && !this.#isKept(href));
    if (links.length === 0) return;
    const href = this.#one(links);
    this.#log.push(`follow ${href} in vain, and try again`);
    await this.#leave();
    const left = this.#here;
    await this.reader.cut(true);
    await this.#click(href);
    this.#push({ path: href, search: '', hash: '', scroll: 0 });
    const heading = () => this.reader.evaluate(() => [location.pathname, document.querySelector('main h1')?.textContent?.trim(), document.querySelectorAll('main h1').length], null);
    await this.#becomes(heading, [href, UNREACHABLE, 1]);
    await this.reader.cut(false);
    await this.reader.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('main [data-retry], main button'))?.click(), null);
    await this.#check({ isFocused: true });
    left.followed = href;
  }

  /** Pages that were read are at hand without the content API. @param {string} href */
  #isKept(href) {
    return this.#heads.has(href);
  }

  async #visitInAnotherTab() {
    const href = this.#one(await this.#links());
    this.#log.push(`open ${href} in another tab`);
    await this.reader.visitInAnotherTab(href);
    await this.#leave();
    await this.#check({ isFocused: false });
  }

  async #followFragment() {
    this.#log.push('follow #main');
    await this.#leave();
    await this.reader.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('#app a[href="#main"]'))?.click(), null);
    this.#here.followed = '#main';
    if (this.#here.hash !== '#main') this.#push({ ...this.#here, hash: '#main' });
    await this.#becomes(() => this.reader.evaluate(() => location.hash, null), '#main');
    await this.#leave();
    await this.#check({ isFocused: false });
  }

  /** Goes to the search by its link, unless it is there, and searches: an entry of its own. */
  async #search() {
    if (this.#here.path !== SEARCH) {
      this.#log.push('follow the search link');
      await this.#leave();
      const left = this.#here;
      await this.reader.evaluate(() => /** @type {HTMLElement | null} */ (document.querySelector('header a[href^="/tim-kiem/"]'))?.click(), null);
      this.#push({ path: SEARCH, search: '', hash: '#search-terms', scroll: 0 });
      await this.#check({ isFocused: false });
      await this.#becomes(() => this.reader.evaluate(() => document.activeElement?.id, null), 'search-terms');
      left.followed = `${SEARCH}#search-terms`;
    }
    // Before its script has come the form is sent as forms are.
    await this.reader.evaluate(() => customElements.whenDefined('portal-search').then(() => {}), null);
    const words = this.#one(WORDS);
    this.#log.push(`search ${words}`);
    await this.#leave();
    await this.reader.search(words);
    const search = `?${new URLSearchParams({ q: words })}`;
    if (search !== this.#here.search) this.#push({ path: SEARCH, search, hash: '', scroll: 0 });
    await this.#becomes(() => this.reader.evaluate(() => location.search, null), search);
    await this.#finds();
    await this.#leave();
    await this.#check({ isFocused: false });
  }

  #finds() {
    return this.#becomes(() => this.reader.evaluate(() => [...document.querySelectorAll('portal-search [role=status]')].some((status) => status.textContent?.includes('kết quả')), null), true);
  }

  async #followResult() {
    if (this.#here.path !== SEARCH || !this.#here.search) return this.#search();
    const found = await this.reader.evaluate(() => /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('portal-search [data-part=results] a')]).map((link) => link.pathname + link.search), null);
    if (found.length > 0) await this.#follow(this.#one(found));
  }

  /** @param {number} by */
  async #traverse(by) {
    const target = this.#entries[this.#at + by];
    if (!target) return;
    this.#log.push(`go ${by}`);
    await this.#leave();
    // Among searches the field may keep the focus.
    const isSamePage = target.path === this.#here.path && (target.search === this.#here.search || target.path === SEARCH);
    this.#at += by;
    await this.reader.evaluate((by) => history.go(by), by);
    await this.#check({ isFocused: !isSamePage });
  }

  async #reload() {
    this.#log.push('reload');
    await this.#leave();
    // A page that is loaded anew has the notice at its foot, unless it carries it in itself; what is being read stays where it is.
    const above = await this.reader.evaluate(() => {
      const notices = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#app aside.notice-banner')]);
      return notices.reduce((sum, notice) => sum + ('late' in notice.dataset ? 0 : notice.offsetHeight), 0);
    }, null);
    if (this.#here.path !== '/') this.#here.scroll = Math.max(0, this.#here.scroll - above);
    await this.#open(() => this.reader.reload());
    // Chromium keeps the text in its place, unless the app is there before it has: then the number of pixels is kept.
    await this.#check({ isFocused: false, give: 30 + above });
    await this.#leave();
  }

  /**
   * Everything a reader could notice. The place may differ by `give` pixels.
   * @param {{ isFocused: boolean, give?: number }} may
   */
  async #check({ isFocused, give = 1 }) {
    const { reader } = this;
    const expected = await this.#expected();
    const words = this.#words();
    const title = words ? `${words} - ${expected.title}` : expected.title;
    const seen = () =>
      reader.evaluate(() => {
        const field = /** @type {HTMLInputElement | null} */ (document.querySelector('portal-search [name=q]'));
        return {
          address: location.pathname + location.search + location.hash,
          title: document.title,
          heading: document.querySelector('#app h1')?.textContent?.replaceAll(/\s+/g, ' ').trim(),
          pages: document.querySelectorAll('main h1').length,
          isBusy: document.querySelector('main')?.getAttribute('aria-busy'),
          entries: history.length,
          words: field?.value ?? null,
        };
      }, null);
    await this.#becomes(seen, { ...expected, title, address: addressOf(this.#here), pages: 1, isBusy: 'false', entries: this.#before + this.#entries.length, words });
    // After a reload the fonts are there from the beginning: a page, and what is above a place, may be shorter by a line.
    const isInPlace = (/** @type {{ scroll: number, give: number }} */ { scroll, give }) => {
      const place = Math.min(scroll, document.documentElement.scrollHeight - innerHeight);
      return Math.abs(scrollY - place) <= give || `${scrollY} px instead of ${place}`;
    };
    await this.#becomes(() => reader.evaluate(isInPlace, { scroll: this.#here.scroll, give }), true);
    if (isFocused) await this.#becomes(() => reader.evaluate(isFocusRight, this.#here.followed ?? null), true);
    if (this.#here.search) await this.#finds();
    assert.equal(await reader.evaluate(() => 'isStillHere' in window, null), true, `there was a page load\n${this.#explain()}`);
  }

  #words() {
    if (this.#here.path !== SEARCH) return null;
    return new URLSearchParams(this.#here.search).get('q') ?? '';
  }

  /** Title and heading as they are published. */
  async #expected() {
    const { path } = this.#here;
    let head = this.#heads.get(path);
    if (!head) {
      const html = await this.reader.read(path);
      const [, title = ''] = /<title>([^]*?)<\/title>/.exec(html) ?? [];
      const [, heading = ''] = /id="app"[^]*?<h1[^>]*>([^]*?)<\/h1>/.exec(html) ?? [];
      head = { title: textOf(title), heading: textOf(heading) };
      this.#heads.set(path, head);
    }
    return head;
  }

  /**
   * Waits until what is seen is what is expected; else says what was done.
   * @param {() => Promise<unknown>} seen
   * @param {unknown} expected
   */
  async #becomes(seen, expected) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      // Between two documents there is none to ask.
      const now = await seen().catch((error) => String(error));
      try {
        assert.deepEqual(now, expected);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`${String(error)}\n\n${this.#explain()}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #explain() {
    const entries = this.#entries.map((entry, index) => `${index === this.#at ? '→' : ' '} ${addressOf(entry)} at ${entry.scroll}`);
    return `${this.#log.join('\n')}\n\n${entries.join('\n')}`;
  }
}

/** The heading has the focus, or on a return the link that was followed, or what opens the menu it is in. Runs in the page. @param {string | null} followed */
function isFocusRight(followed) {
  const focused = document.activeElement;
  if (followed === null) return focused?.localName === 'h1';
  const menu = focused?.localName === 'summary' ? focused.closest('details') : null;
  return focused?.getAttribute('href') === followed || Boolean(menu?.querySelector(`a[href="${followed}"]`)) || focused?.outerHTML;
}

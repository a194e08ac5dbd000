// The display's page around its boot script: a clock, what the browser remembers, the worker and the site. Each `open` is a
// page that has just been loaded; what is remembered outlives it.

import { readFileSync } from 'node:fs';

import { FakeClock, settle } from './clock.js';

const SOURCE = readFileSync(new URL('../../../public/kiosk/boot.js', import.meta.url), 'utf8');
const moduleOf = (/** @type {string} */ text) => `data:text/javascript,${encodeURIComponent(text)}`;

/** Apps, as the boot script meets them. */
export const APPS = {
  well: moduleOf('export default async () => {};'),
  missing: './no-such-module.js',
  broken: moduleOf('throw new Error("not a script");'),
  withoutWasm: moduleOf('export default async ({ module_or_path }) => { await module_or_path; };'),
  trapping: moduleOf('export default async () => { throw new WebAssembly.RuntimeError("unreachable"); };'),
  hanging: moduleOf('export default () => new Promise(() => {});'),
};

class FakeStorage {
  /** @type {Map<string, string>} */
  kept = new Map();
  isDenied = false;

  /** @param {string} name */
  getItem(name) {
    return this.kept.get(name) ?? null;
  }

  /** @param {string} name @param {string} value */
  setItem(name, value) {
    this.kept.set(name, value);
  }
}

class FakeElement {
  /** @type {Set<string>} */
  attributes = new Set();
  /** @type {FakeElement | null} */
  parentElement = null;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** @param {string} name */
  setAttribute(name) {
    this.attributes.add(name);
  }

  /** @param {string} name */
  removeAttribute(name) {
    this.attributes.delete(name);
  }

  /** @param {string} selector @returns {FakeElement | null} */
  closest(selector) {
    return selector.split(', ').includes(this.name) ? this : (this.parentElement?.closest(selector) ?? null);
  }
}

export class KioskPage {
  clock = new FakeClock();
  storages = { localStorage: new FakeStorage(), sessionStorage: new FakeStorage() };
  app = APPS.well;
  wasm = '/app.wasm';
  isBeating = true;
  isHidden = false;
  hasWorker = true;
  isSecure = true;
  /** What the worker keeps; nothing answers where there is none. */
  state = /** @type {object | null} */ ( { current: { id: '0' }, staged: null });
  /** Whether the worker has an edition before. */
  canGoBack = false;
  /** What the site answers for the page; nothing where there is no network. */
  site = /** @type {Response | null} */ (null);
  /** Times of loading anew. @type {number[]} */
  reloads = [];
  /** @type {string[]} */
  fetched = [];
  /** @type {unknown[][]} */
  registrations = [];
  updates = 0;
  isPersistent = false;
  /** @type {Record<string, ((event: object) => void)[]>} */
  #listeners = {};
  #root = { dataset: /** @type {Record<string, string>} */ ({}) };
  /** @type {Record<string, FakeElement>} */
  elements = {};
  /** @type {Record<string, unknown>} */
  window = {};

  /** The time since the last page was opened. */
  #opened = this.clock.now;

  #fetch = async (/** @type {string} */ path, /** @type {{ method?: string, signal?: AbortSignal }} */ { method, signal } = {}) => {
    this.fetched.push(path);
    if (path === '/app.wasm') throw new TypeError('Failed to fetch');
    if (path === '/kiosk/worker/state.json' && this.state) return new Response(JSON.stringify(this.state));
    if (path === '/kiosk/worker/back.json' && method === 'POST') {
      const is_back = this.canGoBack;
      this.canGoBack = false;
      return new Response(JSON.stringify({ is_back }));
    }
    if (path === '/kiosk/' && this.site) return this.site.clone();
    if (path === '/kiosk/' && this.isHanging) {
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError'))));
    }
    throw new TypeError('Failed to fetch');
  };

  isHanging = false;

  async open() {
    this.clock.clear();
    this.#listeners = {};
    this.#root.dataset = {};
    this.#opened = this.clock.now;
    this.elements = { 'boot-failure': new FakeElement('p'), 'boot-progress': new FakeElement('p') };
    this.elements['boot-failure']?.setAttribute('hidden');
    const page = this;
    const { clock } = this;
    const storage = (/** @type {'localStorage' | 'sessionStorage'} */ name) => ({
      get() {
        if (page.storages[name].isDenied) throw new DOMException('denied', 'SecurityError');
        return page.storages[name];
      },
    });
    this.window = Object.defineProperties({ open: () => 'a window' }, { localStorage: storage('localStorage'), sessionStorage: storage('sessionStorage') });
    const registration = { update: async () => (this.updates += 1) };
    const serviceWorker = {
      controller: {},
      register: async (/** @type {unknown[]} */ ...options) => {
        this.registrations.push(options);
        return registration;
      },
    };
    const navigator = {
      ...(this.hasWorker ? { serviceWorker } : {}),
      storage: { persist: async () => (this.isPersistent = true) },
    };
    const document = {
      currentScript: { dataset: { module: this.app, wasm: this.wasm } },
      documentElement: this.#root,
      getElementById: (/** @type {string} */ id) => this.elements[id],
      get hidden() {
        return page.isHidden;
      },
    };
    class FakeDate extends Date {
      constructor() {
        super(clock.now);
      }
    }
    const names = {
      window: this.window,
      document,
      navigator,
      location: { reload: () => this.reloads.push(clock.now) },
      performance: { now: () => clock.now - this.#opened },
      addEventListener: (/** @type {string} */ type, /** @type {(event: object) => void} */ listener) => (this.#listeners[type] ??= []).push(listener),
      fetch: this.#fetch,
      isSecureContext: this.isSecure,
      setTimeout: clock.setTimeout,
      clearTimeout: clock.clearTimeout,
      setInterval: clock.setInterval,
      Date: FakeDate,
      Element: FakeElement,
      Node: FakeElement,
      console: { error: () => {} },
    };
    let beat = 0;
    clock.setInterval(() => {
      if (this.isBeating) this.#root.dataset['beat'] = String((beat += 1));
    }, 1_000);
    // oxlint-disable-next-line typescript/no-implied-eval -- A classic script has no exports: this is how it is loaded with other globals.
    new Function(...Object.keys(names), SOURCE)(...Object.values(names));
    // The app's module comes from a file of its own.
    for (let turn = 0; turn < 5; turn += 1) await settle();
    return this;
  }

  /**
   * Whether the page's own event stops what the browser would do.
   * @param {string} type
   * @param {object} event
   */
  dispatch(type, event = {}) {
    let isStopped = false;
    const preventDefault = () => (isStopped = true);
    for (const listener of this.#listeners[type] ?? []) listener({ cancelable: true, preventDefault, ...event });
    return isStopped;
  }

  trap(message = 'unreachable') {
    this.dispatch('error', { error: new WebAssembly.RuntimeError(message) });
  }

  /** @returns {{ at: string, kind: string, detail: string }[]} */
  log() {
    return JSON.parse(this.storages.localStorage.getItem('kiosk:log') ?? '[]');
  }

  element(name = 'div', parent = '') {
    const element = new FakeElement(name);
    element.parentElement = parent ? new FakeElement(parent) : null;
    return element;
  }
}

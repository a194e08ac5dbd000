// What a service worker lives in, the display's if no other is named: caches that outlive it, a site, windows and a clock that waits until it is
// moved. The script is loaded as it is; each `start` is a worker the browser has just started.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

import { FakeClock } from './clock.js';

export const ORIGIN = 'https://kiosk.example';
const SOURCE = bundle('kiosk');

const sha256 = (/** @type {string | Uint8Array} */ bytes) => createHash('sha256').update(bytes).digest('hex');
const encode = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** A worker put together from its parts as the build does it (xtask/src/app.rs), which has esbuild on PATH. @param {string} name */
export function bundle(name) {
  const entry = new URL(`../../../public/worker/${name}.js`, import.meta.url).pathname;
  return execFileSync('esbuild', [entry, '--bundle', '--format=iife', '--charset=utf8', '--log-level=warning'], { encoding: 'utf8' });
}

/**
 * @typedef {Record<string, string>} Files
 * @typedef {{ id: string, site: string, made_at: string, files: { path: string, bytes: number, sha256: string }[] }} List
 * @typedef {{ body: Uint8Array<ArrayBuffer>, type: string | null, headers?: Headers }} Entry
 * @typedef {(world: World, signal: AbortSignal) => Response | Promise<Response>} Answer
 * @typedef {{
 *   current: { id: string, made_at: string, taken_at: number } | null, staged: { id: string, made_at: string, taken_at: number } | null,
 *   contact_at: number | null, clock_offset_ms: number | null, failures: number, is_checking: boolean,
 *   refusals: { at: number, reason: string, id: string | null }[], last_fault: { at: number, reason: string, id: string | null } | null, storage?: string,
 * }} Report
 */

/**
 * The list of these files.
 * @param {Files} files
 * @param {Partial<List>} rest
 * @returns {List}
 */
export function listOf(files, rest = {}) {
  const entries = Object.entries(files).map(([path, text]) => ({ path, bytes: encode(text).length, sha256: sha256(text) }));
  return { id: sha256(JSON.stringify(entries)).slice(0, 16), site: 'https://portal.example', made_at: '2026-11-26T08:00:00+07:00', files: entries, ...rest };
}

const pathOf = (/** @type {string | { url: string }} */ entry) => (typeof entry === 'string' ? entry : entry.url.replace(ORIGIN, ''));

const typeOf = (/** @type {string} */ path) => (path.endsWith('/') ? 'text/html; charset=utf-8' : path.endsWith('.json') ? 'application/json' : 'text/javascript');

export class FakeCaches {
  /** @type {Map<string, Map<string, Entry>>} */
  stores = new Map();
  isDenied = false;
  /** Bytes. */
  room = Infinity;
  writes = 0;
  /** The mains fail at this write, and nothing is written after it. */
  lastWrite = Infinity;
  /** What the write leaves that the mains cut short: nothing of it, or an entry that cannot be read. */
  isTorn = false;

  #allow() {
    if (this.isDenied) throw new DOMException('denied', 'SecurityError');
  }

  /** @param {() => void} tear */
  #write(tear = () => {}) {
    this.writes += 1;
    if (this.writes < this.lastWrite) return;
    if (this.writes === this.lastWrite && this.isTorn) tear();
    throw new DOMException('no power', 'UnknownError');
  }

  get used() {
    return [...this.stores.values()].flatMap((store) => [...store.values()]).reduce((sum, { body }) => sum + body.length, 0);
  }

  async keys() {
    this.#allow();
    return [...this.stores.keys()];
  }

  /** @param {string} name */
  async has(name) {
    this.#allow();
    return this.stores.has(name);
  }

  /** @param {string} url */
  async match(url) {
    for (const name of this.stores.keys()) {
      const found = await (await this.open(name)).match(url.replace(ORIGIN, ''));
      if (found) return found;
    }
    return undefined;
  }

  /** @param {string} name */
  async delete(name) {
    this.#allow();
    this.#write();
    return this.stores.delete(name);
  }

  /** @param {string} name */
  async open(name) {
    this.#allow();
    const store = this.stores.get(name) ?? new Map();
    this.stores.set(name, store);
    return {
      keys: async () => [...store.keys()].map((path) => ({ url: new URL(path, ORIGIN).href })),
      match: async (/** @type {string | { url: string }} */ asked) => {
        const entry = store.get(pathOf(asked));
        return entry && new Response(entry.body, entry.headers ? { headers: entry.headers } : entry.type === null ? {} : { headers: { 'Content-Type': entry.type } });
      },
      put: async (/** @type {string} */ path, /** @type {Response} */ response) => {
        const body = new Uint8Array(await response.arrayBuffer());
        const type = response.headers.get('Content-Type');
        if (this.used + body.length > this.room) throw new DOMException('full', 'QuotaExceededError');
        this.#write(() => store.set(path, { body: body.slice(0, body.length / 2), type }));
        // One that takes another's place is the newest.
        store.delete(path);
        store.set(path, { body, type, headers: new Headers(response.headers) });
      },
      delete: async (/** @type {string | { url: string }} */ entry) => {
        this.#write();
        return store.delete(pathOf(entry));
      },
    };
  }
}

const crypto = { subtle: { digest: async (/** @type {string} */ _, /** @type {ArrayBuffer} */ bytes) => createHash('sha256').update(new Uint8Array(bytes)).digest() } };

/** @param {unknown} body */
export const answer = (body, { status = 200, type = 'application/json', headers = {} } = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type, ...headers } });

/** Never an end, and not a byte. */
export const hang = () => /** @type {Promise<Response>} */ (new Promise(() => {}));

/** A byte every twenty seconds. @type {Answer} */
export const drip = (world) => {
  const pull = (/** @type {ReadableStreamDefaultController} */ stream) =>
    new Promise((resolve) => {
      world.clock.setTimeout(() => resolve(stream.enqueue(encode('.'))), 20_000);
    }).then(() => {});
  return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
};

export class World {
  caches = new FakeCaches();
  clock = new FakeClock();
  isOnline = true;
  random = 0.5;
  quota = Infinity;
  /** The device's clock minus the site's. */
  clockError = 0;
  /** @type {{ id: string, url: string }[]} */
  windows = [];
  /** What windows were told that did not ask. @type {object[]} */
  told = [];
  /** Instead of what the site has. @type {Record<string, Answer>} */
  answers = {};
  /** @type {Files} */
  files = {};
  /** @type {string[]} */
  fetched = [];
  /** With what was to be asked of the browser's own cache. @type {[path: string, cache: string][]} */
  fetchedAs = [];
  running = 0;
  mostRunning = 0;

  /**
   * Publishes these files on the site.
   * @param {Files} files
   * @param {Partial<List>} rest
   */
  publish(files, rest = {}) {
    const list = listOf(files, rest);
    this.files = { ...files, '/kiosk/edition.json': JSON.stringify(list) };
    return list;
  }

  /** @param {string | { url: string }} request @param {{ signal?: AbortSignal, cache?: string }} options */
  fetch = async (request, { signal = new AbortController().signal, cache = 'default' } = {}) => {
    const { pathname } = new URL(typeof request === 'string' ? request : request.url, ORIGIN);
    this.fetched.push(pathname);
    this.fetchedAs.push([pathname, cache]);
    if (!this.isOnline) throw new TypeError('Failed to fetch');
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    try {
      // So that several are under way at once.
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new DOMException('aborted', 'AbortError');
      const own = this.answers[pathname];
      if (own) return await own(this, signal);
      const text = this.files[pathname];
      const headers = { Date: new Date(this.clock.now - this.clockError).toUTCString() };
      return text === undefined ? answer('no such page', { status: 404 }) : answer(text, { type: typeOf(pathname), headers });
    } finally {
      this.running -= 1;
    }
  };

  /** A worker that has just been started; one before it is no more. @param {string} source @param {object} more what its navigator has */
  start(source = SOURCE, more = {}) {
    /** @type {Record<string, (event: object) => void>} */
    const listeners = {};
    const self = {
      location: new URL(`${ORIGIN}/kiosk/sw.js`),
      addEventListener: (/** @type {string} */ type, /** @type {(event: object) => void} */ listener) => Object.assign(listeners, { [type]: listener }),
      skipWaiting: async () => {},
      registration: {},
      clients: {
        claim: async () => {},
        matchAll: async () => this.windows,
        get: async (/** @type {string} */ id) => ({ postMessage: (/** @type {object} */ message) => this.told.push({ id, ...message }) }),
      },
    };
    const world = this;
    class FakeDate extends Date {
      /** @override */
      static now() {
        return world.clock.now;
      }
    }
    const math = { min: Math.min, max: Math.max, random: () => this.random };
    const navigator = { storage: { estimate: async () => ({ quota: this.quota, usage: this.caches.used }) }, userAgent: 'Firefox', ...more };
    const names = { self, caches: this.caches, fetch: this.fetch, crypto, navigator, Date: FakeDate, Math: math, setTimeout: this.clock.setTimeout, clearTimeout: this.clock.clearTimeout };
    // oxlint-disable-next-line typescript/no-implied-eval -- A classic script has no exports: this is how it is loaded with other globals.
    new Function(...Object.keys(names), source)(...Object.values(names));
    return new FakeWorker(listeners);
  }
}

class FakeWorker {
  #listeners;

  /** @param {Record<string, (event: object) => void>} listeners */
  constructor(listeners) {
    this.#listeners = listeners;
  }

  /** @param {string} type */
  async #dispatch(type, event = {}) {
    /** @type {Promise<unknown>[]} */
    const waits = [];
    /** @type {Promise<Response> | undefined} */
    let response;
    this.#listeners[type]?.({
      ...event,
      waitUntil: (/** @type {Promise<unknown>} */ promise) => waits.push(promise),
      respondWith: (/** @type {Promise<Response>} */ promise) => {
        response = promise;
      },
    });
    const given = await response;
    return { response: given, done: Promise.all(waits) };
  }

  async activate() {
    for (const type of ['install', 'activate']) await (await this.#dispatch(type)).done;
  }

  /** What a window is answered that says something. @param {object} data */
  async message(data, id = 'window') {
    /** @type {unknown[]} */
    const answers = [];
    await (await this.#dispatch('message', { data, source: { id, postMessage: (/** @type {unknown} */ message) => answers.push(message) } })).done;
    return answers;
  }

  /** Nothing where the worker leaves the request to the browser. */
  async request(path = '/kiosk/', { method = 'GET', mode = 'cors', clientId = 'window', resultingClientId = '', headers = {} } = {}) {
    const url = new URL(path, ORIGIN).href;
    const { response, done } = await this.#dispatch('fetch', { request: { url, method, mode, destination: '', headers: new Headers(headers) }, clientId, resultingClientId });
    return { response, done };
  }

  async get(path = '/kiosk/', headers = {}) {
    const { response, done } = await this.request(path, { headers });
    await done;
    return response?.type === 'error' ? 'network error' : ((await response?.text()) ?? '');
  }

  /** Loads the page, in the window that shows it already. */
  async navigate(path = '/kiosk/', clientId = 'window') {
    const { response, done } = await this.request(path, { mode: 'navigate', clientId });
    await done;
    return (await response?.text()) ?? '';
  }

  /** Has it go back to the edition before; whether it has. */
  async goBack() {
    const { response, done } = await this.request('/kiosk/worker/back.json', { method: 'POST' });
    await done;
    return /** @type {boolean} */ ((await response?.json())?.is_back);
  }

  /** @returns {Promise<Report>} */
  async state() {
    return JSON.parse(await this.get('/kiosk/worker/state.json'));
  }

  /** @returns {Promise<Report>} */
  async check(query = '?now') {
    return JSON.parse(await this.get(`/kiosk/worker/check.json${query}`));
  }
}

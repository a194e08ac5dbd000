// Keeps whole editions of the display's site, so that it shows one whatever becomes of the network.
//
// An edition is a list of files with their hashes. Each file is verified before it is kept, an edition is named in the
// state once all of its files are there, and it is shown from the next load of the page on: a page never gets files of
// two editions. Nothing is remembered between events but what can be read again from the caches, since the browser
// stops a worker whenever it likes and the mains may fail between any two writes.

import { createAnswers } from './answers.js';
import { IDLE_MS, answerOf, download, fault, ignore, isTrue, json, origin, sha256, worker } from './files.js';
import { NOTHING, read, update } from './state.js';
import { STATE, SURFACE, WORKER } from './surface.js';

const EDITION = `${SURFACE.caches}edition-`;
/** The last answers of others: of a content API that is another site's, whose documents are in no edition. */
const ANSWERS = `${SURFACE.caches}answers`;
/** In each edition of a site whose API is its own, and in no other. */
const API_DOCUMENT = '/api/v1/kiosk.json';
/** Where an edition's list lies in its own cache. */
const LIST = `${WORKER}edition.json`;

const MINUTE = 60_000;
const FILE_MS = 10 * MINUTE;
const DOCUMENT_MS = 10_000;
const ANSWER_MS = 20_000;
const LONGEST_WAIT_MS = 15 * MINUTE;
const LIST_BYTES = 5e6;
const DOCUMENT_BYTES = 5e6;
const MOST_BYTES = 2 ** 30;
const MOST_FILES = 20_000;
const MOST_REFUSALS = 20;
const OLDER = 'older';
const FAILED_APP = 'failed-app';
const NOTHING_BETTER = [OLDER, FAILED_APP];

/**
 * @typedef {import('./files.js').File} File
 * @typedef {{ id: string, site: string, made_at: string, files: File[] }} Edition
 * @typedef {import('./state.js').Named} Named
 * @typedef {import('./state.js').State} State
 */

const openEdition = (/** @type {string} */ id) => caches.open(EDITION + id);
const pathsIn = async (/** @type {Cache} */ cache) => new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));

const hasFailed = (/** @type {State} */ { refusals }, /** @type {string | null} */ id) => refusals.some((refusal) => refusal.id === id && refusal.reason === FAILED_APP);
const isOf = (/** @type {string} */ id) => (/** @type {Named | null} */ named) => named?.id === id;

/** Deletes every cache of this surface that the state does not name. */
async function prune() {
  const { seq, current, staged, previous, filling } = await read();
  // Without a state it would delete everything.
  if (!seq) return;
  const kept = [STATE, ANSWERS, ...[current?.id, staged?.id, previous?.id, filling].map((id) => EDITION + id)];
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(SURFACE.caches) && !kept.includes(name)).map((name) => caches.delete(name)));
}

// Editions as they are kept.

/** Lists never change, so they may be remembered. @type {Map<string, Map<string, File>>} */
const lists = new Map();

/** @param {string} id */
async function listOf(id) {
  const known = lists.get(id);
  if (known) return known;
  const kept = await (await openEdition(id)).match(LIST);
  const files = /** @type {Edition | void} */ (await kept?.json().catch(ignore))?.files;
  if (!files) return undefined;
  const list = new Map(files.map((file) => [file.path, file]));
  if (lists.size > 3) lists.clear();
  lists.set(id, list);
  return list;
}

/**
 * A file as an edition keeps it; nothing where it is missing, damaged or another.
 * @param {string} id
 * @param {File} file
 */
async function load(id, file) {
  try {
    if ((await listOf(id))?.get(file.path)?.sha256 !== file.sha256) return undefined;
    const kept = await (await openEdition(id)).match(file.path);
    const bytes = await kept?.arrayBuffer();
    return kept && bytes && (await isTrue(bytes, file)) ? answerOf(bytes, kept.headers) : undefined;
  } catch {
    return undefined;
  }
}

// Taking an edition from the site.

/**
 * Does something with each file, four at a time. The first fault ends it all.
 * @param {Iterable<File>} files
 * @param {(file: File, signal: AbortSignal) => Promise<void>} act
 */
async function withEach(files, act) {
  const stop = new AbortController();
  const waiting = [...files].values();
  /** @type {unknown[]} */
  const faults = [];
  const run = async () => {
    for (const file of waiting) {
      if (stop.signal.aborted) return;
      try {
        await act(file, stop.signal);
      } catch (error) {
        faults.push(error);
        stop.abort();
      }
    }
  };
  await Promise.all([run(), run(), run(), run()]);
  if (faults.length) throw faults[0];
}

const isText = (/** @type {unknown} */ value, /** @type {RegExp} */ pattern) => typeof value === 'string' && pattern.test(value);

/**
 * Only an edition is one, whatever answered in the site's place.
 * @param {ArrayBuffer} bytes
 * @returns {Edition}
 */
function parseEdition(bytes) {
  try {
    /** @type {Edition} */
    const edition = JSON.parse(new TextDecoder().decode(bytes));
    const { id, site, made_at, files } = edition;
    const isFile = (/** @type {File} */ { path, bytes, sha256 }) =>
      isText(path, /^\//) && new URL(path, origin).href === origin + path && !path.startsWith(WORKER) && !/[?#]/.test(path) && Number.isSafeInteger(bytes) && bytes >= 0 && isText(sha256, /^[\da-f]{64}$/);
    const isEdition =
      isText(id, /^[\da-f]{16}$/) &&
      isText(site, /./) &&
      isText(made_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/) &&
      Date.parse(made_at) > 0 &&
      files.every(isFile) &&
      new Set(files.map(({ path }) => path)).size === files.length &&
      files.some(({ path }) => path === SURFACE.document);
    if (isEdition) return edition;
  } catch {
    // Not JSON, or of another shape.
  }
  throw fault('malformed', true);
}

/**
 * Brings all files of an edition into its cache: those that are not there yet, from another edition or the site.
 * @param {Edition} edition
 * @param {boolean} isKnown that they were once all there
 */
async function fill(edition, isKnown) {
  const { id } = edition;
  const cache = await openEdition(id);
  const there = await pathsIn(cache);
  if (!there.has(LIST) || !(await listOf(id))) await cache.put(LIST, json(edition));
  const files = (await listOf(id))?.values() ?? edition.files;
  const others = (await caches.keys()).filter((name) => name.startsWith(EDITION) && name !== EDITION + id).map((name) => name.slice(EDITION.length));
  /** @type {File[]} */
  const wanted = [];
  await withEach(files, async (file) => {
    if (there.has(file.path) && (isKnown || (await load(id, file)))) return;
    for (const other of others) {
      const copy = await load(other, file);
      if (copy) return cache.put(file.path, copy);
    }
    wanted.push(file);
  });
  await prune();
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  if (wanted.reduce((sum, { bytes }) => sum + bytes, usage) > quota) throw fault('quota');
  await withEach(wanted, async (file, signal) => {
    const { bytes, headers } = await download(file.path, { most: file.bytes, limit: FILE_MS, signal });
    if (bytes.byteLength < file.bytes) throw fault('too-short', true);
    if (!(await isTrue(bytes, file))) throw fault('wrong-hash', true);
    await cache.put(file.path, answerOf(bytes, headers));
  });
  if (!(await isWhole(id))) throw fault('storage');
}

/** @param {string} id */
async function isWhole(id) {
  const list = await listOf(id);
  const there = await pathsIn(await openEdition(id));
  return Boolean(list) && there.has(LIST) && [...(list?.keys() ?? [])].every((path) => there.has(path));
}

/** Asks the site for its edition and takes it whole, or says in the state why not. */
async function check() {
  /** @type {Partial<State>} */
  const contact = {};
  /** @type {string | null} */
  let id = null;
  try {
    const { bytes, headers } = await download(SURFACE.list, { most: LIST_BYTES, limit: IDLE_MS, cache: 'no-store' });
    const edition = parseEdition(bytes);
    const { site, made_at, files } = edition;
    id = edition.id;
    const is = isOf(id);
    const isNewerThan = (/** @type {Named | null} */ named) => named && Date.parse(made_at) > Date.parse(named.made_at);
    const state = await read();
    const { current, staged } = state;
    const known = [current, staged].filter((named) => named !== null);
    if (known.some((named) => named.site !== site)) throw fault('other-site', true);
    const now = Date.now();
    const offset = Date.parse(headers.get('Date') ?? '') - now;
    Object.assign(contact, { contact_at: now, clock_offset_ms: Number.isFinite(offset) ? offset : null });
    if (files.length > MOST_FILES || files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES) throw fault('too-large', true);
    const isKnown = known.some(is);
    if (!isKnown && known.some((named) => Date.parse(made_at) < Date.parse(named.made_at))) throw fault(OLDER, true);
    if (!isKnown && hasFailed(state, id)) throw fault(FAILED_APP, true);
    if (!isKnown) await update((state) => Object.assign(state, contact, { filling: id }));
    await fill(edition, isKnown);
    await update((state) => {
      Object.assign(state, contact, { failures: 0, next_at: 0, filling: null });
      const kept = [state.current, state.staged].find(is);
      // The app may have failed while its edition was looked at again.
      if (!kept && hasFailed(state, id)) return;
      if (!kept) state.staged = { id: edition.id, site, made_at, taken_at: Date.now() };
      // The site has gone back to what is shown.
      else if (kept === state.current && isNewerThan(state.staged)) state.staged = null;
      if (kept && isNewerThan(kept)) kept.made_at = made_at;
    });
    await prune();
  } catch (error) {
    const { name, reason = name === 'QuotaExceededError' ? 'quota' : 'storage', isRefusal } = /** @type {Partial<ReturnType<typeof fault>>} */ (error);
    if (reason === 'quota') await giveUp(id).catch(ignore);
    await update((state) => {
      Object.assign(state, contact);
      if (isRefusal) refuse(state, reason, id);
      note(state, reason, id);
      // The site is there, and has nothing better: the next check costs as little as this one.
      if (NOTHING_BETTER.includes(reason)) return void Object.assign(state, { failures: 0, next_at: 0 });
      const wait = Math.min(LONGEST_WAIT_MS, MINUTE * 2 ** state.failures);
      state.failures += 1;
      state.next_at = Date.now() + wait * (0.9 + Math.random() / 5);
    });
  }
}

/** Makes room, unless it is an edition that may be shown. @param {string | null} id */
async function giveUp(id) {
  const { current, staged, previous } = await read();
  if (id && ![current, staged, previous].some(isOf(id))) await caches.delete(EDITION + id);
}

/**
 * @param {State} state
 * @param {string} reason
 * @param {string | null} id
 */
function note(state, reason, id) {
  state.last_fault = { at: Date.now(), reason, id };
}

/**
 * Keeps a refusal, the same one once.
 * @param {State} state
 * @param {string} reason
 * @param {string | null} id
 */
function refuse(state, reason, id) {
  const others = state.refusals.filter((refusal) => refusal.reason !== reason || refusal.id !== id);
  state.refusals = [...others, { at: Date.now(), reason, id }].slice(-MOST_REFUSALS);
}

// Answering the page.

/**
 * Makes the staged edition the shown one, if it is whole and no other page is on screen.
 * @param {FetchEvent} event
 */
async function promote(event) {
  const { staged } = await read();
  if (!staged) return;
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // The page that is leaving is still there, by the id it had.
  const own = [event.clientId, event.resultingClientId, Reflect.get(event, 'replacesClientId')];
  if (windows.some(({ id, url }) => !own.includes(id) && new URL(url).pathname.startsWith(SURFACE.scope))) return;
  const whole = await isWhole(staged.id);
  await update((state) => {
    if (state.staged?.id !== staged.id) return;
    if (whole) {
      state.previous = state.current;
      state.current = state.staged;
    } else {
      // The next check takes what is missing.
      state.filling = staged.id;
      note(state, 'missing-file', staged.id);
    }
    state.staged = null;
  });
  event.waitUntil(prune().catch(ignore));
}

/**
 * Shows the edition before the shown one again, whose app fails, and never takes that one a second time, unless it fails
 * because a file of it has gone.
 */
async function goBack() {
  const { current, previous } = await read();
  let isBack = false;
  if (current && previous && (await isWhole(previous.id))) {
    const isToBlame = await isWhole(current.id);
    await update((state) => {
      isBack = isOf(current.id)(state.current);
      if (!isBack) return;
      state.current = previous;
      state.previous = null;
      note(state, isToBlame ? FAILED_APP : 'missing-file', current.id);
      if (isToBlame) refuse(state, FAILED_APP, current.id);
    });
  }
  return json({ is_back: isBack });
}

/**
 * @param {FetchEvent} event
 * @param {string} path
 */
async function fromEdition(event, path) {
  const { current, previous } = await read();
  const file = current && (await listOf(current.id))?.get(path);
  if (!file) return undefined;
  const kept = await load(current.id, file);
  if (kept) return kept;
  const forget = async () => {
    await (await openEdition(current.id)).delete(path);
    await update((state) => note(state, 'missing-file', current.id));
  };
  event.waitUntil(forget().catch(ignore));
  return previous ? load(previous.id, file) : undefined;
}

/**
 * What shows the display while there is nothing else to show.
 * @param {string} search
 */
async function documentFromSite(search) {
  try {
    const { bytes, headers } = await download(SURFACE.document + search, { most: DOCUMENT_BYTES, limit: DOCUMENT_MS });
    if (SURFACE.mark.test(new TextDecoder().decode(bytes))) return new Response(bytes, { headers });
  } catch {
    // Then it waits.
  }
  return waitingPage();
}

async function waitingPage() {
  // White on this blue is 14 : 1, the English words are 10.6 : 1.
  const style = `html{height:100%;background:#162c48;color:#fff;font:clamp(1.25rem,4.5vmin,4.5rem)/1.5 "Be Vietnam Pro","Noto Sans",system-ui,sans-serif;cursor:none}
body{margin:0;min-height:100%;display:grid;place-content:center;justify-items:center;text-align:center}
h1,p{margin:0 auto;padding:.5em 1.5em;max-width:18em;text-wrap:balance}h1{font-size:1em;font-weight:600}p{font-size:.7em;color:#d5e0ee}
h1::before{content:"";display:block;width:3em;height:.12em;margin:0 auto 1.2em;background:#f0d58c}`;
  const hash = btoa(String.fromCharCode(...(await sha256(new TextEncoder().encode(style)))));
  const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'"><meta http-equiv="refresh" content="15"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${SURFACE.title}</title><style>${style}</style></head><body><main><h1>${SURFACE.waiting}</h1><p lang="en">${SURFACE.waitingEnglish}</p></main></body></html>`;
  return new Response(html, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' } });
}

/** Whether editions have the API's documents, so that nothing of others is needed. */
async function hasOwnApi() {
  const { current, staged } = await read();
  const named = current ?? staged;
  return named && (await listOf(named.id))?.has(API_DOCUMENT);
}

const { fromOthers, isCutOff } = createAnswers(ANSWERS, hasOwnApi);

/** @type {Promise<void> | null} */
let running = null;

const isDue = (/** @type {State} */ { next_at }) => {
  const wait = next_at - Date.now();
  // What is further off than any wait was written by another clock.
  return wait <= 0 || wait > LONGEST_WAIT_MS * 1.1;
};

/** Checks, unless it is too early or a check is running. */
function start(/** @type {boolean} */ isNow) {
  running ??= read()
    .then((state) => (isNow || isDue(state) ? check() : undefined))
    .catch(ignore)
    .finally(() => {
      running = null;
    });
  return running;
}

async function report() {
  const named = (/** @type {Named | null} */ edition) => edition && { id: edition.id, made_at: edition.made_at, taken_at: edition.taken_at };
  const [state, storage] = await read().then(
    (state) => [state],
    () => [NOTHING, 'denied'],
  );
  const { current, staged, contact_at, clock_offset_ms, failures, refusals, last_fault } = /** @type {State} */ (state);
  // Two are told to whoever looks.
  const missed = Math.max(failures, isCutOff() ? 2 : 0);
  return json({ current: named(current), staged: named(staged), contact_at, clock_offset_ms, failures: missed, is_checking: Boolean(running), refusals, last_fault, storage });
}

/**
 * @param {FetchEvent} event
 * @param {URL} url
 */
async function answer(event, { pathname, search, searchParams }) {
  const { request } = event;
  if (pathname === `${WORKER}state.json`) return report();
  if (pathname === `${WORKER}check.json`) {
    const checking = start(searchParams.has('now'));
    event.waitUntil(checking);
    const patience = new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    await Promise.race([checking, patience]);
    return report();
  }
  const isDocument = pathname === SURFACE.document;
  if (isDocument && request.mode === 'navigate') await promote(event).catch(ignore);
  const kept = await fromEdition(event, isDocument ? pathname : pathname + search).catch(ignore);
  return kept ?? (isDocument ? documentFromSite(search) : fetch(request));
}

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting().catch(ignore)));
worker.addEventListener('activate', (event) => event.waitUntil(Promise.allSettled([worker.clients.claim(), prune()])));
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const isOrder = event.request.method === 'POST' && url.origin === origin && url.pathname === `${WORKER}back.json`;
  if (event.request.method !== 'GET' && !isOrder) return;
  const answering = url.origin !== origin ? fromOthers(event) : isOrder ? goBack() : answer(event, url);
  event.respondWith(answering.catch(() => Response.error()));
});

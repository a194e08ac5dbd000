// Keeps for visitors what they have read, and one whole build of the app to show it with.
//
// Online every page and document is the network's: a kept one is shown only when the network does not answer. A build is
// kept whole or not at all, and this worker waits until no page uses the one before, so that a page never gets files of
// two builds. What the site says is gone or withdrawn goes from here at the next contact.

import { bytesOf, download, fault, ignore, isTrue, json, origin, worker } from './files.js';
import { isKeptLonger, lastResort, marked, noticeOf } from './kept.js';
import { keepNewest } from './newest.js';

const BUILDS = 'portal-build-';
const BUILD = `${BUILDS}${SHELL.document.sha256.slice(0, 16)}`;
/** What was read lately. */
const READ = 'portal-read';
/** What the reader has saved: filled and renewed by the page. This worker only reads there, and deletes what the site withdraws. */
const SAVED = 'portal-saved';
/** Where the page lists what is saved. */
const SAVED_LIST = '/da-luu/index.json';
/** When kept articles were asked after, by their keys. */
const ASKED = '/da-luu/asked.json';
/** What there is to read without a network, in each language. */
const LISTS = ['/da-luu/', '/en/da-luu/'];
const API = new URL(`${SHELL.api}/`, origin).href;

/** A page that comes later is not waited for where a kept one is. */
const PATIENCE_MS = 4_000;
const FILE_MS = 120_000;
const DOCUMENT_BYTES = 2e6;
const MOST_READ = { most: 120, mostBytes: 8e6, spared: isKeptLonger };
const HOUR_MS = 3_600_000;
/** So many kept articles are asked after at one visit. */
const ASKED_AFTER = 8;

/** What is not a page of the site. */
const OTHERS = ['api', 'assets', 'displays', 'embed', 'kiosk', 'media', 'pagefind', 'share', 'tools'];
const isPage = (/** @type {URL} */ url) => url.origin === origin && !OTHERS.includes(url.pathname.split('/')[1] ?? '');
const isDocument = (/** @type {URL} */ url) => url.href.startsWith(API) && !/\/(notice|online)\.json$/.test(url.pathname);
const isWithdrawn = (/** @type {string} */ text) => text.includes('"withdrawn":{');

/** Under which address a page or document is kept; nothing for a search. */
const keyOf = (/** @type {URL} */ url) => (url.search ? undefined : url.origin === origin ? url.pathname : url.href);

/** `en/` or nothing, by the address of a page or of a document. */
const langOf = (/** @type {string} */ address) => (address.startsWith('/en/') || new URL(address, origin).href.startsWith(`${API}en/`) ? 'en/' : '');

const timeOf = (/** @type {Response | undefined} */ kept) => Date.parse(kept?.headers.get('Date') ?? '') || 0;

const savesData = () => Reflect.get(navigator, 'connection')?.saveData;

/** An article's language and id, by the address of its page or of its document. @param {string} address */
function articleOf(address) {
  const [, lang = '', id] = /^\/(en\/)?tin-tuc\/[^/]*?([a-z0-9]+)\/$/.exec(address) ?? [];
  if (id) return { lang, id };
  const { href } = new URL(address, origin);
  const [, langOf = '', idOf] = (href.startsWith(API) && /^(en\/)?articles\/([a-z0-9]+)\.json$/.exec(href.slice(API.length))) || [];
  return idOf ? { lang: langOf, id: idOf } : undefined;
}

/** Where a page's document is. @param {string} path */
function documentOf(path) {
  const [, lang = '', rest = ''] = /^\/(en\/)?(.*)$/.exec(path) ?? [];
  const [folder = '', slug, part] = rest.split('/').filter(Boolean);
  const page = (/** @type {string | undefined} */ named) => named?.replace('trang-', '') ?? 'newest';
  const article = articleOf(path);
  /** @type {Record<string, string>} */
  const others = { '': 'home', 'chuyen-muc': `sections/${slug}/${page(part)}`, 'tin-moi': `latest/${page(slug)}`, the: `tags/${slug}`, trang: `pages/${slug}`, 'so-do-trang': 'map' };
  const endpoint = article ? `articles/${article.id}` : others[folder];
  return endpoint && `${API}${lang}${endpoint}.json`;
}

// A build.

/** Takes the build of the app that this worker is of, whole. Where data is saved, only to read what was saved with it. */
async function takeBuild() {
  if (savesData() && !(await caches.has(SAVED))) throw fault('save-data');
  const take = async (/** @type {import('./files.js').File} */ file, /** @type {RequestCache} */ cache) => {
    const { bytes, headers } = await download(file.path, { most: file.bytes, limit: FILE_MS, cache });
    // The site may have been published again since, or something else answers in its place.
    if (!(await isTrue(bytes, file))) throw fault('other-build');
    return /** @type {const} */ ([file.path, whole(bytes, headers)]);
  };
  const isFont = (/** @type {import('./files.js').File} */ { path }) => path.endsWith('.woff2');
  const shell = await take(SHELL.document, 'no-cache');
  // The browser may have kept a wrong one.
  const needed = await Promise.all(SHELL.files.filter((file) => !isFont(file)).map((file) => take(file, 'default').catch(() => take(file, 'reload'))));
  // The page has its fonts; what the browser has not kept of them is not worth asking for.
  const fonts = await Promise.all(SHELL.files.filter(isFont).map((file) => take(file, 'only-if-cached').catch(ignore)));
  const files = [...needed, ...fonts.filter((file) => file !== undefined)];
  if (isDismissed) return;
  const cache = await caches.open(BUILD);
  try {
    // The document last: without it the build is not there.
    for (const [path, file] of [...files, shell]) await write(() => cache.put(path, file));
  } catch (error) {
    await caches.delete(BUILD);
    throw error;
  }
}

/** An answer as it is kept: not compressed any more, with the moment it came. @param {ArrayBuffer} bytes @param {Headers} headers */
function whole(bytes, headers) {
  const kept = new Headers(headers);
  kept.delete('Content-Encoding');
  kept.set('Content-Length', String(bytes.byteLength));
  if (!kept.has('Date')) kept.set('Date', new Date().toUTCString());
  return new Response(bytes, { headers: kept });
}

async function forgetOtherBuilds() {
  const names = (await caches.keys()).filter((name) => name.startsWith(BUILDS) && name !== BUILD);
  await Promise.all(names.map((name) => caches.delete(name)));
  // Without its tools the list of what was saved would stay empty: it is asked for anew.
  if (names.length > 0) await Promise.all(LISTS.map(async (list) => (await caches.open(READ)).delete(list)));
}

// What is kept of the site.

/** The newest that is kept under a key. @param {string} key */
async function find(key) {
  /** @type {Response | undefined} */
  let newest;
  for (const name of [SAVED, READ, BUILD]) {
    const kept = (await caches.has(name)) && (await (await caches.open(name)).match(key));
    if (kept && timeOf(kept) >= timeOf(newest)) newest = kept;
  }
  return newest;
}

/** Whether it is a document or a page of the site, to its end: what answers in its place, in a hotel say, is not kept. @param {string} text @param {boolean} isJson */
function isWhole(text, isJson) {
  if (!isJson) return text.includes(' data-build=') && text.slice(-1_000).includes('</html>');
  try {
    return JSON.parse(text) instanceof Object;
  } catch {
    return false;
  }
}

/** @param {Response} answer is consumed @param {boolean} isJson @returns {Promise<[ArrayBuffer, string] | undefined>} */
async function read(answer, isJson) {
  const type = answer.headers.get('Content-Type') ?? '';
  if (answer.status !== 200 || !type.includes(isJson ? 'json' : 'html')) return undefined;
  const bytes = await bytesOf(answer, DOCUMENT_BYTES);
  const text = new TextDecoder().decode(bytes);
  return isWhole(text, isJson) ? [bytes, text] : undefined;
}

/**
 * Keeps what the site has just answered, or forgets what it says is no more; whether it says so.
 * @param {string | undefined} key
 * @param {Response} answer is consumed
 * @param {boolean} [isAsked] that it is not being read: then it only takes the place of what was
 */
async function note(key, answer, isAsked) {
  if (!key) return false;
  if (answer.status === 404 || answer.status === 410) return forget(key, answer.status === 410);
  const [bytes, text] = (await read(answer, key.endsWith('.json'))) ?? [];
  if (!bytes || !text) return false;
  const isGone = isWithdrawn(text);
  if (isGone) await forget(key, true);
  await write(async () => {
    const cache = await caches.open(READ);
    // It has moved: what is here is no more.
    if (answer.redirected) await cache.delete(key);
    else if (!isAsked || (await cache.match(key))) await keepNewest(cache, key, whole(bytes, answer.headers), MOST_READ);
  });
  return isGone;
}

/** Writes under way, which a farewell waits for. @type {Set<Promise<void>>} */
const writes = new Set();
let isDismissed = false;

/** @param {() => Promise<void>} task */
async function write(task) {
  if (isDismissed) return;
  const done = task();
  writes.add(done);
  await done.finally(() => writes.delete(done));
}

/** The site has taken this worker away: it goes, with what it kept but what the reader saved. */
async function leave() {
  isDismissed = true;
  await Promise.allSettled(writes);
  await forgetAll();
  await worker.registration.unregister();
  // Whoever was about to look into a cache has opened it anew.
  await forgetAll();
}

async function forgetAll() {
  const names = (await caches.keys()).filter((name) => name.startsWith(BUILDS) || name === READ);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * Forgets what is under a key; of an article its document, all its addresses, and the pictures that were saved with it. Whether anything was.
 * @param {string} key
 * @param {boolean} isSure that the site means it: one that has nothing else, either, is broken, and has taken nothing back
 */
async function forget(key, isSure) {
  const article = articleOf(key);
  const isOf = (/** @type {string} */ other) => {
    const found = article && articleOf(other);
    return other === key || (found?.id === article?.id && found?.lang === article?.lang && Boolean(found));
  };
  /** @type {[Cache, string][]} */
  const found = [];
  for (const name of [SAVED, READ]) {
    if (!(await caches.has(name))) continue;
    const cache = await caches.open(name);
    const keys = (await cache.keys()).map(({ url }) => keyOf(new URL(url)) ?? '').filter(isOf);
    found.push(...keys.map((other) => /** @type {[Cache, string]} */ ([cache, other])));
    const list = name === SAVED && (await (await cache.match(SAVED_LIST))?.json().catch(ignore));
    /** @type {{ path: string, pictures?: string[] }[]} */
    const entries = Array.isArray(list) ? list : [];
    const picturesOf = (/** @type {boolean} */ isIts) => entries.filter(({ path }) => isOf(path) === isIts).flatMap(({ pictures }) => pictures ?? []);
    const others = picturesOf(false);
    found.push(...picturesOf(true).filter((picture) => !others.includes(picture)).map((picture) => /** @type {[Cache, string]} */ ([cache, picture])));
  }
  if (found.length === 0 || !(isSure || (await isThere(langOf(key))))) return false;
  for (const [cache, other] of found) await cache.delete(other);
  return true;
}

/** Whether the site answers with what it always has. @param {string} lang */
async function isThere(lang) {
  return Boolean(await read(await fetch(`${API}${lang}site.json`, { cache: 'no-cache' }), true));
}

/** Asks the site for something that is kept, or is to be. @param {string} key @param {boolean} [isAsked] */
async function refresh(key, isAsked) {
  await note(key, await fetch(key, { cache: 'no-cache' }), isAsked);
}

/**
 * A page is being read: it is kept, with what its language needs offline; and some kept articles are asked after. Where data is saved,
 * only what is needed.
 * @param {string} path
 */
async function keepPage(path) {
  if (!(await caches.has(BUILD))) await takeBuild();
  const prefix = langOf(path);
  const documents = ['home', 'site'].map((name) => keyOf(new URL(`${API}${prefix}${name}.json`)) ?? '');
  const needed = [...documents, `/${prefix}da-luu/`];
  const missing = await Promise.all(needed.map(async (key) => !(await find(key))));
  const isDear = savesData();
  const keys = new Set([...(isDear ? [] : [path]), ...needed.filter((_, at) => missing[at])]);
  for (const key of keys) await refresh(key).catch(ignore);
  if (isDear) return;
  for (const key of await articlesDue()) if (!keys.has(key)) await refresh(key, true).catch(ignore);
}

/** Some kept articles that were neither read nor asked after for an hour, those of longest ago first; now they are asked after. */
async function articlesDue() {
  if (isDismissed) return [];
  const now = Date.now();
  const lately = await caches.open(READ);
  /** @type {Record<string, number>} */
  const asked = (await (await lately.match(ASKED))?.json().catch(ignore)) ?? {};
  /** @type {Record<string, number>} */
  const known = {};
  for (const cache of (await caches.has(SAVED)) ? [await caches.open(SAVED), lately] : [lately]) {
    for (const { url } of await cache.keys()) {
      const key = keyOf(new URL(url)) ?? '';
      if (articleOf(key)) known[key] = Math.max(known[key] ?? 0, asked[key] ?? 0, timeOf(await cache.match(key)));
    }
  }
  const due = Object.entries(known).filter(([, at]) => now - at > HOUR_MS).toSorted(([, one], [, other]) => one - other).slice(0, ASKED_AFTER).map(([key]) => key);
  for (const key of due) known[key] = now;
  // Also of those that do not answer: they must not keep the others from being asked after.
  if (due.length > 0) await write(() => lately.put(ASKED, json(known)));
  return due;
}

// Answering.

/**
 * The network's answer, else what `fromKept` finds: when there is none, it is a server's fault, or it is late.
 * @param {FetchEvent} event
 * @param {() => Promise<Response | undefined>} fromKept
 * @param {boolean} [isAhead] that the reader has not asked yet
 */
async function answer(event, fromKept, isAhead) {
  const { request } = event;
  const key = keyOf(new URL(request.url));
  const asked = Promise.resolve(event.preloadResponse).then((preloaded) => /** @type {Response | undefined} */ (preloaded) ?? fetch(request));
  const noted = asked.then((answer) => note(key, answer.clone(), isAhead)).catch(ignore);
  event.waitUntil(noted);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = /** @type {Response | undefined} */ (await Promise.race([asked.catch(ignore), patience]));
  if (first && first.status < 500) return first;
  const kept = await fromKept().catch(ignore);
  if (!kept) return first ?? asked;
  event.waitUntil(noted.then((isGone) => isGone && key && tellGone(event, key)));
  return kept;
}

/** The site has answered late that what a window shows is no more. @param {FetchEvent} event @param {string} key */
async function tellGone(event, key) {
  const window = await worker.clients.get(event.resultingClientId || event.clientId);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
  window?.postMessage({ gone: articleOf(key)?.id ?? key });
}

/** @param {string} path */
async function keptPage(path) {
  const page = await find(path);
  if (page) return marked(page, page);
  const address = documentOf(path);
  const document = address && (await find(keyOf(new URL(address)) ?? ''));
  const shell = await find(SHELL.document.path);
  return document && shell ? marked(shell, document) : undefined;
}

/** @param {FetchEvent} event @param {URL} url */
async function showPage(event, url) {
  try {
    return await answer(event, () => keptPage(url.pathname));
  } catch {
    // In place of what is not kept: what is, in the other language if need be, or at least that there is no connection.
    const isEnglish = Boolean(langOf(url.pathname));
    for (const kept of [...(isEnglish ? LISTS.toReversed() : LISTS), SHELL.document.path]) {
      const page = await find(kept).catch(ignore);
      if (page) return page;
    }
    return lastResort(isEnglish);
  }
}

/** What is to be said of kept documents, by the window and the document: a window asks once it shows the page. @type {Map<string, string>} */
const notices = new Map();

/** Documents that windows have asked for ahead. What is shown of them was read. @type {Set<string>} */
const ahead = new Set();

/** @param {FetchEvent} event @param {URL} url */
function showDocument(event, url) {
  const place = `${event.clientId} ${url.href}`;
  notices.delete(place);
  const isAhead = event.request.headers.get('Purpose') === 'prefetch';
  if (isAhead) ahead.add(place);
  const fromKept = async () => {
    const kept = await find(keyOf(url) ?? '');
    if (kept) notices.set(place, noticeOf(kept, langOf(url.href) !== ''));
    return kept;
  };
  return answer(event, fromKept, isAhead);
}

/** The reader has come to what was asked for ahead; the browser still has it. @param {string} document */
async function noteShown(document) {
  await note(keyOf(new URL(document)), await fetch(document, { cache: 'force-cache' }));
}

/** What never changes under its name: kept first. @param {Request} request */
const showFile = async (request) => (await caches.match(request.url).catch(ignore)) ?? fetch(request);

/** Pictures of what was saved. @param {Request} request */
const showPicture = (request) => fetch(request).catch(async (error) => (await caches.match(request.url)) ?? (await otherForm(request.url)) ?? Promise.reject(error));

/** A picture in the size that was saved: the forms of one differ in the numbers at the end of their names. @param {string} url */
async function otherForm(url) {
  const formless = (/** @type {string} */ address) => /^(.*\/media\/.*-[0-9a-f]{8}-)\d+\.\w+$/.exec(address)?.[1];
  const picture = formless(url);
  if (!picture || !(await caches.has(SAVED))) return undefined;
  const cache = await caches.open(SAVED);
  const kept = (await cache.keys()).find((key) => formless(key.url) === picture);
  return kept && cache.match(kept);
}

/** Where the browser can, it asks the network at the same time as this worker, or this worker not at all. Few can. */
const isRouted = 'InstallEvent' in self && 'addRoutes' in InstallEvent.prototype;

/** @param {Event} event */
async function route(event) {
  const at = (/** @type {string} */ pathname) => ({ urlPattern: new URLPattern({ pathname, baseURL: origin }) });
  const race = 'race-network-and-fetch-handler';
  const routes = [
    { condition: at('/(displays|embed|kiosk|pagefind|share|tools)/*'), source: 'network' },
    { condition: at('/api/*/(notice|online).json'), source: 'network' },
    { condition: at('/assets/*'), source: 'cache' },
    { condition: at('/api/*'), source: race },
    { condition: { requestMode: 'navigate' }, source: race },
  ];
  await /** @type {Event & { addRoutes(routes: object[]): Promise<void> }} */ (event).addRoutes(routes);
}

worker.addEventListener('install', (event) => {
  const routing = isRouted ? route(event).catch(ignore) : undefined;
  event.waitUntil(Promise.all([routing, takeBuild()]));
});
worker.addEventListener('activate', (event) => {
  // Firefox 153 shows its own error page when a preload fails, whatever the worker answers.
  const isPreloaded = !isRouted && !navigator.userAgent.includes('Firefox');
  const preload = isPreloaded ? worker.registration.navigationPreload?.enable() : undefined;
  event.waitUntil(Promise.allSettled([preload, forgetOtherBuilds(), worker.clients.claim()]));
});
worker.addEventListener('message', (event) => {
  const { keep, shows, farewell } = /** @type {{ keep?: unknown, shows?: unknown, farewell?: unknown }} */ (event.data ?? {});
  if (farewell === true) event.waitUntil(leave());
  const { source } = event;
  if (typeof shows === 'string' && source && 'id' in source) {
    const document = documentOf(shows);
    const place = `${source.id} ${document}`;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
    source.postMessage({ of: shows, kept: notices.get(place) ?? '' });
    if (document && ahead.delete(place)) event.waitUntil(noteShown(document).catch(ignore));
  }
  if (typeof keep === 'string' && keep.startsWith('/')) event.waitUntil(keepPage(keep).catch(ignore));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || request.headers.has('Range')) return;
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(showPage(event, url));
  } else if (isDocument(url)) event.respondWith(showDocument(event, url));
  else if (url.origin === origin && url.pathname.startsWith('/assets/')) event.respondWith(showFile(request));
  else if (url.origin === origin && url.pathname.startsWith('/media/')) event.respondWith(showPicture(request));
});

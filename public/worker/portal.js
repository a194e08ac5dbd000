// Keeps for visitors what they have read, and one whole build of the app to show it with.
//
// Online every page and document is the network's: a kept one is shown only when the network does not answer. A build is
// kept whole or not at all, and this worker waits until no page uses the one before, so that a page never gets files of
// two builds. What the site says is gone or withdrawn goes from here at the next contact.

import { download, fault, ignore, isTrue, origin, worker } from './files.js';
import { isKeptLonger, lastResort, marked, noticeOf } from './kept.js';
import { keepNewest } from './newest.js';

const BUILDS = 'portal-build-';
const BUILD = `${BUILDS}${SHELL.document.sha256.slice(0, 16)}`;
/** What was read lately. */
const READ = 'portal-read';
/** What the reader has saved: filled by the page. From here nothing goes but what the site withdraws. */
const SAVED = 'portal-saved';
/** What there is to read without a network, in each language. */
const LISTS = ['/da-luu/', '/en/da-luu/'];
const API = new URL(`${SHELL.api}/`, origin).href;

/** A page that comes later is not waited for where a kept one is. */
const PATIENCE_MS = 4_000;
const FILE_MS = 120_000;
const FILE_BYTES = 2e6;
const MOST_READ = { most: 120, mostBytes: 8e6, spared: isKeptLonger };
const DAY_MS = 86_400_000;
/** So many kept articles are asked after at one visit. */
const ASKED_AFTER = 4;

/** What is not a page of the site. */
const OTHERS = ['api', 'assets', 'displays', 'embed', 'kiosk', 'media', 'pagefind', 'share', 'tools'];
const isPage = (/** @type {URL} */ url) => url.origin === origin && !OTHERS.includes(url.pathname.split('/')[1] ?? '');
const isDocument = (/** @type {URL} */ url) => url.href.startsWith(API) && !/\/(notice|online)\.json$/.test(url.pathname);
const isWithdrawn = (/** @type {string} */ text) => text.includes('"withdrawn":{');

/** Under which address a page or document is kept; nothing for a search. */
const keyOf = (/** @type {URL} */ url) => (url.search ? undefined : url.origin === origin ? url.pathname : url.href);

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
  const [folder = '', slug, part = 'trang-1'] = rest.split('/').filter(Boolean);
  const page = part.replace('trang-', '');
  const article = articleOf(path);
  /** @type {Record<string, string>} */
  const others = { '': 'home', 'chuyen-muc': `sections/${slug}/${page}`, 'tin-moi': `latest/${(slug ?? '1').replace('trang-', '')}`, the: `tags/${slug}`, trang: `pages/${slug}`, 'so-do-trang': 'map' };
  const endpoint = article ? `articles/${article.id}` : others[folder];
  return endpoint && `${API}${lang}${endpoint}.json`;
}

// A build.

/** Takes the build of the app that this worker is of, whole. */
async function takeBuild() {
  if (Reflect.get(navigator, 'connection')?.saveData) throw fault('save-data');
  const take = async (/** @type {string} */ path) => {
    const isShell = path === SHELL.document.path;
    const { bytes, headers } = await download(path, { most: FILE_BYTES, limit: FILE_MS, cache: isShell ? 'no-cache' : 'default' });
    // The site may have been published again since.
    if (isShell && !(await isTrue(bytes, SHELL.document))) throw fault('other-build');
    return /** @type {const} */ ([path, whole(bytes, headers)]);
  };
  // The page has its fonts; what the browser has not kept of them is not worth asking for.
  const font = (/** @type {string} */ path) => download(path, { most: FILE_BYTES, limit: FILE_MS, cache: 'only-if-cached' }).then(({ bytes, headers }) => /** @type {const} */ ([path, whole(bytes, headers)]));
  const isFont = (/** @type {string} */ path) => path.endsWith('.woff2');
  const shell = await take(SHELL.document.path);
  const needed = await Promise.all(SHELL.files.filter((path) => !isFont(path)).map(take));
  const fonts = await Promise.all(SHELL.files.filter(isFont).map((path) => font(path).catch(ignore)));
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

/** @param {string} key */
async function find(key) {
  for (const name of [SAVED, READ, BUILD]) {
    const kept = (await caches.has(name)) && (await (await caches.open(name)).match(key));
    if (kept) return kept;
  }
  return undefined;
}

/**
 * Keeps what the site has just answered, or forgets what it says is no more.
 * @param {string | undefined} key
 * @param {Response} answer is consumed
 */
async function note(key, answer) {
  if (!key) return;
  const isJson = key.endsWith('.json');
  if (answer.status === 404 || answer.status === 410) return forget(key, true);
  const type = answer.headers.get('Content-Type') ?? '';
  if (answer.status !== 200 || answer.redirected || !type.includes(isJson ? 'json' : 'html')) return;
  const bytes = await answer.arrayBuffer();
  const text = new TextDecoder().decode(bytes);
  // Whatever answers in the site's place, in a hotel say, is not kept.
  if (!isJson && !text.includes(' data-build=')) return;
  if (isWithdrawn(text)) await forget(key, false);
  const kept = whole(bytes, answer.headers);
  const saved = (await caches.has(SAVED)) && (await caches.open(SAVED));
  if (saved && (await saved.match(key))) await saved.put(key, kept.clone());
  await write(async () => keepNewest(await caches.open(READ), key, kept, MOST_READ));
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
  const names = (await caches.keys()).filter((name) => name.startsWith(BUILDS) || name === READ);
  await Promise.all(names.map((name) => caches.delete(name)));
  await worker.registration.unregister();
}

/**
 * Forgets an article's document and all its addresses; `itself` says whether what is under the key goes, too.
 * @param {string} key
 * @param {boolean} itself
 */
async function forget(key, itself) {
  const article = articleOf(key);
  const isOfArticle = (/** @type {string} */ other) => {
    const found = article && articleOf(other);
    return found?.id === article?.id && found?.lang === article?.lang && Boolean(found);
  };
  for (const name of [SAVED, READ]) {
    if (!(await caches.has(name))) continue;
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const other = keyOf(new URL(url)) ?? '';
      if (other === key ? itself : isOfArticle(other)) await cache.delete(other);
    }
  }
}

/** Asks the site for something that is kept, or is to be. @param {string} key */
async function refresh(key) {
  await note(key, await fetch(key, { cache: 'no-cache' }));
}

/**
 * A page is being read: it is kept, with what its language needs offline; and some kept articles are asked after.
 * @param {string} path
 */
async function keepPage(path) {
  if (!(await caches.has(BUILD))) await takeBuild();
  const prefix = path.startsWith('/en/') ? 'en/' : '';
  const documents = ['home', 'site'].map((name) => keyOf(new URL(`${API}${prefix}${name}.json`)) ?? '');
  const needed = [...documents, `/${prefix}da-luu/`];
  const missing = await Promise.all(needed.map(async (key) => !(await find(key))));
  const due = await Promise.all([SAVED, READ].map(articlesDue));
  const keys = new Set([path, ...needed.filter((_, at) => missing[at]), ...due.flat().slice(0, ASKED_AFTER)]);
  for (const key of keys) await refresh(key).catch(ignore);
}

/** The articles that were not asked after for a day. @param {string} name */
async function articlesDue(name) {
  if (!(await caches.has(name))) return [];
  const cache = await caches.open(name);
  const keys = (await cache.keys()).map(({ url }) => keyOf(new URL(url)) ?? '').filter(articleOf);
  const isDue = await Promise.all(keys.map(async (key) => Date.now() - Date.parse((await cache.match(key))?.headers.get('Date') ?? '') > DAY_MS));
  return keys.filter((_, at) => isDue[at]);
}

// Answering.

/**
 * The network's answer, else what `fromKept` finds: when there is none, it is a server's fault, or it is late.
 * @param {FetchEvent} event
 * @param {() => Promise<Response | undefined>} fromKept
 */
async function answer(event, fromKept) {
  const { request } = event;
  const key = keyOf(new URL(request.url));
  const asked = Promise.resolve(event.preloadResponse).then((preloaded) => /** @type {Response | undefined} */ (preloaded) ?? fetch(request));
  const noted = asked.then((answer) => note(key, answer.clone())).catch(ignore);
  event.waitUntil(noted);
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = /** @type {Response | undefined} */ (await Promise.race([asked.catch(ignore), patience]));
  if (first && first.status < 500) return first;
  return (await fromKept().catch(ignore)) || first || asked;
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
    // In place of what is not kept: what is, or at least that there is no connection.
    const page = await find(LISTS[url.pathname.startsWith('/en/') ? 1 : 0] ?? '').catch(ignore);
    return page ?? (await find(SHELL.document.path).catch(ignore)) ?? lastResort();
  }
}

/** What windows were told last, for those whose script comes later than their document. @type {Map<string, { kept: string }>} */
const told = new Map();

/** @param {FetchEvent} event @param {URL} url */
function showDocument(event, url) {
  told.delete(event.clientId);
  return answer(event, async () => {
    const kept = await find(keyOf(url) ?? '');
    if (kept && !url.pathname.endsWith('/site.json')) {
      const client = await worker.clients.get(event.clientId);
      const notice = { kept: noticeOf(kept, url.href.slice(API.length).startsWith('en/')) };
      if (client) told.set(client.id, notice);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
      client?.postMessage(notice);
    }
    return kept;
  });
}

/** What never changes under its name: kept first. @param {Request} request */
const showFile = async (request) => (await caches.match(request.url).catch(ignore)) ?? fetch(request);

/** Pictures of what was saved. @param {Request} request */
const showPicture = (request) => fetch(request).catch(async (error) => (await caches.match(request.url)) ?? Promise.reject(error));

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
  const { keep, farewell } = /** @type {{ keep?: unknown, farewell?: unknown }} */ (event.data ?? {});
  if (farewell === true) event.waitUntil(leave());
  const { source } = event;
  const notice = source && 'id' in source ? told.get(source.id) : undefined;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
  if (notice) source?.postMessage(notice);
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

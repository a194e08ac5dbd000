// Keeps articles on this device until the reader removes them, whether there is a network or not: document, API document, pictures.
//
// In the browser's cache `portal-saved`, with a list of what is there. `saved-list.js` shows the list; what answers from the cache
// while there is no network is the site's service worker.

const CACHE = 'portal-saved';
const LIST = '/da-luu/index.json';
/** What other tabs hear of: the key of a value that says nothing. */
const CHANGED = 'portal:saved';
const WAIT_MS = 20_000;
/** How wide an article shows its pictures. */
const SIZES = '(min-width:48rem) 46rem,calc(100vw - 2rem)';

/**
 * `gone` is when the site was found to have taken the article back; then only this line of it is left.
 * @typedef {{
 *   path: string, id: string, title: string, summary?: string, published_at: string, saved_at: string, lang: string, section?: string,
 *   pictures: string[], gone?: string, updated?: boolean,
 * }} Entry
 * @typedef {{ src: string, width?: number, sources?: { src: string, width: number, media_type: string }[] }} Picture
 * @typedef {{
 *   id: string, path: string, title: string, summary?: string, published_at: string, lang?: string, section?: { name: string },
 *   image?: Picture, body: unknown[], attachments?: unknown[], updated_at?: string, withdrawn?: unknown,
 * }} Article
 */

/** @type {Promise<void>} */
let lastWrite = Promise.resolve();

/** One at a time writes, in all tabs where the browser can tell. @param {() => Promise<void>} write */
async function alone(write) {
  lastWrite = lastWrite.catch(() => {}).then(() => (navigator.locks ? navigator.locks.request(CACHE, write) : write()));
  await lastWrite;
  announceEverywhere();
}

/**
 * Reads the list, lets `change` write into it, and keeps it; what the list does not name then is not kept. False leaves all as it is.
 * @param {(entries: Entry[]) => Promise<boolean> | boolean} change
 */
const update = (change) =>
  alone(async () => {
    const entries = await list();
    try {
      if (!(await change(entries))) return;
      const answer = new Response(JSON.stringify(entries), { headers: { 'Content-Type': 'application/json' } });
      await (await caches.open(CACHE)).put(LIST, answer);
    } finally {
      await sweep();
    }
  });

/** Deletes what no entry names: of articles that were removed or renewed, and of those that could not be kept whole. */
async function sweep() {
  if (!(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  const there = (await list()).filter(({ gone }) => !gone);
  const named = new Set([LIST, ...there.flatMap(({ path, pictures }) => [path, endpointOf(path), ...(pictures ?? [])])].map((address) => new URL(address, location.href).href));
  await Promise.all((await cache.keys()).filter(({ url }) => !named.has(url)).map((key) => cache.delete(key)));
}

/** What is saved, the latest first. @returns {Promise<Entry[]>} */
export async function list() {
  if (!(await caches.has(CACHE))) return [];
  const kept = await (await caches.open(CACHE)).match(LIST);
  // A list that cannot be read is an empty one: the next article makes a new one.
  const entries = await kept?.json().catch(() => []);
  return Array.isArray(entries) ? entries : [];
}

const announce = () => {
  document.dispatchEvent(new Event(CHANGED));
  void mark();
};

/** In other tabs as well. */
function announceEverywhere() {
  announce();
  try {
    localStorage.setItem(CHANGED, String(Date.now()));
  } catch {}
}

const idOf = (/** @type {string} */ path) => /-([a-z0-9]+)\/?$/.exec(path)?.[1] ?? '';
const base = () => document.querySelector('meta[name=content-api]')?.getAttribute('content') ?? '/api/v1';
const endpointOf = (/** @type {string} */ path) => `${base()}/${path.startsWith('/en/') ? 'en/' : ''}articles/${idOf(path)}.json`;

/** @param {string} address */
export const ask = (address) => fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout?.(WAIT_MS) });

/** What may answer a navigation: neither redirected nor said to be compressed. @param {Response} response */
async function copyOf(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  const headers = new Headers(response.headers);
  headers.delete('Content-Encoding');
  headers.delete('Content-Length');
  return new Response(await response.blob(), { headers });
}

const savesData = () => (/** @type {{ connection?: { saveData?: boolean } }} */ (navigator)).connection?.saveData;

/** The pictures of an article, in the size that this device chooses. @param {Article} article */
export async function picturesOf(article) {
  /** @type {Picture[]} */
  const found = [];
  const walk = (/** @type {unknown} */ value) => {
    if (!(value instanceof Object)) return;
    if ('src' in value && 'width' in value && 'height' in value) found.push(/** @type {Picture} */ (/** @type {unknown} */ (value)));
    else Object.values(value).forEach(walk);
  };
  walk([article.image, article.body]);
  const chosen = found.map(async ({ src, sources = [] }) => {
    const image = document.createElement('img');
    const kinds = [...new Set(sources.map(({ media_type }) => media_type))];
    const forms = kinds.map((type) => {
      const of = sources.filter(({ media_type }) => media_type === type);
      const srcset = of.map((source) => `${source.src} ${source.width}w`).join(', ');
      return Object.assign(document.createElement('source'), { type, srcset, sizes: SIZES });
    });
    document.createElement('picture').append(...forms, image);
    image.src = src;
    // The browser chooses before it goes on with anything else.
    await Promise.resolve();
    return new URL(image.currentSrc || src, location.href);
  });
  const ours = (await Promise.all(chosen)).filter(({ origin }) => origin === location.origin);
  return [...new Set(ours.map(({ pathname }) => pathname))];
}

/**
 * Keeps an article, whole or not at all; a picture that cannot be had is left out.
 * @param {string} path
 * @param {boolean} [isRenewal] of one that is in the list
 */
export async function save(path, isRenewal) {
  const answer = await copyOf(await ask(endpointOf(path)));
  const article = /** @type {Article} */ (await answer.clone().json());
  const pictures = savesData() ? [] : await picturesOf(article);
  /** @type {[address: string, copy: Response][]} */
  const copies = [];
  for (const picture of pictures) {
    const response = await ask(picture).catch(() => undefined);
    if (response?.ok) copies.push([picture, await copyOf(response)]);
  }
  // The document last: while it is the old one, the article is renewed again.
  copies.push([path, await copyOf(await ask(path))], [endpointOf(path), answer]);
  const { id, title, summary, published_at, lang = 'vi', section } = article;
  await update(async (entries) => {
    const before = drop(entries, path);
    // Meanwhile the reader has removed it.
    if (isRenewal && !before) return false;
    const saved_at = (isRenewal && before?.saved_at) || new Date().toISOString();
    const cache = await caches.open(CACHE);
    for (const [address, copy] of copies) await cache.put(address, copy);
    entries.unshift({ path, id, title, summary, published_at, saved_at, lang, section: section?.name, pictures, ...(isRenewal && { updated: true }) });
    // In the place it had.
    entries.sort((one, other) => other.saved_at.localeCompare(one.saved_at));
    return true;
  });
}

/** @param {Entry[]} entries @param {string} path */
function drop(entries, path) {
  const at = entries.findIndex((entry) => entry.path === path);
  return entries.splice(at, at < 0 ? 0 : 1)[0];
}

/** @param {string} path */
export const remove = (path) => update((entries) => Boolean(drop(entries, path)));

export const removeAll = () => alone(async () => void (await caches.delete(CACHE)));

/** Keeps no more than a line that says so. @param {string} path */
const takeBack = (path) =>
  update((entries) => {
    const entry = entries.find((one) => one.path === path);
    return Boolean(entry && !entry.gone && Object.assign(entry, { gone: new Date().toISOString(), summary: undefined, pictures: [] }));
  });

/** What readers would notice. @param {Article} article */
const textOf = ({ title, summary, body, attachments, updated_at }) => JSON.stringify([title, summary, body, attachments, updated_at]);

/** Asks the site what became of a saved article, also of one that was taken back. What cannot be asked stays as it is. @param {Entry} entry */
async function renew({ path }) {
  const answer = await ask(endpointOf(path));
  if (answer.status === 410) return takeBack(path);
  // A site that has nothing else, either, is broken, and has taken nothing back. The worker keeps nothing under an address with a question.
  if (answer.status === 404) return (await ask(`${base()}/${path.startsWith('/en/') ? 'en/' : ''}site.json?now`)).ok ? takeBack(path) : undefined;
  if (!answer.ok) return;
  const article = /** @type {Article} */ (await answer.json());
  if (article.withdrawn) return takeBack(path);
  const cache = await caches.open(CACHE);
  const [kept, page] = await Promise.all([cache.match(endpointOf(path)), cache.match(path)]);
  if (!kept || !page || textOf(await kept.json()) !== textOf(article)) await save(path, true);
}

/** Asks for all of them, a few at a time; not where data is dear. */
export async function renewAll() {
  if (savesData()) return;
  const waiting = await list();
  const next = async () => {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) await renew(entry).catch(() => {});
  };
  await Promise.all([next(), next(), next()]);
}

/** Paths of the list whose documents are there. @returns {Promise<Set<string>>} */
export async function keptPaths() {
  const keys = (await caches.has(CACHE)) ? await (await caches.open(CACHE)).keys() : [];
  return new Set(keys.map(({ url }) => new URL(url).pathname));
}

/** Says at the article's button whether it is saved. */
async function mark() {
  const button = document.querySelector('[data-tool=saved]');
  const entry = button && (await list()).find(({ path }) => path === location.pathname);
  button?.setAttribute('aria-pressed', String(!!entry && !entry.gone));
}

/** @param {HTMLElement} button */
export async function run(button) {
  const status = /** @type {HTMLElement} */ (button.closest('[data-tool-group]')?.querySelector('[role=status]'));
  const { removed = '', full = '', list: address = '', listTitle = '', failed = '' } = button.dataset;
  if (button.ariaBusy) return;
  button.ariaBusy = 'true';
  status.textContent = '';
  try {
    if (button.getAttribute('aria-pressed') === 'true') {
      await remove(location.pathname);
      status.textContent = removed;
    } else {
      await save(location.pathname);
      // Else the browser may make room by it.
      void navigator.storage?.persist?.().catch(() => {});
      const link = document.createElement('a');
      link.href = address;
      link.textContent = listTitle;
      status.replaceChildren(`${button.lastElementChild?.textContent}. `, link);
    }
  } catch (error) {
    status.textContent = error instanceof DOMException && error.name === 'QuotaExceededError' ? full : failed;
  } finally {
    button.ariaBusy = null;
  }
}

document.addEventListener('portal:navigated', () => void mark());
addEventListener('storage', ({ key }) => key === CHANGED && announce());
addEventListener('pageshow', (event) => event.persisted && announce());
void mark();

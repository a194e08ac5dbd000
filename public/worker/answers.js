// Answers of others: of a content API that is another site's, whose documents are in no edition. Part of a display's worker.

import { answerOf, download, ignore } from './files.js';
import { keepNewest } from './newest.js';

/** The page itself waits for 15 s. */
const OTHERS_MS = 8_000;
const MOST = 400;
const MOST_BYTES = 5e6;

/**
 * Keeps the last answers in a cache of that name, while editions don't have the API's documents themselves.
 * @param {string} name
 * @param {() => Promise<unknown>} hasOwnApi
 */
export function createAnswers(name, hasOwnApi) {
  /** Whether only what is kept answered last. */
  let isCutOff = false;

  /**
   * What another site answers, or what it answered last while it doesn't or refuses to. An answer that may not be read, or is too
   * large, is passed on and not kept.
   * @param {FetchEvent} event
   */
  async function fromOthers({ request }) {
    if (await hasOwnApi().catch(ignore)) return fetch(request);
    const cache = await caches.open(name).catch(ignore);
    // Pictures fail by themselves, at servers of their own.
    const isDocument = request.destination === '';
    try {
      const { status, headers, bytes } = await download(request.url, { most: MOST_BYTES, limit: OTHERS_MS, cache: isDocument ? 'no-cache' : 'default', isOther: true });
      const isGone = status === 404 || status === 410;
      // Too many requests, a key that is no longer valid: that says nothing of what was asked for.
      const isRefused = status >= 300 && !isGone;
      if (isDocument) isCutOff = isRefused;
      if (isGone) await cache?.delete(request.url);
      else if (!isRefused) await keepNewest(cache, request.url, answerOf(bytes, headers), { most: MOST }).catch(ignore);
      const last = isRefused && (await cache?.match(request.url).catch(ignore));
      return last || answerOf(bytes, headers, status);
    } catch {
      if (isDocument) isCutOff = true;
      return (await cache?.match(request.url).catch(ignore)) ?? passOn(request);
    }
  }

  return { fromOthers, isCutOff: () => isCutOff };
}

/** As the browser would, but not for longer than the page may wait. @param {Request} request */
async function passOn(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), OTHERS_MS);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

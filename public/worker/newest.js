// A cache of which the oldest entries go. Part of each service worker.

/**
 * Keeps an answer as the newest, and the one before until that is there; the oldest go, but those that are `spared`.
 * @param {Cache | void} cache
 * @param {string} url
 * @param {Response} answer
 * @param {{ most: number, mostBytes?: number, spared?: (path: string) => boolean }} limits `mostBytes` counts by `Content-Length`
 */
export async function keepNewest(cache, url, answer, { most, mostBytes = Infinity, spared = () => false }) {
  if (!cache) return;
  await cache.put(url, answer);
  const kept = (await cache.keys()).filter((entry) => !spared(new URL(entry.url).pathname));
  const lengthOf = async (/** @type {Request} */ entry) => Number((await cache.match(entry))?.headers.get('Content-Length') ?? 0);
  const lengths = mostBytes < Infinity ? await Promise.all(kept.map(lengthOf)) : [];
  let bytes = lengths.reduce((sum, length) => sum + length, 0);
  for (const [at, old] of kept.entries()) {
    if (kept.length - at <= most && bytes <= mostBytes) return;
    bytes -= lengths[at] ?? 0;
    await cache.delete(old);
  }
}

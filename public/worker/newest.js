// A cache of which the oldest entries go. Part of each service worker.

const lengthOf = (/** @type {Response | undefined} */ answer) => Number(answer?.headers.get('Content-Length') ?? 0);

/**
 * Keeps an answer as the newest, and the one before until that is there; the oldest go, but those that are `spared`. What would
 * leave no room for any other is not kept.
 * @param {Cache | void} cache
 * @param {string} url
 * @param {Response} answer
 * @param {{ most: number, mostBytes?: number, spared?: (path: string) => boolean }} limits `mostBytes` counts by `Content-Length`
 */
export async function keepNewest(cache, url, answer, { most, mostBytes = Infinity, spared = () => false }) {
  if (!cache || lengthOf(answer) > mostBytes) return;
  await cache.put(url, answer);
  const kept = (await cache.keys()).filter((entry) => !spared(new URL(entry.url).pathname));
  const lengths = mostBytes < Infinity ? await Promise.all(kept.map(async (entry) => lengthOf(await cache.match(entry)))) : [];
  let bytes = lengths.reduce((sum, length) => sum + length, 0);
  for (const [at, old] of kept.entries()) {
    if (kept.length - at <= most && bytes <= mostBytes) return;
    bytes -= lengths[at] ?? 0;
    await cache.delete(old);
  }
}

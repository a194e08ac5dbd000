// Taking files from the site whole, and knowing that they are the right ones. Part of each service worker.

export const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
export const { origin } = worker.location;

/** A file that does not go on for so long will not come. */
export const IDLE_MS = 30_000;

/** @typedef {{ path: string, bytes: number, sha256: string }} File */

export const ignore = () => {};

/** A refusal is for the site to fix; any other fault may pass. */
export const fault = (/** @type {string} */ reason, isRefusal = false) => Object.assign(new Error(reason), { reason, isRefusal });

/** @param {BufferSource} bytes */
export async function sha256(bytes) {
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
}

/**
 * @param {ArrayBuffer} bytes
 * @param {File} file
 */
export async function isTrue(bytes, file) {
  return bytes.byteLength === file.bytes && (await sha256(bytes)).map((byte) => byte.toString(16).padStart(2, '0')).join('') === file.sha256;
}

export const answerOf = (/** @type {ArrayBuffer} */ bytes, /** @type {Headers} */ headers, status = 200) =>
  new Response(bytes, { status, headers: { 'Content-Type': headers.get('Content-Type') ?? '' } });

export const json = (/** @type {unknown} */ value) =>
  new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } });

/**
 * The bytes of an answer, whole; a fault when they are more than they may be.
 * @param {Response} response
 * @param {number} most
 * @param {<T>(reading: Promise<T>) => Promise<T>} [wait] how each part is waited for
 */
export async function bytesOf({ body }, most, wait = (reading) => reading) {
  // An answer without a body has an empty one.
  const reader = (body ?? new Blob().stream()).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value } = await wait(reader.read());
    if (done) return new Blob(chunks).arrayBuffer();
    length += value.length;
    if (length > most) {
      // The rest is not waited for.
      void reader.cancel().catch(ignore);
      throw fault('too-large', true);
    }
    chunks.push(value);
  }
}

/**
 * Fetches a file whole, and gives up when it is larger than it may be or comes too slowly. Of another site any answer is
 * taken that it means.
 * @param {string} path
 * @param {{ most: number, limit: number, cache?: RequestCache, signal?: AbortSignal, isOther?: boolean }} options
 */
export async function download(path, { most, limit, cache = 'no-cache', signal, isOther = false }) {
  const stop = new AbortController();
  const abort = () => stop.abort();
  /** @type {Promise<never>} */
  const stopped = new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(fault('timeout'))));
  stopped.catch(ignore);
  signal?.addEventListener('abort', abort);
  const total = setTimeout(abort, limit);
  let idle = setTimeout(abort, IDLE_MS);
  try {
    const fetching = fetch(path, { cache, ...(isOther ? { mode: 'cors', credentials: 'omit' } : { mode: 'same-origin' }), signal: stop.signal }).catch(() => Promise.reject(fault('unreachable')));
    const response = await Promise.race([fetching, stopped]);
    if (!isOther && new URL(response.url || path, origin).origin !== origin) throw fault('redirected');
    if (isOther ? response.status >= 500 : response.status !== 200) throw fault(`status-${response.status}`);
    const bytes = await bytesOf(response, most, (reading) => {
      clearTimeout(idle);
      idle = setTimeout(abort, IDLE_MS);
      return Promise.race([reading.catch(() => Promise.reject(fault('unreachable'))), stopped]);
    });
    return { bytes, headers: response.headers, status: response.status };
  } finally {
    clearTimeout(total);
    clearTimeout(idle);
    signal?.removeEventListener('abort', abort);
    // Ends what is still on its way.
    abort();
  }
}

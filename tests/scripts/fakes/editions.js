// Two editions of a display's site, and the ways in which a file of one may fail to come.

import assert from 'node:assert/strict';

import { answer, hang, World } from './worker-world.js';

/** @typedef {import('./worker-world.js').Answer} Answer */

export const MINUTE = 60_000;
export const pageOf = (/** @type {string} */ name) => `<!doctype html><html lang="vi" data-surface="kiosk"><p>${name}`;
export const filesOf = (/** @type {string} */ name) => ({
  '/kiosk/': pageOf(name),
  '/assets/same.js': 'the same in all editions',
  [`/assets/${name}.js`]: `script ${name}`,
  '/api/v1/kiosk.json': `{"name":"${name}"}`,
  '/api/v1/site.json': `{"site":"${name}"}`,
});
export const OLD = filesOf('old');
export const NEW = filesOf('new');
export const OLD_AT = '2026-11-26T08:00:00+07:00';
export const NEW_AT = '2026-11-26T08:30:00+07:00';

/** A display that shows the old edition. */
export async function showingOld() {
  const world = new World();
  world.publish(OLD, { made_at: OLD_AT });
  const worker = world.start();
  await worker.check();
  await worker.navigate();
  return { world, worker };
}

/** A display that shows the old edition, while the site has the new one. */
export async function beforeNew() {
  const { world, worker } = await showingOld();
  const list = world.publish(NEW, { made_at: NEW_AT });
  world.fetched = [];
  return { world, worker, list };
}

/**
 * Everything that a page asks for, without a network.
 * @param {World} world
 */
export async function shown(world) {
  const worker = world.start();
  const page = await worker.navigate();
  const name = page.endsWith('new') ? 'new' : 'old';
  const files = name === 'new' ? NEW : OLD;
  for (const [path, text] of Object.entries(files)) assert.equal(await worker.get(path), text, `${path} of the ${name} edition`);
  return name;
}

export const editions = (/** @type {World} */ world) => [...world.caches.stores.keys()].filter((name) => name.startsWith('kiosk-edition-'));

export const CAPTIVE = '<!doctype html><title>Wi-Fi</title>';
/** @type {Record<string, { answer: (text: string) => Answer, reason: string, isRefusal?: boolean, wait?: number }>} */
export const FAILURES = {
  'a server’s error': { answer: () => () => answer('down', { status: 500 }), reason: 'status-500' },
  'a missing file': { answer: () => () => answer('gone', { status: 404 }), reason: 'status-404' },
  'a part': { answer: (text) => () => answer(text, { status: 206 }), reason: 'status-206' },
  'a file cut short': { answer: (text) => () => answer(text.slice(0, -1)), reason: 'too-short', isRefusal: true },
  'an empty file': { answer: () => () => new Response(null), reason: 'too-short', isRefusal: true },
  'one byte more': { answer: (text) => () => answer(`${text}.`), reason: 'too-large', isRefusal: true },
  'other bytes': { answer: (text) => () => answer(`${text.slice(0, -1)}~`), reason: 'wrong-hash', isRefusal: true },
  'a captive portal': { answer: () => () => answer(CAPTIVE.padEnd(500), { type: 'text/html' }), reason: 'too-large', isRefusal: true },
  'another origin': {
    answer: (text) => () => Object.defineProperty(answer(text), 'url', { value: 'https://wifi.example/login' }),
    reason: 'redirected',
  },
  'a broken connection': { answer: () => () => Promise.reject(new TypeError('Failed to fetch')), reason: 'unreachable' },
  'a connection that breaks on the way': {
    answer: () => () => new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('network error')) })),
    reason: 'unreachable',
  },
  'no answer': { answer: () => hang, reason: 'timeout', wait: 30_000 },
  'an answer that stops': { answer: () => () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })), reason: 'timeout', wait: 30_000 },
};

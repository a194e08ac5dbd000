// Lighthouse's own marks of each kind of page, as it gives them for a phone.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { freePort } from '../browser/portal-server.mjs';
import { startBrowser } from './tab.mjs';

/**
 * @typedef {{ score: number | null, title: string }} Category
 * @typedef {{ numericValue?: number, score: number | null, scoreDisplayMode: string, errorMessage?: string }} Audit
 * @typedef {{ lhr: { lighthouseVersion: string, categories: Record<string, Category>, audits: Record<string, Audit> } }} Result
 * @typedef {(url: string, flags: object) => Promise<Result | undefined>} Lighthouse
 * @typedef {{ page: string, values: Record<string, number>, failed: string[] }} Marks
 */

const TIMES = { 'FCP, ms': 'first-contentful-paint', 'LCP, ms': 'largest-contentful-paint', 'TBT, ms': 'total-blocking-time', 'speed index, ms': 'speed-index', CLS: 'cumulative-layout-shift' };

/**
 * Each page so many times, in turns.
 * @param {import('./nginx.mjs').Side} side
 * @param {string} fingerprint
 * @param {Record<string, string>} pages
 * @param {number} rounds
 * @returns {Promise<Marks[]>}
 */
export async function measureByLighthouse(side, fingerprint, pages, rounds) {
  const lighthouse = await findLighthouse();
  /** @type {Marks[]} */
  const marks = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [page, address] of Object.entries(pages)) {
      const port = await freePort();
      const browser = await startBrowser(fingerprint, [`--remote-debugging-port=${port}`], ['--disable-back-forward-cache']);
      try {
        const result = await lighthouse(side.origin + address, { port, logLevel: 'error', output: 'json' });
        if (!result) throw new Error(`Lighthouse says nothing of ${address}`);
        marks.push({ page, ...read(result) });
      } finally {
        await browser.close();
      }
    }
    console.error(`Lighthouse: round ${round + 1} of ${rounds}`);
  }
  return marks;
}

/** @param {Result} result */
function read({ lhr: { categories, audits } }) {
  // On a busy machine a trace may be of no use: then there is no mark, and no nought either.
  const scores = Object.values(categories).flatMap(({ title, score }) => (score === null ? [] : [[title, Math.round(score * 100)]]));
  const times = Object.entries(TIMES).flatMap(([name, audit]) => audits[audit]?.numericValue === undefined ? [] : [[name, audits[audit].numericValue]]);
  const failed = Object.entries(audits).filter(([, { score, scoreDisplayMode }]) => scoreDisplayMode === 'binary' && score === 0).map(([name]) => name);
  const errors = Object.values(audits).flatMap(({ errorMessage }) => errorMessage ?? []);
  return { values: Object.fromEntries([...scores, ...times]), failed: [...failed, ...new Set(errors)] };
}

/**
 * It has two hundred packages of its own, so `package.json` beside this file brings it: no other test needs them.
 * @returns {Promise<Lighthouse>}
 */
async function findLighthouse() {
  const { default: lighthouse } = await import(pathToFileURL(createRequire(import.meta.url).resolve('lighthouse')).href);
  return lighthouse;
}

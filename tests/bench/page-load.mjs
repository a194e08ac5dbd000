// A page loaded by a new reader and by one who was here before: what is sent, when it is seen, when the app has it.
//
// The browser slows pages down, not their workers: what the visitors' worker fetches after the app has started comes as fast as
// it can, and is counted apart.

import { DEVICES, measureInTurns, openTab, pause } from './tab.mjs';

/** A page is quiet when nothing was sent for so long. */
const QUIET_MS = 1000;

/**
 * @typedef {import('./nginx.mjs').Side} Side
 * @typedef {import('./nginx.mjs').Answer} Answer
 * @typedef {{ page: string, device: string, cache: string, side: Side['name'], values: Record<string, number> }} Load
 */

/**
 * Each page on each device, the two sides in turns.
 * @param {Side[]} sides
 * @param {string} fingerprint
 * @param {Record<string, string>} pages
 * @param {number} rounds
 * @returns {Promise<Load[]>}
 */
export function measureLoads(sides, fingerprint, pages, rounds) {
  return measureInTurns('pages', { sides, fingerprint, rounds }, async (browser, inTurn) => {
    /** @type {Load[]} */
    const loads = [];
    for (const [device, { slowness, options }] of Object.entries(DEVICES)) {
      for (const [page, address] of Object.entries(pages)) {
        for (const side of inTurn) {
          const context = await browser.newContext(options);
          for (const cache of ['cold', 'warm']) loads.push({ page, device, cache, side: side.name, values: await load(context, slowness, side, address) });
          await context.close();
        }
      }
    }
    return loads;
  });
}

/**
 * @param {import('./tab.mjs').Context} context
 * @param {import('./tab.mjs').Slowness} slowness
 * @param {Side} side
 * @param {string} address
 */
async function load(context, slowness, side, address) {
  const { page, cdp, hears } = await openTab(context, slowness, watchLoad);
  side.takeAnswers();
  const hydrated = side.hasApp ? hears('hydrated') : undefined;
  await page.goto(side.origin + address, { waitUntil: 'load' });
  const at = (await hydrated)?.at;
  const answers = side.takeAnswers();
  const later = await untilQuiet(side);
  const { fcp, lcp, cls, tasks } = await page.evaluate(() => window.benchVitals ?? { fcp: 0, lcp: 0, cls: 0, tasks: [] });
  const { metrics } = await cdp.send('Performance.getMetrics');
  await page.close();
  const blocking = tasks.filter(({ start }) => start >= fcp).reduce((sum, { ms }) => sum + ms - 50, 0);
  const busy = (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  return { 'FCP, ms': fcp, 'LCP, ms': lcp, CLS: cls, 'TBT, ms': blocking, 'main thread busy, ms': busy, ...(at && { 'hydrated, ms': at }), ...sent(answers, later) };
}

/**
 * What was sent until nothing more is.
 * @param {Side} side
 */
async function untilQuiet(side) {
  /** @type {Answer[]} */
  const all = [];
  for (;;) {
    await pause(QUIET_MS);
    const answers = side.takeAnswers();
    if (answers.length === 0) return all;
    all.push(...answers);
  }
}

/**
 * Bytes and requests by type.
 * @param {Answer[]} answers until the app was ready
 * @param {Answer[]} later
 */
function sent(answers, later) {
  /** @type {Record<string, number>} */
  const sums = {};
  const add = (/** @type {string} */ what, /** @type {Answer[]} */ some) => {
    sums[`${what}, kB`] = some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
    sums[`${what}, requests`] = some.length;
  };
  for (const type of TYPES) add(type, answers.filter((answer) => typeOf(answer) === type));
  add('sent', answers);
  add('sent later', later);
  return sums;
}

const TYPES = ['document', 'script', 'wasm', 'font', 'image', 'data', 'other'];

/** @param {Answer} answer */
function typeOf({ path, type }) {
  const [name = ''] = path.split('?');
  if (name.endsWith('/') || type.startsWith('text/html')) return 'document';
  const [, ending = ''] = /\.(\w+)$/.exec(name) ?? [];
  const kinds = { script: ['js'], wasm: ['wasm'], font: ['woff2'], image: ['svg', 'png', 'jpg', 'webp', 'avif', 'ico', 'gif'], data: ['json'] };
  return Object.entries(kinds).find(([, endings]) => endings.includes(ending))?.[0] ?? 'other';
}

/** Notes when what is seen, and when the app has taken the page over. Runs in the browser. */
function watchLoad() {
  const vitals = { fcp: 0, lcp: 0, cls: 0, tasks: /** @type {{ start: number, ms: number }[]} */ ([]) };
  window.benchVitals = vitals;
  const on = (/** @type {string} */ type, /** @type {(entry: PerformanceEntry) => void} */ act) => new PerformanceObserver((list) => list.getEntries().forEach(act)).observe({ type, buffered: true });
  on('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') vitals.fcp = startTime;
  });
  on('largest-contentful-paint', ({ startTime }) => {
    vitals.lcp = startTime;
  });
  on('layout-shift', (entry) => {
    vitals.cls += /** @type {PerformanceEntry & { value: number }} */ (entry).value;
  });
  on('longtask', ({ startTime, duration }) => vitals.tasks.push({ start: startTime, ms: duration }));
  const observer = new MutationObserver(() => {
    if (document.documentElement?.dataset.app !== 'ready') return;
    observer.disconnect();
    window.tellBench?.(JSON.stringify({ kind: 'hydrated', at: performance.now() }));
  });
  observer.observe(document, { subtree: true, attributeFilter: ['data-app'] });
}

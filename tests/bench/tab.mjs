// A browser as a reader has it, slowed down where asked, and what its pages tell.
//
// Nothing is polled: what looks every few milliseconds is itself work for a page that is measured.

import { chromium } from '@playwright/test';

/** How long a page is waited for: a slowed one on a busy machine is slow. */
const PATIENCE_MS = 90_000;

/**
 * @typedef {import('@playwright/test').Browser} Browser
 * @typedef {import('@playwright/test').BrowserContext} Context
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('@playwright/test').CDPSession} Session
 * @typedef {{ cpu: number, network?: { latency: number, downloadThroughput: number, uploadThroughput: number } }} Slowness
 * @typedef {{ kind: string, at: number, path?: string }} Told
 * @typedef {{ page: Page, cdp: Session, hears: (kind: string, path?: string) => Promise<Told> }} Tab
 */

/** As Lighthouse has them; bytes a second. */
const MOBILE_NETWORK = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** @type {Record<string, { slowness: Slowness, options: import('@playwright/test').BrowserContextOptions }>} */
export const DEVICES = {
  mobile: { slowness: { cpu: 4, network: MOBILE_NETWORK }, options: { viewport: { width: 412, height: 823 }, deviceScaleFactor: 1.75, isMobile: true, hasTouch: true } },
  desktop: { slowness: { cpu: 1 }, options: { viewport: { width: 1350, height: 940 } } },
};

/**
 * @param {string} fingerprint of the server's certificate. One that is merely excused would switch the browser's cache off.
 * @param {string[]} flags more of them
 * @param {string[]} without flags of Playwright's
 */
export function startBrowser(fingerprint, flags = [], without = []) {
  return chromium.launch({
    ignoreDefaultArgs: without,
    executablePath: process.env.PORTAL_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync', '--disable-component-update', `--ignore-certificate-errors-spki-list=${fingerprint}`, ...flags],
  });
}

/**
 * What is measured in so many rounds by one browser, the sides in turns.
 * @template T
 * @param {string} what
 * @param {{ sides: import('./nginx.mjs').Side[], fingerprint: string, rounds: number }} of
 * @param {(browser: Browser, sides: import('./nginx.mjs').Side[]) => Promise<T[]>} measure one round
 */
export async function measureInTurns(what, { sides, fingerprint, rounds }, measure) {
  /** @type {T[]} */
  const measured = [];
  const browser = await startBrowser(fingerprint);
  try {
    for (let round = 0; round < rounds; round += 1) {
      measured.push(...(await measure(browser, round % 2 ? sides.toReversed() : sides)));
      console.error(`${what}: round ${round + 1} of ${rounds}`);
    }
  } finally {
    await browser.close();
  }
  return measured;
}

/**
 * A tab in which `watch` runs in each document before all else, and may `tellBench`.
 * @param {Context} context
 * @param {Slowness} slowness
 * @param {() => void} watch
 * @returns {Promise<Tab>}
 */
export async function openTab(context, { cpu, network }, watch) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  /** @type {Told[]} what nobody has waited for yet */
  const told = [];
  let hear = () => {};
  cdp.on('Runtime.bindingCalled', ({ payload }) => {
    told.push(JSON.parse(payload));
    hear();
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'tellBench' });
  await cdp.send('Performance.enable');
  if (network) {
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, ...network });
  }
  if (cpu > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  await page.addInitScript(watch);

  // Waits for what is told next of this kind, of this address; what was told before it is forgotten.
  const hears = (/** @type {string} */ kind, /** @type {string | undefined} */ address) =>
    /** @type {Promise<Told>} */ (new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${page.url()}: not ${kind} after ${PATIENCE_MS / 1000} s${address ? ` (${address})` : ''}`)), PATIENCE_MS);
      hear = () => {
        const place = told.findIndex((one) => one.kind === kind && (address === undefined || one.path === address));
        const [found] = place < 0 ? [] : told.splice(0, place + 1).slice(-1);
        if (!found) return;
        hear = () => {};
        clearTimeout(timer);
        resolve(found);
      };
      hear();
    }));
  return { page, cdp, hears };
}

/**
 * Runs a function in the page. Playwright would bring a library of its own into it first, which weighs on its heap more than the app.
 * @template T
 * @template {unknown[]} A
 * @param {Session} cdp
 * @param {(...given: A) => T} act
 * @param {A} given
 * @returns {Promise<T>}
 */
export async function evaluate(cdp, act, ...given) {
  const expression = `(${String(act)})(${given.map((one) => JSON.stringify(one)).join(', ')})`;
  const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

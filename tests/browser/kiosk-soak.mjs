// Months of a display in minutes: stories that take turns, then articles that are opened and left, with the page's clock
// wound on. What counts is the memory of the renderer's process (PSS of /proc): pictures survive the collector of
// scripts, so that a heap can be flat while the process grows.
//
// node browser/kiosk-soak.mjs [screens] [pictures] [articles]     PORTAL_BIN, PORTAL_SITE, PORTAL_CHROMIUM

import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

import { chromium } from '@playwright/test';

import { startPortal } from './portal-server.mjs';

const [screens = 400, pictures = 80, articles = 40] = process.argv.slice(2).map(Number);
/** Of all screens; before that caches fill. */
const WARM_UP = 0.5;
const MOST_GROWTH = 0.05;
/** What is too little to be a trend: a story has a picture or none, and wasm memory grows by pages of 64 KiB. */
const SMALL = { nodes: 40, wasm: 4 * 65_536, pss: 0, heap: 0, listeners: 10 };
const SITE = realpathSync(process.env.PORTAL_SITE ?? join(import.meta.dirname, '../../target/site'));

const kiosk = JSON.parse(readFileSync(join(SITE, 'api/v1/kiosk.json'), 'utf8'));
/** As many stories as a display has at a time, other ones with every poll. */
const AT_A_TIME = 12;
let polls = 0;
const nextStories = () => Array.from({ length: AT_A_TIME }, (_, place) => {
  const number = (polls * AT_A_TIME + place) % pictures;
  return { ...kiosk.stories[place % kiosk.stories.length], title: `Màn hình thử số ${polls}.${place}`, image: { src: `/media/soak-${number}.png`, alt: '', width: 960, height: 540 } };
});

const server = await startPortal(SITE);
const browser = await chromium.launch({
  executablePath: process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--enable-low-end-device-mode'],
});
try {
  const failures = await soak();
  for (const failure of failures) console.error(`failed: ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  server.stop();
}

async function soak() {
  // The worker answers from its own copies, which no route reaches.
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  /** @type {string[]} */
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  await page.route('**/api/v1/kiosk.json', (route) => {
    polls += 1;
    // The nightly start would hide what grows.
    const settings = { ...kiosk.settings, reload_minute: 1_000_000 };
    return route.fulfill({ json: { ...kiosk, settings, stories: nextStories() } });
  });
  await page.route('**/media/soak-*.png', (route) => {
    const place = Number(/soak-(\d+)/.exec(route.request().url())?.[1]);
    return route.fulfill({ contentType: 'image/png', body: picture(960, 540, place) });
  });
  await page.clock.install();
  await page.goto(`${server.origin}/kiosk/`);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');

  /** @type {Sample | undefined} */
  let warm;
  let last = await take(cdp);
  const pass = (/** @type {number} */ ms) => page.clock.runFor(ms);
  const title = () => page.evaluate(() => document.querySelector('.slide:not(.slide--back) .slide__title')?.textContent ?? '');
  await until(async () => (await title()) !== '');

  for (let screen = 1; screen <= screens; screen += 1) {
    const before = await title();
    if (!before) failures.push(`screen ${screen} is blank`);
    await pass((kiosk.settings.story_seconds + 1) * 1000);
    const isNew = await until(async () => {
      const now = await title();
      return now !== '' && now !== before;
    });
    if (!isNew) failures.push(`after ${before} the stories do not change`);
    if (failures.length > 5) return failures;
    if (screen === Math.round(screens * WARM_UP)) warm = await tell(cdp, `${screen} screens`);
    else if (screen % Math.ceil(screens / 5) === 0) last = await tell(cdp, `${screen} screens`);
  }
  compare('stories that take turns', warm, last, failures);

  const press = async (/** @type {string} */ selector) => {
    await page.locator(selector).first().evaluate((button) => /** @type {HTMLElement} */ (button).click());
  };
  warm = undefined;
  for (let opened = 1; opened <= articles; opened += 1) {
    await press('.attract__begin');
    await page.locator('.choices--tiles').waitFor();
    await press('.choices--tiles .choice');
    await page.locator('.choices:not(.choices--tiles) .choice').first().waitFor();
    await page.locator('.choices .choice').nth(opened % 15).evaluate((button) => /** @type {HTMLElement} */ (button).click());
    await page.locator('.stage .article h1').waitFor();
    await press('.controls__bar .press:nth-child(2)');
    await page.locator('.attract').waitFor();
    if (opened === Math.round(articles * WARM_UP)) warm = await tell(cdp, `${opened} articles`);
  }
  last = await tell(cdp, `${articles} articles`);
  compare('articles opened and left', warm, last, failures);
  return failures;
}

/** @typedef {{ pss: number, heap: number, wasm: number, nodes: number, listeners: number }} Sample */

/**
 * @param {string} what
 * @param {Sample | undefined} warm
 * @param {Sample} last
 * @param {string[]} failures
 */
function compare(what, warm, last, failures) {
  if (!warm) return;
  for (const name of /** @type {(keyof Sample)[]} */ (['pss', 'heap', 'wasm', 'nodes', 'listeners'])) {
    const growth = last[name] / warm[name] - 1;
    console.log(`${what}: ${name} ${(growth * 100).toFixed(1)} % after warming up`);
    // The heap is the collector's business, and part of the process.
    const isSmall = last[name] - warm[name] <= SMALL[name];
    if (name !== 'heap' && !isSmall && growth > MOST_GROWTH) failures.push(`${what}: ${name} grew by ${(growth * 100).toFixed(1)} %, from ${warm[name]} to ${last[name]}`);
  }
}

/**
 * @param {import('@playwright/test').CDPSession} cdp
 * @param {string} when
 */
async function tell(cdp, when) {
  const sample = await take(cdp);
  console.log(`${when}: ${Object.entries(sample).map(([name, value]) => `${name} ${value}`).join(', ')}`);
  return sample;
}

/**
 * After the collector has run.
 * @param {import('@playwright/test').CDPSession} cdp
 * @returns {Promise<Sample>}
 */
async function take(cdp) {
  for (let round = 0; round < 3; round += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = (/** @type {string} */ name) => metrics.find((one) => one.name === name)?.value ?? 0;
  const { result: prototype } = await cdp.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' });
  const { result: wasm } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
    returnByValue: true,
  });
  await cdp.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  const renderers = processInfo.filter((one) => one.type === 'renderer');
  const pss = renderers.reduce((sum, { id }) => sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0), 0);
  return { pss, heap: metric('JSHeapUsedSize'), wasm: wasm.value, nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}

/**
 * Real time, whatever the page's clock says.
 * @param {() => Promise<boolean>} isSo
 */
async function until(isSo) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

/**
 * A PNG of one colour, another for every place.
 * @param {number} width
 * @param {number} height
 * @param {number} place
 */
function picture(width, height, place) {
  const row = Buffer.alloc(1 + width * 3);
  for (let column = 0; column < width; column += 1) row.set([(place * 37 + column) & 255, (place * 59) & 255, (place * 83) & 255], 1 + column * 3);
  const chunk = (/** @type {string} */ name, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)), { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// Months of a display in minutes: one edition with many stories, kept by the display's own worker, whose stories take turns
// while the page's clock runs faster; then articles that are opened and left. What counts is the memory of the renderer's
// process (PSS of /proc): pictures survive the collector of scripts, so that a heap can be flat while the process grows.
//
// By WebDriver, and without the browser's interception of requests: its inspector keeps what passes it, in the very process
// that is measured.
//
// node browser/kiosk-soak.mjs [screens] [pictures] [articles]     PORTAL_BIN, PORTAL_SITE, PORTAL_CHROMIUM

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

import { startChromium } from './engines.mjs';
import { startPortal, startProxy } from './portal-server.mjs';

const [screens = 300, pictures = 60, articles = 40] = process.argv.slice(2).map(Number);
/** How much faster the page's clock runs while stories take turns. */
const RATE = 40;
/** Samples of each half; those of the first one before these are of caches that fill. */
const SAMPLES = 4;
const MOST_GROWTH = 0.05;
const MOST_BLANK_MS = 1000;
/** What is too little to be a trend: in a short run pictures come and go, and wasm memory grows by pages of 64 KiB. */
const SMALL = { pss: screens < 5000 ? 8_000 : 0, heap: 0, wasm: 4 * 65_536, nodes: 40, listeners: 10 };
const SITE = realpathSync(process.env.PORTAL_SITE ?? join(import.meta.dirname, '../../target/site'));
const KIOSK = '/api/v1/kiosk.json';
const EDITION = '/kiosk/edition.json';

/** @typedef {import('selenium-webdriver/chrome.js').Driver} Driver */

const portal = await startPortal(SITE);
const site = await startSoakedSite();
const { driver: anyDriver, stop } = await startChromium('--window-size=1080,1920', '--force-prefers-reduced-motion', '--enable-low-end-device-mode');
const driver = /** @type {Driver} */ (anyDriver);
/** @type {string[]} */
const failures = [];
try {
  await soak();
} catch (error) {
  failures.push(String(error));
} finally {
  await stop();
  site.stop();
  portal.stop();
}
for (const failure of failures) console.error(`failed: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);

async function soak() {
  await driver.sendDevToolsCommand('Page.addScriptToEvaluateOnNewDocument', { source: `(${instrument.toString()})()` });
  await driver.get(`${site.origin}/kiosk/`);
  await until('the whole edition is kept', 600_000, async () => (await ask(`fetch('/kiosk/worker/state.json').then((answer) => answer.json()).then(({ current }) => current?.id)`)) === site.editionId);
  await driver.get(`${site.origin}/kiosk/`);
  await until('the first story is shown', 60_000, () => ask('soak.title()'));
  await ask(`soak.setRate(${RATE})`);

  /** @type {Sample[]} */
  let samples = [];
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const goal = Math.round((screens * tenth) / 10);
    await until(`story ${goal} is shown`, 600_000, async () => Number(await ask('soak.screens')) >= goal, 500);
    samples.push(await tell(`${goal} screens`));
  }
  compare('stories that take turns', samples);
  const blank = Number(await ask('soak.longestBlank'));
  const seen = Number(await ask('soak.pictures.size'));
  console.log(`no frame was blank for longer than ${blank} ms; ${seen} different pictures were seen`);
  if (blank > MOST_BLANK_MS) failures.push(`the screen was blank for ${blank} ms`);
  // A screen may come and go between two frames.
  if (seen < Math.min(screens, pictures) * 0.9) failures.push(`only ${seen} of ${pictures} pictures were seen`);

  await ask('soak.setRate(1)');
  const press = (/** @type {string} */ selector, place = 0) => until(`${selector} can be pressed`, 30_000, () => ask(`(() => {
    const one = document.querySelectorAll(${JSON.stringify(selector)})[${place}];
    one?.click();
    return Boolean(one);
  })()`));
  samples = [];
  for (let opened = 1; opened <= articles; opened += 1) {
    await press('.attract__begin');
    await press('.choices--tiles .choice');
    await press('.choices:not(.choices--tiles) .choice', opened % 12);
    await until('an article is shown', 30_000, () => ask(`Boolean(document.querySelector('.stage .article h1'))`));
    await press('.controls__bar .press:nth-child(2)');
    await until('the stories are back', 30_000, () => ask(`Boolean(document.querySelector('.attract'))`));
    if (opened % Math.ceil(articles / 10) === 0) samples.push(await tell(`${opened} articles`));
  }
  compare('articles opened and left', samples);
  const faults = String(await ask('JSON.stringify(soak.faults)'));
  if (faults !== '[]') failures.push(`errors of the page: ${faults}`);
}

/** Runs in the page before anything else: a clock that may run faster, and an eye on the screen. */
function instrument() {
  const real = { setTimeout: window.setTimeout.bind(window), now: performance.now.bind(performance), date: Date.now };
  let rate = 1;
  let since = real.now();
  let passed = 0;
  const now = () => passed + (real.now() - since) * rate;
  const opened = real.date();
  performance.now = now;
  Date.now = () => opened + now();
  const OldDate = Date;
  window.Date = new Proxy(OldDate, { construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [Date.now()]) });
  /** @type {(act: Function, after?: number, ...args: unknown[]) => number} */
  const later = (act, after = 0, ...args) => real.setTimeout(act, after / rate, ...args);
  window.setTimeout = /** @type {typeof setTimeout} */ (/** @type {unknown} */ (later));
  window.setInterval = /** @type {typeof setInterval} */ (/** @type {unknown} */ ((/** @type {Function} */ act, after = 0) => {
    const again = () => {
      act();
      later(again, after);
    };
    return later(again, after);
  }));

  const front = () => document.querySelector('.slide:not(.slide--back)');
  const soak = {
    screens: 0,
    longestBlank: 0,
    /** @type {Set<string>} */
    pictures: new Set(),
    /** @type {string[]} */
    faults: [],
    title: () => front()?.querySelector('.slide__title')?.textContent ?? '',
    setRate(/** @type {number} */ next) {
      passed = now();
      since = real.now();
      rate = next;
      soak.longestBlank = 0;
    },
  };
  Object.assign(window, { soak });
  addEventListener('error', ({ message }) => soak.faults.push(message));

  let shown = '';
  let wellAt = real.now();
  const look = () => {
    const slide = front();
    const title = soak.title();
    const picture = slide?.querySelector('img');
    const isWell = title !== '' && slide?.checkVisibility({ opacityProperty: true }) && (!picture || (picture.complete && picture.naturalWidth > 0));
    const at = real.now();
    if (title !== shown) soak.screens += 1;
    shown = title;
    if (isWell) wellAt = at;
    if (isWell && picture) soak.pictures.add(picture.src);
    soak.longestBlank = Math.max(soak.longestBlank, Math.round(at - wellAt));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** @typedef {{ pss: number, heap: number, wasm: number, nodes: number, listeners: number }} Sample */

/**
 * The second half with the first one, each by its mean: a process takes some per cent more or less at any moment.
 * @param {string} what
 * @param {Sample[]} samples
 */
function compare(what, samples) {
  const middle = Math.floor(samples.length / 2);
  for (const name of /** @type {(keyof Sample)[]} */ (['pss', 'heap', 'wasm', 'nodes', 'listeners'])) {
    const mean = (/** @type {number} */ end) => samples.slice(end - SAMPLES, end).reduce((sum, sample) => sum + sample[name], 0) / SAMPLES;
    const [warm, last] = [mean(middle), mean(samples.length)];
    const growth = `${((last / warm - 1) * 100).toFixed(1)} %`;
    console.log(`${what}: ${name} ${growth} after warming up`);
    if (!(warm > 0 && last > 0)) failures.push(`${what}: ${name} was not measured`);
    // The heap is the collector's business, and part of the process.
    const isSmall = last - warm <= SMALL[name];
    if (name !== 'heap' && !isSmall && last / warm > 1 + MOST_GROWTH) failures.push(`${what}: ${name} grew by ${growth}, from ${Math.round(warm)} to ${Math.round(last)}`);
  }
}

/** @param {string} when */
async function tell(when) {
  const sample = await take();
  console.log(`${when}: ${Object.entries(sample).map(([name, value]) => `${name} ${value}`).join(', ')}`);
  return sample;
}

/**
 * After the collector has run.
 * @returns {Promise<Sample>}
 */
async function take() {
  // What a collection finds is finalised after it.
  for (let round = 0; round < 3; round += 1) {
    await send('HeapProfiler.collectGarbage');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { nodes, jsEventListeners: listeners } = await send('Memory.getDOMCounters');
  const { usedSize: heap } = await send('Runtime.getHeapUsage');
  const { result: prototype } = await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId });
  const { result: wasm } = await send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
    returnByValue: true,
  });
  for (const { objectId } of [prototype, objects]) await send('Runtime.releaseObject', { objectId });
  return { pss: measureRenderer(), heap, wasm: wasm.value, nodes, listeners };
}

/**
 * @param {string} command of the DevTools protocol
 * @param {object} parameters
 * @returns {Promise<any>}
 */
function send(command, parameters = {}) {
  return driver.sendAndGetDevToolsCommand(command, parameters);
}

/** @param {string} expression whose value, a promise's too, can be written as JSON */
async function ask(expression) {
  const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  return result.value;
}

/**
 * Kilobytes (PSS) of the display's renderer: the largest that descends from this process, since the browser keeps another
 * one in reserve. Without mapped files, which are shared with any other browser that runs.
 */
function measureRenderer() {
  const read = (/** @type {string} */ pid, /** @type {string} */ file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // it has ended
    }
  };
  const parent = (/** @type {string} */ pid) => /\) \S+ (\d+)/.exec(read(pid, 'stat'))?.[1] ?? '0';
  const isOurs = (/** @type {string} */ pid) => {
    for (let ancestor = pid; ancestor !== '0'; ancestor = parent(ancestor)) if (ancestor === String(process.pid)) return true;
    return false;
  };
  const renderers = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && read(pid, 'cmdline').includes('--type=renderer') && isOurs(pid));
  const measure = (/** @type {string} */ pid) => [...read(pid, 'smaps_rollup').matchAll(/^Pss_(?:Anon|Shmem):\s+(\d+)/gm)].reduce((sum, [, kilobytes]) => sum + Number(kilobytes), 0);
  return Math.max(...renderers.map(measure));
}

/**
 * In real time, whatever the page's clock says.
 * @param {string} what
 * @param {number} patience in milliseconds
 * @param {() => Promise<unknown>} isSo
 */
async function until(what, patience, isSo, pause = 10) {
  const end = Date.now() + patience;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > end) throw new Error(`it takes too long until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The site, with as many stories as there are pictures, in an edition of its own. */
async function startSoakedSite() {
  const hash = (/** @type {Buffer | string} */ bytes) => createHash('sha256').update(bytes).digest('hex');
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  const kiosk = JSON.parse(readFileSync(join(SITE, KIOSK), 'utf8'));
  const stories = Array.from({ length: pictures }, (_, place) => {
    const src = `/media/soak-${place}.png`;
    files.set(src, picture(960, 540, place));
    return { ...kiosk.stories[place % kiosk.stories.length], title: `Màn hình thử số ${place}`, image: { src, alt: '', width: 960, height: 540 } };
  });
  // The nightly start would hide what grows.
  const settings = { ...kiosk.settings, reload_minute: 1_000_000 };
  files.set(KIOSK, Buffer.from(JSON.stringify({ ...kiosk, settings, stories })));

  const edition = JSON.parse(readFileSync(join(SITE, EDITION), 'utf8'));
  const others = edition.files.filter((/** @type {{ path: string }} */ { path }) => !files.has(path));
  const ours = [...files].map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hash(bytes) }));
  const list = { ...edition, files: [...others, ...ours] };
  list.id = hash(JSON.stringify(list.files)).slice(0, 16);
  files.set(EDITION, Buffer.from(JSON.stringify(list)));

  const own = (/** @type {string} */ path) => {
    const bytes = files.get(path);
    return bytes && { type: path.endsWith('.png') ? 'image/png' : 'application/json', bytes };
  };
  return { ...(await startProxy(portal.origin, (path) => path, own)), editionId: String(list.id) };
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

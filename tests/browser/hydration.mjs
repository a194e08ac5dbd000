// Every published page, hydrated in a real browser by a debug build, which names mismatches.
//
// A page passes when nothing reaches the console, no request fails, the app keeps every prerendered element, the page is the same before
// and after, and the same once more when the app renders it from the API alone.
//
// node browser/hydration.mjs [path…]     PORTAL_BIN, PORTAL_TEST_SITE_DEBUG, PORTAL_CHROMIUM (or CHROMIUM)

import { readdirSync, realpathSync } from 'node:fs';

import { chromium } from '@playwright/test';

import { firstDifference, outline } from './outline.mjs';
import { shellOnly, startPortal, startProxy } from './portal-server.mjs';

const TABS = 4;
const PATIENCE_MS = 60_000;

/** The tool that fills a page at once; here replaced by a module that waits to be used. */
const BUILDER = '/tools/widgets.js';
const HARMLESS = '/tools/print.js';

/** Other surfaces have tests of their own, and pages without the app. */
const OTHER_SURFACES = ['/embed/', '/kiosk/', '/da-luu/', '/en/da-luu/'];

/** What a page does not know when it is published, and is not answered here: the number of people, the urgent notice. */
const UNKNOWN = ['/online.json', '/notice.json'];

/** Leptos warns when a page is not hydrated, which is what the shell is for. */
const CLIENT_RENDER_WARNING = "It seems like you're trying to use Leptos in client-side rendering mode, but the `csr` feature is not enabled";

const site = realpathSync(process.env.PORTAL_TEST_SITE_DEBUG ?? new URL('../../target/test-site-debug/www', import.meta.url).pathname);
const portal = await startPortal(site);
const withoutUnknown = (/** @type {string} */ path) => (UNKNOWN.some((name) => path.endsWith(name)) ? null : path.endsWith(BUILDER) ? path.replace(BUILDER, HARMLESS) : path);
const prerendered = await startProxy(portal.origin, withoutUnknown);
const clientRendered = await startProxy(portal.origin, (path) => withoutUnknown(shellOnly(path)));

const browser = await chromium.launch({
  executablePath: process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync', '--disable-component-update'],
});
// A worker is made ready when the browser is idle: a page that is closed before would break its request off.
const WITHOUT_WORKER = 'Service Worker registration blocked by Playwright';
const context = await browser.newContext({ serviceWorkers: 'block' });
await context.addInitScript(keepPrerendered);

const paths = process.argv.length > 2 ? process.argv.slice(2) : publishedPaths();
const waiting = paths.values();
let failed = paths.length === 0 ? 1 : 0;
if (paths.length === 0) console.log(`no page in ${site}`);
await Promise.all(Array.from({ length: TABS }, checkPages));

await browser.close();
for (const server of [prerendered, clientRendered, portal]) server.stop();
console.log(`${paths.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {ReturnType<typeof outline>} Outline
 */

/** Takes pages from the common list until none is left. */
async function checkPages() {
  // Without an address of its own no policy applies to what is parsed in it.
  const parser = await context.newPage();
  for (const path of waiting) {
    const problems = await checkPage(path, parser).catch((error) => [messageOf(error)]);
    if (problems.length > 0) {
      failed += 1;
      console.log(`✗ ${path}\n${problems.join('\n').replace(/^/gm, '  ')}`);
    }
  }
  await parser.close();
}

/**
 * @param {string} path
 * @param {Page} parser
 */
async function checkPage(path, parser) {
  const html = await fetch(prerendered.origin + path).then((response) => response.text());
  const published = (/** @type {boolean} */ silenced) => parser.evaluate(outline, { html, silenced });
  return [
    ...(await checkHydration(path, await published(false))).map((problem) => `hydrated: ${problem}`),
    ...(await checkClientRender(path, await published(true))).map((problem) => `rendered from the API: ${problem}`),
  ];
}

/**
 * @param {string} path
 * @param {Outline} expected
 */
async function checkHydration(path, expected) {
  return onPage(prerendered.origin + path, [], async (page) => {
    await page.waitForLoadState('networkidle');
    const lost = await page.evaluate(() => window.prerendered?.filter((element) => !element.isConnected).length ?? 'all');
    const problems = lost === 0 ? [] : [`${lost} prerendered elements were replaced`];
    const difference = firstDifference(expected, await page.evaluate(outline, { html: null, silenced: false }));
    return difference ? [...problems, difference] : problems;
  });
}

/**
 * @param {string} path
 * @param {Outline} expected
 */
async function checkClientRender(path, expected) {
  return onPage(clientRendered.origin + path, [CLIENT_RENDER_WARNING], async (page) => {
    await page.locator('main[aria-busy="false"] h1').waitFor({ state: 'attached', timeout: PATIENCE_MS });
    await page.waitForLoadState('networkidle');
    const difference = firstDifference(expected, await page.evaluate(outline, { html: null, silenced: true }));
    return difference ? [difference] : [];
  });
}

/**
 * Opens a page, waits for the app, and gives what `check` finds and what went wrong meanwhile.
 * @param {string} url
 * @param {string[]} allowedMessages
 * @param {(page: Page) => Promise<string[]>} check
 */
async function onPage(url, allowedMessages, check) {
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on('console', (message) => {
    const text = message.text();
    const place = message.location().url;
    if (!isUnknown(place) && ![WITHOUT_WORKER, ...allowedMessages].some((allowed) => text.startsWith(allowed))) problems.push(`console ${message.type()}: ${text} (${place})`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    if (!isUnknown(request.url())) problems.push(`request failed: ${request.url()} (${request.failure()?.errorText})`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !isUnknown(response.url())) problems.push(`answer ${response.status()}: ${response.url()}`);
  });
  try {
    await page.goto(url);
    await page.locator('html[data-app="ready"]').waitFor({ state: 'attached', timeout: PATIENCE_MS });
    problems.push(...(await check(page)));
  } catch (error) {
    problems.push(messageOf(error));
  }
  // Closing ends what still loads, which is no fault of the page.
  page.removeAllListeners();
  await page.close();
  return problems;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} url */
function isUnknown(url) {
  return UNKNOWN.some((name) => url.endsWith(name));
}

/** Remembers the elements that were there before any script of the page ran. Runs in the browser. */
function keepPrerendered() {
  document.addEventListener('readystatechange', () => {
    if (document.readyState === 'interactive') window.prerendered = Array.from(document.querySelectorAll('#app *'));
  });
}

/** The address of every page in the folder. */
function publishedPaths() {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((file) => file === 'index.html' || file.endsWith('/index.html'));
  const found = files.map((file) => `/${file.slice(0, -'index.html'.length)}`);
  return found.filter((path) => !OTHER_SURFACES.some((surface) => path.startsWith(surface))).sort();
}

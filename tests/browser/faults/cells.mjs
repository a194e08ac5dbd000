// One cell of the table each: brings a fault about, holds what is seen against the rules, lifts the fault, and goes on. Gives
// what was seen, in a few words.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { PATIENCE_MS } from '../engines.mjs';
import { CAPTIVE_TITLE } from '../faulty-proxy.mjs';
import { click, follow, goBack, load, look, mark, open, setOff, timeIsUp, until, untilScript } from './page.mjs';
import { SCREENS, SLOW, outcomeOf, withoutDocumentOf } from './rules.mjs';

/**
 * @typedef {import('selenium-webdriver').WebDriver} WebDriver
 * @typedef {import('../faulty-proxy.mjs').FaultyProxy} FaultyProxy
 * @typedef {import('../faulty-proxy.mjs').Fault} ProxyFault
 * @typedef {import('./rules.mjs').Fault} Fault
 * @typedef {import('./rules.mjs').Kind} Kind
 * @typedef {import('./page.mjs').Seen} Seen
 * @typedef {{ kind: Kind | 'start', path: string, endpoint: string, h1: string, html: string }} PageOf
 * @typedef {{ folder: string, files: Record<'boot' | 'settings' | 'glue' | 'wasm', string>, shell: Buffer, start: PageOf, kinds: PageOf[] }} Site
 * @typedef {{ driver: WebDriver, engine: string, proxy: FaultyProxy, site: Site }} Scene
 */

/** How long an app with a wrong bit is waited for. */
const SILENCE_MS = 10_000;

/**
 * A published page of a kind. `start` is the article that leads to the others.
 * @param {string} folder
 * @param {Kind | 'start'} kind
 * @returns {PageOf}
 */
export function documentOf(folder, kind) {
  const api = join(folder, 'api/v1');
  const read = (/** @type {string} */ endpoint) => JSON.parse(readFileSync(join(api, endpoint), 'utf8'));
  const articles = readdirSync(join(api, 'articles')).filter((file) => file.endsWith('.json')).sort().map((file) => `articles/${file}`);
  const start = articles.find((endpoint) => read(endpoint).related?.length && read(endpoint).section);
  if (!start) throw new Error(`no article with related news in ${api}`);
  const { path, section, related } = read(start);
  /** @type {Record<Kind | 'start', [path: string, endpoint: string]>} */
  const places = {
    start: [path, start],
    home: ['/', 'home.json'],
    section: [`/chuyen-muc/${section.slug}/`, `sections/${section.slug}/newest.json`],
    article: [related[0].path, `articles/${related[0].id}.json`],
    search: ['/tim-kiem/', 'search.json'],
    standing: ['/trang/gioi-thieu/', 'pages/gioi-thieu.json'],
  };
  const [at, endpoint] = places[kind];
  const html = readFileSync(join(folder, at, 'index.html'), 'utf8');
  const h1 = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim() ?? '';
  return { kind, path: at, endpoint, h1, html };
}

/** @param {string} text */
const literally = (text) => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:\\?|$)`);
/** @param {PageOf} page */
const isOn = (page) => (/** @type {Seen} */ seen) => seen.h1 === page.h1 && seen.path === page.path && !seen.isBusy;

/**
 * From one page to the next, whose document fails. The old page stays while it is waited for; the failure has its screen; trying
 * again shows the page, and *back* the one that was left, without a page load.
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {Fault} fault
 */
export async function onTheWay(scene, page, fault) {
  const { driver, proxy, site } = scene;
  if (fault === 'refused') await proxy.refuse();
  else proxy.fail(literally(`/api/v1/${page.endpoint}`), fault);
  try {
    await follow(driver, page.path);
    if (SLOW.includes(fault)) {
      const seen = await until(driver, 'the page is waited for', ({ isBusy }) => isBusy);
      assert.equal(seen.h1, site.start.h1, 'the old page stays');
      await timeIsUp(driver);
    }
    const said = await expectOutcome(scene, page, fault);
    await recover(scene, page, fault);
    await goBack(driver);
    const seen = await until(driver, 'back is the page that was left', isOn(site.start));
    assert.ok(seen.isSamePage, 'there was a page load');
    assert.deepEqual(seen.troubles, []);
    return said;
  } finally {
    if (!proxy.server.listening) await proxy.start();
  }
}

/**
 * The bare shell is loaded, and the page's document fails.
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {Fault} fault
 */
export async function onTheShell(scene, page, fault) {
  const { driver, proxy, site } = scene;
  proxy.changed.set(page.path, () => site.shell);
  // The document itself comes, then nothing can be reached.
  proxy.fail(literally(`/api/v1/${page.endpoint}`), fault === 'refused' ? 'cut' : fault);
  try {
    await load(driver, proxy.origin + page.path);
    if (SLOW.includes(fault)) {
      await until(driver, 'the page is waited for', ({ isBusy }) => isBusy);
      // Their time would be up as well.
      await untilScript(driver, "the site's settings are there", 'return performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.endsWith("/site.json") && responseEnd > 0)');
      await timeIsUp(driver);
    }
    const said = await expectOutcome(scene, page, fault);
    await recover(scene, page, fault);
    return said;
  } finally {
    proxy.changed.delete(page.path);
  }
}

/**
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {Fault} fault
 */
async function expectOutcome({ driver, engine }, page, fault) {
  const outcome = outcomeOf(fault, /** @type {Kind} */ (page.kind), engine);
  if (outcome === 'page') {
    await until(driver, 'the page is there', (seen) => isOn(page)(seen) && seen.isFocused && seen.hasFrame);
    return 'the page';
  }
  const [heading, sentence, action] = SCREENS[outcome];
  const isSaid = (/** @type {Seen} */ seen) =>
    seen.h1 === heading && seen.sentence === sentence && seen.action === action && seen.title.startsWith(`${heading} - `) && seen.path === page.path && seen.isFocused && seen.hasFrame && !seen.isBusy;
  await until(driver, `“${heading}: ${sentence} [${action}]” is on screen, in the title and focused, in the site's frame`, isSaid);
  return `${heading}: ${sentence}`;
}

/**
 * The fault is over; trying again, where that is offered, shows the page.
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {Fault} fault
 */
async function recover({ driver, engine, proxy }, page, fault) {
  proxy.lift();
  if (!proxy.server.listening) await proxy.start();
  const outcome = outcomeOf(fault, /** @type {Kind} */ (page.kind), engine);
  if (outcome === 'page' || outcome === 'not-found') return;
  await click(driver, '.failure-notice__action');
  await until(driver, 'trying again shows the page', (seen) => isOn(page)(seen) && seen.isFocused);
}

/**
 * The document of a page ends before its end: what came stays and is read, the app does not take it over; the links lead on. Once the
 * whole of it can be had, it is there by itself.
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {string} before What of the document comes no more.
 * @param {'reset' | 'truncated' | 'trickle'} fault
 */
export async function cutDocument({ driver, proxy, site }, page, before, fault) {
  const at = page.html.indexOf(before);
  assert.ok(at > 0, `no ${before} in ${page.path}`);
  const cut = Buffer.from(page.html.slice(0, at));
  // The proxy sends half of what it is given.
  const given = fault === 'truncated' ? cut : Buffer.concat([cut, Buffer.alloc(cut.length, ' ')]);
  let asked = 0;
  const cutFirst = (/** @type {number} */ times) => {
    asked = 0;
    proxy.changed.set(page.path, (whole) => (++asked > times ? whole : given));
  };
  try {
    cutFirst(Infinity);
    // What an engine has not read it may drop when the connection ends: it ends once that is there.
    if (fault !== 'truncated') proxy.fail(literally(page.path), 'trickle', 1);
    // Nor can anything be had of the content API.
    proxy.fail(/^\/api\/v1\//, 'status-503');
    const wasm = proxy.fail(literally(site.files.wasm), 'none');
    await setOff(driver, proxy.origin + page.path);
    await until(driver, 'what came is there', ({ h1, path }) => h1 === page.h1 && path === page.path);
    await mark(driver);
    if (fault === 'trickle') await driver.executeScript('window.stop()').catch(() => {});
    else {
      proxy.breakOff();
      // Where the connection has ended in the middle, an engine may run no script any longer.
      if (fault === 'truncated') await untilScript(driver, 'the whole of it is asked for', 'return document.readyState === "complete" && performance.getEntriesByName(location.href, "resource").length > 0');
      // Whatever the app would ask for in the browser's next idle moment is asked for before this is.
      await driver.executeAsyncScript('const [done] = arguments; (window.requestIdleCallback ?? setTimeout)(() => setTimeout(() => fetch("/api/v1/site.json").finally(done)))');
      const seen = await look(driver);
      assert.deepEqual([seen.h1, seen.app, seen.isSamePage, wasm.asked], [page.h1, '', true, 0], 'what came stays, and the app leaves it alone');
      assert.deepEqual(seen.troubles, []);
    }
    proxy.lift();
    await follow(driver, site.start.path);
    await until(driver, 'going on works', isOn(site.start));
    if (fault !== 'truncated') return 'what came stays, and can be left';
    cutFirst(1);
    await setOff(driver, proxy.origin + page.path);
    await until(driver, 'the whole of it is there by itself', (seen) => isOn(page)(seen) && seen.app === 'ready');
    assert.equal(asked, 3, 'it was cut, was asked for, and loaded');
    return 'what came stays, and can be left; later the page, by itself';
  } finally {
    proxy.changed.delete(page.path);
  }
}

/**
 * No document comes: what is seen is the browser's own, the server's or the network's page. Later the page is there.
 * @param {Scene} scene
 * @param {PageOf} page
 * @param {Fault} fault
 */
export async function withoutDocument({ driver, proxy }, page, fault) {
  if (fault === 'refused') await proxy.refuse();
  const rule = fault === 'refused' ? undefined : proxy.fail(literally(page.path), fault);
  let seen = '';
  try {
    await setOff(driver, `${proxy.origin}${page.path}?tai-lai`);
    // Of some there is no end.
    const isMet = () => !rule || (fault === 'huge' || SLOW.includes(fault) ? rule.asked : rule.over) > 0;
    await driver.wait(isMet, PATIENCE_MS, 'the document is asked for');
    if (fault === 'hang') {
      // While a browser waits for a document, its driver sees nothing; in the end it is given up.
      proxy.fail(literally(page.path), 'cut');
      proxy.breakOff();
    }
    const isExpected = async () => {
      seen = await whatStands(driver, page).catch(() => seen);
      return withoutDocumentOf(fault).includes(seen);
    };
    if (!(await driver.wait(isExpected, PATIENCE_MS).catch(() => false))) assert.fail(`${withoutDocumentOf(fault).join(' or ')}, but saw ${seen}`);
  } finally {
    proxy.lift();
    if (!proxy.server.listening) await proxy.start();
  }
  await load(driver, proxy.origin + page.path);
  await until(driver, 'later the page is there', isOn(page));
  return `${seen}; later the page`;
}

/**
 * What is before the reader where a page's document was to come.
 * @param {WebDriver} driver
 * @param {PageOf} page
 * @returns {Promise<string>}
 */
function whatStands(driver, page) {
  return driver.executeScript(
    (/** @type {string} */ h1, /** @type {string} */ captive) => {
      if ('isSamePage' in window) return 'the page before';
      if (document.title === captive) return "the network's page";
      const found = document.querySelector('#app h1')?.textContent?.replace(/\s+/g, ' ').trim();
      if (found !== undefined) return found === h1 ? 'the page' : `“${found}”`;
      const text = document.documentElement?.textContent?.trim() ?? '';
      if (text === '') return 'nothing';
      return document.URL.includes('?tai-lai') && text.includes('{') && !document.querySelector('button') ? "the server's words" : "the browser's own page";
    },
    page.h1,
    CAPTIVE_TITLE,
  );
}

/**
 * A file of the app's is broken: the page is there, and a link leads to the next one.
 * @param {Scene} scene
 * @param {'boot' | 'settings' | 'glue' | 'wasm'} file
 * @param {ProxyFault} fault
 * @param {number} at
 */
export async function brokenFile({ driver, proxy, site }, file, fault, at) {
  const next = /** @type {PageOf} */ (site.kinds.find(({ kind }) => kind === 'article'));
  proxy.flipAt = at;
  proxy.fail(literally(site.files[file]), fault);
  await load(driver, proxy.origin + site.start.path);
  // The script that starts the app runs in the end; without it nothing is waited for.
  const isSettled = (/** @type {Seen} */ seen) => seen.h1 === site.start.h1 && (seen.app !== '' || SLOW.includes(fault) || file === 'boot' || fault === 'flipped');
  // With one wrong bit it may also never say a word.
  if (fault === 'flipped') await driver.wait(async () => (await look(driver)).app !== '', SILENCE_MS).catch(() => {});
  const seen = await until(driver, 'the page is there', isSettled);
  await follow(driver, next.path);
  await until(driver, 'the link leads on', ({ h1, path }) => h1 === next.h1 && path === next.path);
  proxy.lift();
  const how = seen.app === 'ready' ? 'the app runs' : seen.app === 'failed' ? 'links are page loads' : 'links are page loads while it waits';
  return `the page; ${how}`;
}

/**
 * A part of the search index fails: that is said, or the answer is there without it; trying again gives it.
 * @param {Scene} scene
 * @param {string} address
 * @param {ProxyFault} fault
 */
export async function search({ driver, proxy }, address, fault) {
  await open(driver, `${proxy.origin}/tim-kiem/`);
  await untilScript(driver, 'the search page is at work', 'return Boolean(customElements.get("portal-search"))');
  proxy.fail(new RegExp(`^/pagefind/.*${address}`), fault);
  const state = `const part = (name) => document.querySelector('portal-search [data-part=' + name + ']');
    const state = !part('failure').hidden ? (part('retry').hidden ? 'without' : 'failed') : part('results').querySelector('li') ? 'found' : part('status').textContent;`;
  await driver.executeScript('const q = document.querySelector("portal-search [name=q]"); q.value = "bầu cử"; q.form.requestSubmit()');
  const isOver = `${state} if (['failed', 'without', 'found'].includes(state)) return true; if (${SLOW.includes(fault)}) timeIsUp(); return false;`;
  await untilScript(driver, 'the search ends, with an answer or without', isOver);
  const seen = String(await driver.executeScript(`${state} return state`));
  const said = String(await driver.executeScript("return document.querySelector('portal-search [data-part=failure] p').textContent"));
  proxy.lift();
  if (seen === 'failed') {
    await click(driver, 'portal-search [data-part=retry]');
    await untilScript(driver, 'trying again finds', `${state} return state === 'found'`);
  } else if (seen === 'without') {
    assert.equal(fault, 'status-404', 'only where there is no index may it be said that there is none');
  }
  return seen === 'found' ? 'results' : said;
}

/**
 * A browser that lacks or refuses something: the page is there, dates are as they were published, and links lead on and back.
 * @param {Scene} scene
 * @param {string} script
 * @param {string} app
 */
export async function oddBrowser({ driver, proxy, site }, script, app) {
  const next = /** @type {PageOf} */ (site.kinds.find(({ kind }) => kind === 'article'));
  const files = [site.files.boot, site.files.settings];
  const before = files.map((file) => proxy.changed.get(file));
  files.forEach((file, number) => proxy.changed.set(file, (bytes) => Buffer.concat([Buffer.from(`if (!window.isOdd) { window.isOdd = true; ${script} }\n`), before[number]?.(bytes) ?? bytes])));
  try {
    await load(driver, proxy.origin + site.start.path);
    await until(driver, `the app is ${app}`, (seen) => seen.h1 === site.start.h1 && seen.app === app);
    await follow(driver, next.path);
    await until(driver, 'the link leads on', isOn(next));
    // What was published long ago, or in days to come, is told by its date alone.
    const ago = await driver.executeScript('return [...document.querySelectorAll("main .publication-time__ago")].map((one) => one.textContent)');
    if (script.includes('Date.now')) assert.deepEqual(ago, []);
    await goBack(driver);
    const seen = await until(driver, 'back leads back', (one) => one.h1 === site.start.h1 && one.path === site.start.path);
    assert.deepEqual(seen.troubles, []);
    return app === 'ready' ? 'the page; the app runs' : 'the page; links are page loads';
  } finally {
    files.forEach((file, number) => {
      const change = before[number];
      if (change) proxy.changed.set(file, change);
    });
  }
}

/**
 * The app traps after it has taken the page over.
 * @param {Scene} scene
 */
export async function trapped({ driver, proxy, site }) {
  const next = /** @type {PageOf} */ (site.kinds.find(({ kind }) => kind === 'article'));
  await open(driver, proxy.origin + site.start.path);
  await driver.executeScript('trap()');
  await until(driver, 'the app is given up', ({ h1, app }) => h1 === site.start.h1 && app === 'failed');
  await follow(driver, next.path);
  const seen = await until(driver, 'the link leads on', isOn(next));
  assert.ok(!seen.isSamePage, 'there was no page load');
  await goBack(driver);
  await until(driver, 'back leads back', isOn(site.start));
  return 'the page; links are page loads';
}

/**
 * The app traps when the address is the next page's already and that page is not on screen yet.
 * @param {Scene} scene
 */
export async function trappedOnTheWay({ driver, proxy, site }) {
  const next = /** @type {PageOf} */ (site.kinds.find(({ kind }) => kind === 'article'));
  await open(driver, proxy.origin + site.start.path);
  proxy.fail(literally(`/api/v1/${next.endpoint}`), 'hang');
  await follow(driver, next.path);
  await until(driver, 'the next page is waited for', ({ isBusy, path }) => isBusy && path === next.path);
  await driver.executeScript('trap()');
  const seen = await until(driver, 'the page of the address is there', isOn(next));
  assert.ok(!seen.isSamePage, 'there was no page load');
  proxy.lift();
  return 'the next page, by a page load';
}

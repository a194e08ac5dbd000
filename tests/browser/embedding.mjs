// Widgets on another site's page, in three browser engines: a host on another origin, with everything it can do to a frame.
//
// node browser/embedding.mjs [engine…]     PORTAL_LOADS (how often a page is loaded to catch what goes wrong rarely; 100), PORTAL_BIN, PORTAL_TEST_SITE, PORTAL_CHROMIUM (or CHROMIUM), PORTAL_FIREFOX, PORTAL_MINIBROWSER

import assert from 'node:assert/strict';
import { readFileSync, realpathSync } from 'node:fs';
import http from 'node:http';

import { PATIENCE_MS, inEachEngine } from './engines.mjs';
import { listen, startPortal } from './portal-server.mjs';

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

const LOADS = Number(process.env.PORTAL_LOADS ?? 100);
const FROZEN = readFileSync(new URL('frozen/loader-v1.js', import.meta.url));

const site = realpathSync(process.env.PORTAL_TEST_SITE ?? new URL('../../target/site', import.meta.url).pathname);
const portal = await startPortal(site);
const liar = await serve(() => ({ body: LIAR }));
const refusing = await serve(() => ({ headers: { 'Content-Security-Policy': "frame-ancestors 'none'" }, body: '<p>Không được nhúng' }));
const host = await serve((path) => PAGES[new URL(path, portal.origin).pathname]?.() ?? { body: '' });

/** Tells the page around it every height but a true one; which, the address says. */
const LIAR = `<!doctype html><meta charset="utf-8"><script>
  const frame = location.hash.replace('#portal-', '');
  const say = (data) => parent.postMessage({ portal: 1, frame, event: 'height', ...data }, '*');
  say({ event: 'ready', height: 300 });
  for (const height of [NaN, Infinity, -Infinity, '900', null, undefined, {}, [900]]) say({ height });
  say({ frame: 'another', height: 900 });
  say({ portal: 2, height: 900 });
  parent.postMessage('900', '*');
  parent.postMessage(null, '*');
  if (location.search.includes('count=1')) say({ height: 1e9 });
  if (location.search.includes('count=2')) say({ height: -5 });
</script>`;

const link = (options = '', to = portal.origin) => `<a href="${to}/tin-moi/" ${options}>Tin mới của cổng</a>`;
const loader = (src = `${portal.origin}/embed/v1/loader.js`) => `<script async src="${src}"></script>`;
const page = (/** @type {string} */ body, head = '', attributes = '') => `<!doctype html><html lang="vi" ${attributes}><meta charset="utf-8"><title>Đối tác</title>${head}<body style="margin:0">${body}<p id="after">Sau khối tin</p>`;
const several = `${link('data-portal-news="latest" data-count="3"')}
  <portal-news widget="notice">${link()}</portal-news>
  <portal-news widget="latest" count="2" layout="cards" theme="dark" accent="red;}" pictures="0">${link()}</portal-news>
  <portal-news widget="khong/co" count="10000">${link()}</portal-news>`;

/** @type {Record<string, () => Answer>} */
const PAGES = {
  '/one': () => ({ body: page(link('data-portal-news="latest" data-count="3"') + loader()) }),
  '/one-frozen': () => ({ body: page(link('data-portal-news="latest" data-count="3"') + loader('/frozen.js')) }),
  '/several': () => ({ body: page(several + loader() + loader()) }),
  '/frozen': () => ({ body: page(several + loader('/frozen.js')) }),
  '/frozen.js': () => ({ body: FROZEN, headers: { 'Content-Type': 'text/javascript' } }),
  '/strict': () => ({
    headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${portal.origin}; frame-src ${portal.origin}` },
    body: page(link('data-portal-news="latest"') + loader()),
  }),
  '/hidden': () => ({ body: page(`<div id="tab" style="display:none">${link('data-portal-news="latest"')}</div>${loader()}`) }),
  '/rtl': () => ({ body: page(link('data-portal-news="latest"') + loader(), '', 'dir="rtl"') }),
  '/wild': () => ({
    body: page(
      link('data-portal-news="latest"') + loader(),
      '<style>* { float: left !important; opacity: 0.1 } iframe, div, slot { display: none !important; position: fixed !important; height: 1px !important; width: 9px !important; max-height: 20px !important }</style>',
    ),
  }),
  '/narrow': () => ({
    body: page(
      `<div style="display:flex">${link('data-portal-news="notice"')}</div><div style="float:left">${link('data-portal-news="notice"')}</div><div style="display:flex;flex-direction:column;align-items:center">${link('data-portal-news="notice"')}</div>${loader()}`,
    ),
  }),
  '/outer': () => ({
    body: page(
      `<portal-news id="hidden" widget="notice" hidden>${link()}</portal-news>
       <portal-news id="away" widget="notice">${link()}</portal-news>
       <portal-news id="wide" widget="notice">${link()}</portal-news>
       <portal-news id="aside" widget="notice">${link()}</portal-news><p id="beside">Bên cạnh</p>
       <portal-news id="low" widget="latest">${link()}</portal-news>${loader()}`,
      '<style>#away { display: none !important } #wide { margin: 0 30px; padding: 10px; border: 1px solid } #aside { float: right; width: 320px } #low { height: 100px; overflow: auto }</style>',
    ),
  }),
  '/phone': () => ({ body: page(`<div style="width:360px"><portal-news widget="latest" count="20" layout="cards">${link()}</portal-news></div>${loader()}`) }),
  '/isolated': () => ({
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    body: page(`${link('data-portal-news="latest"')}<portal-news widget="khong/co">${link()}</portal-news>${loader()}`),
  }),
  '/below': () => ({
    body: page(`<div style="height:1700px">Dài</div><portal-news widget="section/khong-co">${link()}</portal-news><portal-news widget="latest" height="60">${link('', refusing.origin)}</portal-news><portal-news widget="related/khongco">${link('', refusing.origin)}</portal-news>${loader()}`),
  }),
  '/late': () => ({ body: page(`<portal-news id="late" widget="notice"></portal-news>${loader()}`) }),
  '/broken': () => ({
    body: page(
      ['mailto:a@b.vn', 'javascript:void 0', 'data:,x', 'https://'].map((href) => `<portal-news widget="latest" height="60"><a href="${href}">Tin</a></portal-news>`).join('') + `<portal-news widget="!!" height="60">${link()}</portal-news>${loader()}`,
      '<script>var errors = []; addEventListener("error", ({ message }) => errors.push(message))</script>',
    ),
  }),
  '/hostile': () => ({
    body: page(
      `<portal-news id="real" widget="latest" count="2">${link()}</portal-news>
       <portal-news id="high" widget="latest" count="1">${link('', liar.origin)}</portal-news>
       <portal-news id="low" widget="latest" count="2">${link('', liar.origin)}</portal-news>
       <iframe id="sibling" sandbox="allow-scripts" srcdoc="<script>onmessage = ({ data }) => parent.postMessage(data, '*')</script>"></iframe>` + loader(),
      '<script>var heard = []; addEventListener("message", ({ data }) => data?.portal && heard.push(data))</script>',
    ),
  }),
  '/refused': () => ({ body: page(link('data-portal-news="latest" data-lang="vi"', refusing.origin) + loader()) }),
};

const sorted = (/** @type {number[]} */ numbers) => [...numbers].sort((a, b) => a - b);

const failed = await inEachEngine(async (driver) => {
  await driver.manage().window().setRect({ width: 900, height: 1200 });
  for (const [name, check] of Object.entries(CHECKS())) {
    try {
      await check(driver);
    } catch (error) {
      throw new Error(name, { cause: error });
    }
  }
});
for (const server of [host, liar, refusing, portal]) server.stop();
process.exit(failed === 0 ? 0 : 1);

/**
 * What is tried in each engine, by name.
 * @returns {Record<string, (driver: WebDriver) => Promise<void>>}
 */
function CHECKS() {
  return {
    'several widgets, and what there is not': (driver) => showsSeveral(driver, '/several'),
    'the first loader that was published': (driver) => showsSeveral(driver, '/frozen'),

    async 'load after load, by each loader in turn'(driver) {
      const wrong = [];
      for (let load = 0; load < LOADS; load += 1) {
        await driver.get(`${host.origin}${load % 2 ? '/one-frozen' : '/one'}?${load}`);
        await waits(driver, 'return Boolean(document.querySelector("portal-news")?.dataset.state)', () => `load ${load}`);
        const [[state], [height]] = [await states(driver), await heights(driver)];
        // Too low or too high for a moment, it would move the page around it.
        if (state !== 'ready' || height !== 344) wrong.push(`load ${load}: ${state}, ${height} px`);
      }
      assert.deepEqual(wrong, []);
    },

    async 'a host with a strict policy'(driver) {
      await driver.get(host.origin + '/strict');
      await allAreReady(driver, 1);
    },

    async 'hidden at first, then shown'(driver) {
      await driver.get(host.origin + '/hidden');
      await waits(driver, 'return Boolean(customElements.get("portal-news")) && document.querySelector("portal-news") !== null');
      await driver.sleep(500);
      assert.deepEqual(await states(driver), [null], 'a hidden widget is not loaded');
      await driver.executeScript('document.getElementById("tab").style.display = "block"');
      await allAreReady(driver, 1);
      assert.ok((await heights(driver)).every((height) => height > 200));
      await driver.executeScript('document.getElementById("tab").style.display = "none"');
      await driver.sleep(200);
      await driver.executeScript('document.getElementById("tab").style.display = "block"');
      assert.ok((await heights(driver)).every((height) => height > 200), 'shown once more it is as high as before');
    },

    async 'moved, then removed'(driver) {
      await driver.get(host.origin + '/several');
      await allAreReady(driver, 4);
      const before = await heights(driver);
      await driver.executeScript('const news = document.querySelector("portal-news"); document.body.append(news)');
      assert.deepEqual(sorted(await heights(driver)), sorted(before), 'its place keeps its height');
      await allAreReady(driver, 4);
      await driver.executeScript('document.querySelector("portal-news").remove()');
      await driver.sleep(200);
      await allAreReady(driver, 3);
    },

    async 'left, and come back to'(driver) {
      await driver.get(host.origin + '/several');
      await allAreReady(driver, 4);
      const before = await heights(driver);
      await driver.get(host.origin + '/rtl');
      await driver.navigate().back();
      await allAreReady(driver, 4);
      assert.deepEqual(await heights(driver), before);
    },

    async 'a page from right to left'(driver) {
      await driver.get(host.origin + '/rtl');
      await allAreReady(driver, 1);
      /** @type {{ left: number, right: number, width: number }} */
      const { left, right, width } = await driver.executeScript('const { left, right } = document.querySelector("portal-news").getBoundingClientRect(); return { left, right, width: document.documentElement.clientWidth }');
      assert.ok(left >= 0 && right <= width, `${left} to ${right} of ${width}`);
    },

    async 'a page whose rules are for everything'(driver) {
      await driver.get(host.origin + '/wild');
      await allAreReady(driver, 1);
      /** @type {{ width: number, height: number, display: string }} */
      const news = await driver.executeScript('const news = document.querySelector("portal-news"); const { width, height } = news.getBoundingClientRect(); return { width, height, display: getComputedStyle(news).display }');
      assert.equal(news.display, 'block');
      assert.ok(news.height > 200 && news.width >= 300, `${news.width} × ${news.height} px`);
    },

    async 'places that are as wide as what is in them'(driver) {
      await driver.get(host.origin + '/narrow');
      await allAreReady(driver, 3);
      /** @type {number[]} */
      const widths = await driver.executeScript('return [...document.querySelectorAll("portal-news")].map((news) => news.getBoundingClientRect().width)');
      assert.ok(widths.every((width) => width >= 300), String(widths));
    },

    async 'a link that comes later than its element'(driver) {
      await driver.get(host.origin + '/late');
      await waits(driver, 'return customElements.get("portal-news") !== undefined');
      await driver.sleep(300);
      await driver.executeScript(`document.getElementById('late').innerHTML = arguments[0]`, link());
      await allAreReady(driver, 1);
      await driver.executeScript('const late = document.getElementById("late"); late.setAttribute("widget", "latest"); late.setAttribute("count", "3")');
      await waits(driver, 'return document.getElementById("late").getBoundingClientRect().height > 300');
      await allAreReady(driver, 1);
    },

    async 'links that come by a page’s own scripts'(driver) {
      await driver.get(host.origin + '/one');
      await allAreReady(driver, 1);
      await driver.executeScript('document.getElementById("after").innerHTML = arguments[0]', link('data-portal-news="notice"'));
      await allAreReady(driver, 2);
      await driver.executeScript('document.getElementById("after").innerHTML = `<portal-news widget="notice"><div></div></portal-news>`; setTimeout(() => { document.querySelector("#after div").innerHTML = arguments[0] }, 100)', link());
      await allAreReady(driver, 2);
    },

    async 'an attribute that is set to what it is'(driver) {
      await driver.get(host.origin + '/one');
      await allAreReady(driver, 1);
      await driver.executeScript('var again = 0; const news = document.querySelector("portal-news"); news.addEventListener("portal-news:ready", () => { again += 1 }); window.again = () => again; for (const { name, value } of [...news.attributes]) news.setAttribute(name, value)');
      await driver.sleep(500);
      assert.equal(await driver.executeScript('return again()'), 0, 'the frame was loaded anew');
      await allAreReady(driver, 1);
    },

    async 'an outer box that is the page’s'(driver) {
      await driver.get(host.origin + '/outer');
      await allAreReady(driver, 3);
      /** @type {Record<string, { left: number, right: number, top: number, width: number, height: number }>} */
      const boxes = await driver.executeScript('return Object.fromEntries([...document.querySelectorAll("portal-news, #beside")].map((news) => [news.id, news.getBoundingClientRect().toJSON()]))');
      /** @type {number} */
      const width = await driver.executeScript('return document.documentElement.clientWidth');
      const { hidden, away, wide, aside, beside, low } = boxes;
      assert.ok(hidden?.height === 0 && away?.height === 0, 'what is hidden is hidden');
      assert.deepEqual([wide?.left, wide?.right], [30, width - 30], 'margins and padding are within the column');
      assert.deepEqual([aside?.width, aside?.right], [320, width]);
      assert.ok(beside && aside && beside.top < aside.top + aside.height, 'text goes beside what floats');
      assert.equal(low?.height, 100);
      await driver.executeScript('document.getElementById("hidden").hidden = false');
      await allAreReady(driver, 4);
      await driver.executeScript('document.getElementById("hidden").hidden = true');
      assert.deepEqual(await heights(driver, '#hidden'), [0]);
    },

    async 'twenty cards in one column'(driver) {
      await driver.get(host.origin + '/phone');
      await waits(driver, 'return Boolean(customElements.get("portal-news"))');
      assert.deepEqual(await heights(driver), [5292]);
      await allAreReady(driver, 1);
      assert.deepEqual(await heights(driver), [5292]);
    },

    async 'a host that is isolated from other origins'(driver) {
      await driver.get(host.origin + '/isolated');
      assert.equal(await driver.executeScript('return window.crossOriginIsolated'), true);
      await allAreReady(driver, 2);
    },

    async 'places that were too high are given back unseen'(driver) {
      await driver.get(host.origin + '/below');
      await driver.executeScript('scrollTo(0, 400)');
      await waits(driver, 'return document.querySelector("portal-news").dataset.state === "ready"');
      await waits(driver, 'return document.querySelector("portal-news").offsetHeight < 200');
      await driver.executeScript('scrollTo(0, 1500)');
      await waits(driver, `return document.querySelectorAll('portal-news[data-state="refused"]').length === 2`);
      // In sight they keep their place: nothing moves under a reader's eyes.
      assert.ok((await heights(driver)).every((height, place) => place !== 2 || height >= 500), String(await heights(driver)));
      await driver.executeScript('scrollTo(0, 0)');
      await waits(driver, 'return [...document.querySelectorAll("portal-news")].every((news) => news.offsetHeight < 200)', () => heights(driver));
    },

    async 'addresses that lead nowhere'(driver) {
      await driver.get(host.origin + '/broken');
      await waits(driver, `return document.querySelectorAll('portal-news[data-state="refused"]').length === 5`, () => states(driver));
      assert.deepEqual(await driver.executeScript('return window.errors'), []);
    },

    async 'messages that are none of its frame’s'(driver) {
      await driver.get(host.origin + '/hostile');
      await allAreReady(driver, 3);
      const before = await heights(driver, '#real');
      await driver.executeScript(`
        const { frame } = heard.find(({ height }) => height !== 300 && height < 1000);
        const forged = { portal: 1, frame, event: 'height', height: 3000 };
        postMessage(forged, '*');
        document.getElementById('sibling').contentWindow.postMessage(forged, '*');
        for (const said of [...heard]) document.getElementById('sibling').contentWindow.postMessage({ ...said, height: 3000 }, '*');
      `);
      await driver.sleep(500);
      assert.deepEqual(await heights(driver, '#real'), before, 'neither the page nor a sibling decides');
      assert.deepEqual(await heights(driver, '#high'), [1000], 'no frame is higher than that');
      assert.deepEqual(await heights(driver, '#low'), [40], 'nor lower');
    },

    async 'a frame that is refused'(driver) {
      await driver.get(host.origin + '/refused');
      await waits(driver, 'return document.querySelector("portal-news")?.dataset.state === "refused"');
      const seen = await driver.executeScript('const link = document.querySelector("portal-news a"); const { width, height } = link.getBoundingClientRect(); return width > 0 && height > 0 && getComputedStyle(link).display !== "none"');
      assert.ok(seen, 'the link is still there');
    },
  };
}

/**
 * @param {WebDriver} driver
 * @param {string} path
 */
async function showsSeveral(driver, path) {
  await driver.get(host.origin + path);
  await waits(driver, 'return document.querySelectorAll("portal-news").length === 4');
  const reserved = await heights(driver);
  await allAreReady(driver, 4);
  const shown = await heights(driver);
  // Sentences are as long as they are; lists and cards are as high as their place was from the beginning.
  assert.deepEqual([shown[0], shown[2]], [reserved[0], reserved[2]], 'the page around them does not move');
  const links = await driver.executeScript('return [...document.querySelectorAll("portal-news a")].map((link) => link.getBoundingClientRect().height)');
  assert.deepEqual(links, [0, 0, 0, 0], 'a link whose news is there is said once');
}

/**
 * @param {WebDriver} driver
 * @param {number} count
 */
async function allAreReady(driver, count) {
  await waits(driver, `return document.querySelectorAll('portal-news[data-state="ready"]').length === ${count}`, () => states(driver));
}

/**
 * @param {WebDriver} driver
 * @returns {Promise<(string | null)[]>}
 */
function states(driver) {
  return driver.executeScript('return [...document.querySelectorAll("portal-news")].map((news) => news.dataset.state ?? null)');
}

/**
 * @param {WebDriver} driver
 * @returns {Promise<number[]>}
 */
function heights(driver, which = 'portal-news') {
  return driver.executeScript('return [...document.querySelectorAll(arguments[0])].map((news) => news.getBoundingClientRect().height)', which);
}

/**
 * @param {WebDriver} driver
 * @param {string} condition A script that returns whether it holds.
 * @param {() => unknown} explain
 */
async function waits(driver, condition, explain = () => condition) {
  const isDone = await driver.wait(() => driver.executeScript(condition), PATIENCE_MS).catch(() => false);
  if (!isDone) assert.fail(`timed out: ${JSON.stringify(await explain())}`);
}

/**
 * A server of its own origin.
 * @typedef {{ body: string | Buffer, headers?: Record<string, string> }} Answer
 * @param {(path: string) => Answer} answer
 */
async function serve(answer) {
  const server = http.createServer((request, response) => {
    const { body, headers = {} } = answer(request.url ?? '/');
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  const port = await listen(server);
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

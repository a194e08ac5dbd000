// Content that wants to do harm, in three browser engines: nothing of it runs, loads anything of another site or leads away by
// another scheme than readers know.
//
// With its policy taken away, so that the content itself is tested, every page is read as a document, and articles of an API that
// nobody cleaned are rendered by the app. With its policy, pictures that were never checked are opened by their address, and
// nothing violates it.
//
// node browser/xss.mjs [--every] [engine…]     PORTAL_BIN, PORTAL_APP, PORTAL_GENERATE, PORTAL_CHROMIUM, PORTAL_FIREFOX, PORTAL_MINIBROWSER
// `--every`: each attack on a page of its own, in every field, and every frame of a widget.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

import { PATIENCE_MS, inEachEngine } from './engines.mjs';
import { SCREENS } from './faults/rules.mjs';
import { hostileArticles, isShown } from './hostile-api.mjs';
import { attacksOf, publishHostile } from './hostile-site.mjs';
import { listen, startPortal } from './portal-server.mjs';

const ABREAST = 6;
/** How often is asked whether something is so. */
const POLL_MS = 25;
/** One of so many pages of a kind is read in the short form. @type {Record<string, number>} */
const SHARE = { embed: 40, the: 12, 'tin-moi': 8, 'chuyen-muc': 5, 'tin-tuc/fields': 8, 'tin-tuc/source': 8, 'tin-tuc/alias': 4, 'tin-tuc/named': 3 };

const isEvery = process.argv.includes('--every');
process.argv = process.argv.filter((argument) => argument !== '--every');

const { site, refused, remove } = await publishHostile(isEvery ? 1 : 40);
console.log(`${refused.size} files refused by portal check${isEvery ? `:\n${[...refused].map(([file, why]) => `  ${file}:${why}`).join('\n')}` : ''}`);
const drawings = attacksOf('svg-files').map((text, number) => {
  const path = `/media/tho-${number}.svg`;
  writeFileSync(join(site, path), text);
  return path;
});
const portal = await startPortal(site);
const canary = readFileSync(new URL('canary.js', import.meta.url));
const articles = hostileArticles(isEvery);
const [bare, guarded] = await Promise.all([startDoor(false), startDoor(true)]);
const pages = pagesOf(site);

const failed = await inEachEngine(async (driver) => {
  await driver.manage().setTimeouts({ script: 10 * 60_000, pageLoad: 60_000 });
  for (const step of [readsPages, readsFeeds, searches, savesAndShares, rendersApi, opensDrawings]) {
    const began = Date.now();
    await step(driver);
    console.log(`  ${step.name} ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
});
for (const door of [bare, guarded]) door.stop();
portal.stop();
remove();
process.exit(failed === 0 ? 0 : 1);

/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/**
 * The site as it is, or without its policies and without the app; each page begins with the canary.
 * @param {boolean} isGuarded
 */
async function startDoor(isGuarded) {
  const shell = readFileSync(join(site, 'app.html'), 'utf8');
  const door = http.createServer((request, response) => void answer(request.url ?? '/', response).catch(() => response.destroy()));
  /**
   * @param {string} url
   * @param {http.ServerResponse} response
   */
  async function answer(url, response) {
    const path = url.split('?')[0] ?? '';
    const article = articles.get(path.replace('/api/v1/articles/', '').replace('.json', ''));
    if (path === '/canary.js') return void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(canary);
    if (path.startsWith('/api/') && article) return void response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(article));
    // Read as documents, pages need no app; what is rendered by it begins as a shell.
    const isShell = path.startsWith('/tin-tuc/api-');
    if (!isGuarded && path.endsWith('.wasm') && !response.req.headers.referer?.includes('/tin-tuc/api-')) return void response.writeHead(404).end();
    const answered = await fetch(portal.origin + url, { headers: { accept: response.req.headers.accept ?? '*/*' }, redirect: 'manual' });
    const headers = Object.fromEntries([...answered.headers].filter(([name]) => !['content-encoding', 'content-length', 'transfer-encoding', 'connection'].includes(name)));
    if (!isGuarded) for (const name of ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-embedder-policy']) delete headers[name];
    const isPage = isShell || (answered.headers.get('content-type') ?? '').startsWith('text/html');
    const bytes = Buffer.from(await answered.arrayBuffer());
    if (!isPage) return void response.writeHead(answered.status, headers).end(bytes);
    let html = isShell ? shell : bytes.toString('utf8');
    if (!isGuarded) html = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
    html = html.replace('<head>', '<head><script src="/canary.js"></script>');
    response.writeHead(isShell ? 200 : answered.status, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(html);
  }
  const origin = `http://127.0.0.1:${await listen(door)}`;
  return {
    origin,
    stop: () => {
      door.closeAllConnections();
      door.close();
    },
  };
}

/**
 * The addresses of what was published; of what is many times alike a part, unless every one is asked for.
 * @param {string} folder
 */
function pagesOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html') && !/^(kiosk|app\.html)/.test(file)).sort();
  /** @type {Map<string, number>} */
  const seen = new Map();
  const isAsked = (/** @type {string} */ file) => {
    const kind = /^(embed|the|tin-moi|chuyen-muc|tin-tuc\/(fields|source|alias|named))/.exec(file)?.[0] ?? '';
    const number = seen.get(kind) ?? 0;
    seen.set(kind, number + 1);
    return isEvery || number % (SHARE[kind] ?? 1) === 0;
  };
  const paths = files.filter(isAsked).map((file) => `/${file.replace(/index\.html$/, '')}`);
  assert.ok(paths.length > 100, `only ${paths.length} pages`);
  return paths;
}

/** Every page as a document, several at once. @param {WebDriver} driver */
async function readsPages(driver) {
  await load(driver, `${bare.origin}/canary-none/`);
  const faults = await driver.executeAsyncScript(
    async (/** @type {string[]} */ paths, /** @type {number} */ abreast, /** @type {boolean} */ isSeen, /** @type {(faults: string[]) => void} */ done) => {
      /** @type {string[]} */
      const faults = [];
      const waiting = [...paths];
      const reader = async () => {
        const frame = document.createElement('iframe');
        // What is not seen is not laid out, which takes most of the time.
        frame.hidden = !isSeen;
        document.body.append(frame);
        for (let path = waiting.shift(); path; path = waiting.shift()) {
          // A page that did not come is the browser's own, which lets nobody look in: it is asked for once more.
          let canary;
          for (let tries = 0; tries < 2 && !canary; tries += 1) {
            await new Promise((resolve) => {
              frame.onload = resolve;
              frame.src = path ?? '';
            });
            // Whatever fires when a page is loaded has fired by the next turn of its own.
            await new Promise((resolve) => (frame.contentDocument ? frame.contentWindow : window)?.setTimeout(resolve, 0));
            canary = frame.contentDocument && Reflect.get(frame.contentWindow ?? {}, 'canary');
          }
          const found = canary ? canary.faults() : ['no canary'];
          faults.push(...found.map((/** @type {string} */ fault) => `${path}: ${fault}`));
        }
        frame.remove();
      };
      await Promise.all(Array.from({ length: abreast }, reader));
      done(faults);
    },
    pages,
    ABREAST,
    isEvery,
  );
  hasNone(faults);
}

/** Feeds hold no markup but as text; what readers of feeds make of it is harmless. @param {WebDriver} driver */
async function readsFeeds(driver) {
  await load(driver, `${bare.origin}/canary-none/`);
  const faults = await driver.executeAsyncScript(async (/** @type {(faults: string[]) => void} */ done) => {
    /** @type {string[]} */
    const faults = [];
    const { look } = Reflect.get(window, 'canary');
    const read = (/** @type {string} */ html, /** @type {string} */ feed) => {
      const page = new DOMParser().parseFromString(`<main>${html}</main>`, 'text/html');
      faults.push(...look(page, location.href, true).filter((/** @type {string} */ fault) => !/^(loads|no rel)/.test(fault)).map((/** @type {string} */ fault) => `${feed}: ${fault}`));
    };
    for (const feed of ['/rss.xml', '/atom.xml']) {
      const page = new DOMParser().parseFromString(await (await fetch(feed)).text(), 'text/xml');
      if (page.querySelector('parsererror')) faults.push(`${feed} is no XML`);
      for (const element of page.querySelectorAll('*')) {
        if (/xhtml|svg|MathML/.test(element.namespaceURI ?? '')) faults.push(`${feed} holds the element ${element.nodeName}`);
        if (element.childElementCount === 0 && element.textContent?.includes('<') && (element.getAttribute('type') === 'html' || /^(description|content:encoded)$/.test(element.nodeName))) read(element.textContent, feed);
        for (const name of ['href', 'url', 'src']) if (element.hasAttribute(name) && !/^(https?|mailto|tel):/.test(element.getAttribute(name) ?? '')) faults.push(`${feed}: ${element.outerHTML.slice(0, 200)}`);
      }
    }
    for (const item of (await (await fetch('/feed.json')).json()).items) read(item.content_html ?? '', '/feed.json');
    done(faults);
  });
  hasNone(faults);
}

/** Results of a search show the words of others, and so does the field itself. @param {WebDriver} driver */
async function searches(driver) {
  for (const words of ['alert', '"><img src=x onerror=alert(1)>', "'-alert(1)-'", 'javascript:alert(1)']) {
    await driver.get(`${guarded.origin}/tim-kiem/?q=${encodeURIComponent(words)}`);
    await until(driver, () => document.querySelector('portal-search [data-part=results] a, portal-search [data-part=status]:not(:empty)') !== null);
    if (words === 'alert') await until(driver, () => document.querySelector('portal-search [data-part=results] a') !== null);
    hasNone(await faultsOf(driver), words);
  }
}

/** An article kept as a file holds nothing that runs; the tools that share and print it run nothing either. @param {WebDriver} driver */
async function savesAndShares(driver) {
  const fields = pages.filter((path) => path.includes('/fields-')).filter((_, number) => isEvery || number % 24 === 0);
  for (const path of [...fields, ...pages.filter((path) => path.includes('/htmls-')).slice(0, 4)]) {
    // Where there is a policy, it lets no markup be parsed, the file's neither.
    await load(driver, bare.origin + path);
    const faults = await driver.executeAsyncScript(async (/** @type {(faults: string[]) => void} */ done) => {
      /** @type {Blob[]} */
      const kept = [];
      const { createObjectURL } = URL;
      URL.createObjectURL = (/** @type {Blob} */ blob) => {
        kept.push(blob);
        return createObjectURL(new Blob([]));
      };
      HTMLAnchorElement.prototype.click = () => {};
      const button = document.querySelector('[data-tool=save]');
      const tool = await import(`/assets/${document.documentElement.dataset.build}/tools/save.js`);
      await tool.run(button);
      const html = (await kept[0]?.text()) ?? '';
      const page = new DOMParser().parseFromString(html, 'text/html');
      const canary = Reflect.get(window, 'canary');
      const faults = canary.look(page, location.href, true).filter((/** @type {string} */ fault) => !/^(loads src: <img|no rel)/.test(fault));
      const policy = page.head.querySelector('meta[http-equiv=Content-Security-Policy]')?.getAttribute('content') ?? '';
      if (!policy.startsWith("default-src 'none'") || policy.includes('script')) faults.push(`the file's policy is ${policy}`);
      if (page.querySelector('script, base, iframe, object, meta[http-equiv=refresh]')) faults.push('the file holds what runs');
      done([...faults, ...canary.faults()]);
    });
    hasNone(faults, path);
  }
}

/** Articles that an API never cleaned, opened at their address and by a link; with the policy and without. @param {WebDriver} driver */
async function rendersApi(driver) {
  for (const door of [bare, guarded]) {
    let isFirst = true;
    for (const id of articles.keys()) {
      // Of an article that is refused as a whole there is nothing that a policy could forbid.
      if (!isEvery && !isShown(id) && door === guarded) continue;
      const path = `/tin-tuc/api-${id}/`;
      if (isFirst || !isShown(id)) await driver.get(door.origin + path);
      else {
        await driver.executeScript((/** @type {string} */ path) => {
          const link = document.createElement('a');
          link.href = path;
          document.querySelector('main')?.append(link);
          link.click();
        }, path);
      }
      isFirst = false;
      // The page before is on screen until then, and not busy until the link is followed.
      const heading = isShown(id) ? `Bài ${id}` : SCREENS.malformed[0];
      await until(driver, (/** @type {string} */ heading) => document.querySelector('h1')?.textContent?.startsWith(heading) && document.querySelector('main')?.getAttribute('aria-busy') === 'false', heading);
      const faults = await faultsOf(driver, true);
      // Another's pictures are not of this site's policy, which is what it is for.
      hasNone(faults.filter((fault) => !/the policy forbids (img|media)-src/.test(fault)), id);
      const seen = await driver.executeScript(() => document.querySelector('article')?.textContent ?? '');
      assert.equal(String(seen).includes('CHỮ-CUỐI'), isShown(id), `${id} is shown`);
    }
  }
}

/** Pictures by their address: what was published, without a policy; what was never checked, with it. @param {WebDriver} driver */
async function opensDrawings(driver) {
  const published = readdirSync(join(site, 'media')).filter((name) => /^hinh-\d+.*\.svg$/.test(name)).map((name) => bare.origin + `/media/${name}`);
  assert.ok(published.length > 0, 'no picture was published');
  for (const address of [...published, ...drawings.filter((_, number) => isEvery || number % 4 === 0).map((path) => guarded.origin + path)]) {
    await driver.get(address);
    // A dialog ends this with an error; a script of the picture would have changed where it is.
    assert.equal(await driver.getCurrentUrl(), address);
    const policy = (await fetch(address)).headers.get('content-security-policy');
    if (address.startsWith(guarded.origin)) assert.ok(policy?.includes("default-src 'none'") && /sandbox(;|$)/.test(policy), `${address}: ${policy}`);
  }
  await load(driver, `${bare.origin}/canary-none/`);
}

/**
 * @param {string[]} faults
 * @param {string} where
 */
function hasNone(faults, where = '') {
  if (faults.length > 0) assert.fail(`${where}: ${faults.length} faults\n${faults.slice(0, 30).join('\n')}`);
}

/**
 * What the canary has found on the page that is open.
 * @param {WebDriver} driver
 * @returns {Promise<string[]>}
 */
function faultsOf(driver, hasForeignPictures = false) {
  return driver.executeScript((/** @type {boolean} */ foreign) => Reflect.get(window, 'canary').faults(foreign), hasForeignPictures);
}

/** Loads a page to its end: an engine may say that it is there before. @param {WebDriver} driver @param {string} url */
async function load(driver, url) {
  await driver.get(url);
  await until(driver, (/** @type {string} */ there) => location.href === there && document.readyState === 'complete', url);
}

/**
 * @param {WebDriver} driver
 * @param {(argument: any) => unknown} holds
 * @param {unknown} [argument]
 */
async function until(driver, holds, argument) {
  const held = await driver.wait(() => driver.executeScript(holds, argument).then(Boolean, () => false), PATIENCE_MS, undefined, POLL_MS).catch(() => false);
  if (!held) assert.fail(`it never holds with ${String(argument)}: ${String(holds)}\n${await driver.executeScript('return document.body.innerText.slice(0, 1000)')}`);
}

// What `e2e/foreign-nodes.spec.ts` does in Chromium, in Firefox and WebKit: pages that extensions and translators have changed before the
// app takes them over. The page stays readable, its links work, and nothing of it stays under the next.
//
// node browser/foreign-nodes.mjs [--all] [engine…]     PORTAL_BIN, PORTAL_SITE, PORTAL_FIREFOX, PORTAL_MINIBROWSER; each change at one
// place, `--all` at every place

import assert from 'node:assert/strict';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { PATIENCE_MS, appIsReady, inEachEngine } from './engines.mjs';
import { CHANGES, PLACES, beforeTheApp, isPossible } from './foreign-changes.mjs';
import { startPortal, startProxy } from './portal-server.mjs';

const ARTICLE = 'hwi3cbr3';
const SCRIPT = '/extension.js';

const site = realpathSync(process.env.PORTAL_SITE ?? new URL('../../target/site', import.meta.url).pathname);
/** @type {{ path: string, title: string, related: { path: string, title: string }[] }} */
const { path, title, related } = JSON.parse(readFileSync(join(site, `api/v1/articles/${ARTICLE}.json`), 'utf8'));
const next = /** @type {{ path: string, title: string }} */ (related[0]);
// The page's policy takes no inline script, an extension's runs before all others.
const html = readFileSync(join(site, path, 'index.html'), 'utf8').replace('<head>', `<head><script src="${SCRIPT}"></script>`);
let script = '';

const portal = await startPortal(site);
const changed = await startProxy(
  portal.origin,
  (asked) => asked,
  (asked) => {
    if (asked === SCRIPT) return { type: 'text/javascript', bytes: Buffer.from(script) };
    return asked === path ? { type: 'text/html; charset=utf-8', bytes: Buffer.from(html) } : undefined;
  },
);

const failed = await inEachEngine(reads, 'normal', ['Firefox', 'WebKitGTK']);
changed.stop();
portal.stop();
process.exit(failed === 0 ? 0 : 1);

/** @param {import('selenium-webdriver').WebDriver} driver */
async function reads(driver) {
  /** @param {string} what @param {() => Promise<unknown>} seen @param {unknown} expected */
  const becomes = async (what, seen, expected) => {
    let last;
    const is = async () => {
      last = await seen();
      return JSON.stringify(last) === JSON.stringify(expected);
    };
    if (!(await driver.wait(is, PATIENCE_MS).catch(() => false))) assert.deepEqual(last, expected, what);
  };
  /** @returns {Promise<unknown>} */
  const page = () => driver.executeScript('return [location.pathname, ...document.querySelectorAll("main h1")].map((part) => part.textContent?.trim() ?? part)');
  /** @returns {Promise<unknown>} */
  const foreign = () =>
    driver.executeScript('const main = document.querySelector("main"); return [main.textContent.includes("extension"), [...main.childNodes].filter((node) => node.nodeType !== 1 || node.localName === "extension-bar").length]');

  const all = process.argv.includes('--all');
  for (const [at, name] of Object.keys(CHANGES).entries()) {
    const places = PLACES.filter((place) => isPossible(name, place));
    for (const place of all ? places : [places[at % places.length] ?? 'main']) {
      const what = `${place}, ${name}`;
      script = beforeTheApp(name, place);
      await driver.get(changed.origin + path);
      await appIsReady(driver, what);
      await becomes(what, page, [path, title]);
      await driver.executeScript('window.stillHere = true; [...document.querySelectorAll("main a")].find((link) => link.pathname === arguments[0]).click()', next.path);
      await becomes(what, page, [next.path, next.title]);
      await becomes(what, foreign, [false, 0]);
      // WebKit's own button passes over entries that no reader's gesture has made.
      await driver.executeScript('history.back()');
      await becomes(what, page, [path, title]);
      assert.equal(await driver.executeScript('return window.stillHere'), true, `${what}: there was a page load`);
    }
  }
}

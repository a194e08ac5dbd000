// What a reader has before them, and what a test does in their place: for any engine.

import assert from 'node:assert/strict';

import { PATIENCE_MS } from '../engines.mjs';


/** @typedef {import('selenium-webdriver').WebDriver} WebDriver */

/**
 * Runs before every script of the site. Time limits of ten seconds and more run out when a test says so, never by
 * themselves: a busy machine is slow. What no script has caught is kept. There is no worker, which would answer from what it kept:
 * that is `e2e/offline.spec.ts`'s.
 */
export const PRELUDE = `(() => {
  if (window.timeIsUp) return;
  const soon = window.setTimeout.bind(window);
  let late = [];
  window.setTimeout = (act, ms, ...rest) => (ms >= 10000 ? -late.push(act) : soon(act, ms, ...rest));
  window.timeIsUp = () => late.splice(0).forEach((act) => act());
  window.trap = () => dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  window.troubles = [];
  addEventListener('error', (event) => event.message && troubles.push(event.message));
  addEventListener('unhandledrejection', (event) => troubles.push(String(event.reason)));
  Object.defineProperty(navigator, 'serviceWorker', { value: undefined });
})();
`;

/**
 * @typedef {object} Seen
 * @property {string} h1
 * @property {string} title
 * @property {string} path
 * @property {string} app What the root element says of the app.
 * @property {string} sentence The failure's.
 * @property {string} action Of the failure: the button or link.
 * @property {boolean} isBusy
 * @property {boolean} isFocused Whether the heading has the focus.
 * @property {boolean} hasFrame Masthead and footer.
 * @property {boolean} isSamePage Whether no page load has happened since the mark.
 * @property {string[]} troubles Errors nobody caught.
 */

/**
 * @param {WebDriver} driver
 * @returns {Promise<Seen>}
 */
export function look(driver) {
  return driver.executeScript(() => {
    const text = (/** @type {string} */ selector) => document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    return {
      h1: text('#app h1'),
      title: document.title,
      path: location.pathname,
      app: document.documentElement.dataset.app ?? '',
      sentence: text('.failure-notice__sentence'),
      action: text('.failure-notice__action'),
      isBusy: document.querySelector('main')?.getAttribute('aria-busy') === 'true',
      isFocused: document.activeElement?.localName === 'h1',
      hasFrame: Boolean(document.querySelector('.site-header') && document.querySelector('.site-footer')),
      isSamePage: 'isSamePage' in window,
      troubles: /** @type {any} */ (window).troubles ?? [],
    };
  });
}

/**
 * Waits until what is seen is so.
 * @param {WebDriver} driver
 * @param {string} what
 * @param {(seen: Seen) => boolean} isSo
 */
export async function until(driver, what, isSo) {
  /** @type {Seen | undefined} */
  let seen;
  // Between two documents there is nothing to look at.
  const done = async () => {
    seen = await look(driver).catch(() => undefined);
    return Boolean(seen && isSo(seen));
  };
  if (!(await driver.wait(done, PATIENCE_MS).catch(() => false)) || !seen) assert.fail(`${what}, but saw ${JSON.stringify(seen)}`);
  return seen;
}

/**
 * Waits until a script in the page says so.
 * @param {WebDriver} driver
 * @param {string} what
 * @param {string} script
 */
export async function untilScript(driver, what, script) {
  const done = await driver.wait(() => driver.executeScript(script).catch(() => false), PATIENCE_MS).catch(() => false);
  if (!done) assert.fail(what);
}

/**
 * Goes somewhere, and waits until the document there has begun.
 * @param {WebDriver} driver
 * @param {string} url
 */
export async function load(driver, url) {
  const last = await driver.executeScript('return performance.timeOrigin');
  await driver.get(url);
  await untilScript(driver, `another document begins at ${url}`, `return performance.timeOrigin !== ${last} && location.href.startsWith(${JSON.stringify(new URL(url).origin)}) && Boolean(document.body)`);
}

/**
 * @param {WebDriver} driver
 * @param {string} url
 */
export async function open(driver, url) {
  await load(driver, url);
  await until(driver, 'the app starts', ({ app }) => app === 'ready');
  await mark(driver);
}

/** @param {WebDriver} driver */
export const mark = (driver) => driver.executeScript('window.isSamePage = true');
/** @param {WebDriver} driver */
export const timeIsUp = (driver) => driver.executeScript('timeIsUp()');
/** @param {WebDriver} driver */
export const goBack = (driver) => driver.executeScript('history.back()');

/**
 * Goes somewhere without waiting for it.
 * @param {WebDriver} driver
 * @param {string} url
 */
export const setOff = (driver, url) => driver.executeScript('const [url] = arguments; setTimeout(() => location.assign(url))', url);

/**
 * Follows a link to a path: one of the page, be it in a menu, else one that a reader may have had from elsewhere.
 * @param {WebDriver} driver
 * @param {string} path
 */
export async function follow(driver, path) {
  await driver.executeScript((/** @type {string} */ href) => {
    const found = document.querySelector(`#app a[href="${href}"]`);
    if (found instanceof HTMLElement) return found.click();
    const link = Object.assign(document.createElement('a'), { href, textContent: href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
}

/**
 * Presses what may be out of sight.
 * @param {WebDriver} driver
 * @param {string} selector
 */
export async function click(driver, selector) {
  await driver.executeScript('const found = document.querySelector(arguments[0]); if (!found) throw new Error(`no ${arguments[0]}`); found.click()', selector);
}

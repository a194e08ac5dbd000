// One journey in three browser engines: a prerendered article, taken over by the app, on to a related article and back; then the
// same article where only the bare shell is served; then a search, whose entry in the history outlives what is opened from it; and
// the article once more, without a network.
//
// node browser/smoke.mjs [engine…]     PORTAL_BIN, PORTAL_TEST_SITE, PORTAL_CHROMIUM (or CHROMIUM), PORTAL_FIREFOX, PORTAL_MINIBROWSER

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { By, until } from 'selenium-webdriver';

import { PATIENCE_MS, appIsReady, inEachEngine } from './engines.mjs';
import { FaultyProxy } from './faulty-proxy.mjs';
import { shellOnly, startPortal, startProxy } from './portal-server.mjs';

const site = realpathSync(process.env.PORTAL_TEST_SITE ?? new URL('../../target/site', import.meta.url).pathname);
const { article, related } = chooseArticles();
const portal = await startPortal(site);
const shell = await startProxy(portal.origin, shellOnly);
const network = new FaultyProxy(portal.origin);
await network.start();

const failed = await inEachEngine(journey);
network.stop();
shell.stop();
portal.stop();
process.exit(failed === 0 ? 0 : 1);

/**
 * @typedef {import('selenium-webdriver').WebDriver} WebDriver
 * @typedef {{ title: string, path: string, body: unknown[] }} Article
 * @typedef {Pick<Article, 'title' | 'path'>} Related
 */

/** @param {WebDriver} driver */
async function journey(driver) {
  // Small, so that there is something to scroll.
  await driver.manage().window().setRect({ width: 800, height: 600 });

  await driver.get(portal.origin + article.path);
  await shows(driver, article);
  await appIsReady(driver);
  await readsOnAndBack(driver);

  await driver.get(shell.origin + article.path);
  await appIsReady(driver);
  await shows(driver, article);
  await readsOnAndBack(driver);

  await driver.get(portal.origin + '/tim-kiem/');
  await appIsReady(driver);
  await searchesAndBack(driver);
  await readsOffline(driver);
}

/** What was read is there without a network, and says from when it is. @param {WebDriver} driver */
async function readsOffline(driver) {
  network.fault = 'none';
  await driver.get(network.origin + article.path);
  await appIsReady(driver);
  const isKept = async () =>
    driver.executeAsyncScript("const [key, done] = arguments; caches.open('portal-read').then((cache) => cache.match(key)).then((kept) => done(Boolean(kept) && navigator.serviceWorker.controller !== null), () => done(false))", '/api/v1/site.json');
  await waits(driver, isKept, async () => 'nothing is kept');
  network.fault = 'cut';
  await driver.get(network.origin + article.path);
  await shows(driver, article);
  await appIsReady(driver);
  const notice = await driver.findElement(By.css('.kept-copy')).getText();
  assert.match(notice, /^Bạn đang xem bản đã lưu trên máy, cập nhật lúc /);
}

/**
 * Follows a related link and comes back, without a page load on the way.
 * @param {WebDriver} driver
 */
async function readsOnAndBack(driver) {
  await driver.executeScript('window.stillHere = true');
  const link = await driver.findElement(relatedLink(related.path));
  await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', link);
  const left = await scrolled(driver);
  assert.ok(left > 0, 'the article is too short to scroll, so coming back to its place proves nothing');

  await link.click();
  await shows(driver, related);
  await isFocused(driver);
  assert.equal(await driver.executeScript('return location.pathname'), related.path);
  assert.equal(await driver.executeScript('return window.stillHere'), true, 'the related article was a page load');
  assert.equal(await scrolled(driver), 0, 'a new page begins at its top');

  await driver.navigate().back();
  await shows(driver, article);
  assert.equal(await driver.executeScript('return window.stillHere'), true, 'going back was a page load');
  await waits(driver, async () => Math.abs((await scrolled(driver)) - left) <= 2, async () => `back at ${await scrolled(driver)} px, left at ${left} px`);
  await waits(driver, () => driver.executeScript('return document.activeElement.pathname === arguments[0]', related.path), () => 'the focus is not on the link that was followed');
}

/**
 * Opens a result twice, with a fragment on the way, and finds each entry of the history where it was.
 * @param {WebDriver} driver
 */
async function searchesAndBack(driver) {
  await driver.executeScript('window.stillHere = true');
  await driver.findElement(By.css('portal-search [name=q]')).sendKeys('bau cu');
  const results = '/tim-kiem/?q=bau+cu';
  await isAt(driver, results);
  for (let time = 0; time < 2; time += 1) {
    const result = await driver.wait(until.elementLocated(By.css('portal-search [data-part=results] a')), PATIENCE_MS, 'nothing was found');
    const opened = new URL((await result.getAttribute('href')) ?? '').pathname;
    // A notice may have come meanwhile, and covers the foot of a small window.
    await driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', result);
    await result.click();
    await isAt(driver, opened);
    await isFocused(driver);
    const left = await scrollsDown(driver);
    await driver.executeScript('document.querySelector("a[href=\\"#main\\"]").click()');
    await isAt(driver, `${opened}#main`);
    await driver.navigate().back();
    await isAt(driver, opened);
    await waits(driver, async () => Math.abs((await scrolled(driver)) - left) <= 2, async () => `back at ${await scrolled(driver)} px, left at ${left} px`);
    await driver.navigate().back();
    await isAt(driver, results);
    await waits(driver, () => driver.executeScript('return document.querySelector("[name=q]")?.value === "bau cu"'), () => 'the words are lost');
  }
  assert.equal(await driver.executeScript('return window.stillHere'), true, 'there was a page load');
}

/** @param {WebDriver} driver */
async function scrollsDown(driver) {
  await driver.executeScript('scrollTo(0, document.documentElement.scrollHeight)');
  return scrolled(driver);
}

/**
 * @param {WebDriver} driver
 * @param {string} address
 */
async function isAt(driver, address) {
  /** @returns {Promise<string>} */
  const seen = () => driver.executeScript('return location.pathname + location.search + location.hash');
  await waits(driver, async () => (await seen()) === address, async () => `expected the address ${address}, saw ${await seen()}`);
}

/**
 * The article's title is in the heading and in the tab.
 * @param {WebDriver} driver
 * @param {Related} article
 */
async function shows(driver, { title }) {
  /** @returns {Promise<string[]>} */
  const seen = () => driver.executeScript('return [document.querySelector("h1")?.textContent ?? "", document.title]');
  const hasTitle = async () => (await seen()).every((text) => text.includes(title));
  await waits(driver, hasTitle, async () => `expected the title ${title}, saw ${JSON.stringify(await seen())}`);
}

/**
 * The heading has the focus, so that a screen reader goes on there.
 * @param {WebDriver} driver
 */
async function isFocused(driver) {
  await waits(driver, () => driver.executeScript('return document.activeElement?.localName === "h1"'), () => 'the heading has no focus');
}

/**
 * @param {WebDriver} driver
 * @param {() => Promise<boolean>} condition
 * @param {() => string | Promise<string>} explain
 */
async function waits(driver, condition, explain) {
  const done = await driver.wait(condition, PATIENCE_MS).catch(() => false);
  if (!done) assert.fail(await explain());
}

/**
 * @param {WebDriver} driver
 * @returns {Promise<number>}
 */
function scrolled(driver) {
  return driver.executeScript('return Math.round(window.scrollY)');
}

/**
 * A link below the heading of the related news.
 * @param {string} path
 */
function relatedLink(path) {
  return By.xpath(`//h2[normalize-space()="Tin liên quan"]/..//a[@href="${path}"]`);
}

/**
 * The longest article with a related one that is titled otherwise; the same every time.
 * @returns {{ article: Article, related: Related }}
 */
function chooseArticles() {
  const folder = join(site, 'api/v1/articles');
  /** @type {(file: string) => Article & { related: Related[] }} */
  const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const articles = readdirSync(folder).filter((file) => file.endsWith('.json')).sort().map(read);
  const pairs = articles
    .flatMap((article) => {
      const related = article.related.find(({ title }) => !title.includes(article.title) && !article.title.includes(title));
      return related && isPlain(article.title) && isPlain(related.title) ? [{ article, related }] : [];
    })
    .sort((a, b) => b.article.body.length - a.article.body.length);
  if (!pairs[0]) throw new Error(`no article with related news in ${folder}`);
  return pairs[0];
}

/**
 * Whether a tab shows the title as it is written: HTML collapses spaces there.
 * @param {string} title
 */
function isPlain(title) {
  return title.length < 200 && title === title.replace(/\s+/g, ' ').trim();
}

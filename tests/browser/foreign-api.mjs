// The app in front of a content API that is somebody else's, on another origin: every kind of page, going on and back, what is
// gone, an API that is away, English, pictures of others, and a display. No policy is ever violated, and the API is asked by
// plain GETs.
//
// node browser/foreign-api.mjs     PORTAL_BIN, PORTAL_APP, PORTAL_CHROMIUM

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { chromium } from '@playwright/test';

import { listen, startPortal } from './portal-server.mjs';

const portalBinary = process.env.PORTAL_BIN ?? new URL('../../target/native/portal', import.meta.url).pathname;
const app = process.env.PORTAL_APP ?? new URL('../../target/app', import.meta.url).pathname;
const PICTURES = 'https://anh.example';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36" fill="#9ab"/></svg>';

const folder = mkdtempSync(join(tmpdir(), 'portal-foreign-'));
const api = await startApi();
await promisify(execFile)(portalBinary, ['shell', '--api', api.base, '--app', app, '--out', join(folder, 'site'), '--media', PICTURES, '--no-compression']);
const portal = await startPortal(join(folder, 'site'));
const browser = await chromium.launch({ executablePath: process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

const tests = { everyPage, onAndBack, wrongSlug, gone, away, withoutOwnDocuments, picturesOfOthers, english, display };
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = watch(page);
  try {
    await test(page);
    assert.deepEqual(faults, []);
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED  ${name}:`, error, await page.locator('body').innerText().catch(() => ''));
  }
  Object.assign(api, { isAway: false, lacks: [] });
  await context.close();
}
if (api.odd.length) {
  failed += 1;
  console.error('FAILED  asked otherwise than by plain GETs:', api.odd);
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
await browser.close();
portal.stop();
api.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);

/** @typedef {import('@playwright/test').Page} Page */

/** The API by hand, behind a door that can be closed and notes what is no plain GET. */
async function startApi() {
  const child = spawn(process.execPath, [new URL('../fixtures/foreign-api.mjs', import.meta.url).pathname, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill());
  const [base] = await once(createInterface(child.stdout), 'line');
  const { origin, pathname } = new URL(base);
  /** @type {{ base: string, isAway: boolean, lacks: string[], odd: string[], stop: () => void }} */
  const state = { base: '', isAway: false, lacks: [], odd: [], stop: () => {} };
  const door = http.createServer((request, response) => {
    if (state.isAway) return void request.socket.destroy();
    const { method, url = '', headers } = request;
    if (state.lacks.some((name) => url.endsWith(`/${name}`))) return void response.writeHead(404, { 'Access-Control-Allow-Origin': '*' }).end();
    const isPlain = method === 'GET' && !headers.cookie && !headers.authorization && !('content-type' in headers);
    if (!isPlain) state.odd.push(`${method} ${url}`);
    const asked = http.request(origin + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  state.base = `http://127.0.0.1:${await listen(door)}${pathname}`;
  state.stop = () => {
    door.closeAllConnections();
    door.close();
    child.kill();
  };
  return state;
}

/**
 * What must never happen on a page: a violation of the policy, an error of a script, an answer that breaks the contract.
 * @param {Page} page
 */
function watch(page) {
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  // There is no search index, which the page tells the reader.
  const isExpected = (/** @type {string} */ text) => text.startsWith('portal: the search index cannot be loaded');
  page.on('console', (message) => /Content Security Policy|portal:|\.json:/.test(message.text()) && !isExpected(message.text()) && faults.push(message.text()));
  return faults;
}

/**
 * @param {Page} page
 * @param {string} path
 * @param {string | RegExp} heading
 */
async function opens(page, path, heading) {
  const answer = await page.goto(portal.origin + path);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  return answer?.status();
}

/** @param {Page} page */
async function everyPage(page) {
  for (const [path, heading] of /** @type {const} */ ([
    ['/', 'Cổng thông tin thử nghiệm'],
    ['/chuyen-muc/tin-thu/', 'Tin thử'],
    ['/chuyen-muc/tin-thu/trang-1/', /^Tin thử - Trang 1 \(/],
    ['/chuyen-muc/tin-thu/2021-04/', 'Tin thử'],
    ['/tin-moi/', 'Tin mới'],
    ['/tin-moi/trang-1/', /^Tin mới - Trang 1 \(/],
    ['/tin-tuc/bai-thu-v000/', 'Bài thử nghiệm Tin thử 1'],
    ['/the/thu-nghiem/', /Thử nghiệm/],
    ['/trang/gioi-thieu/', 'Giới thiệu (trang thử)'],
    ['/tim-kiem/?q=b%C3%A0i', 'Tìm kiếm'],
    ['/so-do-trang/', /Sơ đồ/],
  ])) {
    assert.equal(await opens(page, path, heading), 200, path);
    await page.getByRole('contentinfo').getByText('Nội dung thử nghiệm, không phải tin thật.').first().waitFor();
    assert.equal(await page.locator('meta[name=robots]').count(), path.startsWith('/tim-kiem') ? 1 : 0, path);
  }
  // Nothing that is to be seen leads to what only prerendering makes.
  for (const path of ['/', '/so-do-trang/', '/tin-tuc/bai-thu-v000/', '/tim-kiem/']) {
    await opens(page, path, /./);
    const links = page.locator('a[href*="/nhung/"], a[href$=".xml"], a[href$="feed.json"], a[href*="/embed/"]');
    for (const link of await links.all()) assert.ok(!(await link.isVisible()), `${path}: ${await link.getAttribute('href')}`);
  }
  await opens(page, '/so-do-trang/', /Sơ đồ/);
  assert.ok(!(await page.getByText('Nguồn tin', { exact: true }).isVisible()), 'a heading without what is below it');
  for (const path of ['/khong-co/', '/nhung/', '/tin-tuc/bai.html']) {
    assert.equal((await page.goto(portal.origin + path))?.status(), 404, path);
  }
  await opens(page, '/khong-co/', /Không tìm thấy|không/i);
  assert.equal(await page.locator('meta[name=robots]').getAttribute('content'), 'noindex');
}

/** @param {Page} page */
async function onAndBack(page) {
  await opens(page, '/chuyen-muc/tin-thu/', 'Tin thử');
  await page.evaluate(() => Reflect.set(window, 'stillHere', true));
  await page.getByRole('main').getByRole('link', { name: 'Bài thử nghiệm Tin thử 2', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Bài thử nghiệm Tin thử 2' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/tin-tuc/bai-thu-v001/');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Tin thử', exact: true }).waitFor();
  assert.ok(await page.evaluate(() => Reflect.get(window, 'stillHere')), 'there was a page load');
}

/** @param {Page} page */
async function wrongSlug(page) {
  assert.equal(await opens(page, '/tin-tuc/ten-da-doi-v003/', 'Bài thử nghiệm Tin thử 4'), 200);
  assert.equal(new URL(page.url()).pathname, '/tin-tuc/bai-thu-v003/');
  assert.equal(await page.locator('link[rel=canonical]').getAttribute('href'), 'https://portal.example/tin-tuc/bai-thu-v003/');
}

/** @param {Page} page */
async function gone(page) {
  await page.route(`${api.base}/articles/v002.json`, (route) => route.fulfill({ status: 410, headers: { 'Access-Control-Allow-Origin': '*' } }));
  await opens(page, '/tin-tuc/bai-thu-v002/', /không/i);
  await page.getByRole('main').getByRole('link', { name: /trang chủ/i }).waitFor();
  assert.equal(await page.locator('[data-retry]').count(), 0);
}

/** @param {Page} page */
async function away(page) {
  await opens(page, '/', 'Cổng thông tin thử nghiệm');
  api.isAway = true;
  await page.getByRole('navigation').getByRole('link', { name: 'Thông báo thử' }).first().click();
  const retry = page.getByRole('button', { name: 'Thử lại' });
  await retry.waitFor();
  api.isAway = false;
  await retry.click();
  await page.getByRole('heading', { level: 1, name: 'Thông báo thử' }).waitFor();

  // From the first moment, too.
  api.isAway = true;
  await page.goto(`${portal.origin}/tin-tuc/bai-thu-v004/`);
  await retry.waitFor();
  api.isAway = false;
  await retry.click();
  await page.getByRole('heading', { level: 1, name: 'Bài thử nghiệm Tin thử 5' }).waitFor();
}

/** @param {Page} page */
async function withoutOwnDocuments(page) {
  // At the API itself: from the second page on a worker may ask for them, which `page.route` does not see.
  api.lacks = ['search.json', 'map.json', 'widgets.json'];
  for (const [path, heading] of /** @type {const} */ ([['/tim-kiem/?q=b%C3%A0i', 'Tìm kiếm'], ['/so-do-trang/', /Sơ đồ/]])) {
    await opens(page, path, heading);
    for (const title of ['Các trang giới thiệu', 'Xem theo chuyên mục']) assert.equal(await page.getByRole('main').getByRole('heading', { name: title }).count(), 0, path);
  }
  // Without an index the reader is told so.
  await opens(page, '/tim-kiem/?q=b%C3%A0i', 'Tìm kiếm');
  await page.getByText('Trang này chưa có phần tìm kiếm.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Thử lại' }).count(), 0, 'trying again cannot help');
}

/** @param {Page} page */
async function picturesOfOthers(page) {
  await page.route(`${PICTURES}/**`, (route) => route.fulfill({ contentType: 'image/svg+xml', body: SVG }));
  await page.route(`${api.base}/articles/v000.json`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"/media/anh-thu.svg"', `"${PICTURES}/anh.svg"`) });
  });
  await opens(page, '/tin-tuc/bai-thu-v000/', 'Bài thử nghiệm Tin thử 1');
  const picture = page.locator(`article img[src="${PICTURES}/anh.svg"]`).first();
  await picture.scrollIntoViewIfNeeded();
  await page.waitForFunction((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0, await picture.elementHandle());
}

/** @param {Page} page */
async function english(page) {
  assert.equal(await opens(page, '/en/', 'Test portal'), 200);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('main').getByRole('link', { name: 'Test article Test news 1', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Test article Test news 1' }).waitFor();
  await page.getByRole('link', { name: 'Tiếng Việt' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Cổng thông tin thử nghiệm' }).waitFor();
}

/** @param {Page} page */
async function display(page) {
  const story = page.getByText(/^(Bài thử nghiệm|Thông báo) /).filter({ visible: true }).first();
  await page.goto(`${portal.origin}/kiosk/`);
  await story.waitFor();
  // The worker keeps its edition, and from the next load on what the API answers.
  await until(page, () => fetch('/kiosk/worker/state.json').then((answer) => answer.json()).then((state) => Boolean(state.current ?? state.staged)).catch(() => false));
  await page.reload();
  await story.waitFor();
  // All that this page was answered, not just the list of stories: the rest arrives after it.
  await until(page, async (base) => {
    const kept = (await (await caches.open('kiosk-answers')).keys()).map(({ url }) => url);
    const asked = performance.getEntriesByType('resource').filter((entry) => entry instanceof PerformanceResourceTiming && entry.responseStatus === 200);
    return ['site.json', 'kiosk.json'].every((name) => kept.includes(`${base}/${name}`)) && asked.every(({ name }) => !name.startsWith(base) || kept.includes(name));
  }, api.base);
  api.isAway = true;
  portal.stop();
  await page.reload();
  await story.waitFor();
  const { failures } = await page.evaluate(() => fetch('/kiosk/worker/state.json').then((answer) => answer.json()));
  assert.ok(failures >= 2, 'nobody is told that it is cut off');
}

/**
 * Waits until the page finds something true. `waitForFunction` takes any promise for true.
 * @template T
 * @param {Page} page
 * @param {(argument: T) => boolean | Promise<boolean>} holds
 * @param {T} [argument]
 */
async function until(page, holds, argument) {
  const deadline = Date.now() + 60_000;
  while (!(await page.evaluate(/** @type {any} */ (holds), argument))) {
    assert.ok(Date.now() < deadline, `it never holds: ${String(holds)}`);
    await page.waitForTimeout(50);
  }
}

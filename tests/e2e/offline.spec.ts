// What a visitor has read is there without a network, what the site takes back goes, and no page ever runs files of two
// builds. Each journey publishes a site of its own, from a real `portal serve`, behind a network that can be cut.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FaultyProxy } from '../browser/faulty-proxy.mjs';
import { startPortal } from '../browser/portal-server.mjs';
import { OTHER_RELATED, RELATED, SEED_ID, SEED_PATH, SEED_TITLE, SITE, appIsReady, articlePath, expect, expectNewPage, expectSamePage, markPage, openApp, relatedLink, test as base, title } from './portal';
import type { Page } from '@playwright/test';

const PORTAL = process.env.PORTAL_BIN ?? join(import.meta.dirname, '../../target/native/portal');
const APP = process.env.PORTAL_APP ?? join(import.meta.dirname, '../../target/app');
const CONTENT = join(import.meta.dirname, '../../content');
const RELATED_PATH = articlePath('embedded', RELATED.id);
/** An article that no other names. */
const GONE = { id: 'baithu01', path: '/tin-tuc/bai-de-thu-go-han-baithu01/' };
const NOTICE = /^Bạn đang xem bản đã lưu trên máy, cập nhật lúc \d+:\d\d ngày \d+\/\d+\/\d{4}\.$/;
const UNREACHABLE = 'Chưa kết nối được';
/** The page that names what can be read instead. */
const OFFLINE = 'Chưa kết nối được với trang web';
const NEVER_READ = '/the/chua-doc/';

class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'portal-offline-'));
  readonly content = join(this.folder, 'content');
  readonly out = join(this.folder, 'www');
  app = APP;
  isSearched = false;

  constructor() {
    cpSync(CONTENT, this.content, { recursive: true });
    const front = `id = "${GONE.id}"\ntitle = "Bài để thử gỡ hẳn"\npublished_at = "2026-10-01"\nsection = "tin-tuc-su-kien"`;
    writeFileSync(join(this.content, 'articles/2026/bai-de-thu.md'), `+++\n${front}\n+++\n\nBài này chỉ để thử.\n`);
    this.publish();
  }

  publish() {
    const plain = ['--no-share-pictures', '--no-compression', ...(this.isSearched ? [] : ['--no-search'])];
    execFileSync(PORTAL, ['publish', '--content', this.content, '--app', this.app, '--out', this.out, '--at', '2026-11-02T08:00:00+07:00', ...plain], { stdio: 'pipe' });
  }

  /** Another build of the app: of other names, and so in other addresses. */
  rebuild() {
    const app = join(this.folder, 'other-app');
    cpSync(this.app, app, { recursive: true });
    const rename = (name: string) => name.replace(/(portal-app-)([\da-f]{10,16})/g, (_, stem: string, hash: string) => stem + [...hash].toReversed().join(''));
    for (const name of readdirSync(app)) {
      if (name === 'index.html' || /^portal-app-.*\.js$/.test(name)) writeFileSync(join(app, name), rename(readFileSync(join(app, name), 'utf8')));
      if (rename(name) !== name) renameSync(join(app, name), join(app, rename(name)));
    }
    this.app = app;
    this.publish();
  }

  /** The text file of an article. */
  article(id: string) {
    const files = readdirSync(join(this.content, 'articles'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
    const paths = files.map((file) => join(this.content, 'articles', file));
    return paths.find((path) => readFileSync(path, 'utf8').includes(`\nid = "${id}"`))!;
  }

  withdraw(id: string) {
    const path = this.article(id);
    const withdrawn = 'withdrawn = { at = "2026-11-01", note = "Bài được gỡ để thử." }';
    writeFileSync(path, readFileSync(path, 'utf8').replace(`\nid = "${id}"`, `\n${withdrawn}\nid = "${id}"`));
    this.publish();
  }

  remove(id: string) {
    rmSync(this.article(id));
    this.publish();
  }
}

const test = base.extend<{ site: Site; network: FaultyProxy }>({
  site: async ({}, use) => {
    const site = new Site();
    await use(site);
    rmSync(site.folder, { recursive: true });
  },
  network: async ({ site }, use) => {
    const server = await startPortal(site.out);
    const network = new FaultyProxy(server.origin);
    await network.start();
    await use(network);
    network.stop();
    server.stop();
  },
  baseURL: async ({ network }, use) => use(network.origin),
});

test.use({ serviceWorkers: 'allow' });
// Without a network the browser says so.
test.beforeEach(({ watch }) => watch.allow(/./));

const notice = (page: Page) => page.locator('.kept-copy');
const buildOf = (page: Page) => page.locator('html').getAttribute('data-build');
const isKept = (page: Page, key: string, cache = 'portal-read') => page.evaluate(async ([key, cache]) => (await caches.has(cache)) && Boolean(await (await caches.open(cache)).match(key)), [key, cache] as const);
const builds = (page: Page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('portal-build-')));

/** Until the worker has kept the page on screen, and what its language needs. */
async function read(page: Page, path: string) {
  await openApp(page, path);
  const prefix = path.startsWith('/en/') ? 'en/' : '';
  for (const key of [path, `/api/v1/${prefix}home.json`, `/api/v1/${prefix}site.json`, `/${prefix}da-luu/`]) await expect.poll(() => isKept(page, key), { message: key }).toBe(true);
}

/** All scripts and the wasm that a page has loaded are those that its own document names. */
async function expectOneBuild(page: Page) {
  const [html, loaded]: readonly [string, string[]] = await page.evaluate(async () => {
    const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    return [document.documentElement.outerHTML + document.documentElement.dataset.build, names.filter((name) => name.startsWith('/assets/') && /\.(js|wasm)$/.test(name))] as const;
  });
  expect(loaded.length).toBeGreaterThan(3);
  expect(loaded.filter((name) => !html.includes(name.split('/')[2]!))).toEqual([]);
}

test('the worker comes once the page is read, and takes a whole build', async ({ page, site }) => {
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
  await read(page, SEED_PATH);
  expect(asked.indexOf('/sw.js')).toBeGreaterThan(asked.findIndex((path) => path.endsWith('.wasm')));
  const worker = readFileSync(join(site.out, 'sw.js'), 'utf8');
  const shell: typeof SHELL = JSON.parse(/^const SHELL=(.*);$/m.exec(worker)![1]!);
  const [build] = await builds(page);
  const kept = await page.evaluate(async (build) => (await (await caches.open(build!)).keys()).map(({ url }) => new URL(url).pathname), build);
  // Fonts come from the browser's cache, or not: this network lets it have none.
  const needed = shell.files.map(({ path }) => path).filter((path) => !path.endsWith('.woff2'));
  expect(kept.toSorted()).toEqual([...needed, shell.document.path].toSorted());
});

test('what the worker takes is at most 200 kB as it travels', () => {
  const site = realpathSync(SITE);
  const shell: typeof SHELL = JSON.parse(/^const SHELL=(.*);$/m.exec(readFileSync(join(site, 'sw.js'), 'utf8'))![1]!);
  const there = (path: string) => statSync(join(site, path), { throwIfNoEntry: false })?.size;
  const files = shell.files.map(({ path }) => path).filter((path) => !path.endsWith('.woff2'));
  const later = ['/da-luu/index.html', '/api/v1/home.json', '/api/v1/site.json'];
  const bytes = ['/sw.js', ...files, shell.document.path, ...later].map((path) => there(`${path}.br`) ?? there(path) ?? 0);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

test('without a network a visited article, the home page and what was opened in the app are there; the next load is fresh', async ({ page, network }) => {
  await read(page, SEED_PATH);
  await expect(notice(page)).toHaveCount(0);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect.poll(() => isKept(page, `/api/v1/articles/${RELATED.id}.json`)).toBe(true);

  network.fault = 'cut';
  for (const [path, heading] of [[SEED_PATH, SEED_TITLE], [RELATED_PATH, RELATED.title]] as const) {
    await openApp(page, path);
    await expect(title(page)).toHaveText(heading);
    await expect(notice(page)).toHaveText(NOTICE);
    await expectOneBuild(page);
  }
  await openApp(page, '/');
  await expect(notice(page)).toHaveText(NOTICE);

  network.fault = 'none';
  await openApp(page, SEED_PATH);
  await expect(notice(page)).toHaveCount(0);
});

test('a kept document says so within the app as well, and a page of the network says nothing', async ({ page, network }) => {
  await read(page, RELATED_PATH);
  await read(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect.poll(() => isKept(page, `/api/v1/articles/${RELATED.id}.json`)).toBe(true);
  await openApp(page, SEED_PATH);
  network.fault = 'cut';
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(notice(page)).toHaveText(NOTICE);
  await expectSamePage(page);
});

test('in place of a page that was never read is what can be read, and the page as soon as there is a network', async ({ page, network }) => {
  await read(page, SEED_PATH);
  network.fault = 'cut';
  await page.goto(RELATED_PATH);
  await expect(title(page)).toHaveText(OFFLINE);
  await expect(page).toHaveURL(RELATED_PATH);
  await expect(page.getByRole('main')).toContainText(`Trang này chưa được lưu trên máy: ${RELATED_PATH}`);
  await page.getByRole('link', { name: SEED_TITLE }).click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(notice(page)).toHaveText(NOTICE);
  await page.goto(RELATED_PATH);
  network.fault = 'none';
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expect(title(page)).toHaveText(RELATED.title);
});

test('what is not there of that falls back to the app, and at last to one sentence', async ({ page, network }) => {
  await read(page, SEED_PATH);
  network.fault = 'cut';
  const forget = (cache: string, key: string) => page.evaluate(async ([cache, key]) => (await caches.open(cache)).delete(key), [cache, key] as const);
  await forget('portal-read', '/da-luu/');
  await page.goto(RELATED_PATH);
  await expect(title(page)).toHaveText(UNREACHABLE);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.goto(RELATED_PATH);
  await expect(title(page)).toHaveText(OFFLINE);
  await expect(page.locator('body')).toHaveText(`${OFFLINE} Trang này chưa được lưu trên máy. Bạn hãy tải lại sau.`, { useInnerText: true });
  await page.goto(`/en${NEVER_READ}`);
  await expect(title(page)).toHaveText('The site cannot be reached');
});

test('an article that was opened within the app can be read without a network, and is named', async ({ page, network }) => {
  await read(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect.poll(() => isKept(page, `/api/v1/articles/${RELATED.id}.json`)).toBe(true);
  network.fault = 'cut';
  await page.goto(NEVER_READ);
  await expect(title(page)).toHaveText(OFFLINE);
  await page.getByRole('main').getByRole('link', { name: RELATED.title }).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(notice(page)).toHaveText(NOTICE);
});

test('a kept document that comes late says nothing on the page that was opened instead', async ({ page, network }) => {
  await read(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect.poll(() => isKept(page, `/api/v1/articles/${RELATED.id}.json`)).toBe(true);
  await openApp(page, SEED_PATH);
  network.fail(new RegExp(`articles/${RELATED.id}`), 'hang');
  const asked = page.waitForRequest(new RegExp(`articles/${RELATED.id}`));
  await relatedLink(page, RELATED.title).click();
  await asked;
  // What is asked for after it is answered after it.
  const late = page.evaluate((id) => fetch(`/api/v1/articles/${id}.json`).then(({ status }) => status), RELATED.id);
  await page.goBack();
  await expect(page).toHaveURL(SEED_PATH);
  await relatedLink(page, OTHER_RELATED.title).click();
  await expect(title(page)).toHaveText(OTHER_RELATED.title);
  expect(await late).toBe(200);
  await expect(notice(page)).toHaveCount(0);
});

test('an English page that is kept says so in English, and names what can be read in English', async ({ page, network }) => {
  await read(page, '/en/');
  network.fault = 'cut';
  await openApp(page, '/en/');
  await expect(notice(page)).toHaveText(/^You are reading the copy kept on this device, updated at \d+:\d\d on \d+\/\d+\/\d{4}\.$/);
  await page.goto('/en/the/khong-co/');
  await expect(page.getByRole('main')).toContainText('/en/the/khong-co/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

for (const [what, fault] of [['that does not answer', 'hang'], ['that fails', 'status-500']] as const) {
  test(`a site ${what} does not keep a reader from what was read`, async ({ page, network }) => {
    await read(page, SEED_PATH);
    network.fault = fault;
    await page.goto(SEED_PATH, { waitUntil: 'commit' });
    await expect(title(page)).toHaveText(SEED_TITLE);
    await expect(notice(page)).toHaveText(NOTICE);
  });
}

test('what answers in the place of the site is not kept', async ({ page, network }) => {
  await read(page, SEED_PATH);
  network.fault = 'captive';
  await page.goto(SEED_PATH);
  await expect(page).toHaveTitle('Đăng nhập mạng');
  network.fault = 'cut';
  await openApp(page, SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test('a withdrawn article says so at the next contact, saved or not, and a gone one goes', async ({ page, network, site }) => {
  await read(page, RELATED_PATH);
  await openApp(page, GONE.path);
  await expect.poll(() => isKept(page, GONE.path)).toBe(true);
  // As the reader's own list keeps them.
  const save = (path: string, id: string) => [path, `/api/v1/articles/${id}.json`];
  const saved = [...save(RELATED_PATH, RELATED.id), ...save(GONE.path, GONE.id)];
  await page.evaluate(async (keys) => (await caches.open('portal-saved')).addAll(keys), saved);
  site.withdraw(RELATED.id);
  site.remove(GONE.id);

  await openApp(page, RELATED_PATH);
  await expect(page.getByText('Bài được gỡ để thử.')).toBeVisible();
  await page.goto(GONE.path);
  await expect.poll(() => Promise.all(save(GONE.path, GONE.id).map((key) => isKept(page, key, 'portal-saved')))).toEqual([false, false]);
  await expect.poll(() => isKept(page, GONE.path)).toBe(false);
  network.fault = 'cut';
  await openApp(page, RELATED_PATH);
  await expect(page.getByText('Bài được gỡ để thử.')).toBeVisible();
  await page.goto(GONE.path);
  await expect(title(page)).toHaveText(OFFLINE);
});

test('of a site that has lost its documents nothing that was saved is deleted', async ({ page, network }) => {
  await read(page, SEED_PATH);
  const saved = [SEED_PATH, `/api/v1/articles/${SEED_ID}.json`];
  await page.getByRole('button', { name: 'Lưu đọc sau' }).click();
  await expect(page.getByRole('button', { name: 'Đã lưu' })).toBeVisible();
  const main = page.getByRole('main');
  for (const pattern of [/^\/(api|tin-tuc)\//, /^\/api\/v1\/articles\//]) {
    // At last the documents are lost and the site's own settings fail: what the worker has of them proves nothing.
    network.lift();
    network.fail(pattern, 'status-404');
    if (pattern.source.includes('articles')) network.fail(/site\.json/, 'status-503');
    // Twice: what the worker makes of the first answer is done by the second.
    for (let time = 0; time < 2; time += 1) {
      const asked = page.waitForResponse(/site\.json\?/);
      await page.goto('/da-luu/');
      await asked;
    }
    await expect(main.getByRole('link', { name: SEED_TITLE })).toBeVisible();
    for (const key of saved) expect(await isKept(page, key, 'portal-saved')).toBe(true);
  }
});

test('what was saved is renewed by its list, although the worker met the change first', async ({ page, site }) => {
  await read(page, SEED_PATH);
  await page.getByRole('button', { name: 'Lưu đọc sau' }).click();
  await expect(page.getByRole('button', { name: 'Đã lưu' })).toBeVisible();
  const path = site.article(SEED_ID);
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n\nThêm một đoạn để thử.\n`);
  site.publish();
  const shown = () => page.evaluate(async (id) => (await (await caches.open('portal-read')).match(`/api/v1/articles/${id}.json`))?.text(), SEED_ID);
  await openApp(page, RELATED_PATH);
  await page.evaluate((id) => fetch(`/api/v1/articles/${id}.json`), SEED_ID);
  await expect.poll(shown).toContain('Thêm một đoạn để thử.');
  await page.goto('/da-luu/');
  await expect(page.getByRole('main').getByRole('article')).toContainText(['Bài đã cập nhật; bản trên máy là bản mới.']);
});

test('of two builds no page has files of both, and the one before goes when no page uses it', async ({ page, context, network, site }) => {
  test.slow();
  await read(page, SEED_PATH);
  const old = await buildOf(page);
  const [oldCache] = await builds(page);
  site.rebuild();
  const other = await context.newPage();
  await openApp(other, SEED_PATH);
  expect(await buildOf(other)).not.toBe(old);
  // The browser looks for another worker once this one has nothing to do.
  await expect.poll(async () => (await builds(other)).length, { timeout: 60_000 }).toBe(2);
  for (const tab of [page, other]) await expectOneBuild(tab);

  network.fault = 'cut';
  await openApp(other, SEED_PATH);
  await expectOneBuild(other);
  // What is of no document that was kept is shown by the build whose worker it is.
  await other.evaluate(async () => (await caches.open('portal-read')).delete('/da-luu/'));
  await other.goto(RELATED_PATH);
  await expect(title(other)).toHaveText(UNREACHABLE);
  await expectOneBuild(other);

  network.fault = 'none';
  await page.close();
  await other.close();
  // A worker that has lost its pages may have something to finish: a page that comes before that is still its own.
  let next = await context.newPage();
  await expect(async () => {
    await next.close();
    next = await context.newPage();
    await openApp(next, SEED_PATH);
    await expect.poll(() => builds(next), { timeout: 2_000 }).not.toContain(oldCache);
  }).toPass({ timeout: 40_000 });
  await expectOneBuild(next);
  // The list of what can be read is of the new build as well: the tools of the old one are gone.
  await read(next, SEED_PATH);
  network.fault = 'cut';
  await next.goto('/the/chua-doc/');
  await expect(next.getByRole('link', { name: SEED_TITLE })).toBeVisible();
});

test('an app that was open during a publish loads the next page as a document, with that build’s app', async ({ page, site }) => {
  await openApp(page, SEED_PATH);
  const old = await buildOf(page);
  await markPage(page);
  site.rebuild();
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await appIsReady(page);
  await expectNewPage(page);
  expect(await buildOf(page)).not.toBe(old);
  await expectOneBuild(page);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expectOneBuild(page);
});

test('a search page that was open during a publish asks the new index by the search of its build', async ({ page, site }) => {
  site.isSearched = true;
  site.publish();
  await openApp(page, '/tim-kiem/');
  const old = await buildOf(page);
  await markPage(page);
  site.rebuild();
  await page.getByRole('searchbox', { name: 'Từ cần tìm' }).fill('bầu cử');
  await page.getByRole('searchbox', { name: 'Từ cần tìm' }).press('Enter');
  await expectNewPage(page);
  await expect(page).toHaveURL(/\/tim-kiem\/\?q=/);
  await expect(page.locator('portal-search [data-part=results] a').first()).toBeVisible();
  expect(await buildOf(page)).not.toBe(old);
  await expectOneBuild(page);
});

test('old pages with new documents, as a cache in between may mix them, load each page once', async ({ page, network }) => {
  const ofAnother = (bytes: Buffer) => Buffer.from(bytes.toString().replace(/"build":"[\da-f]+"/, '"build":"0123456789abcdef"'));
  for (const id of [SEED_ID, RELATED.id]) network.changed.set(`/api/v1/articles/${id}.json`, ofAnother);
  await openApp(page, SEED_PATH);
  await markPage(page);
  const loads: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && loads.push(new URL(request.url()).pathname));
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await appIsReady(page);
  await expectNewPage(page);
  expect(loads).toEqual([RELATED_PATH]);
});

test('who saves data is kept nothing for', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const loaded = page.waitForResponse(/\/tools\/offline\.js$/);
  await openApp(page, SEED_PATH);
  await loaded;
  await page.waitForFunction(() => new Promise((resolve) => requestIdleCallback(() => resolve(true))));
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistrations())).toEqual([]);
  expect(await builds(page)).toEqual([]);
});

test('who saves data and saves an article can read it without a network', async ({ page, network }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  const loaded = page.waitForResponse(/\/tools\/offline\.js$/);
  await openApp(page, SEED_PATH);
  await loaded;
  await page.getByRole('button', { name: 'Lưu đọc sau' }).click();
  await expect.poll(() => isKept(page, '/da-luu/')).toBe(true);
  network.fault = 'cut';
  await openApp(page, SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(notice(page)).toHaveText(NOTICE);
  await page.goto(NEVER_READ);
  await expect(page.getByRole('main').getByRole('link', { name: SEED_TITLE })).toBeVisible();
});

test('a site that takes its worker away is rid of it, and of what it kept but what the reader saved', async ({ page, site }) => {
  await read(page, SEED_PATH);
  await page.evaluate(async () => (await caches.open('portal-saved')).put('/thu/', new Response('')));
  rmSync(join(realpathSync(site.out), 'sw.js'));
  await openApp(page, SEED_PATH);
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual(['portal-saved']);
});

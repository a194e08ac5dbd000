// What a reader saves for later: kept on the device, listed, removed; what became of it; and the page that answers without a network.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { BROWSER_NOTES, OTHER_RELATED, RELATED, SEED_ID, SEED_PATH, SEED_TITLE, apiDocument, articlePath, expect, openApp, relatedLink, test, title } from './portal';

const SAVED = '/da-luu/';
const PRESSED = /^(Lưu đọc sau|Đã lưu)$/;

const tools = (page: Page) => page.getByRole('group', { name: 'Công cụ cho bài viết' });
const save = (page: Page) => tools(page).getByRole('button', { name: PRESSED });
const toolStatus = (page: Page) => tools(page).getByRole('status');
const main = (page: Page) => page.getByRole('main');
const status = (page: Page) => main(page).getByRole('status');
const articles = (page: Page) => main(page).getByRole('article');
const titles = (page: Page) => articles(page).getByRole('heading', { level: 3 });
const removeAll = (page: Page) => main(page).getByRole('button', { name: 'Bỏ lưu tất cả' });

const keptAddresses = (page: Page) =>
  page.evaluate(async () => (await (await caches.open('portal-saved')).keys()).map(({ url }) => new URL(url).pathname).sort());

async function saveArticle(page: Page, path: string) {
  await openApp(page, path);
  await save(page).click();
  await expect(save(page)).toHaveAttribute('aria-pressed', 'true');
}

test('an article is saved by keyboard, said to be, listed, and is so after a reload', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await expect(save(page)).toHaveText('Lưu đọc sau', { useInnerText: true });
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
  await save(page).focus();
  await page.keyboard.press('Enter');
  await expect(toolStatus(page)).toHaveText('Đã lưu. Bài đã lưu');
  await expect(save(page)).toHaveText('Đã lưu', { useInnerText: true });
  await expect(save(page)).toBeFocused();
  await page.reload();
  await expect(save(page)).toHaveAttribute('aria-pressed', 'true');

  // Another article of the same visit is not saved, and the first still is on the way back.
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(save(page)).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('contentinfo').getByRole('link', { name: 'Bài đã lưu' }).click();
  await expect(title(page)).toHaveText('Bài đã lưu');
  await expect(page.getByRole('heading', { name: 'Đã lưu (1)' })).toBeVisible();
  await expect(articles(page)).toContainText(['12/03/2021']);
  await titles(page).getByRole('link', { name: SEED_TITLE }).click();
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test('what is kept is the document, its data and its pictures, such as may answer without a network', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  const kept = await keptAddresses(page);
  const picture = apiDocument('embedded', `articles/${SEED_ID}.json`).image.src;
  expect(kept).toEqual(expect.arrayContaining([SEED_PATH, `/api/v1/articles/${SEED_ID}.json`, '/da-luu/index.json', picture]));
  const answers = await page.evaluate(async (paths) => {
    const cache = await caches.open('portal-saved');
    const responses = await Promise.all(paths.map((path) => cache.match(path)));
    return responses.map((response) => [response!.status, response!.redirected, response!.headers.get('content-encoding')]);
  }, kept);
  expect(answers).toEqual(kept.map(() => [200, false, null]));
  const [entry] = await page.evaluate(async () => (await (await caches.open('portal-saved')).match('/da-luu/index.json'))!.json());
  expect(entry).toMatchObject({ path: SEED_PATH, title: SEED_TITLE, published_at: '2021-03-12', lang: 'vi', section: 'Xây dựng chính quyền và Công tác thanh niên' });
});

test('pressed again, nothing is left of it', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  await save(page).click();
  await expect(toolStatus(page)).toHaveText('Đã bỏ lưu.');
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
  expect(await keptAddresses(page)).toEqual(['/da-luu/index.json']);
});

test('one is removed by itself, and all after a question; the focus is never lost', async ({ page }) => {
  const paths = [SEED_PATH, articlePath('embedded', RELATED.id), articlePath('embedded', OTHER_RELATED.id)];
  for (const path of paths) await saveArticle(page, path);
  await page.goto(SAVED);
  await expect(titles(page)).toHaveText([OTHER_RELATED.title, RELATED.title, SEED_TITLE]);
  await main(page).getByRole('button', { name: `Bỏ lưu ${RELATED.title}` }).focus();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText(`Đã bỏ lưu: ${RELATED.title}`);
  await expect(titles(page)).toHaveText([OTHER_RELATED.title, SEED_TITLE]);
  await expect(main(page).getByRole('button', { name: `Bỏ lưu ${SEED_TITLE}` })).toBeFocused();

  const question = page.getByRole('dialog', { name: 'Bỏ lưu tất cả các bài trên máy này?' });
  await removeAll(page).click();
  await question.getByRole('button', { name: 'Giữ lại' }).click();
  await expect(question).toBeHidden();
  await expect(titles(page)).toHaveCount(2);
  await expect(removeAll(page)).toBeFocused();
  await removeAll(page).click();
  await question.getByRole('button', { name: 'Bỏ lưu tất cả' }).click();
  await expect(status(page)).toHaveText('Đã bỏ lưu tất cả các bài.');
  await expect(articles(page)).toHaveCount(0);
  await expect(main(page)).toContainText('Chưa lưu bài nào.');
  await expect(title(page)).toBeFocused();
  expect(await page.evaluate(() => caches.has('portal-saved'))).toBe(false);
});

test('what one tab saves and removes, the other shows', async ({ page, context }) => {
  await openApp(page, SEED_PATH);
  const other = await context.newPage();
  await other.goto(SAVED);
  await expect(main(other)).toContainText('Chưa lưu bài nào.');
  await save(page).click();
  await expect(titles(other)).toHaveText([SEED_TITLE]);
  await main(other).getByRole('button', { name: /^Bỏ lưu (?!tất cả)/ }).click();
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
});

test('two tabs that save at once lose nothing', async ({ page, context }) => {
  await openApp(page, SEED_PATH);
  const other = await context.newPage();
  await openApp(other, articlePath('embedded', RELATED.id));
  await Promise.all([save(page).click(), save(other).click()]);
  for (const tab of [page, other]) await expect(save(tab)).toHaveAttribute('aria-pressed', 'true');
  await page.goto(SAVED);
  await expect(titles(page)).toHaveCount(2);
});

test('where the browser keeps nothing, saving is not offered and the page says so', async ({ page }) => {
  await page.addInitScript(() => {
    const deny = () => Promise.reject(new DOMException('', 'SecurityError'));
    Object.assign(CacheStorage.prototype, { has: deny, open: deny, keys: deny });
  });
  await openApp(page, SEED_PATH);
  await expect(tools(page).getByRole('button', { name: 'In', exact: true })).toBeVisible();
  await expect(save(page)).toBeHidden();
  await page.goto(SAVED);
  await expect(status(page)).toContainText('Trình duyệt không cho lưu bài trên máy này');
});

test('over plain http there is no such thing, and the page says so', async ({ page }) => {
  await page.addInitScript(() => {
    delete (window as unknown as { caches?: CacheStorage }).caches;
    delete (Window.prototype as unknown as { caches?: CacheStorage }).caches;
  });
  await openApp(page, SEED_PATH);
  await expect(save(page)).toBeHidden();
  await page.goto(SAVED);
  await expect(status(page)).toContainText('Trình duyệt không cho lưu bài trên máy này');
});

test('a full device is told, and keeps nothing of the article', async ({ page, context, baseURL }) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: baseURL!, quotaSize: 2000 });
  await openApp(page, SEED_PATH);
  await save(page).click();
  await expect(toolStatus(page)).toHaveText('Máy đã hết chỗ. Bạn hãy bỏ bớt bài đã lưu rồi thử lại.');
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
  expect(await keptAddresses(page)).toEqual([]);
});

test('an article that cannot be had whole is not saved', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await page.route(`**${SEED_PATH}`, (route) => route.abort());
  await save(page).click();
  await expect(toolStatus(page)).toHaveText('Chưa làm được việc này. Bạn hãy thử lại.');
  await expect(save(page)).toHaveAttribute('aria-pressed', 'false');
  expect(await keptAddresses(page)).toEqual([]);
});

test('of a withdrawn article and of one that is gone a line is left, and no copy', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await saveArticle(page, SEED_PATH);
  await saveArticle(page, articlePath('embedded', RELATED.id));
  const withdrawn = { ...apiDocument('embedded', `articles/${SEED_ID}.json`), body: [], withdrawn: { at: '2026-11-01T08:00:00+07:00', note: 'Bài thử nghiệm.' } };
  await page.route(`**/articles/${SEED_ID}.json`, (route) => route.fulfill({ json: withdrawn }));
  await page.route(`**/articles/${RELATED.id}.json`, (route) => route.fulfill({ status: 410 }));
  await page.goto(SAVED);
  await expect(articles(page).filter({ hasText: 'Bài này đã gỡ khỏi trang web nên bản lưu đã được xóa.' })).toHaveCount(2);
  await expect(titles(page).getByRole('link')).toHaveCount(0);
  expect(await keptAddresses(page)).toEqual(['/da-luu/index.json']);
  await main(page).getByRole('button', { name: `Bỏ lưu ${RELATED.title}` }).click();
  await expect(titles(page)).toHaveText([SEED_TITLE]);
  // What was taken down by mistake, and put back, is there again.
  await page.unroute(`**/articles/${SEED_ID}.json`);
  await page.goto(SAVED);
  await expect(titles(page).getByRole('link')).toHaveText([SEED_TITLE]);
  expect(await keptAddresses(page)).toContain(SEED_PATH);
});

test('an article that was updated is kept anew, and told', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  const updated = { ...apiDocument('embedded', `articles/${SEED_ID}.json`), title: 'Tiêu đề đã sửa để kiểm thử', updated_at: '2026-11-01T08:00:00+07:00' };
  await page.route(`**/articles/${SEED_ID}.json`, (route) => route.fulfill({ json: updated }));
  await page.goto(SAVED);
  await expect(articles(page)).toContainText(['Bài đã cập nhật; bản trên máy là bản mới.']);
  await expect(titles(page)).toHaveText(['Tiêu đề đã sửa để kiểm thử']);
  const kept = await page.evaluate(async (id) => (await (await caches.open('portal-saved')).match(`/api/v1/articles/${id}.json`))!.json(), SEED_ID);
  expect(kept.title).toBe('Tiêu đề đã sửa để kiểm thử');
});

/** The site has the article with other words from now on. */
async function edit(page: Page, id: string, more: object = {}) {
  const json = { ...apiDocument('embedded', `articles/${id}.json`), title: 'Tiêu đề đã sửa để kiểm thử', updated_at: '2026-11-01T08:00:00+07:00', ...more };
  await page.route(`**/articles/${id}.json`, (route) => route.fulfill({ json }));
}

test('what only the version before showed is not kept', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  const before = (await keptAddresses(page)).filter((path) => path.startsWith('/media/'));
  expect(before.length).toBeGreaterThan(0);
  await edit(page, SEED_ID, { image: undefined, body: [] });
  await page.goto(SAVED);
  await expect(articles(page)).toContainText(['Bài đã cập nhật; bản trên máy là bản mới.']);
  await expect.poll(async () => (await keptAddresses(page)).filter((path) => before.includes(path))).toEqual([]);
});

test('a renewal that breaks off between two files is made good at the next', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  await edit(page, SEED_ID);
  await page.evaluate(() => sessionStorage.setItem('fails', 'true'));
  await page.addInitScript(() => {
    const put = Cache.prototype.put;
    let documents = 0;
    Cache.prototype.put = function (request, response) {
      if (typeof request === 'string' && /-\w+\/$|articles/.test(request) && sessionStorage.getItem('fails')) {
        documents += 1;
        if (documents === 2) return Promise.reject(new DOMException('full', 'QuotaExceededError')).finally(() => sessionStorage.setItem('fails', ''));
      }
      return put.call(this, request, response);
    };
  });
  await page.goto(SAVED);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('fails'))).toBe('');
  await expect(titles(page)).toHaveText([SEED_TITLE]);
  await page.reload();
  await expect(articles(page)).toContainText(['Bài đã cập nhật; bản trên máy là bản mới.']);
});

test('an article that could not be saved takes no picture of another with it', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await saveArticle(page, SEED_PATH);
  const before = await keptAddresses(page);
  const { image, body } = apiDocument('embedded', `articles/${SEED_ID}.json`);
  await edit(page, RELATED.id, { image, body });
  await openApp(page, articlePath('embedded', RELATED.id));
  await page.route(`**${articlePath('embedded', RELATED.id)}`, (route) => route.abort());
  await save(page).click();
  await expect(toolStatus(page)).toHaveText('Chưa làm được việc này. Bạn hãy thử lại.');
  expect(await keptAddresses(page)).toEqual(before);
});

for (const [what, press, left] of [
  ['one article', (page: Page) => main(page).getByRole('button', { name: /^Bỏ lưu (?!tất cả)/ }).click(), ['/da-luu/index.json']],
  ['all', async (page: Page) => {
    await removeAll(page).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bỏ lưu tất cả' }).click();
  }, []],
] as const) {
  test(`who removes ${what} while it is renewed has removed it`, async ({ page }) => {
    await saveArticle(page, SEED_PATH);
    await edit(page, SEED_ID);
    let goOn = () => {};
    const removed = new Promise<void>((resolve) => (goOn = resolve));
    await page.route(`**${SEED_PATH}`, async (route) => {
      await removed;
      await route.continue();
    });
    const asked = page.waitForRequest(`**${SEED_PATH}`);
    await page.goto(SAVED);
    await asked;
    await press(page);
    await expect(main(page)).toContainText('Chưa lưu bài nào.');
    const answered = page.waitForResponse(`**${SEED_PATH}`);
    goOn();
    await (await answered).finished();
    // The renewal has the lock before whoever asks for it now.
    await page.evaluate(() => new Promise((resolve) => setTimeout(() => void navigator.locks.request('portal-saved', resolve), 0)));
    await expect(articles(page)).toHaveCount(0);
    expect(await keptAddresses(page)).toEqual(left);
  });
}

test('a site that answers nothing has taken nothing back', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await saveArticle(page, SEED_PATH);
  for (const status of [404, 503]) {
    const asked = page.waitForResponse(/articles/);
    await page.route('**/api/**', (route) => route.fulfill({ status }));
    await page.goto(SAVED);
    await asked;
    await page.waitForLoadState('networkidle');
    await expect(titles(page).getByRole('link', { name: SEED_TITLE })).toBeVisible();
    expect(await keptAddresses(page)).toContain(SEED_PATH);
  }
});

test('with save-data the site is not asked', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  await saveArticle(page, SEED_PATH);
  const asked: string[] = [];
  page.on('request', (request) => void (request.url().includes('/api/') && asked.push(request.url())));
  await page.goto(SAVED);
  await expect(titles(page)).toHaveText([SEED_TITLE]);
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
});

test('in the place of another page it says so, and names what can be read', async ({ page, context }) => {
  await saveArticle(page, SEED_PATH);
  await page.evaluate(async ([path, heading]) => {
    const cache = await caches.open('portal-read');
    const html = (title: string) => new Response(`<title>${title}</title>`, { headers: { 'Content-Type': 'text/html' } });
    await cache.put(path!, html('Đã lưu thì không kể hai lần'));
    await cache.put('/trang/gioi-thieu/', html(`${heading} &amp; &lt;b&gt;`));
    await cache.put('/api/v1/home.json', new Response('{}'));
  }, [SEED_PATH, 'Giới thiệu']);
  const saved = await (await page.request.get(SAVED)).text();
  // As the worker does.
  await context.route('**/the/bau-cu/', (route) => route.fulfill({ contentType: 'text/html', body: saved }));
  await page.goto('/the/bau-cu/');
  await expect(title(page)).toHaveText('Chưa kết nối được với trang web');
  await expect(page).toHaveTitle(/^Chưa kết nối được với trang web - /);
  await expect(main(page)).toContainText('Trang này chưa được lưu trên máy: /the/bau-cu/');
  await expect(titles(page)).toHaveText([SEED_TITLE, 'Giới thiệu & <b>']);
  await expect(page.getByRole('heading', { name: 'Đã xem, còn trên máy' })).toBeVisible();
  // The app would ask for the page that is not there.
  await expect(page.locator('html')).not.toHaveAttribute('data-app');
  await context.unroute('**/the/bau-cu/');
  await main(page).getByRole('button', { name: 'Thử lại' }).click();
  await expect(title(page)).toHaveText(/^Thẻ: /);
});

test('in its place there may be nothing to read', async ({ page, context }) => {
  const saved = await (await page.request.get(SAVED)).text();
  await context.route('**/the/bau-cu/', (route) => route.fulfill({ contentType: 'text/html', body: saved }));
  await page.goto('/the/bau-cu/');
  await expect(main(page)).toContainText('Trên máy chưa có bài nào để đọc khi không có mạng.');
  // Another tab may have the network, and save something.
  const other = await context.newPage();
  await saveArticle(other, SEED_PATH);
  await expect(titles(page)).toHaveText([SEED_TITLE]);
  await expect(main(page)).not.toContainText('Trên máy chưa có bài nào');
  await expect(main(page)).toContainText('Có thể đọc những bài sau:');
});

test('the English page lists what both editions have, in English', async ({ page }) => {
  await saveArticle(page, SEED_PATH);
  await page.goto(SAVED);
  await page.getByRole('banner').getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/en\/da-luu\/$/);
  await expect(title(page)).toHaveText('Saved articles');
  await expect(articles(page)).toContainText(['12 March 2021']);
  await expect(articles(page)).toHaveAttribute('lang', 'vi');
  await main(page).getByRole('button', { name: `Remove ${SEED_TITLE}` }).click();
  await expect(main(page)).toContainText('Nothing is saved yet.');
});

test('without scripts the page says why it is empty, and the button is not there', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto(SAVED);
  expect(await page.locator('portal-saved noscript').textContent()).toContain('JavaScript đang tắt');
  await page.goto(SEED_PATH);
  await expect(save(page)).toBeHidden();
  await context.close();
});

for (const [name, use] of Object.entries({
  'a phone': { viewport: { width: 360, height: 740 } },
  '400 %': { viewport: { width: 320, height: 256 } },
  'a dark desktop': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
  'forced colours': { viewport: { width: 1280, height: 800 }, forcedColors: 'active' as const },
})) {
  test.describe(name, () => {
    test.use(use);
    test('the page is accessible and nothing is wider than the screen', async ({ page }) => {
      await page.goto(SAVED);
      await expect(main(page)).toContainText('Chưa lưu bài nào.');
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      for (const id of [SEED_ID, RELATED.id]) await saveArticle(page, articlePath('embedded', id));
      await page.goto(SAVED);
      await expect(titles(page)).toHaveCount(2);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await removeAll(page).click();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(use.viewport.width);
    });
  });
}

test('the site can be put on a home screen', async ({ page, context }) => {
  await openApp(page, '/');
  const devtools = await context.newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data!);
  expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'minimal-ui', lang: 'vi' });
  expect(manifest.shortcuts.map(({ name, url }: { name: string; url: string }) => [name, url])).toEqual([['Tin mới', '/tin-moi/'], ['Bài đã lưu', SAVED]]);
  for (const { src } of [...manifest.icons, ...manifest.shortcuts.flatMap(({ icons }: { icons: { src: string }[] }) => icons)]) {
    expect((await page.request.get(src)).status(), src).toBe(200);
  }
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A test's context is a private window, from which nothing is installed.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
});

// Hosts that only serve files: every address is answered with the bare shell or with 404.html, and the app does the rest.

import { BROWSER_NOTES, PAGE_KINDS, SEED_ID, SEED_PATH, SEED_TITLE, appIsReady, expect, expectSamePage, isPage, markPage, openApp, relatedLink, RELATED, test, title } from './portal';
import type { Page } from '@playwright/test';

const SECTION = 'Xây dựng chính quyền và Công tác thanh niên';
const HEADINGS: Record<keyof typeof PAGE_KINDS, string> = {
  home: 'Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu',
  article: SEED_TITLE,
  section: SECTION,
  month: 'Tin tức sự kiện - Tháng 03/2021',
  latest: 'Tin mới',
  tag: 'Thẻ: Bầu cử',
  standing: 'Giới thiệu',
  search: 'Tìm kiếm',
  'site-map': 'Sơ đồ trang',
  widgets: 'Nhúng tin',
  'not-found': 'Không tìm thấy trang',
};

/** Answers every page with one file of the published site. */
async function answerPagesWith(page: Page, baseURL: string, file: string, status: number) {
  const html = await (await fetch(baseURL + file)).text();
  await page.route(isPage, (route) => route.fulfill({ status, contentType: 'text/html; charset=utf-8', body: html }));
}

for (const file of ['/app.html', '/404.html']) {
  test(`with ${file} for every address, each kind of page is rendered from the API`, async ({ page, baseURL, watch }) => {
    watch.allow(BROWSER_NOTES);
    await answerPagesWith(page, baseURL!, file, file === '/404.html' ? 404 : 200);
    for (const [kind, path] of Object.entries(PAGE_KINDS)) {
      await openApp(page, path);
      const heading = HEADINGS[kind as keyof typeof PAGE_KINDS];
      await expect(title(page)).toHaveText(heading);
      await expect(page).toHaveTitle(kind === 'home' ? heading : `${heading} - Sở Nội vụ Lai Châu`);
      await expect(page).toHaveURL(path);
      await expect(page.getByRole('banner')).toBeVisible();
      await expect(page.getByRole('contentinfo')).toContainText('Vừ A Tiến - Giám đốc');
      await expect(page.getByText('Đang tải…')).toHaveCount(0);
    }
  });
}

test('from the shell, readers go on without page loads', async ({ page, baseURL }) => {
  await answerPagesWith(page, baseURL!, '/app.html', 200);
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expectSamePage(page);
});

for (const file of ['/app.html', '/404.html']) {
  test(`with ${file}, a wrong slug is replaced by the right address`, async ({ page, baseURL, watch }) => {
    watch.allow(BROWSER_NOTES);
    await answerPagesWith(page, baseURL!, file, 200);
    await openApp(page, `/tin-tuc/sai-dia-chi-${SEED_ID}/?nguon=zalo#main`);
    await expect(title(page)).toHaveText(SEED_TITLE);
    await expect(page).toHaveURL(`${SEED_PATH}?nguon=zalo#main`);
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `https://sonv.laichau.gov.vn${SEED_PATH}`);
    await expect(page.locator('meta[name=robots]')).toHaveCount(0);
  });
}

test('portal serve sends a wrong slug to the right address', async ({ page }) => {
  await openApp(page, `/tin-tuc/sai-dia-chi-${SEED_ID}/`);
  await expect(page).toHaveURL(SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test("without the site's settings the shell says so, and goes on once they are there", async ({ page, baseURL, watch }) => {
  watch.allow(BROWSER_NOTES);
  await answerPagesWith(page, baseURL!, '/app.html', 200);
  await page.route('**/api/v1/site.json', (route) => route.fulfill({ status: 500 }));
  await openApp(page, SEED_PATH);
  await expect(title(page)).toHaveText('Máy chủ đang gặp sự cố');
  await page.unroute('**/api/v1/site.json');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toBeVisible();
});

test('until the first answer the shell says that it loads', async ({ page, baseURL }) => {
  await answerPagesWith(page, baseURL!, '/app.html', 200);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/v1/articles/*', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(SEED_PATH);
  await expect(page.getByText('Đang tải…')).toBeVisible();
  await appIsReady(page);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText('Đang tải…')).toBeVisible();
  release();
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test('an app that does not come for long is not waited for without a way on', async ({ page, baseURL }) => {
  await answerPagesWith(page, baseURL!, '/app.html', 200);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await released;
    await route.continue();
  });
  await page.clock.install();
  await page.goto(SEED_PATH);
  const wayOn = page.getByRole('main').getByRole('link', { name: 'Về trang chủ' });
  await expect(page.getByText('Đang tải…')).toBeVisible();
  await page.clock.fastForward(14_000);
  await expect(wayOn).toBeHidden();
  await page.clock.fastForward(2_000);
  await expect(wayOn).toBeVisible();
  await expect(page.getByText('Đang tải…'), 'it may still come').toBeVisible();
  release();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page.getByText('Đang tải…')).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the shell says that it needs it and offers a way on', async ({ page, baseURL }) => {
    await answerPagesWith(page, baseURL!, '/app.html', 200);
    await page.goto('/tin-moi/');
    await expect(page.getByRole('main')).toContainText('Trình duyệt này chưa mở được trang theo cách thông thường.');
    await expect(page.getByRole('link', { name: 'Về trang chủ' })).toBeVisible();
    await expect(page.getByText('Đang tải…'), 'nothing is loading').toBeHidden();
  });
});

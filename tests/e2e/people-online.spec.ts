// The number of people online: shown when the API gives it, asked for at most once a minute, left out when that fails.

import { BROWSER_NOTES, PAGE_KINDS, expect, mainNavigation, openApp, test, title } from './portal';
import type { Page } from '@playwright/test';

const ONLINE = '**/api/v1/online.json';

/** Answers each request, and counts what the app asks for: a clock that runs ahead gives up on requests before they are sent. */
async function answerOnline(page: Page, body: unknown, status = 200) {
  await page.route(ONLINE, (route) => route.fulfill({ status, json: body }));
  await page.addInitScript(() => {
    const { fetch } = window;
    Object.assign(window, { asked: 0 });
    window.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (url.endsWith('/online.json')) (window as unknown as { asked: number }).asked += 1;
      return fetch(input, init);
    };
  });
}

function asked(page: Page) {
  return page.evaluate(() => (window as unknown as { asked: number }).asked);
}

test('the number is shown as the API tells it', async ({ page }) => {
  await answerOnline(page, { online: 12554 });
  await openApp(page, PAGE_KINDS.home);
  await expect(page.getByRole('contentinfo').getByText('12.554 người đang online', { exact: true })).toBeVisible();
});

test('portal serve counts this reader', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await expect(page.getByRole('contentinfo').getByText(/^[1-9]\d* người đang online$/)).toBeVisible();
});

for (const [name, body, status] of [['fails', {}, 500], ['is missing', {}, 404], ['makes no sense', { online: 'nhiều' }, 200]] as const) {
  test(`no number is shown when the counter ${name}`, async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await answerOnline(page, body, status);
    const answered = page.waitForResponse(ONLINE);
    await openApp(page, PAGE_KINDS.home);
    await answered;
    await expect(page.getByText('Ghi rõ nguồn')).toBeVisible();
    await expect(page.getByText('người đang online')).toHaveCount(0);
    expect(watch.messages).toEqual([]);
  });
}

test('it is asked for once a minute, however many pages are read', async ({ page }) => {
  await page.clock.install();
  await answerOnline(page, { online: 7 });
  await openApp(page, PAGE_KINDS.home);
  await expect(page.getByText('7 người đang online')).toBeVisible();
  for (const name of ['Giới thiệu', 'Liên hệ', 'Trang chủ']) {
    await mainNavigation(page).getByRole('link', { name }).click();
    await expect(title(page)).toBeFocused();
  }
  await expect(page.getByText('7 người đang online')).toBeVisible();
  expect(await asked(page)).toBe(1);
  await page.clock.runFor(50_000);
  expect(await asked(page)).toBe(1);
  await page.clock.runFor(130_000);
  expect(await asked(page)).toBe(4);
});

test('a page that nobody sees does not ask', async ({ page }) => {
  await page.clock.install();
  await answerOnline(page, { online: 7 });
  await openApp(page, PAGE_KINDS.home);
  await expect(page.getByText('7 người đang online')).toBeVisible();
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { configurable: true, get: () => true }));
  await page.clock.runFor(180_000);
  expect(await asked(page)).toBe(1);
  await page.evaluate(() => Reflect.deleteProperty(document, 'hidden'));
  await page.clock.runFor(60_000);
  expect(await asked(page)).toBe(2);
});

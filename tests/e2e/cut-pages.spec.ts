// A page whose document was cut off on its way: what has come stays readable, and the whole is loaded once it can be had.

import { SEED_PATH, SEED_TITLE, appIsReady, expect, test, title } from './portal';
import type { Page } from '@playwright/test';

/** Ends each document before its data, `times` times; then lets it pass. Returns how many were asked for. */
async function cut(page: Page, baseURL: string, times: number) {
  const html = await (await fetch(baseURL + SEED_PATH)).text();
  const end = html.indexOf('id="page-data"');
  const asked = { documents: 0 };
  await page.route(`**${SEED_PATH}`, (route) => {
    asked.documents += 1;
    const body = asked.documents > times ? html : html.slice(0, end - 40);
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  return asked;
}

test('it is loaded anew, once, when the whole of it can be had', async ({ page, baseURL }) => {
  const asked = await cut(page, baseURL!, 1);
  await page.goto(SEED_PATH);
  await appIsReady(page);
  await expect(title(page)).toHaveText(SEED_TITLE);
  // Cut, asked after, loaded.
  expect(asked.documents).toBe(3);
});

test('as long as it comes cut, it stays as it is, without the app, and its links work', async ({ page, baseURL }) => {
  const asked = await cut(page, baseURL!, Infinity);
  await page.goto(SEED_PATH);
  await expect.poll(() => asked.documents).toBe(2);
  await expect(title(page)).toHaveText(SEED_TITLE);
  // The reader's own attempt: the browser says that it is one, and it is not made again by itself.
  await page.reload();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  expect(asked.documents).toBe(3);
  expect(await page.locator('html').getAttribute('data-app')).toBeNull();
  await page.getByRole('navigation', { name: 'Điều hướng chính' }).getByRole('link', { name: 'Trang chủ' }).click();
  await appIsReady(page);
});

// The urgent notice: a document of its own, so that a page read for an hour hears of it too.

import { PAGE_KINDS, announcement, expect, mainNavigation, openApp, test, title } from './portal';
import type { Page } from '@playwright/test';

const NOTICE = '**/api/v1/notice.json';
const STORM = { text: 'Bão số 5: cơ quan nghỉ chiều nay.', level: 'urgent' };

const banner = (page: Page) => page.getByRole('complementary', { name: 'Thông báo' });

test('the notice comes to a page that is being read, moves nothing of it, and is at the top of the next', async ({ page }) => {
  await page.route(NOTICE, (route) => route.fulfill({ json: STORM }));
  await page.goto(PAGE_KINDS.article);
  const before = await title(page).boundingBox();
  await expect(banner(page)).toHaveText(STORM.text);
  await expect(banner(page)).toBeInViewport();
  await expect(announcement(page)).toHaveText(STORM.text);
  expect(await title(page).boundingBox()).toEqual(before);
  await mainNavigation(page).getByRole('link', { name: 'Giới thiệu' }).click();
  await expect(title(page)).toHaveText('Giới thiệu');
  const [place, heading] = [await banner(page).boundingBox(), await title(page).boundingBox()];
  expect(place!.y + place!.height).toBeLessThan(heading!.y);
});

test('a notice that was taken back goes, and one that cannot be had changes nothing', async ({ page, watch }) => {
  watch.allow(/^Failed to load resource: /);
  await page.clock.install();
  let answer: { status?: number; json?: unknown } = { json: STORM };
  await page.route(NOTICE, (route) => route.fulfill(answer));
  await openApp(page, PAGE_KINDS.standing);
  await expect(banner(page)).toBeVisible();
  answer = { status: 500, json: {} };
  const failed = page.waitForResponse(NOTICE);
  await page.clock.runFor(61_000);
  await failed;
  await expect(banner(page)).toBeVisible();
  answer = { json: null };
  await page.clock.runFor(61_000);
  await expect(banner(page)).toHaveCount(0);
});

test.describe('without the app', () => {
  test.use({ content: 'generated', javaScriptEnabled: false });

  test('the home page has the notice in itself', async ({ page }) => {
    await page.goto('/');
    await expect(banner(page)).toBeVisible();
  });
});

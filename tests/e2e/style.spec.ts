// A page has the part of the style sheet in it that it uses: nothing of it looks otherwise once the whole sheet is there.

import { BROWSER_NOTES, ENGLISH_KINDS, PAGE_KINDS, casePath, expect, test } from './portal';
import type { Page } from '@playwright/test';

/** How everything on the page looks, element by element. */
const looks = (page: Page) =>
  page.evaluate(() =>
    [...document.body.querySelectorAll('*')].flatMap((element) =>
      [undefined, '::before', '::after', '::marker'].map((part) => `${element.tagName}.${element.getAttribute('class')}${part ?? ''} ${getComputedStyle(element, part).cssText}`),
    ),
  );

const KINDS = { ...PAGE_KINDS, ...Object.fromEntries(Object.entries(ENGLISH_KINDS).map(([kind, path]) => [`English ${kind}`, path])) };

/** Whether nothing looks otherwise with the whole sheet than with the page's part of it. */
async function expectSameLooks(page: Page) {
  const sheet = page.locator('link[rel=stylesheet]');
  await sheet.evaluate((link: HTMLLinkElement) => (link.media = 'print'));
  const part = await looks(page);
  await sheet.evaluate((link: HTMLLinkElement) => (link.media = 'all'));
  const whole = await looks(page);
  expect(part.length).toBe(whole.length);
  expect(part.filter((look, at) => look !== whole[at])).toEqual([]);
}

async function openWithoutApp(page: Page, path: string) {
  await page.route('**/assets/boot-*.js', (route) => route.abort());
  await page.goto(path, { waitUntil: 'networkidle' });
}

for (const [kind, path] of Object.entries(KINDS)) {
  for (const width of [360, 1280]) {
    test(`${kind} at ${width} px looks the same with the whole sheet`, async ({ page, watch }) => {
      watch.allow(BROWSER_NOTES);
      await page.setViewportSize({ width, height: 800 });
      await openWithoutApp(page, path);
      const sheet = page.locator('link[rel=stylesheet]');
      // What scripts fill has the whole sheet in it.
      if ((await sheet.count()) === 0) return;
      await expect(sheet).toHaveAttribute('media', 'print');
      await expect(page.locator('html')).toHaveAttribute('data-tools', '');
      for (const theme of ['light', 'dark', 'contrast']) {
        await page.locator('html').evaluate((root, theme) => root.setAttribute('data-theme', theme), theme);
        await expectSameLooks(page);
      }
    });
  }
}

test('the list of saved articles looks the same with the whole sheet', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openWithoutApp(page, PAGE_KINDS.article);
  await page.getByRole('button', { name: 'Lưu đọc sau' }).click();
  await expect(page.getByText('Đã lưu').first()).toBeVisible();
  await page.goto('/da-luu/');
  await expect(page.locator('portal-saved li').first()).toBeVisible();
  await expectSameLooks(page);
});

test.describe('generated content', () => {
  test.use({ content: 'generated' });

  test('an article with every kind of block looks the same with the whole sheet', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await openWithoutApp(page, casePath('every-block'));
    await expectSameLooks(page);
  });
});

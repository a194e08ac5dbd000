// What an article and a standing page look like: contents, headings, summary, captions, pictures side by side.

import { PAGE_KINDS, SEED_PATH, casePath, expect, expectSamePage, markPage, openApp, scrollTop, test } from './portal';
import type { Locator, Page } from '@playwright/test';

const LONG = '/trang/quyen-rieng-tu/';
const contents = (page: Page) => page.getByRole('navigation', { name: 'Mục lục' });

const style = (element: Locator, name: string) => element.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);

test('on a desktop the contents of a long page stand beside it, and stay in view', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openApp(page, LONG);
  await markPage(page);
  await expect(contents(page)).toHaveCount(1);
  const headings = page.locator('.article-body h2');
  await expect(contents(page).getByRole('link')).toHaveText(await headings.allTextContents());
  const last = contents(page).getByRole('link').last();
  await last.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#muc-hoi-them$/);
  await expect(headings.last()).toBeInViewport();
  await expect(last).toBeInViewport();
  await page.goBack();
  await expect.poll(() => scrollTop(page)).toBe(0);
  await expectSamePage(page);
});

test('on a phone they are folded above it', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openApp(page, LONG);
  await expect(contents(page)).toHaveCount(1);
  await expect(contents(page).getByRole('link')).toHaveCount(0);
  await contents(page).getByText('Mục lục').click();
  await contents(page).getByRole('link', { name: 'Chia sẻ, lưu, in' }).click();
  await expect(page).toHaveURL(/#muc-chia-se-luu-in$/);
  await expect(page.getByRole('heading', { name: 'Chia sẻ, lưu, in' })).toBeInViewport();
});

test('an address with a heading opens there, and a short page has no contents', async ({ page }) => {
  await openApp(page, `${LONG}#muc-hoi-them`);
  await expect(page.getByRole('heading', { name: 'Hỏi thêm' })).toBeInViewport();
  await openApp(page, PAGE_KINDS.home);
  await expect(contents(page)).toHaveCount(0);
});

test('a summary is in regular type, below the date', async ({ page }) => {
  await openApp(page, SEED_PATH);
  expect(await style(page.locator('.article__summary'), 'font-weight')).toBe('400');
});

test('a caption begins where its picture and the text do', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const left = (selector: string) => page.locator(selector).last().evaluate((element) => Math.round(element.getBoundingClientRect().left));
  const text = await left('.article-body > p');
  expect([await left('.content-figure img'), await left('.content-figure figcaption')]).toEqual([text, text]);
  expect(await style(page.locator('figcaption').last(), 'text-align')).toMatch(/start|left/);
});

test.describe('generated', () => {
  test.use({ content: 'generated' });

  test('each level of heading looks different', async ({ page }) => {
    await openApp(page, casePath('every-block'));
    const looks = [];
    for (const level of [2, 3, 4]) {
      const heading = page.locator(`.article-body > h${level}`).first();
      looks.push(`${await style(heading, 'font-size')} ${await style(heading, 'color')}`);
    }
    expect(new Set(looks).size).toBe(3);
  });

  test('a tiny picture shares no row with a portrait', async ({ page }) => {
    for (const width of [768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await openApp(page, casePath('every-block-html'));
      const pictures = page.getByRole('list', { name: 'Bộ ảnh' }).first().getByRole('listitem');
      await expect(pictures).toHaveCount(2);
      const [small, portrait] = await pictures.evaluateAll((items) => items.map((item) => item.getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })));
      expect(small!.bottom).toBeLessThanOrEqual(portrait!.top);
    }
  });
});

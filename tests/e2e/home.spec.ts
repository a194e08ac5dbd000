// The home page, and where its parts stand on a phone and on a desktop.

import { BROWSER_NOTES, PAGE_KINDS, SEED_PATH, SEED_TITLE, apiDocument, expect, expectSamePage, markPage, openApp, test, title } from './portal';
import type { Locator, Page } from '@playwright/test';

const main = (page: Page) => page.getByRole('main');
const tasks = (page: Page) => main(page).getByRole('navigation', { name: 'Truy cập nhanh' });

/** Where an element ends, in pixels from the document's head. */
const foot = (element: Locator) => element.evaluate((element) => Math.round(element.getBoundingClientRect().bottom + scrollY));

async function box(element: Locator) {
  const box = await element.boundingBox();
  expect(box).not.toBeNull();
  return box!;
}

test('a phone shows what the office does, a search and tasks on its first screen, and news on the second', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openApp(page, PAGE_KINDS.home);
  expect(await foot(main(page).locator('.front-desk__intro'))).toBeLessThan(740);
  expect(await foot(main(page).getByRole('search'))).toBeLessThan(740);
  await expect(tasks(page).getByRole('link')).toHaveCount(6);
  expect(await foot(tasks(page))).toBeLessThan(740);
  expect(await foot(main(page).getByRole('link', { name: SEED_TITLE }).first())).toBeLessThan(1.5 * 740);
});

test('a desktop shows all of that on its first screen', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openApp(page, PAGE_KINDS.home);
  const lead = main(page).locator('.home-page__lead');
  expect(await foot(lead)).toBeLessThan(900);
  const news = main(page).locator('.home-page__latest').getByRole('article');
  await expect(news).toHaveCount(3);
  expect(await foot(news.last())).toBeLessThan(900);
  // They are beside what leads, which has its picture and its summary.
  const [beside, leading] = [await box(news.first()), await box(lead)];
  expect(beside.x).toBeGreaterThan(leading.x + leading.width);
  await expect(main(page).locator('.home-page__lead').getByRole('img')).toBeVisible();
  await expect(main(page).locator('.home-page__lead p')).toBeVisible();
});

test('a task leads to a page of the site without a load, and to another site as a link does', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  await expect(tasks(page).getByRole('link', { name: 'Dịch vụ công trực tuyến' })).toHaveAttribute('href', 'https://dichvucong.gov.vn');
  await tasks(page).getByRole('link', { name: 'Giới thiệu cơ quan' }).click();
  await expect(title(page)).toHaveText('Giới thiệu');
  await expectSamePage(page);
});

for (const path of [PAGE_KINDS.home, PAGE_KINDS['not-found']]) {
  test(`who types words on ${path} sees what is found`, async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await openApp(page, path);
    await main(page).getByRole('searchbox', { name: 'Từ cần tìm' }).fill('bầu cử');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/tim-kiem\/\?q=b/);
    await expect(main(page).getByRole('link', { name: SEED_TITLE }).first()).toBeVisible();
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the search is an ordinary form', async ({ page }) => {
    await page.goto(PAGE_KINDS.home);
    await main(page).getByRole('searchbox').fill('bau cu');
    await main(page).getByRole('button', { name: 'Tìm kiếm' }).click();
    await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  });
});

test('all of a card is its link, the picture too', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  const lead = main(page).locator('.home-page__lead').getByRole('article');
  await expect(lead.getByRole('link')).toHaveCount(1);
  const picture = await box(lead.getByRole('img'));
  await page.mouse.click(picture.x + picture.width / 2, picture.y + picture.height / 2);
  await expect(page).toHaveURL(SEED_PATH);
  await expectSamePage(page);
});

test('where titles repeat the date is said first', async ({ page }) => {
  await openApp(page, PAGE_KINDS.section);
  const cards = main(page).getByRole('article').filter({ has: page.getByRole('link', { name: SEED_TITLE }) });
  await expect(cards).toHaveText([/^15\/03\/2021 09:22/, /^12\/03\/2021/]);
});

test('steps of size and weight tell what matters more', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openApp(page, PAGE_KINDS.home);
  const look = (selector: string) => main(page).locator(selector).first().evaluate((element) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    return `${fontSize} ${fontWeight}`;
  });
  expect(await look('.home-page__lead h3')).toBe('28px 700');
  expect(await look('.home-page__section li:first-child h3')).toBe('20px 700');
  expect(await look('.home-page__latest h3')).toBe('17px 700');
  expect(await look('.home-page__section li:nth-child(2) h3')).toBe('16px 400');
});

test('diagrams are whole, photographs are cropped', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, PAGE_KINDS.home);
  const picture = main(page).locator('.home-page__lead').getByRole('img');
  await expect(picture).toHaveCSS('object-fit', 'contain');
  await picture.evaluate((picture: HTMLImageElement) => picture.setAttribute('src', '/media/anh.jpg'));
  await expect(picture).toHaveCSS('object-fit', 'cover');
});

test('the English home page leads with what there is', async ({ page }) => {
  await openApp(page, '/en/');
  await expect(main(page).getByRole('navigation', { name: 'Quick links' }).getByRole('link')).toHaveText([/^About/, /^Contact/, /^Online public services/, /^News/]);
  await expect(main(page).getByText('no articles')).toHaveCount(0);
  await expect(main(page).getByRole('heading', { level: 2 })).toHaveText(['Contact']);
});

for (const kind of ['section', 'latest', 'tag', 'standing', 'article'] as const) {
  test(`at 1440 px the page kind ${kind} uses its width`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openApp(page, PAGE_KINDS[kind]);
    const aside = page.locator('.page-with-aside__aside');
    const { x, width, y } = await box(aside);
    expect(x).toBeGreaterThan(900);
    expect(x + width).toBeGreaterThan(1300);
    expect(y).toBeLessThan(500);
    await expect(aside.getByRole('link', { name: '02133.798.989' })).toBeVisible();
    // On a phone it comes after what the page is about.
    await page.setViewportSize({ width: 360, height: 740 });
    expect((await box(aside)).y).toBeGreaterThan((await box(main(page).getByRole('article').first())).y);
  });
}

test.describe('generated', () => {
  test.use({ content: 'generated' });

  test('words and labels as long as they may be stay inside their tiles', async ({ page }) => {
    for (const width of [320, 360, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 740 });
      await openApp(page, PAGE_KINDS.home);
      const overflowing = await page.locator('.task, .front-desk *').evaluateAll((parts) => parts.filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 1 && !part.closest('svg, input')).map((part) => part.className));
      expect(overflowing, `${width} px`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
    }
    await expect(tasks(page).getByRole('link')).toHaveCount(8);
  });

  test('a lead without a picture leaves no hole: the news are a row below it', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openApp(page, PAGE_KINDS.home);
    const [lead] = apiDocument('generated', 'home.json').lead;
    expect(lead.image).toBeUndefined();
    await expect(main(page).locator('.home-page__lead').getByRole('img')).toHaveCount(0);
    const news = main(page).locator('.home-page__latest').getByRole('article');
    const tops = await news.evaluateAll((news) => news.map((article) => Math.round(article.getBoundingClientRect().top)));
    expect(new Set(tops).size).toBe(1);
    expect(tops[0]).toBeGreaterThan((await box(main(page).locator('.home-page__lead'))).y);
  });

  test('with or without a picture, words of a list begin at one edge', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await openApp(page, '/tin-moi/');
    const cards = main(page).getByRole('article');
    expect(await cards.getByRole('img').count()).toBeGreaterThan(0);
    expect(await cards.getByRole('img').count()).toBeLessThan(await cards.count());
    const edges = await cards.locator('h3, p, .publication-time').evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().left)));
    expect(new Set(edges).size).toBe(1);
  });
});

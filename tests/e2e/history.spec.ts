// The history as a reader knows it: every link that is followed is one entry with its own address, and *back* leads to the entry before.
//
// Seeded random walks over a model of the history (`../browser/walk.mjs`), then the faults by name. PORTAL_WALK_SEEDS and PORTAL_WALK_STEPS make the walks longer.

import type { Page } from '@playwright/test';

import { Walk, random } from '../browser/walk.mjs';
import {
  BROWSER_NOTES, type Content, PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, announcement, articlePath, expect, expectSamePage, markPage, openApp, appIsReady,
  relatedLink, scrollTop, test, title,
} from './portal';

const SEEDS = (process.env.PORTAL_WALK_SEEDS ?? '1 2 3').split(' ').map(Number);
const STEPS = Number(process.env.PORTAL_WALK_STEPS ?? 40);

const searchLink = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Tìm kiếm' });
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Từ cần tìm' });
const results = (page: Page) => page.getByRole('main').getByRole('list').first().getByRole('heading', { level: 2 });

/** A reader of this browser. `walk.mjs` says what each verb is. */
const readerOf = (page: Page) => ({
  evaluate: <A, R>(run: (argument: A) => R | Promise<R>, argument: A): Promise<R> => page.evaluate(run as never, argument),
  open: async (path: string) => void (await openApp(page, path)),
  reload: async () => {
    await page.reload();
    await appIsReady(page);
  },
  search: async (words: string) => {
    await searchBox(page).fill(words);
    await searchBox(page).press('Enter');
  },
  read: async (path: string) => (await page.request.get(path)).text(),
  visitInAnotherTab: async (path: string) => {
    const other = await page.context().newPage();
    await openApp(other, path);
    await other.close();
  },
  cut: async (isCut: boolean) => {
    if (isCut) await page.route('**/api/v1/**', (route) => route.abort());
    else await page.unroute('**/api/v1/**');
  },
});

for (const [index, seed] of SEEDS.entries()) {
  const content: Content = index % 2 === 0 ? 'embedded' : 'generated';
  test.describe(content, () => {
    test.use({ content });
    test(`a walk of ${STEPS} steps finds every entry where the model has it, seed ${seed}`, async ({ page, watch }) => {
      test.setTimeout(60_000 + STEPS * 3_000);
      watch.allow(BROWSER_NOTES);
      const walk = new Walk(readerOf(page), random(seed));
      await walk.start(PAGE_KINDS.home);
      for (let step = 0; step < STEPS; step += 1) await walk.step();
      await walk.unwind();
    });
  });
}

test('a result that is opened again keeps the entry of the results', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  await searchLink(page).click();
  // The home page has a field of the same name.
  await expect(title(page)).toHaveText('Tìm kiếm');
  await searchBox(page).fill('bau cu');
  // Two articles have this title.
  const result = page.locator(`portal-search a[href="${SEED_PATH}"]`);
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page).toHaveURL(SEED_PATH);
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(title(page)).toHaveText('Tìm kiếm');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/#search-terms');
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expectSamePage(page);
});

test('the search link on a page of results leads to an empty search, and back to the results', async ({ page }) => {
  await openApp(page, '/tim-kiem/?q=bau+cu');
  await expect(results(page).first()).toBeVisible();
  await markPage(page);
  await searchLink(page).click();
  await expect(page).toHaveURL('/tim-kiem/#search-terms');
  await expect(searchBox(page)).toHaveValue('');
  await expect(results(page)).toHaveCount(0);
  await expect(searchBox(page)).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await expect(results(page).first()).toBeVisible();
  await page.goForward();
  await expect(searchBox(page)).toHaveValue('');
  await expectSamePage(page);
});

test('words that are still being typed belong to the page that is left', async ({ page }) => {
  await openApp(page, '/tim-kiem/');
  await markPage(page);
  await searchBox(page).fill('bau cu');
  await page.evaluate(() => document.querySelector<HTMLAnchorElement>('header a[href="/"]')!.click());
  await expect(page).toHaveURL('/');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await expectSamePage(page);
});

test('going back among searches does not carry what was typed into another entry', async ({ page }) => {
  await openApp(page, '/tim-kiem/');
  await page.getByRole('link', { name: 'Đến nội dung chính' }).press('Enter');
  await expect(page).toHaveURL('/tim-kiem/#main');
  await searchBox(page).fill('bau cu');
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/#main');
  await expect(searchBox(page)).toHaveValue('');
  await page.goForward();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
});

test('back after a reload finds the place on the page before', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await page.evaluate(() => window.scrollTo(0, 120));
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.reload();
  await appIsReady(page);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect.poll(() => scrollTop(page)).toBe(120);
});

test('not found, shown while a page is on its way, stays', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  let answerLate = async () => {};
  await openApp(page, PAGE_KINDS['not-found']);
  await markPage(page);
  await page.getByRole('main').getByRole('link', { name: 'Về trang chủ' }).click();
  await expect(page).toHaveURL('/');
  await page.route('**/api/v1/search.json', (route) => {
    answerLate = () => route.continue().catch(() => {});
  });
  await searchLink(page).click();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => history.go(-2));
  await expect(title(page)).toHaveText('Không tìm thấy trang');
  await answerLate();
  await page.waitForLoadState('networkidle');
  await expect(title(page)).toHaveText('Không tìm thấy trang');
  await expect(page).toHaveURL(PAGE_KINDS['not-found']);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expectSamePage(page);
});

test('a link to the page on screen, while another is on its way, stays there', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route(`**/api/v1/articles/${RELATED.id}.json`, () => {});
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
  await expect(page).toHaveURL(articlePath('embedded', RELATED.id));
  await page.evaluate((path) => {
    const link = Object.assign(document.createElement('a'), { href: path });
    document.querySelector('main')!.append(link);
    link.click();
  }, SEED_PATH);
  await expect(page).toHaveURL(SEED_PATH);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(title(page)).toBeFocused();
  await expect(announcement(page)).toHaveText('');
  await expectSamePage(page);
});

test('back gives the focus to the link that was followed, forward to the heading', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).focus();
  await page.keyboard.press('Enter');
  await expect(title(page)).toBeFocused();
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await expect(announcement(page)).toContainText(SEED_TITLE);
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(title(page)).toBeFocused();
  await expectSamePage(page);
});

test('back gives the focus to the very link, where several lead to one page', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const links = page.getByRole('link', { name: 'Liên hệ', exact: true });
  expect(await links.count()).toBeGreaterThan(1);
  await links.last().click();
  await expect(title(page)).toHaveText('Liên hệ');
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(links.last()).toBeFocused();
});

test('back gives the focus to what opens the menu that the link is in', async ({ page }) => {
  const group = page.getByRole('navigation', { name: 'Điều hướng chính' }).locator('summary');
  const section = page.getByRole('link', { name: 'Xây dựng chính quyền và Công tác thanh niên' });
  await openApp(page, '/');
  await group.click();
  await section.click();
  await expect(title(page)).toHaveText('Xây dựng chính quyền và Công tác thanh niên');
  await page.goBack();
  await expect(group).toBeFocused();
  await page.setViewportSize({ width: 320, height: 568 });
  await page.getByRole('button', { name: 'Danh mục' }).click();
  await page.getByRole('link', { name: 'Giới thiệu' }).first().click();
  await expect(title(page)).toHaveText('Giới thiệu');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Danh mục' })).toBeFocused();
});

test('back gives the focus to a result that comes late, unless the reader has gone on', async ({ page }) => {
  await openApp(page, '/tim-kiem/?q=bau+cu');
  // Two articles have this title.
  const result = page.locator(`portal-search a[href="${SEED_PATH}"]`);
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goBack();
  await expect(result).toBeFocused();
});

test('back by page loads gives the focus back, too', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES, /^`WebAssembly/, /^portal: the app is not running/);
  await page.route('**/assets/*.wasm', (route) => route.abort('blockedbyclient'));
  await page.goto(SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
});

for (const kept of ['{', 'null', '[1]', '[["a"]]', '[["/",5]]', '[["/",["\\"]",{}]]]', '{"length":1e9}']) {
  test(`what was kept of links and is broken counts as nothing: ${kept}`, async ({ page }) => {
    await page.addInitScript((kept) => {
      sessionStorage.setItem('portal:left-by', kept.replace('"/"', JSON.stringify(location.href)));
      sessionStorage.setItem('portal:page:/', kept);
    }, kept);
    await openApp(page, SEED_PATH);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).toHaveText(RELATED.title);
    await page.goBack();
    await expect(relatedLink(page, RELATED.title)).toBeFocused();
  });
}

test('the page that was arrived on is there offline and costs no request, after another load, too', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.reload();
  await appIsReady(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await context.setOffline(true);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(asked.filter((path) => path.startsWith('/api/v1/articles/'))).toEqual([]);
});

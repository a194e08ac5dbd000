// Lists of articles: a section's pages and months, a tag, everything, home. Read on generated content, which has enough of them.

import { apiDocument, expect, expectSamePage, mainNavigation, markPage, openApp, test, title } from './portal';
import type { Page } from '@playwright/test';

test.use({ content: 'generated' });

const SECTION = '/chuyen-muc/cai-cach/';
const listing = (endpoint: string) => apiDocument('generated', `${endpoint}.json`);
const pages = (page: Page) => page.getByRole('navigation', { name: 'Các trang' });

/** The stories in the order of the API, and no others. */
async function expectStories(page: Page, articles: { title: string }[]) {
  const headlines = page.getByRole('main').getByRole('listitem').getByRole('article').getByRole('heading');
  await expect(headlines).toHaveText(articles.map(({ title }) => title.replace(/\s+/g, ' ').trim()));
}

/** A list's documents from the newest to the oldest, as their links lead. */
function documents(endpoint: string) {
  const list = [listing(`${endpoint}/newest`)];
  for (let number = numberOf(list[0].older); number > 0; number -= 1) list.push(listing(`${endpoint}/${number}`));
  return list;
}

/** The number in an address: `/chuyen-muc/cai-cach/trang-2/`. */
const numberOf = (path: string | undefined) => Number(/trang-(\d+)\/$/.exec(path ?? '')?.[1] ?? 0);

const day = ({ published_at }: { published_at: string }) => published_at.slice(0, 10).split('-').toReversed().join('/');

/** The days of articles that are newest first. */
const days = (articles: { published_at: string }[]) => [...new Set([...articles.slice(-1), ...articles.slice(0, 1)].map(day))].join(' – ');

/** What a full page is called. */
const called = ({ page, articles }: { page: number; articles: { published_at: string }[] }) => `Trang ${page} (${days(articles)})`;

for (const [name, path, endpoint] of [
  ['Tin thử nghiệm', '/chuyen-muc/tin-thu-nghiem/', 'sections/tin-thu-nghiem'],
  ['Tin mới', '/tin-moi/', 'latest'],
] as const) {
  test(`a list is read from its newest page to its oldest, and back: ${name}`, async ({ page }) => {
    const [newest, ...full] = documents(endpoint);
    expect(full.length).toBeGreaterThan(1);
    await openApp(page, path);
    await markPage(page);
    await expect(title(page)).toHaveText(name);
    await expect(page.getByText(`${newest.total} bài viết`, { exact: true })).toBeVisible();
    await expectStories(page, newest.articles);
    await expect(pages(page)).toContainText(days(newest.articles));
    await expect(pages(page).getByRole('link')).toHaveText(['Cũ hơn']);

    for (const document of full) {
      await pages(page).getByRole('link', { name: 'Cũ hơn' }).click();
      await expect(title(page)).toHaveText(`${name} - ${called(document)}`);
      await expect(title(page)).toBeFocused();
      await expect(page).toHaveURL(`${path}trang-${document.page}/`);
      await expect(page).toHaveTitle(`${name} - ${called(document)} - Cổng thử nghiệm`);
      await expectStories(page, document.articles);
      await expect(pages(page).getByRole('link')).toHaveText(document.page === 1 ? ['Mới hơn'] : ['Mới hơn', 'Cũ hơn']);
    }
    for (const document of [...full.slice(0, -1).toReversed(), newest]) {
      await pages(page).getByRole('link', { name: 'Mới hơn' }).click();
      await expect(title(page)).toHaveText(document === newest ? name : `${name} - ${called(document)}`);
      await expectStories(page, document.articles);
    }
    await expect(page).toHaveURL(path);
    await expectSamePage(page);
  });
}

test('a full page opens by its address, and leads to the list and to the newer ones', async ({ page }) => {
  const [, ...full] = documents('sections/cai-cach');
  const oldest = full.at(-1)!;
  await openApp(page, `${SECTION}trang-1/`);
  await markPage(page);
  await expect(title(page)).toHaveText(`Cải cách thử nghiệm - ${called(oldest)}`);
  await expectStories(page, oldest.articles);
  await expect(pages(page).getByRole('link')).toHaveText(['Mới hơn']);
  await page.getByRole('navigation', { name: 'Bạn đang ở' }).getByRole('link', { name: 'Cải cách thử nghiệm' }).click();
  await expect(page).toHaveURL(SECTION);
  await expect(title(page)).toHaveText('Cải cách thử nghiệm');
  await expectSamePage(page);
  // The number after the highest is no page yet.
  expect((await page.request.get(`${SECTION}trang-${full.length + 1}/`)).status()).toBe(404);
});

test('a month of a section opens from its archive', async ({ page }) => {
  await openApp(page, SECTION);
  await markPage(page);
  const [month, before] = listing('sections/cai-cach/newest').months;
  const label = `Tháng ${month.month.slice(5)}/${month.month.slice(0, 4)}`;
  await page.getByText('Lưu trữ theo tháng').click();
  const item = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) });
  await expect(item).toContainText(`${month.count} bài viết`);
  await item.getByRole('link').click();
  await expect(title(page)).toHaveText(`Cải cách thử nghiệm - ${label}`);
  await expect(page).toHaveURL(`${SECTION}${month.month}/`);
  await expectStories(page, listing(`sections/cai-cach/${month.month}`).articles);
  await expect(pages(page).getByRole('link')).toHaveText(['Cũ hơn']);
  await pages(page).getByRole('link', { name: 'Cũ hơn' }).click();
  await expect(page).toHaveURL(`${SECTION}${before.month}/`);
  await expectStories(page, listing(`sections/cai-cach/${before.month}`).articles);
  await pages(page).getByRole('link', { name: 'Mới hơn' }).click();
  await expect(page).toHaveURL(`${SECTION}${month.month}/`);
  await expectSamePage(page);
});

test('the navigation marks the section on its later pages and months too', async ({ page }) => {
  for (const path of [SECTION, `${SECTION}trang-1/`, `${SECTION}2021-01/`]) {
    await openApp(page, path);
    await mainNavigation(page).getByText('Tin thử nghiệm', { exact: true }).click();
    await expect(mainNavigation(page).getByRole('link', { name: 'Cải cách thử nghiệm' }), path).toHaveAttribute('aria-current', /^(page|true)$/);
  }
});

test('a section without articles says so', async ({ page }) => {
  await openApp(page, SECTION);
  await mainNavigation(page).getByRole('link', { name: 'Mục trống' }).click();
  await expect(title(page)).toHaveText('Mục trống');
  await expect(page.getByText('Chưa có bài viết nào ở đây.')).toBeVisible();
  await expect(page.getByText('0 bài viết', { exact: true })).toBeVisible();
  await expect(pages(page)).toHaveCount(0);
});

test('everything opens from the home page', async ({ page }) => {
  await openApp(page, '/');
  await markPage(page);
  await page.getByRole('link', { name: 'Xem tất cả tin mới' }).click();
  await expect(title(page)).toHaveText('Tin mới');
  await expectStories(page, listing('latest/newest').articles);
  await expectSamePage(page);
});

test('a tag leads to the articles that carry it', async ({ page }) => {
  await openApp(page, '/the/hoa-giai/');
  const { tag, articles } = listing('tags/hoa-giai');
  await expect(title(page)).toHaveText(`Thẻ: ${tag.name}`);
  await expectStories(page, articles);
  await markPage(page);
  await page.getByRole('main').getByRole('link').first().click();
  await page.getByRole('list', { name: 'Thẻ' }).getByRole('link', { name: tag.name, exact: true }).click();
  await expect(page).toHaveURL('/the/hoa-giai/');
  await expectSamePage(page);
});

test('home shows the lead, each section and the latest', async ({ page }) => {
  await openApp(page, '/trang/lien-he/');
  await markPage(page);
  await mainNavigation(page).getByRole('link', { name: 'Trang chủ' }).click();
  const home = listing('home');
  await expect(title(page)).toHaveText('Cổng thử nghiệm (dữ liệu sinh tự động)');
  await expect(page).toHaveTitle('Cổng thử nghiệm (dữ liệu sinh tự động)');
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toHaveText([
    'Tin nổi bật',
    'Tin mới',
    ...home.sections.map(({ section }: { section: { name: string } }) => section.name),
    'Liên hệ',
  ]);
  await expectStories(page, [...home.latest, ...home.sections.flatMap(({ articles }: { articles: { title: string }[] }) => articles)]);
  await expectSamePage(page);
});

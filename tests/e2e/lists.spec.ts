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

test('a section is read page by page, and back', async ({ page }) => {
  await openApp(page, SECTION);
  await markPage(page);
  const first = listing('sections/cai-cach/1');
  expect(first.page_count).toBeGreaterThan(2);
  await expect(title(page)).toHaveText('Cải cách thử nghiệm');
  await expect(page.getByText(`${first.total} bài viết`, { exact: true })).toBeVisible();
  await expectStories(page, first.articles);
  await expect(pages(page)).toContainText(`Trang 1 / ${first.page_count}`);
  await expect(pages(page).getByRole('link')).toHaveText(['Cũ hơn']);

  await pages(page).getByRole('link', { name: 'Cũ hơn' }).click();
  await expect(title(page)).toHaveText(`Cải cách thử nghiệm - Trang 2 / ${first.page_count}`);
  await expect(title(page)).toBeFocused();
  await expect(page).toHaveURL(`${SECTION}trang-2/`);
  await expect(page).toHaveTitle(`Cải cách thử nghiệm - Trang 2 / ${first.page_count} - Cổng thử nghiệm`);
  await expectStories(page, listing('sections/cai-cach/2').articles);
  await expect(pages(page).getByRole('link')).toHaveText(['Mới hơn', 'Cũ hơn']);

  await pages(page).getByRole('link', { name: 'Mới hơn' }).click();
  await expect(title(page)).toHaveText('Cải cách thử nghiệm');
  await expect(page).toHaveURL(SECTION);
  await expectSamePage(page);
});

test('the last page of a section leads nowhere further', async ({ page }) => {
  const { page_count: last } = listing('sections/cai-cach/1');
  await openApp(page, `${SECTION}trang-${last}/`);
  await expect(title(page)).toHaveText(`Cải cách thử nghiệm - Trang ${last} / ${last}`);
  await expectStories(page, listing(`sections/cai-cach/${last}`).articles);
  await expect(pages(page).getByRole('link')).toHaveText(['Mới hơn']);
});

test('a month of a section opens from its archive', async ({ page }) => {
  await openApp(page, SECTION);
  await markPage(page);
  const [month] = listing('sections/cai-cach/1').months;
  const label = `Tháng ${month.month.slice(5)}/${month.month.slice(0, 4)}`;
  await page.getByText('Lưu trữ theo tháng').click();
  const item = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: label, exact: true }) });
  await expect(item).toContainText(`${month.count} bài viết`);
  await item.getByRole('link').click();
  await expect(title(page)).toHaveText(`Cải cách thử nghiệm - ${label}`);
  await expect(page).toHaveURL(`${SECTION}${month.month}/`);
  await expectStories(page, listing(`sections/cai-cach/${month.month}`).articles);
  await expectSamePage(page);
});

test('the navigation marks the section on its later pages and months too', async ({ page }) => {
  for (const path of [SECTION, `${SECTION}trang-2/`, `${SECTION}2021-01/`]) {
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

test('everything, newest first, is read page by page', async ({ page }) => {
  await openApp(page, '/');
  await markPage(page);
  await page.getByRole('link', { name: 'Xem tất cả tin mới' }).click();
  await expect(title(page)).toHaveText('Tin mới');
  await expectStories(page, listing('latest/1').articles);
  await pages(page).getByRole('link', { name: 'Cũ hơn' }).click();
  await expect(title(page)).toHaveText(/^Tin mới - Trang 2 \/ \d+$/);
  await expect(page).toHaveURL('/tin-moi/trang-2/');
  await expectStories(page, listing('latest/2').articles);
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

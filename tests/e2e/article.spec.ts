// The department's real article: as it is published, taken over by the app, and as the place from which readers go on.

import { announcement, RELATED, SEED_PATH, SEED_TITLE, articlePath, expect, expectSamePage, markPage, openApp, relatedLink, scrollTop, test, title } from './portal';
import type { Page } from '@playwright/test';

const RELATED_NEWS = [
  ['Tổng kết công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026', '16/06/2021 09:39'],
  [RELATED.title, '07/04/2021 16:36'],
  [SEED_TITLE, '15/03/2021 09:22'],
  ['Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh Lai Châu và Sơn La', '25/05/2020 15:55'],
  ['Kế hoạch tổ chức Hội thi “Dân vận khéo” khối chính quyền tỉnh Lai Châu lần thứ II, năm 2020', '13/03/2020 10:08'],
] as const;

const FOOTER = [
  'Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu',
  'Địa chỉ: Tầng 1, 2 nhà D khu Trung tâm hành chính, chính trị tỉnh Lai Châu',
  'Người chịu trách nhiệm: Vừ A Tiến - Giám đốc',
  'Số điện thoại: 02133.798.989',
  'Email: sonoivu@laichau.gov.vn',
  'Ghi rõ nguồn www.sonv.laichau.gov.vn khi sử dụng thông tin trên website này.',
];

const RELATED_PATH = articlePath('embedded', RELATED.id);

async function expectWholeArticle(page: Page) {
  await expect(page).toHaveTitle(`${SEED_TITLE} - Sở Nội vụ Lai Châu`);
  await expect(page.getByRole('navigation', { name: 'Bạn đang ở' }).getByRole('link')).toHaveText([
    'Trang chủ',
    'Tin tức sự kiện',
    'Xây dựng chính quyền và Công tác thanh niên',
  ]);
  const article = page.getByRole('article');
  await expect(article.getByRole('heading', { level: 1 })).toHaveText(SEED_TITLE);
  await expect(article).toContainText('Ngày đăng: 12/03/2021');
  await expect(article).toContainText('Chủ tịch UBND tỉnh Trần Tiến Dũng – Chủ tịch Ủy ban bầu cử tỉnh chủ trì cuộc họp.');
  await expect(article).toContainText('8/8 huyện, thành phố, 106/106 xã, phường, thị trấn đã thành lập Ủy ban bầu cử');
  await expect(article).toContainText('Giao Sở Tài chính cân đối kinh phí phân bổ cho các cơ quan đơn vị, đảm bảo cho công tác chuẩn bị bầu cử.');
  const figure = article.getByRole('figure', { name: 'Quang cảnh buổi họp' });
  await expect(figure.getByRole('img', { name: 'Hình giữ chỗ: ảnh gốc chưa được chuyển sang trang này' })).toBeVisible();

  const related = page.getByRole('region', { name: 'Tin liên quan' }).getByRole('listitem');
  await expect(related).toHaveCount(RELATED_NEWS.length);
  for (const [index, [name, time]] of RELATED_NEWS.entries()) {
    await expect(related.nth(index).getByRole('link')).toHaveText(name);
    await expect(related.nth(index).getByRole('time')).toHaveText(time);
  }
  for (const line of FOOTER) await expect(page.getByRole('contentinfo').getByText(line, { exact: true })).toBeVisible();
}

test('the article is whole when the app has taken it over', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await expectWholeArticle(page);
});

test('a picture further down arrives when it comes into view', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const picture = page.getByRole('figure').getByRole('img').last();
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth)).toBe(1200);
});

test('a related article opens without a page load, from its top, announced and in focus', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await markPage(page);
  await expect(announcement(page)).toHaveText('');
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(title(page)).toBeFocused();
  await expect(page).toHaveTitle(`${RELATED.title} - Sở Nội vụ Lai Châu`);
  await expect(page).toHaveURL(RELATED_PATH);
  await expect(announcement(page)).toHaveText(`Đã mở: ${RELATED.title} - Sở Nội vụ Lai Châu`);
  await expect.poll(() => scrollTop(page)).toBe(0);
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', `https://sonv.laichau.gov.vn${RELATED_PATH}`);
  await expectSamePage(page);
});

test('back and forward return to each page and to the place where it was left', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  await openApp(page, SEED_PATH);
  await markPage(page);
  const link = relatedLink(page, RELATED.title);
  await link.scrollIntoViewIfNeeded();
  const left = await scrollTop(page);
  expect(left).toBeGreaterThan(300);
  await link.click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect.poll(() => scrollTop(page)).toBe(0);
  await page.mouse.wheel(0, 150);
  await expect.poll(() => scrollTop(page)).toBe(150);

  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(link).toBeFocused();
  await expect(page).toHaveTitle(`${SEED_TITLE} - Sở Nội vụ Lai Châu`);
  await expect(page).toHaveURL(SEED_PATH);
  await expect.poll(() => scrollTop(page)).toBe(left);

  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(page).toHaveURL(RELATED_PATH);
  await expect.poll(() => scrollTop(page)).toBe(150);
  await expectSamePage(page);
});

test('back shows a page that was seen lately without asking for it again', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const asked: string[] = [];
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.getByRole('link', { name: 'Liên hệ' }).first().click();
  await expect(title(page)).toHaveText('Liên hệ');
  page.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()));
  await page.goBack();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(asked).toEqual([]);
});

test('a reload keeps the page and the place', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  // Twice: a first visit may show the fallback face, whose lines break elsewhere.
  await openApp(page, SEED_PATH);
  await openApp(page, SEED_PATH);
  await relatedLink(page, SEED_TITLE).click();
  await page.goBack();
  await expect(page).toHaveURL(SEED_PATH);
  await expectWholeArticle(page);
  await relatedLink(page, SEED_TITLE).scrollIntoViewIfNeeded();
  // The picture has been passed on the way: once it is there, nothing is still to come.
  await page.getByRole('article').getByRole('img').last().evaluate((picture: HTMLImageElement) => picture.decode());
  const left = await scrollTop(page);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-app', 'ready');
  await expectWholeArticle(page);
  await expect.poll(() => scrollTop(page)).toBe(left);
});

test('a reload after following a link shows the page followed to', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.reload();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page).toHaveURL(SEED_PATH);
});

test('a link to the page on screen goes to its top', async ({ page }) => {
  await openApp(page, '/trang/kha-nang-tiep-can/');
  await markPage(page);
  const link = page.getByRole('contentinfo').getByRole('link', { name: 'Khả năng tiếp cận' });
  await link.scrollIntoViewIfNeeded();
  await link.click();
  await expect(title(page)).toBeFocused();
  await expect.poll(() => scrollTop(page)).toBe(0);
  await expectSamePage(page);
});

test('a modified click is left to the browser', async ({ page, context }) => {
  await openApp(page, SEED_PATH);
  const opened = context.waitForEvent('page');
  await relatedLink(page, RELATED.title).click({ modifiers: ['ControlOrMeta'] });
  const tab = await opened;
  await expect(title(tab)).toHaveText(RELATED.title);
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the article is whole, and counts nobody', async ({ page }) => {
    await page.goto(SEED_PATH);
    await expectWholeArticle(page);
    await expect(page.getByText('người đang online')).toHaveCount(0);
  });

  test('a related article opens as an ordinary page', async ({ page }) => {
    await page.goto(SEED_PATH);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).toHaveText(RELATED.title);
    await expect(page).toHaveURL(RELATED_PATH);
  });
});

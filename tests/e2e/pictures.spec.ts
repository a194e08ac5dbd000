// Pictures as large as the screen, and players of third parties: both only when a reader asks.

import { BROWSER_NOTES, SEED_PATH, casePath, expect, isPage, openApp, test, title } from './portal';
import type { Page } from '@playwright/test';

const viewer = (page: Page) => page.getByRole('dialog', { name: 'Xem ảnh' });
const shown = (page: Page) => viewer(page).getByRole('img');
const press = (page: Page, name: string) => viewer(page).getByRole('button', { name, exact: true }).click();

test('a picture opens as large as the screen, with what is said of it, and gives the focus back', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const link = page.getByRole('link', { name: /^Phóng to ảnh: Hình giữ chỗ/ });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(viewer(page)).toBeVisible();
  await expect(viewer(page)).toContainText('Quang cảnh buổi họp');
  await expect(viewer(page).getByRole('button', { name: 'Đóng' })).toBeFocused();
  const { width } = (await shown(page).boundingBox())!;
  expect(width).toBeGreaterThan(1200);
  // One picture: nowhere to go.
  await expect(viewer(page).getByRole('button', { name: 'Ảnh sau' })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(viewer(page)).toHaveCount(0);
  await expect(link).toBeFocused();
});

test('a held key opens the picture itself, as any link', async ({ page, context }) => {
  await openApp(page, SEED_PATH);
  const arriving = context.waitForEvent('page');
  await page.getByRole('link', { name: /^Phóng to ảnh/ }).click({ modifiers: ['Control'] });
  const other = await arriving;
  await other.waitForURL('**/media/**');
  await expect(viewer(page)).toHaveCount(0);
});

test('when the viewer cannot be had, the link leads to the picture', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route('**/tools/viewer.js', (route) => route.abort());
  await openApp(page, SEED_PATH);
  await page.getByRole('link', { name: /^Phóng to ảnh/ }).click();
  await expect(page).toHaveURL(/\/media\//);
});

test('offline a picture opens from what is there of it, and the article stays', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  const link = page.getByRole('link', { name: /^Phóng to ảnh/ });
  await link.scrollIntoViewIfNeeded();
  await expect.poll(() => link.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await context.setOffline(true);
  await link.click();
  const plain = page.getByRole('dialog');
  await expect(plain.getByRole('img')).toBeVisible();
  expect(await plain.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await plain.getByRole('button', { name: 'Đóng' }).click();
  await expect(plain).toHaveCount(0);
  await expect(link).toBeFocused();
  await expect(page).toHaveURL(SEED_PATH);
});

test('offline a picture that is not there is told, and the article stays', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route('**/media/**', (route) => route.abort());
  await openApp(page, SEED_PATH);
  await context.setOffline(true);
  await page.getByRole('link', { name: /^Phóng to ảnh/ }).click();
  await expect(page.getByRole('dialog')).toContainText('Chưa làm được việc này. Bạn hãy thử lại.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(SEED_PATH);
});

test('the viewer shows the picture as the page has it where its full size cannot be had', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  const link = page.getByRole('link', { name: /^Phóng to ảnh/ });
  await link.scrollIntoViewIfNeeded();
  await expect.poll(() => link.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const small = await link.getByRole('img').evaluate((image: HTMLImageElement) => image.currentSrc);
  // The full size has another address, which fails.
  await link.evaluate((element: HTMLAnchorElement) => element.setAttribute('href', '/media/khong-co.png'));
  await link.click();
  await expect(shown(page)).toHaveAttribute('src', small);
});

test('back closes the viewer with its page', async ({ page }) => {
  await openApp(page, '/');
  await page.locator(`main a[href="${SEED_PATH}"]`).first().click();
  await page.getByRole('link', { name: /^Phóng to ảnh/ }).click();
  await expect(viewer(page)).toBeVisible();
  await page.goBack();
  await expect(viewer(page)).toHaveCount(0);
  await expect(page.locator(`main a[href="${SEED_PATH}"]`).first()).toBeFocused();
});

test.describe('generated', () => {
  test.use({ content: 'generated' });

  test('keys and buttons go from picture to picture and around', async ({ page }) => {
    await openApp(page, casePath('every-block'));
    const links = page.getByRole('link', { name: /^Phóng to ảnh/ });
    const count = await links.count();
    expect(count).toBeGreaterThan(3);
    await links.first().click();
    await expect(viewer(page)).toContainText(`1 / ${count}`);
    await expect(viewer(page)).toContainText('Chú thích của hình thử nghiệm');
    await page.keyboard.press('ArrowRight');
    await expect(viewer(page)).toContainText(`2 / ${count}`);
    await expect(shown(page)).toHaveAttribute('alt', 'Hình thử nghiệm không có chú thích');
    await expect(viewer(page).locator('[aria-live]')).toHaveText('Hình thử nghiệm không có chú thích');
    await page.keyboard.press('ArrowRight');
    await expect(viewer(page).locator('img')).toHaveAttribute('alt', '');
    await expect(viewer(page).locator('[aria-live]')).toHaveText(`Ảnh 3 trên ${count}`);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(viewer(page)).toContainText(`${count} / ${count}`);
    await press(page, 'Ảnh sau');
    await expect(viewer(page)).toContainText(`1 / ${count}`);
    await press(page, 'Ảnh sau');
    await press(page, 'Đóng');
    await expect(links.nth(1)).toBeFocused();
  });

  test('a picture is seen at its full size, and its parts are reached by keyboard', async ({ page }) => {
    await openApp(page, casePath('every-block'));
    await page.getByRole('link', { name: 'Phóng to ảnh: Hình thử nghiệm rất dài' }).click();
    const zoom = viewer(page).getByRole('button', { name: 'Cỡ đầy đủ' });
    await expect(zoom).toHaveAttribute('aria-pressed', 'false');
    await zoom.click();
    await expect(zoom).toHaveAttribute('aria-pressed', 'true');
    const natural = await shown(page).evaluate((image: HTMLImageElement) => image.naturalHeight);
    expect((await shown(page).boundingBox())!.height).toBeGreaterThanOrEqual(natural);
    await shown(page).click();
    await expect(zoom).toHaveAttribute('aria-pressed', 'false');
  });

  test('what a third party shows loads when asked for, in a frame that the policy names', async ({ page, watch }) => {
    const foreign = /^asked elsewhere: https:\/\/www\.youtube-nocookie\.com\/embed\/thu-nghiem0\?autoplay=1$/;
    watch.allow(foreign);
    let referrer: string | undefined;
    await page.route('https://www.youtube-nocookie.com/**', async (route) => {
      referrer = await route.request().headerValue('referer') ?? undefined;
      await route.fulfill({ contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>Phim</title><p>Phim thử nghiệm</p>' });
    });
    await openApp(page, casePath('every-block'));
    expect(watch.unexpected()).toEqual([]);
    await expect(page.getByRole('link', { name: /Đoạn phim thử nghiệm \(mở trên youtube\)/ })).toBeVisible();
    const play = page.getByRole('button', { name: 'Xem tại đây' });
    await play.focus();
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('iframe[title="Đoạn phim thử nghiệm"]');
    await expect(frame.getByText('Phim thử nghiệm')).toBeVisible();
    expect(referrer).toBe(new URL('/', page.url()).href);
    await expect(play).toBeHidden();
    // On the next page it is gone.
    await page.getByRole('contentinfo').getByRole('link', { name: 'Liên hệ' }).click();
    await expect(title(page)).toHaveText('Liên hệ');
    await expect(page.locator('iframe')).toHaveCount(0);
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a picture is a link to itself', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await page.goto(SEED_PATH);
    expect(isPage(new URL(page.url()))).toBe(true);
    await page.getByRole('link', { name: /^Phóng to ảnh/ }).click();
    await expect(page).toHaveURL(/\/media\//);
  });
});

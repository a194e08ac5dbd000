// Text size and colours: chosen in the panel, remembered, and never a way to break the page.

import { BROWSER_NOTES, RELATED, SEED_PATH, expect, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

const panelLabel = (page: Page) => page.getByRole('banner').locator('summary', { hasText: 'Cỡ chữ, màu' });
const choice = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const reset = (page: Page) => page.getByRole('button', { name: 'Đặt lại như ban đầu' });
const root = (page: Page) => page.locator('html');
const rootFontSize = (page: Page) => root(page).evaluate((html) => parseFloat(getComputedStyle(html).fontSize));
const store = (page: Page, values: Record<string, string>) =>
  page.addInitScript((values) => Object.entries(values).forEach(([name, value]) => localStorage.setItem(name, value)), values);

async function openPanel(page: Page) {
  await panelLabel(page).click();
  await expect(page.getByRole('group', { name: 'Cỡ chữ', exact: true })).toBeVisible();
  // The panel's script has come when it shows what holds now.
  await expect(page.locator('.reading-settings')).toHaveAttribute('data-ready', '');
}

test('every size and every colour can be chosen, and the choice holds after a reload and on the next page', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const normal = await rootFontSize(page);
  await openPanel(page);
  for (const [name, percent] of [['Nhỏ', 90], ['Lớn', 115], ['Rất lớn', 130], ['Cực lớn', 150], ['Vừa', 100]] as const) {
    await choice(page, name).check();
    expect(await rootFontSize(page), name).toBeCloseTo((normal * percent) / 100, 1);
  }
  for (const [name, theme] of [['Sáng', 'light'], ['Tối', 'dark'], ['Tương phản cao', 'contrast']] as const) {
    await choice(page, name).check();
    await expect(root(page)).toHaveAttribute('data-theme', theme);
  }
  await choice(page, 'Theo thiết bị').check();
  await expect(root(page)).not.toHaveAttribute('data-theme');

  await choice(page, 'Lớn').check();
  await choice(page, 'Tối').check();
  await page.reload();
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
  await expect(root(page)).toHaveAttribute('data-text-size', 'l');
  await openPanel(page);
  await expect(choice(page, 'Lớn')).toBeChecked();
  await expect(choice(page, 'Tối')).toBeChecked();
  await page.keyboard.press('Escape');
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
  expect(await rootFontSize(page)).toBeCloseTo(normal * 1.15, 1);
});

test('one button brings back what was at first', async ({ page }) => {
  await store(page, { 'portal:theme': 'contrast', 'portal:text-size': 'xxl' });
  await openApp(page, SEED_PATH);
  await openPanel(page);
  await expect(choice(page, 'Tương phản cao')).toBeChecked();
  await expect(choice(page, 'Cực lớn')).toBeChecked();
  await reset(page).click();
  await expect(choice(page, 'Theo thiết bị')).toBeChecked();
  await expect(choice(page, 'Vừa')).toBeChecked();
  await expect(root(page)).not.toHaveAttribute('data-theme');
  await expect(root(page)).not.toHaveAttribute('data-text-size');
  expect(await page.evaluate(() => ['theme', 'text-size'].map((name) => localStorage.getItem(`portal:${name}`)))).toEqual([null, null]);
});

test('the panel is worked by keyboard alone, and Escape gives the focus back', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await panelLabel(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.reading-settings')).toHaveAttribute('data-ready', '');
  await page.keyboard.press('Tab');
  await expect(choice(page, 'Vừa')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(choice(page, 'Lớn')).toBeChecked();
  await expect(root(page)).toHaveAttribute('data-text-size', 'l');
  await page.keyboard.press('Tab');
  await expect(choice(page, 'Theo thiết bị')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(reset(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(root(page)).not.toHaveAttribute('data-text-size');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('banner').getByRole('button', { name: 'Đóng' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(reset(page)).toBeHidden();
  await expect(panelLabel(page)).toBeFocused();
});

test('a click beside the panel closes it', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await openPanel(page);
  await title(page).click();
  await expect(reset(page)).toBeHidden();
});

for (const value of ['red', 'dark"><script>document.title=1</script>', '', 'x'.repeat(10_000), '__proto__']) {
  test(`a setting that was tampered with is as none: ${value.slice(0, 20)}`, async ({ page }) => {
    await store(page, { 'portal:theme': value, 'portal:text-size': value, 'portal:speed': value });
    await openApp(page, SEED_PATH);
    await openPanel(page);
    await expect(choice(page, 'Theo thiết bị')).toBeChecked();
    await expect(choice(page, 'Vừa')).toBeChecked();
    await expect(root(page)).not.toHaveAttribute('data-theme');
    await expect(root(page)).not.toHaveAttribute('data-text-size');
  });
}

test('where nothing may be stored a choice holds for the page', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await openApp(page, SEED_PATH);
  await openPanel(page);
  await choice(page, 'Tối').check();
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
});

test('tabs follow each other', async ({ page, context }) => {
  await openApp(page, SEED_PATH);
  await openPanel(page);
  const other = await context.newPage();
  await other.goto(SEED_PATH);
  await openPanel(other);
  await choice(other, 'Tương phản cao').check();
  await expect(root(page)).toHaveAttribute('data-theme', 'contrast');
  await expect(choice(page, 'Tương phản cao')).toBeChecked();
  await reset(other).click();
  await expect(root(page)).not.toHaveAttribute('data-theme');
});

test('settings work where the app does not', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES, /^`WebAssembly/, /^portal: the app is not running/);
  await page.route('**/assets/*.wasm', (route) => route.abort('blockedbyclient'));
  await page.goto(SEED_PATH);
  await expect(root(page)).toHaveAttribute('data-app', 'failed');
  await openPanel(page);
  await choice(page, 'Tối').check();
  await page.reload();
  await expect(root(page)).toHaveAttribute('data-theme', 'dark');
});

test('a panel whose script cannot be had says so', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route('**/tools/reading-settings.js', (route) => route.abort());
  await openApp(page, SEED_PATH);
  await panelLabel(page).click();
  await expect(page.getByRole('banner').getByRole('status')).toHaveText('Chưa làm được việc này. Bạn hãy thử lại.');
});

test('nothing of the tools is loaded before it is used', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // What keeps pages for later comes by itself once the browser is idle.
  const tools = () => asked.flatMap((path) => /\/tools\/(?!offline)(.*)/.exec(path)?.[1] ?? []);
  await openApp(page, SEED_PATH);
  expect(tools()).toEqual([]);
  await openPanel(page);
  expect(tools()).toEqual(['reading-settings.js']);
});

test('the largest type at 320 pixels scrolls in one direction only', async ({ page }) => {
  await store(page, { 'portal:text-size': 'xxl' });
  await page.setViewportSize({ width: 320, height: 640 });
  await openApp(page, SEED_PATH);
  await openPanel(page);
  await page.getByRole('article').getByText('Chia sẻ', { exact: true }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('nothing is offered that would not work', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await page.goto(SEED_PATH);
    await expect(panelLabel(page)).toBeHidden();
    await expect(page.getByRole('article').getByRole('button')).toHaveCount(0);
    await page.getByRole('article').getByText('Chia sẻ', { exact: true }).click();
    await expect(page.getByRole('link', { name: 'Facebook' })).toBeVisible();
  });
});

// The operators' list of displays: what stands where, by keyboard, under axe; an order from its form to its display.

import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { startPortal } from '../browser/portal-server.mjs';
import { SITE, expect, test as base, title } from './portal';

type Hall = { origin: string; operatorToken: string; tell: (heartbeat: Heartbeat) => Promise<Orders> };
type Heartbeat = { display: string; done?: number; faults_now?: string[]; picture?: string };
type Orders = { orders: { id: number; kind: string; text?: string; until?: string | null }[] };

/** No rule is off, as for the site's own pages. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental', 'cat.semantics', 'cat.structure'];

const test = base.extend<{ hall: Hall }>({
  hall: async ({}, use, info) => {
    const folder = info.outputPath('displays');
    const { origin, stop } = await startPortal(realpathSync(SITE), ['--displays', folder]);
    const token = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
    const authorization = `Bearer ${token('display-token')}`;
    const tell = async (heartbeat: Heartbeat) => {
      const body = JSON.stringify({
        site: 'https://portal.example',
        version: '0.3.0',
        at: new Date().toISOString(),
        seconds_up: 273_600,
        edition: { id: '5b0c9a1f77d2', made_at: new Date(Date.now() - 1_500_000).toISOString() },
        memory_mb: { own: 18, browser: 412, free: 911 },
        restarts: 0,
        done: 0,
        ...heartbeat,
      });
      const headers = { Authorization: authorization, 'Content-Type': 'application/json' };
      const answer = await fetch(`${origin}/displays/heartbeats`, { method: 'POST', headers, body });
      expect(answer.status).toBe(200);
      return (await answer.json()) as Orders;
    };
    await use({ origin, operatorToken: token('operator-token'), tell });
    stop();
  },
  baseURL: async ({ hall }, use) => use(hall.origin),
  httpCredentials: async ({ hall }, use) => use({ username: 'van-hanh', password: hall.operatorToken }),
});

async function expectAccessible(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  expect(found, where).toEqual([]);
}

/** A small picture, as a display makes it. */
async function picture(page: Page) {
  return (await page.screenshot({ type: 'jpeg', quality: 20, scale: 'css', clip: { x: 0, y: 0, width: 320, height: 180 } })).toString('base64');
}

test('an operator sees who needs help, sends a message by keyboard alone, and sees it pending until the display has it', async ({ page, hall }) => {
  await page.goto('/displays/');
  await expect(page.getByText('Chưa có màn hình nào.')).toBeVisible();
  await hall.tell({ display: 'sanh-tang-1', picture: await picture(page) });
  await hall.tell({ display: 'tiep-dan', faults_now: ['disk-full'] });
  await page.reload();
  await expect(page.getByText('2 màn hình, 1 có lỗi', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['tiep-dan', 'sanh-tang-1']);
  const shown = page.getByRole('img', { name: 'Hình trên màn hình sanh-tang-1' });
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(320);

  for (const key of ['Tab', 'Tab', 'Tab']) await page.keyboard.press(key);
  await expect(page.getByRole('link', { name: 'sanh-tang-1' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('sanh-tang-1');
  await expect(page.getByText('Không có lệnh nào đang chờ.')).toBeVisible();
  for (const key of ['Tab', 'Tab', 'Tab']) await page.keyboard.press(key);
  await expect(page.getByLabel('Nội dung thông báo')).toBeFocused();
  await page.keyboard.insertText('Mời quý vị sang <quầy> số 2.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByLabel('Đến khi được gỡ')).toBeChecked();
  await page.keyboard.press('Enter');

  const pending = page.getByRole('listitem').filter({ hasText: 'đang chờ màn hình nhận' });
  await expect(pending).toHaveText('Hiện thông báo “Mời quý vị sang <quầy> số 2.”: đang chờ màn hình nhận');
  const message = { id: 1, kind: 'message', text: 'Mời quý vị sang <quầy> số 2.', until: null };
  expect((await hall.tell({ display: 'sanh-tang-1' })).orders).toEqual([message]);
  expect((await hall.tell({ display: 'sanh-tang-1', done: 1 })).orders).toEqual([]);
  await page.getByRole('link', { name: 'Cập nhật trang này' }).click();
  await expect(pending).toHaveCount(0);
  await expect(page.getByText('Thông báo đang hiện: “Mời quý vị sang <quầy> số 2.”')).toBeVisible();

  await page.getByRole('button', { name: 'Gỡ thông báo' }).click();
  await expect(pending).toHaveText('Gỡ thông báo: đang chờ màn hình nhận');
  expect((await hall.tell({ display: 'sanh-tang-1', done: 1 })).orders).toEqual([{ id: 2, kind: 'clear-message' }]);
});

test('a message of spaces is refused at its field', async ({ page, hall, watch }) => {
  watch.allow(/status of 422/);
  await hall.tell({ display: 'a' });
  await page.goto('/displays/a/');
  await page.getByLabel('Nội dung thông báo').fill('   ');
  await page.getByLabel('Đến hết hôm nay').check();
  await page.getByRole('button', { name: 'Hiện thông báo' }).click();
  await expect(page.getByRole('alert')).toHaveText('Thông báo chưa có chữ nào.');
  await expect(page.getByLabel('Nội dung thông báo')).toHaveAccessibleDescription(/Thông báo chưa có chữ nào\./);
  await expect(page.getByLabel('Đến hết hôm nay')).toBeChecked();
  await expectAccessible(page, 'a refused message');
});

test('the list looks again by itself, and can be held', async ({ page, hall }) => {
  test.slow();
  await page.goto('/displays/');
  await hall.tell({ display: 'moi-den' });
  await expect(page.getByRole('link', { name: 'moi-den' })).toBeVisible({ timeout: 40_000 });
  await page.getByRole('link', { name: 'Tạm dừng cập nhật' }).click();
  await expect(page.getByText('Trang không tự cập nhật.')).toBeVisible();
  const held = await page.reload();
  expect(held?.headers().refresh).toBeUndefined();
  await page.getByRole('link', { name: 'Tự cập nhật trở lại' }).click();
  await expect(page.getByText('Trang tự cập nhật mỗi 30 giây.')).toBeVisible();
});

test.describe('without the token', () => {
  test.use({ httpCredentials: undefined });

  test('nothing is shown', async ({ page, hall, watch }) => {
    watch.allow(/status of 401/);
    await hall.tell({ display: 'a' });
    for (const path of ['/displays/', '/displays/a/', '/displays/list.json']) {
      expect((await page.request.get(path)).status(), path).toBe(401);
    }
  });
});

for (const preference of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
  test(`axe finds nothing in ${Object.values(preference).join()} on a phone and a desktop, and nothing is wider than the screen`, async ({ page, hall }) => {
    await page.emulateMedia(preference);
    const long = 'man-hinh-'.repeat(7) + 'a';
    await hall.tell({ display: long, faults_now: ['disk-full', 'x'.repeat(40)], picture: await picture(page) });
    await hall.tell({ display: 'b' });
    for (const width of [320, 360, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ['/displays/', `/displays/${long}/`]) {
        await page.goto(path);
        await expectAccessible(page, `${path} at ${width} px`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
      }
    }
  });
}

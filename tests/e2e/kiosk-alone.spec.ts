// What the display of a hall does by itself, while nobody is there.

import type { Page } from '@playwright/test';

import { expect, heading, openKiosk, press, story, test, withSettings } from './display';
import { apiDocument } from './portal';

test('stories take turns while nobody is there', async ({ page }) => {
  await page.clock.install();
  await openKiosk(page);
  const { stories, settings } = apiDocument('embedded', 'kiosk.json');
  expect(stories.length).toBeGreaterThan(2);
  await expect(story(page)).toHaveText(stories[0].title);
  for (const next of [stories[1], stories[2]]) {
    let seconds = 0;
    // Second by second, as the display's own clock goes; a picture is drawn in real time.
    await expect.poll(async () => {
      await page.clock.runFor(1_000);
      seconds += 1;
      return story(page).textContent();
    }, { intervals: [50], timeout: 30_000 }).toBe(next.title);
    expect(seconds).toBeLessThanOrEqual(settings.story_seconds + 5);
    // The first one has its time, too.
    expect(seconds).toBeGreaterThanOrEqual(settings.story_seconds - 5);
  }
  await expect(page.locator('.slide:not(.slide--back) .qr-code')).toBeVisible();
  await expect(page.locator('.masthead__clock')).toHaveText(/^\d\d:\d\d (Thứ|Chủ)/);
});

test('a heartbeat tells how the display is, once a minute', async ({ page }) => {
  const beats: Record<string, unknown>[] = [];
  await withSettings(page, { heartbeat_url: '/displays/heartbeat' });
  await page.route('**/displays/heartbeat', (route) => {
    beats.push(route.request().postDataJSON());
    return route.fulfill({ status: 204 });
  });
  await page.clock.install();
  await openKiosk(page, '?display=sanh-tang-1');
  // In small steps, so that answers are there before their deadlines.
  await expect.poll(async () => {
    await page.clock.runFor(5_000);
    return beats.length;
  }, { intervals: [100], timeout: 30_000 }).toBeGreaterThan(0);
  expect(beats[0]).toMatchObject({ site: 'https://sonv.laichau.gov.vn', display: 'sanh-tang-1', mode: 'attract', failures: 0 });
  expect(Number(beats[0]!.memory_mb)).toBeGreaterThan(0);
});

/** Time passes in small steps, so that answers are there before their deadlines. */
async function pass(page: Page, minutes: number) {
  for (let step = 0; step < minutes * 12; step += 1) await page.clock.runFor(5_000);
}

/** Goes on, second by second, until the page has been loaded anew. */
async function expectFreshStart(page: Page) {
  let isLoaded = false;
  page.once('load', () => {
    isLoaded = true;
  });
  await expect.poll(async () => {
    // A page that is leaving has no clock.
    await page.clock.runFor(1_000).catch(() => {});
    return isLoaded;
  }, { intervals: [100], timeout: 45_000 }).toBe(true);
  await expect(story(page)).toBeVisible();
}

test('by night it is dimmed, moves a few pixels a minute, and starts afresh at its minute', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-26T03:26:30+07:00') });
  await openKiosk(page);
  await expect(page.locator('html')).toHaveAttribute('data-night', '');
  const drift = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--drift-x'));
  const places = new Set([await drift()]);
  for (let minute = 0; minute < 3; minute += 1) {
    await pass(page, 0.9);
    places.add(await drift());
  }
  expect(places.size).toBeGreaterThan(1);
  await expectFreshStart(page);
  const log = await page.evaluate(() => localStorage.getItem('kiosk:log'));
  expect(log).toContain('by schedule or health');
});

test('a display that takes too much memory starts afresh, but never under somebody’s hands', async ({ page }) => {
  await withSettings(page, { memory_limit_mb: 0, idle_seconds: 3600 });
  await page.clock.install();
  await openKiosk(page);
  await page.touchscreen.tap(540, 900);
  await pass(page, 12);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await press(page, 'Kết thúc').tap();
  await expectFreshStart(page);
  expect(await page.evaluate(() => localStorage.getItem('kiosk:log'))).toContain('memory');
});

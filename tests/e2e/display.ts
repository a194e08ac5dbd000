// What every journey in front of a display needs: the display, its controls, and what holds of them everywhere.
//
// Its worker is left out, as in all journeys: it loads the page anew for a new edition, and has journeys of its own (kiosk-faults.spec.ts).

import type { Page } from '@playwright/test';

import { SEED_TITLE, apiDocument, expect, test as base } from './portal';

export { expect };

export const PORTRAIT = { width: 1080, height: 1920 };
export const LANDSCAPE = { width: 1920, height: 1080 };
export const SECTION = 'Tin tức sự kiện';

export const test = base.extend({
  viewport: PORTRAIT,
  hasTouch: true,
});

export const heading = (page: Page) => page.locator('.stage h1');
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const attracts = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-mode', 'attract');
/** The story in front. */
export const story = (page: Page) => page.locator('.slide:not(.slide--back) .slide__title');

/** Two articles have this title. */
export const seedChoice = (page: Page) => page.getByRole('button', { name: SEED_TITLE }).filter({ hasText: /12\/03\/2021/ }).first();

/** The display, once it shows its first story. */
export async function openKiosk(page: Page, query = '') {
  const response = await page.goto(`/kiosk/${query}`);
  await expect(story(page)).toBeVisible();
  return response;
}

/** The display, told other settings than the site's. */
export async function withSettings(page: Page, settings: object) {
  for (const name of ['kiosk.json', 'en/kiosk.json']) {
    const kiosk = apiDocument('embedded', name);
    await page.route(`**/api/v1/${name}`, (route) => route.fulfill({ json: { ...kiosk, settings: { ...kiosk.settings, ...settings } } }));
  }
}

export async function wake(page: Page) {
  await page.touchscreen.tap(540, 900);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await settle(page);
}

/** Taps that follow a change of view at once are ignored. */
export const settle = (page: Page) => page.waitForTimeout(400);

export async function tap(page: Page, name: string) {
  await press(page, name).first().tap();
  await settle(page);
}

/** Its documents may come later than the tap. */
export async function chooseEnglish(page: Page) {
  await tap(page, 'English');
  await expect(press(page, 'Help and display').first()).toBeVisible();
  await settle(page);
}

export async function type(page: Page, keys: string) {
  for (const key of keys) await press(page, key === ' ' ? 'Dấu cách' : key).tap();
}

/** Every control on screen is large enough for a finger, within reach, and whole once its list is scrolled to it. */
export async function expectWithinReach(page: Page, percent: number) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll(':is(.display:not([inert]), .veil) :is(button, input, a[href]:not([tabindex="-1"]))')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        element.scrollIntoView({ block: 'nearest' });
        const box = element.getBoundingClientRect();
        const corners = [[box.left + 6, box.top + 6], [box.right - 6, box.bottom - 6]] as const;
        const isWhole = corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
        const isCut = element.scrollWidth > element.clientWidth + 1 && element.tagName === 'BUTTON';
        return { name: element.textContent ?? '', box: box.toJSON(), isWhole, isCut };
      }));
  expect(found.length).toBeGreaterThan(0);
  const { height } = page.viewportSize()!;
  for (const { name, box, isWhole, isCut } of found) {
    expect(box.width, `${name} is wide enough`).toBeGreaterThanOrEqual(60);
    expect(box.height, `${name} is high enough`).toBeGreaterThanOrEqual(60);
    expect(box.top, `${name} is within reach`).toBeGreaterThanOrEqual(height * (1 - percent / 100) - 1);
    expect(isWhole, `${name} is whole`).toBe(true);
    expect(isCut, `${name} has all its letters`).toBe(false);
  }
}

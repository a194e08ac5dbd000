// Who reaches and reads what the display of a hall shows: from a wheelchair, with large letters, with a screen reader’s tree.

import AxeBuilder from '@axe-core/playwright';

import { chooseEnglish, expect, expectWithinReach, heading, LANDSCAPE, openKiosk, PORTRAIT, press, SECTION, seedChoice, settle, tap, test, type, wake, withSettings } from './display';
import { SEED_TITLE } from './portal';

test('text is enlarged to 200 % and contrast is high, within reach', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await tap(page, 'Trợ giúp và hiển thị');
  for (let step = 0; step < 4; step += 1) await tap(page, 'Chữ to hơn');
  await expect(page.locator('.stage [role=status]')).toContainText('200 %');
  await tap(page, 'Tương phản cao');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PORTRAIT.width);
  await tap(page, 'Quay lại');
  await expectWithinReach(page, 50);
});

for (const [name, viewport] of [['portrait', PORTRAIT], ['landscape', LANDSCAPE]] as const) {
  test(`axe finds nothing in ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    // In the middle of a fade everything is pale.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openKiosk(page);
    const expectClean = async (view: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => `${view}: ${violation.id} ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
    };
    await expectClean('attract');
    await wake(page);
    await expectClean('home');
    for (const view of ['Trợ giúp và hiển thị', 'Tìm kiếm', SECTION]) {
      await tap(page, view);
      await expectClean(view);
      await page.keyboard.press('Escape');
      await settle(page);
    }
    await tap(page, SECTION);
    await seedChoice(page).tap();
    await expect(heading(page)).toHaveText(SEED_TITLE);
    await expectClean('article');
  });
}

/** What the buttons of a language say. */
const WORDS = {
  vi: { help: 'Trợ giúp và hiển thị', larger: 'Chữ to hơn', page: 'Giới thiệu', search: 'Tìm kiếm', typed: 'trang' },
  en: { help: 'Help and display', larger: 'Larger text', page: 'About', search: 'Search', typed: 'contact' },
};

for (const [name, viewport, reach] of [['a high screen', PORTRAIT, 30], ['a wide screen', LANDSCAPE, 40]] as const) {
  for (const [lang, words] of Object.entries(WORDS)) {
    for (const percent of [100, 200]) {
      test(`on ${name} with low reach, ${percent} % and ${lang}: every control is whole and within reach`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await withSettings(page, { reach_percent: reach, idle_seconds: 3600 });
        await openKiosk(page);
        await wake(page);
        if (lang === 'en') await chooseEnglish(page);
        await tap(page, words.help);
        for (let step = 100; step < percent; step += 25) await press(page, words.larger).tap();
        await expectWithinReach(page, reach);
        await page.keyboard.press('Escape');
        await settle(page);
        await expectWithinReach(page, reach);
        await tap(page, words.page);
        await expect(page.locator('.stage .article-body')).toBeVisible();
        await expectWithinReach(page, reach);
        await page.keyboard.press('Escape');
        await settle(page);
        await tap(page, words.search);
        await type(page, words.typed);
        await expect(page.locator('.key--suggestion').first()).toBeVisible();
        await expectWithinReach(page, reach);
        await press(page, words.search).last().tap();
        await settle(page);
        await expect(page.locator('.controls .choice').first()).toBeVisible();
        await expectWithinReach(page, reach);
      });
    }
  }
}

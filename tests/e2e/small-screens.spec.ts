// Small screens, keyboards and those who set their own colours: the masthead, menus that behave alike, tables, what stays in reach.

import { BROWSER_NOTES, PAGE_KINDS, SEED_PATH, appIsReady, casePath, expect, mainNavigation, openApp, test, title, watchShifts } from './portal';
import type { Locator, Page } from '@playwright/test';

const GROUP = 'Tin tức sự kiện';

const masthead = (page: Page) => page.getByRole('banner');
const menuButton = (page: Page) => page.getByRole('button', { name: 'Danh mục' });
const settingsButton = (page: Page) => masthead(page).locator('summary', { hasText: 'Cỡ chữ, màu' });
const settings = (page: Page) => page.getByRole('group', { name: 'Cỡ chữ', exact: true });
const share = (page: Page) => page.getByRole('article').locator('summary', { hasText: 'Chia sẻ' });
const chooseSize = (page: Page, size: string) => page.addInitScript((size) => localStorage.setItem('portal:text-size', size), size);
const isHeld = (held: Locator) => held.evaluate((element) => element === document.activeElement);
/** Where something is on the page, however far that is scrolled. */
const place = (locator: Locator) =>
  locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y: y + scrollY, width, height };
  });

test.describe('the masthead', () => {
  for (const [width, height] of [[320, 568], [320, 480], [320, 400], [320, 256], [360, 640], [390, 844], [568, 320]] as const) {
    for (const size of ['', 's', 'l', 'xl', 'xxl']) {
      test(`at ${width} × ${height} px with the text size ${size || 'm'} takes 15 % of the height and two rows at the most`, async ({ page }) => {
        await page.setViewportSize({ width, height });
        await chooseSize(page, size);
        await openApp(page, SEED_PATH);
        const banner = await place(masthead(page));
        expect(banner.height).toBeLessThanOrEqual(height * 0.15);
        const tools = [...(await masthead(page).getByRole('link').all()), settingsButton(page), menuButton(page)];
        const rows = new Set<number>();
        for (const tool of tools) {
          const box = await place(tool);
          rows.add(Math.round(box.y + box.height / 2));
          expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
          if (height >= 480) expect(box.height).toBeGreaterThanOrEqual(44);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
        }
        expect(rows.size).toBeLessThanOrEqual(2);
        const name = masthead(page).getByRole('link', { name: 'Sở Nội vụ Lai Châu', exact: true });
        // The words are all there, and inside.
        const cut = await name.evaluate((link) => {
          const range = document.createRange();
          range.selectNodeContents(link);
          const outer = link.getBoundingClientRect();
          return [...range.getClientRects()].filter(({ top, bottom, right }) => top < outer.top - 1 || bottom > outer.bottom + 1 || right > outer.right + 1).length;
        });
        expect(cut).toBe(0);
      });
    }
  }

  test('says the whole name where there is room, and what its drawings mean where there is none', async ({ page }) => {
    await openApp(page, PAGE_KINDS.home);
    await expect(masthead(page).getByRole('link', { name: 'Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu', exact: true })).toBeVisible();
    await page.setViewportSize({ width: 320, height: 568 });
    for (const name of ['Sở Nội vụ Lai Châu', 'Tìm kiếm', 'English']) await expect(masthead(page).getByRole('link', { name, exact: true })).toBeVisible();
    await expect(menuButton(page)).toBeVisible();
  });
});

/** A menu: its button, something inside it, and what closes it besides. */
const MENUS: Record<string, { width: number; button: (page: Page) => Locator; inside: (page: Page) => Locator }> = {
  'the menu of a phone': { width: 360, button: menuButton, inside: (page) => mainNavigation(page).getByRole('link', { name: 'Liên hệ' }) },
  'the settings on a phone': { width: 360, button: settingsButton, inside: settings },
  'the settings on a desktop': { width: 1280, button: settingsButton, inside: settings },
  'a group of the navigation': {
    width: 1280,
    button: (page) => mainNavigation(page).getByText(GROUP, { exact: true }),
    inside: (page) => mainNavigation(page).getByRole('link', { name: `Tất cả: ${GROUP}` }),
  },
  'the ways to share': { width: 360, button: share, inside: (page) => page.getByRole('link', { name: 'Facebook' }) },
};

for (const app of ['with the app', 'before the app is there'] as const) {
  for (const [name, { width, button, inside }] of Object.entries(MENUS)) {
    test.describe(`${name}, ${app},`, () => {
      test.beforeEach(async ({ page }) => {
        await page.setViewportSize({ width, height: 740 });
        if (app === 'before the app is there') await page.route('**/*.wasm', () => {});
        await page.goto(SEED_PATH);
        if (app === 'with the app') await appIsReady(page);
        await expect(page.locator('html')).toHaveAttribute('data-tools', '');
      });

      test('opens without moving its button or covering it, and leaves the page in sight', async ({ page }) => {
        const before = await place(button(page));
        await button(page).click();
        await expect(inside(page)).toBeVisible();
        expect(await place(button(page))).toEqual(before);
        // The button still closes it.
        await button(page).click();
        await expect(inside(page)).toBeHidden();
        await button(page).click();
        const open = await place(page.locator('.site-navigation:popover-open, .reading-settings__panel:visible, .share__panel:visible, .site-navigation__children:visible').first());
        expect(open.y).toBeGreaterThanOrEqual(before.y + before.height - 1);
        expect(open.y + open.height).toBeLessThan(name.startsWith('the ways') ? Infinity : 740 * 0.8);
      });

      test('is closed by Escape, which gives the focus back', async ({ page }) => {
        await button(page).focus();
        await page.keyboard.press('Enter');
        await expect(inside(page)).toBeVisible();
        await page.keyboard.press('Tab');
        await page.keyboard.press('Escape');
        await expect(inside(page)).toBeHidden();
        await expect.poll(() => isHeld(button(page))).toBe(true);
      });

      test('is closed by a press elsewhere', async ({ page }) => {
        await button(page).click();
        await expect(inside(page)).toBeVisible();
        // Of an article, text is above the ways to share it; below other menus is the page.
        await page.mouse.click(width / 2, name === 'the ways to share' ? 60 : 735);
        await expect(inside(page)).toBeHidden();
      });

      test('is closed behind a focus that goes on', async ({ page }) => {
        await button(page).focus();
        await page.keyboard.press('Enter');
        await expect(inside(page)).toBeVisible();
        let stops = 0;
        do {
          await page.keyboard.press('Tab');
          stops += 1;
        } while (stops < 25 && (await inside(page).isVisible()));
        await expect(inside(page)).toBeHidden();
        const isSeen = await page.evaluate(() => document.activeElement !== document.body && document.activeElement!.checkVisibility());
        expect(isSeen).toBe(true);
      });
    });
  }

  test(`one menu is open at a time, ${app}`, async ({ page }) => {
    if (app === 'before the app is there') await page.route('**/*.wasm', () => {});
    await page.goto(SEED_PATH);
    if (app === 'with the app') await appIsReady(page);
    await expect(page.locator('html')).toHaveAttribute('data-tools', '');
    const group = MENUS['a group of the navigation']!;
    // By keyboard no press elsewhere closes the one before.
    await group.button(page).press('Enter');
    await expect(group.inside(page)).toBeVisible();
    await settingsButton(page).press('Enter');
    await expect(settings(page)).toBeVisible();
    await expect(group.inside(page)).toBeHidden();
    await page.setViewportSize({ width: 360, height: 740 });
    await menuButton(page).press('Enter');
    await expect(mainNavigation(page)).toBeVisible();
    await expect(settings(page)).toBeHidden();
    await settingsButton(page).press('Enter');
    await expect(settings(page)).toBeVisible();
    await expect(mainNavigation(page)).toBeHidden();
  });
}

test('a press on Đóng closes the menu of a phone, and the settings', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await openApp(page, SEED_PATH);
  await menuButton(page).click();
  await mainNavigation(page).getByRole('button', { name: 'Đóng' }).click();
  await expect(mainNavigation(page)).toBeHidden();
  await expect(menuButton(page)).toBeFocused();
  await settingsButton(page).click();
  await masthead(page).getByRole('button', { name: 'Đóng' }).click();
  await expect(settings(page)).toBeHidden();
  await expect(settingsButton(page)).toBeFocused();
});

test('below a group that is open, what is pressed in the menu of a phone is what opens', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await openApp(page, PAGE_KINDS.home);
  await menuButton(page).click();
  await mainNavigation(page).getByText(GROUP, { exact: true }).click();
  // A finger has no time to aim again: where the link was is where it comes down and goes up.
  const { x, y, width, height } = (await mainNavigation(page).getByRole('link', { name: 'Liên hệ' }).boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page).toHaveURL(/\/trang\/lien-he\/$/);
});

test('a picture that does not come takes no more room than the page has', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route('**/media/**', (route) => route.abort());
  for (const width of [320, 360, 768]) {
    await page.setViewportSize({ width, height: 640 });
    await page.goto(SEED_PATH);
    await page.getByRole('link', { name: /^Phóng to ảnh/ }).first().scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
  }
});

test('nothing of an article moves when its scripts come late', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  let bring = () => {};
  const late = new Promise<void>((resolve) => (bring = resolve));
  await page.route('**/assets/settings-*.js', async (route) => {
    await late;
    await route.continue();
  });
  const shifts = await watchShifts(page);
  await page.goto(SEED_PATH, { waitUntil: 'domcontentloaded' });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  // What fonts have moved is not the scripts'.
  const before = (await shifts()).length;
  bring();
  await expect(page.locator('html')).toHaveAttribute('data-tools', '');
  await appIsReady(page);
  expect((await shifts()).slice(before)).toEqual([]);
});

test('the name in the masthead of a phone is never cut through', async ({ page }) => {
  for (const path of ['/', '/en/']) {
    for (const width of [320, 360, 390]) {
      await page.setViewportSize({ width, height: 640 });
      await page.goto(path);
      const [shown, whole] = await page.locator('.site-header__short').evaluate((name) => {
        const range = document.createRange();
        range.selectNodeContents(name);
        const lines = [...range.getClientRects()].filter((line) => line.bottom <= name.getBoundingClientRect().bottom + 1);
        const around = name.parentElement!.getBoundingClientRect();
        return [lines.every((line) => line.top >= around.top - 4 && line.bottom <= around.bottom + 4), lines.length > 0];
      });
      expect([shown, whole], `${path} at ${width} px`).toEqual([true, true]);
    }
  }
});

test('a group in the menu of a phone closes alone, and the menu with the next Escape', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openApp(page, SEED_PATH);
  const { button, inside } = MENUS['a group of the navigation']!;
  await menuButton(page).click();
  await button(page).click();
  await expect(inside(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inside(page)).toBeHidden();
  await expect(mainNavigation(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(mainNavigation(page)).toBeHidden();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 320, height: 568 } });

  test('the menu of a phone opens and closes', async ({ page }) => {
    await page.goto(PAGE_KINDS.home);
    await menuButton(page).click();
    await expect(mainNavigation(page).getByRole('link', { name: 'Liên hệ' })).toBeVisible();
    await mainNavigation(page).getByRole('button', { name: 'Đóng' }).click();
    await expect(mainNavigation(page)).toBeHidden();
  });
});

test('sharing pushes neither printing nor keeping away, and its ways have drawings of their own', async ({ page }) => {
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await openApp(page, SEED_PATH);
    const buttons = ['In', 'Lưu tệp'].map((name) => page.getByRole('article').getByRole('button', { name, exact: true }));
    const before = await Promise.all(buttons.map(place));
    await share(page).click();
    await expect(page.getByRole('link', { name: 'Facebook' })).toBeVisible();
    expect(await Promise.all(buttons.map(place))).toEqual(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  const drawings = await page.locator('.share__ways path').evaluateAll((paths) => paths.slice(0, 3).map((path) => path.getAttribute('d')));
  expect(new Set(drawings).size).toBe(3);
});

/** Each word of the cells that is on more than one line. */
function brokenWords(page: Page) {
  return page.locator('.content-table').evaluateAll((tables) =>
    tables.flatMap((table) =>
      [...table.querySelectorAll('th, td')].flatMap((cell) => {
        const words: string[] = [];
        const range = document.createRange();
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/g)) {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            if (tops.size > 1 && word.length <= 32 && /[\p{L}\p{N}]/u.test(word)) words.push(word);
          }
        }
        return words;
      }),
    ),
  );
}

test.describe('a table', () => {
  test.use({ content: 'generated' });

  test('breaks no word and no number, and a word without end keeps the page as it is', async ({ page }) => {
    for (const name of ['nesting', 'every-block', 'every-block-html', 'word-residue', 'hostile-html', 'long-word']) {
      await page.goto(casePath(name));
      for (const width of [320, 360, 768, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await brokenWords(page), `${name} at ${width} px`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }
  });

  test('aligns numbers at their end, with the heading above them', async ({ page }) => {
    await page.goto(casePath('nesting'));
    const table = page.getByRole('region', { name: 'Bảng có số, ngày và số hiệu' });
    const align = (name: string) => table.getByRole('cell', { name, exact: true }).or(table.getByRole('columnheader', { name, exact: true })).first().evaluate((cell) => getComputedStyle(cell).textAlign);
    for (const name of ['Số thứ tự', '12', 'Kinh phí', '1.234.567.890', '500.000 đ']) expect(await align(name), name).toBe('end');
    for (const name of ['Họ và tên', 'Ngày sinh', '02/11/1988', '12-3-2021', '45-CT/TW', '2021-2026']) expect(await align(name), name).toBe('start');
  });

  test('shows by a shadow on which side it goes on, in every theme', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    for (const theme of ['light', 'dark', 'contrast']) {
      await page.goto(casePath('nesting'));
      await page.evaluate((theme) => document.documentElement.setAttribute('data-theme', theme), theme);
      const table = page.getByRole('region', { name: 'Bảng có số, ngày và số hiệu' });
      await table.scrollIntoViewIfNeeded();
      // The cell has nothing of its own that could be taken for a shadow.
      const ends = async () => {
        const { x, y, width, height } = (await table.boundingBox())!;
        const look = async (left: number) => (await page.screenshot({ clip: { x: left, y: y + height - 6, width: 4, height: 4 } })).toString('base64');
        return { start: await look(x + 2), end: await look(x + width - 6) };
      };
      const atStart = await ends();
      await table.evaluate((element) => element.scrollBy(element.scrollWidth, 0));
      const atEnd = await ends();
      await table.evaluate((element) => element.scrollTo((element.scrollWidth - element.clientWidth) / 2, 0));
      const between = await ends();
      expect(atStart.start, theme).not.toBe(between.start);
      expect(atEnd.end, theme).not.toBe(between.end);
      expect(atStart.end, theme).not.toBe(atEnd.end);
      expect(atEnd.start, theme).not.toBe(atStart.start);
    }
  });
});

test('the footer’s rule is as wide as its text', async ({ page }) => {
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    await openApp(page, PAGE_KINDS.home);
    const [rule, text] = [await place(page.locator('.site-footer__foot')), await place(page.locator('.site-footer__columns'))];
    const words = await place(page.getByRole('contentinfo').getByText('Sở Nội vụ tỉnh Lai Châu').first());
    expect([rule.x, rule.width]).toEqual([text.x, text.width]);
    expect(rule.x).toBe(words.x);
  }
});

test('the section above an article is told as current, whether its group is open or not', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await expect(mainNavigation(page).locator('summary', { hasText: GROUP })).toHaveAttribute('aria-current', 'true');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Liên hệ' }).click();
  await expect(title(page)).toHaveText('Liên hệ');
  await expect(mainNavigation(page).locator('summary', { hasText: GROUP })).not.toHaveAttribute('aria-current');
  await expect(mainNavigation(page).getByRole('link', { name: 'Liên hệ' })).toHaveAttribute('aria-current', 'page');
});

test('in forced colours nothing is told by a colour or a shadow alone', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.emulateMedia({ forcedColors: 'active' });
  await openApp(page, SEED_PATH);
  // The current section, beside one that is not.
  const line = (name: string) => mainNavigation(page).locator('summary, li > a').filter({ hasText: name }).first().evaluate((element) => getComputedStyle(element).textDecorationLine);
  expect([await line(GROUP), await line('Liên hệ')]).toEqual(['underline', 'none']);
  // Each drawing has the colour of its words.
  const strokes = await page.locator('.icon').evaluateAll((icons) => icons.filter((icon) => icon.checkVisibility()).map((icon) => getComputedStyle(icon).stroke === getComputedStyle(icon.parentElement!).color));
  expect(strokes.length).toBeGreaterThan(3);
  expect(strokes).not.toContain(false);
  await page.setViewportSize({ width: 320, height: 568 });
  for (const button of [menuButton(page), settingsButton(page)]) await expect(button.locator('svg')).toBeVisible();
  // A press that holds.
  await page.getByRole('link', { name: /^Phóng to ảnh/ }).click();
  const zoom = page.getByRole('button', { name: 'Cỡ đầy đủ' });
  const edge = () => zoom.evaluate((element) => getComputedStyle(element).borderTopWidth);
  const before = await edge();
  await zoom.click();
  expect(await edge()).not.toBe(before);
});

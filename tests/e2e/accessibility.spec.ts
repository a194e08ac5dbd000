// Every kind of page and every failure under axe, with every rule there is, at three widths; and what a screen reader meets, as text.

import AxeBuilder from '@axe-core/playwright';

import { announcement, BROWSER_NOTES, ENGLISH_KINDS, PAGE_KINDS, RELATED, SEED_PATH, casePath, expect, mainNavigation, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

const WIDTHS = [320, 768, 1280];
const NARROW_AND_WIDE = [320, 1280];

/** No rule is off: those that axe runs only when asked are asked for. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental', 'cat.semantics', 'cat.structure'];

async function expectAccessible(page: Page, where: string) {
  // The other mode is for pages with frames, and opens a tab of its own for each look.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(TAGS).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  expect(found, where).toEqual([]);
}

async function expectAccessibleAt(page: Page, widths: number[], where: string) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page, `${where} at ${width} px`);
  }
}

for (const [kind, path] of Object.entries(PAGE_KINDS)) {
  test(`axe finds nothing on the page kind ${kind}`, async ({ page, watch }) => {
    if (kind === 'not-found') watch.allow(BROWSER_NOTES);
    await openApp(page, path);
    await expectAccessibleAt(page, WIDTHS, kind);
  });
}

for (const [kind, path] of Object.entries(ENGLISH_KINDS)) {
  test(`axe finds nothing on the English page kind ${kind}`, async ({ page }) => {
    await openApp(page, path);
    await expectAccessibleAt(page, NARROW_AND_WIDE, kind);
  });
}

// The light colours are everybody's first: the tests above see them.
for (const theme of ['dark', 'contrast']) {
  for (const [language, kinds] of [['Vietnamese', PAGE_KINDS], ['English', ENGLISH_KINDS]] as const) {
    test(`axe finds nothing on any ${language} page in the theme ${theme}`, async ({ page, watch }) => {
      test.slow();
      watch.allow(BROWSER_NOTES);
      // A widget's frame has no storage.
      await page.addInitScript((chosen) => window === top && localStorage.setItem('portal:theme', chosen), theme);
      for (const [kind, path] of Object.entries(kinds)) {
        await openApp(page, path);
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        await expectAccessible(page, `${kind} in ${theme}`);
      }
    });
  }
}

for (const preference of [{ colorScheme: 'dark' }, { contrast: 'more' }] as const) {
  test(`axe finds nothing where the device asks for ${Object.values(preference).join()}`, async ({ page }) => {
    await page.emulateMedia(preference);
    for (const kind of ['home', 'article', 'section', 'search'] as const) {
      await openApp(page, PAGE_KINDS[kind]);
      await expectAccessible(page, kind);
    }
  });
}

test.describe('of generated content', () => {
  test.use({ content: 'generated' });

  const paths = {
    ...Object.fromEntries(['every-block', 'every-block-html', 'attached', 'withdrawn', 'long-word', 'empty-body', 'updated', 'many-tags'].map((name) => [name, casePath(name)])),
    home: '/',
    'section with pages': '/chuyen-muc/cai-cach/trang-1/',
    'empty section': '/chuyen-muc/muc-trong/',
    'standing page of every block': '/trang/moi-loai-khoi/',
  };

  for (const [kind, path] of Object.entries(paths)) {
    test(`axe finds nothing on ${kind}`, async ({ page }) => {
      await openApp(page, path);
      await expectAccessibleAt(page, NARROW_AND_WIDE, kind);
    });
  }
});

for (const [name, status, body] of [['refused', 500, '{}'], ['malformed', 200, '{'], ['not found', 404, '{}']] as const) {
  test(`axe finds nothing on the failure ${name}`, async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES, /^articles\/rb1hf7aq\.json/);
    await page.route(`**/api/v1/articles/${RELATED.id}.json`, (route) => route.fulfill({ status, body }));
    await openApp(page, SEED_PATH);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).not.toHaveText(/bầu cử/);
    await expectAccessibleAt(page, NARROW_AND_WIDE, name);
  });
}

test('axe finds nothing while a page is on its way', async ({ page }) => {
  await page.route(`**/api/v1/articles/${RELATED.id}.json`, () => {});
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await expectAccessibleAt(page, NARROW_AND_WIDE, 'loading');
});

test('axe finds nothing with a group of the navigation open', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await mainNavigation(page).getByText('Tin tức sự kiện', { exact: true }).click();
  await expect(mainNavigation(page).getByRole('link', { name: 'Tất cả: Tin tức sự kiện' })).toBeVisible();
  await expectAccessibleAt(page, NARROW_AND_WIDE, 'open group');
});

test('axe finds nothing in forced colours, with reduced motion', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const kind of ['home', 'article', 'section'] as const) {
    await openApp(page, PAGE_KINDS[kind]);
    await expectAccessible(page, `${kind} in forced colours`);
  }
});

test('axe finds nothing before the app has come', async ({ page }) => {
  await page.route('**/*.wasm', () => {});
  for (const kind of ['home', 'article'] as const) {
    await page.goto(PAGE_KINDS[kind]);
    await expectAccessible(page, `${kind} as prerendered`);
  }
});

/** The whole page as its snapshot says, to the letter: reviewed like code, renewed with `--update-snapshots`. */
async function expectOutline(page: Page, name: string) {
  expect(await page.locator('body').ariaSnapshot()).toMatchSnapshot(`${name}.yml`);
}

test.describe('a screen reader meets', () => {
  // Long after everything that is published: how long ago something was is not part of these.
  test.beforeEach(({ page }) => page.clock.setFixedTime('2030-01-01T08:00:00+07:00'));

  for (const kind of ['home', 'article', 'section', 'standing', 'search', 'site-map', 'not-found'] as const) {
    test(`the page kind ${kind} as its snapshot says`, async ({ page, watch }) => {
      if (kind === 'not-found') watch.allow(BROWSER_NOTES);
      await page.route('**/api/v1/online.json', (route) => route.fulfill({ json: { online: 554 } }));
      await openApp(page, PAGE_KINDS[kind]);
      await expect(page.getByText('554 người đang online')).toBeVisible();
      if (kind === 'not-found') await expect(page.getByRole('heading', { name: 'Có thể bạn tìm' })).toBeVisible();
      await expectOutline(page, kind);
    });
  }

  test('the English home page as its snapshot says', async ({ page }) => {
    await page.route('**/api/v1/online.json', (route) => route.fulfill({ json: { online: 554 } }));
    await openApp(page, ENGLISH_KINDS.home);
    await expect(page.getByText('554 people online')).toBeVisible();
    await expectOutline(page, 'english-home');
  });

  test('a failure as its snapshot says', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await page.route('**/api/v1/online.json', (route) => route.fulfill({ json: { online: 554 } }));
    await page.route(`**/api/v1/articles/${RELATED.id}.json`, (route) => route.abort());
    await openApp(page, SEED_PATH);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).toHaveText('Chưa kết nối được');
    await expect(announcement(page)).not.toHaveText('');
    await expectOutline(page, 'failure');
  });
});

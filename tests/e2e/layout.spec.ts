// Nothing looks broken, from a small phone to a large screen: no sideways scrolling, targets that fingers find, nothing that jumps.

import { BROWSER_NOTES, PAGE_KINDS, RELATED, SEED_PATH, casePath, expect, mainNavigation, openApp, relatedLink, test, title } from './portal';
import type { Locator, Page } from '@playwright/test';

const WIDTHS = [320, 360, 768, 1440, 1920];

/** The elements that stick out of the page, when it scrolls sideways. */
function overflow(page: Page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = Array.from(document.body.querySelectorAll('*')).filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} px in ${clientWidth} px`, ...wide.slice(0, 5).map((element) => `${element.localName}.${element.className}: ${element.textContent?.slice(0, 60)}`)];
  });
}

async function expectNoSidewaysScrolling(page: Page, where: string) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflow(page), `${where} at ${width} px`).toEqual([]);
  }
}

for (const [kind, path] of Object.entries(PAGE_KINDS)) {
  test(`the page kind ${kind} never scrolls sideways`, async ({ page, watch }) => {
    if (kind === 'not-found') watch.allow(BROWSER_NOTES);
    await openApp(page, path);
    await expectNoSidewaysScrolling(page, kind);
    await mainNavigation(page).getByText('Tin tức sự kiện', { exact: true }).click();
    await expectNoSidewaysScrolling(page, `${kind} with a group open`);
  });
}

test('a failure never scrolls sideways', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route('**/api/v1/articles/*', (route) => route.abort());
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText('Chưa kết nối được');
  await expectNoSidewaysScrolling(page, 'failure');
});

test.describe('of generated content', () => {
  test.use({ content: 'generated' });

  const cases = ['long-title', 'long-word', 'every-block', 'every-block-html', 'word-residue', 'nesting', 'hostile', 'hostile-html', 'turning', 'foreign-letters', 'many-tags', 'attached', 'three-hundred-paragraphs'];
  for (const name of cases) {
    test(`the case ${name} never scrolls sideways`, async ({ page }) => {
      await page.goto(casePath(name));
      await expectNoSidewaysScrolling(page, name);
    });
  }

  test('lists of such articles never scroll sideways', async ({ page }) => {
    for (const path of ['/', '/chuyen-muc/cai-cach/', '/chuyen-muc/cai-cach/2021-07/', '/chuyen-muc/doi-ngu/', '/chuyen-muc/doi-ngu/2021-07/', '/tin-moi/', '/the/hoa-giai/', '/trang/moi-loai-khoi/']) {
      await page.goto(path);
      await expectNoSidewaysScrolling(page, path);
    }
  });

  test('a group with very long names never scrolls sideways', async ({ page }) => {
    await page.goto('/');
    await mainNavigation(page).getByText('Tin thử nghiệm', { exact: true }).click();
    await expectNoSidewaysScrolling(page, 'open group');
  });

  test('a wide table scrolls inside itself, by keyboard too', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(casePath('long-word'));
    const table = page.getByRole('region', { name: 'Bảng' });
    await table.focus();
    const room = await table.evaluate((element) => element.scrollWidth - element.clientWidth);
    if (room > 0) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => table.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    }
  });
});

test.describe('with text spacing as WCAG 1.4.12 has it', () => {
  test.use({ bypassCSP: true });

  test('nothing is cut off or scrolls sideways', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    for (const path of Object.values(PAGE_KINDS)) {
      await page.goto(path);
      await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }' });
      await expectNoSidewaysScrolling(page, path);
      // A summary in a list is shortened on purpose: its article has the whole of it.
      const cut = await page.evaluate(() =>
        Array.from(document.querySelectorAll('#app *'))
          .filter((element) => getComputedStyle(element).overflow === 'hidden' && getComputedStyle(element).webkitLineClamp === 'none' && element.clientHeight > 1 && element.scrollHeight > element.clientHeight + 1)
          .map((element) => element.className),
      );
      expect(cut, path).toEqual([]);
    }
  });
});

test('on paper the article is there and the ways around the site are not', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await page.emulateMedia({ media: 'print' });
  await expect(title(page)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toBeVisible();
  await expect(mainNavigation(page)).toBeHidden();
});

/** Links inside running text are exempt (WCAG 2.5.8): their line decides their height. */
async function expectLargeTargets(targets: Locator, where: string) {
  // All in one go: a journey to the browser for each takes a busy machine longer than a test may last.
  const small = await targets.evaluateAll((elements) =>
    elements.filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return Math.min(width, height) < 24;
    }).map((element) => element.textContent),
  );
  expect(small, where).toEqual([]);
}

test('what fingers aim at is at least 24 px high and wide', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [PAGE_KINDS.home, PAGE_KINDS.article, PAGE_KINDS.section]) {
    await openApp(page, path);
    await expectLargeTargets(page.getByRole('banner').getByRole('link'), `${path} header`);
    await page.getByRole('button', { name: 'Danh mục' }).click();
    await mainNavigation(page).getByText('Tin tức sự kiện', { exact: true }).click();
    await expectLargeTargets(page.getByRole('navigation').getByRole('link'), `${path} navigation`);
    await expectLargeTargets(page.getByRole('contentinfo').getByRole('link'), `${path} footer`);
  }
});

test('nothing moves while the app takes a page over', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.addInitScript(() => {
    const shifts: { at: number; what: string }[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; startTime: number; sources: { node?: Element }[] }[]) {
        const nodes = entry.sources.map(({ node }) => node?.className ?? node?.nodeName);
        shifts.push({ at: entry.startTime, what: `${entry.value}: ${nodes.join(', ')}` });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const viewport of [{ width: 360, height: 640 }, { width: 1440, height: 900 }]) {
    await page.setViewportSize(viewport);
    for (const [kind, path] of Object.entries(PAGE_KINDS)) {
      await openApp(page, path);
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      // Before the app is there a page that is read in pieces may still grow, its footer at the bottom of the screen.
      const moved = await page.evaluate(() => {
        const app = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.wasm')) as PerformanceResourceTiming;
        const { shifts } = window as unknown as { shifts: { at: number; what: string }[] };
        return shifts.filter(({ at }) => at > app.responseEnd).map(({ what }) => what);
      });
      expect(moved, `${kind} at ${viewport.width} px`).toEqual([]);
    }
  }
});

for (const viewport of [{ width: 360, height: 640 }, { width: 1440, height: 900 }]) {
  test(`at ${viewport.width} px the partners’ form is where it stays before its script comes, too`, async ({ page }) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/tools/widgets.js', async (route) => {
      await held;
      await route.continue();
    });
    const places = () =>
      page.getByRole('main').evaluate((main) =>
        Array.from(main.querySelectorAll('input, select, h2, pre, button'), (element) => {
          const { top, height } = element.getBoundingClientRect();
          return `${element.id || element.localName}: ${top + scrollY}, ${height} px`;
        }),
      );
    await page.setViewportSize(viewport);
    await openApp(page, PAGE_KINDS.widgets);
    await expect(page.getByLabel('Khối tin')).toBeVisible();
    const code = (await page.locator('[data-part=code]').textContent())!;
    const before = await places();
    // And every frame on the way: nothing moves there and back.
    const moved = page.evaluate(
      () =>
        new Promise((resolve) => {
          const preview = document.querySelector('[data-part=preview]')!;
          const heights = new Set<number>();
          const look = () => {
            heights.add(preview.getBoundingClientRect().height);
            if (preview.querySelector('[data-state]')) resolve([...heights]);
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    release();
    expect(await moved).toHaveLength(1);
    expect(await places()).toEqual(before);
    await expect(page.locator('[data-part=code]')).toHaveText(code);
  });
}

test('the progress bar is seen while a page is on its way, and does not move for those who want less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.route(`**/api/v1/articles/${RELATED.id}.json`, () => {});
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  const running = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  expect(running).toBe(0);
});

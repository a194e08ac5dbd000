// What a long visit keeps: the app's memory is counted, to and fro between pages that are full of times, which change while they are shown.

import { wasmBytes } from '../bench/memory.mjs';
import { PAGE_KINDS, expect, openApp, test } from './portal';
import type { Page } from '@playwright/test';

/** From here on growth is counted: before it everything is used for the first time. */
const WARM = 40;
const NAVIGATIONS = 400;
/** Memory comes in pages of 64 kB. A page that listened on cost 2 kB each time. */
const MOST_BYTES = 2 * 65_536;
/** With the stack and all that is compiled in: were the stack as large as the linker makes it, that alone would be more (`build.rs`). */
const MOST_AT_ALL = 1_048_576;

/** Home and the latest news in turns, as fast as it goes: the clock, which clears much away, ticks once a minute. */
function walk(page: Page, times: number) {
  return page.evaluate(
    async ([paths, times]) => {
      for (let step = 0; step < times; step += 1) {
        const shown = new Promise((resolve) => document.addEventListener('portal:navigated', resolve, { once: true }));
        document.querySelector<HTMLAnchorElement>(`#app a[href="${paths[step % 2]}"]`)!.click();
        await shown;
      }
    },
    [[PAGE_KINDS.latest, PAGE_KINDS.home], times] as const,
  );
}

test.describe('in a site with long lists', () => {
  test.use({ content: 'generated' });

  test('hundreds of navigations leave no more memory in use than a few', async ({ page }) => {
    await openApp(page, PAGE_KINDS.home);
    const cdp = await page.context().newCDPSession(page);
    await walk(page, WARM);
    const before = await wasmBytes(cdp);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(MOST_AT_ALL);
    await walk(page, NAVIGATIONS - WARM);
    expect((await wasmBytes(cdp)) - before).toBeLessThanOrEqual(MOST_BYTES);
  });
});

// A navigation has the new page's elements styled. By one rule for whatever is below a `:has()`, or a `lang` that is set again, browsers style
// the whole page anew, and the new part after it. Elements are counted, as Chromium traces them.

import { PAGE_KINDS, expect, openApp, test } from './portal';
import type { CDPSession, Page } from '@playwright/test';

type TraceEvent = { name: string; args: { elementCount?: number } };

/** What is done meanwhile, as Chromium traces it, until two frames after it. */
async function trace(cdp: CDPSession, page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline'] } });
  await act();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.end');
  await complete;
  cdp.off('Tracing.dataCollected', collect);
  return events;
}

test.describe('in a site with pictures and long lists', () => {
  test.use({ content: 'generated' });

  test('a navigation has what is new styled, and not the page around it', async ({ page }) => {
    await openApp(page, PAGE_KINDS.latest);
    const cdp = await page.context().newCDPSession(page);
    const links = await page.locator('main .headline-link').evaluateAll((links) => links.slice(0, 3).map((link) => link.getAttribute('href')!));
    const go = (isBack: boolean, path: string) =>
      page.evaluate(
        async ([isBack, path]) => {
          const shown = new Promise((resolve) => document.addEventListener('portal:navigated', resolve, { once: true }));
          if (isBack) history.back();
          else document.querySelector<HTMLAnchorElement>(`main a[href="${path}"]`)!.click();
          await shown;
        },
        [isBack, path] as const,
      );
    for (const link of links) {
      for (const step of ['there', 'back']) {
        const events = await trace(cdp, page, () => go(step === 'back', link));
        const restyled = events.filter(({ name }) => name === 'UpdateLayoutTree').reduce((sum, { args }) => sum + (args.elementCount ?? 0), 0);
        // Once the whole page were all of them, and the new part comes on top.
        const all = await page.locator('*').count();
        expect.soft(restyled, `${step}: ${link}`).toBeGreaterThan(0);
        expect.soft(restyled, `${step}: ${link}`).toBeLessThan(all);
      }
    }
  });
});

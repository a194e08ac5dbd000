// What extensions and translators do to a page, before the app takes it over and after. The page stays readable, its links work, and nothing
// of a page stays under the next.

import type { Page } from '@playwright/test';

import { CHANGES, PLACES, beforeTheApp, isPossible } from '../browser/foreign-changes.mjs';
import { PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, appIsReady, expect, expectSamePage, mainNavigation, markPage, relatedLink, test, title } from './portal';

/** Follows a link and comes back. */
async function readsOn(page: Page, first: { path: string; link: (page: Page) => ReturnType<typeof relatedLink>; heading: string }) {
  const entries = await page.evaluate(() => history.length);
  await first.link(page).click();
  await expect(page.locator('main h1')).toHaveText([first.heading]);
  await expect(page.getByRole('main').getByText('extension')).toHaveCount(0);
  expect(await page.evaluate(() => [...document.querySelector('main')!.childNodes].filter((node) => node.nodeType !== Node.ELEMENT_NODE || (node as Element).localName === 'extension-bar').length)).toBe(0);
  await expect(page.locator('main h1')).toHaveCount(1);
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
  await page.goBack();
  await expect(page).toHaveURL(first.path);
  await expect(page.locator('main h1')).toHaveCount(1);
}

for (const [name, change] of Object.entries(CHANGES)) {
  for (const place of PLACES) {
    if (!isPossible(name, place)) continue;
    test(`before the app: ${place}, ${name}`, async ({ page }) => {
      await page.addInitScript(beforeTheApp(name, place));
      await page.goto(SEED_PATH);
      await appIsReady(page);
      await markPage(page);
      await expect(title(page)).toHaveText(SEED_TITLE);
      await readsOn(page, { path: SEED_PATH, link: (page) => relatedLink(page, RELATED.title), heading: RELATED.title });
      await expect(title(page)).toHaveText(SEED_TITLE);
      await expectSamePage(page);
    });
  }

  test(`after the app: main, ${name}`, async ({ page }) => {
    await page.goto(PAGE_KINDS.latest);
    await appIsReady(page);
    await markPage(page);
    await page.evaluate(change, 'main');
    const link = (page: Page) => mainNavigation(page).getByRole('link', { name: 'Giới thiệu' });
    await readsOn(page, { path: PAGE_KINDS.latest, link, heading: 'Giới thiệu' });
    await expectSamePage(page);
  });
}

// What extensions and translators do to a page, before the app takes it over and after. The page stays readable, its links work, and nothing
// of a page stays under the next.

import type { Page } from '@playwright/test';

import { PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, appIsReady, expect, expectSamePage, mainNavigation, markPage, relatedLink, test, title } from './portal';

const PLACES = ['body', '#app', 'main', 'main article', 'header nav ul', '[role=status]'];

/** What a script does to the document, by name. Runs in the browser. */
const CHANGES: Record<string, (place: string) => void> = {
  'a comment put first': (place) => document.querySelector(place)?.prepend(document.createComment(' extension ')),
  'a comment put last': (place) => document.querySelector(place)?.append(document.createComment(' extension ')),
  'a text put first': (place) => document.querySelector(place)?.prepend('extension'),
  'a text put last': (place) => document.querySelector(place)?.append('extension'),
  'an element put first': (place) => document.querySelector(place)?.prepend(document.createElement('extension-bar')),
  'an element put last': (place) => document.querySelector(place)?.append(document.createElement('extension-bar')),
  'a copy of its first child put first': (place) => {
    const element = document.querySelector(place);
    const copy = element?.firstChild?.cloneNode(true);
    if (copy) element!.prepend(copy);
  },
  'its first child taken away': (place) => document.querySelector(place)?.firstChild?.remove(),
  'its last child taken away': (place) => document.querySelector(place)?.lastChild?.remove(),
  'all its texts wrapped and replaced, as translators do': (place) => {
    const walker = document.createTreeWalker(document.querySelector(place) ?? document, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts.filter(({ parentElement, data }) => data.trim() && !parentElement!.closest('script, style, noscript'))) {
      const font = document.createElement('font');
      font.append(text.data);
      text.replaceWith(font);
    }
  },
  'its children wrapped': (place) => {
    const element = document.querySelector(place);
    const wrapper = document.createElement('div');
    wrapper.append(...(element?.childNodes ?? []));
    element?.append(wrapper);
  },
};

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
    // Without the app's own place there is no page.
    if (place === 'body' && name.endsWith('taken away')) continue;
    test(`before the app: ${place}, ${name}`, async ({ page }) => {
      // After the page is parsed, before its scripts.
      await page.addInitScript(`document.addEventListener('readystatechange', () => document.readyState === 'interactive' && (${change.toString()})('${place}'))`);
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

// What a reader is about to follow is asked for ahead, and what was shown is at hand: how often the site is asked, and for what.

import { BROWSER_NOTES, OTHER_RELATED, PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, apiDocument, appIsReady, expect, expectSamePage, markPage, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

const DOCUMENT = `/api/v1/articles/${RELATED.id}.json`;
const OTHER = `/api/v1/articles/${OTHER_RELATED.id}.json`;
/** Longer than a pointer rests before anything is asked. */
const REST_MS = 400;
const MINUTE_MS = 60_000;

/** The paths of the documents of articles that are asked for, and of pictures. */
function listen(page: Page) {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/(api\/v1\/articles|media)\//.test(pathname)) asked.push(pathname);
  });
  return { asked, documents: () => asked.filter((path) => path.endsWith('.json')) };
}

/** Opens the article, with the pointer where no link is. */
async function openArticle(page: Page) {
  await openApp(page, SEED_PATH);
  await markPage(page);
  // Where it stands is known once it has come over something.
  await title(page).hover();
  await page.mouse.move(1, 1);
  await relatedLink(page, RELATED.title).scrollIntoViewIfNeeded();
  return listen(page);
}

test('a link that the pointer rests on is asked for once, with the picture of its page, and a click shows it without the network', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  const { asked, documents } = await openArticle(page);
  const answered = page.waitForResponse((response) => response.url().endsWith(DOCUMENT));
  await relatedLink(page, RELATED.title).hover();
  expect(await (await answered).request().headerValue('purpose')).toBe('prefetch');
  const picture = apiDocument('embedded', `articles/${RELATED.id}.json`).image;
  if (picture) await expect.poll(() => asked.some((path) => path.startsWith('/media/'))).toBe(true);
  await page.waitForTimeout(REST_MS);
  await context.setOffline(true);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(title(page)).toBeFocused();
  expect(documents()).toEqual([DOCUMENT]);
  await expectSamePage(page);
});

test('a link that the pointer passes is not asked for', async ({ page }) => {
  const { documents } = await openArticle(page);
  // By two events of which nothing lies between, as a machine that is busy may make any pause too long.
  await relatedLink(page, RELATED.title).evaluate((link) => {
    link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, clientX: 20 }));
    document.body.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, clientX: 40 }));
  });
  await page.waitForTimeout(REST_MS);
  expect(documents()).toEqual([]);
});

test('a page that comes to lie under a pointer that stands still is not asked for', async ({ page }) => {
  const { documents } = await openArticle(page);
  await relatedLink(page, RELATED.title).evaluate((link) => {
    for (const element of [document.body, link]) element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, clientX: 20, clientY: 20 }));
  });
  await page.waitForTimeout(REST_MS);
  expect(documents()).toEqual([]);
});

test('a page that is on its way when its link is clicked is waited for, and not asked for twice', async ({ page }) => {
  const { documents } = await openArticle(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**${DOCUMENT}`, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => request.url().endsWith(DOCUMENT));
  await relatedLink(page, RELATED.title).hover();
  await asked;
  await relatedLink(page, RELATED.title).click();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  answer();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(documents()).toEqual([DOCUMENT]);
});

for (const [name, fail] of [
  ['is refused', (page: Page) => page.route(`**${DOCUMENT}`, (route) => route.fulfill({ status: 500 }), { times: 1 })],
  ['is not found', (page: Page) => page.route(`**${DOCUMENT}`, (route) => route.fulfill({ status: 404 }), { times: 1 })],
  ['is cut off', (page: Page) => page.route(`**${DOCUMENT}`, (route) => route.abort(), { times: 1 })],
  ['makes no sense', (page: Page) => page.route(`**${DOCUMENT}`, (route) => route.fulfill({ json: { title: 1 } }), { times: 1 })],
] as const) {
  test(`what is asked for ahead and ${name} says nothing, and the click asks again`, async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    const { documents } = await openArticle(page);
    await fail(page);
    await relatedLink(page, RELATED.title).hover();
    await expect.poll(documents).toEqual([DOCUMENT]);
    await page.waitForTimeout(REST_MS);
    await expect(title(page)).toHaveText(SEED_TITLE);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).toHaveText(RELATED.title);
    expect(documents()).toEqual([DOCUMENT, DOCUMENT]);
  });
}

test('what has been on its way for long is not waited for: the click asks again', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  const { documents } = await openArticle(page);
  await page.route(`**${DOCUMENT}`, () => {}, { times: 1 });
  await relatedLink(page, RELATED.title).hover();
  await expect.poll(documents).toEqual([DOCUMENT]);
  await page.clock.setSystemTime(Date.now() + 5_000);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(documents()).toEqual([DOCUMENT, DOCUMENT]);
});

test('where the reader saves data, nothing is asked for ahead', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const { asked } = await openArticle(page);
  await relatedLink(page, RELATED.title).hover();
  await page.waitForTimeout(REST_MS);
  expect(asked).toEqual([]);
});

test('a browser that tells nothing of the connection asks ahead', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: undefined }));
  const { documents } = await openArticle(page);
  await relatedLink(page, RELATED.title).hover();
  await expect.poll(documents).toEqual([DOCUMENT]);
});

test('by keyboard a link is asked for once the focus rests on it; the focus that a script gives asks nothing', async ({ page }) => {
  const { documents } = await openArticle(page);
  await relatedLink(page, RELATED.title).focus();
  await page.waitForTimeout(REST_MS);
  expect(documents()).toEqual([]);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await expect.poll(documents).toContain(DOCUMENT);
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a finger that comes down asks, a scroll takes that back, and a tap asks once', async ({ page }) => {
    const { documents } = await openArticle(page);
    await page.route(`**${DOCUMENT}`, () => {}, { times: 1 });
    const given = page.waitForEvent('requestfailed');
    await relatedLink(page, RELATED.title).dispatchEvent('pointerdown');
    await expect.poll(documents).toEqual([DOCUMENT]);
    await relatedLink(page, RELATED.title).dispatchEvent('pointercancel');
    expect((await given).url()).toContain(DOCUMENT);
    await relatedLink(page, OTHER_RELATED.title).tap();
    await expect(title(page)).toHaveText(OTHER_RELATED.title);
    expect(documents()).toEqual([DOCUMENT, OTHER]);
  });
});

test('what was asked for ahead is shown for a minute, and then asked for again', async ({ page }) => {
  const { documents } = await openArticle(page);
  await relatedLink(page, RELATED.title).hover();
  await expect.poll(documents).toEqual([DOCUMENT]);
  await page.waitForTimeout(REST_MS);
  await page.clock.setSystemTime(Date.now() + 2 * MINUTE_MS);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(documents()).toEqual([DOCUMENT, DOCUMENT]);
});

test('back shows what was there at once for ten minutes, then asks, and shows it all the same where nobody answers', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, PAGE_KINDS.home);
  await page.goto(SEED_PATH);
  await appIsReady(page);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  const { documents } = listen(page);
  const [seed] = [`/api/v1/articles/${SEED_PATH.match(/-(\w+)\/$/)![1]}.json`];
  await page.clock.setSystemTime(Date.now() + 9 * MINUTE_MS);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(documents()).toEqual([]);
  await page.clock.setSystemTime(Date.now() + 20 * MINUTE_MS);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  expect(documents()).toEqual([seed]);
  await context.setOffline(true);
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(documents()).toEqual([seed, DOCUMENT]);
});

test('what is asked for ahead counts nobody as online, and no page as read', async ({ page }) => {
  await openArticle(page);
  await page.waitForLoadState('networkidle');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const views = await page.evaluate(() => {
    const heard = { navigated: 0 };
    document.addEventListener('portal:navigated', () => (heard.navigated += 1));
    return Object.assign(window, { heard }).heard.navigated;
  });
  await relatedLink(page, RELATED.title).hover();
  await expect.poll(() => asked).toContain(DOCUMENT);
  await page.waitForTimeout(REST_MS);
  expect(asked.filter((path) => path.endsWith('.json'))).toEqual([DOCUMENT]);
  expect(await page.evaluate(() => (window as unknown as { heard: { navigated: number } }).heard.navigated)).toBe(views);
});

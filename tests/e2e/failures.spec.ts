// What a reader meets when content is late, missing or broken. The API fails by interception, on the way from one page to the next.

import {
  announcement,
  BROWSER_NOTES, OTHER_RELATED, PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, apiDocument, articlePath, expect, expectSamePage, markPage, openApp, relatedLink, test, title,
} from './portal';
import type { Page, Route } from '@playwright/test';

const ENDPOINT = `articles/${RELATED.id}.json`;
const API = `**/api/v1/${ENDPOINT}`;
const ARTICLE = apiDocument('embedded', ENDPOINT);

type Answer = (route: Route) => Promise<unknown>;
const json = (body: unknown): Answer => (route) => route.fulfill({ json: body });
const status = (status: number): Answer => (route) => route.fulfill({ status, contentType: 'application/problem+json', body: '{}' });
const text = (body: string): Answer => (route) => route.fulfill({ contentType: 'application/json', body });

/** 127 levels of JSON are read: 2 for each quote within a quote, 5 around and within them. */
const DEEPEST = 61;
const quotes = (depth: number) => ({
  ...ARTICLE,
  body: [Array.from({ length: depth }).reduce<object>((block) => ({ kind: 'quote', blocks: [block] }), { kind: 'paragraph', spans: [{ text: 'Sâu nhất' }] })],
});

const NOT_FOUND = 'Không tìm thấy trang';
const UNREACHABLE = 'Chưa kết nối được';
const REFUSED = 'Máy chủ đang gặp sự cố';
const MALFORMED = 'Nội dung bị lỗi';
const INTERCEPTED = 'Mạng chưa cho vào trang này';

/** How the API fails, the heading a reader meets, and what the console says of it. */
const FAILURES: [name: string, answer: Answer, heading: string, log: RegExp[]][] = [
  ['answers 404', status(404), NOT_FOUND, []],
  ['answers 410', status(410), NOT_FOUND, []],
  ['answers 403', status(403), REFUSED, []],
  ['answers 429', status(429), REFUSED, []],
  ['answers 500', status(500), REFUSED, []],
  ['answers 503', status(503), REFUSED, []],
  ['breaks the connection', (route) => route.abort('connectionreset'), UNREACHABLE, []],
  ['cannot be found', (route) => route.abort('namenotresolved'), UNREACHABLE, []],
  ['sends a page', text('<!doctype html><title>Đăng nhập mạng</title>'), INTERCEPTED, [/^error: articles\/rb1hf7aq\.json: a page, no JSON/]],
  ['sends no JSON', text('Đăng nhập mạng'), MALFORMED, [/^error: articles\/rb1hf7aq\.json: .*expected value/]],
  ['sends half of the JSON', text(JSON.stringify(ARTICLE).slice(0, 500)), MALFORMED, [/^error: articles\/rb1hf7aq\.json: .*EOF/]],
  ['sends nothing', text(''), MALFORMED, [/^error: articles\/rb1hf7aq\.json: .*EOF/]],
  ['leaves out a required field', json({ ...ARTICLE, title: undefined }), MALFORMED, [/^error: articles\/rb1hf7aq\.json: .*`title`/]],
  ['leaves out a required field deep inside', json({ ...ARTICLE, related: [{ ...ARTICLE.related[0], path: undefined }] }), MALFORMED, [/^error: articles\/rb1hf7aq\.json: related\.0.*`path`/]],
  ['nests deeper than is read', json(quotes(DEEPEST + 1)), MALFORMED, [/^error: articles\/rb1hf7aq\.json: recursion limit/]],
  ['sends a field of the wrong type', json({ ...ARTICLE, title: 5 }), MALFORMED, [/^error: articles\/rb1hf7aq\.json: title: a number is not text/]],
  ['sends an impossible time', json({ ...ARTICLE, published_at: '2021-13-45' }), MALFORMED, [/^error: articles\/rb1hf7aq\.json: published_at: /]],
  ['leads off the site', json({ ...ARTICLE, path: '//evil.example/' }), MALFORMED, [/^error: articles\/rb1hf7aq\.json: path: /]],
];

async function followsLink(page: Page) {
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
}

/**
 * The failure's own screen: heading, title, focus, announcement, a sentence, one action, a search where there is nothing to be had, and what was saved
 * where there is no connection; the frame of the site around it.
 */
async function expectFailure(page: Page, heading: string) {
  await expect(title(page)).toHaveText(heading);
  await expect(title(page)).toBeFocused();
  await expect(page).toHaveTitle(`${heading} - Sở Nội vụ Lai Châu`);
  await expect(announcement(page)).toHaveText(`Đã mở: ${heading} - Sở Nội vụ Lai Châu`);
  const main = page.getByRole('main');
  await expect(main).toHaveAttribute('aria-busy', 'false');
  await expect(main.getByRole('paragraph').first()).toHaveText(/\.$/);
  // Suggestions may come a moment later; they are no action of the failure's.
  const actions = main.getByRole('link').or(main.getByRole('button')).and(page.locator(':not(portal-suggestions a)'));
  const besides = heading === UNREACHABLE ? ['Bài đã lưu'] : [];
  await expect(actions).toHaveText(heading === NOT_FOUND ? ['Tìm kiếm', 'Về trang chủ'] : ['Thử lại', ...besides]);
  await page.keyboard.press('Tab');
  await expect(heading === NOT_FOUND ? main.getByRole('searchbox') : actions.first()).toBeFocused();
  await expect(page.getByRole('banner')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toBeVisible();
}

for (const [name, answer, heading, log] of FAILURES) {
  test(`an API that ${name} has its own answer`, async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES, ...log.map((pattern) => new RegExp(pattern.source.replace('^error: ', '^'))));
    await page.route(API, answer);
    await followsLink(page);
    await expectFailure(page, heading);
    await expectSamePage(page);
    expect(watch.messages).toHaveLength(log.length);
    for (const [index, pattern] of log.entries()) expect(watch.messages[index]).toMatch(pattern);

    if (heading === NOT_FOUND) {
      await page.getByRole('main').getByRole('link', { name: 'Về trang chủ' }).press('Enter');
      await expect(page).toHaveURL('/');
    } else {
      await page.unroute(API);
      await page.keyboard.press('Enter');
      await expect(title(page)).toHaveText(RELATED.title);
      await expect(title(page)).toBeFocused();
    }
    await expectSamePage(page);
  });
}

test('the deepest document that is read is shown whole', async ({ page }) => {
  await page.route(API, json(quotes(DEEPEST)));
  await followsLink(page);
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(page.locator('.article-body blockquote')).toHaveCount(DEEPEST);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expectSamePage(page);
});

test('an answer that never comes is given up after fifteen seconds', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.clock.install();
  await page.route(API, () => {});
  await followsLink(page);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(14_000);
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.clock.fastForward(1_500);
  await expectFailure(page, UNREACHABLE);
});

test('an answer that stops halfway is given up after fifteen seconds', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.clock.install();
  // The head arrives, the body does not.
  await page.addInitScript((endpoint) => {
    const { fetch } = window;
    window.fetch = (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.endsWith(endpoint)) return fetch(input, init);
      const signal = input instanceof Request ? input.signal : init?.signal;
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{'));
          signal?.addEventListener('abort', () => controller.error(new DOMException('aborted', 'AbortError')));
        },
      });
      return Promise.resolve(new Response(body));
    };
  }, ENDPOINT);
  await followsLink(page);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(15_500);
  await expectFailure(page, UNREACHABLE);
});

test('without a network the page stays, says so, and goes on when the network is back', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await context.setOffline(true);
  await relatedLink(page, RELATED.title).click();
  await expectFailure(page, UNREACHABLE);
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expectFailure(page, UNREACHABLE);
  await context.setOffline(false);
  await expect(title(page)).toHaveText(RELATED.title);
});

test('each try in vain is told, by sight and by ear', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await context.setOffline(true);
  await relatedLink(page, RELATED.title).click();
  await expectFailure(page, UNREACHABLE);
  // What a screen reader is told: each change to words.
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const line = document.querySelector('[role=status]')!;
    new MutationObserver(() => line.textContent && told.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true });
  });
  for (const tries of [1, 2, 3]) {
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await expect(page.getByRole('main')).toContainText(`Đã thử lại ${tries} lần, vẫn chưa được.`);
    await expect.poll(() => page.evaluate(() => (window as unknown as { told: string[] }).told.length)).toBe(tries);
    await expectFailure(page, UNREACHABLE);
  }
  await context.setOffline(false);
  await expect(title(page)).toHaveText(RELATED.title);
});

test('when the connection is back the page comes by itself', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await context.setOffline(true);
  await relatedLink(page, RELATED.title).click();
  await expectFailure(page, UNREACHABLE);
  await context.setOffline(false);
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(title(page)).toBeFocused();
  // The next failure begins to count anew.
  await context.setOffline(true);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Liên hệ' }).click();
  await expectFailure(page, UNREACHABLE);
  await expect(page.getByRole('main')).not.toContainText('Đã thử lại');
});

test('after a failure, back shows the page that was left', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route(API, status(500));
  await followsLink(page);
  await expect(title(page)).toHaveText(REFUSED);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await expectSamePage(page);
});

test('the old page stays until the new one has arrived', async ({ page }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(API, async (route) => {
    await released;
    await route.continue();
  });
  await followsLink(page);
  const main = page.getByRole('main');
  await expect(main).toHaveAttribute('aria-busy', 'true');
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page).toHaveTitle(`${SEED_TITLE} - Sở Nội vụ Lai Châu`);
  await expect(announcement(page)).toHaveText('');
  release();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(main).toHaveAttribute('aria-busy', 'false');
  await expectSamePage(page);
});

test('a page that the reader has left is not asked for any longer, and its late answer changes nothing', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  let answerLate = async () => {};
  await page.route(API, (route) => {
    answerLate = () => route.fulfill({ json: ARTICLE }).catch(() => {});
  });
  await followsLink(page);
  const cancelled = page.waitForEvent('requestfailed', (request) => request.url().endsWith(ENDPOINT));
  await relatedLink(page, OTHER_RELATED.title).click();
  expect((await cancelled).failure()?.errorText).toBe('net::ERR_ABORTED');
  await expect(title(page)).toHaveText(OTHER_RELATED.title);
  await answerLate();
  await expect(page).toHaveURL(articlePath('embedded', OTHER_RELATED.id));
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expect(title(page)).toHaveText(OTHER_RELATED.title);
  await expectSamePage(page);
});

test('back, while a page is on its way, stays on the page on screen', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route(API, () => {});
  await followsLink(page);
  await expect(page).toHaveURL(articlePath('embedded', RELATED.id));
  const cancelled = page.waitForEvent('requestfailed', (request) => request.url().endsWith(ENDPOINT));
  await page.goBack();
  await cancelled;
  await expect(page).toHaveURL(SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expectSamePage(page);
});

test('blocks and fields of a later version are skipped with one warning, and the rest shows', async ({ page, watch }) => {
  watch.allow(/^articles\/rb1hf7aq\.json: skipped /);
  const [first, ...rest] = ARTICLE.body;
  const body = [first, { kind: 'hologram', depth: 3 }, { kind: 'quote', blocks: [{ kind: 'hologram' }] }, ...rest];
  await page.route(API, json({ ...ARTICLE, mood: 'calm', body }));
  await followsLink(page);
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(page.getByRole('article').getByRole('paragraph').nth(1)).toHaveText(first.spans.map((span: { text: string }) => span.text).join(''));
  expect(watch.messages).toEqual([`warning: ${ENDPOINT}: skipped a block of kind hologram, mood`]);
});

test('an address that nobody published is answered with 404', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  for (const path of [PAGE_KINDS['not-found'], '/tin-tuc/khong-co-zzzzzzzz/', '/chuyen-muc/khong-co/', '/trang/khong-co/', '/the/khong-co/', '/tin-moi/trang-99/']) {
    const response = await openApp(page, path);
    expect(response?.status(), path).toBe(404);
    await expect(title(page)).toHaveText(NOT_FOUND);
    await expect(page).toHaveTitle(`${NOT_FOUND} - Sở Nội vụ Lai Châu`);
    await expect(page).toHaveURL(path);
    await expect(page.getByRole('main').getByRole('link').first()).toHaveText('Về trang chủ');
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  }
});

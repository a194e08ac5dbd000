// The app is blocked, missing, broken or trapped: every page can be read, and every link is an ordinary link.

import { BROWSER_NOTES, PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, appHasFailed, appIsReady, articlePath, expect, expectNewPage, isPage, mainNavigation, markPage, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

/** The smallest module that traps as it starts. */
const TRAPPING_WASM = Buffer.from('0061736d01000000010401600000030201000801000a05010300000b', 'hex');

const WASM = '**/assets/*.wasm';
const GLUE = '**/assets/portal-app-*.js';

/** How the app is kept from running. */
const OBSTACLES: [name: string, block: (page: Page) => Promise<unknown>][] = [
  ['its wasm is blocked', (page) => page.route(WASM, (route) => route.abort('blockedbyclient'))],
  ['its wasm is missing', (page) => page.route(WASM, (route) => route.fulfill({ status: 404 }))],
  ['its wasm is an HTML page', (page) => page.route(WASM, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Đăng nhập mạng</title>' }))],
  ['its wasm is cut short', (page) => page.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: TRAPPING_WASM.subarray(0, 20) }))],
  ['its wasm traps as it starts', (page) => page.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: TRAPPING_WASM }))],
  ['its glue is blocked', (page) => page.route(GLUE, (route) => route.abort('blockedbyclient'))],
  ['its glue is missing', (page) => page.route(GLUE, (route) => route.fulfill({ status: 404 }))],
  ['its glue is broken', (page) => page.route(GLUE, (route) => route.fulfill({ contentType: 'text/javascript', body: 'export default function (' }))],
  ['the browser has no WebAssembly', (page) => page.addInitScript(() => Reflect.deleteProperty(window, 'WebAssembly'))],
  ['a policy forbids WebAssembly', forbidWasm],
];

/** What the console may say then: the browser's notes, the glue's advice, and one line of the portal. */
const EXPECTED = [BROWSER_NOTES, /^policy: script-src wasm-eval/, /Content Security Policy directive/, /^`WebAssembly\.instantiateStreaming` failed/, /^portal: the app is not running/];

/** As a proxy or an administrator might: the header's policy comes on top of the page's own. */
async function forbidWasm(page: Page) {
  await page.route(isPage, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': "script-src 'self'" } });
  });
}

/** The article is whole, and links are ordinary page loads. */
async function expectOrdinaryPage(page: Page) {
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page.getByRole('article')).toContainText('Giao Sở Tài chính cân đối kinh phí phân bổ');
  await expect(page.getByRole('contentinfo')).toContainText('Vừ A Tiến - Giám đốc');
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
  await expect(page).toHaveURL(articlePath('embedded', RELATED.id));
  await expect(title(page)).toHaveText(RELATED.title);
  await expectNewPage(page);
}

for (const [name, block] of OBSTACLES) {
  test(`when ${name}, the site works as ordinary pages`, async ({ page, watch }) => {
    watch.allow(...EXPECTED);
    await block(page);
    await page.goto(SEED_PATH);
    await appHasFailed(page);
    await expectOrdinaryPage(page);
    await appHasFailed(page);
    await mainNavigation(page).getByText('Tin tức sự kiện', { exact: true }).click();
    await mainNavigation(page).getByRole('link', { name: 'Xây dựng chính quyền và Công tác thanh niên' }).click();
    await expect(title(page)).toHaveText('Xây dựng chính quyền và Công tác thanh niên');
    await page.goBack();
    await expect(title(page)).toHaveText(RELATED.title);
    expect(watch.messages.filter((message) => message.startsWith('error: portal: the app is not running'))).not.toEqual([]);
  });
}

test('wasm of the wrong media type runs all the same', async ({ page, watch }) => {
  watch.allow(/`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application\/wasm` MIME type/);
  await page.route(WASM, async (route) => route.fulfill({ response: await route.fetch(), contentType: 'application/octet-stream' }));
  await openApp(page, SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
});

/** What the browser reports when running wasm traps. */
function trap(page: Page) {
  return page.evaluate(() => {
    const error = new WebAssembly.RuntimeError('unreachable');
    window.dispatchEvent(new ErrorEvent('error', { error, message: error.message }));
  });
}

/** Nothing of the app, which starts once the page is complete, hears of history after a trap. Runs in the browser. */
function silenceTrappedApp() {
  const { addEventListener } = window;
  const isTrapped = () => document.documentElement.dataset.app === 'failed';
  window.addEventListener = (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions) => {
    const isApps = typeof listener === 'function' && type === 'popstate' && document.readyState === 'complete' && !isTrapped();
    addEventListener.call(window, type, isApps ? (event: Event) => isTrapped() || listener(event) : listener, options);
  };
}

test('when the app traps later, links are ordinary page loads from then on', async ({ page, watch }) => {
  watch.allow(/^portal: the app is not running/);
  await openApp(page, SEED_PATH);
  await trap(page);
  await appHasFailed(page);
  await expectOrdinaryPage(page);
  await appIsReady(page);
  expect(watch.messages).toEqual([expect.stringMatching(/^error: portal: the app is not running/)]);
});

test('when the app traps later, back and forward still lead to their pages', async ({ page, watch }) => {
  watch.allow(/^portal: the app is not running/);
  await page.addInitScript(silenceTrappedApp);
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await trap(page);
  await page.goBack();
  await expect(page).toHaveURL(SEED_PATH);
  await expect(title(page)).toHaveText(SEED_TITLE);
});

test('when the app cannot start, the shell says so and offers a way on', async ({ page, baseURL, watch }) => {
  watch.allow(...EXPECTED);
  await page.route(WASM, (route) => route.abort('blockedbyclient'));
  await page.goto('/app.html');
  await appHasFailed(page);
  await expect(page.getByRole('main')).toContainText('Trình duyệt này chưa mở được trang theo cách thông thường.');
  await expect(page.getByText('Đang tải…')).toHaveCount(0);
  await page.getByRole('link', { name: 'Về trang chủ' }).click();
  await expect(page).toHaveURL(`${baseURL}/`);
  await expect(title(page)).toHaveText('Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu');
});

test('when the app traps before the first touch, the first tap already follows the link', async ({ page, watch }) => {
  watch.allow(...EXPECTED);
  await page.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: TRAPPING_WASM }));
  await page.goto(SEED_PATH, { waitUntil: 'commit' });
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every kind of page can be read and left', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    for (const path of Object.values(PAGE_KINDS)) {
      await page.goto(path);
      await expect(title(page)).toBeVisible();
      await expect(page.getByRole('contentinfo')).toContainText('Vừ A Tiến - Giám đốc');
      await page.getByRole('contentinfo').getByRole('link', { name: 'Liên hệ' }).click();
      await expect(title(page)).toHaveText('Liên hệ');
    }
  });
});

// The counter of page views: one view a page, however it was opened; none without the setting, none of readers who ask not to be tracked.
//
// The state's script and its tracker are played by this test: the addresses of the settings, answered in the browser's
// network, so that the page's policy is held to them as to the real ones. Nobody else may be asked.

import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { startPortal } from '../browser/portal-server.mjs';
import { BROWSER_NOTES, SEED_TITLE, appIsReady, expect, expectSamePage, markPage, openApp, test as base, title } from './portal';

const repository = join(import.meta.dirname, '../..');
const PORTAL = process.env.PORTAL_BIN ?? join(repository, 'target/native/portal');
const APP = process.env.PORTAL_APP ?? join(repository, 'target/app');

const SCRIPT = 'https://emc.portal.example/embed/gov-tracking.min.js';
const TRACKER = 'https://track.portal.example/tracking';
const SETTINGS = `
[analytics]
kind = "emc"
tracker_url = "${TRACKER}"
script_url = "${SCRIPT}"
site_id = "42"
`;

/** The embedded content, counted: published and served once a worker. */
const test = base.extend<{}, { counted: string }>({
  counted: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'portal-counted-'));
      const content = join(folder, 'content');
      cpSync(join(repository, 'content'), content, { recursive: true });
      appendFileSync(join(content, 'site.toml'), SETTINGS);
      const site = join(folder, 'site');
      execFileSync(PORTAL, ['publish', '--content', content, '--app', APP, '--out', site, '--no-compression'], { stdio: 'pipe' });
      const server = await startPortal(realpathSync(site));
      await use(server.origin);
      server.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ counted }, use) => use(counted),
});

/** What the state's script does with its messages: keeps the settings, and sends each view by a picture. */
const STAND_IN = `(() => {
  const settings = { url: location.href, title: document.title };
  const handle = {
    setTrackerUrl: (url) => { settings.tracker = url; },
    setSiteId: (id) => { settings.site = id; },
    setCustomUrl: (url) => { settings.url = url; },
    setDocumentTitle: (title) => { settings.title = title; },
    enableLinkTracking: () => {},
    trackPageView: () => {
      // Never the same address twice: a picture that was seen before is not asked for.
      const query = new URLSearchParams({ site: settings.site, url: new URL(settings.url).pathname, title: settings.title, time: Date.now() + Math.random() });
      new Image().src = settings.tracker + '?' + query;
      fetch(settings.tracker + '/beacon', { method: 'POST', mode: 'no-cors' });
    },
  };
  const waiting = window._govaq;
  const run = ([name, ...values]) => handle[name](...values);
  // Like the real one, it gets the address before it reports.
  const isSetting = ([name]) => name.startsWith('set');
  waiting.filter(isSetting).forEach(run);
  waiting.filter((message) => !isSetting(message)).forEach(run);
  window._govaq = { push: run };
})();`;

type View = { site: string | null; url: string | null; title: string | null };

/** Plays the state's system; returns the views reported to it. */
async function playSystem(page: Page): Promise<View[]> {
  const views: View[] = [];
  await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: STAND_IN }));
  await page.route(`${TRACKER}?*`, (route) => {
    const { searchParams } = new URL(route.request().url());
    views.push({ site: searchParams.get('site'), url: searchParams.get('url'), title: searchParams.get('title') });
    return route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' });
  });
  await page.route(`${TRACKER}/beacon`, (route) => route.fulfill({ status: 204 }));
  return views;
}

/** This test may ask the state's system, and nobody else. */
const SYSTEM = /^asked elsewhere: https:\/\/(emc|track)\.portal\.example\//;

function footerLink(page: Page, name: string) {
  return page.getByRole('contentinfo').getByRole('link', { name, exact: true });
}

test('each page is one view: the first, those the app opens, and those the reader goes back to', async ({ page, watch }) => {
  watch.allow(SYSTEM);
  const views = await playSystem(page);
  await openApp(page, '/');
  await expect.poll(() => views.length).toBe(1);
  await markPage(page);

  await page.getByRole('link', { name: SEED_TITLE }).first().click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect.poll(() => views.length).toBe(2);
  const article = new URL(page.url()).pathname;
  await footerLink(page, 'Giới thiệu').click();
  await expect(title(page)).toHaveText('Giới thiệu');
  await expect.poll(() => views.length).toBe(3);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect.poll(() => views.length).toBe(4);
  await expectSamePage(page);

  // A link to the current page opens nothing.
  await footerLink(page, 'Liên hệ').click();
  await expect(title(page)).toHaveText('Liên hệ');
  await expect.poll(() => views.length).toBe(5);
  await footerLink(page, 'Liên hệ').click();
  await page.reload();
  await appIsReady(page);
  await expect.poll(() => views.length).toBe(6);

  expect(views.map((view) => view.url)).toEqual(['/', article, '/trang/gioi-thieu/', article, '/trang/lien-he/', '/trang/lien-he/']);
  expect(new Set(views.map((view) => view.site))).toEqual(new Set(['42']));
  expect(views[1]?.title).toContain(SEED_TITLE);
  expect(views[2]?.title).toContain('Giới thiệu');
  expect(views[3]?.title).toContain(SEED_TITLE);
});

test('the system hears its own snippet, in its order', async ({ page, watch }) => {
  watch.allow(SYSTEM);
  await page.route(SCRIPT, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  await openApp(page, '/trang/gioi-thieu/');
  const said = () => page.evaluate(() => (window as unknown as { _govaq: unknown })._govaq);
  expect(await said()).toEqual([['trackPageView'], ['enableLinkTracking'], ['setTrackerUrl', TRACKER], ['setSiteId', '42']]);
  await footerLink(page, 'Liên hệ').click();
  await expect(title(page)).toBeFocused();
  await expect.poll(async () => ((await said()) as unknown[]).length).toBe(7);
  expect(((await said()) as unknown[]).slice(4)).toEqual([
    ['setCustomUrl', new URL('/trang/lien-he/', page.url()).href],
    ['setDocumentTitle', await page.title()],
    ['trackPageView'],
  ]);
});

for (const [name, answer] of [
  ['is blocked', 'blockedbyclient'],
  ['is down', 'connectionrefused'],
] as const) {
  test(`a system that ${name} disturbs nothing`, async ({ page, watch }) => {
    watch.allow(SYSTEM, BROWSER_NOTES);
    await page.route(SCRIPT, (route) => route.abort(answer));
    await openApp(page, '/');
    await page.getByRole('link', { name: SEED_TITLE }).first().click();
    await expect(title(page)).toHaveText(SEED_TITLE);
    await expect(title(page)).toBeFocused();
    expect(watch.messages).toEqual([]);
  });
}

test('a tracker that does not answer disturbs nothing', async ({ page, watch }) => {
  watch.allow(SYSTEM, BROWSER_NOTES, /^uncaught: Failed to fetch/);
  await playSystem(page);
  await page.route(`${TRACKER}**`, (route) => route.abort('connectionrefused'));
  await openApp(page, '/');
  await page.getByRole('link', { name: SEED_TITLE }).first().click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(title(page)).toBeFocused();
});

for (const [name, wish] of [
  ['Global Privacy Control', { globalPrivacyControl: true }],
  ['Do Not Track', { doNotTrack: '1' }],
] as const) {
  test(`who asks not to be followed by ${name} is not counted`, async ({ page }) => {
    await page.addInitScript((wish) => {
      for (const [key, value] of Object.entries(wish)) Object.defineProperty(navigator, key, { configurable: true, get: () => value });
    }, wish);
    await openApp(page, '/');
    await footerLink(page, 'Liên hệ').click();
    await expect(title(page)).toBeFocused();
    // The watch fails this test at the first request to anybody else.
    expect(await page.evaluate(() => '_govaq' in window)).toBe(false);
  });
}

test('the policy admits the two named origins and nobody else', async ({ page, watch }) => {
  watch.allow(SYSTEM, BROWSER_NOTES, /^policy: /, /Content Security Policy/, /^asked elsewhere: https:\/\/elsewhere\.portal\.example\//);
  await playSystem(page);
  await openApp(page, '/');
  const blocked = await page.evaluate(async () => {
    const seen = new Set<string>();
    document.addEventListener('securitypolicyviolation', (event) => seen.add(`${event.effectiveDirective} ${new URL(event.blockedURI).host}`));
    const script = document.createElement('script');
    script.src = 'https://track.portal.example/other.js';
    document.head.append(script);
    new Image().src = 'https://emc.portal.example/picture.png';
    new Image().src = 'https://elsewhere.portal.example/picture.png';
    await fetch('https://elsewhere.portal.example/').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    // The policy is in the header and in the document: each reports it.
    return [...seen].sort();
  });
  expect(blocked).toEqual([
    'connect-src elsewhere.portal.example',
    'img-src elsewhere.portal.example',
    'img-src emc.portal.example',
    'script-src-elem track.portal.example',
  ]);
});

base.describe('a site without a counter', () => {
  base('asks nobody else and says nothing to anybody', async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await openApp(page, '/');
    await page.getByRole('link', { name: SEED_TITLE }).first().click();
    await expect(title(page)).toHaveText(SEED_TITLE);
    expect(await page.evaluate(() => '_govaq' in window)).toBe(false);
    expect(asked.filter((path) => path.includes('analytics'))).toEqual([]);
  });
});

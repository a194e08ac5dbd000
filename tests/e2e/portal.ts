// What every journey needs: a published site that is served, a page that is watched, and the list of pages.
//
// Owns no journey. A page that says anything unexpected in the console, opens a dialog or asks another site for something fails its test.

import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import { test as base, expect, type Locator, type Page } from '@playwright/test';

import { startPortal } from '../browser/portal-server.mjs';

export { expect };

/** Which published site a test reads. */
export type Content = 'embedded' | 'generated' | 'large';

const here = import.meta.dirname;
const SITES: Record<Content, string> = {
  embedded: process.env.PORTAL_SITE ?? join(here, '../../target/site'),
  generated: process.env.PORTAL_TEST_SITE ?? join(here, '../../target/test-site/www'),
  large: process.env.PORTAL_LARGE_SITE ?? join(here, '../../target/large-site/www'),
};

/** The department's own site, for servers that a journey starts itself. */
export const SITE = SITES.embedded;

/** The generated content folder, which names its cases' ids. */
const GENERATED_CONTENT = process.env.PORTAL_TEST_CONTENT ?? join(SITES.generated, '../../test-content');

/** The browser itself says this of every answer of 400 and more, and of every request that got none. */
export const BROWSER_NOTES = /^Failed to load resource: /;

/** A debug build says this where nothing was prerendered. */
const CLIENT_RENDER_WARNING = /^It seems like you're trying to use Leptos in client-side rendering mode/;

/** Journeys without `serviceWorkers: 'allow'` have none. */
const WITHOUT_WORKER = /^Service Worker registration blocked by Playwright/;

type Options = { content: Content };
type Fixtures = { watch: Watch };
type WorkerFixtures = { origin: (content: Content) => Promise<string> };

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  content: ['embedded', { option: true }],

  origin: [
    async ({}, use) => {
      const servers = new Map<Content, ReturnType<typeof startPortal>>();
      await use(async (content) => {
        if (!servers.has(content)) servers.set(content, startPortal(realpathSync(SITES[content])));
        return (await servers.get(content)!).origin;
      });
      for (const server of servers.values()) (await server).stop();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ content, origin }, use) => use(await origin(content)),

  watch: [
    async ({ page, baseURL }, use) => {
      const watch = new Watch(baseURL!);
      await watch.start(page);
      await use(watch);
      expect(watch.unexpected(), 'the page said or did something unexpected').toEqual([]);
    },
    { auto: true },
  ],
});

/** Records everything a page logs and requests. */
export class Watch {
  /** What the console said, as `type: text`, without the browser's own notes and what is said of a worker that journeys do without. */
  readonly messages: string[] = [];
  private readonly troubles: string[] = [];
  private readonly allowed: RegExp[] = [CLIENT_RENDER_WARNING, WITHOUT_WORKER];

  constructor(private readonly origin: string) {}

  async start(page: Page) {
    page.on('console', (message) => {
      if (![BROWSER_NOTES, WITHOUT_WORKER].some((note) => note.test(message.text()))) this.messages.push(`${message.type()}: ${message.text()}`);
      this.note(message.text(), message.location().url);
    });
    page.on('pageerror', (error) => this.note(`uncaught: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.note(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(`${this.origin}/`)) this.note(`asked elsewhere: ${request.url()}`);
    });
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
  }

  /** Says what this test makes the page say. */
  allow(...patterns: RegExp[]) {
    this.allowed.push(...patterns);
  }

  unexpected() {
    return this.troubles.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
  }

  private note(text: string, place = '') {
    this.troubles.push(place ? `${text} (${place})` : text);
  }
}

/** A document of the published content API, below its base. */
export function apiDocument(content: Content, endpoint: string) {
  return JSON.parse(readFileSync(join(SITES[content], 'api/v1', endpoint), 'utf8'));
}

/** An article's address by its id. */
export function articlePath(content: Content, id: string): string {
  return apiDocument(content, `articles/${id}.json`).path;
}

/** The address of a generated article that breaks things, by the name of its case. */
export function casePath(name: string): string {
  const ids = JSON.parse(readFileSync(join(GENERATED_CONTENT, 'cases.json'), 'utf8'));
  return articlePath('generated', ids[name]);
}

/** The department's real article. */
export const SEED_ID = 'hwi3cbr3';
export const SEED_PATH = articlePath('embedded', SEED_ID);
export const SEED_TITLE =
  'Ủy ban bầu cử tỉnh Lai Châu tổ chức họp về triển khai công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';

/** One of the articles beside it. */
export const RELATED = { id: 'rb1hf7aq', title: 'Hội nghị tập huấn nghiệp vụ công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026' };
export const OTHER_RELATED = { id: 'dkmfz25h', title: 'Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh Lai Châu và Sơn La' };

/** Every kind of page of the embedded content. */
export const PAGE_KINDS = {
  home: '/',
  article: SEED_PATH,
  section: '/chuyen-muc/xay-dung-chinh-quyen-va-cong-tac-thanh-nien/',
  month: '/chuyen-muc/tin-tuc-su-kien/2021-03/',
  latest: '/tin-moi/',
  tag: '/the/bau-cu/',
  standing: '/trang/gioi-thieu/',
  search: '/tim-kiem/',
  'site-map': '/so-do-trang/',
  widgets: '/nhung/',
  'not-found': '/khong-co-trang-nay/',
};

/** The same in English, where there is such a page. */
export const ENGLISH_KINDS = {
  home: '/en/',
  latest: '/en/tin-moi/',
  standing: '/en/trang/about/',
  search: '/en/tim-kiem/',
  'site-map': '/en/so-do-trang/',
  widgets: '/en/nhung/',
};

/** What the app tells a screen reader; other status lines belong to a tool. */
export const announcement = (page: Page) => page.getByRole('status').first();

/** For interception: the addresses of pages, and nothing else; a widget's frame is none. */
export const isPage = (url: URL) => url.pathname.endsWith('/') && !url.pathname.startsWith('/embed/');

/** Opens a page and waits until the app has taken it over. */
export async function openApp(page: Page, path: string) {
  const response = await page.goto(path);
  await appIsReady(page);
  return response;
}

/** The root element says so: no reader sees a difference. */
export async function appIsReady(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('data-app', 'ready', { timeout: 20_000 });
}

export async function appHasFailed(page: Page) {
  await expect(page.locator('html')).toHaveAttribute('data-app', 'failed', { timeout: 20_000 });
}

/** The page's one heading of the first level. */
export function title(page: Page): Locator {
  return page.getByRole('heading', { level: 1 });
}

export function mainNavigation(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Điều hướng chính' });
}

/** A link of the list under an article. */
export function relatedLink(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Tin liên quan' }).getByRole('link', { name, exact: true });
}

/** Leaves a mark that any page load wipes out. */
export async function markPage(page: Page) {
  await page.evaluate(() => Object.assign(window, { isStillHere: true }));
}

/** No page load has happened since the mark. */
export async function expectSamePage(page: Page) {
  expect(await page.evaluate(() => 'isStillHere' in window), 'there was a page load').toBe(true);
}

/** A page load has happened since the mark. */
export async function expectNewPage(page: Page) {
  // Between two documents there is none to ask.
  await expect.poll(() => page.evaluate(() => 'isStillHere' in window).catch(() => true), 'there was no page load').toBe(false);
}

export function scrollTop(page: Page): Promise<number> {
  return page.evaluate(() => Math.round(window.scrollY));
}

/** What of the page has moved by itself so far, and from where to where. */
export async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    type Shift = { value: number; sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[] };
    const moved: string[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as unknown as Shift[]) {
        for (const { node, previousRect, currentRect } of sources) moved.push(`${value}: ${node?.nodeName} ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return async () => {
    await page.waitForTimeout(300);
    return page.evaluate(() => (window as unknown as { moved: string[] }).moved);
  };
}

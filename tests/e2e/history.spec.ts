// The history as a reader knows it: every link that is followed is one entry with its own address, and *back* leads to the entry before.
//
// A model of the history and seeded random walks over it, then the faults by name. PORTAL_WALK_SEEDS and PORTAL_WALK_STEPS make the walks longer.

import type { Page } from '@playwright/test';

import {
  BROWSER_NOTES, type Content, PAGE_KINDS, RELATED, SEED_PATH, SEED_TITLE, announcement, articlePath, expect, expectSamePage, markPage, openApp, appIsReady,
  relatedLink, scrollTop, test, title,
} from './portal';

const SEEDS = (process.env.PORTAL_WALK_SEEDS ?? '1 2 3').split(' ').map(Number);
const STEPS = Number(process.env.PORTAL_WALK_STEPS ?? 40);
const WORDS = ['bầu cử', 'cán bộ', 'hội nghị', 'đại biểu', 'công chức', 'không-có-từ-này'];

const searchLink = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Tìm kiếm' });
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Từ cần tìm' });
const results = (page: Page) => page.getByRole('main').getByRole('list').first().getByRole('heading', { level: 2 });

/** One entry of the history, as it has to be. */
type Entry = { path: string; search: string; hash: string; scroll: number; followed?: string };

const addressOf = ({ path, search, hash }: Entry) => path + search + hash;

/** The heading has the focus, or on a return the link that was followed, or what opens the menu it is in. Runs in the page. */
function isFocusRight(followed: string | undefined) {
  const focused = document.activeElement!;
  if (followed === undefined) return focused.localName === 'h1';
  const isIt = focused.getAttribute('href') === followed || focused.localName === 'summary' && !!focused.closest('details')!.querySelector(`a[href="${followed}"]`);
  return isIt || focused.outerHTML;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the history has to hold, and a reader who goes through it by chance. */
class Walk {
  private readonly entries: Entry[] = [];
  private at = 0;
  private before = 0;
  /** What was done, for the message of a failure. */
  readonly log: string[] = [];
  private readonly heads = new Map<string, { title: string; heading: string }>();

  constructor(
    private readonly page: Page,
    private readonly chance: () => number,
  ) {}

  async start(path: string) {
    await openApp(this.page, path);
    await markPage(this.page);
    this.before = await this.page.evaluate(() => history.length - 1);
    this.entries.push({ path, search: '', hash: '', scroll: 0 });
    await this.check({ isFocused: false });
  }

  async step() {
    const steps: [weight: number, act: () => Promise<void>][] = [
      [5, () => this.followLink()],
      [2, () => this.search()],
      [2, () => this.followResult()],
      [1, () => this.followFragment()],
      [4, () => this.traverse(-1)],
      [2, () => this.traverse(1)],
      [1, () => this.traverse(-2)],
      [1, () => this.traverse(2)],
      [1, () => this.reload()],
    ];
    let left = this.chance() * steps.reduce((sum, [weight]) => sum + weight, 0);
    const chosen = steps.find(([weight]) => (left -= weight) < 0) ?? steps[0]!;
    if (this.chance() < 0.5) await this.scroll();
    await chosen[1]();
  }

  /** Back to the first entry, one by one. */
  async unwind() {
    while (this.at > 0) await this.traverse(-1);
  }

  private get here() {
    return this.entries[this.at]!;
  }

  private one<T>(many: T[]): T {
    return many[Math.floor(this.chance() * many.length)]!;
  }

  private push(entry: Entry) {
    this.entries.splice(this.at + 1, Infinity, entry);
    this.at += 1;
  }

  private async leave() {
    this.here.scroll = await scrollTop(this.page);
  }

  private async scroll() {
    // Results come late after a reload: their page is then too short to return to a place.
    if (this.here.path.endsWith('/tim-kiem/')) return;
    await this.page.evaluate((part) => window.scrollTo(0, Math.round(part * (document.documentElement.scrollHeight - innerHeight))), this.chance());
    this.log.push(`scroll to ${await scrollTop(this.page)}`);
  }

  /** Any link on the page that the app follows, hidden ones too: a script's click needs no place on the screen. */
  private async followLink() {
    const links = await this.page.locator('#app a[href]').evaluateAll((links) =>
      (links as HTMLAnchorElement[]).filter((link) => link.origin === location.origin && link.pathname.endsWith('/') && !link.pathname.startsWith('/en/') && !link.hash && !link.download && !link.target && !link.dataset.tool).map((link) => link.pathname + link.search),
    );
    await this.click(this.one(links));
  }

  private async click(href: string) {
    this.log.push(`follow ${href}`);
    await this.leave();
    const isPage = await this.page.evaluate((href) => {
      const links = document.querySelectorAll<HTMLAnchorElement>('#app a[href]');
      const link = [...links].find((link) => link.origin === location.origin && link.pathname + link.search === href && !link.hash);
      link!.click();
      return true;
    }, href);
    expect(isPage).toBe(true);
    const left = this.here;
    const url = new URL(href, 'http://portal/');
    // The same address again is no new entry.
    if (href !== this.here.path + this.here.search) this.push({ path: url.pathname, search: url.search, hash: '', scroll: 0 });
    else this.here.scroll = 0;
    delete this.here.followed;
    await this.check({ isFocused: true });
    left.followed = href;
  }

  private async followFragment() {
    this.log.push('follow #main');
    await this.leave();
    await this.page.evaluate(() => document.querySelector<HTMLAnchorElement>('#app a[href="#main"]')!.click());
    this.here.followed = '#main';
    if (this.here.hash !== '#main') this.push({ ...this.here, hash: '#main' });
    await expect.poll(() => this.page.evaluate(() => location.hash)).toBe('#main');
    this.here.scroll = await scrollTop(this.page);
    await this.check({ isFocused: false });
  }

  /** Goes to the search by its link, unless it is there, and searches: an entry of its own. */
  private async search() {
    if (this.here.path !== PAGE_KINDS.search) {
      this.log.push('follow the search link');
      await this.leave();
      const left = this.here;
      await searchLink(this.page).evaluate((link: HTMLElement) => link.click());
      this.push({ path: PAGE_KINDS.search, search: '', hash: '#search-terms', scroll: 0 });
      await this.check({ isFocused: false });
      await expect(searchBox(this.page), this.explain()).toBeFocused();
      left.followed = PAGE_KINDS.search + '#search-terms';
    }
    // Before its script has come the form is sent as forms are.
    await this.page.evaluate(() => customElements.whenDefined('portal-search').then(() => {}));
    const words = this.one(WORDS);
    this.log.push(`search ${words}`);
    await this.leave();
    await searchBox(this.page).fill(words);
    await searchBox(this.page).press('Enter');
    const search = `?${new URLSearchParams({ q: words })}`;
    if (search !== this.here.search) {
      this.push({ path: PAGE_KINDS.search, search, hash: '', scroll: 0 });
    }
    await expect.poll(() => this.page.evaluate(() => location.search)).toBe(search);
    await expect(this.page.locator('portal-search').getByRole('status'), this.explain()).toHaveText(/kết quả/);
    await this.leave();
    await this.check({ isFocused: false });
  }

  private async followResult() {
    if (this.here.path !== PAGE_KINDS.search || !this.here.search) return this.search();
    const found = await this.page.locator('portal-search [data-part=results] a').evaluateAll((links) => (links as HTMLAnchorElement[]).map((link) => link.pathname + link.search));
    if (found.length) await this.click(this.one(found));
  }

  private async traverse(by: number) {
    const target = this.entries[this.at + by];
    if (!target) return;
    this.log.push(`go ${by}`);
    await this.leave();
    // Among searches the field may keep the focus.
    const isSamePage = target.path === this.here.path && (target.search === this.here.search || target.path === PAGE_KINDS.search);
    this.at += by;
    await this.page.evaluate((by) => history.go(by), by);
    await this.check({ isFocused: !isSamePage });
  }

  private async reload() {
    this.log.push('reload');
    await this.leave();
    // A page that is loaded anew has the notice at its foot, unless it carries it in itself; what is being read stays where it is.
    const above = await this.page.getByRole('complementary', { name: 'Thông báo' }).evaluateAll((notices) => notices.reduce((sum, notice) => sum + ('late' in (notice as HTMLElement).dataset ? 0 : (notice as HTMLElement).offsetHeight), 0));
    if (this.here.path !== PAGE_KINDS.home) this.here.scroll = Math.max(0, this.here.scroll - above);
    await this.page.reload();
    await appIsReady(this.page);
    await markPage(this.page);
    await this.check({ isFocused: false, give: 30 });
    await this.leave();
  }

  /** Everything a reader could notice. The place may differ by `give` pixels. */
  private async check({ isFocused, give = 1 }: { isFocused: boolean; give?: number }) {
    const { page } = this;
    const expected = await this.expected();
    const words = this.words();
    const title = words ? `${words} - ${expected.title}` : expected.title;
    const seen = () =>
      page.evaluate(() => ({
        address: location.pathname + location.search + location.hash,
        title: document.title,
        heading: document.querySelector('#app h1')?.textContent?.replace(/\s+/g, ' ').trim(),
        pages: document.querySelectorAll('main h1').length,
        isBusy: document.querySelector('main')?.ariaBusy,
        entries: history.length,
        words: document.querySelector<HTMLInputElement>('portal-search [name=q]')?.value ?? null,
      }));
    await expect
      .poll(seen, this.explain())
      .toEqual({ ...expected, title, address: addressOf(this.here), pages: 1, isBusy: 'false', entries: this.before + this.entries.length, words });
    // After a reload the fonts are there from the beginning: a page, and what is above a place, may be shorter by a line.
    const isInPlace = ({ scroll, give }: { scroll: number; give: number }) => {
      const place = Math.min(scroll, document.documentElement.scrollHeight - innerHeight);
      return Math.abs(scrollY - place) <= give || `${scrollY} px instead of ${place}`;
    };
    await expect.poll(() => page.evaluate(isInPlace, { scroll: this.here.scroll, give }), this.explain()).toBe(true);
    if (isFocused) await expect.poll(() => page.evaluate(isFocusRight, this.here.followed), this.explain()).toBe(true);
    if (this.here.search) await expect(page.locator('portal-search').getByRole('status'), this.explain()).toHaveText(/kết quả/);
    await expectSamePage(page);
  }

  private words() {
    if (this.here.path !== PAGE_KINDS.search) return null;
    return new URLSearchParams(this.here.search).get('q') ?? '';
  }

  /** Title and heading as they are published. */
  private async expected() {
    const { path } = this.here;
    if (!this.heads.has(path)) {
      const html = await (await this.page.request.get(path)).text();
      const head = await this.page.evaluate((html) => {
        const published = new DOMParser().parseFromString(html, 'text/html');
        return { title: published.title, heading: published.querySelector('#app h1')!.textContent!.replace(/\s+/g, ' ').trim() };
      }, html);
      this.heads.set(path, head);
    }
    return this.heads.get(path)!;
  }

  private explain() {
    const entries = this.entries.map((entry, index) => `${index === this.at ? '→' : ' '} ${addressOf(entry)} at ${entry.scroll}`);
    return { message: `${this.log.join('\n')}\n\n${entries.join('\n')}` };
  }
}

for (const [index, seed] of SEEDS.entries()) {
  const content: Content = index % 2 === 0 ? 'embedded' : 'generated';
  test.describe(content, () => {
    test.use({ content });
    test(`a walk of ${STEPS} steps finds every entry where the model has it, seed ${seed}`, async ({ page, watch }) => {
      test.setTimeout(60_000 + STEPS * 3_000);
      watch.allow(BROWSER_NOTES);
      const walk = new Walk(page, random(seed));
      await walk.start(PAGE_KINDS.home);
      for (let step = 0; step < STEPS; step += 1) await walk.step();
      await walk.unwind();
    });
  });
}

test('a result that is opened again keeps the entry of the results', async ({ page }) => {
  await openApp(page, PAGE_KINDS.home);
  await markPage(page);
  await searchLink(page).click();
  // The home page has a field of the same name.
  await expect(title(page)).toHaveText('Tìm kiếm');
  await searchBox(page).fill('bau cu');
  // Two articles have this title.
  const result = page.locator(`portal-search a[href="${SEED_PATH}"]`);
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(page).toHaveURL(SEED_PATH);
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(title(page)).toHaveText('Tìm kiếm');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/#search-terms');
  await page.goBack();
  await expect(page).toHaveURL('/');
  await expectSamePage(page);
});

test('the search link on a page of results leads to an empty search, and back to the results', async ({ page }) => {
  await openApp(page, '/tim-kiem/?q=bau+cu');
  await expect(results(page).first()).toBeVisible();
  await markPage(page);
  await searchLink(page).click();
  await expect(page).toHaveURL('/tim-kiem/#search-terms');
  await expect(searchBox(page)).toHaveValue('');
  await expect(results(page)).toHaveCount(0);
  await expect(searchBox(page)).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await expect(results(page).first()).toBeVisible();
  await page.goForward();
  await expect(searchBox(page)).toHaveValue('');
  await expectSamePage(page);
});

test('words that are still being typed belong to the page that is left', async ({ page }) => {
  await openApp(page, '/tim-kiem/');
  await markPage(page);
  await searchBox(page).fill('bau cu');
  await page.evaluate(() => document.querySelector<HTMLAnchorElement>('header a[href="/"]')!.click());
  await expect(page).toHaveURL('/');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
  await expectSamePage(page);
});

test('going back among searches does not carry what was typed into another entry', async ({ page }) => {
  await openApp(page, '/tim-kiem/');
  await page.getByRole('link', { name: 'Đến nội dung chính' }).press('Enter');
  await expect(page).toHaveURL('/tim-kiem/#main');
  await searchBox(page).fill('bau cu');
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await page.goBack();
  await expect(page).toHaveURL('/tim-kiem/#main');
  await expect(searchBox(page)).toHaveValue('');
  await page.goForward();
  await expect(page).toHaveURL('/tim-kiem/?q=bau+cu');
  await expect(searchBox(page)).toHaveValue('bau cu');
});

test('back after a reload finds the place on the page before', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await page.evaluate(() => window.scrollTo(0, 120));
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.reload();
  await appIsReady(page);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect.poll(() => scrollTop(page)).toBe(120);
});

test('not found, shown while a page is on its way, stays', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  let answerLate = async () => {};
  await openApp(page, PAGE_KINDS['not-found']);
  await markPage(page);
  await page.getByRole('main').getByRole('link', { name: 'Về trang chủ' }).click();
  await expect(page).toHaveURL('/');
  await page.route('**/api/v1/search.json', (route) => {
    answerLate = () => route.continue().catch(() => {});
  });
  await searchLink(page).click();
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'true');
  await page.evaluate(() => history.go(-2));
  await expect(title(page)).toHaveText('Không tìm thấy trang');
  await answerLate();
  await page.waitForLoadState('networkidle');
  await expect(title(page)).toHaveText('Không tìm thấy trang');
  await expect(page).toHaveURL(PAGE_KINDS['not-found']);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expectSamePage(page);
});

test('a link to the page on screen, while another is on its way, stays there', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.route(`**/api/v1/articles/${RELATED.id}.json`, () => {});
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).click();
  await expect(page).toHaveURL(articlePath('embedded', RELATED.id));
  await page.evaluate((path) => {
    const link = Object.assign(document.createElement('a'), { href: path });
    document.querySelector('main')!.append(link);
    link.click();
  }, SEED_PATH);
  await expect(page).toHaveURL(SEED_PATH);
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(title(page)).toBeFocused();
  await expect(announcement(page)).toHaveText('');
  await expectSamePage(page);
});

test('back gives the focus to the link that was followed, forward to the heading', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await markPage(page);
  await relatedLink(page, RELATED.title).focus();
  await page.keyboard.press('Enter');
  await expect(title(page)).toBeFocused();
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await expect(announcement(page)).toContainText(SEED_TITLE);
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(title(page)).toBeFocused();
  await expectSamePage(page);
});

test('back gives the focus to the very link, where several lead to one page', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const links = page.getByRole('link', { name: 'Liên hệ', exact: true });
  expect(await links.count()).toBeGreaterThan(1);
  await links.last().click();
  await expect(title(page)).toHaveText('Liên hệ');
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(links.last()).toBeFocused();
});

test('back gives the focus to what opens the menu that the link is in', async ({ page }) => {
  const group = page.getByRole('navigation', { name: 'Điều hướng chính' }).locator('summary');
  const section = page.getByRole('link', { name: 'Xây dựng chính quyền và Công tác thanh niên' });
  await openApp(page, '/');
  await group.click();
  await section.click();
  await expect(title(page)).toHaveText('Xây dựng chính quyền và Công tác thanh niên');
  await page.goBack();
  await expect(group).toBeFocused();
  await page.setViewportSize({ width: 320, height: 568 });
  await page.getByRole('button', { name: 'Danh mục' }).click();
  await page.getByRole('link', { name: 'Giới thiệu' }).first().click();
  await expect(title(page)).toHaveText('Giới thiệu');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Danh mục' })).toBeFocused();
});

test('back gives the focus to a result that comes late, unless the reader has gone on', async ({ page }) => {
  await openApp(page, '/tim-kiem/?q=bau+cu');
  // Two articles have this title.
  const result = page.locator(`portal-search a[href="${SEED_PATH}"]`);
  await result.click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goBack();
  await expect(result).toBeFocused();
});

test('back by page loads gives the focus back, too', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES, /^`WebAssembly/, /^portal: the app is not running/);
  await page.route('**/assets/*.wasm', (route) => route.abort('blockedbyclient'));
  await page.goto(SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
});

for (const kept of ['{', 'null', '[1]', '[["a"]]', '[["/",5]]', '[["/",["\\"]",{}]]]', '{"length":1e9}']) {
  test(`what was kept of links and is broken counts as nothing: ${kept}`, async ({ page }) => {
    await page.addInitScript((kept) => {
      sessionStorage.setItem('portal:left-by', kept.replace('"/"', JSON.stringify(location.href)));
      sessionStorage.setItem('portal:page:/', kept);
    }, kept);
    await openApp(page, SEED_PATH);
    await relatedLink(page, RELATED.title).click();
    await expect(title(page)).toHaveText(RELATED.title);
    await page.goBack();
    await expect(relatedLink(page, RELATED.title)).toBeFocused();
  });
}

test('the page that was arrived on is there offline and costs no request, after another load, too', async ({ page, context, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await page.reload();
  await appIsReady(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await context.setOffline(true);
  await page.goBack();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await expect(relatedLink(page, RELATED.title)).toBeFocused();
  await page.goForward();
  await expect(title(page)).toHaveText(RELATED.title);
  expect(asked.filter((path) => path.startsWith('/api/v1/articles/'))).toEqual([]);
});

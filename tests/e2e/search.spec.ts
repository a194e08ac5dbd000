// A reader looks for words: what is found and in which order, by hand and by keyboard, and what is said when nothing can be found.

import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { BROWSER_NOTES, SEED_TITLE, appIsReady, expect, expectSamePage, markPage, openApp, test, title } from './portal';
import { QUERIES, type Query } from './search-queries';

const FAILED = 'Chưa tải được phần tìm kiếm. Bạn hãy thử lại, hoặc xem tin theo chuyên mục.';
/** The index as a reader's browser asks for it, any part of it. */
const INDEX = '**/pagefind/**';
const SAID_OF_FAILURE = [BROWSER_NOTES, /^portal: the search index cannot be loaded/, /^Failed to load /, /^uncaught: /, /^Pagefind: WASM Error/];

const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Từ cần tìm' });
const results = (page: Page) => page.getByRole('main').getByRole('list').first().getByRole('heading', { level: 2 });
const status = (page: Page) => page.getByRole('search').locator('xpath=..').getByRole('status');
const sections = (page: Page) => page.getByRole('navigation', { name: 'Xem theo chuyên mục' });

function address(query: string, filters: { section?: string; year?: string; page?: number } = {}) {
  const asked = new URLSearchParams({ q: query });
  if (filters.section) asked.set('chuyen-muc', filters.section);
  if (filters.year) asked.set('nam', filters.year);
  if (filters.page) asked.set('trang', String(filters.page));
  return `/tim-kiem/?${asked}`;
}

/** Opens the search and waits until it answers: before that a form is sent as forms are. */
async function openSearch(page: Page) {
  await page.goto('/tim-kiem/');
  await page.evaluate(() => customElements.whenDefined('portal-search').then(() => {}));
}

async function isAnswered(page: Page) {
  await expect(status(page)).toHaveText(/kết quả/, { timeout: 20_000 });
}

/** What the search module answers to a query, as the search page is given it; marks in brackets. */
async function ask(page: Page, { query, section, year, isTyping = false }: Query) {
  return page.evaluate(
    async ([query, filters, isTyping]) => {
      const { searchIndex }: typeof import('../../public/tools/search-index.js') = await import(`${location.origin}/assets/${document.documentElement.dataset.build}/tools/search-index.js`);
      const { results, unmarked, corrected } = await searchIndex('/pagefind/').find(query, filters, isTyping);
      const shown = (parts: { text: string; isMatch: boolean }[]) => parts.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');
      const pages = await Promise.all(results.slice(0, 10).map((one) => one.load()));
      const items = pages.map((one) => ({ title: shown(one.title), excerpts: one.excerpts.map(shown), missing: one.missing }));
      return { total: results.length, unmarked, corrected: corrected.map(({ typed, taken }) => [typed, taken]), items };
    },
    [query, { ...(section && { section }), ...(year && { year }) }, isTyping] as const,
  );
}

const unmarked = (text: string) => text.replace(/[[\]]/g, '');
const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');

for (const content of ['embedded', 'generated', 'large'] as const) {
  test.describe(`what is found, ${content}`, () => {
    test.use({ content });

    test('every query of the table finds, marks and tells what it has to', async ({ page }) => {
      test.setTimeout(180_000);
      await page.goto('/tim-kiem/');
      for (const row of QUERIES.filter((one) => one.content === content)) {
        const { total, items, ...told } = await ask(page, row);
        const name = `“${row.query}”${row.section ?? ''}${row.year ?? ''} (${row.says})`;
        const titles = items.map(({ title }) => unmarked(title));
        for (const [place, expected] of row.first.entries()) expect.soft([expected].flat(), `${name}: result ${place + 1}`).toContain(titles[place]);
        if (row.holds) expect.soft(titles[0], name).toMatch(row.holds);
        for (const expected of row.finds ?? []) expect.soft(titles, name).toContain(expected);
        if (row.total !== undefined) expect.soft(total, `${name}: how many`).toBe(row.total);
        if (row.title) expect.soft(items[0]?.title, `${name}: title`).toContain(row.title);
        if (row.excerpts) expect.soft(items[0]?.excerpts, `${name}: excerpts`).toEqual(row.excerpts);
        expect.soft(told, `${name}: told`).toEqual({ unmarked: row.told?.unmarked ?? [], corrected: row.told?.corrected ?? [] });
        expect.soft(items[0]?.missing ?? [], `${name}: missing`).toEqual(row.told?.missing ?? []);
        for (const { title, excerpts } of items) {
          if (title.includes('thử nghiệm số')) for (const excerpt of excerpts) expect.soft(unmarked(excerpt), `${name}: an excerpt begins with a sentence`).toMatch(/^[“\p{Lu}\p{N}]/u);
          if (row.told || /\d|xxix|ubnd|h[đd]nd|nh[âa]n d[âa]n/i.test(row.query)) continue;
          // A mark is a word that was asked for.
          const marked = [title, ...excerpts].flatMap((text) => [...text.matchAll(/\[([^\]]*)\]/g)].flatMap(([, mark = '']) => folded(mark).match(/[\p{L}\p{N}]+/gu) ?? []));
          expect.soft(folded(row.query).match(/[\p{L}\p{N}]+/gu), `${name}: marks`).toEqual(expect.arrayContaining([...new Set(marked)]));
        }
      }
    });
  });
}

test('old and new tone placement, Unicode forms and letter case give the same results', async ({ page }) => {
  const titlesOf = async (query: string) => {
    await page.goto(address(query));
    await isAnswered(page);
    return results(page).allTextContents();
  };
  const expected = await titlesOf('khóa xv');
  for (const query of ['khoá xv', 'KHOÁ XV', 'khoá xv'.normalize('NFD'), ' khóa   XV ']) expect(await titlesOf(query)).toEqual(expected);
});

test('nothing of the index is loaded before somebody searches', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/pagefind/') && asked.push(request.url()));
  await page.goto('/tim-kiem/');
  await expect(searchBox(page)).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked).toEqual([]);
  await searchBox(page).fill('bầu cử');
  await isAnswered(page);
  expect(asked.some((url) => url.endsWith('.pf_index'))).toBe(true);
});

test('results come while typing, in one history entry, with a title and an address that can be shared', async ({ page, context }) => {
  await openSearch(page);
  const entries = await page.evaluate(() => history.length);
  await searchBox(page).pressSequentially('bầu c');
  await expect(results(page).first()).toContainText('bầu cử');
  await searchBox(page).pressSequentially('ử');
  await expect(page).toHaveURL(/\?q=b%E1%BA%A7u\+c%E1%BB%AD$/);
  await expect(page).toHaveTitle('bầu cử - Tìm kiếm - Sở Nội vụ Lai Châu');
  expect(await page.evaluate(() => history.length)).toBe(entries + 1);
  await page.getByText('Lọc').click();
  await page.getByLabel('Năm').selectOption('2020');
  await expect(page).toHaveURL(/\?q=b%E1%BA%A7u\+c%E1%BB%AD&nam=2020$/);
  await page.getByLabel('Năm').selectOption('2021');
  await expect(status(page)).toHaveText('4 kết quả');

  const shared = await context.newPage();
  await shared.goto(page.url());
  await expect(status(shared)).toHaveText('4 kết quả');
  await expect(searchBox(shared)).toHaveValue('bầu cử');
  await expect(shared.getByLabel('Năm')).toHaveValue('2021');
  await expect(shared.getByText('Lọc')).toHaveText('Lọc: 2021');
});

for (const withApp of [true, false]) {
  test.describe(withApp ? 'with the app' : 'without the app', () => {
    test('each search is a history entry of its own, to go back to', async ({ page, watch }) => {
      if (!withApp) {
        watch.allow(BROWSER_NOTES, /^portal: the app is not running/);
        await page.route('**/*.wasm', (route) => route.abort());
      }
      if (withApp) await openApp(page, '/tim-kiem/');
      else await openSearch(page);
      for (const [query, found] of [['bầu cử', 'bầu cử'], ['dân vận khéo', 'Dân vận khéo'], ['sơn la', 'Sơn La']] as const) {
        await searchBox(page).fill(query);
        await searchBox(page).press('Enter');
        await expect(results(page).first()).toContainText(found);
      }
      for (const [query, found] of [['dân vận khéo', 'Dân vận khéo'], ['bầu cử', 'bầu cử']] as const) {
        await page.goBack();
        await expect(searchBox(page)).toHaveValue(query);
        await expect(results(page).first()).toContainText(found);
        await expect(page).toHaveTitle(`${query} - Tìm kiếm - Sở Nội vụ Lai Châu`);
      }
      await page.goBack();
      await expect(searchBox(page)).toHaveValue('');
      await expect(results(page)).toHaveCount(0);
      await expect(page).toHaveTitle('Tìm kiếm - Sở Nội vụ Lai Châu');
      await page.goForward();
      await expect(results(page).first()).toContainText('bầu cử');
    });
  });
}

test('a search sent just before its script comes is one history entry', async ({ page }) => {
  const searched = page.waitForRequest(/\?q=/);
  let answerSearch = () => {};
  await page.route('**/tools/search.js', async (route) => {
    await searched;
    await route.continue();
  });
  await page.route('**/tim-kiem/?q=*', (route) => {
    answerSearch = () => void route.continue();
  });
  await page.goto('/tim-kiem/', { waitUntil: 'commit' });
  await searchBox(page).fill('bầu cử');
  await searchBox(page).press('Enter', { noWaitAfter: true });
  await page.waitForResponse('**/tools/search.js');
  await page.waitForTimeout(500);
  answerSearch();
  await page.waitForURL(/nam=/);
  await expect(results(page).first()).toContainText('bầu cử');
  await page.goBack();
  await expect(page).toHaveURL(/\/tim-kiem\/$/);
  await expect(searchBox(page)).toHaveValue('');
});

test('back from a result leads to its place in the list of the last search', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await openApp(page, '/tim-kiem/?q=li%C3%AAn+h%E1%BB%87');
  await isAnswered(page);
  await searchBox(page).fill('bầu cử');
  await searchBox(page).press('Enter');
  await expect(results(page).first()).toContainText('bầu cử');
  const last = results(page).last().getByRole('link');
  await last.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(300);
  await last.click();
  await expect(page).not.toHaveURL(/tim-kiem/);
  await expect(title(page)).toBeFocused();
  await page.goBack();
  await expect(searchBox(page)).toHaveValue('bầu cử');
  await expect(last).toBeInViewport();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(before);
});

for (const script of [true, false]) {
  test.describe(script ? 'the magnifier' : 'the magnifier, without scripts', () => {
    test.use({ javaScriptEnabled: script });

    test('it puts the caret into the field', async ({ page }) => {
      const magnifier = page.getByRole('banner').getByRole('link', { name: 'Tìm kiếm' });
      if (script) await openApp(page, '/');
      else await page.goto('/');
      await magnifier.click();
      await expect(searchBox(page)).toBeFocused();
      if (!script) return;
      await page.keyboard.type('sơn la');
      await expect(results(page).first()).toContainText('Sơn La');
      // On the page itself as well.
      await results(page).first().getByRole('link').focus();
      await magnifier.click();
      await expect(searchBox(page)).toBeFocused();
    });
  });
}

/** A role of ARIA 1.3: Playwright finds it, its types don't know it. */
const marks = (place: Locator) => place.getByRole('mark' as 'emphasis');

test('what was found is marked, and what was not quite found is told', async ({ page }) => {
  const first = page.getByRole('main').getByRole('listitem').first();
  await page.goto(address('bau cu'));
  await expect(status(page)).toHaveText(/^\d+ kết quả$/);
  await expect(marks(first)).toHaveText(['bầu cử']);
  await page.goto(address('bầu cừ'));
  await expect(status(page)).toHaveText(/^\d+ kết quả\. Không có “cừ” viết đúng dấu như vậy; đây là kết quả không phân biệt dấu\.$/);
  await page.goto(address('dan van kheu'));
  await expect(status(page)).toHaveText('1 kết quả. Không có “kheu”; đây là kết quả cho “khéo”.');
  await page.goto(address('bầu cử học viện'));
  await expect(status(page)).toHaveText(/^\d+ kết quả\. Không có trang nào có đủ các từ\. Các trang sau có nhiều từ nhất\.$/);
  await expect(first).toContainText('Không có: học, viện');
});

test.describe('on a phone', () => {
  for (const [width, height] of [[360, 640], [320, 568]] as const) {
    test(`the field and its button are one row and the first result is in view, ${width}×${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.goto(address('bầu cử'));
      await isAnswered(page);
      const [field, button, result] = await Promise.all([searchBox(page), page.getByRole('search').getByRole('button'), results(page).first()].map((place) => place.boundingBox()));
      expect(Math.abs(field!.y - button!.y)).toBeLessThan(2);
      expect(button!.x + button!.width).toBeLessThanOrEqual(width);
      expect(result!.y + 24).toBeLessThan(height);
      await expect(page.getByLabel('Năm')).toBeHidden();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  }
});

test.describe('many results', () => {
  test.use({ content: 'generated' });

  test('they come ten a page, each page with its address, and back leads to the one before', async ({ page }) => {
    await openApp(page, address('đường'));
    await isAnswered(page);
    await markPage(page);
    const firstPage = await results(page).allTextContents();
    expect(firstPage).toHaveLength(10);
    const pages = page.getByRole('navigation', { name: 'Các trang' });
    await expect(pages.getByRole('link')).toHaveText(['Trang sau']);
    await pages.getByRole('link', { name: 'Trang sau' }).click();
    await expect(page).toHaveURL(/&trang=2$/);
    await expect(pages).toContainText('Trang 2 / ');
    const secondPage = await results(page).allTextContents();
    expect(secondPage.filter((text) => firstPage.includes(text))).toEqual([]);
    await expect(title(page)).toBeFocused();
    await page.goBack();
    await expect(pages).toContainText('Trang 1 / ');
    expect(await results(page).allTextContents()).toEqual(firstPage);
    await expectSamePage(page);
    await page.goto(address('đường', { page: 2 }));
    await isAnswered(page);
    expect(await results(page).allTextContents()).toEqual(secondPage);
  });

  test('a page that is not there is the last one', async ({ page }) => {
    await page.goto(address('chuồn chuồn', { page: 99 }));
    await expect(status(page)).toHaveText('2 kết quả');
    await expect(results(page)).toHaveCount(2);
  });

  test('hostile content is text', async ({ page }) => {
    for (const query of ['KHONG-DUOC-CHAY', 'onerror', 'script']) {
      await page.goto(address(query));
      await isAnswered(page);
      await expect(results(page).first()).toBeVisible();
      const list = page.getByRole('main').getByRole('list').first();
      expect(await list.evaluate((element) => [...new Set([...element.querySelectorAll('*')].map(({ localName }) => localName))].sort())).toEqual(
        expect.not.arrayContaining(['img', 'script', 'iframe', 'style']),
      );
    }
  });

  test('drafts, withdrawn articles and what is still to come are not found', async ({ page }) => {
    for (const query of ['KHONG-DUOC-HIEN', 'bản nháp', 'gỡ bài']) {
      await page.goto(address(query));
      await isAnswered(page);
      await expect(page.getByRole('main').getByText('KHONG-DUOC-HIEN')).toHaveCount(0);
    }
  });
});

const HOSTILE_QUERIES = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '"', '""', '\'"`\\', '%00%ff', '\u202ebầu cử', '{{7*7}}', '___PAGEFIND_WEIGHT___9', 'ố'.repeat(10_000), '. , ; !', '-'];
for (const query of HOSTILE_QUERIES) {
  test(`a hostile query is text: ${query.slice(0, 40)}`, async ({ page }) => {
    await openSearch(page);
    await searchBox(page).fill(query);
    await searchBox(page).press('Enter');
    await expect(page.getByText(FAILED)).toBeHidden();
    await expect(page.getByRole('main').locator('img, script, iframe')).toHaveCount(0);
    // The search goes on working.
    await searchBox(page).fill('bầu cử');
    await expect(results(page).first()).toContainText('bầu cử');
  });
}

test('an address that means nothing opens the form', async ({ page }) => {
  await page.goto('/tim-kiem/?q=b%E1%BA%A7u+c%E1%BB%AD&chuyen-muc=%22%3E%3Cimg%3E&nam=0&trang=-1');
  await isAnswered(page);
  await expect(results(page).first()).toContainText('bầu cử');
  await expect(page.getByLabel('Chuyên mục', { exact: true })).toHaveValue('');
});

const PARTS = ['pagefind.js*', 'parts.json', '*/*.pf_meta', 'wasm.*', '*/index/*', '*/fragment/*'];
for (const [part, failure] of [...PARTS.map((name) => [name, 'reset'] as const), ['*/index/*', '500'] as const]) {
  test(`an index without ${part} (${failure}) says so, offers the sections, and can be tried again`, async ({ page, watch }) => {
    watch.allow(...SAID_OF_FAILURE);
    await page.route(`**/pagefind/${part}`, (route) => (failure === 'reset' ? route.abort('connectionreset') : route.fulfill({ status: Number(failure), body: '{}' })));
    await page.goto(address('bầu cử'));
    await expect(page.getByText(FAILED)).toBeVisible({ timeout: 20_000 });
    await expect(sections(page)).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'Tin tức sự kiện' })).toHaveAttribute('href', '/chuyen-muc/tin-tuc-su-kien/');
    await page.unroute(`**/pagefind/${part}`);
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await expect(results(page).first()).toContainText('bầu cử', { timeout: 20_000 });
    await expect(page.getByText(FAILED)).toBeHidden();
  });
}

test('a search that failed goes on by itself when the network is back', async ({ page, context, watch }) => {
  watch.allow(...SAID_OF_FAILURE);
  await openApp(page, '/tim-kiem/');
  await context.setOffline(true);
  await searchBox(page).fill('bầu cử');
  await expect(page.getByText(FAILED)).toBeVisible({ timeout: 20_000 });
  await context.setOffline(false);
  await expect(results(page).first()).toContainText('bầu cử', { timeout: 20_000 });
});

test('the keyboard alone goes from the words to a result and back', async ({ page }) => {
  await openSearch(page);
  await searchBox(page).focus();
  await page.keyboard.type('dân vận khéo');
  await page.keyboard.press('Enter');
  await isAnswered(page);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('button', { name: 'Tìm kiếm' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByText('Lọc')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Chuyên mục', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Năm')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(results(page).first().getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(title(page)).toContainText('Dân vận khéo');
  await page.goBack();
  await expect(searchBox(page)).toHaveValue('dân vận khéo');
  await expect(results(page).first()).toContainText('Dân vận khéo');
});

test('with the app, results are followed without a page load, and back shows them at once', async ({ page }) => {
  await openApp(page, '/');
  await markPage(page);
  await page.getByRole('banner').getByRole('link', { name: 'Tìm kiếm' }).click();
  await expect(title(page)).toHaveText('Tìm kiếm');
  await searchBox(page).fill('45-CT/TW');
  await results(page).first().getByRole('link').click();
  await expect(title(page)).toHaveText(SEED_TITLE);
  await page.goBack();
  await expect(title(page)).toHaveText('Tìm kiếm');
  await expect(searchBox(page)).toHaveValue('45-CT/TW');
  await expect(results(page).first()).toContainText(SEED_TITLE);
  await expectSamePage(page);
});

test('the app takes a search over that has answered already', async ({ page }) => {
  await page.goto(address('bầu cử'));
  await isAnswered(page);
  await appIsReady(page);
  await expect(searchBox(page)).toHaveValue('bầu cử');
  await searchBox(page).fill('dân vận khéo');
  await expect(results(page).first()).toContainText('Dân vận khéo');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says so and offers the sections', async ({ page }) => {
    await page.goto('/tim-kiem/');
    const said = page.locator('portal-search noscript');
    expect(await said.evaluate((element) => element.textContent)).toMatch(/^Trình duyệt này đang tắt JavaScript/);
    await expect(said).toBeVisible();
    await expect(sections(page)).toBeVisible();
  });
});

test('results have nothing axe finds fault with', async ({ page }) => {
  await page.goto(address('bầu cử'));
  await isAnswered(page);
  expect((await new AxeBuilder({ page }).include('main').analyze()).violations).toEqual([]);
});

test.describe('an unknown address', () => {
  const suggested = (page: Page) => page.getByRole('main').getByRole('list').getByRole('link');

  test('its words suggest at most five pages', async ({ page, watch }) => {
    watch.allow(BROWSER_NOTES);
    await page.goto('/tin-tuc/hoi-nghi-tap-huan-nghiep-vu-cong-tac-bau-cu-zzzz9999/');
    await expect(page.getByRole('heading', { name: 'Có thể bạn tìm' })).toBeVisible({ timeout: 20_000 });
    await expect(suggested(page).first()).toContainText('Hội nghị tập huấn nghiệp vụ công tác bầu cử');
    expect(await suggested(page).count()).toBeLessThanOrEqual(5);
  });

  for (const path of ['/khong-co-trang-nay-xyzzy/', '/%E0%A4%A/', '/12345/', `/${'a'.repeat(2000)}/`]) {
    test(`nothing is suggested where there is nothing: ${path.slice(0, 30)}`, async ({ page, watch }) => {
      watch.allow(BROWSER_NOTES);
      await page.goto(path);
      await expect(title(page)).toHaveText('Không tìm thấy trang');
      await page.waitForLoadState('networkidle');
      if (!path.includes('trang')) await expect(page.getByRole('heading', { name: 'Có thể bạn tìm' })).toBeHidden();
    });
  }

  test('an index that is missing is nobody’s concern there', async ({ page, watch }) => {
    watch.allow(...SAID_OF_FAILURE);
    await page.route(INDEX, (route) => route.abort('connectionreset'));
    await page.goto('/bau-cu-hoi-nghi/');
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('heading', { name: 'Có thể bạn tìm' })).toBeHidden();
    await expect(page.getByRole('link', { name: 'Về trang chủ' })).toBeVisible();
  });
});

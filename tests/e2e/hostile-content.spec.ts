// Content that attacks: nothing of it runs, leads astray or leaves the site. Every page here is watched (portal.ts): a dialog, a request
// to another site or a violated policy fails its test.

import { announcement, BROWSER_NOTES, PAGE_KINDS, SEED_ID, casePath, expect, expectSamePage, isPage, markPage, openApp, relatedLink, RELATED, SEED_PATH, test, title, apiDocument } from './portal';
import type { Page } from '@playwright/test';

const HOSTILE_CASES = ['hostile', 'hostile-html', 'vanishing', 'word-residue', 'turning', 'every-block', 'every-block-html', 'nesting', 'foreign-letters'];

/** What pages may link to outside the site; all of it is in the content, except where an article may be shared. */
const FOREIGN_LINKS = /^(https?:\/\/(sp\.zalo\.me|www\.facebook\.com|ban-do\.example|laichau\.gov\.vn|moha\.gov\.vn|dichvucong\.gov\.vn|(vanban\.)?chinhphu\.vn|dich-vu\.example|portal\.example|example\.org|www\.youtube\.com|(www\.)?sonv\.laichau\.gov\.vn)\/|mailto:|tel:)/;

/** Every address the page leads to or loads, as the browser understands it. */
function addresses(page: Page) {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('[href], [src], [action], [poster], [srcset], [data], [formaction]'), (element) =>
      ['href', 'src', 'action', 'poster', 'data', 'formaction'].map((name) => element[name as keyof Element] as unknown),
    ).flat().filter((value): value is string => typeof value === 'string' && value !== ''),
  );
}

async function expectHarmless(page: Page, origin: string) {
  await expect(page).not.toHaveTitle('KHONG-DUOC-CHAY');
  expect((await addresses(page)).filter((url) => !url.startsWith(`${origin}/`) && !FOREIGN_LINKS.test(url))).toEqual([]);
  const main = page.getByRole('main');
  for (const element of ['script', 'style', 'iframe', 'object', 'embed', 'form:not([role=search])', 'input:not([readonly], [role=search] *)', 'svg:not(.icon)', 'base', 'meta', 'link']) await expect(main.locator(`${element}:not(portal-widgets *)`)).toHaveCount(0);
  const handlers = await page.evaluate(() => Array.from(document.querySelectorAll('#app :not(portal-widgets *)')).flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'style'));
  expect(handlers).toEqual([]);
}

test.describe('of generated content', () => {
  test.use({ content: 'generated' });

  for (const name of HOSTILE_CASES) {
    test(`the case ${name} does no harm, prerendered or rendered from the API`, async ({ page, baseURL }) => {
      await openApp(page, casePath(name));
      await expectHarmless(page, baseURL!);
      const shell = await (await fetch(`${baseURL}/app.html`)).text();
      await page.route(isPage, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shell }));
      await openApp(page, casePath(name));
      await expect(title(page)).toBeVisible();
      await expectHarmless(page, baseURL!);
    });
  }

  test('markup in a title is text, wherever the title is shown', async ({ page, baseURL }) => {
    const hostile = "<script>document.title='KHONG-DUOC-CHAY'</script>";
    await openApp(page, casePath('hostile'));
    await expect(title(page)).toContainText(hostile);
    await expect(page).toHaveTitle(/<script>document\.title='KHONG-DUOC-CHAY'<\/script>/);
    await markPage(page);
    const tags = page.getByRole('list', { name: 'Thẻ' });
    await tags.getByRole('link').click();
    // The article's title has the same words.
    await expect(tags).toHaveCount(0);
    await expect(title(page)).toContainText(hostile);
    await page.getByRole('main').getByRole('link').first().click();
    await expect(announcement(page)).toContainText(hostile);
    await expectSamePage(page);
    await expectHarmless(page, baseURL!);
  });

  test('a withdrawn article says so and keeps nothing of its text', async ({ page }) => {
    await openApp(page, casePath('withdrawn'));
    await expect(page.getByRole('note')).toContainText('Bài viết này đã được gỡ');
    await expect(page.getByRole('note')).toContainText('lý do gỡ bài');
    expect(await page.content()).not.toContain('KHONG-DUOC-HIEN');
    await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', /noindex/);
  });
});

test('an API that attacks gets its links dropped and its text shown', async ({ page, baseURL }) => {
  const endpoint = `articles/${RELATED.id}.json`;
  const hrefs = ['javascript:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:x', '//evil.example/', '/\\evil.example/', 'blob:x', 'file:///etc/passwd'];
  const spans = hrefs.map((href, index) => ({ text: `liên kết ${index} `, href }));
  const document = { ...apiDocument('embedded', endpoint), title: '<img src=x onerror=alert(1)>', body: [{ kind: 'paragraph', spans }] };
  await page.route(`**/api/v1/${endpoint}`, (route) => route.fulfill({ json: document }));
  await openApp(page, SEED_PATH);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText('<img src=x onerror=alert(1)>');
  await expect(page.getByRole('article').getByRole('paragraph').filter({ hasText: 'liên kết 0' })).toHaveText(hrefs.map((_, index) => `liên kết ${index} `).join('').trim());
  await expect(page.getByRole('article').getByRole('link', { name: /liên kết/ })).toHaveCount(0);
  await expectHarmless(page, baseURL!);
});

test('no page asks another site for anything, violates its policy or leads anywhere strange', async ({ page, baseURL, watch }) => {
  watch.allow(new RegExp(`${BROWSER_NOTES.source}.*${PAGE_KINDS['not-found']}`));
  for (const path of Object.values(PAGE_KINDS)) {
    await openApp(page, path);
    await page.waitForLoadState('networkidle');
    await expectHarmless(page, baseURL!);
  }
});

test('strange addresses never lead off the site', async ({ request, baseURL }) => {
  const strange = ['//evil.example/', '//evil.example//..', '/%5Cevil.example/', '/%2F%2Fevil.example', '/tin-tuc//evil.example', `//tin-tuc/x-${SEED_ID}`, `/tin-tuc/%2F%2Fevil.example-${SEED_ID}`, '/..%2f..%2fetc/passwd', '/%c0%ae%c0%ae/', '/%00', `/${'a'.repeat(10_000)}`];
  for (const path of strange) {
    const response = await request.get(`${baseURL}${path}`, { maxRedirects: 0 });
    const status = response.status();
    const location = response.headers().location ?? '/';
    expect(new URL(location, baseURL).origin, path.slice(0, 80)).toBe(baseURL);
    expect([301, 308, 400, 404, 414], `${path.slice(0, 80)} → ${status}`).toContain(status);
  }
});

test('a click on a strange address of the site stays on it', async ({ page, baseURL, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, '/trang/gioi-thieu/');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = `${location.origin}//evil.example/`;
    link.textContent = 'thử';
    document.querySelector('main')!.append(link);
  });
  await page.getByRole('link', { name: 'thử' }).click();
  await expect(title(page)).toHaveText('Không tìm thấy trang');
  expect(new URL(page.url()).origin).toBe(baseURL);
});

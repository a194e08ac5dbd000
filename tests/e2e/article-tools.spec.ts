// What a reader does with an article besides reading it: passes it on, prints it, keeps it, reports an error in it.

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { BROWSER_NOTES, RELATED, SEED_PATH, SEED_TITLE, casePath, expect, openApp, relatedLink, test, title } from './portal';
import type { Page } from '@playwright/test';

const SEED_URL = `https://sonv.laichau.gov.vn${SEED_PATH}`;

const tools = (page: Page) => page.getByRole('group', { name: 'Công cụ cho bài viết' });
const button = (page: Page, name: string) => tools(page).getByRole('button', { name, exact: true });
const status = (page: Page) => tools(page).getByRole('status');
const openSharing = (page: Page) => tools(page).getByText('Chia sẻ', { exact: true }).click();

test('share links carry the address, and nothing foreign is asked for', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await openSharing(page);
  const href = async (name: string) => new URL((await tools(page).getByRole('link', { name }).getAttribute('href'))!);
  const facebook = await href('Facebook');
  expect([facebook.origin + facebook.pathname, facebook.searchParams.get('u')]).toEqual(['https://www.facebook.com/sharer/sharer.php', SEED_URL]);
  const zalo = await href('Zalo');
  expect(zalo.origin + zalo.pathname).toBe('https://sp.zalo.me/share_inline');
  expect(JSON.parse(atob(zalo.searchParams.get('d')!))).toEqual({ url: SEED_URL });
  const mail = await href('Thư điện tử');
  expect([mail.protocol, mail.pathname]).toEqual(['mailto:', '']);
  expect(mail.searchParams.get('subject')).toBe(SEED_TITLE);
  expect(mail.searchParams.get('body')).toBe(`${SEED_TITLE}\r\n${SEED_URL}`);
});

test('the link is copied by keyboard, and said to be', async ({ page, context, baseURL }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: baseURL! });
  await openApp(page, SEED_PATH);
  await tools(page).getByText('Chia sẻ', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await button(page, 'Chép liên kết').focus();
  await page.keyboard.press('Enter');
  await expect(status(page)).toHaveText('Đã chép liên kết.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SEED_URL);
  await relatedLink(page, RELATED.title).click();
  await expect(title(page)).toHaveText(RELATED.title);
  await expect(status(page)).toHaveText('');
});

test('where copying is refused the address is there, selected', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await openApp(page, SEED_PATH);
  await openSharing(page);
  const address = page.getByRole('textbox', { name: 'Địa chỉ bài viết' });
  await expect(address).toBeHidden();
  await button(page, 'Chép liên kết').click();
  await expect(address).toBeFocused();
  await expect(address).toHaveValue(SEED_URL);
  expect(await page.evaluate(() => String(getSelection()))).toBe(SEED_URL);
  await expect(status(page)).toHaveText('Trình duyệt không cho chép tự động. Bạn hãy chép địa chỉ đang được chọn.');
});

test('the share sheet is offered where the device has one', async ({ page }) => {
  await page.addInitScript(() => Object.assign(navigator, { share: undefined }));
  await openApp(page, SEED_PATH);
  await openSharing(page);
  await expect(button(page, 'Chép liên kết')).toBeVisible();
  await expect(button(page, 'Ứng dụng khác')).toBeHidden();

  await page.addInitScript(() => {
    Object.assign(navigator, { share: async (data: ShareData) => Object.assign(window, { shared: data }) });
  });
  await openApp(page, SEED_PATH);
  await openSharing(page);
  await button(page, 'Ứng dụng khác').click();
  await expect.poll(() => page.evaluate(() => (window as unknown as { shared: ShareData }).shared)).toEqual({ title: SEED_TITLE, url: SEED_URL });
});

test('a reader who closes the share sheet is told nothing, one whom it fails is', async ({ page }) => {
  await page.addInitScript(() => {
    let calls = 0;
    Object.assign(navigator, { share: async () => {
      calls += 1;
      throw new DOMException('', calls === 1 ? 'AbortError' : 'NotAllowedError');
    } });
  });
  await openApp(page, SEED_PATH);
  await openSharing(page);
  await button(page, 'Ứng dụng khác').click();
  await button(page, 'Ứng dụng khác').click();
  await expect(status(page)).toHaveText('Chưa làm được việc này. Bạn hãy thử lại.');
});

test('a press on print prints', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => Object.assign(window, { printed: true });
  });
  await openApp(page, SEED_PATH);
  await button(page, 'In').click();
  await expect.poll(() => page.evaluate(() => 'printed' in window)).toBe(true);
});

test('tools are not printed', async ({ page }) => {
  await openApp(page, SEED_PATH);
  await page.emulateMedia({ media: 'print' });
  await expect(tools(page)).toBeHidden();
  await expect(page.getByRole('link', { name: 'Báo lỗi trong bài này' })).toBeHidden();
  await expect(page.getByRole('banner').getByText('Cỡ chữ, màu')).toBeHidden();
});

test('a tool that cannot be had says so, and works when it can', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await page.addInitScript(() => {
    window.print = () => Object.assign(window, { printed: true });
  });
  await page.route('**/tools/save.js', (route) => route.abort());
  await openApp(page, SEED_PATH);
  await button(page, 'Lưu tệp').click();
  await expect(status(page)).toHaveText('Chưa làm được việc này. Bạn hãy thử lại.');
  await button(page, 'In').click();
  await expect.poll(() => page.evaluate(() => 'printed' in window)).toBe(true);
});

test('tools work where the app does not', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES, /^`WebAssembly/, /^portal: the app is not running/);
  await page.addInitScript(() => {
    window.print = () => Object.assign(window, { printed: true });
  });
  await page.route('**/assets/*.wasm', (route) => route.abort('blockedbyclient'));
  await page.goto(SEED_PATH);
  await expect(page.locator('html')).toHaveAttribute('data-app', 'failed');
  await button(page, 'In').click();
  await expect.poll(() => page.evaluate(() => 'printed' in window)).toBe(true);
});

/** Presses save and opens the file as a reader would, from disk. */
async function saveAndOpen(page: Page) {
  const arriving = page.waitForEvent('download');
  await button(page, 'Lưu tệp').click();
  const download = await arriving;
  const path = `${await download.path()}.html`;
  await download.saveAs(path);
  const saved = await page.context().newPage();
  const troubles: string[] = [];
  saved.on('console', (message) => troubles.push(message.text()));
  saved.on('request', (request) => !/^(file|data):/.test(request.url()) && troubles.push(request.url()));
  await saved.goto(pathToFileURL(path).href);
  return { name: download.suggestedFilename(), text: readFileSync(path, 'utf8'), saved, troubles };
}

test('a saved article is one self-contained file', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const { name, text, saved, troubles } = await saveAndOpen(page);
  expect(name).toBe(`${SEED_PATH.split('/')[2]!.replace(/-[a-z0-9]+$/, '')}.html`);
  await expect(saved).toHaveTitle(SEED_TITLE);
  const main = saved.getByRole('main');
  await expect(saved.getByRole('heading', { level: 1 })).toHaveText(SEED_TITLE);
  await expect(main).toContainText('Trang thông tin điện tử Sở Nội vụ tỉnh Lai Châu');
  await expect(main).toContainText('Ngày đăng: 12/03/2021');
  await expect(main).toContainText('Chiều ngày 12/3/2021, Ủy ban bầu cử tỉnh tổ chức họp');
  await expect(main).toContainText('Giao Sở Tài chính cân đối kinh phí phân bổ');
  await expect(main).toContainText('Ghi rõ nguồn www.sonv.laichau.gov.vn khi sử dụng thông tin trên website này.');
  await expect(main).toContainText(/Lưu lúc: .*20\d\d/);
  await expect(main.getByRole('link', { name: SEED_URL })).toHaveAttribute('href', SEED_URL);
  await expect(saved.getByRole('button')).toHaveCount(0);
  await expect(main).not.toContainText('Chia sẻ');
  const picture = saved.getByRole('figure').getByRole('img').last();
  expect(await picture.evaluate((image: HTMLImageElement) => [image.src.slice(0, 5), image.naturalWidth])).toEqual(['data:', 1200]);
  for (const link of await saved.getByRole('link').all()) expect(await link.getAttribute('href')).toMatch(/^(https|mailto):/);
  expect(text).not.toMatch(/<script|srcset|site-navigation|site-footer/);
  // It looks as the article does: same column, same type.
  const look = (at: Page) => at.locator('.article-body p').first().evaluate((part) => {
    const { fontSize, lineHeight, color } = getComputedStyle(part);
    return { fontSize, lineHeight, color, width: part.getBoundingClientRect().width };
  });
  expect(await look(saved)).toEqual(await look(page));
  expect(troubles).toEqual([]);
});

test('a picture that cannot be had leaves its description in the file', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openApp(page, SEED_PATH);
  await page.route('**/media/**', (route) => route.abort());
  const { saved } = await saveAndOpen(page);
  await expect(saved.getByRole('main')).toContainText('Hình giữ chỗ: ảnh gốc chưa được chuyển sang trang này');
  await expect(saved.getByRole('img')).toHaveCount(0);
});

test('an error is reported by a letter that names the article', async ({ page }) => {
  await openApp(page, SEED_PATH);
  const letter = new URL((await page.getByRole('link', { name: 'Báo lỗi trong bài này' }).getAttribute('href'))!);
  expect([letter.protocol, letter.pathname]).toEqual(['mailto:', 'sonoivu@laichau.gov.vn']);
  expect(letter.searchParams.get('subject')).toBe(`Báo lỗi trong bài: ${SEED_TITLE}`);
  expect(letter.searchParams.get('body')).toBe(`Bài viết: ${SEED_TITLE}\r\nĐịa chỉ: ${SEED_URL}\r\n\r\nChỗ cần sửa:\r\n`);
});

test.describe('generated', () => {
  test.use({ content: 'generated' });

  test('a correction is not hidden', async ({ page }) => {
    await openApp(page, casePath('updated'));
    const entries = page.getByRole('article').locator('.article-history').getByRole('listitem');
    await expect(entries).toHaveText([
      /^Đăng: 02\/07\/2021 08:00/,
      /^Cập nhật: 01\/08\/2021.*Ghi chú cập nhật thử nghiệm/,
      /^Gỡ bài: 02\/08\/2021 08:00.*Ghi chú gỡ bài thử nghiệm/,
      /^Đăng: 02\/08\/2021 10:00/,
      /^Đính chính: 03\/08\/2021 09:30.*Ghi chú đính chính thử nghiệm/,
    ]);
    for (const entry of await entries.all()) await expect(entry).toBeVisible();
  });

  test('of a withdrawn article there is nothing to pass on', async ({ page }) => {
    await openApp(page, casePath('withdrawn'));
    await expect(tools(page)).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Báo lỗi trong bài này' })).toBeVisible();
  });

  for (const name of ['hostile', 'hostile-html', 'every-block', 'every-block-html', 'turning', 'long-word']) {
    test(`the case ${name} is saved as text, and nothing runs`, async ({ page }) => {
      await openApp(page, casePath(name));
      const heading = await title(page).textContent();
      const { saved, text, troubles } = await saveAndOpen(page);
      await expect(saved.getByRole('heading', { level: 1 })).toHaveText(heading!);
      expect(await saved.title()).not.toBe('KHONG-DUOC-CHAY');
      expect(await saved.locator('script, iframe, video, audio, [onerror]').count()).toBe(0);
      expect(text.length).toBeGreaterThan(1000);
      expect(troubles).toEqual([]);
    });
  }
});

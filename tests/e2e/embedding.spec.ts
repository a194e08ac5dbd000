// Widgets: the page that partners choose them on, the frames by themselves, and a partner's page that holds them. Other engines and
// what a host may do to a frame: tests/browser/embedding.mjs.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { closeHosts, frame, openHost, ready, snippet } from './partner';
import { SEED_ID, SEED_PATH, SEED_TITLE, apiDocument, casePath, expect, openApp, test, watchShifts } from './portal';

test.afterEach(closeHosts);

/** The policy that docs/widgets.md asks a host for. */
const policy = (origin: string) => ({ 'Content-Security-Policy': `default-src 'none'; script-src ${origin}; frame-src ${origin}` });

/** The words that a screen reader finds, those of closed shadow roots among them. */
async function heard(page: Page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  return nodes.filter(({ ignored }) => !ignored).map(({ name }) => String(name?.value ?? ''));
}

const heightOf = (page: Page) => page.locator('portal-news').evaluate((news: HTMLElement) => news.offsetHeight);

test.describe('the page for partners', () => {
  test('shows what is chosen and writes the code that shows it elsewhere', async ({ page, baseURL, watch }) => {
    await openApp(page, '/nhung/');
    await ready(page);
    await page.getByLabel('Khối tin').selectOption('section');
    await page.locator('[name=section]').selectOption('tin-tuc-su-kien');
    await page.getByLabel('Số tin').fill('3');
    await page.getByLabel('Cách trình bày').selectOption('cards');
    await page.getByLabel('Màu nhấn').fill('#0a7');
    const code = page.locator('[data-part="code"]');
    await expect(code).toContainText(/data-portal-news="section\/tin-tuc-su-kien".*data-accent="0a7"/);
    const text = (await code.textContent())!;
    for (const part of ['data-count="3"', 'data-layout="cards"', 'data-accent="0a7"', '/chuyen-muc/tin-tuc-su-kien/']) expect(text).toContain(part);

    // The code names the site by its own address; here it is served at another one.
    const { url } = apiDocument('embedded', 'site.json');
    await openHost(page, watch, text.replaceAll(url, baseURL!));
    await ready(page);
    const stories = frame(page).locator('.widget__story:visible');
    await expect(stories).toHaveCount(3);
    await expect(frame(page).locator('html')).toHaveAttribute('data-layout', 'cards');
    expect(await frame(page).evaluate(() => document.documentElement.style.getPropertyValue('--accent'))).toBe('#0a7');
  });

  test('says at the field what it cannot take, and shows no code but that of the choice', async ({ page, watch }) => {
    // Whether there is such an article, the site is asked.
    watch.allow(/zzzz9999/);
    await openApp(page, '/nhung/');
    await ready(page);
    const code = page.locator('[data-part="code"]');
    const copy = page.getByRole('button', { name: 'Chép đoạn mã' });
    const isRefused = async (label: string, problem: string) => {
      await expect(page.getByLabel(label)).toHaveAccessibleDescription(problem);
      await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
      await expect(code).toBeHidden();
      await expect(copy).toBeDisabled();
      await expect(page.getByText('Đoạn mã sẽ hiện khi mọi ô đã điền đúng.')).toBeVisible();
      await expect(page.locator('portal-news')).toHaveCount(0);
    };
    for (const count of ['0', '21', '-3', '2.5', '']) {
      await page.getByLabel('Số tin').fill(count);
      await isRefused('Số tin', 'Số tin là một số từ 1 đến 20.');
    }
    await page.getByLabel('Số tin').fill('7');
    // At once, before there is a preview of it.
    expect(await code.textContent()).toContain('data-count="7"');
    await expect(page.getByLabel('Số tin')).toHaveAttribute('aria-invalid', 'false');
    await expect(page.getByText('Số tin là một số từ 1 đến 20.')).toHaveCount(0);
    await page.getByLabel('Màu nhấn').fill('đỏ');
    await isRefused('Màu nhấn', 'Màu gồm 3 hoặc 6 ký tự 0–9, a–f, như #1f3d63.');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.getByLabel('Màu nhấn').fill('#0A7');
    await expect(code).toContainText('data-accent="0A7"');
    await ready(page);

    await page.getByLabel('Khối tin').selectOption('article');
    expect(await code.textContent()).toBe('');
    const problem = 'Bạn hãy dán địa chỉ một bài viết của trang này.';
    await isRefused('Địa chỉ bài viết', problem);
    for (const address of ['bài', 'https://example.vn/tin-tuc/bai-abcd1234/', 'https://sonv.laichau.gov.vn/tin-moi/', 'https://sonv.laichau.gov.vn/tin-tuc/bai-zzzz9999/']) {
      await page.getByLabel('Địa chỉ bài viết').fill(address);
      await isRefused('Địa chỉ bài viết', problem);
    }
    // What another kind of widget has no use for is no obstacle to it.
    await page.getByLabel('Khối tin').selectOption('notice');
    expect(await code.textContent()).toContain('data-portal-news="notice"');
    await page.getByLabel('Khối tin').selectOption('article');
    await page.getByLabel('Địa chỉ bài viết').fill(`https://sonv.laichau.gov.vn${SEED_PATH}?utm=1`);
    await ready(page);
    await expect(frame(page).getByRole('heading', { level: 1 })).toHaveText(SEED_TITLE);
    await expect(code).toContainText(`data-portal-news="article/${SEED_ID}"`);
    await expect(copy).toBeEnabled();
  });

  for (const layout of ['list', 'cards', 'ticker']) {
    test(`its code moves nothing on a page with the policy we ask for: ${layout}`, async ({ page, baseURL, watch }) => {
      await openApp(page, '/nhung/');
      await page.getByLabel('Cách trình bày').selectOption(layout);
      await ready(page);
      const code = (await page.locator('[data-part="code"]').textContent())!.replaceAll(apiDocument('embedded', 'site.json').url, baseURL!);
      expect(code).not.toContain('style');
      const shift = await watchShifts(page);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await openHost(page, watch, `<div>${code}</div>`, { headers: policy(baseURL!) });
        await ready(page);
        expect(await shift(), `${width} px`).toEqual([]);
      }
    });
  }

  test('copies the code', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openApp(page, '/nhung/');
    await ready(page);
    await page.getByRole('button', { name: 'Chép đoạn mã' }).click();
    await expect(page.getByText('Đã chép đoạn mã.')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await page.locator('[data-part="code"]').textContent());
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('has the code of the latest news', async ({ page }) => {
      await page.goto('/nhung/');
      await expect(page.locator('code')).toContainText('data-portal-news="latest"');
      await expect(page.getByLabel('Khối tin')).toBeHidden();
    });
  });
});

test.describe('a frame by itself', () => {
  // Opened alone, it may not even have the site's icon.
  test.beforeEach(({ watch }) => watch.allow(/favicon\.ico/));

  for (const look of ['', '?layout=cards&summaries=1', '?layout=ticker', '?theme=dark', '?theme=dark&layout=cards&accent=fff', '?pictures=0']) {
    test(`axe finds nothing with ${look || 'its usual look'}`, async ({ page }) => {
      for (const width of [280, 600, 1000]) {
        await page.setViewportSize({ width, height: 700 });
        await page.goto(`/embed/v1/latest/${look}`);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`)), `${look} at ${width} px`).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
      }
    });
  }

  test('takes what is possible of what it is asked for, and leaves the rest', async ({ page }) => {
    await page.goto('/embed/v1/latest/?count=10000&layout=tàu&theme=pink&accent=red;}&pictures=maybe&lang=xx#portal-<b>');
    const root = page.locator('html');
    await expect(root).toHaveAttribute('data-layout', 'list');
    await expect(root).not.toHaveAttribute('data-theme', /./);
    await expect(root).not.toHaveAttribute('style', /./);
    await expect(page.locator('.widget__story:visible')).toHaveCount(apiDocument('embedded', 'latest/newest.json').articles.length);
    for (const count of ['-3', '3;', '1e309', '2.5']) {
      await page.goto(`/embed/v1/latest/?count=${count}`);
      await expect(page.locator('.widget__story:visible')).toHaveCount(5);
    }
  });

  test('goes over to another language that has it', async ({ page }) => {
    await page.goto('/embed/v1/latest/?lang=en&theme=dark');
    await expect(page).toHaveURL(/\/embed\/v1\/en\/latest\/\?lang=en&theme=dark$/);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });

  test('says what is not there, with its own policy', async ({ page, watch }) => {
    watch.allow(/Failed to load resource/);
    for (const path of ['/embed/v1/section/khong-co/', '/embed/v1/khong/co/gi/', '/embed/v1/article/zzzz/']) {
      const response = await page.goto(path);
      expect(response!.status(), path).toBe(404);
      expect(response!.headers()['content-security-policy'], path).toContain('frame-ancestors *');
      await expect(page.getByText('Nội dung này không còn ở đây.')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Xem trên trang' })).toHaveAttribute('href', /\/tin-moi\/$/);
    }
  });

  test('keeps nothing and asks for nothing but its files', async ({ page, baseURL }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto('/embed/v1/latest/');
    await page.waitForLoadState('networkidle');
    expect(asked.filter((path) => !/^\/(embed\/v1\/latest\/|assets\/frame-\w+\.js|media\/.+|favicon\.ico)$/.test(path))).toEqual([]);
    expect(await page.evaluate(() => self.origin)).toBe('null');
    expect(await page.context().cookies(baseURL!)).toEqual([]);
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('has its news in the usual look', async ({ page }) => {
      await page.goto('/embed/v1/section/tin-tuc-su-kien/?count=1&theme=dark');
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tin tức sự kiện');
      await expect(page.locator('.widget__story:visible')).toHaveCount(5);
    });
  });
});

test.describe('on a partner’s page', () => {
  test('nothing moves while the news comes', async ({ page, baseURL, watch }) => {
    const shift = await watchShifts(page);
    for (const [width, style] of [[1280, 'min-height:512px'], [360, 'min-height:622px']] as const) {
      await page.setViewportSize({ width, height: 900 });
      await openHost(page, watch, snippet(baseURL!, `style="display:block;${style}"`));
      await ready(page);
      expect(await shift(), `${width} px`).toEqual([]);
    }
  });

  test('nothing moves when there is less than was asked for', async ({ page, baseURL, watch }) => {
    watch.allow(/khong-?co/);
    const shift = await watchShifts(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const widget of ['section/khong-co', 'related/khongco1', 'section/tin-tuc-su-kien']) {
      // Of the last there are fewer than twenty stories.
      const options = `data-count="20" style="display:block;min-height:1772px"`;
      await openHost(page, watch, snippet(baseURL!, options).replace('"latest"', `"${widget}"`));
      await ready(page);
      expect(await shift(), widget).toEqual([]);
      expect(await heightOf(page), widget).toBe(1772);
      // Out of sight, the place is given back.
      await page.evaluate(() => document.querySelector('h1')!.insertAdjacentHTML('beforebegin', '<div id="tall" style="height:3000px"></div>'));
      await expect.poll(() => heightOf(page), widget).toBeLessThan(1500);
    }
  });

  test('a frame that is refused keeps its place while it is in sight', async ({ page, baseURL, watch }) => {
    watch.allow(/Framing|violates|frame-src/);
    const shift = await watchShifts(page);
    await openHost(page, watch, snippet(baseURL!, 'style="display:block;min-height:512px"'), {
      headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${baseURL}; style-src 'unsafe-inline'; frame-src 'none'` },
    });
    await expect(page.locator('portal-news[data-state="refused"]')).toBeVisible({ timeout: 8000 });
    expect(await shift()).toEqual([]);
    await expect(page.getByRole('link', { name: 'Tin mới của Sở' })).toBeVisible();
    expect(await heard(page)).toContain('Chưa hiện được tin. Bạn hãy mở liên kết.');
    await page.evaluate(() => document.querySelector('h1')!.insertAdjacentHTML('beforebegin', '<div style="height:3000px"></div>'));
    await expect.poll(() => heightOf(page)).toBeLessThan(150);
  });

  // What the oldest browsers lack, by what is taken away.
  for (const [name, isShown] of [
    ['Array.prototype.at', true],
    ['Document.prototype.adoptedStyleSheets', true],
    ['CSSLayerBlockRule', false],
    ['IntersectionObserver', false],
    ['customElements', false],
  ] as const) {
    test(`without ${name} there is ${isShown ? 'the news' : 'the link, and no hole'}`, async ({ page, baseURL, watch }) => {
      await page.addInitScript((path) => {
        const steps = path.split('.');
        const last = steps.pop()!;
        const owner = steps.reduce<object>((object, step) => Reflect.get(object, step) as object, window);
        Reflect.deleteProperty(owner, last);
        if (last === 'adoptedStyleSheets') Reflect.deleteProperty(ShadowRoot.prototype, last);
      }, name);
      const place = '<span data-place aria-hidden="true"><br><svg width="240" height="512"></svg></span></a>';
      await openHost(page, watch, snippet(baseURL!, 'style="display:block;min-height:512px"').replace('</a>', place));
      const link = page.getByRole('link', { name: 'Tin mới của Sở' });
      if (isShown) {
        await ready(page);
        await expect(link).toBeHidden();
      } else {
        await expect(page.locator('[data-place]')).toHaveCount(0);
        await expect(link).toBeVisible();
        expect((await link.boundingBox())!.height).toBeLessThan(60);
        await expect(page.locator('portal-news')).toHaveCount(0);
      }
    });
  }

  test('its theme is that of the page, unless another is asked for', async ({ page, baseURL, watch }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(21, 19, 17)'];
    for (const [head, options, expected] of [
      ['', '', light],
      ['<style>:root { color-scheme: light dark }</style>', '', dark],
      ['<style>:root { color-scheme: dark }</style>', '', dark],
      ['<style>:root { color-scheme: only light }</style>', '', light],
      ['<meta name="color-scheme" content="light dark">', '', dark],
      ['', 'data-theme="dark"', dark],
      ['', 'data-theme="pink"', light],
      ['<style>:root { color-scheme: dark }</style>', 'data-theme="light"', light],
    ] as const) {
      await openHost(page, watch, snippet(baseURL!, options), { head });
      await ready(page);
      expect(await frame(page).evaluate(() => getComputedStyle(document.documentElement).backgroundColor), `${head} ${options}`).toBe(expected);
    }
  });

  test('a frame has the name of its link, of the picture in it, or of what is in the frame', async ({ page, baseURL, watch }) => {
    watch.allow(/portal-news> has no link/);
    const picture = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
    const script = `<script async src="${baseURL}/embed/v1/loader.js"></script>`;
    const link = (words: string, more = '') => `<portal-news><a href="${baseURL}/tin-moi/" ${more}>${words}</a></portal-news>${script}`;
    const inside = `Tin mới - ${apiDocument('embedded', 'site.json').short_name}`;
    for (const [body, name] of [
      [link(' Tin  mới '), 'Tin  mới'],
      [link(`<img src="${picture}" alt="Biểu trưng Sở Nội vụ">`), 'Biểu trưng Sở Nội vụ'],
      [link(`<img src="${picture}" alt="">`, 'aria-label="Tin của Sở"'), 'Tin của Sở'],
      [link(`<img src="${picture}" alt="">`), inside],
      [`<portal-news></portal-news>${script}`, inside],
    ] as const) {
      await openHost(page, watch, body);
      await ready(page);
      expect(await (await frame(page).frameElement()).getAttribute('title'), body).toBe(name);
    }
  });

  test('without a link it says so once, and leads to the site where it is refused', async ({ page, baseURL, watch }) => {
    watch.allow(/portal-news> has no link|Framing|violates|frame-src/);
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    await openHost(page, watch, `<portal-news></portal-news><portal-news widget="notice"> </portal-news><script async src="${baseURL}/embed/v1/loader.js"></script>`, {
      headers: { 'Content-Security-Policy': `default-src 'none'; script-src ${baseURL}; frame-src 'none'` },
    });
    await expect(page.locator('portal-news[data-state="refused"]')).toHaveCount(2, { timeout: 8000 });
    expect(said.filter((text) => text.includes('has no link'))).toEqual([`<portal-news> has no link in it: <a href="${baseURL}/">…</a>`]);
    expect((await heard(page)).filter((words) => words === new URL(baseURL!).host).length).toBeGreaterThanOrEqual(2);
  });

  test('a page that is printed may leave it out', async ({ page, baseURL, watch }) => {
    await openHost(page, watch, snippet(baseURL!, ''), { head: '<style>@media print { portal-news { display: none } }</style>' });
    await ready(page);
    await page.emulateMedia({ media: 'print' });
    expect(await heightOf(page)).toBe(0);
  });

  test('a number that is none is not read', async ({ page, baseURL, watch }) => {
    for (const count of ['3;', '1e309', '-2', '2.5', '0', ' 2']) {
      await openHost(page, watch, snippet(baseURL!, `data-count="${count}"`));
      await expect(page.locator('portal-news')).toHaveCount(1);
      expect(await heightOf(page), count).toBe(512);
      await ready(page);
      expect(await heightOf(page), count).toBe(512);
      await expect(frame(page).locator('.widget__story:visible')).toHaveCount(5);
    }
  });

  test('the keyboard goes in, through and out again', async ({ page, baseURL, watch }) => {
    await openHost(page, watch, snippet(baseURL!, 'data-count="2"'));
    await ready(page);
    await page.getByRole('button', { name: 'Trước' }).focus();
    const inside = () => frame(page).evaluate(() => (document.hasFocus() ? (document.activeElement?.textContent ?? '') : ''));
    const seen: string[] = [];
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press('Tab');
      if (await page.getByRole('button', { name: 'Sau' }).evaluate((button) => button === document.activeElement)) break;
      seen.push(await inside());
    }
    const latest = apiDocument('embedded', 'latest/newest.json').articles;
    const stops = seen.filter(Boolean);
    expect(stops[0]).toBe('Tin mới');
    expect(stops.slice(1, 3)).toEqual([latest[0].title, latest[1].title]);
    expect(stops).toHaveLength(4);
    await expect(page.getByRole('button', { name: 'Sau' })).toBeFocused();
  });

  test('an article opens in a tab of its own, free of the frame', async ({ page, baseURL, context, watch }) => {
    await openHost(page, watch, snippet(baseURL!, ''));
    await ready(page);
    const opened = context.waitForEvent('page');
    await frame(page).locator('.widget__headline a').first().click();
    const article = await opened;
    await expect(article).toHaveURL(/\/tin-tuc\//);
    await expect(article.locator('html')).toHaveAttribute('data-app', 'ready');
    expect(await article.evaluate(() => [self.origin, opener])).toEqual([baseURL, null]);
  });

  test('a screen reader is told the frame’s name, and the link once', async ({ page, baseURL, watch }) => {
    await openHost(page, watch, snippet(baseURL!, ''));
    await ready(page);
    await expect(page.getByRole('link', { name: 'Tin mới của Sở' })).toHaveCount(0);
    expect(await (await frame(page).frameElement()).getAttribute('title')).toBe('Tin mới của Sở');
    await expect(frame(page).locator('body')).toMatchAriaSnapshot(`
      - main:
        - heading "Tin mới" [level=1]:
          - link "Tin mới"
        - list:
          - listitem:
            - heading [level=2]:
              - link
    `);
  });

  test('it is printed with the page', async ({ page, baseURL, watch }) => {
    await openHost(page, watch, snippet(baseURL!, 'data-theme="dark"'));
    await ready(page);
    await page.emulateMedia({ media: 'print' });
    await expect(frame(page).locator('.widget__headline').first()).toBeVisible();
    expect(await frame(page).evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(5000);
  });

  test('the ticker moves only when its reader does', async ({ page, baseURL, watch }) => {
    await openHost(page, watch, snippet(baseURL!, 'data-layout="ticker"'));
    await ready(page);
    const place = () => frame(page).evaluate(() => document.querySelector('.widget__stories')!.scrollLeft);
    await page.waitForTimeout(500);
    expect(await place()).toBe(0);
    await frame(page).getByRole('button', { name: 'Tin sau' }).click();
    await expect.poll(place).toBeGreaterThan(100);
  });
});

test.describe('generated', () => {
  test.use({ content: 'generated' });
  test.beforeEach(({ watch }) => watch.allow(/favicon\.ico/));

  test('hostile titles are words in a frame', async ({ page }) => {
    const id = /-([a-z0-9]+)\/$/.exec(casePath('long-word'))![1];
    for (const width of [280, 600]) {
      await page.setViewportSize({ width, height: 600 });
      await page.goto(`/embed/v1/article/${id}/`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});

// Somebody in front of the display of a hall: by touch alone, by keys alone, and not at all.

import AxeBuilder from '@axe-core/playwright';

import { BROWSER_NOTES, SEED_ID, SEED_TITLE, apiDocument, expect, test } from './portal';
import type { Page } from '@playwright/test';

const PORTRAIT = { width: 1080, height: 1920 };
const LANDSCAPE = { width: 1920, height: 1080 };
const SECTION = 'Tin tức sự kiện';

// The worker, which loads the page anew for a new edition, has tests of its own (kiosk-faults.spec.ts).
test.use({ viewport: PORTRAIT, hasTouch: true, serviceWorkers: 'block' });

test.beforeEach(({ watch }) => watch.allow(/Service Worker registration blocked by Playwright/));

const heading = (page: Page) => page.locator('.stage h1');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const attracts = (page: Page) => expect(page.locator('html')).toHaveAttribute('data-mode', 'attract');
/** The story in front. */
const story = (page: Page) => page.locator('.slide:not(.slide--back) .slide__title');

/** Two articles have this title. */
const seedChoice = (page: Page) => page.getByRole('button', { name: SEED_TITLE }).filter({ hasText: /12\/03\/2021/ }).first();

/** The display, once it shows its first story. */
async function openKiosk(page: Page, query = '') {
  const response = await page.goto(`/kiosk/${query}`);
  await expect(story(page)).toBeVisible();
  return response;
}

/** The display, told other settings than the site's. */
async function withSettings(page: Page, settings: object) {
  for (const name of ['kiosk.json', 'en/kiosk.json']) {
    const kiosk = apiDocument('embedded', name);
    await page.route(`**/api/v1/${name}`, (route) => route.fulfill({ json: { ...kiosk, settings: { ...kiosk.settings, ...settings } } }));
  }
}

async function wake(page: Page) {
  await page.touchscreen.tap(540, 900);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await settle(page);
}

/** Taps that follow a change of view at once are ignored. */
const settle = (page: Page) => page.waitForTimeout(400);

async function tap(page: Page, name: string) {
  await press(page, name).first().tap();
  await settle(page);
}

async function type(page: Page, keys: string) {
  for (const key of keys) await press(page, key === ' ' ? 'Dấu cách' : key).tap();
}

/** Every control on screen is large enough for a finger, within reach, and whole once its list is scrolled to it. */
async function expectWithinReach(page: Page, percent: number) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll(':is(.display:not([inert]), .veil) :is(button, input, a[href]:not([tabindex="-1"]))')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        element.scrollIntoView({ block: 'nearest' });
        const box = element.getBoundingClientRect();
        const corners = [[box.left + 6, box.top + 6], [box.right - 6, box.bottom - 6]] as const;
        const isWhole = corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
        const isCut = element.scrollWidth > element.clientWidth + 1 && element.tagName === 'BUTTON';
        return { name: element.textContent ?? '', box: box.toJSON(), isWhole, isCut };
      }));
  expect(found.length).toBeGreaterThan(0);
  const { height } = page.viewportSize()!;
  for (const { name, box, isWhole, isCut } of found) {
    expect(box.width, `${name} is wide enough`).toBeGreaterThanOrEqual(60);
    expect(box.height, `${name} is high enough`).toBeGreaterThanOrEqual(60);
    expect(box.top, `${name} is within reach`).toBeGreaterThanOrEqual(height * (1 - percent / 100) - 1);
    expect(isWhole, `${name} is whole`).toBe(true);
    expect(isCut, `${name} has all its letters`).toBe(false);
  }
}

test('stories take turns while nobody is there', async ({ page }) => {
  await page.clock.install();
  await openKiosk(page);
  const { stories, settings } = apiDocument('embedded', 'kiosk.json');
  expect(stories.length).toBeGreaterThan(2);
  await expect(story(page)).toHaveText(stories[0].title);
  for (const next of [stories[1], stories[2]]) {
    let seconds = 0;
    // Second by second, as the display's own clock goes; a picture is drawn in real time.
    await expect.poll(async () => {
      await page.clock.runFor(1_000);
      seconds += 1;
      return story(page).textContent();
    }, { intervals: [50], timeout: 30_000 }).toBe(next.title);
    expect(seconds).toBeLessThanOrEqual(settings.story_seconds + 5);
  }
  await expect(page.locator('.slide:not(.slide--back) .qr-code')).toBeVisible();
  await expect(page.locator('.masthead__clock')).toHaveText(/^\d\d:\d\d (Thứ|Chủ)/);
});

test('by touch alone: a section, a story, its links, the search, and nothing is left behind', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await expectWithinReach(page, 50);

  await tap(page, SECTION);
  await expect(heading(page)).toHaveText(SECTION);
  await expectWithinReach(page, 50);
  await seedChoice(page).tap();
  await expect(heading(page)).toHaveText(SEED_TITLE);
  await settle(page);
  await expectWithinReach(page, 50);
  for (let step = 0; step < 4; step += 1) await tap(page, 'Chữ to hơn');
  await tap(page, 'Cuộn xuống');
  expect(await page.locator('.stage').evaluate((stage) => stage.scrollTop)).toBeGreaterThan(0);
  await tap(page, 'Quét mã để đọc trên điện thoại');
  await expect(page.locator('.code__address')).toHaveText(new RegExp(`-${SEED_ID}/$`));
  await tap(page, 'Quay lại');
  await expect(heading(page)).toHaveText(SEED_TITLE);
  await tap(page, 'Quay lại');
  await tap(page, 'Quay lại');

  await tap(page, 'Tìm kiếm');
  await expectWithinReach(page, 50);
  await type(page, 'baauf cuwr');
  await expect(page.locator('.stage__query')).toHaveText('bầu cử');
  await expect(page.locator('.stage [role=status]')).toHaveText(/^Tìm thấy \d+ kết quả$/);
  await page.locator('.key--go').tap();
  await seedChoice(page).tap();
  await expect(heading(page)).toHaveText(SEED_TITLE);
  await settle(page);
  await tap(page, 'Quay lại');
  await expect(seedChoice(page)).toBeVisible();

  await tap(page, 'Kết thúc').catch(() => {});
  await attracts(page);
  await settle(page);
  await wake(page);
  await tap(page, 'Tìm kiếm');
  await expect(page.locator('.stage__query')).toHaveText('');
  await expect(page.locator('html')).toHaveAttribute('style', /--zoom: 1;/);
});

test('by keys alone: from the first story to an article and back', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await openKiosk(page);
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await page.keyboard.press('ArrowRight');
  for (let step = 0; step < 30 && !(await press(page, SECTION).evaluate((button) => button === document.activeElement)); step += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText(SECTION);
  await expect(heading(page)).toBeFocused();
  const choice = seedChoice(page);
  for (let step = 0; step < 30 && !(await choice.evaluate((button) => button === document.activeElement)); step += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Space');
  await expect(heading(page)).toHaveText(SEED_TITLE);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => page.locator('.stage').evaluate((stage) => stage.scrollTop)).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText(SECTION);
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
});

test('who stops is asked first, and then forgotten', async ({ page }) => {
  await page.clock.install();
  await openKiosk(page);
  const { settings } = apiDocument('embedded', 'kiosk.json');
  const pass = (seconds: number) => page.clock.runFor(seconds * 1000);
  await page.touchscreen.tap(540, 900);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await pass(1);
  await page.getByRole('button', { name: 'English' }).tap();
  await expect(heading(page)).toHaveText('Please choose what to see');
  await pass(settings.idle_seconds - 5);
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await pass(6);
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectWithinReach(page, settings.reach_percent);
  await expect(page.locator('.question__stay')).toBeFocused();
  await page.locator('.question__stay').tap();
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  // By keys one goes on where one was; after the first answer that is where the focus was before.
  await pass(1);
  const contact = press(page, 'Contact');
  await contact.focus();
  await pass(settings.idle_seconds + 1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await pass(1);
  await expect(contact).toBeFocused();
  // Somebody who goes on acting is never asked.
  for (let step = 0; step < 5; step += 1) {
    await pass(settings.idle_seconds / 2);
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
  }
  await pass(settings.idle_seconds + settings.countdown_seconds + 2);
  await attracts(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expect(page.locator('.attract__begin')).toHaveText(/^Chạm/);
});

test('a mouse that trembles is nobody', async ({ page }) => {
  await page.clock.install();
  await openKiosk(page);
  const { settings } = apiDocument('embedded', 'kiosk.json');
  await page.mouse.move(500, 500);
  await page.touchscreen.tap(540, 900);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  for (let second = 0; second <= settings.idle_seconds; second += 1) {
    await page.clock.runFor(1_000);
    await page.mouse.move(500 + (second % 2), 500);
  }
  await expect(page.getByRole('alertdialog')).toBeVisible();
});

test('a search whose index does not come says so, and is tried again', async ({ page, watch }) => {
  watch.allow(/ERR_FAILED|kiosk-search/);
  let isBroken = true;
  await page.route('**/kiosk-search.json', (route) => (isBroken ? route.abort() : route.fallback()));
  await page.clock.install();
  await openKiosk(page);
  await page.touchscreen.tap(540, 900);
  await page.clock.runFor(1_000);
  await press(page, 'Tìm kiếm').tap();
  await page.clock.runFor(1_000);
  await type(page, 'trang');
  const status = page.locator('.stage [role=status]');
  await expect(status).toHaveText(/^Chưa tải được danh mục tìm kiếm/);
  isBroken = false;
  await page.clock.runFor(11_000);
  await expect(status).toHaveText(/^Tìm thấy \d+ kết quả$/);
});

test('a notice that was taken back does not return with another language', async ({ page }) => {
  const notice = { text: 'Một thông báo của bản này.', level: 'urgent' };
  for (const name of ['site.json', 'en/site.json']) {
    const site = apiDocument('embedded', name);
    await page.route(`**/api/v1/${name}`, (route) => route.fulfill({ json: { ...site, notice } }));
  }
  let isAsked = false;
  await page.route('**/notice.json', (route) => {
    isAsked = true;
    return route.fulfill({ json: null });
  });
  await openKiosk(page);
  await expect.poll(() => isAsked).toBe(true);
  await expect(page.locator('.hall-notice')).toHaveCount(0);
  await wake(page);
  await tap(page, 'English');
  await expect(heading(page)).toHaveText('Please choose what to see');
  await expect(page.locator('.hall-notice')).toHaveCount(0);
});

test('nothing leads away: links become codes, and menus, selections and shortcuts do nothing', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await tap(page, 'Giới thiệu');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://elsewhere.example/trang?x=1';
    link.textContent = 'ra ngoài';
    document.querySelector('.stage article')!.append(link);
    link.click();
  });
  await expect(page.locator('.code__address')).toHaveText('https://elsewhere.example/trang?x=1');
  await expect(page).toHaveURL(/\/kiosk\/$/);
  const prevented = await page.evaluate(() => ['contextmenu', 'dragstart'].map((name) => {
    const event = new MouseEvent(name, { bubbles: true, cancelable: true });
    document.querySelector('.stage h1')!.dispatchEvent(event);
    return event.defaultPrevented;
  }));
  expect(prevented).toEqual([true, true]);
  expect(await page.evaluate(() => {
    const event = new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  })).toBe(true);
});

test('a person who mashes the screen finds nothing but the portal', async ({ page, watch }) => {
  watch.allow(BROWSER_NOTES);
  await openKiosk(page);
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let count = 0; count < 150; count += 1) {
    if (random(4) === 0) await page.keyboard.press(['Enter', 'Tab', 'Escape', 'ArrowRight', 'a', 'F5', 'Control+p', 'Backspace'][random(8)]!);
    else await page.touchscreen.tap(random(1080), random(1920));
  }
  await expect(page).toHaveURL(/\/kiosk\/$/);
  await expect(page.locator('.masthead__name')).not.toHaveText('');
  expect(await page.locator(':is(.stage, .attract)').count()).toBe(1);
});

test('a swipe across does not lead to the page before', async ({ page }) => {
  await page.goto('/robots.txt');
  await openKiosk(page);
  await wake(page);
  const cdp = await page.context().newCDPSession(page);
  for (const y of [400, 1000, 1400]) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: 300, y }] });
    for (let x = 320; x <= 900; x += 20) await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y }] });
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await settle(page);
    await expect(page).toHaveURL(/\/kiosk\/$/);
    await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  }
});

test('a cleaning lock ignores touches for half a minute', async ({ page }) => {
  await page.clock.install();
  await openKiosk(page);
  await page.touchscreen.tap(540, 900);
  await page.clock.runFor(1000);
  await press(page, 'Trợ giúp và hiển thị').tap();
  await page.clock.runFor(1000);
  await press(page, 'Lau màn hình').tap();
  await expect(page.locator('.veil')).toHaveText(/30 giây/);
  await page.touchscreen.tap(540, 1800);
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Trợ giúp và hiển thị');
  await page.clock.runFor(31_000);
  await expect(page.locator('.veil')).toHaveCount(0);
});

test('text is enlarged to 200 % and contrast is high, within reach', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await tap(page, 'Trợ giúp và hiển thị');
  for (let step = 0; step < 4; step += 1) await tap(page, 'Chữ to hơn');
  await expect(page.locator('.stage [role=status]')).toContainText('200 %');
  await tap(page, 'Tương phản cao');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PORTRAIT.width);
  await tap(page, 'Quay lại');
  await expectWithinReach(page, 50);
});

for (const [name, viewport] of [['portrait', PORTRAIT], ['landscape', LANDSCAPE]] as const) {
  test(`axe finds nothing in ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    // In the middle of a fade everything is pale.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openKiosk(page);
    const expectClean = async (view: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map((violation) => `${view}: ${violation.id} ${violation.nodes.map((node) => node.target).join(' ')}`)).toEqual([]);
    };
    await expectClean('attract');
    await wake(page);
    await expectClean('home');
    for (const view of ['Trợ giúp và hiển thị', 'Tìm kiếm', SECTION]) {
      await tap(page, view);
      await expectClean(view);
      await page.keyboard.press('Escape');
      await settle(page);
    }
    await tap(page, SECTION);
    await seedChoice(page).tap();
    await expect(heading(page)).toHaveText(SEED_TITLE);
    await expectClean('article');
  });
}

/** What the buttons of a language say. */
const WORDS = {
  vi: { help: 'Trợ giúp và hiển thị', larger: 'Chữ to hơn', page: 'Giới thiệu', search: 'Tìm kiếm', typed: 'trang' },
  en: { help: 'Help and display', larger: 'Larger text', page: 'About', search: 'Search', typed: 'contact' },
};
for (const [name, viewport, reach] of [['a high screen', PORTRAIT, 30], ['a wide screen', LANDSCAPE, 40]] as const) {
  for (const [lang, words] of Object.entries(WORDS)) {
    for (const percent of [100, 200]) {
      test(`on ${name} with low reach, ${percent} % and ${lang}: every control is whole and within reach`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await withSettings(page, { reach_percent: reach, idle_seconds: 3600 });
        await openKiosk(page);
        await wake(page);
        if (lang === 'en') await tap(page, 'English');
        await tap(page, words.help);
        for (let step = 100; step < percent; step += 25) await press(page, words.larger).tap();
        await expectWithinReach(page, reach);
        await page.keyboard.press('Escape');
        await settle(page);
        await expectWithinReach(page, reach);
        await tap(page, words.page);
        await expect(page.locator('.stage .article-body')).toBeVisible();
        await expectWithinReach(page, reach);
        await page.keyboard.press('Escape');
        await settle(page);
        await tap(page, words.search);
        await type(page, words.typed);
        await expect(page.locator('.key--suggestion').first()).toBeVisible();
        await expectWithinReach(page, reach);
        await press(page, words.search).last().tap();
        await settle(page);
        await expect(page.locator('.controls .choice').first()).toBeVisible();
        await expectWithinReach(page, reach);
      });
    }
  }
}

test('an English reader finds the pages there are, and no empty list of news', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await tap(page, 'English');
  await expect(heading(page)).toHaveText('Please choose what to see');
  await expect(press(page, 'Latest news')).toHaveCount(0);
  await settle(page);
  await tap(page, 'About');
  await expect(page.locator('.stage .article')).toHaveAttribute('lang', 'en');
});

test('a heartbeat tells how the display is, once a minute', async ({ page }) => {
  const beats: Record<string, unknown>[] = [];
  await withSettings(page, { heartbeat_url: '/displays/heartbeat' });
  await page.route('**/displays/heartbeat', (route) => {
    beats.push(route.request().postDataJSON());
    return route.fulfill({ status: 204 });
  });
  await page.clock.install();
  await openKiosk(page, '?display=sanh-tang-1');
  // In small steps, so that answers are there before their deadlines.
  await expect.poll(async () => {
    await page.clock.runFor(5_000);
    return beats.length;
  }, { intervals: [100], timeout: 30_000 }).toBeGreaterThan(0);
  expect(beats[0]).toMatchObject({ site: 'https://sonv.laichau.gov.vn', display: 'sanh-tang-1', mode: 'attract', failures: 0 });
  expect(Number(beats[0]!.memory_mb)).toBeGreaterThan(0);
});

test('an article is read aloud block by block, and that counts as use', async ({ page }) => {
  await page.addInitScript(() => {
    const real = window.speechSynthesis;
    const voice = Object.create(SpeechSynthesisVoice.prototype, {
      lang: { value: 'vi-VN' }, name: { value: 'Giọng thử' }, localService: { value: true },
    });
    SpeechSynthesis.prototype.getVoices = () => [voice];
    SpeechSynthesis.prototype.cancel = () => {};
    SpeechSynthesis.prototype.speak = (utterance) => {
      document.documentElement.dataset.heard = `${document.documentElement.dataset.heard ?? ''}${utterance.text}\n`;
      setTimeout(() => utterance.onend?.(new Event('end') as SpeechSynthesisEvent), 3_000);
    };
    Object.defineProperty(SpeechSynthesisUtterance.prototype, 'voice', { set() {} });
    void real;
  });
  const introduction = apiDocument('embedded', 'pages/gioi-thieu.json');
  const paragraph = (text: string) => ({ kind: 'paragraph', spans: [{ text }] });
  const table = { kind: 'table', rows: [[{ header: false, blocks: [paragraph('Một ô'), paragraph('hai đoạn')] }]] };
  const body = [paragraph('Đoạn thứ nhất.'), table, paragraph('Đoạn cuối.')];
  await page.route('**/api/v1/pages/gioi-thieu.json', (route) => route.fulfill({ json: { ...introduction, body } }));
  await page.clock.install();
  await openKiosk(page);
  await page.touchscreen.tap(540, 900);
  await page.clock.runFor(1_000);
  await press(page, 'Giới thiệu').tap();
  await expect(page.locator('.stage .article-body')).toBeVisible();
  await page.clock.runFor(1_000);
  await press(page, 'Nghe bài viết').tap();
  await expect(page.locator('.stage [data-spoken]')).toHaveText('Giới thiệu');
  await page.clock.runFor(3_100);
  await expect(page.locator('.stage [data-spoken]')).toHaveText('Đoạn thứ nhất.');
  // A row is one block, with all that is in its cells.
  await page.clock.runFor(3_100);
  await expect(page.locator('.stage tr[data-spoken]')).toHaveCount(1);
  await page.clock.runFor(3_100);
  await expect(page.locator('.stage [data-spoken]')).toHaveText('Đoạn cuối.');
  await press(page, 'Dừng nghe').tap();
  await expect(page.locator('.stage [data-spoken]')).toHaveCount(0);
  expect(await page.locator('html').getAttribute('data-heard')).toMatch(/^Giới thiệu\n/);
});

/** Time passes in small steps, so that answers are there before their deadlines. */
async function pass(page: Page, minutes: number) {
  for (let step = 0; step < minutes * 12; step += 1) await page.clock.runFor(5_000);
}

/** Goes on, second by second, until the page has been loaded anew. */
async function expectFreshStart(page: Page) {
  let isLoaded = false;
  page.once('load', () => {
    isLoaded = true;
  });
  await expect.poll(async () => {
    // A page that is leaving has no clock.
    await page.clock.runFor(1_000).catch(() => {});
    return isLoaded;
  }, { intervals: [100], timeout: 45_000 }).toBe(true);
  await expect(story(page)).toBeVisible();
}

test('by night it is dimmed, moves a few pixels a minute, and starts afresh at its minute', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-26T03:26:30+07:00') });
  await openKiosk(page);
  await expect(page.locator('html')).toHaveAttribute('data-night', '');
  const drift = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--drift-x'));
  const places = new Set([await drift()]);
  for (let minute = 0; minute < 3; minute += 1) {
    await pass(page, 0.9);
    places.add(await drift());
  }
  expect(places.size).toBeGreaterThan(1);
  await expectFreshStart(page);
  const log = await page.evaluate(() => localStorage.getItem('kiosk:log'));
  expect(log).toContain('by schedule or health');
});

test('a display that takes too much memory starts afresh, but never under somebody’s hands', async ({ page }) => {
  await withSettings(page, { memory_limit_mb: 0, idle_seconds: 3600 });
  await page.clock.install();
  await openKiosk(page);
  await page.touchscreen.tap(540, 900);
  await pass(page, 12);
  await expect(heading(page)).toHaveText('Xin mời chọn mục cần xem');
  await press(page, 'Kết thúc').tap();
  await expectFreshStart(page);
  expect(await page.evaluate(() => localStorage.getItem('kiosk:log'))).toContain('memory');
});

test.describe('a display with a name and a PIN', () => {
  test.use({ content: 'generated' });

  test('has its own sections; five touches of the corner and the PIN open the panel', async ({ page }) => {
    const { displays } = apiDocument('generated', 'kiosk.json');
    const [display] = displays;
    await openKiosk(page, `?display=${display.name}`);
    await wake(page);
    for (const section of display.settings.sections) await expect(press(page, section.name).first()).toBeVisible();
    for (let count = 0; count < 5; count += 1) await page.touchscreen.tap(20, 20);
    await expect(heading(page)).toHaveText('Nhập mã PIN');
    await settle(page);
    await type(page, '1111');
    await tap(page, 'OK');
    await expect(page.locator('.stage [role=status]')).toHaveText('Mã PIN chưa đúng.');
    await type(page, '2468');
    await tap(page, 'OK');
    await expect(heading(page)).toHaveText('Bảng vận hành');
    await expect(page.locator('.facts')).toContainText(display.name);
    await expect(page.locator('.events')).toContainText('pin');
  });
});

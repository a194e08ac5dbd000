// Somebody in front of the display of a hall: by touch alone, by keys alone, and not at all.

import { attracts, chooseEnglish, expect, expectWithinReach, heading, openKiosk, press, SECTION, seedChoice, settle, tap, test, type, wake } from './display';
import { apiDocument, BROWSER_NOTES, SEED_ID, SEED_TITLE } from './portal';

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
  await chooseEnglish(page);
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

test('an English reader finds the pages there are, and no empty list of news', async ({ page }) => {
  await openKiosk(page);
  await wake(page);
  await chooseEnglish(page);
  await expect(heading(page)).toHaveText('Please choose what to see');
  await expect(press(page, 'Latest news')).toHaveCount(0);
  await tap(page, 'About');
  await expect(page.locator('.stage .article')).toHaveAttribute('lang', 'en');
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

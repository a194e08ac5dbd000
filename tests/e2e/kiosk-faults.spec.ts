// What becomes of a display when network, site, storage, clock or the app itself fail: something good stays on screen.
// A row of the table is a fault, and what is seen of it; with PORTAL_FAULT_SCREENSHOTS a picture of each is kept there.

import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { FaultyProxy } from '../browser/faulty-proxy.mjs';
import { story } from './display';
import { expect, test as base } from './portal';
import type { Page } from '@playwright/test';

type Edition = { id: string; site: string; made_at: string; files: { path: string; bytes: number; sha256: string }[] };

const test = base.extend<{ faulty: FaultyProxy }>({
  faulty: async ({ origin }, use) => {
    const faulty = new FaultyProxy(await origin('embedded'));
    await faulty.start();
    await use(faulty);
    faulty.stop();
  },
  baseURL: async ({ faulty }, use) => use(faulty.origin),
});

test.use({ viewport: { width: 1080, height: 1920 }, hasTouch: true, serviceWorkers: 'allow' });
test.beforeEach(({ watch }) => watch.allow(/./));

const KIOSK = '/api/v1/kiosk.json';

type State = { current: { id: string } | null; staged: { id: string } | null; failures: number; is_checking: boolean; refusals: { reason: string; id: string }[]; storage?: string };
const ask = (page: Page, what: string): Promise<State> => page.evaluate((what) => fetch(`/kiosk/worker/${what}`).then((answer) => answer.json()), what);

/** Opens the display and waits until it shows an edition that it keeps. */
async function openStored(page: Page) {
  await page.goto('/kiosk/');
  await expect(story(page)).toBeVisible();
  await page.evaluate(() => document.documentElement.setAttribute('data-first', '')).catch(() => {});
  // It loads itself anew once, from the edition that it has just taken.
  const isStored = async () => {
    const isFirst = await page.evaluate(() => document.documentElement.hasAttribute('data-first'));
    return !isFirst && (await ask(page, 'state.json')).current !== null;
  };
  await expect.poll(() => isStored().catch(() => false), { timeout: 40_000 }).toBe(true);
  await expect(story(page)).toBeVisible();
}

/** A check whose outcome is known. One that was under way already has asked the site as it was before. */
async function check(page: Page) {
  const isOver = () => expect.poll(async () => (await ask(page, 'state.json')).is_checking, { timeout: 45_000 }).toBe(false);
  await isOver();
  await ask(page, 'check.json?now');
  await isOver();
  return ask(page, 'state.json');
}

async function picture(page: Page, name: string) {
  const folder = process.env.PORTAL_FAULT_SCREENSHOTS;
  if (!folder) return;
  // Until the story has faded in.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A site whose first story has another title, with an edition that says so unless it is told otherwise. */
function publishAnew(faulty: FaultyProxy, title: string, spoil: (edition: Edition) => Edition = (edition) => edition) {
  const change = (old: Buffer) => {
    const kiosk = JSON.parse(old.toString());
    kiosk.stories[0].title = title;
    return Buffer.from(JSON.stringify(kiosk));
  };
  faulty.change(KIOSK, change, async (edition: Edition) => {
    const bytes = change(Buffer.from(await (await fetch(faulty.site + KIOSK)).arrayBuffer()));
    const files = edition.files.map((file) => (file.path === KIOSK ? { ...file, bytes: bytes.length, sha256: hashOf(bytes) } : file));
    const made_at = new Date(Date.parse(edition.made_at) + 60_000).toISOString();
    return spoil({ ...edition, id: hashOf(Buffer.from(title)).slice(0, 16), made_at, files });
  });
}

for (const fault of ['cut', 'status-500', 'truncated', 'captive', 'hang', 'drip'] as const) {
  test(`the site fails (${fault}): the last edition shows, says how old it is, and recovers by itself`, async ({ page, faulty }) => {
    test.slow();
    await openStored(page);
    const title = await story(page).textContent();
    faulty.fault = fault;
    if (fault === 'hang' || fault === 'drip') {
      // Half a minute without a byte is its patience.
      const state = await check(page);
      expect(state.failures).toBeGreaterThan(0);
    } else {
      await check(page);
      expect((await check(page)).failures).toBeGreaterThan(1);
    }
    await page.reload();
    await expect(story(page)).toHaveText(title!);
    if (fault !== 'hang' && fault !== 'drip') await expect(page.locator('.masthead__age')).toHaveText(/^Nội dung cập nhật lúc .*đang tự kết nối lại$/);
    await picture(page, `site-${fault}`);
    // An article that was never opened, and its pictures, are there too.
    await page.touchscreen.tap(540, 900);
    await page.waitForTimeout(400);
    await page.getByRole('button', { name: 'Tin mới' }).tap();
    await page.waitForTimeout(400);
    await page.locator('.choice').nth(3).tap();
    await expect(page.locator('.stage .article-body')).toBeVisible();
    faulty.fault = 'none';
    expect((await check(page)).failures).toBe(0);
  });
}

test('a new edition is taken whole, and shown at an idle moment', async ({ page, faulty }) => {
  test.slow();
  await openStored(page);
  await page.touchscreen.tap(540, 900);
  await expect(page.locator('.stage h1')).toBeVisible();
  publishAnew(faulty, 'Một bản mới của trang');
  const { current, staged } = await check(page);
  expect(staged).not.toBeNull();
  expect(staged!.id).not.toBe(current!.id);
  // Somebody is there: nothing changes under their fingers.
  await page.waitForTimeout(3_000);
  await expect(page.locator('.stage h1')).toHaveText('Xin mời chọn mục cần xem');
  await page.getByRole('button', { name: 'Kết thúc' }).tap();
  await expect.poll(async () => (await ask(page, 'state.json').catch(() => null))?.current?.id, { timeout: 100_000 }).toBe(staged!.id);
  await expect(story(page)).toHaveText('Một bản mới của trang');
});

const SPOILT: [name: string, reason: string, spoil: (edition: Edition) => Edition][] = [
  ['older than the shown one', 'older', (edition) => ({ ...edition, made_at: '2020-01-01T00:00:00+07:00' })],
  ['of another site', 'other-site', (edition) => ({ ...edition, site: 'https://other.example' })],
  ['with a wrong hash', 'wrong-hash', (edition) => ({ ...edition, files: edition.files.map((file) => (file.path === KIOSK ? { ...file, sha256: '0'.repeat(64) } : file)) })],
  ['with a file that is cut short', 'too-short', (edition) => ({ ...edition, files: edition.files.map((file) => (file.path === KIOSK ? { ...file, bytes: file.bytes + 1 } : file)) })],
  ['with a file that is larger than it says', 'too-large', (edition) => ({ ...edition, files: edition.files.map((file) => (file.path === KIOSK ? { ...file, bytes: 10 } : file)) })],
  ['without its document', 'malformed', (edition) => ({ ...edition, files: edition.files.filter((file) => file.path !== '/kiosk/') })],
];
for (const [name, reason, spoil] of SPOILT) {
  test(`an edition ${name} is refused, and the operator is told`, async ({ page, faulty }) => {
    await openStored(page);
    const title = await story(page).textContent();
    publishAnew(faulty, 'Bản hỏng', spoil);
    const state = await check(page);
    expect(state.staged).toBeNull();
    expect(state.refusals.map((refusal) => refusal.reason)).toContain(reason);
    await page.reload();
    await expect(story(page)).toHaveText(title!);
  });
}

test('an edition whose app does not start gives way to the one before, and is not taken again', async ({ page, faulty }) => {
  test.slow();
  await openStored(page);
  const good = (await ask(page, 'state.json')).current!.id;
  const title = await story(page).textContent();
  publishAnew(faulty, 'Bản có ứng dụng hỏng');
  const { edit } = faulty;
  const edition = await (await fetch(`${faulty.site}/kiosk/edition.json`)).json() as Edition;
  const { path } = edition.files.find(({ path }) => path.endsWith('.wasm'))!;
  const empty = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  faulty.change(path, () => empty, async (edition) => {
    const edited = await edit!(edition);
    return { ...edited, files: edited.files.map((file) => (file.path === path ? { path, bytes: empty.length, sha256: hashOf(empty) } : file)) };
  });
  const bad = (await check(page)).staged!.id;
  // It starts from the bad one when it is idle, fails three times, and is back.
  await expect.poll(async () => (await ask(page, 'state.json').catch(() => null))?.refusals.map(({ reason }) => reason), { timeout: 90_000 }).toContain('failed-app');
  await expect(story(page)).toHaveText(title!, { timeout: 20_000 });
  const state = await check(page);
  expect(state.current!.id).toBe(good);
  expect(state.staged).toBeNull();
  expect(state.refusals.at(-1)).toMatchObject({ reason: 'failed-app', id: bad });
  await picture(page, 'app-does-not-start');
});

test('a picture of no bytes is no reason for a blank screen', async ({ page, faulty }) => {
  await page.addInitScript(() => navigator.serviceWorker && (navigator.serviceWorker.register = () => Promise.reject(new Error('no worker'))));
  faulty.changed.set(KIOSK, (bytes) => {
    const kiosk = JSON.parse(bytes.toString());
    for (const one of kiosk.stories) one.image = { src: '/media/rong.png', alt: '', width: 100, height: 100 };
    return Buffer.from(JSON.stringify(kiosk));
  });
  faulty.changed.set('/media/rong.png', () => Buffer.alloc(0));
  await page.goto('/kiosk/');
  await expect(story(page)).toBeVisible({ timeout: 15_000 });
  await expect(page.locator('.slide__picture')).toBeHidden();
});

for (const [name, time] of [['1970', '1970-01-01T00:00:10Z'], ['2038', '2038-02-01T00:00:00Z']] as const) {
  test(`a device that believes it is ${name} goes on showing stories, and no time of 1970`, async ({ page }) => {
    await page.clock.install({ time: new Date(time) });
    await openStored(page);
    await check(page);
    await expect(story(page)).toBeVisible();
    // Before the edition that it shows no time can be right.
    if (name === '1970') await expect(page.locator('.masthead__clock')).toHaveCount(0);
    else await expect(page.locator('.masthead__clock')).toContainText(name);
  });
}

test('storage that is cleared: what is on screen stays, and without a network a screen says that it tries again', async ({ page, faulty }) => {
  await openStored(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await expect(story(page)).toBeVisible();
  faulty.fault = 'cut';
  await page.reload();
  await expect(page.locator('body')).toContainText('Màn hình đang chờ kết nối mạng');
  await picture(page, 'nothing-stored');
  faulty.fault = 'none';
  await expect(story(page)).toBeVisible({ timeout: 40_000 });
});

test('a trap is followed by a reload from what is kept, and noted', async ({ page, faulty }) => {
  await openStored(page);
  faulty.fault = 'cut';
  const reloaded = page.waitForEvent('load', { timeout: 30_000 });
  await page.evaluate(() => setTimeout(() => {
    throw new WebAssembly.RuntimeError('unreachable');
  }));
  await reloaded;
  await expect(story(page)).toBeVisible();
  const log = await page.evaluate(() => JSON.parse(localStorage.getItem('kiosk:log') ?? '[]'));
  expect(log.map((entry: { kind: string }) => entry.kind)).toContain('trap');
});

test('a beat that stops is followed by a reload from what is kept', async ({ page, faulty }) => {
  await openStored(page);
  faulty.fault = 'cut';
  const reloaded = page.waitForEvent('load', { timeout: 45_000 });
  await page.evaluate(() => {
    const set = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name: string, value: string) {
      if (name !== 'data-beat') set.call(this, name, value);
    };
  });
  await reloaded;
  await expect(story(page)).toBeVisible();
  const log = await page.evaluate(() => JSON.parse(localStorage.getItem('kiosk:log') ?? '[]'));
  expect(log.map((entry: { kind: string }) => entry.kind)).toContain('stall');
});

test('the urgent notice comes within a minute, and comes first', async ({ page, faulty }) => {
  await page.clock.install();
  await openStored(page);
  faulty.changed.set('/api/v1/notice.json', () => Buffer.from(JSON.stringify({ text: 'Mưa lớn, trung tâm tạm nghỉ chiều nay.', level: 'urgent' })));
  // In small steps, so that the answer is there before its deadline.
  for (let seconds = 0; seconds <= 65; seconds += 5) {
    await page.clock.runFor(5_000);
    await page.waitForTimeout(100);
  }
  await expect(page.locator('.hall-notice')).toHaveText('Mưa lớn, trung tâm tạm nghỉ chiều nay.');
  await picture(page, 'notice');
});

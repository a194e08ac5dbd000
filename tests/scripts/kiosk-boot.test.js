// What the display's boot script does when the app does not start, traps or stops, and what it keeps people from.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { APPS, KioskPage } from './fakes/kiosk-page.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const pageWith = (/** @type {Partial<KioskPage>} */ settings) => Object.assign(new KioskPage(), /** @type {{}} */ (settings));
const kinds = (/** @type {KioskPage} */ page) => page.log().map(({ kind }) => kind);
const pageOf = (/** @type {string} */ html, status = 200) => new Response(html, { status });

test('an app that is well is left alone', async () => {
  const page = await new KioskPage().open();
  await page.clock.advance(10 * MINUTE);
  assert.deepEqual([page.reloads, page.log()], [[], []]);
  assert.ok(page.elements['boot-failure']?.attributes.has('hidden'));
});

test('a trap loads the page anew at once, and is noted', async () => {
  const page = await new KioskPage().open();
  await page.clock.advance(30 * SECOND);
  page.trap('index out of bounds');
  page.trap('a second one, of the same');
  await page.clock.advance(0);
  assert.deepEqual(page.reloads, [page.clock.now]);
  const [entry, ...rest] = page.log();
  assert.deepEqual([entry?.at, entry?.kind, rest], [new Date(page.clock.now).toISOString(), 'trap', []]);
  assert.match(entry?.detail ?? '', /index out of bounds/);
  assert.ok(page.fetched.includes('/kiosk/worker/check.json'), 'an edition that repairs it is asked for');
});

test('so does one in a promise, but no other error', async () => {
  const page = await new KioskPage().open();
  page.dispatch('unhandledrejection', { reason: new TypeError('Failed to fetch') });
  page.dispatch('error', { error: new Error('of a script') });
  page.dispatch('error', { message: 'of a picture' });
  await page.clock.advance(10 * SECOND);
  assert.deepEqual(page.reloads, []);
  page.dispatch('unhandledrejection', { reason: new WebAssembly.RuntimeError('unreachable') });
  await page.clock.advance(0);
  assert.equal(page.reloads.length, 1);
});

test('an app that stops is loaded anew within ten seconds', async () => {
  const page = await new KioskPage().open();
  await page.clock.advance(MINUTE);
  const stopped = page.clock.now;
  page.isBeating = false;
  await page.clock.advance(3.5 * SECOND);
  assert.deepEqual(page.reloads, []);
  await page.clock.advance(6 * SECOND);
  assert.deepEqual(kinds(page), ['stall']);
  assert.equal(page.reloads.length, 1);
  const after = (page.reloads[0] ?? 0) - stopped;
  assert.ok(after >= 4 * SECOND && after <= 5 * SECOND, `${after} ms`);
});

test('an app that never beats is one that has stopped', async () => {
  const page = new KioskPage();
  page.isBeating = false;
  await page.open();
  await page.clock.advance(6 * SECOND);
  assert.deepEqual(kinds(page), ['stall']);
});

test('a display that slept gives the app its time', async () => {
  const page = await new KioskPage().open();
  await page.clock.advance(MINUTE);
  page.isBeating = false;
  page.clock.now += 8 * 60 * MINUTE;
  await page.clock.advance(3 * SECOND);
  assert.deepEqual(page.log(), []);
  page.isBeating = true;
  await page.clock.advance(MINUTE);
  assert.deepEqual([page.log(), page.reloads], [[], []]);
});

test('an app that holds up everything again and again, without a beat, has stopped', async () => {
  const page = await new KioskPage().open();
  await page.clock.advance(MINUTE);
  page.isBeating = false;
  for (let turn = 0; turn < 5; turn += 1) {
    page.clock.now += 5 * SECOND;
    await page.clock.advance(SECOND);
  }
  assert.deepEqual(kinds(page), ['stall']);
});

test('a page nobody sees need not beat', async () => {
  const page = await new KioskPage().open();
  page.isBeating = false;
  page.isHidden = true;
  await page.clock.advance(10 * MINUTE);
  page.isHidden = false;
  await page.clock.advance(3 * SECOND);
  assert.deepEqual(page.log(), []);
  await page.clock.advance(3 * SECOND);
  assert.deepEqual(kinds(page), ['stall']);
});

// Whether a reload would show something.

/** @type {Record<string, [page: Partial<KioskPage>, willReload: boolean]>} */
const SHOWN = {
  'the edition that is kept': [{}, true],
  'an edition that has just been taken': [{ state: { current: null, staged: { id: '0' } } }, true],
  'the site': [{ state: null, site: pageOf('<html data-surface="kiosk">') }, true],
  'the site, where the worker keeps nothing': [{ state: { current: null, staged: null }, site: pageOf('<html lang=vi data-surface=kiosk>') }, true],
  'nothing: no edition and no network': [{ state: null }, false],
  'nothing: the worker’s waiting page': [{ state: { current: null, staged: null }, site: pageOf('<p>data-surface="kiosk"', 503) }, false],
  'nothing: a captive portal': [{ state: null, site: pageOf('<title>Wi-Fi</title>') }, false],
  'nothing: a site that does not answer': [{ state: null, isHanging: true }, false],
};

for (const [name, [settings, willReload]] of Object.entries(SHOWN)) {
  test(`a reload would show ${name}`, async () => {
    const page = await pageWith(settings).open();
    page.trap();
    await page.clock.advance(25 * SECOND);
    assert.equal(page.reloads.length, willReload ? 1 : 0);
  });
}

test('what is on screen stays until a reload shows something', async () => {
  const page = await pageWith({ state: null }).open();
  page.trap();
  await page.clock.advance(10 * MINUTE);
  assert.deepEqual([page.reloads, kinds(page)], [[], ['trap']]);
  page.state = { current: { id: '0' } };
  await page.clock.advance(10 * SECOND);
  assert.equal(page.reloads.length, 1);
});

test('an app that goes on meanwhile is not loaded anew', async () => {
  const page = await pageWith({ state: null, isBeating: false }).open();
  await page.clock.advance(10 * SECOND);
  assert.deepEqual(kinds(page), ['stall']);
  page.isBeating = true;
  page.state = { current: { id: '0' } };
  await page.clock.advance(MINUTE);
  assert.deepEqual(page.reloads, []);
  page.isBeating = false;
  await page.clock.advance(10 * SECOND);
  assert.equal(page.reloads.length, 1, 'and is watched again');
});

test('a reload that comes to nothing is tried again', async () => {
  const page = await new KioskPage().open();
  page.trap();
  await page.clock.advance(50 * SECOND);
  assert.equal(page.reloads.length, 2);
  assert.ok((page.reloads[1] ?? 0) - (page.reloads[0] ?? 0) >= 30 * SECOND);
});

// How soon.

/**
 * Seconds from each page's fault to its reload, when each has a fault at this age.
 * @param {KioskPage} page
 * @param {number[]} ages
 */
async function waits(page, ages) {
  const seconds = [];
  for (const age of ages) {
    await page.open();
    await page.clock.advance(age * SECOND);
    const before = page.reloads.length;
    const fault = page.clock.now;
    page.trap();
    while (page.reloads.length === before) await page.clock.advance(SECOND);
    seconds.push(Math.round(((page.reloads.at(-1) ?? 0) - fault) / SECOND));
  }
  return seconds;
}

/** @type {Record<string, [ages: number[], waits: number[]]>} */
const WAITS = {
  'the third time within two minutes it waits, longer each time, ten minutes at most': [Array(9).fill(1), [0, 0, 30, 60, 120, 240, 480, 600, 600]],
  'pages that live for a while come back at once': [
    [5, 125, 125, 125, 125],
    [0, 0, 0, 0, 0],
  ],
  'three times in more than two minutes is not often': [
    [100, 100, 100, 100],
    [0, 0, 0, 0],
  ],
  'but then it is': [
    [100, 100, 15],
    [0, 0, 30],
  ],
  'a page that was well ends it': [
    [1, 1, 1, 1, 300, 1, 1],
    [0, 0, 30, 60, 0, 0, 30],
  ],
};
for (const [name, [ages, expected]] of Object.entries(WAITS)) test(name, async () => assert.deepEqual(await waits(new KioskPage(), ages), expected));

test('so does one that was loaded anew for another reason', async () => {
  const page = new KioskPage();
  assert.deepEqual(await waits(page, [1, 1, 1, 1]), [0, 0, 30, 60]);
  await page.open();
  await page.clock.advance(5 * MINUTE);
  assert.deepEqual(await waits(page, [1]), [0]);
});

for (const kept of ['', '{', 'null', '5', '"x"', '[]', '{"count":"many","life":null,"wait":-5}', '{"count":1e999,"wait":{}}']) {
  test(`damaged memory is none: ${kept || 'empty'}`, async () => {
    const page = new KioskPage();
    page.storages.sessionStorage.setItem('kiosk:reloads', kept);
    page.storages.localStorage.setItem('kiosk:log', kept);
    assert.deepEqual(await waits(page, [1]), [0]);
    assert.deepEqual(kinds(page), ['trap']);
  });
}

test('where nothing can be remembered, a page that fails early waits', async () => {
  const page = new KioskPage();
  for (const storage of Object.values(page.storages)) storage.isDenied = true;
  assert.deepEqual(await waits(page, [1, 1, 1, 130]), [30, 30, 30, 0]);
});

// The edition before.

test('an app that fails a third time gives way to the edition before, at once', async () => {
  const page = pageWith({ canGoBack: true });
  assert.deepEqual(await waits(page, [1, 1, 1]), [0, 0, 0]);
  assert.equal(page.fetched.filter((path) => path === '/kiosk/worker/back.json').length, 1);
  assert.deepEqual(await waits(page, [1, 1]), [60, 120], 'which may fail as well');
});

test('another app begins its own count', async () => {
  const page = pageWith({ canGoBack: true });
  await waits(page, [1, 1]);
  page.wasm = '/another.wasm';
  assert.deepEqual(await waits(page, [1, 1]), [0, 0]);
  assert.ok(page.canGoBack);
});

test('an app that is held up does not', async () => {
  const page = pageWith({ canGoBack: true });
  await waits(page, [1, 1]);
  await page.open();
  page.isBeating = false;
  await page.clock.advance(45 * SECOND);
  assert.deepEqual([kinds(page), page.canGoBack, page.reloads.length], [['trap', 'trap', 'stall'], true, 3]);
});

// The start.

/** @type {Record<string, [app: string, kind: string, detail: RegExp]>} */
const STARTS = {
  'its module is missing': [APPS.missing, 'start', /no-such-module/],
  'its module is broken': [APPS.broken, 'start', /not a script/],
  'its wasm is missing': [APPS.withoutWasm, 'start', /Failed to fetch/],
  'it traps': [APPS.trapping, 'trap', /unreachable/],
};

for (const [name, [app, kind, detail]] of Object.entries(STARTS)) {
  test(`an app does not start since ${name}: it is said, and tried again`, async () => {
    const page = await pageWith({ app, isBeating: false }).open();
    await page.clock.advance(0);
    assert.equal(page.elements['boot-failure']?.attributes.has('hidden'), false);
    assert.ok(page.elements['boot-progress']?.attributes.has('hidden'));
    assert.deepEqual([kinds(page), page.reloads.length], [[kind], 1]);
    assert.match(page.log()[0]?.detail ?? '', detail);
  });
}

test('an app that takes longer than 45 s to start is tried again', async () => {
  const page = await pageWith({ app: APPS.hanging, isBeating: false }).open();
  await page.clock.advance(44 * SECOND);
  assert.deepEqual(page.reloads, []);
  await page.clock.advance(SECOND);
  assert.deepEqual([kinds(page), page.reloads.length], [['start'], 1]);
});

test('an app that does not start, with nothing kept and no network, waits on what is on screen', async () => {
  const page = await pageWith({ app: APPS.missing, state: null }).open();
  await page.clock.advance(5 * MINUTE);
  assert.deepEqual(page.reloads, []);
  page.site = pageOf('<html data-surface="kiosk">');
  await page.clock.advance(10 * SECOND);
  assert.equal(page.reloads.length, 1);
});

// The log.

test('the newest fifty entries are kept, each of three hundred letters at most', async () => {
  const page = new KioskPage();
  const entries = Array.from({ length: 60 }, (_, place) => ({ at: '2026-11-26T00:00:00.000Z', kind: 'app', detail: String(place) }));
  page.storages.localStorage.setItem('kiosk:log', JSON.stringify([...entries, null, 'damaged', 7]));
  await page.open();
  page.trap('🏔️ắ'.repeat(500));
  const log = page.log();
  assert.deepEqual([log.length, log[0]?.detail, log[48]?.detail, log[49]?.kind], [50, '11', '59', 'trap']);
  assert.equal([...(log[49]?.detail ?? '')].length, 300);
  assert.doesNotThrow(() => encodeURIComponent(log[49]?.detail ?? ''), 'no half of a letter');
});

test('storage that refuses stops nothing', async () => {
  const page = new KioskPage();
  for (const storage of Object.values(page.storages)) storage.setItem = () => assert.fail('full');
  await page.open();
  page.trap();
  await page.clock.advance(MINUTE);
  assert.ok(page.reloads.length > 0);
});

// The worker.

test('the worker is registered, brought up to date each hour, and storage asked for', async () => {
  const page = await new KioskPage().open();
  assert.deepEqual(page.registrations, [['/kiosk/sw.js', { scope: '/kiosk/', updateViaCache: 'none' }]]);
  assert.deepEqual([page.updates, page.isPersistent], [0, true]);
  for (let hour = 0; hour < 3; hour += 1) {
    page.clock.now += 60 * MINUTE;
    await page.clock.advance(SECOND);
  }
  assert.equal(page.updates, 3);
});

/** @type {Partial<KioskPage>[]} */
const WITHOUT_WORKER = [{ hasWorker: false }, { isSecure: false }];
for (const settings of WITHOUT_WORKER) {
  test(`without a worker the app starts, and comes back: ${Object.keys(settings).join()}`, async () => {
    const page = await pageWith({ ...settings, state: null, site: pageOf('<html data-surface="kiosk">') }).open();
    assert.deepEqual(page.registrations, []);
    page.trap();
    await page.clock.advance(0);
    assert.equal(page.reloads.length, 1);
  });
}

// What people are kept from.

/** @type {Record<string, boolean>} */
const KEYS = {
  'Ctrl +': true,
  'Ctrl -': true,
  'Ctrl =': true,
  'Ctrl 0': true,
  'Ctrl r': true,
  'Ctrl R': true,
  'Meta p': true,
  'Ctrl s': true,
  'Ctrl f': true,
  'Ctrl n': true,
  'Ctrl t': true,
  'Ctrl w': true,
  'Ctrl o': true,
  'Ctrl l': true,
  'Ctrl u': true,
  'Ctrl j': true,
  'Ctrl Shift I': true,
  'Ctrl Shift Delete': true,
  F1: true,
  F3: true,
  F5: true,
  F6: true,
  F7: true,
  F10: true,
  F11: true,
  F12: true,
  'Alt ArrowLeft': true,
  'Alt ArrowRight': true,
  BrowserBack: true,
  BrowserFavorites: true,
  LaunchMail: true,
  F2: true,
  'Ctrl h': true,
  'Ctrl d': true,
  'Ctrl k': true,
  'Ctrl e': true,
  'Ctrl g': true,
  'Ctrl 1': true,
  'Ctrl Tab': true,
  'Ctrl c': true,
  'Alt d': true,
  'Alt F4': true,
  'Alt Home': true,
  'Shift Escape': true,
  'AltGraph Ctrl Alt q': false,
  Escape: false,
  ArrowLeft: false,
  Tab: false,
  Enter: false,
  r: false,
  '+': false,
  'Shift R': false,
};

/** What the browser tells of a key, with those held before it. */
function keyEvent(/** @type {string} */ name) {
  const held = name.split(' ').slice(0, -1);
  const isHeld = (/** @type {string} */ key) => held.includes(key);
  return { key: name.split(' ').at(-1), ctrlKey: isHeld('Ctrl'), metaKey: isHeld('Meta'), shiftKey: isHeld('Shift'), altKey: isHeld('Alt'), target: null, getModifierState: isHeld };
}

for (const [name, isStopped] of Object.entries(KEYS)) {
  test(`the key ${name} ${isStopped ? 'does nothing' : 'works'}`, async () => {
    const page = await new KioskPage().open();
    assert.equal(page.dispatch('keydown', keyEvent(name)), isStopped);
  });
}

test('a field is edited by the usual keys', async () => {
  const page = await new KioskPage().open();
  const isStopped = (/** @type {string} */ name) => page.dispatch('keydown', { ...keyEvent(name), target: page.element('input') });
  assert.deepEqual(['Ctrl a', 'Ctrl c', 'Ctrl V', 'Ctrl x', 'Ctrl z', 'Ctrl y'].map(isStopped), Array(6).fill(false));
  assert.deepEqual(['Ctrl Shift c', 'Ctrl p', 'Ctrl Alt v'].map(isStopped), Array(3).fill(true));
});

test('menus, dragging, zooming and other windows do nothing', async () => {
  const page = await new KioskPage().open();
  for (const type of ['contextmenu', 'dragstart', 'auxclick', 'gesturestart']) assert.ok(page.dispatch(type), type);
  assert.deepEqual(
    [1, 2, 3].map((length) => page.dispatch('touchmove', { touches: { length } })),
    [false, true, true],
  );
  assert.equal(page.dispatch('touchmove', { touches: { length: 2 }, cancelable: false }), false);
  assert.deepEqual(
    [true, false].map((ctrlKey) => page.dispatch('wheel', { ctrlKey })),
    [true, false],
  );
  assert.equal(/** @type {() => unknown} */ (page.window['open'])(), null);
});

test('text is selected in fields only', async () => {
  const page = await new KioskPage().open();
  const isStopped = (/** @type {unknown} */ target) => page.dispatch('selectstart', { target });
  assert.deepEqual([page.element('p'), page.element('#text', 'p'), null].map(isStopped), [true, true, true]);
  assert.deepEqual([page.element('input'), page.element('textarea'), page.element('#text', 'textarea')].map(isStopped), [false, false, false]);
});

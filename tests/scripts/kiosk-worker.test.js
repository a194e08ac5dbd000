// The display's worker: an edition is taken whole or not at all, whatever the site, the network, the storage, the clock and
// the mains do.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { settle } from './fakes/clock.js';
import { answer, drip, hang, listOf, ORIGIN, World } from './fakes/worker-world.js';

/** @typedef {import('./fakes/worker-world.js').Answer} Answer */

const MINUTE = 60_000;
const pageOf = (/** @type {string} */ name) => `<!doctype html><html lang="vi" data-surface="kiosk"><p>${name}`;
const filesOf = (/** @type {string} */ name) => ({
  '/kiosk/': pageOf(name),
  '/assets/same.js': 'the same in all editions',
  [`/assets/${name}.js`]: `script ${name}`,
  '/api/v1/kiosk.json': `{"name":"${name}"}`,
  '/api/v1/site.json': `{"site":"${name}"}`,
});
const OLD = filesOf('old');
const NEW = filesOf('new');
const OLD_AT = '2026-11-26T08:00:00+07:00';
const NEW_AT = '2026-11-26T08:30:00+07:00';

/** A display that shows the old edition. */
async function showingOld() {
  const world = new World();
  world.publish(OLD, { made_at: OLD_AT });
  const worker = world.start();
  await worker.check();
  await worker.navigate();
  return { world, worker };
}

/** A display that shows the old edition, while the site has the new one. */
async function beforeNew() {
  const { world, worker } = await showingOld();
  const list = world.publish(NEW, { made_at: NEW_AT });
  world.fetched = [];
  return { world, worker, list };
}

/**
 * Everything that a page asks for, without a network.
 * @param {World} world
 */
async function shown(world) {
  const worker = world.start();
  const page = await worker.navigate();
  const name = page.endsWith('new') ? 'new' : 'old';
  const files = name === 'new' ? NEW : OLD;
  for (const [path, text] of Object.entries(files)) assert.equal(await worker.get(path), text, `${path} of the ${name} edition`);
  return name;
}

const editions = (/** @type {World} */ world) => [...world.caches.stores.keys()].filter((name) => name.startsWith('kiosk-edition-'));

test('the first edition is taken, and shown from the next load of the page on', async () => {
  const world = new World();
  const list = world.publish(OLD);
  const worker = world.start();
  assert.equal(await worker.navigate(), OLD['/kiosk/'], 'from the site');
  const { staged, current } = await worker.check();
  assert.deepEqual([staged?.id, staged?.made_at, staged?.taken_at, current], [list.id, list.made_at, world.clock.now, null]);
  await worker.navigate();
  assert.equal((await worker.state()).current?.id, list.id);
  world.isOnline = false;
  assert.equal(await shown(world), 'old');
});

test('a file keeps its type, and other addresses are not of the edition', async () => {
  const { world, worker } = await showingOld();
  world.fetched = [];
  const { response } = await worker.request('/kiosk/?display=hall', { mode: 'navigate' });
  assert.equal(response?.headers.get('Content-Type'), 'text/html; charset=utf-8');
  assert.equal((await worker.request('/assets/old.js')).response?.headers.get('Content-Type'), 'text/javascript');
  assert.deepEqual(world.fetched, []);
  world.files['/assets/old.js'] = 'the site’s';
  assert.equal(await worker.get('/assets/old.js?x'), 'the site’s', 'a query is ignored for the document only');
  assert.equal((await worker.request('/kiosk/', { method: 'POST' })).response, undefined);
  assert.equal((await worker.request('https://elsewhere.example/kiosk/')).response, undefined);
  world.isOnline = false;
  assert.equal(await worker.get('/elsewhere/'), 'network error');
});

test('what has not changed is not fetched again, and no more than four files at once', async () => {
  const { world, worker } = await beforeNew();
  await worker.check();
  assert.deepEqual(world.fetched.toSorted(), ['/api/v1/kiosk.json', '/api/v1/site.json', '/assets/new.js', '/kiosk/', '/kiosk/edition.json']);
  world.publish(Object.fromEntries(Array.from({ length: 40 }, (_, place) => [place ? `/${place}.js` : '/kiosk/', `${place}`])), { made_at: NEW_AT });
  world.mostRunning = 0;
  assert.equal((await worker.check()).failures, 0);
  assert.equal(world.mostRunning, 4);
});

test('a damaged copy is not taken over', async () => {
  const { world, worker } = await beforeNew();
  for (const store of world.caches.stores.values()) if (store.has('/assets/same.js')) store.set('/assets/same.js', { body: new Uint8Array(24), type: null });
  await worker.check();
  assert.ok(world.fetched.includes('/assets/same.js'));
  world.isOnline = false;
  assert.equal(await shown(world), 'new');
});

// One file fails.

const CAPTIVE = '<!doctype html><title>Wi-Fi</title>';
/** @type {Record<string, { answer: (text: string) => Answer, reason: string, isRefusal?: boolean, wait?: number }>} */
const FAILURES = {
  'a server’s error': { answer: () => () => answer('down', { status: 500 }), reason: 'status-500' },
  'a missing file': { answer: () => () => answer('gone', { status: 404 }), reason: 'status-404' },
  'a part': { answer: (text) => () => answer(text, { status: 206 }), reason: 'status-206' },
  'a file cut short': { answer: (text) => () => answer(text.slice(0, -1)), reason: 'too-short', isRefusal: true },
  'an empty file': { answer: () => () => new Response(null), reason: 'too-short', isRefusal: true },
  'one byte more': { answer: (text) => () => answer(`${text}.`), reason: 'too-large', isRefusal: true },
  'other bytes': { answer: (text) => () => answer(`${text.slice(0, -1)}~`), reason: 'wrong-hash', isRefusal: true },
  'a captive portal': { answer: () => () => answer(CAPTIVE.padEnd(500), { type: 'text/html' }), reason: 'too-large', isRefusal: true },
  'another origin': {
    answer: (text) => () => Object.defineProperty(answer(text), 'url', { value: 'https://wifi.example/login' }),
    reason: 'redirected',
  },
  'a broken connection': { answer: () => () => Promise.reject(new TypeError('Failed to fetch')), reason: 'unreachable' },
  'a connection that breaks on the way': {
    answer: () => () => new Response(new ReadableStream({ pull: (stream) => stream.error(new TypeError('network error')) })),
    reason: 'unreachable',
  },
  'no answer': { answer: () => hang, reason: 'timeout', wait: 30_000 },
  'an answer that stops': { answer: () => () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) })), reason: 'timeout', wait: 30_000 },
};

for (const [name, { answer, reason, isRefusal = false, wait = 0 }] of Object.entries(FAILURES)) {
  test(`${name} for any file keeps the old edition whole, and the next check goes on`, async () => {
    for (const [path, text] of Object.entries(NEW)) {
      if (path === '/assets/same.js') continue;
      const { world, worker, list } = await beforeNew();
      world.answers[path] = answer(text);
      const checking = worker.check();
      if (wait) await world.clock.advance(wait);
      await checking;
      await settle();
      const { staged, failures, last_fault, refusals, is_checking } = await worker.state();
      assert.deepEqual([staged, failures, last_fault?.reason, is_checking], [null, 1, reason, false], path);
      const refused = refusals.map(({ reason, id }) => ({ reason, id }));
      assert.deepEqual(refused, isRefusal ? [{ reason, id: list.id }] : [], path);
      world.isOnline = false;
      assert.equal(await shown(world), 'old');

      Object.assign(world, { isOnline: true, answers: {}, fetched: [] });
      assert.equal((await world.start().check()).staged?.id, list.id);
      assert.ok(world.fetched.includes(path));
      world.isOnline = false;
      assert.equal(await shown(world), 'new');
    }
  });
}

test('an answer that drips for ever is given up after ten minutes', async () => {
  const { world, worker } = await beforeNew();
  const files = { ...NEW, '/large.bin': 'x'.repeat(10_000) };
  world.publish(files, { made_at: NEW_AT });
  world.answers['/large.bin'] = drip;
  void worker.check();
  await world.clock.advance(9 * MINUTE);
  assert.deepEqual([(await worker.state()).is_checking, (await worker.state()).failures], [true, 0]);
  await world.clock.advance(MINUTE);
  const { is_checking, failures, last_fault, staged } = await worker.state();
  assert.deepEqual([is_checking, failures, last_fault?.reason, staged], [false, 1, 'timeout', null]);
});

test('an answer that stops on its way is given up half a minute later', async () => {
  const { world, worker } = await beforeNew();
  world.answers['/assets/new.js'] = () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) }));
  void worker.check();
  await world.clock.advance(29_000);
  assert.equal((await worker.state()).is_checking, true);
  await world.clock.advance(1_000);
  assert.equal((await worker.state()).last_fault?.reason, 'timeout');
});

test('an edition that loses a file while it comes is not staged', async () => {
  const { world, worker, list } = await beforeNew();
  world.answers['/assets/new.js'] = () => {
    world.caches.stores.get(`kiosk-edition-${list.id}`)?.delete('/assets/same.js');
    return answer(NEW['/assets/new.js'] ?? '');
  };
  const { staged, last_fault } = await worker.check();
  assert.deepEqual([staged, last_fault?.reason], [null, 'storage']);
  assert.equal((await worker.check()).staged?.id, list.id);
});

test('what was verified is not fetched again, even by another worker', async () => {
  const { world, worker } = await beforeNew();
  world.answers['/api/v1/site.json'] = () => answer('down', { status: 500 });
  await worker.check();
  Object.assign(world, { answers: {}, fetched: [] });
  await world.start().activate();
  await world.start().check();
  assert.deepEqual(world.fetched, ['/kiosk/edition.json', '/api/v1/site.json']);
});

test('what was fetched of an edition that is gone serves the next one', async () => {
  const { world, worker } = await beforeNew();
  world.answers['/api/v1/site.json'] = () => answer('down', { status: 500 });
  await worker.check();
  const next = world.publish({ ...NEW, '/api/v1/site.json': '{}' }, { made_at: '2026-11-26T08:40:00+07:00' });
  Object.assign(world, { answers: {}, fetched: [] });
  assert.equal((await worker.check()).staged?.id, next.id);
  assert.deepEqual(world.fetched, ['/kiosk/edition.json', '/api/v1/site.json']);
  assert.equal(editions(world).length, 2);
});

// The list.

const list = listOf(NEW, { made_at: NEW_AT });
const [first] = list.files;
const withPath = (/** @type {unknown} */ path) => ({ ...list, files: [...list.files, { ...first, path }] });
/** @type {Record<string, [list: unknown, reason: string]>} */
const REFUSED = {
  'of another site': [{ ...list, site: 'https://other.example' }, 'other-site'],
  'older than the one shown': [{ ...list, made_at: '2026-11-26T07:59:59+07:00' }, 'older'],
  'with an address of another host': [withPath('//other.example/a.js'), 'malformed'],
  'with a backslash': [withPath('/\\other.example/a.js'), 'malformed'],
  'with a relative address': [withPath('a.js'), 'malformed'],
  'with a whole address': [withPath(`${ORIGIN}/a.js`), 'malformed'],
  'with dots': [withPath('/a/../b.js'), 'malformed'],
  'with a query': [withPath('/a.js?b'), 'malformed'],
  'with a fragment': [withPath('/a.js#b'), 'malformed'],
  'with an address that is none': [withPath('//['), 'malformed'],
  'with an address that is not text': [withPath(['/a.js']), 'malformed'],
  'with an address of the worker’s own': [withPath('/kiosk/worker/state.json'), 'malformed'],
  'with a file twice': [{ ...list, files: [...list.files, first] }, 'malformed'],
  'without the document': [{ ...list, files: list.files.slice(1) }, 'malformed'],
  'without files': [{ ...list, files: [] }, 'malformed'],
  'with files that are no list': [{ ...list, files: { length: 1 } }, 'malformed'],
  'with a file that is nothing': [{ ...list, files: [...list.files, null] }, 'malformed'],
  'with a length below nought': [{ ...list, files: [{ ...first, bytes: -1 }] }, 'malformed'],
  'with a length that is not whole': [{ ...list, files: [{ ...first, bytes: 1.5 }] }, 'malformed'],
  'with a hash in capitals': [{ ...list, files: [{ ...first, sha256: first?.sha256.toUpperCase() }] }, 'malformed'],
  'with a short number': [{ ...list, id: 'abc' }, 'malformed'],
  'with a number that is not text': [{ ...list, id: [list.id] }, 'malformed'],
  'without a site': [{ ...list, site: '' }, 'malformed'],
  'without a time': [{ ...list, made_at: undefined }, 'malformed'],
  'with a time that is none': [{ ...list, made_at: '2026-13-26T08:00:00+07:00' }, 'malformed'],
  'with too many files': [{ ...list, files: [...list.files, ...Array.from({ length: 20_000 }, (_, place) => ({ ...first, bytes: 1, path: `/${place}` }))] }, 'too-large'],
  'with too many bytes': [{ ...list, files: [...list.files, { ...first, path: '/a', bytes: 2 ** 30 }] }, 'too-large'],
  'that is too large itself': [{ ...list, padding: 'x'.repeat(5e6) }, 'too-large'],
  'that is null': [null, 'malformed'],
  'that is a number': [5, 'malformed'],
  'that is a page': [CAPTIVE, 'malformed'],
  'that is nothing': ['', 'malformed'],
};

for (const [name, [body, reason]] of Object.entries(REFUSED)) {
  test(`an edition ${name} is refused`, async () => {
    const { world, worker } = await beforeNew();
    const before = await worker.state();
    await world.clock.advance(1_000);
    world.answers['/kiosk/edition.json'] = () => answer(body);
    const after = await worker.check();
    assert.deepEqual([after.staged, after.current, after.failures], [null, before.current, 1]);
    assert.deepEqual(
      after.refusals.map(({ at, reason }) => ({ at, reason })),
      [{ at: world.clock.now, reason }],
    );
    assert.deepEqual(world.fetched, ['/kiosk/edition.json']);
    assert.equal(after.contact_at, reason === 'older' || (reason === 'too-large' && !name.includes('itself')) ? world.clock.now : before.contact_at);
    world.isOnline = false;
    assert.equal(await shown(world), 'old');
  });
}

for (const [name, { answer, reason, wait = 0 }] of Object.entries(FAILURES)) {
  if (/short|empty|more|other bytes|captive/.test(name)) continue;
  test(`${name} for the list is a failure`, async () => {
    const { world, worker } = await beforeNew();
    world.answers['/kiosk/edition.json'] = answer(JSON.stringify(list));
    const checking = worker.check();
    if (wait) await world.clock.advance(wait);
    await checking;
    await settle();
    const { failures, last_fault, refusals, staged } = await worker.state();
    assert.deepEqual([failures, last_fault?.reason, refusals, staged], [1, reason, [], null]);
  });
}

test('the list may take half a minute at most, however it comes', async () => {
  const { world, worker } = await beforeNew();
  world.answers['/kiosk/edition.json'] = drip;
  void worker.check();
  await world.clock.advance(30_000);
  assert.equal((await worker.state()).last_fault?.reason, 'timeout');
});

test('the newest twenty refusals are kept, the same one once', async () => {
  const { world, worker } = await beforeNew();
  const refuse = async (/** @type {string} */ id) => {
    world.answers['/kiosk/edition.json'] = () => answer({ ...list, id, site: 'https://other.example' });
    await worker.check();
  };
  for (let place = 0; place < 25; place += 1) await refuse(String(place).padStart(16, '0'));
  await refuse('0000000000000010');
  const { refusals } = await world.start().state();
  assert.equal(refusals.length, 20);
  assert.deepEqual([refusals[0]?.id, refusals[19]?.id], ['0000000000000005', '0000000000000010']);
});

test('the same edition is not taken again, and its newer time is noted', async () => {
  const { world, worker } = await showingOld();
  const { contact_at } = await worker.state();
  world.publish(OLD, { made_at: NEW_AT });
  world.fetched = [];
  await world.clock.advance(MINUTE);
  const after = await worker.check();
  assert.deepEqual([after.current?.made_at, after.staged, after.contact_at], [NEW_AT, null, (contact_at ?? 0) + MINUTE]);
  assert.deepEqual(world.fetched, ['/kiosk/edition.json']);
  world.publish(OLD, { made_at: OLD_AT });
  const again = await worker.check();
  assert.deepEqual([again.current?.made_at, again.failures, again.refusals], [NEW_AT, 0, []], 'an older time of the same edition is no refusal');
});

test('a staged edition gives way to a newer one, and to the shown one when the site goes back to it', async () => {
  const { world, worker, list } = await beforeNew();
  assert.equal((await worker.check()).staged?.id, list.id);
  const newest = world.publish({ ...NEW, '/more.js': 'more' }, { made_at: '2026-11-26T08:40:00+07:00' });
  assert.equal((await worker.check()).staged?.id, newest.id);
  assert.equal(editions(world).length, 2);
  world.publish(NEW, { made_at: NEW_AT });
  assert.equal((await worker.check()).refusals.at(-1)?.reason, 'older', 'older than the staged one');
  world.publish(OLD, { made_at: OLD_AT });
  assert.equal((await worker.check()).staged?.id, newest.id, 'a stale answer of a mirror');
  world.publish(OLD, { made_at: '2026-11-26T08:50:00+07:00' });
  const { staged, current } = await worker.check();
  assert.deepEqual([staged, current?.made_at], [null, '2026-11-26T08:50:00+07:00']);
});

test('the site may go back to the edition before', async () => {
  const { world, worker } = await beforeNew();
  await worker.check();
  await worker.navigate();
  const { id } = world.publish(OLD, { made_at: '2026-11-26T08:50:00+07:00' });
  world.fetched = [];
  assert.equal((await worker.check()).staged?.id, id);
  assert.deepEqual(world.fetched, ['/kiosk/edition.json']);
  world.isOnline = false;
  assert.equal(await shown(world), 'old');
});

// Promotion.

test('a page keeps its edition until it is loaded again', async () => {
  const { world, worker } = await beforeNew();
  await worker.check();
  for (const [path, text] of Object.entries(OLD)) assert.equal(await worker.get(path), text);
  world.windows = [{ id: 'window', url: `${ORIGIN}/kiosk/` }];
  assert.equal(await worker.navigate('/kiosk/', 'window'), NEW['/kiosk/']);
  for (const [path, text] of Object.entries(NEW)) assert.equal(await worker.get(path), text);
  const { staged, current } = await worker.state();
  assert.deepEqual([staged, current?.made_at], [null, NEW_AT]);
  assert.equal(editions(world).length, 2, 'the one before is kept');
});

test('a second window holds the edition back, a page of another surface does not', async () => {
  const { world, worker } = await beforeNew();
  await worker.check();
  world.windows = [
    { id: 'window', url: `${ORIGIN}/kiosk/` },
    { id: 'other', url: `${ORIGIN}/kiosk/?display=hall` },
  ];
  assert.equal(await worker.navigate('/kiosk/', 'window'), OLD['/kiosk/']);
  assert.equal(await worker.navigate('/kiosk/', ''), OLD['/kiosk/'], 'nor does a new window bring it');
  world.windows = [
    { id: 'window', url: `${ORIGIN}/kiosk/` },
    { id: 'other', url: `${ORIGIN}/tin-moi/` },
  ];
  assert.equal(await worker.navigate('/kiosk/', 'window'), NEW['/kiosk/']);
});

test('a staged edition that is no longer whole is not shown, and taken again', async () => {
  const { world, worker, list } = await beforeNew();
  await worker.check();
  world.caches.stores.get(`kiosk-edition-${list.id}`)?.delete('/assets/new.js');
  assert.equal(await worker.navigate(), OLD['/kiosk/']);
  const { staged, last_fault } = await worker.state();
  assert.deepEqual([staged, last_fault?.reason], [null, 'missing-file']);
  world.fetched = [];
  await worker.check();
  assert.deepEqual(world.fetched, ['/kiosk/edition.json', '/assets/new.js']);
  assert.equal(await worker.navigate(), NEW['/kiosk/']);
});

test('a new worker deletes what no state names, and leaves other surfaces alone', async () => {
  const { world } = await showingOld();
  for (const name of ['kiosk-edition-0000000000000000', 'kiosk-state-of-old', 'portal-edition-1']) await world.caches.open(name);
  await world.start().activate();
  assert.deepEqual([...world.caches.stores.keys()].toSorted(), [...editions(world), 'kiosk-state', 'portal-edition-1'].toSorted());
  world.caches.stores.get('kiosk-state')?.clear();
  await world.start().activate();
  assert.equal(editions(world).length, 1, 'without a state nothing is deleted');
});

// The mains.

for (const isTorn of [false, true]) {
  test(`whenever the mains fail, one edition is shown whole${isTorn ? ', also when they tear a write' : ''}`, async () => {
    const names = new Set();
    for (let lastWrite = 1; ; lastWrite += 1) {
      const { world, worker, list } = await beforeNew();
      Object.assign(world.caches, { writes: 0, lastWrite, isTorn });
      await worker.check();
      await worker.navigate();
      const { writes } = world.caches;
      Object.assign(world.caches, { lastWrite: Infinity });
      world.isOnline = false;
      await world.start().activate();
      names.add(await shown(world));

      world.isOnline = true;
      const state = await world.start().check();
      assert.ok([state.staged?.id, state.current?.id].includes(list.id), 'the next check goes on');
      world.isOnline = false;
      assert.equal(await shown(world), 'new');
      assert.ok(editions(world).length <= 2);
      if (writes < lastWrite) break;
    }
    assert.deepEqual(names, new Set(['old', 'new']));
  });
}

test('while the first edition comes, the mains may fail as well', async () => {
  for (let lastWrite = 1; ; lastWrite += 1) {
    const world = new World();
    world.publish(OLD);
    Object.assign(world.caches, { lastWrite, isTorn: true });
    await world.start().check();
    const { writes } = world.caches;
    world.caches.lastWrite = Infinity;
    assert.equal(await world.start().navigate(), OLD['/kiosk/']);
    await world.start().check();
    world.isOnline = false;
    assert.equal(await shown(world), 'old');
    if (writes < lastWrite) break;
  }
});

// Storage.

test('a full disk costs the edition that does not fit, and nothing else', async () => {
  const { world, worker, list } = await beforeNew();
  world.caches.room = world.caches.used + 1_800;
  world.publish({ ...NEW, '/large.bin': 'x'.repeat(1_500) }, { made_at: NEW_AT });
  const { last_fault, failures, staged } = await worker.check();
  assert.deepEqual([last_fault?.reason, failures, staged], ['quota', 1, null]);
  assert.equal(editions(world).length, 1);
  world.publish(NEW, { made_at: NEW_AT });
  assert.equal((await worker.check()).staged?.id, list.id);
});

test('what cannot fit is not fetched', async () => {
  const { world, worker } = await beforeNew();
  world.quota = world.caches.used + 100;
  assert.equal((await worker.check()).last_fault?.reason, 'quota');
  assert.deepEqual(world.fetched, ['/kiosk/edition.json']);
  assert.equal(await worker.navigate(), OLD['/kiosk/']);
});

test('not even the state has room: the display goes on', async () => {
  const { world, worker } = await beforeNew();
  world.caches.room = 0;
  assert.equal((await worker.check()).staged, null);
  world.isOnline = false;
  assert.equal(await shown(world), 'old');
});

test('without storage everything comes from the site', async () => {
  const world = new World();
  world.publish(OLD);
  world.caches.isDenied = true;
  const worker = world.start();
  await worker.activate();
  for (const [path, text] of Object.entries(OLD)) assert.equal(await worker.get(path), text);
  assert.equal(await worker.navigate(), OLD['/kiosk/']);
  for (const state of [await worker.state(), await worker.check()]) assert.deepEqual([state.storage, state.current, state.is_checking], ['denied', null, false]);
  assert.equal((await showingOld().then(({ worker }) => worker.state())).storage, undefined);
});

test('a file that has gone missing comes from the site, or from the edition before when it is the same, and is repaired', async () => {
  const { world, worker, list } = await beforeNew();
  await worker.check();
  await worker.navigate();
  const store = world.caches.stores.get(`kiosk-edition-${list.id}`);
  for (const path of ['/assets/same.js', '/api/v1/site.json']) store?.delete(path);
  store?.set('/assets/new.js', { body: new Uint8Array(3), type: null });
  world.fetched = [];
  assert.equal(await worker.get('/assets/same.js'), NEW['/assets/same.js']);
  assert.deepEqual(world.fetched, []);
  assert.equal(await worker.get('/api/v1/site.json'), NEW['/api/v1/site.json']);
  assert.equal(await worker.get('/assets/new.js'), NEW['/assets/new.js'], 'a damaged one is as good as missing');
  assert.equal((await worker.state()).last_fault?.reason, 'missing-file');
  const { failures, current } = await worker.check();
  assert.deepEqual([failures, current?.id], [0, list.id]);
  world.isOnline = false;
  assert.equal(await shown(world), 'new');
});

test('nothing is repaired from another edition of the site', async () => {
  const { world, worker, list } = await beforeNew();
  const { current } = await worker.state();
  world.caches.stores.get(`kiosk-edition-${current?.id}`)?.delete('/api/v1/site.json');
  assert.equal((await worker.check()).staged?.id, list.id);
  assert.equal(world.caches.stores.get(`kiosk-edition-${current?.id}`)?.has('/api/v1/site.json'), false);
});

test('the browser has deleted everything: the display begins anew', async () => {
  const { world, worker } = await showingOld();
  world.caches.stores.clear();
  assert.equal(await worker.navigate(), OLD['/kiosk/']);
  await worker.check();
  world.isOnline = false;
  assert.equal(await shown(world), 'old');
});

// When it checks.

test('failures put off the next check, from one minute to a quarter of an hour', async () => {
  const { world } = await showingOld();
  world.isOnline = false;
  for (const minutes of [1, 2, 4, 8, 15, 15]) {
    const { failures } = await world.start().check('');
    world.fetched = [];
    await world.clock.advance(minutes * MINUTE - 1);
    assert.equal((await world.start().check('')).failures, failures);
    assert.deepEqual(world.fetched, []);
    await world.clock.advance(1);
  }
  assert.equal((await world.start().check('?now')).failures, 7);
  world.isOnline = true;
  assert.equal((await world.start().check('')).failures, 7, 'not yet');
  assert.equal((await world.start().check('?now')).failures, 0);
  world.fetched = [];
  await world.start().check('');
  assert.deepEqual(world.fetched, ['/kiosk/edition.json']);
});

for (const [random, minutes] of [
  [0, 0.9],
  [1, 1.1],
]) {
  test(`displays do not all come back at once: ${minutes} min`, async () => {
    const { world, worker } = await showingOld();
    world.isOnline = false;
    world.random = random ?? 0;
    await worker.check();
    await world.clock.advance((minutes ?? 0) * MINUTE - 1);
    assert.equal((await worker.check('')).failures, 1);
    await world.clock.advance(2);
    assert.equal((await worker.check('')).failures, 2);
  });
}

for (const there of ['1970-01-01T00:00:10Z', '2038-01-19T03:14:08Z']) {
  test(`a clock that jumps to ${there} and back stops nothing`, async () => {
    const { world } = await showingOld();
    const now = world.clock.now;
    world.isOnline = false;
    await world.start().check();
    world.clock.now = Date.parse(there);
    assert.equal((await world.start().check('')).failures, 2);
    assert.equal((await world.start().check('')).failures, 2, 'and puts off the next one');
    world.clock.now = now;
    world.isOnline = true;
    assert.equal((await world.start().check('')).failures, 0);
    world.isOnline = false;
    world.clock.now = Date.parse(there);
    assert.equal(await shown(world), 'old');
  });
}

test('the site’s clock is told from the device’s', async () => {
  const { world, worker } = await showingOld();
  world.clockError = -90_000;
  assert.equal((await worker.check()).clock_offset_ms, 90_000);
  world.clockError = 0;
  assert.equal((await worker.check()).clock_offset_ms, 0);
  world.answers['/kiosk/edition.json'] = () => answer(listOf(OLD));
  assert.equal((await worker.check()).clock_offset_ms, null);
});

test('one check at a time, and the page has its answer after twenty seconds', async () => {
  const { world, worker } = await beforeNew();
  world.answers['/assets/new.js'] = hang;
  const { response, done } = await (async () => {
    const asking = worker.request('/kiosk/worker/check.json?now');
    await world.clock.advance(10_000);
    assert.equal((await worker.state()).is_checking, true);
    const second = worker.request('/kiosk/worker/check.json?now');
    await world.clock.advance(10_000);
    const answered = await asking;
    await world.clock.advance(10_000);
    await second;
    return answered;
  })();
  assert.match((await response?.text()) ?? '', /"is_checking":true/);
  await done;
  const { failures, is_checking } = await worker.state();
  assert.deepEqual([failures, is_checking], [1, false]);
  assert.equal(world.fetched.filter((path) => path === '/kiosk/edition.json').length, 1);
});

test('a worker that is stopped and started again loses nothing', async () => {
  const { world, worker } = await beforeNew();
  await worker.check();
  world.isOnline = false;
  const before = await worker.check();
  assert.deepEqual(await world.start().state(), before);
  assert.deepEqual([before.failures, before.staged?.made_at, before.current?.made_at, before.last_fault?.reason], [1, NEW_AT, OLD_AT, 'unreachable']);
});

// Nothing to show.

/** @type {Record<string, Answer | undefined>} */
const NO_DOCUMENT = {
  'no network': undefined,
  'a server’s error': () => answer(OLD['/kiosk/'], { status: 502 }),
  'a captive portal': () => answer(CAPTIVE, { type: 'text/html' }),
  'another origin': () => Object.defineProperty(answer(OLD['/kiosk/']), 'url', { value: 'https://wifi.example/' }),
  'no answer': hang,
};

for (const [name, own] of Object.entries(NO_DOCUMENT)) {
  test(`${name} and no edition: a page says that the display waits`, async () => {
    const world = new World();
    world.isOnline = Boolean(own);
    if (own) world.answers['/kiosk/'] = own;
    const worker = world.start();
    const loading = worker.request('/kiosk/?display=hall', { mode: 'navigate' });
    if (own === hang) await world.clock.advance(10_000);
    const { response } = await loading;
    assert.equal(response?.status, 503, 'so that the page before does not take it for the display');
    const html = (await response?.text()) ?? '';
    assert.match(html, /<html lang="vi">.*<meta http-equiv="refresh" content="15">.*chờ kết\snối\smạng.*<p lang="en">This display is waiting/s);
    assert.doesNotMatch(html, /<script|data-surface|\son\w+=|https?:/);
  });
}

test('the waiting page’s policy allows its style and nothing else', async () => {
  const world = new World();
  world.isOnline = false;
  const html = await world.start().navigate();
  const [, style] = /<style>(.*)<\/style>/s.exec(html) ?? [];
  const hash = createHash('sha256').update(style ?? '').digest('base64');
  assert.equal(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1], `default-src 'none'; style-src 'sha256-${hash}'`);
  assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<style>'));
});

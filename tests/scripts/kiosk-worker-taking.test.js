// The display's worker takes an edition whole or not at all, whatever the site answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { settle } from './fakes/clock.js';
import { MINUTE, OLD, NEW, OLD_AT, NEW_AT, showingOld, beforeNew, shown, editions, CAPTIVE, FAILURES } from './fakes/editions.js';
import { answer, drip, listOf, ORIGIN, World } from './fakes/worker-world.js';

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
  assert.equal((await worker.request('https://elsewhere.example/kiosk/', { method: 'POST' })).response, undefined);
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
    assert.deepEqual([after.staged, after.current, after.failures], [null, before.current, reason === 'older' ? 0 : 1]);
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

// The display's worker when the mains, the storage, the clock or the network fail: when it checks, and what is left.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { MINUTE, OLD, NEW, OLD_AT, NEW_AT, showingOld, beforeNew, shown, editions } from './fakes/editions.js';
import { answer, hang, listOf, World } from './fakes/worker-world.js';

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

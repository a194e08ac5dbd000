// What the display's worker shows: one edition until the page is loaded anew, or that there is nothing yet.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { OLD, NEW, NEW_AT, showingOld, beforeNew, editions, shown, CAPTIVE } from './fakes/editions.js';
import { answer, drip, hang, ORIGIN, World } from './fakes/worker-world.js';

/** @typedef {import('./fakes/worker-world.js').Answer} Answer */

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

test('the edition before is shown again where the app of the newer one fails, which is never taken again', async () => {
  const { world, worker, list } = await beforeNew();
  await worker.check();
  assert.equal(await worker.navigate(), NEW['/kiosk/']);
  assert.equal(await worker.goBack(), true);
  const { current, refusals, last_fault } = await worker.state();
  assert.notEqual(current?.id, list.id);
  assert.deepEqual([refusals.length, refusals[0]?.reason, last_fault?.id], [1, 'failed-app', list.id]);
  assert.equal(await shown(world), 'old');
  assert.equal(await worker.goBack(), false, 'there is none before it');
  const again = await world.start().check();
  assert.deepEqual([again.staged, again.refusals.length, again.failures], [null, 1, 0], 'the site is there: nobody is told that it is not');
  const next = world.publish({ ...NEW, '/more.js': 'more' }, { made_at: '2026-11-26T08:40:00+07:00' });
  assert.equal((await worker.check()).staged?.id, next.id, 'the next edition may be better');
});

test('an edition that fails since a file of it has gone is taken again', async () => {
  const { world, worker, list } = await beforeNew();
  await worker.check();
  await worker.navigate();
  world.caches.stores.get(`kiosk-edition-${list.id}`)?.delete('/assets/new.js');
  assert.equal(await worker.goBack(), true);
  assert.equal((await worker.check()).staged?.id, list.id);
});

test('an edition that is being looked at while its app fails is not taken again either', async () => {
  const { world, worker, list } = await beforeNew();
  await worker.check();
  await worker.navigate();
  /** @type {(value?: unknown) => void} */
  let goOn = () => {};
  const text = world.files['/kiosk/edition.json'] ?? '';
  /** @type {Promise<void>} */
  const asked = new Promise((resolve) => {
    world.answers['/kiosk/edition.json'] = async () => {
      resolve(undefined);
      await new Promise((resume) => {
        goOn = resume;
      });
      return answer(text);
    };
  });
  const checking = worker.check();
  await asked;
  assert.equal(await worker.goBack(), true);
  goOn();
  assert.equal((await checking).staged, null);
  assert.notEqual((await worker.state()).current?.id, list.id);
});

test('nothing is gone back to that is not whole, or is not there', async () => {
  const { worker } = await showingOld();
  assert.equal(await worker.goBack(), false);
  const { world, worker: other } = await beforeNew();
  await other.check();
  await other.navigate();
  const [old] = editions(world);
  world.caches.stores.get(old ?? '')?.delete('/assets/old.js');
  assert.equal(await other.goBack(), false);
  assert.equal(await other.navigate(), NEW['/kiosk/']);
});

test('looking at an address is no order to go back', async () => {
  const { worker } = await beforeNew();
  await worker.check();
  await worker.navigate();
  await worker.get('/kiosk/worker/back.json');
  assert.equal(await worker.navigate(), NEW['/kiosk/']);
});

// Another's content API.

const API = 'https://api.example/v1/kiosk.json';

/** A display in front of another's API: no document of an API is in its edition. */
async function beforeOthers() {
  const world = new World();
  world.publish({ '/kiosk/': OLD['/kiosk/'] });
  const worker = world.start();
  await worker.check();
  await worker.navigate();
  return { world, worker };
}

const hangUntilAborted = (/** @type {World} */ _, /** @type {AbortSignal} */ signal) =>
  /** @type {Promise<Response>} */ (new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))));

test('what another site answered last is there while it does not answer, and the display is told to be cut off', async () => {
  const { world, worker } = await beforeOthers();
  world.answers['/v1/kiosk.json'] = () => answer('first');
  assert.equal(await worker.get(API), 'first');
  world.answers['/v1/kiosk.json'] = () => answer('second');
  assert.equal(await worker.get(API), 'second');
  assert.equal((await worker.state()).failures, 0);
  const refusals = [400, 401, 403, 408, 429, 503].map((status) => () => answer('', { status }));
  for (const trouble of [...refusals, () => Promise.reject(new TypeError('Failed to fetch'))]) {
    world.answers['/v1/kiosk.json'] = trouble;
    assert.equal(await worker.get(API), 'second');
    assert.equal((await worker.state()).failures, 2);
  }
  // Of a worker that has just been started, too.
  world.isOnline = false;
  const next = world.start();
  await next.activate();
  assert.equal(await next.get(API), 'second');
  assert.equal(await next.get('https://api.example/v1/never-asked.json'), 'network error');
  world.isOnline = true;
  world.answers['/v1/kiosk.json'] = () => answer('third');
  assert.equal(await next.get(API), 'third');
  assert.equal((await next.state()).failures, 0);
});

test('a refusal of another site is told as it is where nothing is kept', async () => {
  const { world, worker } = await beforeOthers();
  world.answers['/v1/kiosk.json'] = () => answer('', { status: 429 });
  assert.equal((await worker.request(API)).response?.status, 429);
});

test('what another site no longer has is not kept', async () => {
  const { world, worker } = await beforeOthers();
  world.answers['/v1/kiosk.json'] = () => answer('there');
  await worker.get(API);
  world.answers['/v1/kiosk.json'] = () => answer('', { status: 410 });
  assert.equal((await worker.request(API)).response?.status, 410);
  world.isOnline = false;
  assert.equal(await worker.get(API), 'network error');
});

test('what another site answered last stays when there is no room for the next', async () => {
  const { world, worker } = await beforeOthers();
  world.answers['/v1/kiosk.json'] = () => answer('first');
  await worker.get(API);
  world.caches.room = world.caches.used;
  world.answers['/v1/kiosk.json'] = () => answer('second');
  assert.equal(await worker.get(API), 'second');
  world.isOnline = false;
  assert.equal(await worker.get(API), 'first');
});

test('of what others answer the oldest go, and what was asked for again is not old', async () => {
  const { world, worker } = await beforeOthers();
  const ask = (/** @type {number} */ number) => {
    world.answers[`/v1/${number}.json`] = () => answer(String(number));
    return worker.get(`https://api.example/v1/${number}.json`);
  };
  for (let number = 0; number < 400; number += 1) await ask(number);
  await ask(0);
  await ask(400);
  world.isOnline = false;
  assert.deepEqual([await ask(0), await ask(1), await ask(400)], ['0', 'network error', '400']);
});

test('what is too large is passed on and not kept', async () => {
  const { world, worker } = await beforeOthers();
  const large = '.'.repeat(5e6 + 1);
  world.answers['/v1/kiosk.json'] = () => answer(large);
  assert.equal(await worker.get(API), large);
  world.isOnline = false;
  assert.equal(await worker.get(API), 'network error');
});

/** @type {Record<string, Answer>} */
const SILENCES = { 'no answer': hangUntilAborted, 'an answer that drips': drip };
for (const [name, silence] of Object.entries(SILENCES)) {
  test(`nobody waits for ${name}: what is kept is shown, and without it the page is told in time`, async () => {
    const { world, worker } = await beforeOthers();
    world.answers['/v1/kiosk.json'] = () => answer('first');
    await worker.get(API);
    world.answers['/v1/kiosk.json'] = silence;
    const kept = worker.get(API);
    await world.clock.advance(8_000);
    assert.equal(await kept, 'first');
    world.answers['/v1/never-asked.json'] = hangUntilAborted;
    const none = worker.get('https://api.example/v1/never-asked.json');
    await world.clock.advance(16_000);
    assert.equal(await none, 'network error');
  });
}

test('with an API of its own a site’s worker keeps nothing of others', async () => {
  const { world, worker } = await showingOld();
  world.answers['/v1/kiosk.json'] = () => answer('', { status: 503 });
  assert.equal((await worker.request(API)).response?.status, 503);
  assert.equal((await worker.state()).failures, 0);
  world.answers['/v1/kiosk.json'] = () => answer('there');
  assert.equal(await worker.get(API), 'there');
  world.isOnline = false;
  assert.equal(await worker.get(API), 'network error');
  assert.equal(world.caches.stores.has('kiosk-answers'), false);
});

// The visitors' worker: what it keeps of what the site answers, what it deletes, and what it asks after.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { keepNewest } from '../../public/worker/newest.js';
import { FakeCaches, World, answer, bundle, hang } from './fakes/worker-world.js';

const SOURCE = bundle('portal');
const DAY = 86_400_000;
const HOUR = 3_600_000;
const PAGE = '/tin-tuc/bai-thu-abc1/';
const DOCUMENT = '/api/v1/articles/abc1.json';
const SITE = '/api/v1/site.json';
const PICTURES = ['/media/own.webp', '/media/shared.webp'];
const SHELL = '<!doctype html><html lang="vi" data-build="1">the shell</html>';
const SCRIPT = '/assets/app.js';
const html = (/** @type {string} */ text) => `<!doctype html><html lang="vi" data-build="1"><p>${text}</p></html>`;
const article = (/** @type {string} */ title, more = {}) => JSON.stringify({ build: '1', title, ...more });

const fileOf = (/** @type {string} */ path, /** @type {string} */ text) => ({ path, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') });
const BUILD = `const SHELL=${JSON.stringify({ api: '/api/v1', document: fileOf('/app.html', SHELL), files: [fileOf(SCRIPT, 'the app')] })};\n`;

class Site extends World {
  /** @override @type {import('./fakes/worker-world.js').Files} */
  files;

  constructor() {
    super();
    this.files = { '/app.html': SHELL, [SCRIPT]: 'the app', [SITE]: '{"name":"the site"}', '/api/v1/home.json': '{}', '/da-luu/': html('saved'), [PAGE]: html('first'), [DOCUMENT]: article('first') };
    // No script's and no shell's type is looked at.
    this.answers['/app.html'] = () => answer(SHELL, { type: 'text/html' });
  }

  /** A reader who saves data has a connection that says so. */
  portal(savesData = false) {
    return this.start(BUILD + SOURCE, savesData ? { connection: { saveData: true } } : {});
  }

  /** @param {string} cache @param {string} path @param {string} text */
  keep(cache, path, text, age = 0) {
    const headers = { 'Content-Type': path.endsWith('/') ? 'text/html' : 'application/json', 'Content-Length': String(text.length), Date: new Date(this.clock.now - age).toUTCString() };
    return this.caches.open(cache).then((opened) => opened.put(path, new Response(text, { headers })));
  }

  /** What the reader saved: two articles that share a picture. */
  async save(age = 0) {
    const entries = [{ path: PAGE, pictures: PICTURES }, { path: '/tin-tuc/khac-abc2/', pictures: PICTURES.slice(1) }];
    await this.keep('portal-saved', '/da-luu/index.json', JSON.stringify(entries));
    for (const picture of PICTURES) await this.keep('portal-saved', picture, 'a picture');
    await this.keep('portal-saved', PAGE, html('first'), age);
    await this.keep('portal-saved', DOCUMENT, article('first'), age);
  }

  kept(cache = 'portal-read') {
    return [...(this.caches.stores.get(cache)?.keys() ?? [])];
  }

  /** @param {string} path */
  async text(path, cache = 'portal-read') {
    return (await (await this.caches.open(cache)).match(path))?.text();
  }
}

/** A site that was visited once. */
async function visited() {
  const site = new Site();
  const worker = site.portal();
  await worker.activate();
  await worker.navigate(PAGE);
  await worker.get(DOCUMENT);
  return { site, worker };
}

const LARGE = 'x'.repeat(3e6);
/** @type {[what: string, path: string, broken: string][]} */
const BROKEN = [
  ['a document cut short', DOCUMENT, article('second').slice(0, -1)],
  ['an empty document', DOCUMENT, ''],
  ['a document that is no object', DOCUMENT, '"second"'],
  ['nothing for a document', DOCUMENT, 'null'],
  ['a page cut short', PAGE, html('second').slice(0, -8)],
  ['another’s page', PAGE, '<!doctype html><html><title>Wi-Fi</title></html>'],
  ['a page without an end', PAGE, html(LARGE)],
  ['a document without an end', DOCUMENT, article(LARGE)],
];
for (const [what, path, broken] of BROKEN) {
  test(`${what} is passed on and takes no kept one's place`, async () => {
    const { site, worker } = await visited();
    const before = site.kept();
    site.answers[path] = () => answer(broken, { type: path === PAGE ? 'text/html' : 'application/json' });
    assert.equal(path === PAGE ? await worker.navigate(path) : await worker.get(path), broken);
    assert.deepEqual(site.kept(), before);
    assert.equal(await site.text(path), path === PAGE ? html('first') : article('first'));
  });
}

test('what was asked for ahead is kept as read only once it is shown, and then not asked of the site again', async () => {
  const { site, worker } = await visited();
  const other = '/api/v1/articles/abc2.json';
  site.files[other] = article('other');
  assert.equal(await worker.get(other, { Purpose: 'prefetch' }), article('other'));
  assert.equal(site.kept().includes(other), false);
  site.fetchedAs = [];
  await worker.message({ shows: '/tin-tuc/khac-abc2/' });
  assert.equal(await site.text(other), article('other'));
  await worker.message({ shows: '/tin-tuc/khac-abc2/' });
  assert.deepEqual(site.fetchedAs, [[other, 'force-cache']]);
});

test('what was asked for ahead renews what is kept, and takes away what is gone', async () => {
  const { site, worker } = await visited();
  site.files[DOCUMENT] = article('second');
  await worker.get(DOCUMENT, { Purpose: 'prefetch' });
  assert.equal(await site.text(DOCUMENT), article('second'));
  site.answers[DOCUMENT] = () => answer('', { status: 410 });
  await worker.get(DOCUMENT, { Purpose: 'prefetch' });
  assert.equal(site.kept().includes(DOCUMENT), false);
});

test('what has no room at all drives out nothing', async () => {
  const caches = new FakeCaches();
  const cache = /** @type {Cache} */ (/** @type {unknown} */ (await caches.open('some')));
  const put = (/** @type {string} */ path, /** @type {number} */ length) =>
    keepNewest(cache, path, new Response('.', { headers: { 'Content-Length': String(length) } }), { most: 9, mostBytes: 100 });
  await put('/one', 40);
  await put('/two', 40);
  await put('/large', 101);
  assert.deepEqual([...(caches.stores.get('some')?.keys() ?? [])], ['/one', '/two']);
  await put('/three', 40);
  assert.deepEqual([...(caches.stores.get('some')?.keys() ?? [])], ['/two', '/three']);
});

test('what is gone goes, with all of the article that was saved but what another shows; without being asked after when the site is sure', async () => {
  for (const status of [404, 410]) {
    const { site, worker } = await visited();
    await site.save();
    site.fetched = [];
    site.answers[DOCUMENT] = () => answer('', { status });
    await worker.get(DOCUMENT);
    assert.deepEqual(site.kept('portal-saved'), ['/da-luu/index.json', '/media/shared.webp']);
    assert.equal(site.kept().some((path) => [PAGE, DOCUMENT].includes(path)), false);
    assert.deepEqual(site.fetched, status === 404 ? [DOCUMENT, SITE] : [DOCUMENT]);
  }
});

/** @type {Record<string, () => Response | Promise<Response>>} */
const ABSENCES = {
  'has nothing else, either': () => answer('', { status: 404 }),
  'fails': () => answer('', { status: 503 }),
  'is another’s': () => answer('<title>Wi-Fi</title>', { type: 'text/html' }),
  'breaks off': () => Promise.reject(new TypeError('Failed to fetch')),
};
for (const [what, absence] of Object.entries(ABSENCES)) {
  test(`a site that ${what} has taken nothing back`, async () => {
    const { site, worker } = await visited();
    await site.save();
    const before = [site.kept(), site.kept('portal-saved')];
    for (const path of [PAGE, DOCUMENT]) site.answers[path] = () => answer('', { status: 404 });
    site.answers[SITE] = absence;
    await worker.get(DOCUMENT).catch(() => {});
    await worker.navigate(PAGE).catch(() => {});
    assert.deepEqual([site.kept(), site.kept('portal-saved')], before);
  });
}

test('a withdrawn article says so, and its saved copy goes with its pictures', async () => {
  const { site, worker } = await visited();
  await site.save();
  site.files[DOCUMENT] = article('first', { withdrawn: { at: '2026-11-01' } });
  await worker.get(DOCUMENT);
  assert.deepEqual(site.kept('portal-saved'), ['/da-luu/index.json', '/media/shared.webp']);
  assert.equal(await site.text(DOCUMENT), site.files[DOCUMENT]);
});

test('of a saved picture another size answers while there is no network', async () => {
  const { site, worker } = await visited();
  const form = (/** @type {string} */ end) => `/media/hop-1a2b3c4d-${end}`;
  await site.keep('portal-saved', form('736.webp'), 'a picture');
  site.isOnline = false;
  assert.equal(await worker.get(form('736.webp')), 'a picture');
  assert.equal(await worker.get(form('1080.webp')), 'a picture');
  for (const other of ['/media/hop-1a2b3c4e-1080.webp', '/media/hop-1a2b3c4d.webp']) await assert.rejects(worker.get(other), other);
});

test('what was saved is the page’s to renew; the newest of what is kept is shown', async () => {
  const { site, worker } = await visited();
  await site.save();
  await site.clock.advance(2_000);
  site.files[DOCUMENT] = article('second');
  await worker.get(DOCUMENT);
  assert.equal(await site.text(DOCUMENT, 'portal-saved'), article('first'));
  site.isOnline = false;
  assert.equal(await worker.get(DOCUMENT), article('second'));
  await site.clock.advance(2_000);
  await site.keep('portal-saved', DOCUMENT, article('third'));
  assert.equal(await worker.get(DOCUMENT), article('third'));
});

test('kept articles are asked after in turn, once an hour, also behind some that do not answer', async () => {
  const { site, worker } = await visited();
  const documentOf = (/** @type {number} */ number) => `/api/v1/articles/old${number}.json`;
  for (let number = 1; number <= 10; number += 1) {
    await site.keep('portal-read', documentOf(number), article(`old ${number}`), 3 * DAY - number);
    site.files[documentOf(number)] = article(`old ${number}`);
  }
  for (const number of [1, 2, 3]) site.answers[documentOf(number)] = () => answer('', { status: 503 });
  // It was renamed: the address leads elsewhere.
  site.answers[documentOf(4)] = () => Object.defineProperty(answer(article('old 4')), 'redirected', { value: true });
  const asked = async () => {
    site.fetched = [];
    await site.portal().message({ keep: PAGE });
    return site.fetched.filter((path) => path.includes('/old')).toSorted((one, other) => one.localeCompare(other));
  };
  await worker.message({ keep: PAGE });
  assert.equal(site.kept().includes(documentOf(4)), false);
  assert.deepEqual(await asked(), [10, 9].map(documentOf));
  assert.deepEqual(await asked(), []);
  await site.clock.advance(HOUR + 1_000);
  // Of ten articles, and of what was read at first, eight.
  assert.deepEqual(await asked(), [1, 2, 3, 5, 6, 7, 8].map(documentOf));
});

test('what was saved is asked after without being kept as read', async () => {
  const site = new Site();
  const worker = site.portal();
  await worker.activate();
  await site.save(3 * DAY);
  await worker.message({ keep: '/' });
  assert.ok(site.fetched.includes(DOCUMENT) && site.fetched.includes(PAGE));
  assert.equal(site.kept().some((path) => [PAGE, DOCUMENT].includes(path)), false);
  site.answers[DOCUMENT] = () => answer('', { status: 410 });
  await site.clock.advance(HOUR + 1_000);
  await worker.message({ keep: '/' });
  assert.deepEqual(site.kept('portal-saved'), ['/da-luu/index.json', '/media/shared.webp']);
});

test('of a build no wrong file is kept, and one that the browser had wrong is asked for anew', async () => {
  const site = new Site();
  site.answers[SCRIPT] = () => answer('no app', { type: 'text/javascript' });
  await assert.rejects(site.portal().activate());
  assert.deepEqual([...site.caches.stores.keys()], []);
  let answers = 0;
  site.answers[SCRIPT] = () => answer((answers += 1) === 1 ? 'old app' : 'the app', { type: 'text/javascript' });
  await site.portal().activate();
  assert.equal(await site.portal().get(SCRIPT), 'the app');
  assert.equal(answers, 2);
});

test('where data is saved a build comes with the first saved article, and no page for itself', async () => {
  const site = new Site();
  await assert.rejects(site.portal(true).activate());
  assert.deepEqual(site.fetched, []);
  await site.save(3 * DAY);
  const worker = site.portal(true);
  await worker.activate();
  site.fetched = [];
  await worker.message({ keep: '/trang/gioi-thieu/' });
  assert.deepEqual(site.fetched, ['/api/v1/home.json', SITE, '/da-luu/']);
});

test('a kept document is told of only for the page that shows it', async () => {
  const { site, worker } = await visited();
  const other = '/tin-tuc/khac-abc2/';
  site.files['/api/v1/articles/abc2.json'] = article('other');
  site.answers[DOCUMENT] = hang;
  const kept = worker.request(DOCUMENT);
  await worker.get('/api/v1/articles/abc2.json');
  await site.clock.advance(4_000);
  await (await kept).response?.text();
  assert.deepEqual(await worker.message({ shows: other }), [{ of: other, kept: '' }]);
  assert.deepEqual(await worker.message({ shows: PAGE }, 'other window'), [{ of: PAGE, kept: '' }]);
  const [notice] = /** @type {{ of: string, kept: string }[]} */ (await worker.message({ shows: PAGE }));
  assert.match(notice?.kept ?? '', /^Bạn đang xem bản đã lưu trên máy/);
  delete site.answers[DOCUMENT];
  await worker.get(DOCUMENT);
  assert.deepEqual(await worker.message({ shows: PAGE }), [{ of: PAGE, kept: '' }]);
});

for (const [what, path, last, isTold] of /** @type {const} */ ([
  ['a page that is gone', PAGE, answer('', { status: 410 }), true],
  ['a document that is withdrawn', DOCUMENT, answer(article('first', { withdrawn: { at: '2026-11-02' } })), true],
  ['a page that is there', PAGE, answer(html('second'), { type: 'text/html' }), false],
])) {
  test(`of ${what}, as a slow site says at last, the window that shows it is ${isTold ? '' : 'not '}told`, async () => {
    const { site, worker } = await visited();
    site.answers[path] = async (world) => {
      await new Promise((resolve) => world.clock.setTimeout(() => resolve(undefined), 6_000));
      return last;
    };
    const asked = worker.request(path, { mode: path === PAGE ? 'navigate' : 'cors', resultingClientId: path === PAGE ? 'next' : '' });
    await site.clock.advance(4_000);
    const { response, done } = await asked;
    assert.match((await response?.text()) ?? '', /first/);
    assert.deepEqual(site.told, []);
    await site.clock.advance(2_000);
    await done;
    assert.deepEqual(site.told, isTold ? [{ id: path === PAGE ? 'next' : 'window', gone: 'abc1' }] : []);
  });
}

test('where nothing is kept in the language of the page, the list in the other one is shown', async () => {
  const { site, worker } = await visited();
  await worker.message({ keep: PAGE });
  site.isOnline = false;
  assert.equal(await worker.navigate('/en/trang/about/'), html('saved'));
  await (await site.caches.open('portal-read')).put('/en/da-luu/', answer(html('saved in English'), { type: 'text/html' }));
  assert.equal(await worker.navigate('/en/trang/about/'), html('saved in English'));
});

test('the last sentence is in the language of the page, and says nothing of the network', async () => {
  const site = new Site();
  const worker = site.portal();
  site.isOnline = false;
  assert.match(await worker.navigate('/the/bau-cu/'), /<html lang="vi">.*<h1>Chưa kết nối được với trang web<\/h1>/);
  assert.match(await worker.navigate('/en/the/bau-cu/'), /<html lang="en">.*<h1>The site cannot be reached<\/h1>/);
});

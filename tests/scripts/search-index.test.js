// What a query means and what is shown of a page, without a browser; its index is in `index/`.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { excerptOf, fold, highlight, searchIndex, wordsOf } from '../../public/tools/search-index.js';

Object.assign(globalThis, { location: new URL('https://portal.example/tim-kiem/') });

const INDEX = new URL('index/', import.meta.url).href;
/** The index's writing of `đ`. */
const indexed = (/** @type {string} */ text) => text.replaceAll('đ', 'd\u0345').replaceAll('Đ', 'D\u0345');
const nfd = (/** @type {string} */ text) => text.normalize('NFD');
/** A text with its matches in brackets. */
const shown = (/** @type {{ text: string, isMatch: boolean }[]} */ parts) => parts.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');

/** @type {Record<string, [query: string, words: string[]]>} */
const QUERIES = {
  'an empty query has no words': ['', []],
  'signs are no words': [' .,;“?!” — … ', []],
  'words are in lower case, Đ too': ['Đường ĐỘI Bầu', ['đường', 'đội', 'bầu']],
  'decomposed letters are composed': [nfd('Bầu cử Đại biểu'), ['bầu', 'cử', 'đại', 'biểu']],
  'the sign of a document stays whole': ['Nghị quyết 15/NQ-CP', ['nghị', 'quyết', '15/nq-cp']],
  'so do a date and a decimal': ['12/03/2021 8.5', ['12/03/2021', '8.5']],
  'names with a hyphen are words': ['Mường-Lay', ['mường', 'lay']],
  'signs at the ends of words are left out': ['(bầu cử), “Lai Châu”.', ['bầu', 'cử', 'lai', 'châu']],
  'letters nobody sees are left out': ['bầu\u200b cử\u00ad \ufeffđi', ['bầu', 'cử', 'đi']],
  'the mark of the index cannot be typed': ['d\u0345i', ['di']],
};
for (const [name, [query, words]] of Object.entries(QUERIES)) test(name, () => assert.deepEqual(wordsOf(query), words));

test('a query has an end', () => {
  assert.equal(wordsOf('một '.repeat(40)).length, 12);
  assert.deepEqual(wordsOf('a'.repeat(500)), ['a'.repeat(200)]);
});

test('a word is folded to its plain letters, decomposed or not', () => {
  for (const [word, plain] of [['Đường', 'duong'], ['đ', 'd'], ['ỦY', 'uy'], ['hòa', 'hoa'], ['15/NQ-CP', '15/nq-cp'], ['', '']]) {
    assert.equal(fold(word ?? ''), plain);
    assert.equal(fold(nfd(word ?? '')), plain);
  }
});

/** @type {Record<string, [text: string, terms: string[], shown: string]>} */
const MARKED = {
  'the exact form is marked where the text has it': ['Ban bạn bàn', ['bạn'], 'Ban [bạn] bàn'],
  'without it every form is': ['Bầu cử, bậu cửa', ['bau'], '[Bầu] cử, [bậu] cửa'],
  'đ is d for who types without marks': ['Đội ở Điện Biên', ['doi', 'dien'], '[Đội] ở [Điện] Biên'],
  'd is not đ for who types with marks': ['đội dội', ['dội'], 'đội [dội]'],
  'a word that begins so is marked whole': ['Biểu đồ', ['bi'], '[Biểu] đồ'],
  'both ways of placing a tone are one': ['Hoà giải, hòa bình, thuỷ lợi', ['hòa', 'thủy'], '[Hoà] giải, [hòa] bình, [thuỷ] lợi'],
  'the u of qu bears no tone': ['Quý một, quí hai', ['quý'], '[Quý] một, quí hai'],
  'an empty text has no parts': ['', ['a'], ''],
  'nothing is asked, nothing is marked': ['Bầu cử', [], 'Bầu cử'],
};
for (const [name, [text, terms, expected]] of Object.entries(MARKED)) test(name, () => assert.equal(shown(highlight(text, terms)), expected));

test('a short text is its own excerpt', () => {
  assert.equal(excerptOf('  Bầu   cử\nđại biểu ', ['cử']), 'Bầu cử đại biểu');
  assert.equal(excerptOf('', ['cử']), '');
});

test('an excerpt shows the place that answers most, and says where it was cut', () => {
  const filler = 'chữ '.repeat(60);
  const excerpt = excerptOf(`bầu ${filler} hội đồng bầu cử ${filler}`, ['bầu', 'cử', 'đồng']);
  assert.match(excerpt, /^… .*hội đồng bầu cử.* …$/);
  assert.equal(excerpt.split(' ').length, 34);
  assert.match(excerptOf(filler, ['không']), /^chữ .* …$/);
  assert.match(excerptOf(`${filler} cuối`, ['cuối']), /^… .* cuối$/);
});

test('a word without end is cut', () => {
  assert.equal(excerptOf('đ'.repeat(100), []), `${'đ'.repeat(60)}…`);
});

const page = (/** @type {string} */ url, /** @type {string} */ content, /** @type {Partial<FakePage>} */ more = {}) => ({
  url, score: 1, meta: { title: indexed(content), section: '' }, filters: {}, ...more, content: indexed(content),
});
const urls = async (/** @type {string} */ query, filters = {}) => (await searchIndex(INDEX).find(query, filters)).map(({ id }) => id);

beforeEach(() => {
  globalThis.pages = [];
});

test('the very words come first, then scattered ones, then other tones, whatever the index thinks of them', async () => {
  globalThis.pages = [
    page('/tones/', 'bau cu', { score: 9 }),
    page('/scattered/', 'cử tri đi bầu', { score: 5 }),
    page('/phrase/', 'ngày bầu cử', { score: 1 }),
    page('/other/', 'khác', { score: 9 }),
  ];
  assert.deepEqual(await urls('bầu cử'), ['/phrase/', '/scattered/', '/tones/']);
});

test('đ is found by đ first, and by d', async () => {
  globalThis.pages = [page('/d/', 'dội', { score: 9 }), page('/đ/', 'đội')];
  assert.deepEqual(await urls('đội'), ['/đ/', '/d/']);
  assert.deepEqual(await urls(nfd('ĐỘI')), ['/đ/', '/d/']);
  assert.deepEqual(await urls('doi'), ['/d/', '/đ/']);
});

test('both ways of placing a tone find both', async () => {
  globalThis.pages = [page('/old/', 'hòa giải'), page('/new/', 'hoà giải')];
  assert.deepEqual((await urls('hoà giải')).toSorted(), ['/new/', '/old/']);
});

test('filters leave out what they do not admit, and a query without words asks nothing', async () => {
  globalThis.pages = [page('/a/', 'tin', { filters: { year: ['2021'] } }), page('/b/', 'tin')];
  assert.deepEqual(await urls('tin', { year: '2021' }), ['/a/']);
  assert.deepEqual(await urls('…'), []);
});

test('what is shown of a page is its text with đ again, and its own address only', async () => {
  globalThis.pages = [
    page('/tin-tuc/a/', 'Đại hội', { meta: { title: indexed('Đại hội'), section: indexed('Cải cách đô thị') }, filters: { date: ['2021-03-12', '12/03/2021'] } }),
    page('https://elsewhere.example/', 'Đại lộ'),
  ];
  const [own, foreign] = await Promise.all((await searchIndex(INDEX).find('đại')).map((found) => found.load()));
  assert.deepEqual({ ...own, title: shown(own?.title ?? []), excerpt: shown(own?.excerpt ?? []) }, {
    url: '/tin-tuc/a/', title: '[Đại] hội', section: 'Cải cách đô thị', dateTime: '2021-03-12', date: '12/03/2021', excerpt: '[Đại] hội',
  });
  assert.equal(foreign?.url, '/');
});

test('an index that is not there rejects, and is asked for again at the next question', async () => {
  const index = searchIndex(new URL('nowhere/', import.meta.url).href);
  await assert.rejects(index.find('tin'), /Cannot find module.*nowhere\/pagefind\.js/s);
  await assert.rejects(index.find('tin'), ({ url }) => url.endsWith('/pagefind.js?try=2'));
});

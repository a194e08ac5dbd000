// What a query means, how pages are ranked and what is shown of them, without a browser; the index is in `index/`.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { isOneEditAway, searchIndex } from '../../public/tools/search-index.js';
import { fold, termsOf } from '../../public/tools/search-query.js';
import { excerptsOf, marked, readRecord } from '../../public/tools/search-record.js';

// A page of no build, without a content API.
Object.assign(globalThis, { location: new URL('https://portal.example/tim-kiem/'), document: { querySelector: () => null, documentElement: { dataset: {} } } });

// One index in one part, and the same in three; browsers know an index by its address.
const INDEXES = ['index/', '%69ndex/'].map((folder) => new URL(folder, import.meta.url).href);
const partsOf = (/** @type {string} */ address) => (address.includes('%69') ? ['1of3', '2of3', '3of3'] : ['1of1']);
globalThis.fetch = async (address) => {
  if (typeof address !== 'string' || !address.endsWith('parts.json')) throw new TypeError('no network');
  return Response.json(partsOf(address).map((name) => ({ name, entry: {} })));
};
const nfd = (/** @type {string} */ text) => text.normalize('NFD');
/** A text with its matches in brackets. */
const shown = (/** @type {{ text: string, isMatch: boolean }[]} */ parts) => parts.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');

/** A record as `publisher/src/output/search/writing.rs` writes it, of words in small letters. */
function write(/** @type {{ title: string, labels?: string[], text?: string[], isAfterNews?: boolean }} */ { title, labels = [], text = [], isAfterNews = false }) {
  const filler = '\ue004';
  const places = isAfterNews ? [filler] : [];
  const add = (/** @type {string} */ passage) => {
    let gap = '';
    for (const [, before = '', word = ''] of passage.matchAll(/([^\p{L}\p{N}]*)([\p{L}\p{N}]*)/gu)) {
      gap += before.replaceAll(' ', '\ue000');
      if (!word) continue;
      places.push(gap || filler, `${word.replaceAll('đ', 'd\u0345').replaceAll('Đ', 'D\u0345')}\u01c0`);
      gap = '';
    }
    places.push(`${gap}\ue001`, filler);
  };
  const end = () => {
    places.push('\ue002', filler);
    while (places.length % 128 !== Number(isAfterNews)) places.push(filler);
  };
  add(title);
  end();
  labels.forEach(add);
  end();
  text.forEach(add);
  return places.join(' ');
}

/** @type {Record<string, [query: string, terms: string[][][]]>} */
const QUERIES = {
  'an empty query asks nothing': ['', []],
  'signs are no words': [' .,;“?!” — … ', []],
  'words are in small letters, Đ too': ['Đường ĐỘI Bầu', [[['đường']], [['đội']], [['bầu']]]],
  'decomposed letters are composed': [nfd('Bầu cử'), [[['bầu']], [['cử']]]],
  'the number of a document is one term': ['số 15/KH-CP', [[['số']], [['15', 'kh', 'cp']]]],
  'a decimal is one term, numbers in a row are not': ['8,5, 9 8,5', [[['8', '5']], [['9'], ['ix']], [['8', '5']]]],
  'a name with a hyphen is one term': ['Mường-Lay', [[['mường', 'lay']]]],
  'signs at the ends of words are left out': ['(bầu cử), “Lai”.', [[['bầu']], [['cử']], [['lai']]]],
  'letters nobody sees are left out': ['bầu\u200b cử\u00ad \ufeffđi', [[['bầu']], [['cử']], [['đi']]]],
  'the mark of the index cannot be typed': ['d\u0345i', [[['di']]]],
  'what is in quotation marks is one term': ['"lai châu" sở', [[['lai', 'châu']], [['sở']]]],
  'quotation marks may stay open': ['sở «lai châu', [[['sở']], [['lai', 'châu']]]],
  'an abbreviation is what it stands for': ['UBND', [[['ubnd'], ['ủy', 'ban', 'nhân', 'dân']]]],
  'so is it without đ': ['hdnd', [[['hdnd'], ['hội', 'đồng', 'nhân', 'dân']]]],
  'what is abbreviated is its abbreviation': ['uỷ ban nhân dân xã', [[['uỷ', 'ban', 'nhân', 'dân'], ['ubnd']], [['xã']]]],
  'with other marks it is not': ['ủy bán nhân dân', [[['ủy']], [['bán']], [['nhân']], [['dân']]]],
  'nor across a comma': ['chính, phủ', [[['chính']], [['phủ']]]],
  'a numeral is its number': ['XV', [[['xv'], ['15']]]],
  'a number is its numeral': ['15', [[['15'], ['xv']]]],
  'numerals that are syllables count in capitals': ['vi phạm VI', [[['vi']], [['phạm']], [['vi'], ['6']]]],
  'a word said twice is one term': ['ba ba', [[['ba', 'ba']]]],
};
for (const [name, [query, terms]] of Object.entries(QUERIES)) test(name, () => assert.deepEqual(termsOf(query).map(({ phrases }) => phrases), terms));

for (const query of ['12/03/2021', '12-3-2021', '12.03.2021', '2021-03-12', 'ngày 12 tháng 3 năm 2021', 'ngay 12 thang 03 nam 2021']) {
  test(`a day in all its forms: ${query}`, () => {
    const [day, ...rest] = termsOf(query);
    assert.deepEqual(rest, []);
    const forms = day?.phrases.map((phrase) => phrase.join(' ')) ?? [];
    for (const form of ['12 3 2021', '12 03 2021', '12 tháng 3 năm 2021', 'ngày 12 tháng 03 năm 2021']) assert.ok(forms.includes(form), form);
    assert.equal(day?.own, forms.length);
  });
}

test('a month in all its forms', () => {
  for (const query of ['tháng 3/2021', 'thang 03/2021', '3/2021', 'tháng 3 năm 2021', 'tháng 3 2021']) {
    const forms = termsOf(query)[0]?.phrases.map((phrase) => phrase.join(' ')) ?? [];
    for (const form of ['3 2021', '03 2021', 'tháng 3 2021', 'tháng 3 năm 2021']) assert.ok(forms.includes(form), `${query}: ${form}`);
  }
});

test('what cannot be a day is a number', () => {
  for (const query of ['45/2021', '32/03/2021', '12/13/2021', '12/03/20215', '2021-2026']) assert.equal(termsOf(query)[0]?.phrases.length, 1, query);
});

test('only the last word of what is typed may go on', () => {
  assert.deepEqual(termsOf('bàn ph', true).map(({ isOpen }) => isOpen), [false, true]);
  assert.deepEqual(termsOf('bàn phím ', true).map(({ isOpen }) => isOpen), [false, false]);
  assert.deepEqual(termsOf('bàn ph').map(({ isOpen }) => isOpen), [false, false]);
});

test('a query has an end', () => {
  assert.equal(termsOf('một hai '.repeat(40)).length, 12);
  assert.deepEqual(termsOf('a'.repeat(500))[0]?.typed, 'a'.repeat(200));
});

test('a word is folded to its plain letters, decomposed or not', () => {
  for (const [word, plain] of [['Đường', 'duong'], ['đ', 'd'], ['ỦY', 'uy'], ['hòa', 'hoa'], ['', '']]) {
    assert.equal(fold(word ?? ''), plain);
    assert.equal(fold(nfd(word ?? '')), plain);
  }
});

test('one letter makes one word of another', () => {
  for (const [a, b] of [['kheo', 'kheu'], ['kheo', 'khe'], ['kheo', 'kheoo'], ['kheo', 'kehoo'.slice(0, 4)], ['ab', 'ba'], ['', 'a']]) assert.ok(isOneEditAway(a ?? '', b ?? ''), `${a} ${b}`);
  for (const [a, b] of [['kheo', 'kheo'], ['kheo', 'kh'], ['kheo', 'khau'], ['abcd', 'badc'], ['', '']]) assert.ok(!isOneEditAway(a ?? '', b ?? ''), `${a} ${b}`);
});

const match = (/** @type {number} */ term) => ({ term, isOther: false, letters: Infinity });

test('a record is read as it was written', () => {
  for (const isAfterNews of [false, true]) {
    const { title, labels, text } = readRecord(write({ title: '“Đại hội” lần 3.', labels: ['Cải cách', 'thẻ'], text: ['Một câu, hai câu.', 'A/B'], isAfterNews }));
    assert.equal(shown(marked(title, new Map())), '“Đại hội” lần 3.');
    assert.deepEqual([...labels, ...text].map((passage) => shown(marked(passage, new Map()))), ['Cải cách', 'thẻ', 'Một câu, hai câu.', 'A/B']);
    assert.equal(text[0]?.words[0]?.place, isAfterNews ? 258 : 257);
  }
});

test('capitals are where they were', () => {
  const { title } = readRecord('\ue003 d\u0345bqh\u01c0 \ue000\ue003++- Ttg\u01c0 \ue001 \ue004');
  assert.equal(shown(marked(title, new Map())), 'ĐBQH TTg');
});

test('words that match side by side are one mark, and a beginning is marked alone', () => {
  const { title } = readRecord(write({ title: 'bầu cử, đi bầu 45-ct' }));
  assert.equal(shown(marked(title, new Map([[1, match(0)], [3, match(1)], [7, match(0)]]))), '[bầu cử], đi [bầu] 45-ct');
  assert.equal(shown(marked(title, new Map([[9, match(0)], [11, match(0)]]))), 'bầu cử, đi bầu [45-ct]');
  assert.equal(shown(marked(title, new Map([[3, { ...match(0), letters: 1 }]]))), 'bầu [c]ử, đi bầu 45-ct');
});

const excerpts = (/** @type {string[]} */ text, /** @type {string[]} */ words) => {
  const { text: passages } = readRecord(write({ title: 'a', text }));
  const matches = new Map(passages.flatMap((passage) => passage.words.flatMap(({ text: word, place }) => (words.includes(word) ? [[place, match(words.indexOf(word))]] : []))));
  return excerptsOf(passages, /** @type {Map<number, import('../../public/tools/search-record.js').Match>} */ (matches)).map(shown);
};
const long = (/** @type {number} */ count) => Array.from({ length: count }, (_, number) => `w${number}`).join(' ');

/** @type {Record<string, [text: string[], words: string[], excerpts: string[]]>} */
const EXCERPTS = {
  'a short text is its own excerpt': [['Bầu cử đại biểu.'], ['cử'], ['Bầu [cử] đại biểu.']],
  'without a match it is the beginning': [['Một câu.', 'Hai câu.'], ['không'], ['Một câu.']],
  'an empty text has none': [[], ['a'], []],
  'it begins with a sentence': [[`Câu đầu. Câu hai có bầu cử. ${long(60)}`], ['bầu', 'cử'], [`Câu hai có [bầu cử]. ${long(39)} …`]],
  'a closing quotation mark belongs to the sentence before': [['Ông nói “thôi.” Rồi bầu cử.'], ['bầu', 'cử'], ['Rồi [bầu cử].']],
  'a dot within a number ends none': [['Cao 8.5 mét và bầu cử.'], ['cử'], ['Cao 8.5 mét và bầu [cử].']],
  'the beginning of a long sentence is shown apart': [[`${long(60)} bầu cử.`], ['bầu', 'cử'], [`${long(6)} … ${long(60).split(' ').slice(50).join(' ')} [bầu cử].`]],
  'the passage that answers most': [['Có bầu.', 'Có bầu và cử.'], ['bầu', 'cử'], ['Có [bầu] và [cử].']],
  'two that answer a word each, never joined': [['Có bầu.', 'Có cử.'], ['bầu', 'cử'], ['Có [bầu].', 'Có [cử].']],
  'a sentence before a heading': [['Bầu cử', `Trong câu này có chín chữ, và có bầu cử.`], ['bầu', 'cử'], ['Trong câu này có chín chữ, và có [bầu cử].']],
};
for (const [name, [text, words, expected]] of Object.entries(EXCERPTS)) test(name, () => assert.deepEqual(excerpts(text, words), expected));

/** @param {string} url @param {Parameters<typeof write>[0] & { filters?: Record<string, string[]> }} record */
const page = (url, { filters = {}, ...record }) => ({ url, filters, content: write(record) });
/** The answer, which has to be the same however many parts the index is in. */
const find = async (/** @type {string} */ query, filters = {}, isTyping = false) => {
  const [answer, inParts] = await Promise.all(INDEXES.map((bundle) => searchIndex(bundle).find(query, filters, isTyping)));
  assert(answer && inParts);
  const whole = async (/** @type {typeof answer} */ one) => ({ ...one, results: await Promise.all(one.results.map((found) => found.load())) });
  assert.deepEqual(await whole(inParts), await whole(answer));
  return answer;
};
const urls = async (/** @type {Parameters<typeof find>} */ ...asked) => Promise.all((await find(...asked)).results.map(async (found) => (await found.load()).url));

beforeEach(() => {
  globalThis.pages = [];
});

test('whole words are found, in any marks, the typed ones first', async () => {
  globalThis.pages = [page('/begins/', { title: 'của' }), page('/other/', { title: 'cũ' }), page('/same/', { title: 'cử' }), page('/text/', { title: 'x', text: ['cử'] })];
  assert.deepEqual(await urls('cử'), ['/same/', '/text/', '/other/']);
  assert.deepEqual(await urls('cu'), ['/other/', '/same/', '/text/']);
});

test('đ is found by đ first, and by d', async () => {
  globalThis.pages = [page('/d/', { title: 'dội' }), page('/đ/', { title: 'đội' })];
  assert.deepEqual(await urls('đội'), ['/đ/', '/d/']);
  assert.deepEqual(await urls(nfd('ĐỘI')), ['/đ/', '/d/']);
  assert.deepEqual(await urls('doi'), ['/d/', '/đ/']);
});

test('both ways of placing a tone find both', async () => {
  globalThis.pages = [page('/old/', { title: 'hòa giải' }), page('/new/', { title: 'hoà giải' })];
  assert.deepEqual(await urls('hoà giải'), ['/old/', '/new/']);
});

test('pages of a phrase come first, those with the letters alone are none', async () => {
  globalThis.pages = [page('/letters/', { title: 'núi sơn', text: ['đó là'] }), page('/far/', { title: 'sơn', text: [`${long(80)} la`] }), page('/phrase/', { title: 'x', text: ['sơn la'] })];
  assert.deepEqual(await urls('sơn la'), ['/phrase/', '/far/']);
  assert.deepEqual(await urls('son la'), ['/phrase/']);
});

test('what comes after the news comes after it, unless it answers much better', async () => {
  globalThis.pages = [page('/text/', { title: 'x', text: ['bầu cử'] }), page('/scattered/', { title: 'x', text: ['cử', long(80), 'bầu'] }), page('/help/', { title: 'bầu cử', isAfterNews: true })];
  assert.deepEqual(await urls('bầu cử'), ['/text/', '/help/', '/scattered/']);
});

test('one wrong mark is told when nothing else is found', async () => {
  globalThis.pages = [page('/a/', { title: 'bầu cử' })];
  assert.deepEqual((await find('bầu cừ')).unmarked, ['cừ']);
  assert.deepEqual((await find('bầu cử')).unmarked, []);
  assert.deepEqual(await urls('bậu cừ'), []);
});

test('what some pages have of a query is told', async () => {
  globalThis.pages = [page('/a/', { title: 'bầu cử tri' })];
  const { results, isPartial } = await find('bầu cử khoa');
  assert.equal(isPartial, true);
  assert.deepEqual((await results[0]?.load())?.missing, ['khoa']);
  assert.deepEqual(await urls('bầu khoa học viện'), []);
});

test('filters leave out what they do not admit, and a query without words asks nothing', async () => {
  globalThis.pages = [page('/a/', { title: 'tin', filters: { year: ['2021'] } }), page('/b/', { title: 'tin' })];
  assert.deepEqual(await urls('tin', { year: '2021' }), ['/a/']);
  assert.deepEqual(await urls('…'), []);
});

test('what is shown of a page is its own address only, with marks wherever they are due', async () => {
  globalThis.pages = [
    page('/tin-tuc/a/', { title: 'Đại hội', labels: ['Cải cách đô thị', '12/03/2021'], text: ['Một câu.'], filters: { date: ['2021-03-12', '12/03/2021'] } }),
    page('https://elsewhere.example/', { title: 'Đại lộ', labels: [''] }),
  ];
  const [own, foreign] = await Promise.all((await find('đại')).results.map((found) => found.load()));
  assert.equal(shown(own?.title ?? []), '[Đại] hội');
  assert.deepEqual([own?.url, own?.dateTime, shown(own?.section ?? []), shown(own?.date ?? []), own?.excerpts.map(shown)], ['/tin-tuc/a/', '2021-03-12', 'Cải cách đô thị', '12/03/2021', ['Một câu.']]);
  assert.deepEqual([foreign?.url, foreign?.section, foreign?.date], ['/', [], []]);
  const [dated] = await Promise.all((await find('12-3-2021')).results.map((found) => found.load()));
  assert.equal(shown(dated?.date ?? []), '[12/03/2021]');
});

test('an index that is not there rejects, and is asked for again at the next question', async () => {
  const index = searchIndex(new URL('nowhere/', import.meta.url).href);
  await assert.rejects(index.find('tin'), /Cannot find module.*nowhere\/pagefind\.js/s);
  await assert.rejects(index.find('tin'), ({ url }) => url.endsWith('/pagefind.js?try=2'));
});

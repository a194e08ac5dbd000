// How an article is cut into what is spoken in one go: by the browser's own segmenter, and without it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shorten, split } from '../../public/tools/sentences.js';

const sentences = (/** @type {string} */ text) => split(text, 'vi').map(({ start, end }) => text.slice(start, end));

/** Runs as in a browser that has no `Intl.Segmenter`. */
function withoutSegmenter(/** @type {() => void} */ run) {
  const { Segmenter } = Intl;
  Reflect.deleteProperty(Intl, 'Segmenter');
  try {
    run();
  } finally {
    Object.assign(Intl, { Segmenter });
  }
}

/** @type {Record<string, [text: string, sentences: string[]]>} */
const CASES = {
  'sentences end at their marks': ['Đường mở rồi. Đội nào thắng? Hay quá! Vẫn còn…', ['Đường mở rồi.', 'Đội nào thắng?', 'Hay quá!', 'Vẫn còn…']],
  'white space around a sentence is not of it': ['  Một câu.  \n\n Câu nữa. ', ['Một câu.', 'Câu nữa.']],
  'a line is a sentence without a mark': ['Mục một\nMục hai', ['Mục một', 'Mục hai']],
  'closing marks stay with their sentence': ['“Đúng không?” Ông hỏi.', ['“Đúng không?”', 'Ông hỏi.']],
  'a point within a number ends nothing': ['Ngày 12.3.2021 có 8.5% dân. Hết.', ['Ngày 12.3.2021 có 8.5% dân.', 'Hết.']],
  'a point before a small letter ends nothing': ['Các xã, phường v.v. đều họp.', ['Các xã, phường v.v. đều họp.']],
  'a place, a degree and an office are no sentence': [
    'UBND TP. Lai Châu mời PGS. TS. Đỗ Đức. TM. ỦY BAN ký.',
    ['UBND TP. Lai Châu mời PGS. TS. Đỗ Đức.', 'TM. ỦY BAN ký.'],
  ],
  'decomposed letters are letters': ['Đồng ý. Đã họp.'.normalize('NFD'), ['Đồng ý.', 'Đã họp.'].map((text) => text.normalize('NFD'))],
  'marks alone are not spoken': [' … . — \n ', []],
  'nothing is no sentence': ['', []],
};

for (const [name, [text, expected]] of Object.entries(CASES)) {
  test(`${name}, by the segmenter`, () => assert.deepEqual(sentences(text), expected));
  test(`${name}, without it`, () => withoutSegmenter(() => assert.deepEqual(sentences(text), expected)));
}

test('a short sentence is spoken in one piece, and an empty one not at all', () => {
  assert.deepEqual(shorten('Đã họp.'), ['Đã họp.']);
  assert.deepEqual(shorten(''), []);
});

test('a long sentence is cut where one draws breath', () => {
  const [first, second, third] = ['Đại biểu '.repeat(10).trim(), 'cử tri '.repeat(14).trim(), 'khóa XV '.repeat(12).trim()];
  assert.deepEqual(shorten(`${first}, ${second}; ${third}.`), [`${first},`, `${second};`, `${third}.`]);
});

test('without a place to breathe it is cut between words, and a word without end anywhere', () => {
  const words = 'Đường '.repeat(60).trim();
  const pieces = shorten(words);
  assert.equal(pieces.join(' '), words);
  assert.ok(pieces.every((piece) => piece.length <= 180 && /^(?:Đường ?)+$/.test(piece)), String(pieces));

  const endless = 'đ'.repeat(400);
  assert.deepEqual(shorten(endless), ['đ'.repeat(180), 'đ'.repeat(180), 'đ'.repeat(40)]);
});

// What a query asks for: Vietnamese words in, terms out. Owns no index.

/**
 * @typedef {object} Term One thing that is asked for.
 * @property {string} typed As it was typed, in small letters.
 * @property {string[][]} phrases Any of these answers it: words that stand side by side. The first is what was typed.
 * @property {number} own How many of them are what was typed, though written in another way; the others mean the same.
 * @property {boolean} isMarked Whether marks were typed: then they count.
 * @property {boolean} isOpen Whether the last word of what was typed may go on.
 */

/** U+0345, the mark that makes a `d` a `đ` in the index. */
const STROKE = '\u0345';
const LONGEST_QUERY = 200;
const MOST_WORDS = 12;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Between the parts of a number, a date or a name: no space. */
const JOINT = /^[-–/.]$/;
const DIGITS = /^\d+$/;

// The tone on the first vowel (old), and on the second (new), of syllables that end so.
const OLD_TONES = ['òa', 'óa', 'ỏa', 'õa', 'ọa', 'òe', 'óe', 'ỏe', 'õe', 'ọe', 'ùy', 'úy', 'ủy', 'ũy', 'ụy'];
const NEW_TONES = ['oà', 'oá', 'oả', 'oã', 'oạ', 'oè', 'oé', 'oẻ', 'oẽ', 'oẹ', 'uỳ', 'uý', 'uỷ', 'uỹ', 'uỵ'];

/** What offices abbreviate, where it means one thing only. */
const ABBREVIATIONS = `
  bcđ ban chỉ đạo|bch ban chấp hành|bhxh bảo hiểm xã hội|bhyt bảo hiểm y tế|bnv bộ nội vụ|btv ban thường vụ|cbcc cán bộ công chức
  cchc cải cách hành chính|ccvc công chức viên chức|cđs chuyển đổi số|cntt công nghệ thông tin|cp chính phủ|đbqh đại biểu quốc hội
  dtts dân tộc thiểu số|gdđt giáo dục và đào tạo|hđnd hội đồng nhân dân|htx hợp tác xã|khcn khoa học và công nghệ
  mttq mặt trận tổ quốc|nđ nghị định|nq nghị quyết|ntm nông thôn mới|qđ quyết định|qh quốc hội|snv sở nội vụ|tccb tổ chức cán bộ
  thcs trung học cơ sở|thpt trung học phổ thông|tp thành phố|tthc thủ tục hành chính|tw trung ương|tư trung ương
  ubbc ủy ban bầu cử|ubmttq ủy ban mặt trận tổ quốc|ubnd ủy ban nhân dân|ubtvqh ủy ban thường vụ quốc hội
  xhcn xã hội chủ nghĩa`
  .trim()
  .split(/\s*[|\n]\s*/)
  .map((line) => line.split(' '))
  .map(([short = '', ...full]) => ({ short, full }));

/** A word as the index writes it, but for its end. */
export const encode = (/** @type {string} */ word) => word.replaceAll('đ', `d${STROKE}`);

/** Without marks and in small letters. */
export const fold = (/** @type {string} */ text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');

const hasMarks = (/** @type {string} */ word) => fold(word) !== word;

/**
 * Moves tones at the end of syllables. The `u` of `qu` is no vowel: there is one way only to write `quý`.
 * @param {string} text
 * @param {string[]} from
 * @param {string[]} to
 */
function placeTones(text, from, to) {
  const wrong = new RegExp(`(q?)(${from.join('|')})(?![\\p{L}\\p{M}])`, 'gu');
  const placed = text.replace(wrong, (whole, q, tone) => (q ? whole : (to[from.indexOf(tone)] ?? whole)));
  return placed.replace(/q([ùúủũụ]y)/gu, (_, tone) => `q${NEW_TONES[OLD_TONES.indexOf(tone)]}`);
}

const withOldTones = (/** @type {string} */ word) => placeTones(word, NEW_TONES, OLD_TONES);

/** The ways of writing a word that mean the same: with its tone in the old place, and in the new one. */
export const formsOf = (/** @type {string} */ word) => [...new Set([withOldTones(word), placeTones(word, OLD_TONES, NEW_TONES)])];

/**
 * Whether a typed word is one that is known. Who types without marks means any.
 * @param {string} typed
 * @param {string} known
 */
const means = (typed, known) => (hasMarks(typed) ? withOldTones(typed) === withOldTones(known) : typed === fold(known));

/**
 * A query's terms, in their order.
 * @param {string} query
 * @param {boolean} isTyping Whether its last word may go on.
 * @returns {Term[]}
 */
export function termsOf(query, isTyping = false) {
  const text = query.slice(0, LONGEST_QUERY).normalize('NFC').replace(/[\p{Cf}\u0345]/gu, '').replace(/[“”„‟«»″]/g, '"');
  /** @type {Term[]} */
  const terms = [];
  let left = MOST_WORDS;
  for (const [part, quoted] of text.matchAll(/"([^"]*)"?|[^"]+/g)) {
    const words = readWords(quoted ?? part).slice(0, left);
    left -= words.length;
    if (quoted === undefined) terms.push(...plainTerms(words));
    else if (words.length) terms.push(term(words.map(({ word }) => word)));
  }
  const last = terms.at(-1);
  if (last && isTyping && /[\p{L}\p{N}\p{M}]$/u.test(text)) last.isOpen = true;
  return terms;
}

/**
 * @param {string[]} words
 * @param {string[][]} others Other phrases that mean the same.
 * @returns {Term}
 */
const term = (words, others = []) => ({ typed: words.join(' '), phrases: [words, ...others], own: 1, isMarked: words.some(hasMarks), isOpen: false });

/** @typedef {{ word: string, gap: string, isCapital: boolean }} Word What is before it, and whether it was typed in capitals. */

/**
 * @param {string} text
 * @returns {Word[]}
 */
function readWords(text) {
  let end = 0;
  return [...text.matchAll(WORD)].map((match) => {
    const gap = text.slice(end, match.index);
    end = match.index + match[0].length;
    return { word: match[0].toLowerCase(), gap, isCapital: match[0] !== match[0].toLowerCase() };
  });
}

/**
 * @param {Word[]} words
 * @returns {Term[]}
 */
function plainTerms(words) {
  const terms = [];
  for (let at = 0; at < words.length; ) {
    const rest = words.slice(at);
    const [length, found] = dateAt(rest) ?? numberAt(rest) ?? twiceAt(rest) ?? abbreviationAt(rest) ?? numeralAt(rest) ?? [1, term([rest[0]?.word ?? ''])];
    terms.push(found);
    at += length;
  }
  return terms;
}

/** @typedef {[length: number, term: Term] | undefined} Reading How many words were read, and as what. */

/**
 * A date or a month, in the ways offices write it.
 * @param {Word[]} words
 * @returns {Reading}
 */
function dateAt(words) {
  const text = words.slice(0, 6).map(({ word, gap }, place) => (place ? (JOINT.test(gap) ? gap : ' ') : '') + fold(word)).join('');
  const year = '(1[89]\\d\\d|20\\d\\d)';
  const day = new RegExp(`^(?:ngay )?(\\d\\d?)(?:[-/.]| thang )(\\d\\d?)(?:[-/.]| nam | )${year}(?![^ ])`).exec(text);
  const iso = new RegExp(`^${year}-(\\d\\d)-(\\d\\d)(?![^ ])`).exec(text);
  const month = new RegExp(`^(?:thang )?(\\d\\d?)(?:[-/.]| nam )${year}(?![^ ])`).exec(text) ?? new RegExp(`^thang (\\d\\d?) ${year}(?![^ ])`).exec(text);
  const found = day ?? iso ?? month;
  const [d, m, y] = day ? day.slice(1) : iso ? [iso[3], iso[2], iso[1]] : month ? ['', month[1], month[2]] : [];
  if (!found || !m || !y || Number(m) > 12 || Number(m) < 1 || Number(d) > 31) return undefined;
  const length = found[0].split(/[-/. ]/).length;
  const typed = words.slice(0, length).map(({ word }) => word);
  const spelled = (/** @type {string} */ number) => [...new Set([String(Number(number)), String(Number(number)).padStart(2, '0')])];
  const months = spelled(m).flatMap((form) => [[form, y], ['tháng', form, y], ['tháng', form, 'năm', y]]);
  const numbers = d ? spelled(d).flatMap((form) => [...months.map((rest) => [form, ...rest]), [y, ...spelled(m).slice(-1), form]]) : months;
  const days = d ? numbers.flatMap((form) => [form, ['ngày', ...form]]) : months;
  return [length, { ...term(typed, days), own: days.length + 1 }];
}

/**
 * What is joined by signs: the number of a document, a term of office, a name with a hyphen.
 * @param {Word[]} words
 * @returns {Reading}
 */
function numberAt(words) {
  let length = 1;
  const isDecimal = (/** @type {number} */ at) => words[at]?.gap === ',' && DIGITS.test(words[at].word) && DIGITS.test(words[at - 1]?.word ?? '');
  while (JOINT.test(words[length]?.gap ?? '') || isDecimal(length)) length += 1;
  return length > 1 ? [length, term(words.slice(0, length).map(({ word }) => word))] : undefined;
}

/**
 * A word that is said twice: one of them is not both.
 * @param {Word[]} words
 * @returns {Reading}
 */
function twiceAt([first, second]) {
  return first && first.word === second?.word ? [2, term([first.word, second.word])] : undefined;
}

/**
 * @param {Word[]} words
 * @returns {Reading}
 */
function abbreviationAt(words) {
  for (const { short, full } of ABBREVIATIONS) {
    if (means(words[0]?.word ?? '', short)) return [1, term([words[0]?.word ?? ''], [full])];
    const typed = words.slice(0, full.length);
    const isFull = typed.length === full.length && typed.every(({ word, gap }, place) => (!place || !gap.trim()) && means(word, full[place] ?? ''));
    if (isFull) return [full.length, term(typed.map(({ word }) => word), [[short]])];
  }
  return undefined;
}

/**
 * `XV` is 15. Two numerals are syllables, too: `VI`, `XI`; they count when they are typed in capitals.
 * @param {Word[]} words
 * @returns {Reading}
 */
function numeralAt([first]) {
  const word = first?.word ?? '';
  const value = NUMERALS.indexOf(word);
  if (value > 1 && (first?.isCapital || !SYLLABLES.includes(word))) return [1, term([word], [[String(value)]])];
  const numeral = /^[1-9]\d?$/.test(word) && Number(word) > 1 ? NUMERALS[Number(word)] : undefined;
  return numeral && !SYLLABLES.includes(numeral) ? [1, term([word], [[numeral]])] : undefined;
}

const ONES = ['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'];
const NUMERALS = ['', 'x', 'xx', 'xxx'].flatMap((tens) => ONES.map((ones) => tens + ones));
const SYLLABLES = ['vi', 'xi'];

// An article as pieces to be spoken, each with the range of its sentence.
//
// Owns what is read and in which order: title, summary and body by paragraphs, captions and list items; a table by rows.

/** What is read in one go: a table's row, else the block that is nearest. */
const BLOCKS = 'caption, figcaption, cite, li, p, h1, h2, h3, h4, td, th';
/** What is read of an article; everything else is controls. */
const READ = 'h1, .article__summary, .article-body';
const SILENT = 'button, select, input, audio, video, iframe, [role=status], [data-slot], [data-unspoken]';
/** A sentence, for browsers that have no `Intl.Segmenter`: a full stop within a number, or before a small letter, does not end one. */
const SENTENCE = /\S.*?(?:[.!?…]+["”’)]*(?=\s+[^\p{Ll}\s]|\s*$)|$)/gmu;
/** Abbreviations before a name, which do not end a sentence: places, degrees, and on whose behalf a paper is signed. */
const ABBREVIATED = /(?:^|[\s(“"])(?:TP|Tp|TX|TT|Q|P|GS|PGS|TS|ThS|Ths|BS|KS|CN|KT|TM|TL|TUQ|[Đđ]\/c)\.[ \u00a0]+$/u;
/** Longer ones are cut: Chrome falls silent in the middle of them. */
const LONGEST = 180;

/**
 * @typedef {{ text: string, range: Range }} Piece
 * @param {HTMLElement} article
 */
export function sentencesOf(article) {
  /** @type {Piece[]} */
  const pieces = [];
  for (const part of article.querySelectorAll(READ)) {
    for (const unit of unitsOf(part)) {
      for (const { start, end } of split(unit.text, article.lang)) {
        const range = unit.range(start, end);
        for (const text of shorten(unit.text.slice(start, end).trim())) pieces.push({ text, range });
      }
    }
  }
  return pieces;
}

/**
 * The text of each unit in order, and where it is in the page.
 * @param {Element} part
 */
function unitsOf(part) {
  /** @type {Unit[]} */
  const units = [];
  /** @type {Element | null | undefined} */
  let place;
  /** @type {Element | null | undefined} */
  let block;
  /** @type {Unit | undefined} */
  let unit;
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) {
      if (node instanceof HTMLBRElement) unit?.add('\n');
      continue;
    }
    const nearest = node.parentElement?.closest(BLOCKS);
    const around = node.parentElement?.closest('tr') ?? nearest;
    if (!unit || around !== place) {
      place = around;
      unit = new Unit();
      units.push(unit);
    } else if (nearest !== block) {
      unit.add(', ');
    }
    block = nearest;
    unit.add(node.data, node);
  }
  return units.filter(({ text }) => text.trim());
}

class Unit {
  text = '';
  /**
   * Where in the text a node of the page begins.
   * @type {{ node: Text, start: number }[]}
   */
  nodes = [];

  /**
   * @param {string} text
   * @param {Text} [node]
   */
  add(text, node) {
    if (node) this.nodes.push({ node, start: this.text.length });
    this.text += text;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  range(start, end) {
    const range = new Range();
    // The end belongs to the last letter's node.
    const [first, last] = [this.#holding(start), this.#holding(end - 1)];
    if (first) range.setStart(first.node, Math.min(Math.max(start - first.start, 0), first.node.length));
    if (last) range.setEnd(last.node, Math.min(Math.max(end - last.start, 1), last.node.length));
    return range;
  }

  /** @param {number} offset */
  #holding(offset) {
    return this.nodes.findLast(({ start }) => start <= offset) ?? this.nodes[0];
  }
}

/**
 * Where the sentences of a text are, without the white space around them.
 * @param {string} text
 * @param {string} lang
 */
export function split(text, lang) {
  const found = 'Segmenter' in Intl
    ? Array.from(new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text), ({ index }) => index)
    : Array.from(text.matchAll(SENTENCE), ({ index }) => index);
  const starts = found.filter((start) => !ABBREVIATED.test(text.slice(0, start)));
  return starts
    .map((from, place) => {
      const sentence = text.slice(from, starts[place + 1]);
      const start = from + sentence.length - sentence.trimStart().length;
      return { start, end: start + sentence.trim().length };
    })
    .filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

/**
 * A long sentence in parts, cut where one draws breath, or between words, or anywhere.
 * @param {string} sentence
 */
export function shorten(sentence) {
  /** @type {string[]} */
  const parts = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const breath = Math.max(...[', ', '; ', ': ', ' – '].map((mark) => head.lastIndexOf(mark)));
    const cut = (breath > LONGEST / 3 ? breath + 1 : head.lastIndexOf(' ')) || LONGEST;
    parts.push(rest.slice(0, cut > 0 ? cut : LONGEST).trim());
    rest = rest.slice(cut > 0 ? cut : LONGEST).trim();
  }
  return rest ? [...parts, rest] : parts;
}

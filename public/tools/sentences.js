// An article as pieces to be spoken, each with the range of the sentence it is of.
//
// Owns what is read and in which order: title, summary and body by paragraphs, captions and list items; a table by rows.

/** What is read in one go: a table's row, else the block that is nearest. */
const BLOCKS = 'caption, figcaption, cite, li, p, h1, h2, h3, h4, td, th';
/** What is read of an article; everything else is controls. */
const READ = 'h1, .article__summary, .article-body';
const SILENT = 'button, select, input, audio, video, iframe, [role=status], [data-slot], [data-unspoken]';
/** Longer ones are cut: Chrome falls silent in the middle of them. */
const LONGEST = 180;

/** `[{ text, range }]` */
export function sentencesOf(article) {
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

/** The text of each unit in order, and where it stands in the page. */
function unitsOf(part) {
  const units = [];
  let place;
  let block;
  let unit;
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches('br')) unit?.add('\n');
      continue;
    }
    const nearest = node.parentElement.closest(BLOCKS);
    const around = node.parentElement.closest('tr') ?? nearest;
    if (around !== place) {
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
  /** `[{ node, start }]`: where in the text a node of the page begins. */
  nodes = [];

  add(text, node) {
    if (node) this.nodes.push({ node, start: this.text.length });
    this.text += text;
  }

  range(start, end) {
    const range = new Range();
    const place = (offset) => {
      const { node, start } = this.nodes.findLast(({ start }) => start <= offset) ?? this.nodes[0];
      return [node, Math.min(Math.max(offset - start, 0), node.length)];
    };
    range.setStart(...place(start));
    // The end belongs to the last letter's node.
    const [node, offset] = place(end - 1);
    range.setEnd(node, Math.min(offset + 1, node.length));
    return range;
  }
}

/** `[{ start, end }]`, without the white space around sentences. */
function split(text, lang) {
  const parts = 'Segmenter' in Intl
    ? [...new Intl.Segmenter(lang, { granularity: 'sentence' }).segment(text)].map(({ segment, index }) => [segment, index])
    : [...text.matchAll(/[^.!?…\n]+[.!?…]*[\s"”’)]*|[.!?…\n]+/g)].map((match) => [match[0], match.index]);
  return parts
    .map(([sentence, index]) => {
      const start = index + sentence.length - sentence.trimStart().length;
      return { start, end: start + sentence.trim().length };
    })
    .filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

/** A long sentence in parts, cut where one draws breath, or between words, or anywhere. */
function shorten(sentence) {
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

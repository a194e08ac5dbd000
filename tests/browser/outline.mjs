// A page as comparable lines: what a reader and a screen reader get, and where.

/** @typedef {[place: string, text: string]} Line */

/**
 * The title and the whole of `#app`, one line an element's start, end or text, each with its place. Runs in the browser.
 *
 * With `html`, the document it parses to; without, the one on screen. Comments are left out and adjacent texts joined, because
 * hydration needs markers between texts and a client render does not. `noscript` is parsed differently with and without scripts, so its
 * content is left out, and so is the urgent notice, which the app fetches by itself. With `silenced`, so is the text of live regions: they tell what has happened, not what the page holds.
 *
 * @param {{ html: string | null, silenced: boolean }} what
 * @returns {Line[]}
 */
export function outline({ html, silenced }) {
  const page = html === null ? document : new DOMParser().parseFromString(html, 'text/html');
  const root = page.getElementById('app');
  if (!root) return [['html', 'no #app']];
  /** @type {Line[]} */
  const lines = [
    ['html/@lang', page.documentElement.lang],
    ['html/head/title', page.title],
  ];

  const visit = (/** @type {Element} */ parent, /** @type {string} */ place) => {
    const counts = new Map();
    let text = '';
    const endText = () => {
      if (text !== '') lines.push([`${place}/text()`, JSON.stringify(text)]);
      text = '';
    };
    for (const node of parent.childNodes) {
      if (node instanceof Text) text += node.data;
      if (!(node instanceof Element) || node.matches('.notice-banner')) continue;
      endText();
      // An element of the wrong namespace looks the same in a tag and is not drawn.
      const name = node.namespaceURI === 'http://www.w3.org/1999/xhtml' ? node.localName : `${node.namespaceURI}:${node.localName}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const here = `${place}/${name}[${counts.get(name)}]`;
      const attributes = Array.from(node.attributes, ({ name, value }) => ` ${name}=${JSON.stringify(value)}`).sort();
      lines.push([here, `<${name}${attributes.join('')}>`]);
      const isSilent = name === 'noscript' || (silenced && node.getAttribute('role') === 'status');
      if (!isSilent) visit(node, here);
      lines.push([here, `</${name}>`]);
    }
    endText();
  };
  visit(root, '#app');
  return lines;
}

/**
 * The first difference of two outlines, for people; `null` when they are the same.
 * @param {Line[]} before
 * @param {Line[]} after
 */
export function firstDifference(before, after) {
  const same = (/** @type {number} */ index) => before[index]?.[1] === after[index]?.[1];
  const length = Math.max(before.length, after.length);
  let index = 0;
  while (index < length && same(index)) index += 1;
  if (index === length) return null;
  const place = (before[index] ?? after[index])?.[0];
  const line = (/** @type {Line[]} */ lines) => lines[index]?.[1] ?? '(nothing more)';
  const context = before.slice(Math.max(0, index - 2), index).map(([, text]) => `    ${shorten(text)}`);
  return [`at ${place}`, ...context, `  - ${shorten(line(before))}`, `  + ${shorten(line(after))}`].join('\n');
}

const shorten = (/** @type {string} */ text) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

// What a reader may have looked for at an unknown address, <portal-suggestions>: searches for the words of the address.
//
// Its markup and words are the not-found page's; it stays hidden until there is something to suggest.

import { searchIndex, wordsOf } from './search-index.js';

const MOST_SUGGESTIONS = 5;

class PortalSuggestions extends HTMLElement {
  connectedCallback() {
    queueMicrotask(() => this.isConnected && this.#start());
  }

  /** Nothing is said when there is nothing to suggest, or no index. */
  async #start() {
    const list = this.querySelector('ul');
    const pages = await suggestions(this.dataset.bundle ?? '', wordsOfAddress(location.pathname)).catch(() => []);
    list?.replaceChildren(...pages.map(toItem));
    this.hidden = !pages.length;
  }
}

/**
 * @typedef {import('./search-index.js').Shown} Shown
 * @param {Shown} page
 */
function toItem({ url, title }) {
  const link = document.createElement('a');
  link.href = url;
  link.textContent = title.map(({ text }) => text).join('');
  const item = document.createElement('li');
  item.append(link);
  return item;
}

/** Words in addresses that mean nothing to a search. */
const SIGNS = /^(?:tin-tuc|tin-moi|chuyen-muc|trang|the|tim-kiem|en|index|default|html?|aspx?|php)$/;

/** @param {string} pathname */
function wordsOfAddress(pathname) {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // Badly encoded: its letters can still be used.
  }
  const segments = path.split(/[/.]/).filter((segment) => !SIGNS.test(segment.toLowerCase()));
  const words = segments.flatMap((segment) => segment.split(/[-_+\s]+/)).filter((word) => word.length > 1 && !/\d/.test(word));
  return wordsOf([...new Set(words)].join(' '));
}

/**
 * Pages with all the words; where they are few, then those with the most of them.
 * @param {string} bundle
 * @param {string[]} words
 */
async function suggestions(bundle, words) {
  if (!words.length) return [];
  const index = searchIndex(bundle);
  /** @typedef {Awaited<ReturnType<typeof index.find>>[number]} Found */
  /** @type {Map<string, Found & { weight: number }>} */
  const found = new Map();
  const add = (/** @type {Found[]} */ results, /** @type {number} */ weight) => {
    for (const one of results) {
      const seen = found.get(one.id) ?? { ...one, weight: 0 };
      found.set(one.id, { ...seen, weight: seen.weight + weight });
    }
  };
  add(await index.find(words.join(' ')), words.length + 1);
  if (found.size < MOST_SUGGESTIONS) for (const word of words) add(await index.find(word), 1);
  const enough = Math.ceil(words.length / 2);
  const best = [...found.values()].filter(({ weight }) => weight >= enough).sort((a, b) => b.weight - a.weight || b.score - a.score);
  const pages = await Promise.all(best.slice(0, MOST_SUGGESTIONS).map((one) => one.load()));
  // For a word it does not know Pagefind takes a shorter one.
  return pages.filter(({ title, excerpt }) => [...title, ...excerpt].some(({ isMatch }) => isMatch));
}

customElements.define('portal-suggestions', PortalSuggestions);

// What a reader may have looked for at an unknown address, <portal-suggestions>: searches for the words of the address.
//
// Its markup and words are the not-found page's; it stays hidden until there is something to suggest.

import { searchIndex } from './search-index.js';

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
  return [...new Set(words)];
}

/**
 * Pages with all the words; where there are none, those with the most of them.
 * @param {string} bundle
 * @param {string[]} words
 */
async function suggestions(bundle, words) {
  if (!words.length) return [];
  const { results } = await searchIndex(bundle).find(words.join(' '));
  return Promise.all(results.slice(0, MOST_SUGGESTIONS).map((one) => one.load()));
}

customElements.define('portal-suggestions', PortalSuggestions);

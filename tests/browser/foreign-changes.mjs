// What extensions, translators and ad blockers do to a page, for the journeys in Chromium and in the other engines.

export const PLACES = ['body', '#app', 'main', 'main article', 'header nav ul', '[role=status]'];

/**
 * What a script does to the document, by name. Runs in the browser.
 * @type {Record<string, (place: string) => void>}
 */
export const CHANGES = {
  'a comment put first': (place) => document.querySelector(place)?.prepend(document.createComment(' extension ')),
  'a comment put last': (place) => document.querySelector(place)?.append(document.createComment(' extension ')),
  'a text put first': (place) => document.querySelector(place)?.prepend('extension'),
  'a text put last': (place) => document.querySelector(place)?.append('extension'),
  'an element put first': (place) => document.querySelector(place)?.prepend(document.createElement('extension-bar')),
  'an element put last': (place) => document.querySelector(place)?.append(document.createElement('extension-bar')),
  'an element with a shadow tree put first': (place) => {
    const host = document.createElement('extension-bar');
    host.attachShadow({ mode: 'open' }).append(document.createElement('p'));
    document.querySelector(place)?.prepend(host);
  },
  'a copy of its first child put first': (place) => {
    const element = document.querySelector(place);
    const copy = element?.firstChild?.cloneNode(true);
    if (copy) element?.prepend(copy);
  },
  'its first child taken away': (place) => document.querySelector(place)?.firstChild?.remove(),
  'its last child taken away': (place) => document.querySelector(place)?.lastChild?.remove(),
  'its pictures and frames taken away, as ad blockers do': (place) => {
    for (const element of document.querySelectorAll(`${place} :is(figure, picture, img, iframe, svg)`)) element.remove();
  },
  'attributes added to all of it': (place) => {
    for (const element of document.querySelectorAll(`${place}, ${place} *`)) {
      element.setAttribute('data-extension', '');
      element.setAttribute('lang', 'en');
      element.classList.add('extension');
      if (element instanceof HTMLElement) element.style.setProperty('outline-color', 'red');
    }
  },
  'its texts changed': (place) => {
    const walker = document.createTreeWalker(document.querySelector(place) ?? document.createElement('p'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = /** @type {Text} */ (walker.currentNode);
      if (text.data.trim() && !text.parentElement?.closest('script, style, noscript, h1, a, title')) text.data += ' extension';
    }
  },
  'all its texts wrapped and replaced, as translators do': (place) => {
    const walker = document.createTreeWalker(document.querySelector(place) ?? document, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const texts = [];
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    for (const text of texts.filter(({ parentElement, data }) => data.trim() && !parentElement?.closest('script, style, noscript'))) {
      const font = document.createElement('font');
      font.append(text.data);
      text.replaceWith(font);
    }
  },
  'its children wrapped': (place) => {
    const element = document.querySelector(place);
    const wrapper = document.createElement('div');
    wrapper.append(...(element?.childNodes ?? []));
    element?.append(wrapper);
  },
};

/** Without the app's own place there is no page. @param {string} name @param {string} place */
export const isPossible = (name, place) => place !== 'body' || !name.endsWith('taken away');

/** After the page is parsed, before its scripts. @param {string} name @param {string} place */
export const beforeTheApp = (name, place) =>
  `document.addEventListener('readystatechange', () => document.readyState === 'interactive' && (${String(CHANGES[name])})(${JSON.stringify(place)}))`;

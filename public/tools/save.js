// Saves an article as one self-contained HTML file: opened from disk it looks as it does here, and requests nothing.
//
// Built by DOM methods from the article on the page. It has the styles it uses; its pictures are inlined.

const DROPPED = '[data-unsaved], [data-slot], button, script, template, iframe, source';
/** Attributes that only the page itself uses; its `data-` too. */
const FORGOTTEN = ['srcset', 'sizes', 'loading', 'fetchpriority', 'decoding'];
/** Wherever the file is opened, it runs nothing and fetches nothing. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** @param {HTMLElement} button */
export async function run(button) {
  const article = /** @type {HTMLElement} */ (button.closest('article'));
  const { file, url, heading, saved, address, attribution } =
    /** @type {{ file: string, url: string, heading: string, saved: string, address: string, attribution: string }} */ (button.dataset);
  const title = article.querySelector('h1')?.textContent ?? '';
  const page = document.implementation.createHTMLDocument(title);
  const root = page.documentElement;
  root.lang = article.lang;
  for (const { name, value } of document.documentElement.attributes) {
    if (name === 'data-theme' || name === 'data-text-size') root.setAttribute(name, value);
  }
  const meta = (/** @type {Record<string, string>} */ attributes) => {
    const element = page.createElement('meta');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  page.head.prepend(
    meta({ charset: 'utf-8' }),
    meta({ 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    meta({ name: 'viewport', content: 'width=device-width, initial-scale=1' }),
  );

  const paragraph = (/** @type {string} */ className, /** @type {(Node | string)[]} */ ...parts) => {
    const element = page.createElement('p');
    element.className = className;
    element.append(...parts);
    return element;
  };
  const copy = await copyOf(article, page, url);
  const link = page.createElement('a');
  link.href = url;
  link.textContent = url;
  const now = new Date();
  const time = page.createElement('time');
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleString(article.lang, { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const main = page.createElement('main');
  main.className = 'site-main saved-article';
  main.append(
    paragraph('saved-article__site', heading),
    copy,
    paragraph('saved-article__source', `${address}: `, link),
    paragraph('saved-article__source', `${saved}: `, time),
    paragraph('saved-article__source', attribution),
  );
  page.body.append(main);

  const place = meta({ name: 'style' });
  page.head.append(place);
  const rules = [...document.styleSheets].map((sheet) => rulesFor(page, sheet.cssRules)).join('');
  // Put into the text, not into the document: this page's policy allows no style but its own.
  const html = root.outerHTML.replace(place.outerHTML, () => `<style>${rules}</style>`);
  download(new Blob([`<!doctype html>\n${html}\n`], { type: 'text/html' }), file);
}

/**
 * The article without controls, every link absolute, every picture inside it.
 * @param {HTMLElement} article
 * @param {Document} page
 * @param {string} url
 */
async function copyOf(article, page, url) {
  const copy = page.importNode(article, true);
  for (const element of copy.querySelectorAll(DROPPED)) element.remove();
  for (const film of copy.querySelectorAll('video, audio')) film.replaceWith(addressOf(film, page, url));
  for (const link of copy.querySelectorAll('a[href]')) link.setAttribute('href', absolute(link.getAttribute('href'), url));
  const shown = [...article.querySelectorAll('img')].filter((image) => !image.closest(DROPPED));
  const copies = [...copy.querySelectorAll('img')];
  await Promise.all(copies.map((image, index) => inline(image, shown[index] ?? image, page)));
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of element.getAttributeNames()) if (FORGOTTEN.includes(name) || name.startsWith('data-')) element.removeAttribute(name);
  }
  return copy;
}

/**
 * Films and sound stay where they are: the file says where.
 * @param {Element} film
 * @param {Document} page
 * @param {string} url
 */
function addressOf(film, page, url) {
  const link = page.createElement('a');
  link.href = absolute(film.getAttribute('src'), url);
  link.textContent = link.href;
  return link;
}

/**
 * An address as it is outside the page; anything else stays as it is.
 * @param {string | null} address
 * @param {string} base
 */
function absolute(address, base) {
  try {
    return new URL(address ?? '', base).href;
  } catch {
    return address ?? '';
  }
}

/**
 * A picture that cannot be loaded is replaced by its description.
 * @param {HTMLImageElement} image
 * @param {HTMLImageElement} shown
 * @param {Document} page
 */
async function inline(image, shown, page) {
  try {
    const response = await fetch(shown.currentSrc || shown.src);
    if (!response.ok) throw new Error(String(response.status));
    image.setAttribute('src', await dataUrl(await response.blob()));
  } catch {
    const words = page.createElement('em');
    words.textContent = image.alt;
    image.replaceWith(words);
  }
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(/** @type {string} */ (reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/**
 * The rules that apply to an element of the page, in their layers and conditions.
 * @param {Document} page
 * @param {CSSRuleList} rules
 */
function rulesFor(page, rules) {
  let text = '';
  for (const rule of rules) {
    // `@page` has a selector, too; a rule with rules in it is a condition, a layer or the frames of an animation.
    const { selectorText, cssRules } = /** @type {Partial<CSSStyleRule>} */ (rule);
    if (selectorText !== undefined) {
      // States and parts of an element count as the element.
      const plain = selectorText.replace(/::?[-\w]+(\([^()]*\))?/g, (part) => (/^:(root|is|not|where|has|lang)\b/.test(part) ? part : ''));
      if (isUsed(page, plain)) text += rule.cssText;
    } else if (cssRules && !(window.CSSKeyframesRule && rule instanceof CSSKeyframesRule)) {
      const inner = rulesFor(page, cssRules);
      if (inner) text += `${rule.cssText.slice(0, rule.cssText.indexOf('{'))}{${inner}}`;
    } else if (window.CSSLayerStatementRule && rule instanceof CSSLayerStatementRule) {
      text += rule.cssText;
    }
  }
  return text;
}

/**
 * @param {Document} page
 * @param {string} selector
 */
function isUsed(page, selector) {
  try {
    return page.querySelector(selector.trim() || '*') !== null;
  } catch {
    // Better a rule too many than one too few.
    return true;
  }
}

/**
 * @param {Blob} blob
 * @param {string} file
 */
function download(blob, file) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = file;
  link.click();
  // Once the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

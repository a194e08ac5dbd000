// Articles as an API would answer them that is somebody else's and cleans nothing: every text and every address is an attack.

import { attacksOf } from './hostile-site.mjs';

const COLLECTIONS = ['attributes', 'clobbering', 'css', 'encodings', 'file-names', 'html', 'markdown', 'mutation', 'redirects', 'srcset', 'svg', 'svg-files', 'urls', 'urls-in-html'];

/** How many of the articles that cannot be read are opened in the short form. */
const FEW = 4;

/** @typedef {{ title: string, path: string, body: unknown[] } & Record<string, unknown>} Article */

/** Whether an article is to be seen: one with an address that may be nowhere is refused as a whole. @param {string} id */
export const isShown = (id) => !id.startsWith('bad');

/**
 * By id. A few hold very many attacks each; an address that makes an article unreadable has one of its own.
 * @param {boolean} isEvery
 */
export function hostileArticles(isEvery) {
  const texts = COLLECTIONS.flatMap(attacksOf);
  const urls = attacksOf('urls');
  /** @type {Map<string, Article>} */
  const articles = new Map();
  const put = (/** @type {string} */ id, /** @type {Record<string, unknown>} */ fields) => articles.set(id, article(id, fields));

  const text = (/** @type {number} */ number) => texts[number % texts.length] ?? '';
  put('texts', { body: texts.map((attack) => paragraph({ text: attack })) });
  put('places', {
    title: `Bài places ${text(0)} ${text(150)}`, summary: text(1), author: text(2), source: { name: text(3), url: 'https://example.org/' },
    tags: texts.slice(0, 40).map((name, number) => ({ slug: `the-${number}`, name })),
    breadcrumb: [{ label: text(4), path: '/' }],
    attachments: texts.slice(40, 80).map((name) => file(name, '/media/x.pdf')),
    history: texts.slice(80, 120).map((note) => ({ at: '2021-04-07T16:36:43+07:00', kind: 'corrected', note })),
    related: texts.slice(120, 130).map((title, number) => ({ ...summary(`lq${number}`), title, summary: text(number), section: { slug: 'muc-0', name: text(number) } })),
    // Each of them in a paragraph above; here a part, unless each is asked for.
    body: texts.filter((_, number) => isEvery || number % 4 === 0).flatMap((attack, number) => [
      { kind: 'heading', level: 2 + (number % 3), spans: [{ text: attack }], id: ['app', 'main', 'body', 'forms', 'constructor'][number] },
      { kind: 'figure', image: image('/icon.svg', attack), caption: attack, credit: attack },
      { kind: 'table', caption: attack, rows: [[{ header: true, blocks: [paragraph({ text: attack, lang: attack, marks: [attack, 'code'] })] }]] },
      { kind: 'quote', cite: attack, blocks: [] },
      { kind: 'external', provider: attack, url: 'https://www.youtube.com/watch?v=x', title: attack },
      { kind: attack, html: attack },
    ].slice(number % 3, number % 3 + 2)),
  });
  put('links', { body: urls.map((href) => paragraph({ text: 'liên kết ', href }, { text: 'đậm', marks: ['strong'], href })) });

  const [read, unread] = [urls.filter(mayBeRead), urls.filter((url) => !mayBeRead(url))];
  put('addresses', { body: read.flatMap((url) => Object.values(places(url))) });
  const sized = read.filter((url) => url.startsWith('/') || url.startsWith('https:'));
  const names = [...sized, ...attacksOf('srcset').map((name) => `/${name}`), '/media/a b.jpg', '/media/a,b.jpg,', '/media/a, /media/b'].filter(mayBeRead);
  put('sizes', { body: names.map((src) => ({ kind: 'figure', image: { ...image('/icon.svg', 'x'), sources: [{ src, width: 320, media_type: 'image/png' }, { src: '/icon.svg', width: 640, media_type: 'image/svg+xml' }] } })) });
  // In every place once where each is asked for; else each place with some address.
  const kinds = Object.keys(places(''));
  const bad = isEvery ? unread.flatMap((url) => kinds.map((kind) => ({ url, kind }))) : unread.filter((_, number) => number % Math.ceil(unread.length / FEW) === 0).map((url, number) => ({ url, kind: kinds[number % kinds.length] ?? '' }));
  for (const [number, { url, kind }] of bad.entries()) put(`bad${number}`, { body: [places(url)[kind]] });
  return articles;
}

/**
 * Whether readers take an address at all.
 * @param {string} url
 */
function mayBeRead(url) {
  if (/\p{Cc}/u.test(url)) return false;
  return /^\/(?![/\\])/.test(url) || (!url.includes(' ') && (/^https?:\/\/[^/]/.test(url) || /^(mailto|tel):./.test(url)));
}

/**
 * Every kind of block that has an address.
 * @param {string} url
 * @returns {Record<string, unknown>}
 */
function places(url) {
  return {
    figure: { kind: 'figure', image: image(url, 'hình') },
    gallery: { kind: 'gallery', figures: [{ image: image(url, 'hình') }, { image: image('/icon.svg', 'hình') }] },
    file: { kind: 'file', ...file('tệp', url) },
    video: { kind: 'video', src: url, poster: url, captions: url },
    external: { kind: 'external', provider: 'youtube', url, title: 'phim' },
  };
}

/** @param {...Record<string, unknown>} spans */
function paragraph(...spans) {
  return { kind: 'paragraph', spans };
}

/** @param {string} src @param {string} alt */
function image(src, alt) {
  return { src, alt, width: 32, height: 32 };
}

/** @param {string} name @param {string} src */
function file(name, src) {
  return { name, src, media_type: 'application/pdf', bytes: 1 };
}

/** @param {string} id */
function summary(id) {
  return { id, slug: 'api', title: `Bài ${id} `, path: `/tin-tuc/api-${id}/`, published_at: '2021-04-07T16:36:43+07:00' };
}

/**
 * @param {string} id
 * @param {Record<string, unknown>} fields
 * @returns {Article}
 */
function article(id, fields) {
  const whole = { ...summary(id), breadcrumb: [], related: [], body: /** @type {unknown[]} */ ([]), ...fields };
  return { ...whole, body: [...whole.body, paragraph({ text: 'CHỮ-CUỐI' })] };
}

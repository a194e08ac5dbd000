// The oldest browsers of docs/widgets.md: what runs on partners' pages and in their frames uses nothing that these lack.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const file = (/** @type {string} */ path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const LOADER = file('public/embed/v1/loader.js');
const FRAME = file('public/embed/v1/frame.js');

/** Compiles a script; gives what the compiler says and writes. @param {string} script @param {string[]} options */
function compile(script, ...options) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const compiler = file('tests/node_modules/.bin/tsc');
  const { stdout } = spawnSync(compiler, ['--ignoreConfig', '--allowJs', '--types', '', '--skipLibCheck', '--module', 'preserve', '--outDir', folder, ...options, script], { encoding: 'utf8' });
  const written = readFileSync(join(folder, basename(script)), 'utf8');
  rmSync(folder, { recursive: true });
  return { said: stdout, written };
}

/** Whether a script can be read by a browser of that year: compiled for it, it stays as it is. @param {string} script @param {string} year */
const isReadable = (script, year) => compile(script, '--target', year).written === compile(script, '--target', 'ESNext').written;

/** What the compiler finds that the language lacked in that year. @param {string} script @param {string} year */
const missing = (script, year) => compile(script, '--checkJs', '--strict', '--target', year, '--lib', `${year},DOM,DOM.Iterable`).said;

// Each is in Chrome 99, Firefox 97 and Safari 15.4, as MDN's tables say; those of the second list are asked for before they are used.
const KNOWN = `
  Array CustomEvent Date IntersectionObserver Math MutationObserver Number ResizeObserver URL URLSearchParams WeakMap
  addEventListener alt append appendChild attachShadow body boundingClientRect ceil charCodeAt clearTimeout clientWidth colorScheme concat content
  contentWindow createElement currentScript customElements dataset define disconnect dispatchEvent documentElement exec find floor forEach
  from get getAttribute getBoundingClientRect getComputedStyle hasAttribute hash height hidden host href hreflang isConnected isFinite
  isIntersecting join lang length location match matchMedia matches max min now observe origin parentElement parse postMessage
  querySelector querySelectorAll random readyState remove removeAttribute removeEventListener replace replaceWith scrollBy search searchParams
  setAttribute setProperty setTimeout slice src startsWith style supports tabIndex test textContent title toString toggleAttribute top trim warn width
`;
const ASKED_FOR = 'CSS CSSLayerBlockRule CSSStyleSheet adoptedStyleSheets replaceSync';

const OWN = 'connected changed data disconnected element event floor frame last layout link list of over parent portal portalNews root seen step story take theme until words';
const WORDS = 'attributeChangedCallback catch connectedCallback console constructor disconnectedCallback document for if observedAttributes super window';

/** Names of properties, of what is made by `new` and of what is called, but for those that the script gives itself. @param {string} script */
function namesIn(script) {
  const code = script.replace(/\/\*[^]*?\*\/|(?<!:)\/\/.*$/gm, '').replace(/'[^'\n]*'/g, "''");
  const declared = [...code.matchAll(/(?:const|let|class) (\w+)/g)].map(([, name]) => name);
  const names = [...code.matchAll(/(?<=\.)[A-Za-z]\w*|(?<=\bnew )\w+|\b[A-Za-z]\w+(?=[.(])/g)].map(([name]) => name);
  const own = new Set([...declared, ...OWN.split(' '), ...WORDS.split(' ')]);
  return new Set(names.filter((name) => !own.has(name)));
}

test('what is newer is noticed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const script = join(folder, 'new.js');
  writeFileSync(script, 'console.log([1].at(-1), window?.name, document.body.checkVisibility());\n');
  assert.match(missing(script, 'ES2019'), /'at' does not exist/);
  assert.equal(isReadable(script, 'ES2019'), false);
  assert.ok(namesIn(readFileSync(script, 'utf8')).has('checkVisibility'));
  rmSync(folder, { recursive: true });
});

test('every browser since 2018 can read the loader', () => {
  assert.equal(isReadable(LOADER, 'ES2019'), true);
  assert.equal(missing(LOADER, 'ES2019'), '');
});

test('the frame’s script takes what the oldest browsers have', () => {
  assert.equal(isReadable(FRAME, 'ES2021'), true);
  assert.equal(missing(FRAME, 'ES2021'), '');
});

test('neither uses a part of a page that the oldest browsers lack', () => {
  const known = new Set(`${KNOWN} ${ASKED_FOR}`.split(/\s+/));
  for (const script of [LOADER, FRAME]) {
    const unknown = [...namesIn(readFileSync(script, 'utf8'))].filter((name) => !known.has(name));
    assert.deepEqual(unknown, [], `${basename(script)}: look them up at MDN; what the oldest browsers have goes into this list`);
  }
});

test('nor does the frame’s sheet', () => {
  const sheets = ['style/embed.css', 'style/reset.css', 'style/tokens.css', 'content/theme/theme.css'].map((sheet) => readFileSync(file(sheet), 'utf8'));
  const newer = sheets.join('\n').replace(/\/\*[^]*?\*\//g, '').match(/:has\(|color-mix\(|light-dark\(|@container|@scope|@property|@starting-style|\d(?:[dsl]v[hwib]|cq\w+)\b|text-wrap|oklch\(|&/g);
  assert.deepEqual(newer, null);
});

// Everything that can go wrong between a reader and the site, in three browser engines, and what the reader then sees: held
// against the rules in `faults/rules.mjs`, and written as a table.
//
// node browser/faults.mjs [--all] [--only=TEXT] [engine…]     PORTAL_BIN, PORTAL_SITE, PORTAL_FAULTS_TABLE, and the engines as in smoke.mjs
//
// Without `--all` it is the short form: Chromium with each fault of an article and a sample of all else, the other engines
// with a smaller sample. `--only` leaves the cells whose name has the text, as in `--only="a search, its index"`.

import { readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inEachEngine } from './engines.mjs';
import { brokenFile, cutDocument, documentOf, oddBrowser, onTheShell, onTheWay, search, trapped, trappedOnTheWay, withoutDocument } from './faults/cells.mjs';
import { PRELUDE, open } from './faults/page.mjs';
import { APP_FILES, BROWSERS, FAULTS, FILE_FAULTS, KINDS, SEARCH_FILES, SLOW } from './faults/rules.mjs';
import { FaultyProxy } from './faulty-proxy.mjs';
import { startPortal } from './portal-server.mjs';

/**
 * @typedef {import('selenium-webdriver').WebDriver} WebDriver
 * @typedef {{ what: string, fault: string, sample: 'each' | 'Chromium' | '', run: () => Promise<string> }} Cell
 * @typedef {{ what: string, fault: string, engine: string, seen: string, isWrong: boolean }} Row
 */

const isAll = process.argv.includes('--all');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length) ?? '';
const folder = realpathSync(process.env.PORTAL_SITE ?? join(import.meta.dirname, '../../target/site'));
const table = process.env.PORTAL_FAULTS_TABLE ?? join(import.meta.dirname, '../../target/faults.md');

const portal = await startPortal(folder);
const proxy = new FaultyProxy(portal.origin);
await proxy.start();
const site = readSite();

/** @type {Row[]} */
const rows = [];
const failed = await inEachEngine(journey, 'none');
writeFileSync(table, written());
proxy.stop();
portal.stop();
const wrong = rows.filter(({ isWrong }) => isWrong);
console.log(`${rows.length - wrong.length} cells passed, ${wrong.length} failed: ${table}`);
process.exit(failed || wrong.length ? 1 : 0);

/** Pages of each kind, with what is on them, and the app's files. */
function readSite() {
  const assets = readdirSync(join(folder, 'assets'));
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = (/** @type {RegExp} */ pattern) => {
    const name = assets.find((file) => pattern.test(file) && page.includes(file));
    if (!name) throw new Error(`no ${pattern} in ${folder}/assets`);
    return `/assets/${name}`;
  };
  const files = { boot: named(/^boot-.*\.js$/), settings: named(/^settings-.*\.js$/), glue: named(/^portal-app-[^_]*\.js$/), wasm: named(/^portal-app-.*_bg\.wasm$/) };
  for (const file of [files.boot, files.settings]) proxy.changed.set(file, (bytes) => Buffer.concat([Buffer.from(PRELUDE), bytes]));
  return { folder, files, shell: readFileSync(join(folder, 'app.html')), start: documentOf(folder, 'start'), kinds: KINDS.map((kind) => documentOf(folder, kind)) };
}

/**
 * @param {WebDriver} driver
 * @param {string} engine
 */
async function journey(driver, engine) {
  await driver.manage().window().setRect({ width: 1000, height: 800 });
  for (const cell of cells(driver, engine)) {
    if (!`${cell.what}, ${cell.fault}`.includes(only)) continue;
    if (!isAll && cell.sample !== 'each' && cell.sample !== (engine === 'Chromium' ? engine : 'each')) continue;
    // Its driver does not run a script while a fetch of the page has no end.
    if (engine === 'WebKitGTK' && SLOW.includes(cell.fault) && /^to |on the shell$/.test(cell.what)) continue;
    let seen = '';
    let isWrong = false;
    try {
      // An app that has been somewhere keeps the page for a minute, and would ask for nothing.
      await open(driver, proxy.origin + site.start.path);
      seen = await cell.run();
    } catch (error) {
      isWrong = true;
      seen = String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
      console.log(`✗ ${engine}: ${cell.what}, ${cell.fault}: ${seen}`);
    }
    proxy.lift();
    rows.push({ what: cell.what, fault: cell.fault, engine, seen, isWrong });
  }
}

/**
 * @param {WebDriver} driver
 * @param {string} engine
 * @returns {Cell[]}
 */
function cells(driver, engine) {
  const scene = { driver, engine, proxy, site };
  /** @type {Cell[]} */
  const all = [];
  const sampled = ['captive', 'status-429', 'hang', 'truncated'];
  for (const page of site.kinds) {
    for (const fault of FAULTS) {
      const sample = page.kind === 'article' ? (sampled.includes(fault) ? 'each' : 'Chromium') : fault === 'reset' ? 'Chromium' : '';
      all.push({ what: `to ${page.kind}`, fault, sample, run: () => onTheWay(scene, page, fault) });
    }
  }
  for (const page of site.kinds) {
    for (const fault of FAULTS) all.push({ what: `${page.kind} on the shell`, fault, sample: page.kind === 'section' && fault === 'status-503' ? 'Chromium' : '', run: () => onTheShell(scene, page, fault) });
  }
  for (const page of site.kinds) {
    for (const [name, before] of /** @type {const} */ ([['before the footer', '<footer'], ['in its data', '"document":']])) {
      for (const fault of /** @type {const} */ (['reset', 'truncated', 'trickle'])) {
        const sample = fault !== 'truncated' ? '' : page.kind === 'article' ? 'each' : page.kind === 'home' && before === '<footer' ? 'Chromium' : '';
        all.push({ what: `${page.kind}, its document cut ${name}`, fault, sample, run: () => cutDocument(scene, page, before, fault) });
      }
    }
    for (const fault of FAULTS) {
      if (!['reset', 'truncated', 'trickle', 'version-2', 'version-next'].includes(fault)) all.push({ what: `${page.kind}, its document`, fault, sample: page.kind === 'article' && fault === 'captive' ? 'Chromium' : '', run: () => withoutDocument(scene, page, fault) });
    }
  }
  for (const file of APP_FILES) {
    for (const fault of FILE_FAULTS) {
      const sample = file === 'wasm' ? (fault === 'captive' || fault === 'hang' ? 'each' : 'Chromium') : file === 'glue' && fault === 'status-404' ? 'Chromium' : '';
      all.push({ what: `the app's ${file}`, fault, sample: fault === 'flipped' ? '' : sample, run: () => brokenFile(scene, file, fault, 0.5) });
    }
  }
  // In the head, types, code, its end, and data.
  for (const at of isAll ? Array.from({ length: 40 }, (_, number) => number / 40) : [0, 0.01, 0.3, 0.6, 0.95]) all.push({ what: `the app's wasm, one bit at ${Math.round(at * 100)}%`, fault: 'flipped', sample: 'Chromium', run: () => brokenFile(scene, 'wasm', 'flipped', at) });
  for (const [name, address] of Object.entries(SEARCH_FILES)) {
    for (const fault of FILE_FAULTS) {
      const sample = (name === 'script' && fault === 'captive') || (name === 'index' && fault === 'cut') ? 'each' : (name === 'index' || name === 'fragment') && ['hang', 'truncated', 'status-500'].includes(fault) ? 'Chromium' : '';
      all.push({ what: `a search, its ${name}`, fault, sample, run: () => search(scene, address, fault) });
    }
  }
  for (const [name, [script, app]] of Object.entries(BROWSERS)) {
    all.push({ what: 'a browser', fault: name, sample: name === 'storage denied' ? 'each' : 'Chromium', run: () => oddBrowser(scene, script, app) });
  }
  all.push({ what: 'the app', fault: 'traps', sample: 'each', run: () => trapped(scene) });
  all.push({ what: 'the app', fault: 'traps on the way', sample: 'each', run: () => trappedOnTheWay(scene) });
  return all;
}

/** A row a cell of the table, with what was seen in each engine. */
function written() {
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const names = [...new Set(rows.map(({ what, fault }) => `${what} | ${fault}`))];
  const lines = names.map((name) => {
    const seen = engines.map((engine) => {
      const row = rows.find((one) => `${one.what} | ${one.fault}` === name && one.engine === engine);
      return row ? `${row.isWrong ? '**wrong** ' : ''}${row.seen.replaceAll('|', '\\|')}` : '';
    });
    return `| ${name} | ${seen.join(' | ')} |`;
  });
  return ['# What a reader sees when something fails', '', `| where | fault | ${engines.join(' | ')} |`, `|---|---|${engines.map(() => '---|').join('')}`, ...lines, ''].join('\n');
}

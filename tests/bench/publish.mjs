// The publishing benchmark: generated articles, published by the program as it is deployed, beside Hugo where that is installed.
//
// node bench/publish.mjs [--quick] [articles...]
//
// PORTAL_BIN, PORTAL_APP, PORTAL_GENERATE and PORTAL_TEST_AT as for the tests; PORTAL_BENCH_RESULTS is what the results are named,
// without ending: `.md`, `.json` and `.svg`, the curves, are written. --quick leaves out 100,000 articles and tries everything once.
// Times are told and never judged; that there are as many pages as were planned is.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { curves } from './curves.mjs';
import { hugoVersion, writeHugoSite } from './hugo.mjs';
import { figure, grid, spread } from './report.mjs';

/**
 * @typedef {{ wall: number, processor: number, memory: number, files: number, bytes: number, pages: number, profile: string }} Run seconds, MB, MB
 * @typedef {{ articles: number, what: string, pages: number, files: number, bytes: number, wall: import('./report.mjs').Figure, processor: import('./report.mjs').Figure, memory: import('./report.mjs').Figure, profile: string }} Row
 */

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } });
const sizes = positionals.length > 0 ? positionals.map(Number) : options.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
/** From so many on each is tried once, and only without what is slow: it would take hours, and tens of gigabytes. */
const MANY = 100_000;
const ALONE = ['--no-compression', '--no-share-pictures', '--no-search'];
const BASE = 'pages and documents';
const EDITED = ', one article edited';
/** What is made besides pages and documents, each without the others. */
const PARTS = ALONE.map((flag) => /** @type {const} */ ([flag.replace('--no-', 'with ').replace('-', ' '), ALONE.filter((other) => other !== flag)]));

const portal = setting('PORTAL_BIN');
const results = setting('PORTAL_BENCH_RESULTS');
const folder = mkdtempSync(path.join(process.env['PORTAL_BENCH_FOLDER'] ?? tmpdir(), 'portal-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const before = loadavg()[0] ?? 0;
/** @type {Row[]} */
const rows = [];
for (const articles of sizes) rows.push(...measure(articles));
const about = {
  at: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
  'load of the machine': `${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`,
  hugo: hugoVersion() ?? 'not installed',
};
const text = markdown();
writeFileSync(`${results}.md`, text);
writeFileSync(`${results}.json`, `${JSON.stringify({ about, rows }, undefined, 1)}\n`);
writeFileSync(`${results}.svg`, curves(rows.map(({ what, articles, processor }) => ({ what, articles, value: processor.median })), 'processor time by articles'));
console.log(text);

/** @param {number} articles @returns {Row[]} */
function measure(articles) {
  const [content, out] = [path.join(folder, 'content'), path.join(folder, 'site')];
  execFileSync(setting('PORTAL_GENERATE'), ['--out', content, '--articles', String(articles)], { stdio: 'inherit' });
  const rounds = options.quick || articles >= MANY ? 1 : 3;
  /** @type {Map<string, Run[]>} */
  const runs = new Map();
  const keep = (/** @type {string} */ what, /** @type {Run} */ run) => {
    console.error(`${articles}: ${what}: ${run.wall.toFixed(1)} s, ${run.processor.toFixed(1)} s of processor time`);
    runs.set(what, [...(runs.get(what) ?? []), run]);
  };
  const clear = () => readdirSync(folder).filter((name) => name.startsWith('site') || name === 'hugo').forEach((name) => rmSync(path.join(folder, name), { recursive: true, force: true }));
  const again = (/** @type {string} */ name, /** @type {string[]} */ flags) => {
    const once = () => publish(content, out, flags);
    keep(name, once());
    // The releases that are kept are there before what every later publish costs is measured.
    for (let number = 0; number < 3; number += 1) once();
    keep(`${name}, nothing changed`, once());
    appendFileSync(path.join(content, 'articles/bai-00001.md'), '\nMột câu thêm vào, sinh tự động.\n');
    keep(`${name}${EDITED}`, once());
    clear();
  };
  for (let round = 0; round < rounds; round += 1) {
    again(BASE, ALONE);
    if (articles >= MANY) continue;
    for (const [name, flags] of PARTS) {
      keep(name, publish(content, out, flags));
      clear();
    }
    again('everything', []);
    if (!hugoVersion()) continue;
    writeHugoSite(content, path.join(folder, 'hugo'));
    keep('Hugo, the same texts', runHugo(path.join(folder, 'hugo')));
    clear();
  }
  return [...runs].map(([what, some]) => {
    const of = (/** @type {'wall' | 'processor' | 'memory'} */ name) => figure(some.map((run) => run[name]));
    const { pages = 0, files = 0, bytes = 0, profile = '' } = some.at(-1) ?? {};
    return { articles, what, pages, files, bytes, profile, wall: of('wall'), processor: of('processor'), memory: of('memory') };
  });
}

/**
 * @param {string} content
 * @param {string} out
 * @param {string[]} flags
 * @returns {Run}
 */
function publish(content, out, flags) {
  const told = ['publish', '--content', content, '--out', out, '--app', setting('PORTAL_APP'), '--at', setting('PORTAL_TEST_AT'), '--lang', 'en', '--profile'];
  const { stdout, ...cost } = timed(portal, [...told, ...flags]);
  const planned = Number(/published (\d+) pages/.exec(stdout)?.[1]);
  const [, profile = ''] = stdout.split(/^(?=Time of this publish)/m);
  const run = { ...cost, profile, ...weigh(realpathSync(out), (file) => file.endsWith('index.html') && !/^(embed|kiosk|(en\/)?da-luu|(en\/)?saved)\//.test(file)) };
  assert.equal(run.pages, planned, 'as many pages are written as are planned');
  return run;
}

/** @param {string} site @returns {Run} */
function runHugo(site) {
  const { wall, processor, memory } = timed('hugo', ['--quiet', '--source', site]);
  return { wall, processor, memory, profile: '', ...weigh(path.join(site, 'public'), (file) => file.endsWith('index.html')) };
}

/**
 * @param {string} command
 * @param {string[]} flags
 */
function timed(command, flags) {
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %U %S %M', command, ...flags], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.equal(status, 0, stderr);
  const [wall = NaN, user = NaN, system = NaN, kilobytes = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, processor: user + system, memory: kilobytes / 1_000, stdout };
}

/**
 * What a folder holds: files, MB, and how many of them are pages.
 * @param {string} root
 * @param {(file: string) => boolean} isPage
 */
function weigh(root, isPage) {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => ({ file, stat: lstatSync(path.join(root, file)) })).filter(({ stat }) => stat.isFile());
  return { files: files.length, bytes: files.reduce((sum, { stat }) => sum + stat.size, 0) / 1e6, pages: files.filter(({ file }) => isPage(file)).length };
}

function markdown() {
  const parts = ['# Publishing', Object.entries(about).map(([name, value]) => `${name}: ${value}`).join('  \n')];
  for (const articles of sizes) {
    const some = rows.filter((row) => row.articles === articles);
    const base = some[0]?.processor.median ?? NaN;
    const cells = some.map(({ what, pages, files, bytes, wall, processor, memory }) => [what, spread(wall), spread(processor), ((processor.median / pages) * 1_000).toFixed(2), (processor.median / base).toFixed(2), spread(memory), String(pages), String(files), bytes.toFixed(0)]);
    parts.push(`## ${articles.toLocaleString('en')} articles`, grid([['', 'wall, s', 'processor, s', 'ms a page', 'ratio', 'memory, MB', 'pages', 'files', 'MB'], ...cells]));
    const edit = some.find(({ what }) => what === BASE + EDITED);
    if (edit) parts.push(`One edit, stage by stage:`, `\`\`\`text\n${edit.profile.trim()}\n\`\`\``);
  }
  return `${parts.join('\n\n')}\n`;
}

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this by cargo xtask bench publish`);
  return value;
}

// The page benchmark: a published site behind nginx, in Chromium, beside the same site without scripts.
//
// node bench/bench.mjs [--quick | --rounds=5] [pages] [navigation] [memory] [lighthouse]     which parts; by default all
//
// PORTAL_BENCH_SITE is the site, PORTAL_BENCH_RESULTS what the results are named, without ending: `.md` and `.json` are written.
// --quick tries each part once. Times are told and never judged.

import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { makeControl } from './control.mjs';
import { measureByLighthouse } from './lighthouse.mjs';
import { measureMemory } from './memory.mjs';
import { measureNavigation } from './navigation.mjs';
import { startNginx } from './nginx.mjs';
import { measureLoads } from './page-load.mjs';
import { markdown, marksOfLighthouse, tablesOfLoads, tablesOfMemory, tablesOfNavigation } from './report.mjs';
import { choose } from './site.mjs';
import { startBrowser } from './tab.mjs';

const PARTS = ['pages', 'navigation', 'memory', 'lighthouse'];
const { values: flags, positionals: named } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' }, rounds: { type: 'string', default: '5' } } });
const rounds = flags.quick ? 1 : Number(flags.rounds);
const navigations = flags.quick ? 60 : 500;
const unknown = named.filter((part) => !PARTS.includes(part));
if (unknown.length > 0 || !(rounds > 0)) throw new Error(`usage: bench [--quick | --rounds=5] [${PARTS.join(' | ')}]…`);
const isWanted = (/** @type {string} */ part) => named.length === 0 || named.includes(part);

const site = setting('PORTAL_BENCH_SITE');
const results = setting('PORTAL_BENCH_RESULTS');
const folder = mkdtempSync(path.join(tmpdir(), 'portal-bench-'));
// Also where it is broken off: the control is as big as the site.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
/** @type {Awaited<ReturnType<typeof startNginx>> | undefined} */
let nginx;
try {
  const chosen = choose(site);
  const { pages, lists, articles } = chosen;
  const control = path.join(folder, 'control');
  await makeControl(realpathSync(site), control, [...Object.values(pages), ...lists, ...articles]);
  nginx = await startNginx(folder, site, control);
  const { sides, fingerprint } = nginx;
  const [portal] = sides;
  const [list] = lists;
  if (!portal || !list) throw new Error('there is nothing to measure');

  const before = loadavg();
  const loads = isWanted('pages') ? await measureLoads(sides, fingerprint, pages, rounds) : [];
  const steps = isWanted('navigation') ? await measureNavigation(sides, fingerprint, list, rounds) : [];
  const samples = isWanted('memory') ? await measureMemory(sides, fingerprint, chosen, navigations) : [];
  const lighthouse = isWanted('lighthouse') ? await measureByLighthouse(portal, fingerprint, pages, rounds) : [];
  const load = (/** @type {number[]} */ [minute = 0]) => minute.toFixed(1);
  const about = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    'load of the machine': `${load(before)} before, ${load(loadavg())} after`,
    browser: await browserVersion(fingerprint),
    server: `nginx, HTTP/2, ${nginx.compression}`,
    build: /data-build="(\w+)"/.exec(readFileSync(path.join(site, 'index.html'), 'utf8'))?.[1] ?? 'unknown',
    pages: Object.values(pages).join(', '),
    runs: rounds,
  };
  const all = { about, loads: tablesOfLoads(loads), navigation: tablesOfNavigation(steps), memory: samples.length > 0 ? tablesOfMemory(samples) : [], lighthouse: marksOfLighthouse(lighthouse) };
  const text = markdown(all);
  writeFileSync(`${results}.md`, text);
  writeFileSync(`${results}.json`, `${JSON.stringify(all, undefined, 1)}\n`);
  console.log(text);
} finally {
  nginx?.stop();
}

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this by cargo xtask bench`);
  return value;
}

/** @param {string} fingerprint */
async function browserVersion(fingerprint) {
  const browser = await startBrowser(fingerprint);
  const version = browser.version();
  await browser.close();
  return `Chromium ${version}`;
}

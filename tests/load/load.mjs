// The published site under load: `portal serve` and nginx, asked by wrk for what readers ask for, and meanwhile published again.
//
// node load/load.mjs [SECONDS]     each measure takes so long; 1 by default, which is a check and no measurement
//
// Fails where an answer fails, or is neither the old site's nor the new one's. Times are told and never judged.

import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { answers, freePort } from '../browser/portal-server.mjs';

const run = promisify(execFile);
const SECONDS = Number(process.argv[2] ?? 1);
const CONNECTIONS = 64;

/** What an environment variable of the tests says. @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this by cargo xtask load`);
  return value;
}

const portal = setting('PORTAL_BIN');
const folder = mkdtempSync(path.join(tmpdir(), 'portal-load-'));
const content = path.join(folder, 'content');
const site = path.join(folder, 'site');
/** @type {import('node:child_process').ChildProcess[]} */
const servers = [];
/** @type {string[]} */
const faults = [];

/** Publishes the content as it is. @param {number} number the edition that its pages then say they are of */
async function publish(number) {
  const settings = path.join(content, 'site.toml');
  const text = readFileSync(settings, 'utf8').replace(/^name = .*$/m, `name = "Trang thử nghiệm, lần ${number}"`);
  writeFileSync(settings, text);
  mkdirSync(path.join(content, 'theme'), { recursive: true });
  writeFileSync(path.join(content, 'theme/theme.css'), `:root { --space: ${1 + number / 1000}rem; }\n`);
  const flags = SECONDS > 1 ? [] : ['--no-compression', '--no-share-pictures', '--no-search'];
  const { stdout } = await run(portal, ['publish', '--content', content, '--app', setting('PORTAL_APP'), '--out', site, '--at', setting('PORTAL_TEST_AT'), '--lang', 'en', ...flags]);
  return stdout.includes('has to be reloaded');
}

/** `portal serve` on a free port. */
async function startPortal() {
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(portal, ['serve', '--site', site, '--address', address], { stdio: 'ignore' });
  servers.push(server);
  await answers(`http://${address}/healthz`, server);
  return { name: 'portal serve', origin: `http://${address}`, pids: () => [server.pid ?? 0], reload: async () => {} };
}

/** nginx with the parts that publish wrote. */
async function startNginx() {
  const address = `127.0.0.1:${await freePort()}`;
  const parts = `${site}.deploy/nginx`;
  const main = path.join(folder, 'nginx.conf');
  writeFileSync(main, `
    ${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 2; worker_rlimit_nofile 4096;
    events { worker_connections 1024; }
    http { access_log off; include /etc/nginx/mime.types; include ${parts}/http.conf; include ${parts}/maps.conf;
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      server { listen ${address}; root ${site}; include ${parts}/server.conf; } }`);
  const server = spawn('nginx', ['-c', main], { stdio: 'ignore' });
  servers.push(server);
  await answers(`http://${address}/`, server);
  const pids = () => [Number(readFileSync(`${folder}/nginx.pid`, 'utf8'))].flatMap((pid) => [pid, ...childrenOf(pid)]);
  return { name: 'nginx', origin: `http://${address}`, pids, reload: async () => void server.kill('SIGHUP') };
}

/** @param {number} pid */
const childrenOf = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** The most memory that processes have held, in MB. @param {number[]} pids */
function peak(pids) {
  const of = (/** @type {number} */ pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return pids.reduce((sum, pid) => sum + of(pid), 0) / 1024;
}

/** wrk's own figures, as JSON on its last line. */
const REPORT = `
done = function(summary, latency, requests)
  io.write(string.format('\\n{"requests":%d,"us":%d,"errors":%d,"refused":%d,"p50":%.0f,"p99":%.0f,"p999":%.0f}\\n',
    summary.requests, summary.duration, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    summary.errors.status, latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
request = function() return wrk.format(nil, nil, { ["Accept-Encoding"] = "br, gzip" }) end
`;

/**
 * @param {string} url
 * @param {number} seconds
 * @returns {Promise<{ requests: number, us: number, errors: number, refused: number, p50: number, p99: number, p999: number }>}
 */
async function wrk(url, seconds) {
  const script = path.join(folder, 'report.lua');
  writeFileSync(script, REPORT);
  const { stdout } = await run('wrk', ['--threads', '2', '--connections', `${CONNECTIONS}`, '--duration', `${seconds}s`, '--timeout', '30s', '--script', script, url]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

/**
 * Reads pages as a browser does until it is told to stop: each is whole, of an edition that has been published, and so is all it names.
 * @param {string} origin
 * @param {string} page
 * @param {AbortSignal} over
 */
async function readPages(origin, page, over) {
  let read = 0;
  for (; !over.aborted; read += 1) {
    const answer = await fetch(origin + page);
    const html = await answer.text();
    if (answer.status !== 200 || !html.trimEnd().endsWith('</html>')) faults.push(`${origin}${page}: ${answer.status}, ${html.length} characters, not a whole page`);
    const editions = new Set(html.match(/Trang thử nghiệm, lần \d+/g));
    if (editions.size !== 1) faults.push(`${origin}${page}: it is of ${editions.size} editions`);
    for (const [, file] of html.matchAll(/(?:href|src|data-wasm|data-module)="(\/assets\/[^"]+)"/g)) {
      const part = await fetch(origin + file);
      const { byteLength } = await part.arrayBuffer();
      if (part.status !== 200 || byteLength === 0) faults.push(`${origin}${page} names ${file}: ${part.status}`);
    }
  }
  return read;
}

try {
  cpSync(setting('PORTAL_TEST_CONTENT'), content, { recursive: true });
  await publish(0);
  const [article] = readdirSync(path.join(site, 'tin-tuc'));
  const wasm = readdirSync(path.join(site, 'assets')).find((name) => name.startsWith('portal-app') && name.endsWith('.wasm'));
  const [id] = readdirSync(path.join(site, 'api/v1/articles'));
  /** @type {[string, string, boolean][]} */
  const targets = [['home', '/', true], ['article', `/tin-tuc/${article}/`, true], ['wasm', `/assets/${wasm}`, true], ['API document', `/api/v1/articles/${id}`, true], ['not found', '/khong-co/', false]];
  const all = [await startPortal(), await startNginx()];
  console.log(`${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB; wrk on the same machine, ${CONNECTIONS} connections, ${SECONDS} s each\n`);
  console.log('| server | asked for | requests/s | p50 ms | p99 ms | p99.9 ms | failed |\n|---|---|---:|---:|---:|---:|---:|');
  const row = (/** @type {string} */ server, /** @type {string} */ target, /** @type {Awaited<ReturnType<typeof wrk>>} */ { requests, us, errors, p50, p99, p999 }, /** @type {number} */ failed) => {
    const ms = (/** @type {number} */ value) => (value / 1000).toFixed(1);
    console.log(`| ${server} | ${target} | ${Math.round(requests / (us / 1e6))} | ${ms(p50)} | ${ms(p99)} | ${ms(p999)} | ${failed} |`);
    if (failed > 0 || errors > 0 || requests === 0) faults.push(`${server}, ${target}: ${failed} of ${requests} requests failed`);
  };
  for (const [target, address, isFound] of targets) {
    for (const { name, origin } of all) {
      const figures = await wrk(origin + address, SECONDS);
      row(name, target, figures, figures.errors + (isFound ? figures.refused : figures.requests - figures.refused));
    }
  }
  for (const { name, origin, pids, reload } of all) {
    const over = new AbortController();
    const reading = [`/tin-tuc/${article}/`, '/'].map((page) => readPages(origin, page, over.signal));
    let published = 0;
    const publishing = (async () => {
      while (!over.signal.aborted || published < 3) {
        published += 1;
        if (await publish(published)) await reload();
      }
    })();
    const figures = await wrk(`${origin}/`, Math.max(5, SECONDS * 2));
    over.abort();
    await publishing;
    const pages = (await Promise.all(reading)).reduce((sum, count) => sum + count, 0);
    row(name, `home, during ${published} publishes (${pages} pages read whole)`, figures, figures.errors + figures.refused);
    console.log(`| ${name} | memory at most: ${peak(pids()).toFixed(0)} MB | | | | | |`);
  }
} finally {
  for (const server of servers) server.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of new Set(faults)) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

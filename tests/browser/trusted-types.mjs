// What the policy keeps text from in three engines: becoming a script or markup (Trusted Types), on a page, in a frame's document and
// on a display; and that it hinders nothing of what is ours. Once with the headers, once from a server of files that says none: there
// the policy in each document is alone. And that Chromium tells what was refused, where the settings ask for it.
//
// node browser/trusted-types.mjs [engine…]     PORTAL_BIN, PORTAL_APP, PORTAL_CHROMIUM, PORTAL_FIREFOX

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

import { chromium } from '@playwright/test';

import { PATIENCE_MS, inEachEngine } from './engines.mjs';
import { freePort, listen, startPortal } from './portal-server.mjs';

const TYPES = new Map(Object.entries({ html: 'text/html; charset=utf-8', js: 'text/javascript', wasm: 'application/wasm', json: 'application/json', svg: 'image/svg+xml', css: 'text/css' }));

const project = new URL('../..', import.meta.url).pathname;
const binary = process.env.PORTAL_BIN ?? join(project, 'target/native/portal');
const app = process.env.PORTAL_APP ?? join(project, 'target/app');
const folder = mkdtempSync(join(tmpdir(), 'portal-types-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const [content, site] = [join(folder, 'content'), join(folder, 'site')];
cpSync(join(project, 'content'), content, { recursive: true });
appendFileSync(join(content, 'site.toml'), '\n[security]\ncsp_reports = "/csp-reports"\n');
execFileSync(binary, ['publish', '--content', content, '--app', app, '--out', site, '--no-compression', '--no-share-pictures', '--no-search'], { stdio: 'pipe' });

const listener = `127.0.0.1:${await freePort()}`;
const metrics = `http://${listener}/metrics`;
const portal = await startPortal(realpathSync(site), ['--csp-reports', '--metrics', listener]);
const files = await startFiles(realpathSync(site));

const failed = await inEachEngine(async (driver) => {
  for (const origin of [portal.origin, files.origin]) {
    for (const path of ['/', '/nhung/', '/embed/v1/latest/', '/kiosk/']) await isLockedUp(driver, origin + path);
  }
});
await isReported();
files.stop();
portal.stop();
process.exit(failed === 0 ? 0 : 1);

/**
 * The app of a page runs, and text becomes nothing there.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} address
 */
async function isLockedUp(driver, address) {
  await driver.get(address);
  const isPage = !/embed|kiosk/.test(address);
  if (isPage) await driver.wait(() => driver.executeScript('return document.documentElement.dataset.app === "ready"'), PATIENCE_MS, `${address}: the app does not run`);
  if (address.endsWith('/kiosk/')) await driver.wait(() => driver.executeScript('return !!document.querySelector(".masthead__name")'), PATIENCE_MS, `${address}: the display does not start`);
  // The preview of a widget loads its script by an address in a string: one of those that the policy knows.
  if (address.endsWith('/nhung/')) await driver.wait(() => driver.executeScript('return !!customElements.get("portal-news")'), PATIENCE_MS, `${address}: the preview was refused its script`);
  const refused = await driver.executeScript(`
    if (!window.trustedTypes) return null;
    const tries = {
      markup: () => { document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'; },
      script: () => { document.createElement('script').text = 'alert(1)'; },
      address: () => { document.createElement('script').src = '/media/a.js'; },
      code: () => { document.createElement('p').setAttribute('onclick', 'alert(1)'); },
      policy: () => { trustedTypes.createPolicy('mine', {}); },
      again: () => { trustedTypes.createPolicy('default', {}); },
    };
    return Object.keys(tries).filter((name) => { try { tries[name](); return false; } catch { return true; } });`);
  if (refused === null) return;
  for (const name of ['markup', 'script', 'address', 'policy', 'again']) assert.ok(refused.includes(name), `${address}: ${name} was not refused (${refused})`);
}

/** Chromium tells the site itself what was refused on a page. It does so by TLS alone, from a certificate that it is told to take. */
async function isReported() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert], { stdio: 'pipe' });
  const secure = https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    const { method, headers, url } = request;
    const forwarded = http.request(portal.origin + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  const port = await listen(secure);
  const args = ['--no-sandbox', '--short-reporting-delay', '--ignore-certificate-errors'];
  const browser = await chromium.launch({ executablePath: process.env.PORTAL_CHROMIUM, args });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  await page.goto(`https://localhost:${port}/`);
  await page.evaluate(() => Object.assign(document.createElement('div'), { innerHTML: '<b>' })).catch(() => {});
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const [, taken = '0'] = /^portal_csp_reports_total (\d+)$/m.exec(await (await fetch(metrics)).text()) ?? [];
    if (Number(taken) > 0) break;
    assert.ok(Date.now() < until, 'Chromium has told nothing of what was refused');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await browser.close();
  secure.closeAllConnections();
  secure.close();
}

/**
 * A server of files that knows nothing of the site.
 * @param {string} root
 */
async function startFiles(root) {
  const server = http.createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    const file = join(root, path.endsWith('/') ? `${path}index.html` : path);
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES.get(extname(file).slice(1)) ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

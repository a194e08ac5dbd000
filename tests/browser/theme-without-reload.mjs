// An agency changes its theme and publishes, and nobody reloads nginx: the pages, a partner's frame and a display have the new style
// at once, and no policy refuses anything. And what the header is for: a page without a policy of its own runs no inline script.
//
// node browser/theme-without-reload.mjs     PORTAL_BIN, PORTAL_APP, PORTAL_CHROMIUM; nginx is installed

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { answers, freePort } from './portal-server.mjs';

const project = new URL('../..', import.meta.url).pathname;
const binary = process.env.PORTAL_BIN ?? join(project, 'target/native/portal');
const app = process.env.PORTAL_APP ?? join(project, 'target/app');
const folder = mkdtempSync(join(tmpdir(), 'portal-theme-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const [content, site] = [join(folder, 'content'), join(folder, 'site')];

cpSync(join(project, 'content'), content, { recursive: true });
publish();
const port = await freePort();
const nginx = startNginx();
const browser = await chromium.launch({ executablePath: process.env.PORTAL_CHROMIUM });
try {
  await answers(`http://127.0.0.1:${port}/robots.txt`, nginx);
  for (const color of ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']) {
    mkdirSync(join(content, 'theme'), { recursive: true });
    appendFileSync(join(content, 'theme/theme.css'), `\n:root { outline: 1px solid ${color} }\n`);
    const said = publish();
    assert.ok(!said.includes('reload'), said);
    for (const path of ['/', '/tin-moi/', '/khong-co/', '/embed/v1/latest/', '/kiosk/']) await hasStyle(path, color);
  }
  await runsNoInlineScript();
} finally {
  await browser.close();
  nginx.kill('SIGTERM');
}
console.log('a new theme is seen without a reload, and nothing was refused');

/** The page at a path has the theme's style, and its policies refuse nothing it has.
 * @param {string} path
 * @param {string} color
 */
async function hasStyle(path, color) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const refused = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) refused.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${port}${path}`);
  const shown = await page.evaluate(() => getComputedStyle(document.documentElement).outlineColor);
  await page.waitForLoadState('networkidle');
  assert.equal(shown, color, `${path} has the style of an earlier theme`);
  assert.deepEqual(refused, [], path);
  await page.close();
}

/** A file without a `<meta>`: the header alone rules it. */
async function runsNoInlineScript() {
  const html = '<!doctype html><title>before</title><p onclick="document.title = 1">x</p><script>document.title = "ran"</script>';
  for (const below of ['tin-moi', 'embed/v1', 'kiosk']) {
    writeFileSync(join(realpathSync(site), below, 'index.html'), html);
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/${below}/`);
    await page.click('p');
    assert.equal(await page.title(), 'before', below);
    await page.close();
  }
}

function publish() {
  const quick = ['--no-compression', '--no-share-pictures', '--no-search', '--lang', 'en'];
  return execFileSync(binary, ['publish', '--content', content, '--app', app, '--out', site, ...quick], { encoding: 'utf8' });
}

/** nginx with the generated parts in a `server {}` of its own. */
function startNginx() {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`);
  const parts = `${site}.deploy/nginx`;
  const configuration = `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr crit; events {}
    http { access_log off; ${temporary.join(' ')} include ${parts}/http.conf; include ${parts}/maps.conf;
      server { listen 127.0.0.1:${port}; root ${site}; include ${parts}/server.conf; } }`;
  writeFileSync(join(folder, 'nginx.conf'), configuration);
  const server = spawn('nginx', ['-c', join(folder, 'nginx.conf')], { stdio: 'inherit' });
  process.once('exit', () => server.kill('SIGTERM'));
  return server;
}

// The box under a screen: `portal display` with a real Chromium on a virtual screen, and everything that ends, blocks or
// blanks such a browser. After each the content has to be back, and the log has to say why in one line.
//
// What is on the screen is read from the screen itself, the frame buffer of Xvfb. Times are printed and judge nothing: a
// busy machine is slow.
//
// node browser/display-box.mjs [minutes]     PORTAL_BIN, PORTAL_SITE, PORTAL_CHROMIUM
//
// With minutes it then lets the display live that long, with a browser that is renewed every minute, and prints memory.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { startDisplay } from './engines.mjs';
import { FaultyProxy } from './faulty-proxy.mjs';
import { freePort, startPortal } from './portal-server.mjs';

/** A limit for a machine with both cores busy; what is aimed at are five seconds. */
const LIMIT_MS = 60_000;
/** A file of the edition that can have more spaces at its end. */
const CHANGED = '/api/v1/kiosk.json';
const minutes = Number(process.argv[2] ?? 0);
const binary = process.env.PORTAL_BIN ?? new URL('../../target/native/portal', import.meta.url).pathname;
const site = realpathSync(process.env.PORTAL_SITE ?? join(import.meta.dirname, '../../target/site'));
const folder = mkdtempSync(join(tmpdir(), 'portal-display-test-'));
const data = join(folder, 'data');

/** @typedef {{ restarts: number, edition: { id: string } | null, fault: { kind: string, detail: string } | null, faults_now: string[], memory_mb: { own: number, browser: number }, picture: string | null }} Status */

class Box {
  log = '';
  /** @type {string[]} */
  flags = [];

  async start() {
    const port = await freePort();
    this.origin = `http://127.0.0.1:${port}`;
    const options = ['display', '--site', proxy.origin, '--name', 'sanh-tang-1', '--data', data, '--address', `127.0.0.1:${port}`, '--check-seconds', '2', '--browser', process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? 'chromium', ...this.flags];
    this.process = spawn(binary, options, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, DISPLAY: screen.name } });
    this.process.stderr?.on('data', (text) => {
      this.log += text;
    });
    this.ended = new Promise((resolve) => this.process?.once('exit', resolve));
  }

  /** @param {NodeJS.Signals} signal */
  async stop(signal = 'SIGTERM') {
    this.process?.kill(signal);
    await this.ended;
  }

  /** @returns {Promise<Status>} */
  async status() {
    return (await fetch(`${this.origin}/display/status.json`)).json();
  }

  /** How often the display has come up. */
  shown() {
    return this.log.split('the display is on the screen').length - 1;
  }

  profile() {
    const [name = ''] = readdirSync(data);
    return join(data, name, 'profile');
  }

  /** The processes of its browser whose command line has it; of all types without one. */
  processes(type = '') {
    const flag = `--user-data-dir=${this.profile()}`;
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        const line = commandLine(pid);
        return line.includes(flag) && (type ? line.includes(`--type=${type}`) : !line.includes('--type='));
      })
      .map(Number);
  }

  /** The browser as DevTools see it. */
  async connect() {
    const [port] = readFileSync(join(this.profile(), 'DevToolsActivePort'), 'utf8').split('\n');
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error('the browser has no page');
    return { browser, page };
  }

  /**
   * Does something in the page.
   * @param {(page: import('@playwright/test').Page) => Promise<unknown>} act
   */
  async inPage(act) {
    const { browser, page } = await this.connect();
    // Before its app has started, a page may put right by itself what is done to it.
    await page.waitForFunction(() => Number(document.documentElement.dataset.beat) > 1);
    await Promise.race([act(page).catch(() => {}), later(5000)]);
    // Closing would wait for a page that is stuck.
    browser.close().catch(() => {});
  }
}

/** @param {number} ms */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {string | number} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** @param {number[]} pids */
function kill(pids) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has gone by itself.
    }
  }
}

/** Whether the middle of the screen has more than one colour: from the frame buffer, as X window dumps have it. */
function hasPicture() {
  const dump = readFileSync(join(folder, 'Xvfb_screen0'));
  const [headerSize, width, height, bytesPerLine, colours] = [0, 16, 20, 48, 76].map((at) => dump.readUInt32BE(at));
  const pixels = dump.subarray((headerSize ?? 0) + 12 * (colours ?? 0));
  const seen = new Set();
  for (let y = 200; y < (height ?? 0) - 200; y += 7) {
    for (let x = 40; x < (width ?? 0) - 40; x += 7) seen.add(pixels.readUInt32LE(y * (bytesPerLine ?? 0) + 4 * x));
  }
  return seen.size > 8;
}

/**
 * @param {string} what
 * @param {() => unknown} isSo
 */
async function until(what, isSo, limit = LIMIT_MS) {
  const end = performance.now() + limit;
  for (;;) {
    const answer = await Promise.resolve()
      .then(isSo)
      .catch(() => false);
    if (answer) return;
    if (performance.now() > end) throw new Error(`${what}: not after ${limit} ms\n${box.log.split('\n').slice(-12).join('\n')}`);
    await later(25);
  }
}

/** @type {string[]} */
const failures = [];

/**
 * Does damage, and measures how long it is until the display is there again.
 * @param {string} name
 * @param {string | null} kind the fault that is told; `null` where the browser helps itself
 * @param {() => unknown} damage
 */
async function row(name, kind, damage) {
  try {
    const shown = box.shown();
    const lines = faultLines().length;
    let began = performance.now();
    await damage();
    if (kind) {
      // A page that loads itself anew, for an edition of its own, forgets what was done to it.
      const again = setInterval(() => {
        began = performance.now();
        void damage();
      }, LIMIT_MS / 4);
      await until(`${name}: it comes up again`, () => box.shown() > shown).finally(() => clearInterval(again));
    }
    await until(`${name}: there is a picture`, hasPicture);
    const took = Math.round(performance.now() - began);
    const said = faultLines().slice(lines);
    if (kind && !(said.length === 1 && said[0]?.includes(`${kind}:`))) throw new Error(`${name}: the log does not say ${kind} in one line: ${said.join(' | ')}`);
    // The last fault of all is told, and a site that is gone is one as well.
    if (kind && proxy.fault === 'none' && (await box.status()).fault?.kind !== kind) throw new Error(`${name}: the heartbeat does not tell ${kind}`);
    console.log(`✓ ${name}: ${took} ms${kind ? `, ${kind}` : ''}`);
  } catch (error) {
    failures.push(String(error));
    console.log(`✗ ${name}`);
  }
}

const faultLines = () => box.log.split('\n').filter((line) => / WARN .*(browser-|tab-|blank|memory)/.test(line) && !line.includes('profile is made anew'));

/** Lets the browser be well for longer than faults in a row are counted; restarts would wait longer and longer. */
async function startAfresh() {
  await box.stop();
  const shown = box.shown();
  await box.start();
  await until('it starts', () => box.shown() > shown);
  await until('there is a picture', hasPicture);
}

/**
 * Breaks the profile of a box that is off, and measures how long the next start takes.
 * @param {string} name
 * @param {() => void} damage
 */
async function brokenProfile(name, damage) {
  await box.stop();
  damage();
  await row(name, null, async () => {
    const shown = box.shown();
    await box.start();
    await until(`${name}: it comes up`, () => box.shown() > shown);
  });
}

const portal = await startPortal(site);
const proxy = new FaultyProxy(portal.origin);
await proxy.start();
const screen = await startDisplay(1080, 1920, folder);
const box = new Box();
process.once('exit', () => box.process?.kill('SIGKILL'));
try {
  await box.start();
  await until('the first edition is shown', async () => (await box.status()).edition && box.shown() > 0);
  await until('there is a picture', hasPicture);

  await row('renderers killed', 'tab-crashed', () => kill(box.processes('renderer')));
  await row('tab crashed by itself', 'tab-crashed', () => box.inPage(async (page) => {
    const session = await page.context().newCDPSession(page);
    // It is never answered.
    session.send('Page.crash').catch(() => {});
    await later(100);
  }));
  await startAfresh();
  await row('endless loop', 'tab-stuck', () => box.inPage((page) => page.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  })));
  await row('empty document', 'blank', () => box.inPage((page) => page.evaluate(() => document.body.replaceChildren())));
  await startAfresh();
  await row('another page', 'blank', () => box.inPage((page) => page.goto('about:blank')));
  await row('a page that is not there', 'blank', () => box.inPage((page) => page.goto('http://127.0.0.1:9/')));
  await startAfresh();
  await row('browser killed', 'browser-gone', () => kill(box.processes()));
  await row('browser stopped', 'tab-stuck', () => box.processes().forEach((pid) => process.kill(pid, 'SIGSTOP')));
  await startAfresh();
  await row('GPU process killed', null, () => kill(box.processes('gpu-process')));
  for (let times = 0; times < 6; times += 1) {
    kill(box.processes('gpu-process'));
    await later(300);
  }
  await row('GPU process killed again and again', null, () => later(2000));
  await startAfresh();

  proxy.fault = 'cut';
  await row('browser killed while the site is gone', 'browser-gone', () => kill(box.processes()));
  proxy.fault = 'none';

  await brokenProfile('settings of nonsense', () => {
    for (const name of ['Default/Preferences', 'Local State', 'Default/Secure Preferences']) writeFileSync(join(box.profile(), name), Buffer.alloc(5000, 0x9f));
  });
  await brokenProfile('a profile that is a file', () => {
    rmSync(join(box.profile(), 'Default'), { recursive: true, maxRetries: 5 });
    writeFileSync(join(box.profile(), 'Default'), 'nothing');
  });
  await brokenProfile('every file cut in half', () => {
    for (const path of readdirSync(box.profile(), { recursive: true, withFileTypes: true })) {
      if (!path.isFile()) continue;
      const file = join(path.parentPath ?? path.path, path.name);
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(0, bytes.length / 2));
    }
  });
  await brokenProfile('a profile of a newer browser', () => writeFileSync(join(box.profile(), 'Last Version'), '999.0.0.1'));
  await brokenProfile('a profile that is gone', () => rmSync(box.profile(), { recursive: true }));

  await row('the box killed, its browser left', null, async () => {
    await box.stop('SIGKILL');
    const left = box.processes();
    const shown = box.shown();
    await box.start();
    await until('it starts', () => box.shown() > shown);
    await until('the browser that was left is gone', () => left.every((pid) => !box.processes().includes(pid)));
  });

  await box.stop();
  box.flags = ['--memory-mb', '60'];
  const shown = box.shown();
  await box.start();
  await until('too much memory is told', () => box.shown() > shown + 1 && faultLines().at(-1)?.includes('memory:'));
  console.log('✓ too much memory: started anew');
  box.flags = [];

  if (minutes > 0) await live();
} catch (error) {
  failures.push(String(error));
  console.log(`✗ ${String(error)}`);
} finally {
  await box.stop();
  await until('no browser is left after the end', () => box.processes().length === 0, 5000).catch((error) => failures.push(String(error)));
  screen.stop();
  proxy.stop();
  portal.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
for (const failure of failures) console.error(`failed: ${failure}`);
console.log(failures.length ? `${failures.length} failed` : 'all rows passed');
process.exit(failures.length > 0 ? 1 : 0);

/** A week in minutes: a browser that is renewed each minute, and a new edition for each. The last one has to be on the screen. */
async function live() {
  await box.stop();
  box.flags = ['--fresh-hours', String(1 / 60)];
  await box.start();
  const end = Date.now() + minutes * 60_000;
  for (let number = 1; Date.now() < end; number += 1) {
    proxy.change(CHANGED, (bytes) => Buffer.concat([bytes, Buffer.alloc(number, ' ')]), (edition) => republish(edition, number));
    await later(60_000);
    const { memory_mb: memory, restarts, edition } = await box.status();
    console.log(`${number} min: portal ${memory.own} MB, browser ${memory.browser} MB, come up ${box.shown()} times, ${restarts} faults, edition ${edition?.id}`);
  }
  await until('the page shows the last edition', async () => {
    const { browser, page } = await box.connect();
    const shown = await page.evaluate(() => fetch('/kiosk/worker/state.json').then((answer) => answer.json()));
    browser.close().catch(() => {});
    return shown.current?.id === (await box.status()).edition?.id;
  }, 300_000);
}

/**
 * @param {import('./faulty-proxy.mjs').Edition} edition
 * @param {number} number
 */
async function republish(edition, number) {
  const bytes = Buffer.from(await (await fetch(proxy.origin + CHANGED)).arrayBuffer());
  const hash = (/** @type {Buffer | string} */ of) => createHash('sha256').update(of).digest('hex');
  const files = edition.files.map((file) => (file.path === CHANGED ? { ...file, bytes: bytes.length, sha256: hash(bytes) } : file));
  const madeAt = new Date(Date.parse(edition.made_at) + number * 1000).toISOString();
  return { ...edition, id: hash(JSON.stringify(files)).slice(0, 16), made_at: madeAt, files };
}

// What the visitors' worker costs: the time to a page with it and without it, in turns, and the bytes of a first visit. Prints
// tables; proves nothing.
//
// node browser/worker-cost.mjs [SITE] [ROUNDS]     PORTAL_BIN, PORTAL_CHROMIUM; by default the department's site, 30 rounds.

import { realpathSync } from 'node:fs';
import net from 'node:net';

import { chromium } from 'playwright-core';

import { listen, startPortal } from './portal-server.mjs';

const [site = new URL('../../target/site', import.meta.url).pathname, rounds = '30'] = process.argv.slice(2);

/** What came through. */
const wire = { bytes: 0, requests: 0 };
const server = await startPortal(realpathSync(site));
const { port } = new URL(server.origin);
const counter = net.createServer((socket) => {
  const upstream = net.connect(Number(port), '127.0.0.1');
  for (const [from, to] of [[socket, upstream], [upstream, socket]]) {
    from?.on('error', () => to?.destroy());
    from?.on('close', () => to?.destroy());
  }
  socket.on('data', (data) => {
    wire.requests += data.toString('latin1').match(/^(GET|HEAD) /gm)?.length ?? 0;
    upstream.write(data);
  });
  upstream.on('data', (data) => {
    wire.bytes += data.length;
    socket.write(data);
  });
});
const origin = `http://127.0.0.1:${await listen(counter)}`;
const browser = await chromium.launch({
  executablePath: process.env.PORTAL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});

/** @param {'allow' | 'block'} serviceWorkers */
async function visit(serviceWorkers) {
  const context = await browser.newContext({ serviceWorkers });
  const page = await context.newPage();
  Object.assign(wire, { bytes: 0, requests: 0 });
  await page.goto(origin);
  await page.waitForFunction(() => document.documentElement.dataset.app === 'ready');
  const toRead = { ...wire };
  if (serviceWorkers === 'allow') await page.waitForFunction(async () => (await caches.has('portal-read')) && (await (await caches.open('portal-read')).match('/api/v1/site.json')) !== undefined);
  await page.waitForLoadState('networkidle');
  const paths = await page.locator('main a[href^="/tin-tuc/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  return { page, paths, toRead, whole: { ...wire } };
}

const median = (/** @type {number[]} */ values) => values.sort((one, other) => one - other)[values.length >> 1] ?? NaN;

try {
  const visits = [{ worker: 'without', ...(await visit('block')) }, { worker: 'with', ...(await visit('allow')) }];
  console.table(visits.map(({ worker, toRead, whole }) => ({ worker, 'bytes until the app runs': toRead.bytes, 'bytes of the first visit': whole.bytes, requests: whole.requests })));
  /** @type {Record<string, { first: number[], whole: number[], requests: number, bytes: number }>} */
  const measured = {};
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const { worker, page, paths } of visits) {
      await page.goto('about:blank');
      Object.assign(wire, { bytes: 0, requests: 0 });
      await page.goto(origin + paths[round % paths.length], { waitUntil: 'load' });
      const [first, whole] = await page.evaluate(() => {
        const [entry] = performance.getEntriesByType('navigation');
        return entry instanceof PerformanceNavigationTiming ? [entry.responseStart, entry.loadEventStart] : [0, 0];
      });
      measured[worker] ??= { first: [], whole: [], requests: 0, bytes: 0 };
      const sums = measured[worker];
      sums.first.push(first ?? 0);
      sums.whole.push(whole ?? 0);
      sums.requests += wire.requests;
      sums.bytes += wire.bytes;
    }
  }
  console.table(Object.entries(measured).map(([worker, { first, whole, requests, bytes }]) => ({ worker, 'first byte, ms (median)': median(first), 'loaded, ms (median)': median(whole), 'requests a load': requests / first.length, 'bytes a load': Math.round(bytes / first.length) })));
} finally {
  await browser.close();
  counter.close();
  server.stop();
}

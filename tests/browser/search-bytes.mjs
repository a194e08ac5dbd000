// What a search costs: bytes on the wire for the first query of a visit and for the next ones. Prints a table; proves nothing.
//
// node browser/search-bytes.mjs [SITE] [QUERY…]     PORTAL_BIN, PORTAL_CHROMIUM; by default the generated test site.

import { realpathSync } from 'node:fs';

import { chromium } from 'playwright-core';

import { startPortal } from './portal-server.mjs';

const [site = new URL('../../target/test-site/www', import.meta.url).pathname, ...asked] = process.argv.slice(2);
const queries = asked.length ? asked : ['đường', 'duong', 'hòa giải', 'bậc thang', 'chuồn chuồn', 'MÃ'];

const server = await startPortal(realpathSync(site));
const browser = await chromium.launch({
  executablePath: process.env.PORTAL_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  const page = await browser.newPage();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const requests = new Map();
  network.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, { path: new URL(request.url).pathname, bytes: 0 }));
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => requests.has(requestId) && (requests.get(requestId).bytes = encodedDataLength));

  const status = page.locator('portal-search [data-part=status]');
  await page.goto(`${server.origin}/tim-kiem/`, { waitUntil: 'networkidle' });
  const rows = [];
  for (const query of queries) {
    await page.locator('input[name=q]').fill('');
    await page.locator('.search-result').first().waitFor({ state: 'detached' });
    requests.clear();
    const start = performance.now();
    await page.locator('input[name=q]').fill(query);
    await page.locator('input[name=q]').press('Enter');
    await page.locator('.search-result').first().waitFor();
    const ms = Math.round(performance.now() - start);
    await page.waitForLoadState('networkidle');
    const sum = (/** @type {RegExp} */ pattern) => [...requests.values()].filter(({ path }) => pattern.test(path)).reduce((bytes, one) => bytes + one.bytes, 0);
    rows.push({
      query,
      'code (js, wasm)': sum(/pagefind\.js$|wasm\./),
      'overview (parts, meta)': sum(/parts\.json$|pf_meta$/),
      words: sum(/pf_(?:index|filter)$/),
      results: sum(/pf_fragment$/),
      total: sum(/pagefind\//),
      ms,
      found: await status.textContent(),
    });
  }
  console.table(rows);
} finally {
  await browser.close();
  server.stop();
}

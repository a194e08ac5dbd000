// A reader's journeys, in Chromium. Each worker starts `portal serve` itself (portal.ts).
//
// npx playwright test -c e2e/playwright.config.ts     PORTAL_BIN, PORTAL_SITE, PORTAL_TEST_SITE, PORTAL_CHROMIUM (or CHROMIUM)

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/e2e-results',
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // A journey that passes only sometimes is a fault to find.
  retries: 0,
  // What failed is told whole, at the end.
  reporter: 'dot',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    // What it keeps has journeys of its own: elsewhere it would answer before a test does.
    serviceWorkers: 'block',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env.PORTAL_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-sync', '--disable-component-update'],
    },
  },
});

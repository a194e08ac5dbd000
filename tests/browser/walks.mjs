// Random walks through the history in Firefox and WebKit, as `e2e/history.spec.ts` takes them in Chromium: see `walk.mjs`.
//
// node browser/walks.mjs [engine…]     PORTAL_BIN, PORTAL_TEST_SITE, PORTAL_FIREFOX, PORTAL_MINIBROWSER; PORTAL_WALK_SEEDS and
// PORTAL_WALK_STEPS make the walks longer

import { realpathSync } from 'node:fs';

import { By, Key } from 'selenium-webdriver';

import { appIsReady, inEachEngine } from './engines.mjs';
import { FaultyProxy } from './faulty-proxy.mjs';
import { startPortal } from './portal-server.mjs';
import { Walk, random } from './walk.mjs';

const SEEDS = (process.env.PORTAL_WALK_SEEDS ?? '1').split(' ').map(Number);
const STEPS = Number(process.env.PORTAL_WALK_STEPS ?? 20);

const site = realpathSync(process.env.PORTAL_TEST_SITE ?? new URL('../../target/site', import.meta.url).pathname);
const portal = await startPortal(site);
const network = new FaultyProxy(portal.origin);
await network.start();

const failed = await inEachEngine(walks, 'normal', ['Firefox', 'WebKitGTK']);
network.stop();
portal.stop();
process.exit(failed === 0 ? 0 : 1);

/** @param {import('selenium-webdriver').WebDriver} driver */
async function walks(driver) {
  await driver.manage().window().setRect({ width: 800, height: 600 });
  for (const seed of SEEDS) {
    const walk = new Walk(readerOf(driver), random(seed));
    await walk.start('/');
    for (let step = 0; step < STEPS; step += 1) await walk.step();
    await walk.unwind();
  }
}

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @returns {import('./walk.mjs').Reader}
 */
function readerOf(driver) {
  return {
    evaluate: (run, argument) => driver.executeScript(`return (${run.toString()})(arguments[0])`, argument),
    open: async (path) => {
      await driver.get(network.origin + path);
      await appIsReady(driver);
    },
    reload: async () => {
      await driver.navigate().refresh();
      await appIsReady(driver);
    },
    search: async (words) => {
      const field = await driver.findElement(By.css('portal-search [name=q]'));
      await field.clear();
      await field.sendKeys(words, Key.ENTER);
    },
    read: async (path) => (await fetch(portal.origin + path)).text(),
    visitInAnotherTab: async (path) => {
      const here = await driver.getWindowHandle();
      // A window of its own: the other stays in sight, and goes on drawing.
      await driver.switchTo().newWindow('window');
      await driver.get(network.origin + path);
      await appIsReady(driver);
      await driver.close();
      await driver.switchTo().window(here);
    },
    cut: async (isCut) => {
      if (isCut) network.fail(/^\/api\//, 'cut');
      else network.lift();
    },
  };
}

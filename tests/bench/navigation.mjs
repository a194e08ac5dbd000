// From a click to the first frame of what was asked for, the server on the same machine.
//
// Cold: the article was not asked for before, and the pointer was elsewhere. Prefetched: it had rested on the link. Back: to the list.
// Playwright keeps no page for *back* (`--disable-back-forward-cache`): the control loads its list from the browser's cache.

import { DEVICES, measureInTurns, pause } from './tab.mjs';
import { startWalk } from './walk.mjs';

/** So long the pointer rests on a link before it is clicked. */
const REST_MS = 300;

/** @typedef {{ step: string, cpu: number, side: string, ms: number, requests: number }} Step */

/**
 * The articles of a list, every second prefetched, the two sides in turns.
 * @param {import('./nginx.mjs').Side[]} sides
 * @param {string} fingerprint
 * @param {string} list
 * @param {number} rounds
 */
export function measureNavigation(sides, fingerprint, list, rounds) {
  return measureInTurns('navigation', { sides, fingerprint, rounds }, async (browser, inTurn) => {
    /** @type {Step[]} */
    const steps = [];
    for (const cpu of [1, 4]) {
      for (const side of inTurn) {
        const context = await browser.newContext(DEVICES.desktop?.options);
        steps.push(...(await walk(context, cpu, side, list)));
        await context.close();
      }
    }
    return steps;
  });
}

/**
 * @param {import('./tab.mjs').Context} context
 * @param {number} cpu
 * @param {import('./nginx.mjs').Side} side
 * @param {string} list
 */
async function walk(context, cpu, side, list) {
  /** @type {Step[]} */
  const steps = [];
  const { tab, links, follow, back } = await startWalk(context, cpu, side, list);
  const note = (/** @type {string} */ step, /** @type {number} */ ms) => steps.push({ step, cpu, side: side.name, ms, requests: side.takeAnswers().length });
  for (const [number, address] of (await links()).entries()) {
    const isPrefetched = number % 2 === 1;
    if (isPrefetched) {
      await tab.page.locator(`main a[href="${address}"]`).first().hover();
      await pause(REST_MS);
    } else {
      await tab.page.mouse.move(1, 1);
    }
    side.takeAnswers();
    note(isPrefetched ? 'prefetched' : 'cold', await follow(address));
    await tab.page.mouse.move(1, 1);
    note('back', await back(list));
  }
  return steps;
}

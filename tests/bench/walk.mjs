// A reader on the way from a list to its articles and back: with the app within a page, in the control from page to page.

import { evaluate, openTab, pause } from './tab.mjs';

/** So long nothing is done, so that what a page does when it is idle is not in the next step. */
const BETWEEN_MS = 150;

/** @typedef {{ tab: import('./tab.mjs').Tab, links: () => Promise<string[]>, follow: (address: string) => Promise<number>, back: (to: string) => Promise<number> }} Walk */

/**
 * Opens the list. `follow` and `back` give the milliseconds from click to painted.
 * @param {import('./tab.mjs').Context} context
 * @param {number} cpu
 * @param {import('./nginx.mjs').Side} side
 * @param {string} list
 * @returns {Promise<Walk>}
 */
export async function startWalk(context, cpu, side, list) {
  const tab = await openTab(context, { cpu }, watchPaints);
  const { page, hears } = tab;
  await page.goto(side.origin + list, { waitUntil: 'load' });
  await (side.hasApp ? hears('hydrated') : hears('painted', list));
  await pause(1000);

  const time = async (/** @type {string} */ to) => {
    const { at: from } = await hears('left');
    const { at } = await hears('painted', to);
    // The first frame may be of half a document.
    await page.waitForLoadState('load');
    await pause(BETWEEN_MS);
    return at - from;
  };
  // Later, because in the control what is done leaves the document that is asked.
  const follow = async (/** @type {string} */ address) => {
    await evaluate(tab.cdp, clickSoon, address);
    return time(address);
  };
  const back = async (/** @type {string} */ to) => {
    await evaluate(tab.cdp, goBackSoon);
    return time(to);
  };
  return { tab, links: () => evaluate(tab.cdp, articles), follow, back };
}

/** @param {string} address */
function clickSoon(address) {
  const link = [...document.querySelectorAll('main a')].find((link) => link.getAttribute('href') === address);
  if (!(link instanceof HTMLElement)) throw new Error(`no link leads to ${address}`);
  setTimeout(() => link.click());
}

function goBackSoon() {
  setTimeout(() => {
    window.tellBench?.(JSON.stringify({ kind: 'left', at: performance.timeOrigin + performance.now() }));
    history.back();
  });
}

/** Those of the list that is there, each once. */
function articles() {
  return [...new Set([...document.querySelectorAll('main a[href^="/tin-tuc/"]')].map((link) => link.getAttribute('href') ?? ''))];
}

/** Tells when a link is clicked, and when the first frame with another headline is made. Runs in the browser. */
function watchPaints() {
  const tell = (/** @type {string} */ kind, /** @type {number} */ at) => window.tellBench?.(JSON.stringify({ kind, at: performance.timeOrigin + at, path: location.pathname }));
  let seen = '';
  let isReady = false;
  const look = () => {
    if (!isReady && document.documentElement?.dataset.app === 'ready') {
      isReady = true;
      tell('hydrated', performance.now());
    }
    const main = document.querySelector('main');
    const heading = main?.querySelector('h1')?.textContent ?? '';
    if (heading === '' || heading === seen || main?.getAttribute('aria-busy') === 'true') return;
    seen = heading;
    requestAnimationFrame(() => {
      // The first task after the frame.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell('painted', performance.now());
      port2.postMessage(undefined);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-busy', 'data-app'] });
  addEventListener('click', ({ timeStamp }) => tell('left', timeStamp), true);
}

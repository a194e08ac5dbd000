// What is held after many navigations in one tab: by scripts, by the app's memory, by the browser's process of it.
//
// The collector runs before each sample, so what counts is what is kept.

import { readFileSync } from 'node:fs';

import { DEVICES, pause, startBrowser } from './tab.mjs';
import { startWalk } from './walk.mjs';

/** From here on growth is counted: before it everything is used for the first time. */
export const WARM = 20;

/** @typedef {{ side: string, navigations: number, values: Record<string, number> }} Sample */

/**
 * Through the lists and their articles, to and fro, past those that are `outsized`: a browser takes nothing back of what the app has ever
 * needed, so after one of these growth is its length, and not what is kept of each page.
 * @param {import('./nginx.mjs').Side[]} sides
 * @param {string} fingerprint
 * @param {{ lists: string[], outsized: string[] }} site
 * @param {number} navigations
 */
export async function measureMemory(sides, fingerprint, { lists, outsized }, navigations) {
  /** @type {Sample[]} */
  const samples = [];
  for (const side of sides) {
    const browser = await startBrowser(fingerprint);
    try {
      const context = await browser.newContext(DEVICES.desktop?.options);
      const walk = await startWalk(context, 1, side, lists[0] ?? '/');
      let done = 0;
      for await (const step of stepsThrough(walk, lists, outsized)) {
        if ([0, WARM, navigations].includes(done)) samples.push({ side: side.name, navigations: done, values: await take(browser, walk.tab.cdp) });
        if (done === navigations) break;
        await step();
        done += 1;
      }
      console.error(`memory: ${side.name}, ${done} navigations`);
    } finally {
      await browser.close();
    }
  }
  return samples;
}

/**
 * Each article of each list and back again, the lists to and fro, without end.
 * @param {import('./walk.mjs').Walk} walk
 * @param {string[]} lists
 * @param {string[]} outsized
 */
async function* stepsThrough({ links, follow, back }, lists, outsized) {
  for (let place = 0, way = 1; ; ) {
    const list = lists[place] ?? '/';
    const addresses = await links();
    for (const address of addresses.filter((address) => !outsized.includes(address))) {
      yield () => follow(address);
      yield () => back(list);
    }
    if (lists.length > 1) {
      if (!lists[place + way]) way = -way;
      place += way;
      const next = lists[place] ?? '/';
      yield () => follow(next);
    }
  }
}

/**
 * MB.
 * @param {import('./tab.mjs').Browser} browser
 * @param {import('./tab.mjs').Session} cdp
 */
async function take(browser, cdp) {
  // What a collection finds is finalised after it.
  for (let round = 0; round < 3; round += 1) {
    await cdp.send('HeapProfiler.collectGarbage');
    await pause(100);
  }
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const wasm = await wasmBytes(cdp);
  const ofBrowser = await browser.newBrowserCDPSession();
  const { processInfo } = await ofBrowser.send('SystemInfo.getProcessInfo');
  await ofBrowser.detach();
  // The browser keeps another renderer in reserve, which has nothing in it.
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => ownBytes(id));
  const [heap, ofApp, process] = [usedSize, wasm, Math.max(...renderers)].map((bytes) => bytes / 1e6);
  return { 'heap, MB': heap ?? 0, 'wasm, MB': ofApp ?? 0, 'heap and wasm, MB': (heap ?? 0) + (ofApp ?? 0), 'process, MB': process ?? 0 };
}

/** @param {import('./tab.mjs').Session} cdp */
export async function wasmBytes(cdp) {
  const { result: prototype } = await cdp.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' });
  const { result } = await cdp.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
    returnByValue: true,
  });
  for (const { objectId } of [prototype, objects]) await cdp.send('Runtime.releaseObject', { objectId: objectId ?? '' });
  return Number(result.value);
}

/** Without mapped files, which are shared with any other browser that runs. @param {number} pid */
function ownBytes(pid) {
  return Number(/Pss_Anon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
}

// Made-up messages to a partner's page and to the widget's frame in it: whoever sends what, nothing throws, a widget is never higher
// than what its news may need, and only its own frame says how high it is. PORTAL_MESSAGES makes it longer.

import { random } from '../browser/walk.mjs';
import { closeHosts, frame, openHost, ready, snippet } from './partner';
import { expect, test } from './portal';

const MESSAGES = Number(process.env.PORTAL_MESSAGES ?? 2_000);
/** `loader.js`: three times what five stories need in the narrowest column. */
const HIGHEST = 3 * (92 + 5 * 106);

type Message = { data: unknown; isFromFrame: boolean; origin: string };

/** Values that a reader of messages may not expect, as they arrive: structured clones. */
function madeUp(chance: () => number, name: string): Message {
  const one = <T>(many: T[]): T => many[Math.floor(chance() * many.length)]!;
  const numbers = [0, -1, -1e9, 1e9, 1e308, Number.MAX_SAFE_INTEGER, 0.1, 39.999, Math.round(chance() * 3_000)];
  const texts = ['', name, `portal-${name}`, '__proto__', 'constructor', '<img src=x onerror=alert(1)>', 'x'.repeat(100_000), '\u0000', 'ready', 'height', 'measure'];
  const value = (depth: number): unknown =>
    one<() => unknown>([
      () => one(numbers), () => String(one(numbers)), () => one(texts), () => null, () => true, () => NaN, () => Infinity, () => -Infinity,
      () => (depth > 3 ? 1 : [value(depth + 1)]), () => (depth > 3 ? 1 : { [one(texts.slice(0, 5))]: value(depth + 1), height: value(depth + 1) }),
    ])();
  const right = { portal: 1, frame: name, event: one(['ready', 'height']), height: one([...numbers, 300]), title: one(texts) };
  // From quite right to anything at all.
  const data = chance() < 0.3 ? right : chance() < 0.7 ? { ...right, [one(['portal', 'frame', 'event', 'height', 'title', '__proto__'])]: value(0) } : value(0);
  return { data, isFromFrame: chance() < 0.7, origin: one(['null', 'null', 'null', 'https://evil.example', 'http://127.0.0.1', '']) };
}

test.afterEach(closeHosts);

test('a partner’s page believes its own frame alone, and within bounds', async ({ page, baseURL, watch }) => {
  // The frame is in a closed tree, out of a page's reach.
  await page.addInitScript(() => {
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (init) {
      return attachShadow.call(this, { ...init, mode: 'open' });
    };
  });
  await openHost(page, watch, snippet(baseURL!, ''));
  await ready(page);
  const name = /#portal-(\w+)$/.exec(frame(page).url())![1]!;
  const chance = random(1);
  const messages = Array.from({ length: MESSAGES }, () => madeUp(chance, name));
  const title = await page.evaluate(() => document.title);
  const heights = await page.evaluate(
    ({ messages }) =>
      messages.map(({ data, isFromFrame, origin }) => {
        const news = document.querySelector('portal-news') as HTMLElement;
        const { contentWindow } = news.shadowRoot!.querySelector('iframe')!;
        const before = news.offsetHeight;
        dispatchEvent(new MessageEvent('message', { data, origin, source: isFromFrame ? contentWindow : window }));
        return [before, news.offsetHeight] as const;
      }),
    { messages },
  );
  for (const [at, [before, after]] of heights.entries()) {
    const { data, isFromFrame, origin } = messages[at]!;
    const { portal, frame, height } = Object(data) as Record<string, unknown>;
    const isBelieved = isFromFrame && origin === 'null' && portal === 1 && frame === name && Number.isFinite(height);
    const what = JSON.stringify(messages[at]).slice(0, 300);
    expect(after, what).toBeGreaterThanOrEqual(40);
    expect(after, what).toBeLessThanOrEqual(HIGHEST);
    if (!isBelieved) expect(after, what).toBe(before);
  }
  expect(new Set(heights.flat()).size, 'some were believed').toBeGreaterThan(3);
  await expect(page.locator('portal-news')).toHaveAttribute('data-state', 'ready');
  expect(await page.evaluate(() => document.title)).toBe(title);
});

test('a frame answers its page alone, and shows the same whatever it is told', async ({ page, baseURL, watch }) => {
  await openHost(page, watch, snippet(baseURL!, ''));
  await ready(page);
  const name = /#portal-(\w+)$/.exec(frame(page).url())![1]!;
  const chance = random(2);
  const messages = Array.from({ length: MESSAGES }, () => madeUp(chance, name));
  const [before, after] = await frame(page).evaluate((messages) => {
    const shown = document.body.outerHTML;
    for (const { data, isFromFrame, origin } of messages) dispatchEvent(new MessageEvent('message', { data, origin, source: isFromFrame ? parent : window }));
    return [shown, document.body.outerHTML];
  }, messages);
  expect(after).toBe(before);
});

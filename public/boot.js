// Starts the app. On a prerendered page it waits until the page is painted and the browser idle, or the reader's
// first touch or key; on the shell it starts at once. If the app cannot start, or traps, every link goes on working
// as an ordinary link. A page that was cut off on its way stays as it is, and is loaded anew once the whole of it can be had.
(() => {
  const { module, wasm } = /** @type {{ module: string, wasm: string }} */ (/** @type {HTMLScriptElement} */ (document.currentScript).dataset);
  const root = document.documentElement;
  const gestures = ['pointerdown', 'keydown', 'touchstart'];
  let isStarted = false;
  // The page on screen.
  let { pathname } = location;
  document.addEventListener('portal:navigated', () => ({ pathname } = location));

  // The trapped app's listeners are still there: keep clicks away from them, so that the browser follows the links.
  // The reader's tools listen earlier, and their dialogs are outside the app.
  const letLinksWork = (/** @type {unknown} */ error) => {
    if (root.dataset.app === 'failed') return;
    root.dataset.app = 'failed';
    // It was on its way from one page to another, which is not on screen, or not whole.
    if (location.pathname !== pathname) location.reload();
    addEventListener('click', (event) => document.getElementById('app')?.contains(/** @type {Node} */ (event.target)) && event.stopImmediatePropagation(), true);
    // The app made history entries without page loads, so going back must load; a fragment of this page need not.
    addEventListener('popstate', () => location.pathname !== pathname && location.reload());
    document.getElementById('boot-failure')?.removeAttribute('hidden');
    document.getElementById('boot-progress')?.remove();
    console.error('portal: the app is not running', error);
  };

  const isTrap = (/** @type {unknown} */ error) => typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;

  const whenIdle = (/** @type {() => void} */ act) => {
    const wait = () => ('requestIdleCallback' in window ? requestIdleCallback(act, { timeout: 2000 }) : setTimeout(act, 200));
    if (document.readyState === 'complete') wait();
    else addEventListener('load', wait, { once: true });
  };

  // A page has the part of the style sheet that it uses itself: before the app shows another, the whole of it is there.
  const styled = () =>
    new Promise((resolve, reject) => {
      const part = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[media=print]'));
      if (!part) return resolve(undefined);
      const whole = document.createElement('link');
      whole.rel = 'stylesheet';
      whole.href = part.href;
      whole.onload = resolve;
      whole.onerror = reject;
      part.after(whole);
    });

  const start = async () => {
    if (isStarted) return;
    isStarted = true;
    for (const gesture of gestures) removeEventListener(gesture, start, true);
    try {
      // Where there is none, an error: nothing is fetched in vain.
      const response = WebAssembly && fetch(wasm, { credentials: 'same-origin' });
      // It is awaited only after the module: until then its failure would go unnoticed.
      response.catch(() => {});
      const [glue] = await Promise.all([import(module), styled()]);
      await glue.default({ module_or_path: response });
      // What was read is kept from when the browser has nothing else to do; the page goes on without.
      if (self === top && 'offline' in root.dataset) whenIdle(() => import(`/assets/${root.dataset.build}/tools/offline.js`).catch(() => {}));
    } catch (error) {
      letLinksWork(error);
    }
  };

  addEventListener('error', (event) => isTrap(event.error) && letLinksWork(event.error));
  addEventListener('unhandledrejection', (event) => isTrap(event.reason) && letLinksWork(event.reason));

  const data = document.getElementById('page-data');
  // The document goes on behind its data.
  if (document.querySelector('#app h1') && !data?.nextSibling) {
    const [load] = performance.getEntriesByType('navigation');
    if (/** @type {PerformanceNavigationTiming | undefined} */ (load)?.type === 'reload') return;
    fetch(location.href).then((answer) => answer.text()).then((text) => /page-data[^]*<\/html>/.test(text) && location.reload(), () => {});
    return;
  }
  if (!data) {
    const progress = document.getElementById('boot-progress');
    const failure = document.getElementById('boot-failure');
    progress?.removeAttribute('hidden');
    // The app takes both away.
    setTimeout(() => failure?.removeAttribute('hidden'), 15_000);
    void start();
    return;
  }
  for (const gesture of gestures) addEventListener(gesture, start, { capture: true, passive: true });
  whenIdle(start);
})();

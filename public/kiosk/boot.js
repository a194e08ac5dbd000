// Starts the display's app, watches it, and loads the page anew when it has stopped. Nobody is beside a display who
// could: so whatever happens, this tries again, but never gives up a picture for an empty screen.
(() => {
  const { module, wasm } = /** @type {{ module: string, wasm: string }} */ (/** @type {HTMLScriptElement} */ (document.currentScript).dataset);
  const root = document.documentElement;

  const SCOPE = '/kiosk/';
  const MARK = /data-surface="?kiosk\b/;
  const LOG = 'kiosk:log';
  const MOST_ENTRIES = 50;
  const LONGEST_DETAIL = 300;

  const BEAT_MS = 4_000;
  const TICK_MS = 1_000;
  /** A tick that comes later than this was held up, and so was the app. */
  const LATE_TICK_MS = 2_500;
  /** Two such lives are still counted as early failures. */
  const START_MS = 45_000;
  const RETRY_MS = 10_000;
  const LOADING_MS = 30_000;
  const WORKER_MS = 2_500;
  const SITE_MS = 10_000;
  const HOUR_MS = 3_600_000;
  /** A page that has lived this long was well. */
  const WELL_MS = 120_000;
  const FIRST_WAIT_MS = 30_000;
  const LONGEST_WAIT_MS = 600_000;

  const ignore = () => {};

  // Of all that a string could make run, the worker alone: the policy allows no other way (Trusted Types).
  window.trustedTypes?.createPolicy('default', { createScriptURL: (url) => (url === `${SCOPE}sw.js` ? url : null) });

  // What is remembered. The browser may refuse, and what it gives may be damaged.

  /**
   * @param {'localStorage' | 'sessionStorage'} storage
   * @param {string} name
   * @returns {unknown}
   */
  function load(storage, name) {
    try {
      return JSON.parse(window[storage].getItem(name) ?? 'null');
    } catch {
      return null;
    }
  }

  /**
   * @param {'localStorage' | 'sessionStorage'} storage
   * @param {string} name
   * @param {unknown} value
   */
  function save(storage, name, value) {
    try {
      window[storage].setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Notes what happened, for whoever comes to look. The app writes the same log.
   * @param {string} kind
   * @param {unknown} error
   */
  function log(kind, error) {
    const kept = load('localStorage', LOG);
    const entries = Array.isArray(kept) ? kept.filter((entry) => entry && typeof entry === 'object') : [];
    const text = (error instanceof Error && error.stack) || String(error);
    const detail = [...text].slice(0, LONGEST_DETAIL).join('');
    save('localStorage', LOG, [...entries, { at: new Date().toISOString(), kind, detail }].slice(-MOST_ENTRIES));
    console.error('portal:', kind, error);
  }

  /**
   * How often the page was loaded anew, how long the one before lived, and how long this one's fault had to wait. All of it
   * in lifetimes of pages: the device's clock may be set at any time. Another app begins its own.
   * @typedef {{ app: string, count: number, life: number, wait: number }} Streak
   */
  const STREAK = 'kiosk:reloads';

  /** @returns {Streak} */
  function streak() {
    const last = /** @type {Partial<Streak> | null} */ (load('sessionStorage', STREAK)) ?? {};
    const kept = last.app === wasm ? last : {};
    const number = (/** @type {unknown} */ value) => (Number.isFinite(value) ? Math.max(0, Number(value)) : 0);
    return { app: wasm, count: number(kept.count), life: number(kept.life), wait: number(kept.wait) };
  }

  /**
   * The wait before a page is loaded anew that had a fault at this age: the third time within two minutes it begins.
   * @param {number} age
   * @param {Streak} streak
   */
  function waitAfter(age, { count, life, wait }) {
    if (age > WELL_MS) return 0;
    if (wait > 0) return Math.min(2 * wait, LONGEST_WAIT_MS);
    return count >= 2 && life + age <= WELL_MS ? FIRST_WAIT_MS : 0;
  }

  // Loading anew.

  let isFaulty = false;

  /**
   * @param {string} path
   * @param {number} limit
   */
  async function fetchText(path, limit, method = 'GET') {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), limit);
    try {
      const response = await fetch(path, { method, cache: 'no-store', signal: stop.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return await response.text();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether a reload would show the display: from the worker's edition, or from the site. */
  async function isThere() {
    const kept = async () => {
      const { current, staged } = JSON.parse(await fetchText(`${SCOPE}worker/state.json`, WORKER_MS));
      if (!current && !staged) throw new Error('no edition');
    };
    const site = async () => {
      if (!MARK.test(await fetchText(SCOPE, SITE_MS))) throw new Error('another page');
    };
    return Promise.any([kept(), site()]).then(
      () => true,
      () => false,
    );
  }

  /** Whether the worker has gone back to the edition before, whose app may do better. */
  async function goBack() {
    if (!navigator.serviceWorker?.controller) return false;
    try {
      return JSON.parse(await fetchText(`${SCOPE}worker/back.json`, WORKER_MS, 'POST')).is_back === true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} kind
   * @param {unknown} error
   */
  function recover(kind, error) {
    if (isFaulty) return;
    isFaulty = true;
    log(kind, error);
    const before = streak();
    const age = performance.now();
    const wait = waitAfter(age, before);
    const { beat } = root.dataset;
    // Without the app nobody else asks for the edition that may repair it.
    if (navigator.serviceWorker?.controller) fetch(`${SCOPE}worker/check.json`).catch(ignore);

    const reload = async () => {
      const willShow = await isThere();
      // An app that was only held up goes on.
      if (kind === 'stall' && root.dataset.beat !== beat) {
        isFaulty = false;
        return;
      }
      if (willShow) {
        save('sessionStorage', STREAK, { ...before, count: before.count + 1, life: performance.now(), wait });
        location.reload();
      }
      // A reload may come to nothing, too.
      setTimeout(reload, willShow ? LOADING_MS : RETRY_MS);
    };
    // Where nothing can be remembered, a page that failed early waits: there is no telling how many there were.
    const canCount = save('sessionStorage', STREAK, before);
    // One that is only held up may be so by the device.
    const hasGoneBack = wait > 0 && kind !== 'stall' ? goBack() : Promise.resolve(false);
    const usual = canCount || age > WELL_MS ? wait : FIRST_WAIT_MS;
    void hasGoneBack.then((isBack) => setTimeout(reload, isBack ? 0 : usual));
  }

  // The app.

  const isTrap = (/** @type {unknown} */ error) => typeof WebAssembly === 'object' && error instanceof WebAssembly.RuntimeError;
  addEventListener('error', (event) => isTrap(event.error) && recover('trap', event.error));
  addEventListener('unhandledrejection', (event) => isTrap(event.reason) && recover('trap', event.reason));

  /** Watches the beat, which the app changes once a second. */
  function watch() {
    let { beat } = root.dataset;
    let changed = performance.now();
    let ticked = changed;
    // Once: an app that holds up everything for good has no beat in between.
    let isExcused = false;
    let isWell = false;
    setInterval(() => {
      const now = performance.now();
      const isLate = now - ticked > LATE_TICK_MS;
      ticked = now;
      if (now > WELL_MS && !isFaulty && !isWell) isWell = save('sessionStorage', STREAK, null);
      if (document.hidden || isFaulty || root.dataset.beat !== beat) {
        beat = root.dataset.beat;
        changed = now;
        isExcused = false;
      } else if (isLate && !isExcused) {
        changed = now;
        isExcused = true;
      } else if (now - changed >= BEAT_MS) recover('stall', `no beat for ${Math.round(now - changed)} ms after ${beat}`);
    }, TICK_MS);
  }

  async function start() {
    try {
      const response = fetch(wasm, { credentials: 'same-origin' });
      // It is awaited only after the module: until then its failure would go unnoticed.
      response.catch(ignore);
      const slow = new Promise((_, reject) => setTimeout(() => reject(new Error('the app takes too long to start')), START_MS));
      const glue = import(module).then((glue) => glue.default({ module_or_path: response }));
      await Promise.race([glue, slow]);
      watch();
    } catch (error) {
      document.getElementById('boot-failure')?.removeAttribute('hidden');
      document.getElementById('boot-progress')?.setAttribute('hidden', '');
      recover(isTrap(error) ? 'trap' : 'start', error);
    }
  }

  // The worker that keeps editions.

  const register = async () => navigator.serviceWorker.register(`${SCOPE}sw.js`, { scope: SCOPE, updateViaCache: 'none' });

  if (navigator.serviceWorker && isSecureContext) {
    register().catch((/** @type {unknown} */ error) => log('worker', error));
    setInterval(() => register().then((registration) => registration.update()).catch(ignore), HOUR_MS);
    navigator.storage?.persist?.().catch(ignore);
  }

  // What would lead away from the display, or change how it looks.

  const isField = (/** @type {EventTarget | null} */ target) =>
    Boolean((target instanceof Element ? target : target instanceof Node ? target.parentElement : null)?.closest('input, textarea'));

  /** Keys of the browser's own: all shortcuts but those that edit a field. */
  function isLocked(/** @type {KeyboardEvent} */ event) {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    if (/^(F\d+|Browser.*|Launch.*)$/.test(key) || (shiftKey && key === 'Escape')) return true;
    // Letters of many layouts, which are told as both Ctrl and Alt.
    if (event.getModifierState('AltGraph')) return false;
    const isEditing = ctrlKey && !altKey && !shiftKey && isField(target) && 'acvxyz'.includes(key.toLowerCase());
    return (ctrlKey || metaKey || altKey) && !isEditing;
  }

  /**
   * @template {keyof WindowEventMap} Type
   * @param {Type} type
   * @param {(event: WindowEventMap[Type]) => boolean} isStopped
   */
  function lock(type, isStopped) {
    addEventListener(type, (event) => event.cancelable && isStopped(event) && event.preventDefault(), { capture: true, passive: false });
  }

  for (const type of /** @type {const} */ (['contextmenu', 'dragstart', 'auxclick'])) lock(type, () => true);
  // Not every browser has it, so neither have the types.
  lock(/** @type {'touchmove'} */ ('gesturestart'), () => true);
  lock('touchmove', (event) => event.touches.length > 1);
  lock('wheel', (event) => event.ctrlKey);
  lock('keydown', isLocked);
  lock('selectstart', (event) => !isField(event.target));
  window.open = () => null;

  void start();
})();

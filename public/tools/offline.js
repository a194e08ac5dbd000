// Registers the worker that keeps for the reader what was read, and says when a kept copy is shown. Loaded once the app runs
// and the browser is idle. Where the reader saves data, there is no worker before the reader saves an article.

/** @type {ServiceWorkerContainer | undefined} */
const container = Reflect.get(navigator, 'serviceWorker');
/** A document that the worker kept says so itself. */
let isFirst = true;
let isStarted = false;

/** @param {string} sentence Empty takes it away. */
function say(sentence) {
  document.querySelector('.kept-copy')?.remove();
  if (!sentence) return;
  const notice = document.createElement('p');
  notice.className = 'notice-banner kept-copy';
  notice.setAttribute('role', 'status');
  notice.textContent = sentence;
  document.body.prepend(notice);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
const tell = (/** @type {ServiceWorker | null | undefined} */ worker, /** @type {object} */ message) => worker?.postMessage(message);

/** A site that takes its worker away is obeyed: browsers alone would go on with the old one. @param {ServiceWorkerContainer} container */
async function register(container) {
  const there = await container.getRegistration('/');
  if (there) {
    const { status } = await fetch('/sw.js', { method: 'HEAD', cache: 'no-store' });
    if (status === 404 || status === 410) {
      // It may be about to write: it forgets what it kept, and goes.
      if (there.active) tell(there.active, { farewell: true });
      else await there.unregister();
      return undefined;
    }
  }
  return container.register('/sw.js', { updateViaCache: 'none' });
}

/** @param {ServiceWorkerContainer} container */
async function start(container) {
  if (isStarted || (Reflect.get(navigator, 'connection')?.saveData && !(await caches.has('portal-saved')))) return;
  isStarted = true;
  const { controller } = container;
  const keep = { keep: location.pathname };
  tell(controller, keep);
  const isThere = await register(container);
  if (isThere && !controller) tell((await container.ready).active, keep);
}

if (container) {
  const ask = () => tell(container.controller, { shows: location.pathname });
  container.addEventListener('message', ({ data }) => {
    // What is shown is no more, as a slow site has said at last.
    if (data?.gone && [data.gone, `-${data.gone}/`].some((end) => location.pathname.endsWith(end))) return location.reload();
    // The reader may have gone on since it was asked.
    if (data?.of === location.pathname && (data.kept || !isFirst)) say(data.kept);
  });
  document.addEventListener('portal:navigated', () => {
    isFirst = false;
    if (container.controller) ask();
    else say('');
  });
  const begin = () => void start(container).catch(() => {});
  document.addEventListener('portal:saved', begin);
  ask();
  begin();
}

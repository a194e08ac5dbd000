// Registers the worker that keeps for the reader what was read, and says when a kept copy is shown. Loaded once the app runs
// and the browser is idle. Where the reader saves data nothing is kept.

/** @type {ServiceWorkerContainer | undefined} */
const container = Reflect.get(navigator, 'serviceWorker');
/** What is said of the page on its way. */
let coming = '';

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

/** A site that takes its worker away is obeyed: browsers alone would go on with the old one. @param {ServiceWorkerContainer} container */
async function register(container) {
  const there = await container.getRegistration('/');
  if (there) {
    const { status } = await fetch('/sw.js', { method: 'HEAD', cache: 'no-store' });
    if (status === 404 || status === 410) {
      // It may be about to write: it forgets what it kept, and goes.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
      if (there.active) there.active.postMessage({ farewell: true });
      else await there.unregister();
      return undefined;
    }
  }
  return container.register('/sw.js', { updateViaCache: 'none' });
}

/** @param {ServiceWorkerContainer} container */
async function start(container) {
  if (Reflect.get(navigator, 'connection')?.saveData) return;
  const { controller } = container;
  const keep = { keep: location.pathname };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
  controller?.postMessage(keep);
  const isThere = await register(container);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Only a window's has one.
  if (isThere && !controller) (await container.ready).active?.postMessage(keep);
}

if (container) {
  container.addEventListener('message', ({ data }) => {
    if (typeof data?.kept !== 'string') return;
    if (document.querySelector('main[aria-busy=true]')) coming = data.kept;
    else say(data.kept);
  });
  document.addEventListener('portal:navigated', () => {
    say(coming);
    coming = '';
  });
  start(container).catch(() => {});
}

// Applies the reader's settings, closes menus, gives the focus back, and loads tools when they are first used. `<html>` tells
// the style sheet: data-theme, data-text-size; data-tools (scripts run), data-share (there is a share sheet), data-voices ("vi en"),
// data-caches (what is saved for later can be kept).
(() => {
  // Of all that a string could make run, nothing but these scripts: the policy allows no other way (Trusted Types).
  const loaded = ['/sw.js', '/embed/v1/loader.js'];
  window.trustedTypes?.createPolicy('default', { createScriptURL: (url) => (loaded.includes(url) ? url : null) });

  const root = document.documentElement;
  /** @type {Record<string, string[]>} */
  const choices = { theme: ['light', 'dark', 'contrast'], 'text-size': ['s', 'l', 'xl', 'xxl'] };
  /** @type {Record<string, string>} */
  const elements = { 'portal-search': 'search', 'portal-saved': 'saved-list', 'portal-suggestions': 'suggestions', 'portal-widgets': 'widgets' };

  // Stored values may be anything: only known words count. Without storage the page works, too.
  const apply = () => {
    for (const [name, words] of Object.entries(choices)) {
      let word;
      try {
        word = localStorage.getItem('portal:' + name);
      } catch {}
      if (word && words.includes(word)) root.setAttribute('data-' + name, word);
      else root.removeAttribute('data-' + name);
    }
  };
  apply();
  addEventListener('storage', ({ key }) => {
    apply();
    // Another tab has saved the first article of this device.
    if (key === 'portal:saved') load('saved', root);
  });

  // Without a network a picture's link would lead away from the article: what is there of the picture is shown.
  const showLoaded = (/** @type {HTMLAnchorElement} */ link) => {
    const dialog = document.createElement('dialog');
    dialog.className = 'picture-viewer';
    const button = document.createElement('button');
    const { close = '', failed = '' } = /** @type {HTMLElement | null} */ (link.closest('[data-viewer]'))?.dataset ?? {};
    button.textContent = close;
    const image = link.querySelector('img');
    dialog.append(button, image?.complete && image.naturalWidth ? image.cloneNode() : failed);
    dialog.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  };

  // Says so in the nearest status line that is not the app's, until a tool works. A link leads on.
  /** @type {Element | null | undefined} */
  let status;
  const fail = (/** @type {HTMLElement} */ element) => {
    if (element instanceof HTMLAnchorElement) return navigator.onLine ? location.assign(element.href) : showLoaded(element);
    status = null;
    for (let near = /** @type {HTMLElement | null} */ (element); near && !status; near = near.parentElement) status = near.querySelector('[role=status][data-slot]');
    if (status) status.textContent = element.dataset.failed ?? '';
  };
  /** @type {(tool: string, element: HTMLElement, event?: Event) => void} */
  const load = (tool, element, event) => import(`/assets/${root.dataset.build}/tools/${tool}.js`).then((module) => {
    status?.replaceChildren();
    status = null;
    return event && module.run(element, event);
  }).catch(() => fail(element));

  // Menus are the masthead's, and every `details` named so. Escape, a press elsewhere and a focus that goes on close them, and one is open
  // at a time. What the browser itself does for a popover is left to it.
  const menu = ':is(details[name=menu][open], :popover-open)';
  /** @param {Element | null} [kept] What has it inside stays open. */
  const closeMenus = (kept) => {
    const isSwitch = kept?.closest('[popovertarget]');
    for (const open of document.querySelectorAll(`#app ${menu}`)) {
      if (kept && open.contains(kept)) continue;
      if (open instanceof HTMLDetailsElement) open.open = false;
      else if (open instanceof HTMLElement && !isSwitch) open.hidePopover();
    }
  };
  addEventListener('keydown', (event) => {
    const open = event.key === 'Escape' && document.querySelector('#app details[name=menu][open]');
    if (!open) return;
    // A menu around it stays.
    event.preventDefault();
    open.removeAttribute('open');
    open.querySelector('summary')?.focus();
  });
  // A press gives the focus before it is a click: what it is on must not move away under the finger.
  let isPressed = false;
  addEventListener('pointerdown', () => (isPressed = true), true);
  addEventListener('keydown', () => (isPressed = false), true);
  addEventListener('focusin', ({ target }) => !isPressed && target instanceof Element && closeMenus(target));
  addEventListener('toggle', ({ target }) => target instanceof Element && target.matches(menu) && closeMenus(target), true);

  // Which link each entry of the history was left by: *back* gives it the focus. An entry is known by the app's mark, else by its address.
  const LEFT_BY = 'portal:left-by';
  const entry = () => (typeof history.state === 'string' ? history.state : location.href);
  /** @type {Map<string, [href: string, place: number]>} */
  let leftBy = new Map();
  try {
    leftBy = new Map(JSON.parse(sessionStorage.getItem(LEFT_BY) ?? '[]'));
  } catch {}
  const linksTo = (/** @type {string} */ href) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll('#app a[href]')]).filter((link) => link.getAttribute('href') === href);
  let isLeaving = false;
  const noteLink = (/** @type {HTMLElement} */ link) => {
    isLeaving = true;
    const href = link.getAttribute('href') ?? '';
    leftBy = new Map([...leftBy].slice(-99)).set(entry(), [href, linksTo(href).indexOf(link)]);
  };
  addEventListener('pagehide', () => {
    try {
      sessionStorage.setItem(LEFT_BY, JSON.stringify([...leftBy]));
    } catch {}
  });
  /** @type {MutationObserver | undefined} */
  let late;
  // A link in a menu is behind what opens the menu; one that a script writes comes late, and only while the reader does nothing else.
  const giveFocusBack = () => {
    late?.disconnect();
    const noted = leftBy.get(entry());
    if (!Array.isArray(noted)) return;
    const find = () => linksTo(noted[0])[noted[1]];
    const link = find();
    for (const element of [link, link?.closest('details')?.querySelector('summary'), link?.closest('[popover]') && document.querySelector('[popovertarget]')]) {
      if (element instanceof HTMLElement) element.focus({ preventScroll: true });
      if (element && document.activeElement === element) return;
    }
    late = new MutationObserver(() => find() && giveFocusBack());
    late.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => late?.disconnect(), 5000);
  };
  for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => late?.disconnect(), true);

  // Capturing, so that the app does not get the event.
  addEventListener('click', (event) => {
    const { target } = event;
    if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = /** @type {HTMLElement | null} */ (target.closest('#app a[href]'));
    closeMenus(link ? null : target);
    const element = target.closest('[data-tool]');
    if (link && !element) noteLink(link);
    if (!(element instanceof HTMLElement)) return;
    event.preventDefault();
    event.stopPropagation();
    load(element.dataset.tool ?? '', element, event);
  }, true);
  addEventListener('toggle', (event) => {
    const { target } = event;
    if (target instanceof HTMLElement && target.dataset.panel) load(target.dataset.panel, target, event);
  }, true);

  const find = () => {
    for (const [name, tool] of Object.entries(elements)) {
      const element = document.querySelector(name);
      if (element instanceof HTMLElement) load(tool, element);
    }
    const speech = document.querySelector('[data-tool=read-aloud]') && window.speechSynthesis;
    if (!speech) return;
    const listVoices = () => (root.dataset.voices = [...new Set(speech.getVoices().map((voice) => voice.lang.slice(0, 2)))].join(' '));
    listVoices();
    speech.onvoiceschanged = listVoices;
  };
  document.addEventListener('portal:navigated', () => {
    isLeaving = false;
    closeMenus();
    // The app gives the focus to the heading first.
    queueMicrotask(giveFocusBack);
    // The masthead stays from page to page, but not what was written into it.
    for (const slot of document.querySelectorAll('.site-header [data-slot]')) slot.replaceChildren();
    find();
  });
  addEventListener('online', () => {
    // Who has followed a link meanwhile wants what it leads to.
    if (isLeaving) return;
    const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-retry]'));
    [...buttons].find((button) => button.offsetParent)?.click();
  });

  // The page that was loaded is at hand for the app when the reader comes back to it, whatever was loaded since.
  const PAGE = 'portal:page:';
  const keepPage = () => {
    const data = document.getElementById('page-data')?.textContent;
    const name = PAGE + location.pathname;
    try {
      const others = Object.keys(sessionStorage).filter((other) => other.startsWith(PAGE) && other !== name);
      if (others.length > 7) for (const other of others) sessionStorage.removeItem(other);
      if (data) sessionStorage.setItem(name, Date.now() + data);
    } catch {}
  };

  // Where the browser keeps nothing (over plain http, in some private windows) nothing can be saved for later.
  const findSaved = async () => {
    if (await caches.has('portal-saved')) load('saved', root);
  };

  const start = () => {
    find();
    if ('caches' in window) findSaved().catch(() => root.removeAttribute('data-caches'));
    keepPage();
    const [load] = performance.getEntriesByType('navigation');
    if (load instanceof PerformanceNavigationTiming && load.type === 'back_forward') giveFocusBack();
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
  root.dataset.tools = '';
  root.toggleAttribute('data-caches', 'caches' in window);
  root.toggleAttribute('data-share', !!navigator.share);
})();

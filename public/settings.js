// Applies the reader's settings, and loads tools when they are first used. `<html>` tells the style sheet: data-theme,
// data-text-size; data-tools (scripts run), data-share (there is a share sheet), data-voices ("vi en").
(() => {
  const root = document.documentElement;
  /** @type {Record<string, string[]>} */
  const choices = { theme: ['light', 'dark', 'contrast'], 'text-size': ['s', 'l', 'xl', 'xxl'] };
  /** @type {Record<string, string>} */
  const elements = { 'portal-search': 'search', 'portal-suggestions': 'suggestions', 'portal-widgets': 'widgets' };

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
  addEventListener('storage', apply);

  // Says so in the nearest status line that is not the app's. A link leads on.
  const fail = (/** @type {HTMLElement} */ element) => {
    if (element instanceof HTMLAnchorElement && element.href) return location.assign(element.href);
    let status;
    for (let near = /** @type {HTMLElement | null} */ (element); near && !status; near = near.parentElement) status = near.querySelector('[role=status][data-slot]');
    if (status) status.textContent = element.dataset.failed ?? '';
  };
  /** @type {(tool: string, element: HTMLElement, event?: Event) => void} */
  const load = (tool, element, event) => import(`/tools/${tool}.js`).then((module) => event && module.run(element, event)).catch(() => fail(element));

  // Capturing, so that the app does not get the event.
  addEventListener('click', (event) => {
    const element = event.target instanceof Element && event.target.closest('[data-tool]');
    if (!(element instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
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
    // The masthead stays from page to page, but not what was written into it.
    for (const slot of document.querySelectorAll('.site-header [data-slot]')) slot.replaceChildren();
    find();
  });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', find);
  else find();
  root.dataset.tools = '';
  root.toggleAttribute('data-share', !!navigator.share);
})();

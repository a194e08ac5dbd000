// The settings panel: shows what is chosen, applies and remembers a choice.
//
// `settings.js` decides which words are known: other values are not applied from storage; it closes the panel as any menu.

const root = document.documentElement;

/** What the page follows now; empty where it follows the device. */
const current = (/** @type {string} */ name) => root.getAttribute(`data-${name}`) ?? '';

/**
 * @param {string} name
 * @param {string} value
 */
function choose(name, value) {
  if (value) root.setAttribute(`data-${name}`, value);
  else root.removeAttribute(`data-${name}`);
  try {
    if (value) localStorage.setItem(`portal:${name}`, value);
    else localStorage.removeItem(`portal:${name}`);
  } catch {
    // Blocked storage: the choice holds for this page.
  }
}

/**
 * Called whenever the panel opens or closes, and by its buttons.
 * @param {HTMLElement} element
 */
export function run(element) {
  const panel = /** @type {HTMLDetailsElement} */ (element.closest('[data-panel]'));
  const radios = /** @type {HTMLInputElement[]} */ ([...panel.querySelectorAll('input[type=radio]')]);
  const show = () => {
    for (const radio of radios) radio.checked = radio.value === current(radio.name);
  };
  if (element.dataset.action === 'reset') for (const { name } of radios) choose(name, '');
  if (element.dataset.action === 'close') {
    panel.open = false;
    panel.querySelector('summary')?.focus();
  }
  show();
  if (panel.dataset.ready !== undefined) return;
  panel.dataset.ready = '';

  panel.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement) choose(target.name, target.value);
  });
  // Another tab has chosen.
  addEventListener('storage', show);
}

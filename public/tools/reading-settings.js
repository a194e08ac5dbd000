// The settings panel: shows what is chosen, applies and remembers a choice, closes when it is done with.
//
// `settings.js` decides which words are known: other values are not applied from storage.

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
 * Called whenever the panel opens or closes, and by its reset button.
 * @param {HTMLElement} element
 */
export function run(element) {
  const panel = /** @type {HTMLDetailsElement} */ (element.closest('[data-panel]'));
  const radios = /** @type {HTMLInputElement[]} */ ([...panel.querySelectorAll('input[type=radio]')]);
  const show = () => {
    for (const radio of radios) radio.checked = radio.value === current(radio.name);
  };
  if (element !== panel) for (const { name } of radios) choose(name, '');
  show();
  if (panel.dataset.ready !== undefined) return;
  panel.dataset.ready = '';

  panel.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement) choose(target.name, target.value);
  });
  // Another tab has chosen.
  addEventListener('storage', show);
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel.open) return;
    panel.open = false;
    panel.querySelector('summary')?.focus();
  });
  addEventListener('click', ({ target }) => {
    if (!panel.contains(/** @type {Node | null} */ (target))) panel.open = false;
  }, true);
  document.addEventListener('portal:navigated', () => {
    panel.open = false;
  });
}

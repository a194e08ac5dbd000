// An article's pictures, one at a time, as large as the screen.
//
// The dialog is outside the app, at the end of the body. Its words are the body's data attributes; captions are
// copied from the page as they are. Pinching zooms as it does everywhere; a press shows the picture's full size.

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {Record<string, string | null>} [attributes] Those without a value are left out.
 */
const make = (name, className, attributes = {}) => {
  const element = document.createElement(name);
  element.className = `picture-viewer__${className}`;
  for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
  return element;
};

let closeOpen = () => {};
document.addEventListener('portal:navigated', () => closeOpen());

/**
 * Opens the viewer at the picture a link leads to.
 * @param {HTMLAnchorElement} link
 */
export function run(link) {
  const body = /** @type {HTMLElement} */ (link.closest('[data-viewer]'));
  const words = /** @type {Record<'viewer' | 'close' | 'previous' | 'next' | 'zoom' | 'place' | 'failed', string>} */ (/** @type {unknown} */ (body.dataset));
  const links = /** @type {HTMLAnchorElement[]} */ ([...body.querySelectorAll('[data-tool=viewer]')]);
  let position = links.indexOf(link);

  const button = (/** @type {string} */ className, /** @type {string} */ word) => {
    const made = make('button', className, { type: 'button' });
    made.textContent = word;
    return made;
  };
  const dialog = document.createElement('dialog');
  dialog.className = 'picture-viewer';
  dialog.lang = /** @type {HTMLElement} */ (body.closest('[lang]')).lang;
  dialog.setAttribute('aria-label', words.viewer);
  const close = button('close', words.close);
  const previous = button('previous', words.previous);
  const next = button('next', words.next);
  const zoom = button('zoom', words.zoom);
  zoom.setAttribute('aria-pressed', 'false');
  const place = make('p', 'place');
  const stage = make('div', 'stage');
  const said = make('div', 'words', { 'aria-live': 'polite' });
  const bar = make('div', 'bar');
  bar.append(place, zoom, close);
  const steps = make('div', 'steps');
  steps.append(previous, next);
  dialog.append(bar, stage, said, steps);
  steps.hidden = place.hidden = links.length < 2;

  const setZoomed = (/** @type {boolean} */ isZoomed) => {
    stage.toggleAttribute('data-zoomed', isZoomed);
    zoom.setAttribute('aria-pressed', String(isZoomed));
    // A part of a large picture is reached by the arrow keys, too.
    if (isZoomed) stage.tabIndex = 0;
    else stage.removeAttribute('tabindex');
  };
  const show = (/** @type {number} */ wanted) => {
    position = (wanted + links.length) % links.length;
    const shown = links[position] ?? link;
    const small = /** @type {HTMLImageElement} */ (shown.querySelector('img'));
    const image = make('img', 'picture', { src: shown.href, alt: small.alt, width: small.getAttribute('width'), height: small.getAttribute('height') });
    // Without a network: what the page has of it, or a word about it.
    image.addEventListener('error', () => {
      if (small.complete && small.naturalWidth && image.src !== small.currentSrc) image.src = small.currentSrc;
      else image.replaceWith(words.failed);
    });
    stage.replaceChildren(image);
    setZoomed(false);
    const caption = shown.closest('figure')?.querySelector('figcaption');
    const described = small.alt || words.place.replace('{place}', String(position + 1)).replace('{count}', String(links.length));
    said.replaceChildren(...(caption ? caption.cloneNode(true).childNodes : [described]));
    place.textContent = `${position + 1} / ${links.length}`;
  };

  zoom.addEventListener('click', () => setZoomed(!stage.hasAttribute('data-zoomed')));
  stage.addEventListener('click', ({ target }) => (target === stage ? dialog.close() : zoom.click()));
  previous.addEventListener('click', () => show(position - 1));
  next.addEventListener('click', () => show(position + 1));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (!step || stage.hasAttribute('data-zoomed') || links.length < 2) return;
    event.preventDefault();
    show(position + step);
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    closeOpen = () => {};
    // To the picture that was seen last.
    links[position]?.focus();
  });
  // After a navigation the focus is the new page's.
  closeOpen = () => dialog.remove();

  show(position);
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

// Copies an article's address, or hands it to the device's share sheet.

/** @param {HTMLElement} button */
export async function run(button) {
  const { url, title, done, byHand } = /** @type {{ url: string, title: string, done: string, byHand: string }} */ (button.dataset);
  if (button.dataset.action === 'sheet') {
    try {
      await navigator.share({ title, url });
    } catch (error) {
      // The reader changed their mind: nothing to say.
      if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
    }
    return;
  }
  const place = /** @type {HTMLElement} */ (button.closest('[data-tool-group]'));
  const status = /** @type {HTMLElement} */ (place.querySelector('[role=status]'));
  const say = (/** @type {string} */ sentence) => {
    // Screen readers announce the same words again only if they change.
    status.textContent = '';
    requestAnimationFrame(() => {
      status.textContent = sentence;
    });
  };
  const field = /** @type {HTMLInputElement} */ (place.querySelector('input'));
  try {
    await navigator.clipboard.writeText(url);
    say(done);
  } catch {
    // Without the permission, or over plain http: the reader copies what is selected.
    field.hidden = false;
    field.focus();
    field.select();
    say(byHand);
  }
}

// Copies an article's address, or hands it to the device's share sheet.

export async function run(button) {
  const { url, title } = button.dataset;
  if (button.dataset.action === 'sheet') {
    try {
      await navigator.share({ title, url });
    } catch (error) {
      // The reader changed their mind: nothing to say.
      if (error.name !== 'AbortError') throw error;
    }
    return;
  }
  const place = button.closest('[data-tool-group]');
  const say = (sentence) => {
    const status = place.querySelector('[role=status]');
    // The same words once more are said only if they change.
    status.textContent = '';
    requestAnimationFrame(() => {
      status.textContent = sentence;
    });
  };
  const field = place.querySelector('input');
  try {
    await navigator.clipboard.writeText(url);
    say(button.dataset.done);
  } catch {
    // Without the permission, or over plain http: the reader copies what is selected.
    field.hidden = false;
    field.focus();
    field.select();
    say(button.dataset.byHand);
  }
}

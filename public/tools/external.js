// Puts a third party's player in the place of its button: only now is anything asked of that party.
//
// The address comes from the publisher's own list of providers; the policy admits their origins and no other.

/** @param {HTMLElement} button */
export function run(button) {
  const { title, embed } = /** @type {{ title: string, embed: string }} */ (button.dataset);
  const frame = document.createElement('iframe');
  frame.className = 'external-block__player';
  frame.title = title;
  frame.allow = 'autoplay; encrypted-media; fullscreen; picture-in-picture';
  // The player keeps its own origin, and gets no hold on this page.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-presentation allow-popups');
  // Providers want to know the site, and need not know the page.
  frame.referrerPolicy = 'strict-origin';
  frame.src = embed;
  button.parentElement?.querySelector('[data-slot]:not([role])')?.replaceChildren(frame);
  frame.focus();
}

// Replaces a button by a third party's player: only now is anything requested from that party.
//
// The address comes from the publisher's own list of providers; the policy allows their origins and no others.

/** @param {HTMLElement} button */
export function run(button) {
  const { title, embed } = /** @type {{ title: string, embed: string }} */ (button.dataset);
  const frame = document.createElement('iframe');
  frame.className = 'external-block__player';
  frame.title = title;
  frame.allow = 'autoplay; encrypted-media; fullscreen; picture-in-picture';
  // The player keeps its own origin, and has no access to this page.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-presentation allow-popups');
  // Providers must know the site, but need not know the page.
  frame.referrerPolicy = 'strict-origin';
  frame.src = embed;
  button.parentElement?.querySelector('[data-slot]:not([role])')?.replaceChildren(frame);
  frame.focus();
}

// Inside a widget's frame: shows it as its address asks, and tells the surrounding page how high it is.
//
// The frame is sandboxed without an origin of its own: no cookies, no storage, no request. An impossible option
// is ignored; no failure here can hide the news.
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const choice = (/** @type {string} */ name, /** @type {string[]} */ words) => words.find((word) => word === asked.get(name));
  /** @type {<Tag extends HTMLElement>(selector: string) => Tag[]} */
  const all = (selector) => Array.from(document.querySelectorAll(selector));

  // Another language is another frame, where there is one.
  const other = /** @type {HTMLLinkElement[]} */ (all('link[hreflang]')).find((link) => link.hreflang === asked.get('lang'));
  if (other) return location.replace(other.href + location.search + location.hash);

  // Readers who need more contrast get it, even if the surrounding page asks for something else.
  const theme = choice('theme', ['light', 'dark']);
  if (theme && !matchMedia('(prefers-contrast: more)').matches) root.dataset.theme = theme;
  // One article has one layout.
  const stories = all('.widget__story');
  if (stories[1]) root.dataset.layout = choice('layout', ['list', 'cards', 'ticker']) ?? 'list';
  for (const part of ['pictures', 'summaries']) {
    const wanted = choice(part, ['0', '1']);
    if (wanted) root.toggleAttribute('data-' + part, wanted === '1');
  }
  const count = asked.get('count') ?? '';
  if (/^\d+$/.test(count) && Number(count) > 0) stories.forEach((story, place) => (story.hidden = place >= Number(count)));
  // Only a colour, and only for the line at the top: with any value every word stays readable.
  const accent = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(asked.get('accent') ?? '');
  if (accent) root.style.setProperty('--accent', '#' + accent[1]);

  // A notice goes by itself when its time is over.
  for (const notice of all('[data-until]')) {
    const { until = '', over = '' } = notice.dataset;
    if (Date.parse(until) <= Date.now()) notice.textContent = over;
  }

  const [list] = all('.widget__stories');
  if (root.dataset.layout === 'ticker' && list) {
    // It scrolls, so a keyboard has to reach it.
    list.tabIndex = 0;
    for (const step of all('[data-step]')) {
      step.addEventListener('click', () => list.scrollBy({ left: Number(step.dataset.step) * list.clientWidth }));
    }
  }

  // The surrounding page gave the frame a name; without one, or opened on its own, it sends nothing.
  const frame = /^#portal-([\w-]{1,64})$/.exec(location.hash)?.[1];
  if (!frame || parent === window) return;
  /** @type {number | undefined} */
  let last;
  const say = (/** @type {'ready' | 'height'} */ event) => {
    // Hidden frames have no width, and so no height worth sending; one that is not laid out yet has no height.
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!innerWidth || !height || (event === 'height' && height === last)) return;
    last = height;
    parent.postMessage({ portal: 1, frame, event, height, title: document.title }, '*');
  };
  // Until the page around it knows that it is ready a frame is out of sight, and a browser may draw it later, or never: what
  // comes with drawing, as the observer does, is not to be waited for. Its script may even run before it has its width.
  const start = (/** @type {number} */ pause) => {
    say('ready');
    if (last === undefined) setTimeout(start, pause, pause * 2);
  };
  start(16);
  new ResizeObserver(() => say(last === undefined ? 'ready' : 'height')).observe(document.body);
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.portal === 1 && data.frame === frame && data.event === 'measure') say('ready');
  });
})();

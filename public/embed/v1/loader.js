// The portal's news on any page, version 1. Its contract is in docs/contracts.md, the browsers that show it in docs/widgets.md.
//
// The element's outer box is the page's: width, float, `hidden`. What is in it is out of the page's reach. Every browser since 2018
// can read this script, and one that cannot show the news keeps the link (tests/scripts/oldest-browsers.test.js).
(() => {
  const NAME = 'portal-news';
  const OPTIONS = ['count', 'layout', 'theme', 'accent', 'pictures', 'summaries'];
  const NAMED = ['lang', 'height'].concat(OPTIONS);
  const own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const isAble = window.customElements && window.IntersectionObserver && window.CSSLayerBlockRule;
  /** @type {WeakMap<Element, ReturnType<typeof widget>>} */
  const widgets = new WeakMap();
  /** @type {CSSStyleSheet | undefined} */
  let outside;
  let isTold = false;

  /** @param {HTMLElement} news */
  const widget = (news) => {
    const root = news.attachShadow({ mode: 'closed' });
    const place = root.appendChild(document.createElement('div'));
    const slot = place.appendChild(document.createElement('slot'));
    // Rules of an element's own sheet give way to the page's; where there are none, the element is as wide as its block.
    if ('adoptedStyleSheets' in root) {
      if (!outside) {
        outside = new CSSStyleSheet();
        outside.replaceSync(':host{display:block;width:100%;width:-moz-available;width:-webkit-fill-available}:host([hidden]){display:none}');
      }
      root.adoptedStyleSheets = [outside];
    }
    set(place, { position: 'relative', width: '100%' });
    /** @type {HTMLIFrameElement | undefined} */
    let frame;
    let name = '';
    /** @type {'ready' | 'refused' | undefined} */
    let state;
    /** @type {ReturnType<typeof setTimeout>} */
    let timer;
    // In pixels: what the page left for it, what its place is never lower than, what the frame wants.
    let left = 0;
    let floor = 0;
    let wanted = 0;

    const near = new IntersectionObserver((seen) => last(seen).isIntersecting && load(), { rootMargin: '400px' });
    // A place that turned out too high is given back when no reader sees the page move.
    const sight = new IntersectionObserver((seen) => {
      const { isIntersecting, boundingClientRect } = last(seen);
      if (isIntersecting || (boundingClientRect.top < 0 && !CSS.supports('overflow-anchor', 'auto'))) return;
      sight.disconnect();
      floor = 0;
      draw();
    });
    // The link may come later than its element.
    const inside = new MutationObserver(() => prepare());

    const attribute = (/** @type {string} */ option) => news.getAttribute(option) || '';
    const number = (/** @type {string} */ option) => (/^\d+$/.test(attribute(option)) ? Number(attribute(option)) : 0);
    const kind = () => attribute('widget') || 'latest';
    const isEnglish = () => attribute('lang') === 'en';
    const link = () => /** @type {HTMLAnchorElement | null} */ (news.querySelector('a[href]'));

    const address = () => {
      const from = link();
      try {
        const path = (isEnglish() ? 'en/' : '') + /** @type {string[]} */ (kind().match(/[\w-]+/g)).join('/');
        return new URL(`/embed/v1/${path}/`, from ? from.href : own ? own.src : '');
      } catch {
        return;
      }
    };

    // As style/embed.css.
    const usual = (/** @type {number} */ width) => {
      if (!/^(latest$|section\/|related\/|article\/)/.test(kind())) return 147;
      const isCard = kind().startsWith('article/');
      const layout = isCard ? 'list' : attribute('layout');
      const count = isCard ? 1 : Math.min(number('count') || 5, 20);
      const more = (isCard ? attribute('summaries') !== '0' : attribute('summaries') === '1') ? 40 : 0;
      const around = isCard ? 44 : 92;
      if (layout === 'ticker') return around + 84 + more;
      if (layout !== 'cards') return around + count * ((width < 480 ? 106 : 84) + more);
      const columns = Math.max(Math.floor((width - 12) / 232), 1);
      return around + Math.ceil(count / columns) * (128 + (attribute('pictures') === '0' ? 0 : 132) + more);
    };
    // No frame is higher than three times what it is in the narrowest column.
    const highest = () => Math.max(3 * usual(0), 1000);

    const draw = () => {
      const height = Math.max(floor, wanted) + 'px';
      set(place, { 'min-height': height });
      if (frame) set(frame, { height: state === 'ready' ? height : '100%' });
    };

    const reserve = () => {
      floor = Math.min(number('height'), 20000) || left || usual(place.getBoundingClientRect().width);
      draw();
    };

    const prepare = () => {
      if (frame || !news.isConnected) return;
      near.disconnect();
      wanted = floor = 0;
      if (link() && !address()) {
        show('refused');
      } else {
        show();
        reserve();
        near.observe(place);
      }
      inside.observe(news, { childList: true, subtree: true, attributes: true, attributeFilter: ['href'] });
    };

    const load = () => {
      const from = link();
      // What the parser has yet to read may hold it.
      if (!from && document.readyState === 'loading') return addEventListener('DOMContentLoaded', prepare, { once: true });
      near.disconnect();
      const url = address();
      if (!from && !isTold) {
        isTold = true;
        console.warn(`<${NAME}> has no link in it: <a href="${url ? url.origin : 'https://…'}/">…</a>`);
      }
      if (!url) return refuse();
      inside.disconnect();
      reserve();
      for (const option of OPTIONS) if (news.hasAttribute(option)) url.searchParams.set(option, attribute(option));
      const theme = scheme(news);
      if (theme && !/^(light|dark)$/.test(attribute('theme'))) url.searchParams.set('theme', theme);
      name = Math.random().toString(36).slice(2);
      url.hash = 'portal-' + name;
      frame = document.createElement('iframe');
      frame.title = from ? nameOf(from) : '';
      frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
      frame.src = url.href;
      set(frame, { display: 'block', top: '0', left: '0', width: '100%', border: '0' });
      show();
      draw();
      place.append(frame);
      timer = setTimeout(refuse, 5000);
    };

    const refuse = () => {
      show('refused');
      sight.observe(place);
    };

    /** @param {typeof state} [next] */
    const show = (next) => {
      clearTimeout(timer);
      state = next;
      const old = place.querySelector('p');
      if (old) old.remove();
      if (state) news.dataset.state = state;
      else delete news.dataset.state;
      const isReady = state === 'ready';
      set(slot, { display: isReady ? 'none' : 'contents' });
      if (frame) set(frame, { position: isReady ? 'static' : 'absolute', visibility: isReady ? 'inherit' : 'hidden' });
      if (state !== 'refused') return;
      const sentence = document.createElement('p');
      sentence.lang = isEnglish() ? 'en' : 'vi';
      sentence.textContent = isEnglish() ? 'The news can’t be shown here. Please follow the link.' : 'Chưa hiện được tin. Bạn hãy mở liên kết.';
      const url = address();
      if (url && !link()) {
        const instead = document.createElement('a');
        instead.href = url.origin;
        instead.textContent = url.host;
        sentence.append(' ', instead);
      }
      place.append(sentence);
    };

    const drop = () => {
      near.disconnect();
      sight.disconnect();
      inside.disconnect();
      if (frame) frame.remove();
      frame = undefined;
      show();
    };

    const heard = (/** @type {MessageEvent} */ { source, origin, data }) => {
      if (!frame || !source || source !== frame.contentWindow || origin !== 'null') return;
      if (!data || data.portal !== 1 || data.frame !== name || !Number.isFinite(data.height)) return;
      wanted = Math.min(Math.max(Math.ceil(data.height), 40), highest());
      if (state === 'ready') {
        // Its width has changed, and with it what was reserved for it.
        if (data.event !== 'ready') floor = 0;
        return draw();
      }
      if (data.event !== 'ready') return;
      if (!frame.title) frame.title = typeof data.title === 'string' ? data.title.slice(0, 200) : new URL(frame.src).host;
      show('ready');
      draw();
      if (wanted < floor) sight.observe(place);
      news.dispatchEvent(new CustomEvent(NAME + ':ready', { bubbles: true, detail: { height: wanted } }));
    };

    // A page that is shown again may have missed what its frames said.
    const shown = (/** @type {PageTransitionEvent} */ { persisted }) => {
      if (persisted && frame && frame.contentWindow) frame.contentWindow.postMessage({ portal: 1, frame: name, event: 'measure' }, '*');
    };

    return {
      connected() {
        addEventListener('message', heard);
        addEventListener('pageshow', shown);
        prepare();
      },
      disconnected() {
        removeEventListener('message', heard);
        removeEventListener('pageshow', shown);
        drop();
      },
      changed() {
        left = 0;
        drop();
        prepare();
      },
      /** The page has left a place for it that is `more` higher than usual. @param {number} more */
      take(more) {
        // One line is a link, no place; what is far too high was left for another width.
        if (!more || floor + more < 80 || more > floor) return;
        left = floor += more;
        draw();
      },
    };
  };

  const last = (/** @type {IntersectionObserverEntry[]} */ seen) => /** @type {IntersectionObserverEntry} */ (seen[seen.length - 1]);

  /** @type {(element: HTMLElement, rules: Record<string, string>) => void} */
  const set = (element, rules) => {
    for (const rule in rules) element.style.setProperty(rule, rules[rule] || '');
  };

  /** What a frame is called: the words of its link, or of the picture in it. @param {HTMLElement} link */
  const nameOf = (link) => {
    const picture = /** @type {HTMLImageElement | null} */ (link.querySelector('img[alt]'));
    return link.textContent.trim() || (picture && picture.alt.trim()) || link.getAttribute('aria-label') || link.title;
  };

  /** The theme that suits the page; none where the page follows the reader's device. @param {HTMLElement} news */
  const scheme = (news) => {
    const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="color-scheme"]'));
    const { colorScheme } = getComputedStyle(news);
    const said = colorScheme !== 'normal' ? colorScheme : meta ? meta.content : '';
    const isDark = /dark/.test(said);
    return isDark && /light/.test(said) ? '' : isDark ? 'dark' : 'light';
  };

  const adopt = () => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[data-portal-news]'))) {
      const { dataset, parentElement } = link;
      const kind = dataset.portalNews || '';
      const around = parentElement || link;
      const before = around.getBoundingClientRect().height;
      link.removeAttribute('data-portal-news');
      link.removeAttribute('style');
      // What kept its place.
      const filler = link.querySelector('[data-place]');
      if (filler) filler.remove();
      if (!isAble) continue;
      const news = document.createElement(NAME);
      news.setAttribute('widget', kind);
      for (const name of NAMED) if (name in dataset) news.setAttribute(name, dataset[name] || '');
      link.replaceWith(news);
      news.append(link);
      const made = widgets.get(news);
      if (made) made.take(before - around.getBoundingClientRect().height);
    }
  };

  /** @param {Element} news */
  const of = (news) => /** @type {ReturnType<typeof widget>} */ (widgets.get(news));

  if (isAble && !customElements.get(NAME)) {
    class PortalNews extends HTMLElement {
      static get observedAttributes() {
        return ['widget'].concat(NAMED);
      }

      constructor() {
        super();
        widgets.set(this, widget(this));
      }

      connectedCallback() {
        of(this).connected();
      }

      disconnectedCallback() {
        of(this).disconnected();
      }

      attributeChangedCallback(/** @type {string} */ _, /** @type {string | null} */ old, /** @type {string | null} */ value) {
        if (old !== value) of(this).changed();
      }
    }
    customElements.define(NAME, PortalNews);
  }
  adopt();
  // Links that come later: with the rest of the page, then by its scripts.
  const follow = () => {
    adopt();
    new MutationObserver(adopt).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-portal-news'] });
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', follow);
  else follow();
})();

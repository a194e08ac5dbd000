// The portal's news on any page, version 1. Its contract is in docs/contracts.md.
(() => {
  const NAME = 'portal-news';
  const OPTIONS = ['count', 'layout', 'theme', 'accent', 'pictures', 'summaries'];
  const NAMED = ['lang', 'height', ...OPTIONS];

  class PortalNews extends HTMLElement {
    static observedAttributes = ['widget', ...NAMED];
    #root = this.attachShadow({ mode: 'closed' });
    #slot = this.#root.appendChild(document.createElement('slot'));
    #sight = new IntersectionObserver((seen) => seen.at(-1)?.isIntersecting && this.#load(), { rootMargin: '400px' });
    /** @type {HTMLIFrameElement | undefined} */
    #frame;
    #name = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    connectedCallback() {
      set(this, { display: 'block', position: 'relative', width: '100%' });
      addEventListener('message', this);
      addEventListener('pageshow', this);
      // The link may come later than its element.
      this.#slot.onslotchange = () => this.#frame || this.#watch();
      this.#watch();
    }

    disconnectedCallback() {
      removeEventListener('message', this);
      removeEventListener('pageshow', this);
      this.#drop();
    }

    attributeChangedCallback() {
      this.#drop();
      if (this.isConnected) this.#watch();
    }

    /**
     * A message, or the page that is shown again.
     * @param {Event} event
     */
    handleEvent(event) {
      const { type, persisted, source, origin, data } = /** @type {MessageEvent & PageTransitionEvent} */ (event);
      const there = this.#frame?.contentWindow;
      if (type === 'pageshow') return persisted && there?.postMessage({ portal: 1, frame: this.#name, event: 'measure' }, '*');
      if (!this.#frame || !there || source !== there || origin !== 'null') return;
      if (data?.portal !== 1 || data.frame !== this.#name || !Number.isFinite(data.height)) return;
      const height = clamp(Math.ceil(data.height));
      set(this.#frame, { height: height + 'px' });
      this.#reserve(height);
      if (data.event !== 'ready' || this.dataset.state === 'ready') return;
      this.#show('ready');
      this.dispatchEvent(new CustomEvent(NAME + ':ready', { bubbles: true, detail: { height } }));
    }

    #watch() {
      this.#reserve(this.#expected());
      this.#sight.disconnect();
      this.#sight.observe(this);
    }

    /** @param {number} height */
    #reserve(height) {
      set(this, { 'min-height': height + 'px' });
    }

    #load() {
      const link = /** @type {HTMLAnchorElement | null} */ (this.querySelector('a[href]'));
      if (this.#frame || !link) return;
      this.#sight.disconnect();
      this.#reserve(this.#expected());
      try {
        const path = (this.#isEnglish() ? 'en/' : '') + /** @type {string[]} */ (this.#widget().match(/[\w-]+/g)).join('/');
        const url = new URL(`/embed/v1/${path}/`, link.href);
        for (const name of OPTIONS) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name) ?? '');
        this.#name = Math.random().toString(36).slice(2);
        url.hash = 'portal-' + this.#name;
        const frame = document.createElement('iframe');
        frame.title = link.textContent.trim() || url.hostname;
        frame.sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
        frame.src = url.href;
        set(frame, { display: 'block', inset: '0', width: '100%', height: '100%', border: '0' });
        this.#frame = frame;
        this.#show();
        this.#root.append(frame);
        this.#timer = setTimeout(() => this.#show('refused'), 5000);
      } catch {
        this.#show('refused');
      }
    }

    /** @param {'ready' | 'refused'} [state] */
    #show(state) {
      clearTimeout(this.#timer);
      this.#root.querySelector('p')?.remove();
      if (state) this.dataset.state = state;
      else delete this.dataset.state;
      const isReady = state === 'ready';
      set(this.#slot, { display: isReady ? 'none' : 'contents' });
      if (this.#frame) set(this.#frame, { position: isReady ? 'static' : 'absolute', visibility: isReady ? 'inherit' : 'hidden' });
      if (state !== 'refused') return;
      const sentence = document.createElement('p');
      sentence.lang = this.#isEnglish() ? 'en' : 'vi';
      sentence.textContent = this.#isEnglish() ? 'The news can’t be shown here. Please follow the link.' : 'Chưa hiện được tin. Bạn hãy mở liên kết.';
      this.#slot.after(sentence);
    }

    #drop() {
      this.#sight.disconnect();
      this.#frame?.remove();
      this.#frame = undefined;
      this.#show();
    }

    #widget() {
      return this.getAttribute('widget') || 'latest';
    }

    #isEnglish() {
      return this.getAttribute('lang') === 'en';
    }

    // As style/embed.css.
    #expected() {
      const number = (/** @type {string} */ name) => parseInt(this.getAttribute(name) ?? '', 10) || 0;
      if (number('height') > 0) return clamp(number('height'));
      const kind = this.#widget();
      if (kind === 'notice') return 147;
      const isCard = kind.startsWith('article/');
      const { width } = this.getBoundingClientRect();
      const layout = isCard ? 'list' : this.getAttribute('layout');
      const count = isCard ? 1 : number('count') > 0 ? Math.min(number('count'), 20) : 5;
      const summaries = this.getAttribute('summaries');
      const more = (isCard ? summaries !== '0' : summaries === '1') ? 40 : 0;
      const frame = isCard ? 44 : 92;
      if (layout === 'ticker') return frame + 84 + more;
      if (layout !== 'cards') return frame + count * ((width < 480 ? 106 : 84) + more);
      const columns = Math.max(Math.floor((width - 12) / 232), 1);
      return frame + Math.ceil(count / columns) * (128 + (this.getAttribute('pictures') === '0' ? 0 : 132) + more);
    }
  }

  const clamp = (/** @type {number} */ height) => Math.min(Math.max(height, 40), 4000);
  /** @type {(element: HTMLElement, rules: Record<string, string>) => void} */
  const set = (element, rules) => {
    for (const name in rules) element.style.setProperty(name, rules[name] ?? '', 'important');
  };

  if (!customElements.get(NAME)) customElements.define(NAME, PortalNews);
  const adopt = () => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[data-portal-news]'))) {
      const news = document.createElement(NAME);
      news.setAttribute('widget', link.dataset.portalNews ?? '');
      // What the page has reserved.
      if (link.style.minHeight) news.setAttribute('height', String(link.offsetHeight));
      for (const name of NAMED) if (name in link.dataset) news.setAttribute(name, link.dataset[name] ?? '');
      link.removeAttribute('data-portal-news');
      link.removeAttribute('style');
      link.replaceWith(news);
      news.append(link);
    }
  };
  adopt();
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', adopt);
})();

// The portal's news on any page, version 1: what it takes and promises stands in the README's contracts.
(() => {
  const NAME = 'portal-news';
  const OPTIONS = ['count', 'layout', 'theme', 'accent', 'pictures', 'summaries'];
  const PATIENCE = 5000;

  class PortalNews extends HTMLElement {
    static observedAttributes = ['widget', 'lang', 'height', ...OPTIONS];
    #root = this.attachShadow({ mode: 'closed' });
    #frame;
    #name;
    #timer;
    #sight;

    connectedCallback() {
      set(this, { display: 'block', position: 'relative', float: 'none', width: 'auto', 'max-height': 'none' });
      set(this, { 'min-block-size': this.#reserved() + 'px' });
      this.#sight = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.#load(), { rootMargin: '400px' });
      this.#sight.observe(this);
      addEventListener('message', this);
      addEventListener('pageshow', this);
      if (!this.#root.firstChild) this.#root.append(document.createElement('slot'));
    }

    disconnectedCallback() {
      // A frame that is moved starts anew.
      this.#drop();
      this.#sight.disconnect();
      removeEventListener('message', this);
      removeEventListener('pageshow', this);
    }

    attributeChangedCallback() {
      if (!this.#frame) return;
      this.disconnectedCallback();
      this.connectedCallback();
    }

    handleEvent({ type, persisted, source, origin, data }) {
      if (type === 'pageshow') return persisted && this.#frame?.contentWindow?.postMessage({ portal: 1, frame: this.#name, event: 'measure' }, '*');
      if (!this.#frame || source !== this.#frame.contentWindow || origin !== 'null') return;
      if (data?.portal !== 1 || data.frame !== this.#name || !Number.isFinite(data.height)) return;
      const height = Math.min(Math.max(Math.ceil(data.height), 40), 4000);
      set(this.#frame, { height: height + 'px' });
      set(this, { 'min-block-size': height + 'px' });
      if (data.event !== 'ready' || this.dataset.state === 'ready') return;
      this.#show('ready');
      this.dispatchEvent(new CustomEvent(NAME + ':ready', { bubbles: true, detail: { height } }));
    }

    #load() {
      if (this.#frame) return;
      const link = this.querySelector('a[href]');
      const site = link?.href ?? this.getAttribute('site');
      if (!site) return;
      this.#sight.disconnect();
      const lang = this.getAttribute('lang') === 'en' ? 'en/' : '';
      const widget = (this.getAttribute('widget') ?? 'latest').split('/').map(encodeURIComponent).join('/');
      const url = new URL(`/embed/v1/${lang}${widget}/`, site);
      for (const name of OPTIONS) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
      this.#name = crypto.getRandomValues(new Uint32Array(2)).join('-');
      url.hash = 'portal-' + this.#name;
      const frame = document.createElement('iframe');
      frame.title = link?.textContent.trim() || url.hostname;
      frame.sandbox = 'allow-scripts allow-popups allow-popups-to-escape-sandbox';
      frame.src = url;
      set(frame, { position: 'absolute', inset: '0', width: '100%', height: '100%', border: '0', opacity: '0' });
      this.#frame = frame;
      this.#root.append(frame);
      // A refused frame is empty and says nothing: the link stays.
      this.#timer = setTimeout(() => this.#show('refused'), PATIENCE);
    }

    #show(state) {
      clearTimeout(this.#timer);
      this.dataset.state = state;
      const isReady = state === 'ready';
      const [slot] = this.#root.children;
      this.#root.querySelector('p')?.remove();
      set(slot, { display: isReady ? 'none' : 'contents' });
      set(this.#frame, { opacity: isReady ? '1' : '0', 'pointer-events': isReady ? 'auto' : 'none' });
      if (isReady) return;
      const sentence = document.createElement('p');
      sentence.textContent = this.getAttribute('lang') === 'en' ? 'The news can’t be shown here. Please follow the link.' : 'Chưa hiện được tin. Bạn hãy mở liên kết.';
      slot.after(sentence);
    }

    #drop() {
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = this.#name = undefined;
      delete this.dataset.state;
      const [slot] = this.#root.children;
      if (slot) set(slot, { display: 'contents' });
      this.#root.querySelector('p')?.remove();
    }

    // As style/embed.css has it.
    #reserved() {
      const number = (name, otherwise) => parseInt(this.getAttribute(name) ?? otherwise, 10) || otherwise;
      const given = number('height', 0);
      if (given) return Math.min(given, 4000);
      const kind = this.getAttribute('widget') ?? 'latest';
      if (kind === 'notice') return 147;
      const isCard = kind.startsWith('article/');
      const width = this.getBoundingClientRect().width;
      const layout = isCard ? 'list' : this.getAttribute('layout');
      const count = isCard ? 1 : Math.min(Math.max(number('count', 5), 1), 20);
      const more = (this.getAttribute('summaries') ?? (isCard ? '1' : '0')) === '1' ? 40 : 0;
      const frame = isCard ? 44 : 92;
      if (layout === 'ticker') return frame + 84 + more;
      if (layout !== 'cards') return frame + count * ((width < 480 ? 106 : 84) + more);
      const columns = Math.max(Math.floor((width - 12) / 232), 1);
      return frame + Math.ceil(count / columns) * (128 + (this.getAttribute('pictures') === '0' ? 0 : 132) + more);
    }
  }

  const set = (element, rules) => {
    for (const name in rules) element.style.setProperty(name, rules[name], 'important');
  };

  // The first script of a page serves all.
  if (!customElements.get(NAME)) customElements.define(NAME, PortalNews);
  const adopt = () => {
    for (const link of document.querySelectorAll('a[data-portal-news]')) {
      const news = document.createElement(NAME);
      news.setAttribute('widget', link.dataset.portalNews || 'latest');
      for (const name of ['lang', 'height', ...OPTIONS]) if (name in link.dataset) news.setAttribute(name, link.dataset[name]);
      link.removeAttribute('data-portal-news');
      link.removeAttribute('style');
      link.replaceWith(news);
      news.append(link);
    }
  };
  adopt();
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', adopt);
})();

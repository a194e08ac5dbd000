// The page for partners, <portal-widgets>: shows what was chosen by the loader that partners use, and writes its code.

const ARTICLE = /\/tin-tuc\/(?:[^/?#]*-)?([a-z0-9]+)(?=\/?(?:[?#]|$))/;

class PortalWidgets extends HTMLElement {
  #form;
  #latest;

  connectedCallback() {
    queueMicrotask(() => this.isConnected && this.#start());
  }

  #start() {
    if (this.#form) return;
    this.#form = this.querySelector('form');
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.#later());
    this.#part('copy').addEventListener('click', ({ currentTarget }) => this.#copy(currentTarget.dataset));
    // The height that the preview has is the one to reserve before the loader is there.
    this.#part('preview').addEventListener('portal-news:ready', ({ target, detail }) => this.#write(this.#chosen(), reserved(target, detail.height)));
    const script = document.createElement('script');
    script.src = '/embed/v1/loader.js';
    document.head.append(script);
    this.#show();
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }

  /** Not at each letter: a frame is loaded each time. */
  #later() {
    clearTimeout(this.#latest);
    this.#latest = setTimeout(() => this.isConnected && this.#show(), 300);
  }

  /** The attributes of a widget; `undefined` where an article is wanted and none is named. */
  #chosen() {
    const form = new FormData(this.#form);
    const kind = form.get('kind');
    const id = ARTICLE.exec(form.get('article'))?.[1];
    const isList = kind === 'latest' || kind === 'section' || kind === 'related';
    const isCard = kind === 'article';
    for (const [name, isUsed] of Object.entries({ section: kind === 'section', article: kind === 'article' || kind === 'related', count: isList, layout: isList, pictures: isList || isCard, summaries: isList || isCard })) {
      this.querySelector(`[data-for=${name}]`).hidden = !isUsed;
    }
    const tail = { latest: '', notice: '', section: `/${form.get('section')}` }[kind] ?? (id && `/${id}`);
    if (tail === undefined) return;
    const chosen = { widget: kind + tail, lang: this.dataset.lang };
    const accent = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(form.get('accent').trim())?.[1];
    if (isList) chosen.count = Math.min(Math.max(parseInt(form.get('count'), 10) || 5, 1), 20);
    if (isList && form.get('layout') !== 'list') chosen.layout = form.get('layout');
    if (form.get('theme') !== 'auto') chosen.theme = form.get('theme');
    if (accent) chosen.accent = accent;
    if ((isList || isCard) && !form.has('pictures')) chosen.pictures = 0;
    if (isList && form.has('summaries')) chosen.summaries = 1;
    if (isCard && !form.has('summaries')) chosen.summaries = 0;
    return chosen;
  }

  #page() {
    const kind = this.#form.elements.kind.value;
    const { site, page, lang } = this.dataset;
    if (kind === 'section') return `${site}/${lang === 'en' ? 'en/' : ''}chuyen-muc/${this.#form.elements.section.value}/`;
    const found = ARTICLE.exec(this.#form.elements.article.value);
    return found && kind !== 'latest' && kind !== 'notice' ? `${site}${lang === 'en' ? '/en' : ''}${found[0]}/` : page;
  }

  #label() {
    const { kind, section } = this.#form.elements;
    const place = kind.value === 'section' ? section : kind;
    return `${place.selectedOptions[0].textContent} - ${this.dataset.name}`;
  }

  #show() {
    const chosen = this.#chosen();
    this.#part('status').textContent = chosen ? '' : this.dataset.noArticle;
    if (!chosen) return this.#part('preview').replaceChildren();
    const news = document.createElement('portal-news');
    for (const name in chosen) news.setAttribute(name, chosen[name]);
    const link = document.createElement('a');
    // Of this very server, so that a copy shows its own news.
    link.href = new URL(this.#page(), location.origin).pathname;
    link.textContent = this.#label();
    news.append(link);
    this.#part('preview').replaceChildren(news);
    this.#write(chosen, '');
  }

  #write(chosen, style) {
    if (!chosen) return;
    const { widget, ...options } = chosen;
    const quote = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt()};`);
    const attributes = Object.entries(options).map(([name, value]) => ` data-${name}="${quote(value)}"`).join('');
    this.#part('code').textContent =
      `<a href="${quote(this.#page())}" data-portal-news="${quote(widget)}"${attributes}${style}>${quote(this.#label())}</a>\n` +
      `<script async src="${this.dataset.site}/embed/v1/loader.js"></script>`;
  }

  async #copy({ done, byHand }) {
    const code = this.#part('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      this.#part('status').textContent = done;
    } catch {
      getSelection().selectAllChildren(code);
      this.#part('status').textContent = byHand;
    }
  }
}

/** A height for wide screens and one for phones, where headlines take a line more and cards stand one below the other. */
function reserved(news, height) {
  const { width } = news.getBoundingClientRect();
  const count = Number(news.getAttribute('count'));
  const layout = news.getAttribute('layout') ?? 'list';
  let [wide, narrow] = [height, height];
  if (count && layout === 'list') [wide, narrow] = width < 480 ? [height - 22 * count, height] : [height, height + 22 * count];
  if (count && layout === 'cards') {
    const rows = Math.ceil(count / Math.max(Math.floor((width - 12) / 232), 1));
    narrow = 92 + ((height - 92) / rows) * count;
  }
  return ` style="display:block;min-height:${wide === narrow ? wide + 'px' : `clamp(${wide}px,(480px - 100vw)*999,${narrow}px)`}"`;
}

customElements.define('portal-widgets', PortalWidgets);

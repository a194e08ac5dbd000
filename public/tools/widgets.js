// The page for partners, <portal-widgets>: shows what was chosen by the loader that partners use, and writes its code.

const ARTICLE = /\/tin-tuc\/(?:[^/?#]*-)?([a-z0-9]+)(?=\/?(?:[?#]|$))/;

/** @typedef {{ widget: string, lang: string } & Partial<Record<'count' | 'layout' | 'theme' | 'accent' | 'pictures' | 'summaries', string>>} Options */
/** @typedef {{ kind: HTMLSelectElement, section: HTMLSelectElement, article: HTMLInputElement }} Fields */

class PortalWidgets extends HTMLElement {
  #isStarted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #latest;

  connectedCallback() {
    queueMicrotask(() => this.isConnected && this.#start());
  }

  #start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.#later());
    this.#part('copy').addEventListener('click', () => this.#copy());
    // The height that the preview has in the end is the one to reserve before the loader is there.
    this.#part('preview').addEventListener('portal-news:ready', (event) => {
      const { target, detail } = /** @type {CustomEvent<{ height: number }>} */ (event);
      this.#write(this.#chosen(), reserved(/** @type {Element} */ (target), detail.height));
    });
    const script = document.createElement('script');
    script.src = '/embed/v1/loader.js';
    // Before the loader is there a preview would have no height, and what follows it would move twice.
    script.onload = script.onerror = () => this.isConnected && this.#show();
    document.head.append(script);
  }

  /**
   * A part that the markup always has.
   * @param {string} name
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part=${name}]`));
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector('form'));
  }

  get #fields() {
    return /** @type {Fields} */ (/** @type {unknown} */ (this.#form.elements));
  }

  /** Not at each letter: a frame is loaded each time. */
  #later() {
    clearTimeout(this.#latest);
    this.#latest = setTimeout(() => this.isConnected && this.#show(), 300);
  }

  /**
   * The attributes of a widget; `undefined` where an article is wanted and none is named.
   * @returns {Options | undefined}
   */
  #chosen() {
    const form = new FormData(this.#form);
    const value = (/** @type {string} */ name) => /** @type {string | null} */ (form.get(name)) ?? '';
    const kind = value('kind');
    const id = ARTICLE.exec(value('article'))?.[1];
    const isList = kind === 'latest' || kind === 'section' || kind === 'related';
    const isCard = kind === 'article';
    for (const [name, isUsed] of Object.entries({ section: kind === 'section', article: kind === 'article' || kind === 'related', count: isList, layout: isList, pictures: isList || isCard, summaries: isList || isCard })) {
      const part = this.querySelector(`[data-for=${name}]`);
      if (part instanceof HTMLElement) part.hidden = !isUsed;
    }
    const needsId = kind === 'article' || kind === 'related';
    if (needsId && !id) return;
    const tail = needsId ? `/${id}` : kind === 'section' ? `/${value('section')}` : '';
    /** @type {Options} */
    const chosen = { widget: kind + tail, lang: this.dataset.lang ?? '' };
    const accent = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(value('accent').trim())?.[1];
    if (isList) chosen.count = String(Math.min(Math.max(parseInt(value('count'), 10) || 5, 1), 20));
    if (isList && value('layout') !== 'list') chosen.layout = value('layout');
    if (value('theme') !== 'auto') chosen.theme = value('theme');
    if (accent) chosen.accent = accent;
    if ((isList || isCard) && !form.has('pictures')) chosen.pictures = '0';
    if (isList && form.has('summaries')) chosen.summaries = '1';
    if (isCard && !form.has('summaries')) chosen.summaries = '0';
    return chosen;
  }

  #page() {
    const { kind: { value: kind }, section, article } = this.#fields;
    const { site, page, lang } = /** @type {{ site: string, page: string, lang: string }} */ (this.dataset);
    if (kind === 'section') return `${site}/${lang === 'en' ? 'en/' : ''}chuyen-muc/${section.value}/`;
    const found = ARTICLE.exec(article.value);
    return found && kind !== 'latest' && kind !== 'notice' ? `${site}${lang === 'en' ? '/en' : ''}${found[0]}/` : page;
  }

  #label() {
    const { kind, section } = this.#fields;
    const place = kind.value === 'section' ? section : kind;
    return `${place.selectedOptions[0]?.textContent} - ${this.dataset.name}`;
  }

  #show() {
    const chosen = this.#chosen();
    this.#part('status').textContent = chosen ? '' : (this.dataset.noArticle ?? '');
    if (!chosen) return this.#part('preview').replaceChildren();
    const news = document.createElement('portal-news');
    for (const [name, value] of Object.entries(chosen)) news.setAttribute(name, value);
    const link = document.createElement('a');
    // Of this very server, so that a copy shows its own news.
    link.href = new URL(this.#page(), location.origin).pathname;
    link.textContent = this.#label();
    news.append(link);
    this.#part('preview').replaceChildren(news);
    // The loader has reserved a height for it by now, unless it did not arrive.
    this.#write(chosen, customElements.get('portal-news') ? reserved(news, news.offsetHeight) : '');
  }

  /**
   * @param {Options | undefined} chosen
   * @param {string} style
   */
  #write(chosen, style) {
    if (!chosen) return;
    const { widget, ...options } = chosen;
    const quote = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const attributes = Object.entries(options).map(([name, value]) => ` data-${name}="${quote(value)}"`).join('');
    this.#part('code').textContent =
      `<a href="${quote(this.#page())}" data-portal-news="${quote(widget)}"${attributes}${style}>${quote(this.#label())}</a>\n` +
      `<script async src="${this.dataset.site}/embed/v1/loader.js"></script>`;
  }

  async #copy() {
    const code = this.#part('code');
    const { done, byHand } = /** @type {{ done: string, byHand: string }} */ (this.#part('copy').dataset);
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      this.#part('status').textContent = done;
    } catch {
      getSelection()?.selectAllChildren(code);
      this.#part('status').textContent = byHand;
    }
  }
}

/**
 * A height for wide screens and one for phones, where headlines take a line more and cards are one below the other.
 * @param {Element} news
 * @param {number} height
 */
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

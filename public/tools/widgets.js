// The page for partners, <portal-widgets>: shows what was chosen by the loader that partners use, and writes its code.

const ARTICLE = /\/tin-tuc\/(?:[^/?#]*-)?([a-z0-9]+)(?=\/?(?:[?#]|$))/;

/** @typedef {{ widget: string, lang: string } & Partial<Record<'count' | 'layout' | 'theme' | 'accent' | 'pictures' | 'summaries', string>>} Options */
/** @typedef {{ kind: HTMLSelectElement, section: HTMLSelectElement, article: HTMLInputElement, count: HTMLInputElement, accent: HTMLInputElement }} Fields */

class PortalWidgets extends HTMLElement {
  #isStarted = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #latest;
  /**
   * Whether there is an article, by its id, once the site was asked.
   * @type {Map<string, boolean>}
   */
  #articles = new Map();

  connectedCallback() {
    queueMicrotask(() => this.isConnected && this.#start());
  }

  #start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#form.addEventListener('submit', (event) => event.preventDefault());
    this.#form.addEventListener('input', () => this.#later());
    this.#part('copy').addEventListener('click', () => this.#copy());
    // A section may have fewer stories than were asked for: the preview shows how many there is room to keep for.
    this.#part('preview').addEventListener('portal-news:ready', (event) => {
      const { target, detail } = /** @type {CustomEvent<{ height: number }>} */ (event);
      this.#write(storiesIn(/** @type {Element} */ (target), detail.height));
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

  /** The code is that of the choice at once; the preview isn't made at each letter, as it loads a frame. */
  #later() {
    this.#write();
    clearTimeout(this.#latest);
    this.#latest = setTimeout(() => this.isConnected && this.#show(), 300);
  }

  /** What is chosen has these fields; the others are hidden. */
  #arrange() {
    const kind = this.#fields.kind.value;
    const isList = kind === 'latest' || kind === 'section' || kind === 'related';
    const isCard = kind === 'article';
    for (const [name, isUsed] of Object.entries({ section: kind === 'section', article: isCard || kind === 'related', count: isList, layout: isList, pictures: isList || isCard, summaries: isList || isCard })) {
      const part = this.querySelector(`[data-for=${name}]`);
      if (part instanceof HTMLElement) part.hidden = !isUsed;
    }
    return { kind, isList, isCard, needsId: isCard || kind === 'related' };
  }

  /** The id in an address of this site. */
  #id() {
    const { value } = this.#fields.article;
    const host = URL.canParse(value) ? new URL(value).host : '';
    const isOurs = host === location.host || host === new URL(this.dataset.site ?? location.origin).host;
    return isOurs ? ARTICLE.exec(value)?.[1] : undefined;
  }

  /** The fields that are used and hold what cannot be taken. */
  #wrong() {
    const { isList, needsId } = this.#arrange();
    const { count, accent, article } = this.#fields;
    const id = this.#id();
    const isCount = /^\d+$/.test(count.value) && Number(count.value) >= 1 && Number(count.value) <= 20;
    return [
      ...(isList && !isCount ? [count] : []),
      ...(/^(#?([\da-f]{3}|[\da-f]{6}))?$/i.test(accent.value.trim()) ? [] : [accent]),
      ...(needsId && (!id || this.#articles.get(id) === false) ? [article] : []),
    ];
  }

  /** Says at each field whether it can be taken. */
  #mark() {
    const wrong = this.#wrong();
    const { count, accent, article } = this.#fields;
    for (const field of [count, accent, article]) {
      const id = `${field.id}-problem`;
      let said = this.querySelector(`#${id}`);
      if (!said) {
        said = document.createElement('span');
        said.id = id;
        said.className = 'widget-builder__problem';
        said.setAttribute('role', 'status');
        field.after(said);
      }
      const isWrong = wrong.includes(field);
      said.textContent = isWrong ? (this.dataset[`${field.name}Problem`] ?? '') : '';
      field.setAttribute('aria-invalid', String(isWrong));
      field.setAttribute('aria-describedby', id);
    }
  }

  /**
   * The attributes of a widget; `undefined` where something cannot be taken.
   * @returns {Options | undefined}
   */
  #chosen() {
    const form = new FormData(this.#form);
    const value = (/** @type {string} */ name) => /** @type {string | null} */ (form.get(name)) ?? '';
    const { kind, isList, isCard, needsId } = this.#arrange();
    if (this.#wrong().length > 0) return;
    const tail = needsId ? `/${this.#id()}` : kind === 'section' ? `/${value('section')}` : '';
    /** @type {Options} */
    const chosen = { widget: kind + tail, lang: this.dataset.lang ?? '' };
    const accent = value('accent').trim().replace('#', '');
    if (isList) chosen.count = String(Number(value('count')));
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

  async #show() {
    await this.#ask();
    if (!this.isConnected) return;
    this.#mark();
    this.#write();
    const chosen = this.#chosen();
    if (!chosen) return this.#part('preview').replaceChildren();
    const news = document.createElement('portal-news');
    for (const [name, value] of Object.entries(chosen)) news.setAttribute(name, value);
    const link = document.createElement('a');
    // Of this very server, so that a copy shows its own news.
    link.href = new URL(this.#page(), location.origin).pathname;
    link.textContent = this.#label();
    news.append(link);
    this.#part('preview').replaceChildren(news);
  }

  /** Asks the site whether there is such an article. What cannot be asked is believed. */
  async #ask() {
    const id = this.#arrange().needsId ? this.#id() : undefined;
    if (!id || this.#articles.has(id)) return;
    const folder = this.dataset.lang === 'en' ? 'en/' : '';
    const answer = await fetch(`/embed/v1/${folder}article/${id}/`, { method: 'HEAD' }).catch(() => undefined);
    if (answer) this.#articles.set(id, answer.status !== 404);
  }

  /**
   * The code of what is chosen, or none.
   * @param {number} [stories] how many there are
   */
  #write(stories) {
    const chosen = this.#chosen();
    const code = this.#part('code');
    code.textContent = chosen ? this.#code(chosen, stories) : '';
    code.parentElement?.toggleAttribute('hidden', !chosen);
    this.#part('copy').toggleAttribute('disabled', !chosen);
    this.#part('status').textContent = chosen ? '' : (this.dataset.noCode ?? '');
  }

  /**
   * @param {Options} chosen
   * @param {number} [stories]
   */
  #code(chosen, stories) {
    const { widget, ...options } = chosen;
    const quote = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const attributes = Object.entries(options).map(([name, value]) => ` data-${name}="${quote(value)}"`).join('');
    return (
      `<a href="${quote(this.#page())}" data-portal-news="${quote(widget)}"${attributes}>${quote(this.#label())}${place(chosen, stories)}</a>\n` +
      `<script async src="${this.dataset.site}/embed/v1/loader.js"></script>`
    );
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

// The heights of public/embed/v1/loader.js.
const AROUND = 92;
const rowOf = (/** @type {string | null | undefined} */ summaries) => 84 + (summaries === '1' ? 40 : 0);

/**
 * How many stories a list has, by its height; `undefined` for what is no list.
 * @param {Element} news
 * @param {number} height
 */
function storiesIn(news, height) {
  const isList = news.hasAttribute('count') && !news.hasAttribute('layout');
  const row = rowOf(news.getAttribute('summaries')) + (news.getBoundingClientRect().width < 480 ? 22 : 0);
  return isList ? Math.round((height - AROUND) / row) : undefined;
}

/**
 * What keeps the place of a widget until the loader is there: empty pictures, which no policy refuses as it does styles. Two that fit
 * beside each other on wide screens are one below the other on phones, where headlines take a line more; cards wrap as cards do.
 * @param {Options} chosen
 * @param {number} [stories]
 */
function place({ widget, count, layout, pictures, summaries }, stories = Number(count)) {
  const box = (/** @type {number} */ width, /** @type {number} */ height) => `<svg width="${width}" height="${height}"></svg>`;
  const lines = (/** @type {number} */ wide, /** @type {number} */ more) => box(240, wide) + box(239, more);
  const row = rowOf(summaries);
  let boxes = box(1, 147);
  if (widget.startsWith('article/')) boxes = lines(44 + 84 + (summaries === '0' ? 0 : 40), 22);
  else if (layout === 'ticker') boxes = box(1, AROUND + row);
  else if (layout === 'cards') boxes = box(232, row + 44 + (pictures === '0' ? 0 : 132)).repeat(stories) + '<br>' + box(1, AROUND);
  else if (count) boxes = lines(AROUND + stories * row, stories * 22);
  return `<span data-place aria-hidden="true"><br>${boxes}</span>`;
}

customElements.define('portal-widgets', PortalWidgets);

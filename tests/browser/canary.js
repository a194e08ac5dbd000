// Put first into every page of xss.mjs: notes what must never happen on it, and finds in it what could make it happen.
// @ts-check

(() => {
  /** Where the content says that it is published. */
  const SITE = 'https://portal.example';
  const MARK = 'KHONG-DUOC-CHAY';
  /** @type {string[]} */
  const found = [];
  const note = (/** @type {string} */ what) => found.push(what);
  for (const name of /** @type {const} */ (['alert', 'confirm', 'prompt', 'print', 'open', 'write'])) {
    Reflect.set(window, name, (/** @type {unknown} */ argument) => note(`${name}(${String(argument)})`));
  }
  document.write = (...text) => note(`document.write(${text.join()})`);
  document.addEventListener('securitypolicyviolation', (event) => note(`the policy forbids ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));

  const PARTS_OF_OTHERS = 'script, style, iframe, frame, object, embed, applet, base, meta, link, template, math, form, input, textarea, select, marquee, foreignObject, use, animate, set';
  /** What the site itself puts into a page's main part. */
  const OWN = '[role=search], [role=search] *, portal-search *, portal-widgets *, [data-tool] *, svg.icon *, input[readonly], select.tool-field, details[name=menu], nav *';
  const LOADS = ['src', 'srcset', 'poster', 'data', 'background', 'xlink:href', 'imagesrcset', 'manifest', 'code', 'archive', 'lowsrc', 'dynsrc'];
  const LEADS = ['href', 'action', 'formaction', 'ping', 'cite', 'longdesc'];
  const SCHEMES = ['http:', 'https:', 'mailto:', 'tel:'];

  /** @param {Element} element */
  const named = (element) => element.outerHTML.slice(0, 200);

  /**
   * @param {Document} page
   * @param {string} base
   * @param {boolean} hasForeignPictures whether pictures and files may be another's, as before an API that is
   */
  function look(page, base, hasForeignPictures) {
    const origin = new URL(base).origin;
    /** @type {string[]} */
    const faults = [];
    const fault = (/** @type {string} */ what, /** @type {Element} */ element) => faults.push(`${what}: ${named(element)}`);
    const isOwnLoad = (/** @type {string} */ address) => {
      try {
        const url = new URL(address, base);
        return url.origin === origin || (hasForeignPictures && SCHEMES.includes(url.protocol));
      } catch {
        // Of another's API, an address that no browser understands loads nothing.
        return hasForeignPictures;
      }
    };
    for (const element of page.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name)) fault(`a handler ${name}`, element);
        if (name === 'srcdoc' || name === 'formaction' || name === 'ping') fault(name, element);
        if (name === 'srcset' && !value.split(', ').every((part) => /^\S*[^\s,] \d+w$/.test(part) && isOwnLoad(part.split(' ')[0] ?? ''))) fault('srcset', element);
        else if (name !== 'srcset' && LOADS.includes(name) && !isOwnLoad(value)) fault(`loads ${name}`, element);
        if (LEADS.includes(name) || name === 'xlink:href') {
          const scheme = URL.canParse(value, base) ? new URL(value, base).protocol : 'none';
          // Of another's API, an address that no browser understands leads nowhere.
          if (!SCHEMES.includes(scheme) && !(scheme === 'none' && hasForeignPictures)) fault(`leads by ${scheme}`, element);
          const isForeign = SCHEMES.slice(0, 2).includes(scheme) && ![origin, SITE].includes(new URL(value, base).origin);
          // A picture or a file has its own way to be opened, in this tab.
          if (isForeign && element.localName === 'a' && !element.matches('[download], [data-tool=viewer]') && !/\bnoopener\b/.test(element.getAttribute('rel') ?? '')) fault('no rel', element);
          if (element.getAttribute('target') && !/\bnoopener\b/.test(element.getAttribute('rel') ?? '')) fault('target', element);
        }
      }
    }
    const main = page.querySelector('main');
    for (const element of main?.querySelectorAll(PARTS_OF_OTHERS) ?? []) if (!element.matches(OWN)) fault('no part of a page', element);
    for (const element of main?.querySelectorAll('[style], [name], svg:not(.icon, .icon *)') ?? []) if (!element.matches(OWN)) fault('no part of a page', element);
    for (const id of ['app', 'main']) if (main && page.getElementById(id) && !page.getElementById(id)?.contains(main)) faults.push(`the id ${id} is another's`);
    // What scripts read is what the browser has.
    if (!(page.body instanceof (page.defaultView ?? window).HTMLBodyElement) || typeof page.getElementById !== 'function' || typeof page.cookie !== 'string') faults.push('the document is clobbered');
    if (page.title.includes(MARK)) faults.push(`the title is ${page.title}`);
    return faults;
  }

  const asked = () => performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('canary') && !name.startsWith(location.origin)).map((name) => `asked for ${name}`);
  Reflect.set(window, 'canary', { look, faults: (/** @type {boolean} */ hasForeignPictures = false) => [...found, ...(hasForeignPictures ? [] : asked()), ...look(document, location.href, hasForeignPictures)] });
})();

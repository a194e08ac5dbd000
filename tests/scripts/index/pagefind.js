// An index that answers as Pagefind does, from what a test has put into `globalThis.pages`: the places of the words that begin
// as is asked, without marks unless they are asked for, by the order of the pages. A part named `2of3` has the second third of them.

/** Without marks; the index's own mark of the `đ` is one. */
const bare = (/** @type {string} */ text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

export function createInstance(/** @type {{ basePath: string }} */ { basePath }) {
  const [, number = 1, count = 1] = (/(\d+)of(\d+)\/$/.exec(basePath) ?? []).map(Number);
  let isExact = false;
  return {
    async options(/** @type {{ exactDiacritics?: boolean }} */ { exactDiacritics = isExact }) {
      isExact = exactDiacritics;
    },
    async preload() {},
    async search(/** @type {string} */ term, /** @type {{ filters: Record<string, string> }} */ { filters }) {
      const fold = isExact ? (/** @type {string} */ text) => text.toLowerCase() : bare;
      const [start, end] = [number - 1, number].map((part) => Math.ceil((part * globalThis.pages.length) / count));
      const results = globalThis.pages.slice(start, end).flatMap((page, order) => {
        const words = page.content.split(' ').flatMap((word, place) => (fold(word).startsWith(fold(term)) ? [place] : []));
        const isAdmitted = Object.entries(filters).every(([name, value]) => page.filters[name]?.includes(value));
        // Each part names its pages for itself.
        return words.length && isAdmitted ? [{ id: String(order), score: -order, words, data: async () => page }] : [];
      });
      return { results };
    },
  };
}

// An index that answers as Pagefind does, from what a test has put into `globalThis.pages`: the places of the words that begin
// as is asked, without marks unless they are asked for, by the order of the pages.

/** Without marks; the index's own mark of the `đ` is one. */
const bare = (/** @type {string} */ text) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

export async function createInstance() {
  let isExact = false;
  return {
    async options(/** @type {{ exactDiacritics: boolean }} */ { exactDiacritics }) {
      isExact = exactDiacritics;
    },
    async search(/** @type {string} */ term, /** @type {{ filters: Record<string, string> }} */ { filters }) {
      const fold = isExact ? (/** @type {string} */ text) => text.toLowerCase() : bare;
      const results = globalThis.pages.flatMap((page, order) => {
        const words = page.content.split(' ').flatMap((word, place) => (fold(word).startsWith(fold(term)) ? [place] : []));
        const isAdmitted = Object.entries(filters).every(([name, value]) => page.filters[name]?.includes(value));
        return words.length && isAdmitted ? [{ id: page.url, score: -order, words, data: async () => page }] : [];
      });
      return { results };
    },
  };
}

// An index that answers as Pagefind does, from what a test has put into `globalThis.pages`: every page whose text has the asked
// words, without marks unless they are asked for. Its scores are the pages' own.

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
      const asked = /^"(.*)"$/.exec(term)?.[1];
      const words = fold(asked ?? term).split(asked === undefined ? ' ' : '\n');
      const results = globalThis.pages
        .filter((page) => words.every((word) => ` ${fold(page.content)} `.includes(` ${word} `)))
        .filter((page) => Object.entries(filters).every(([name, value]) => page.filters[name]?.includes(value)))
        .map((page) => ({ id: page.url, score: page.score, data: async () => page }));
      return { results };
    },
  };
}

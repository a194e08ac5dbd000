// What tests leave on a page's window.

interface Window {
  /** The elements that were there before any script of the page ran (hydration.mjs). */
  prerendered?: Element[];
}

/** A page of the index that `scripts/index/` stands for. */
interface FakePage {
  url: string;
  filters: Record<string, string[]>;
  content: string;
}

/** All pages of that index; each test says which. */
declare var pages: FakePage[];

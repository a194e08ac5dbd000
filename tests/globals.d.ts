// What tests leave on a page's window.

interface Window {
  /** The elements that were there before any script of the page ran (hydration.mjs). */
  prerendered?: Element[];
  /** What has been seen of the page's load (bench/page-load.mjs). */
  benchVitals?: { fcp: number; lcp: number; cls: number; tasks: { start: number; ms: number }[] };
  /** Tells the benchmark something, as JSON (bench/tab.mjs). */
  tellBench?: (json: string) => void;
}

/** A page of the index that `scripts/index/` stands for. */
interface FakePage {
  url: string;
  filters: Record<string, string[]>;
  content: string;
}

/** All pages of that index; each test says which. */
declare var pages: FakePage[];

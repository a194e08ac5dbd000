// What is put before the visitors' worker when a site is published.

/** The build of the app that a worker is of: where the content API is, its document, its other files. */
declare const SHELL: {
  api: string;
  document: { path: string; bytes: number; sha256: string };
  files: { path: string; bytes: number; sha256: string }[];
};

declare const InstallEvent: { prototype: object };

// What the scripts of public/ find in a page beside the browser's own names.

interface Window {
  /** The state's counter (EMC) takes its messages from here: an array first, then an object with the same `push`. */
  _govaq?: { push(message: unknown[]): unknown };
  /** Trusted Types: not every browser has them. */
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown };
}

interface Navigator {
  /** Global Privacy Control: not every browser has it. */
  readonly globalPrivacyControl?: boolean;
}

// What a reader has to meet: by fault, kind of page and way of arriving.

/**
 * @typedef {import('../faulty-proxy.mjs').Fault | 'refused'} Fault
 * @typedef {'unreachable' | 'not-found' | 'refused' | 'busy' | 'intercepted' | 'malformed' | 'page'} Outcome
 */

/** @type {Record<string, Outcome>} */
const OF_A_DOCUMENT = {
  refused: 'unreachable',
  cut: 'unreachable',
  reset: 'unreachable',
  hang: 'unreachable',
  drip: 'unreachable',
  trickle: 'unreachable',
  'status-404': 'not-found',
  'status-410': 'not-found',
  'status-429': 'busy',
  'status-500': 'refused',
  'status-503': 'busy',
  captive: 'intercepted',
  truncated: 'malformed',
  'wrong-type': 'malformed',
  'version-2': 'malformed',
  'version-next': 'page',
  huge: 'malformed',
  'media-type': 'page',
};

export const FAULTS = /** @type {Fault[]} */ (Object.keys(OF_A_DOCUMENT));
/** An answer is under way, and the app's time limit ends it. */
export const SLOW = ['hang', 'drip', 'trickle'];
export const KINDS = /** @type {const} */ (['home', 'section', 'article', 'search', 'standing']);
/** @typedef {typeof KINDS[number]} Kind */

/**
 * What is seen when a page's document of the content API fails.
 * @param {Fault} fault
 * @param {Kind} kind
 * @param {string} engine
 * @returns {Outcome}
 */
export function outcomeOf(fault, kind, engine) {
  // It tells no script that a connection ended in the middle: the answer seems to be over.
  const outcome = OF_A_DOCUMENT[engine === 'WebKitGTK' && fault === 'reset' ? 'truncated' : fault] ?? 'page';
  // It does without its document.
  return kind === 'search' && outcome === 'not-found' ? 'page' : outcome;
}

/**
 * Heading, sentence and the one thing to do.
 * @type {Record<Exclude<Outcome, 'page'>, [heading: string, sentence: string, action: string]>}
 */
export const SCREENS = {
  unreachable: ['Chưa kết nối được', 'Chưa tải được nội dung. Bạn hãy kiểm tra kết nối mạng rồi thử lại.', 'Thử lại'],
  'not-found': ['Không tìm thấy trang', 'Địa chỉ này không có trên trang, hoặc nội dung đã được gỡ.', 'Về trang chủ'],
  refused: ['Máy chủ đang gặp sự cố', 'Máy chủ chưa trả lời được yêu cầu này. Bạn hãy thử lại sau ít phút.', 'Thử lại'],
  // The proxy says 90 seconds.
  busy: ['Máy chủ đang gặp sự cố', 'Máy chủ đang bận. Bạn hãy thử lại sau 2 phút.', 'Thử lại'],
  intercepted: ['Mạng chưa cho vào trang này', 'Mạng bạn đang dùng có thể cần đăng nhập. Bạn hãy đăng nhập rồi thử lại.', 'Thử lại'],
  malformed: ['Nội dung bị lỗi', 'Nội dung nhận được không đọc được. Lỗi này ở phía trang, không phải do bạn.', 'Thử lại'],
};

/**
 * What may be before the reader when a document fails, by fault; for any status it is `status`'s.
 * @type {Record<string, string[]>}
 */
const WITHOUT_DOCUMENT = {
  refused: ["the browser's own page"],
  cut: ["the browser's own page"],
  hang: ["the browser's own page"],
  drip: ['the page before', 'nothing'],
  status: ["the server's words", "the browser's own page"],
  captive: ["the network's page"],
  'wrong-type': ["the server's words"],
  huge: ['the page'],
  // A file to be saved.
  'media-type': ['the page before'],
};

/** @param {Fault} fault */
export const withoutDocumentOf = (fault) => WITHOUT_DOCUMENT[fault.replace(/-\d+$/, '')] ?? [];

/** The app's files, and what may become of them. Whatever it is, the page is read and left by ordinary links. */
export const APP_FILES = /** @type {const} */ (['boot', 'settings', 'glue', 'wasm']);
/** @type {import('../faulty-proxy.mjs').Fault[]} */
export const FILE_FAULTS = ['cut', 'reset', 'hang', 'drip', 'trickle', 'status-404', 'status-410', 'status-429', 'status-500', 'status-503', 'captive', 'truncated', 'wrong-type', 'media-type', 'flipped'];

/** What of the search index may fail, with what of its address. */
export const SEARCH_FILES = { script: 'pagefind\\.js', engine: 'wasm\\.', parts: 'parts\\.json', meta: '\\.pf_meta', index: '\\.pf_index', fragment: '\\.pf_fragment' };

/**
 * Browsers that lack or refuse something, or have another time: what runs before the site's scripts, and what the app makes of it.
 * @type {Record<string, [script: string, app: 'ready' | 'failed']>}
 */
export const BROWSERS = {
  'no WebAssembly': ['delete window.WebAssembly', 'failed'],
  'WebAssembly too old for the app': [
    "WebAssembly.instantiateStreaming = undefined; WebAssembly.instantiate = () => Promise.reject(new WebAssembly.CompileError('reference types'))",
    'failed',
  ],
  'storage denied': [
    "for (const name of ['localStorage', 'sessionStorage', 'caches', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } })",
    'ready',
  ],
  'storage full': ["Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }", 'ready'],
  'cookies off': [
    "Object.defineProperty(navigator, 'cookieEnabled', { get: () => false }); Object.defineProperty(document, 'cookie', { get() { throw new DOMException('denied', 'SecurityError'); } })",
    'ready',
  ],
  'clock at 1970': [clockAt('1970-01-01T00:00:00Z'), 'ready'],
  'clock at 2038': [clockAt('2038-01-19T03:14:08Z'), 'ready'],
  'clock at 2090': [clockAt('2090-06-01T00:00:00Z'), 'ready'],
};

/** @param {string} moment */
function clockAt(moment) {
  return `Date.now = () => ${Date.parse(moment)}; window.Date = class extends Date { constructor(...given) { super(...(given.length ? given : [Date.now()])); } }`;
}

// A site that fails in a way of one's choice: a proxy before it that answers what a broken network, a captive portal or
// a broken server would; all of it, or what a pattern names, for ever or so many times.

import { once } from 'node:events';
import http from 'node:http';

/**
 * @typedef {{ path: string, bytes: number, sha256: string }} EditionFile
 * @typedef {{ id: string, site: string, made_at: string, files: EditionFile[] }} Edition
 *
 * What becomes of an answer:
 *
 * - `cut`: the connection ends before it; `reset`: in the middle of it; `hang`: it never comes
 * - `drip`: its first byte, and then nothing; `trickle`: a byte now and then, without end
 * - `status-…`: that status; with 429 and 503 goes `Retry-After: 90`
 * - `captive`: a network's sign-in page instead; `truncated`: its first half, as if that were all
 * - `wrong-type`: JSON that is no such document; `version-2`: what it says, a level further in; `version-next`: with more fields and
 *   kinds of block than a reader of today knows; `huge`: 50 MB; `media-type`: as `application/octet-stream`
 * - `flipped`: one bit of it is another, which `flipAt` names as a part of its length
 *
 * @typedef {'none' | 'cut' | 'reset' | 'hang' | 'drip' | 'trickle' | `status-${number}` | 'captive' | 'truncated' | 'wrong-type' | 'version-2' | 'version-next' | 'huge' | 'media-type' | 'flipped'} Fault
 *
 * What becomes of which answers; how many were asked for and how many are over is counted.
 *
 * @typedef {{ pattern: RegExp, fault: Fault, times: number, asked: number, over: number }} Rule
 */

/** The title of a network's sign-in page. */
export const CAPTIVE_TITLE = 'Đăng nhập mạng';
const CAPTIVE = `<!doctype html><title>${CAPTIVE_TITLE}</title><p>Xin đăng nhập để dùng mạng.</p>`;
const HUGE_BYTES = 50_000_000;
const RETRY_AFTER_SECS = 90;
const TRICKLE_MS = 50;
/** Of the connection, or made anew here. */
const LEFT_OUT = ['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive', 'etag', 'last-modified'];

export class FaultyProxy {
  /**
   * What becomes of every answer.
   * @type {Fault}
   */
  fault = 'none';
  /** Where in a file `flipped` changes a bit, from 0 to 1. */
  flipAt = 0.5;
  /** @type {Map<string, (bytes: Buffer) => Buffer>} */
  changed = new Map();
  origin = '';
  /** @type {Rule[]} */
  #rules = [];
  #port = 0;
  /** Answers that are under way without an end. @type {Set<http.ServerResponse>} */
  endless = new Set();

  /** @param {string} site the origin it is before */
  constructor(site) {
    this.site = site;
    this.server = http.createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  async start() {
    // The same port again after it was refused.
    await new Promise((resolve) => this.server.listen(this.#port, '127.0.0.1', () => resolve(undefined)));
    const address = this.server.address();
    if (!address || typeof address === 'string') throw new Error('the proxy has no port');
    this.#port = address.port;
    this.origin = `http://127.0.0.1:${address.port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Every connection is refused, until it is started again. */
  async refuse() {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /**
   * Spoils the answers for addresses (path and query) that a pattern matches. The rule that was made last goes first.
   * @param {RegExp} pattern
   * @param {Fault} fault
   * @param {number} times
   */
  fail(pattern, fault, times = Infinity) {
    /** @type {Rule} */
    const rule = { pattern, fault, times, asked: 0, over: 0 };
    this.#rules.unshift(rule);
    return rule;
  }

  /** Nothing fails any longer; what was under way without an end ends. */
  lift() {
    this.breakOff();
    this.fault = 'none';
    this.#rules = [];
  }

  /** What is under way without an end ends. */
  breakOff() {
    for (const response of this.endless) response.destroy();
  }

  /** @type {((edition: Edition) => Promise<Edition> | Edition) | undefined} */
  edit;

  /**
   * Gives a file other bytes, and an edition that may say so.
   * @param {string} path
   * @param {(bytes: Buffer) => Buffer} change
   * @param {(edition: Edition) => Promise<Edition> | Edition} edit
   */
  change(path, change, edit) {
    this.changed.set(path, change);
    this.edit = edit;
  }

  /**
   * @param {string} address
   * @param {http.ServerResponse} response
   * @returns {Fault}
   */
  #faultOf(address, response) {
    const rule = this.#rules.find(({ pattern, times }) => times > 0 && pattern.test(address));
    if (!rule) return this.fault;
    rule.times -= 1;
    rule.asked += 1;
    response.on('close', () => (rule.over += 1));
    return rule.fault;
  }

  /**
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async #answer(request, response) {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const fault = this.#faultOf(request.url ?? '/', response);
    if (fault === 'cut') return void request.socket.destroy();
    if (['hang', 'drip', 'trickle'].includes(fault)) {
      this.endless.add(response);
      response.on('close', () => this.endless.delete(response));
    }
    if (fault === 'hang') return;
    if (fault === 'captive') return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(CAPTIVE);
    if (fault.startsWith('status-')) {
      const status = Number(fault.slice('status-'.length));
      const retry = status === 429 || status === 503 ? { 'Retry-After': String(RETRY_AFTER_SECS) } : {};
      return void response.writeHead(status, { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...retry }).end('{}');
    }
    const answer = await fetch(this.site + request.url, { method: request.method, headers: { 'Accept-Encoding': 'identity' }, redirect: 'manual' });
    /** @type {Buffer} */
    let body = Buffer.from(await answer.arrayBuffer());
    body = this.changed.get(path)?.(body) ?? body;
    if (path === '/kiosk/edition.json' && this.edit) body = Buffer.from(JSON.stringify(await this.edit(JSON.parse(body.toString()))));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !LEFT_OUT.includes(name)));
    if (fault === 'media-type') headers['content-type'] = 'application/octet-stream';
    // Its answers change while a test runs.
    response.writeHead(answer.status, { ...headers, 'cache-control': 'no-store' });
    await this.#send(response, body, fault);
  }

  /**
   * @param {http.ServerResponse} response
   * @param {Buffer} body
   * @param {Fault} fault
   */
  async #send(response, body, fault) {
    if (fault === 'reset') return void response.write(body.subarray(0, body.length / 2), () => response.destroy());
    if (fault === 'drip') return void response.write(body.subarray(0, 1));
    if (fault === 'trickle') return trickle(response, body);
    if (fault === 'huge') return floods(response, body);
    response.end(spoiled(body, fault, this.flipAt));
  }
}

/**
 * @param {Buffer} body
 * @param {Fault} fault
 * @param {number} flipAt
 */
function spoiled(body, fault, flipAt) {
  if (fault === 'truncated') return body.subarray(0, body.length / 2);
  if (fault === 'wrong-type') return '{"title":5,"articles":"none"}';
  if (fault === 'version-2') return JSON.stringify({ version: 2, data: JSON.parse(body.toString()) });
  if (fault === 'version-next') {
    const document = JSON.parse(body.toString());
    if (document.body) document.body.unshift({ kind: 'hologram', depth: 3 });
    return JSON.stringify({ ...document, mood: 'calm' });
  }
  if (fault !== 'flipped') return body;
  const flipped = Buffer.from(body);
  const at = Math.min(flipped.length - 1, Math.floor(flipped.length * flipAt));
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}

/**
 * The first half, then byte by byte without an end.
 * @param {http.ServerResponse} response
 * @param {Buffer} body
 */
function trickle(response, body) {
  response.write(body.subarray(0, body.length / 2));
  const drops = setInterval(() => response.write(' '), TRICKLE_MS);
  response.on('close', () => clearInterval(drops));
}

/**
 * All of it, and spaces behind it, which mean nothing in JSON, HTML and scripts.
 * @param {http.ServerResponse} response
 * @param {Buffer} body
 */
async function floods(response, body) {
  const spaces = Buffer.alloc(1_000_000, ' ');
  const closed = once(response, 'close');
  response.write(body);
  for (let sent = body.length; sent < HUGE_BYTES && !response.destroyed; sent += spaces.length) {
    if (response.write(spaces)) continue;
    // Nobody takes it any longer: nothing drains.
    await Promise.race([once(response, 'drain'), closed]);
  }
  response.end();
}

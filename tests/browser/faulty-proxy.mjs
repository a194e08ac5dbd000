// A site that fails in a way of one's choice: a proxy before it that answers what a broken network, a captive portal or
// a broken server would.

import http from 'node:http';

/**
 * @typedef {{ path: string, bytes: number, sha256: string }} EditionFile
 * @typedef {{ id: string, site: string, made_at: string, files: EditionFile[] }} Edition
 *
 * `fault` is what becomes of an answer; `change` makes other bytes of a file's.
 * @typedef {'none' | 'cut' | 'hang' | 'status-500' | 'truncated' | 'drip' | 'captive'} Fault
 */

const CAPTIVE = '<!doctype html><title>Đăng nhập mạng</title><p>Xin đăng nhập để dùng mạng.</p>';

export class FaultyProxy {
  /** @type {Fault} */
  fault = 'none';
  /** @type {Map<string, (bytes: Buffer) => Buffer>} */
  changed = new Map();
  origin = '';

  /** @param {string} site the origin it is before */
  constructor(site) {
    this.site = site;
    this.server = http.createServer((request, response) => void this.#answer(request, response).catch(() => response.destroy()));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = this.server.address();
    if (!address || typeof address === 'string') throw new Error('the proxy has no port');
    this.origin = `http://127.0.0.1:${address.port}`;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
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
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  async #answer(request, response) {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const { fault } = this;
    if (fault === 'cut') return void request.socket.destroy();
    if (fault === 'hang') return;
    if (fault === 'captive') return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(CAPTIVE);
    if (fault === 'status-500') return void response.writeHead(500).end('{}');
    const answer = await fetch(this.site + request.url, { method: request.method, headers: { 'Accept-Encoding': 'identity' }, redirect: 'manual' });
    /** @type {Buffer} */
    let body = Buffer.from(await answer.arrayBuffer());
    body = this.changed.get(path)?.(body) ?? body;
    if (path === '/kiosk/edition.json' && this.edit) body = Buffer.from(JSON.stringify(await this.edit(JSON.parse(body.toString()))));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive', 'etag', 'last-modified'].includes(name)));
    // Its answers change while a test runs.
    response.writeHead(answer.status, { ...headers, 'cache-control': 'no-store' });
    if (fault === 'truncated') return void response.end(body.subarray(0, body.length / 2));
    if (fault === 'drip') {
      response.write(body.subarray(0, 1));
      return;
    }
    response.end(body);
  }
}

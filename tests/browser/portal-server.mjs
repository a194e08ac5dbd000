// `portal serve` for a test, and a proxy in front of it for deployments that answer differently.
//
// Owns starting and stopping both on free ports; the tests make the requests.

import { spawn } from 'node:child_process';
import http from 'node:http';
import { createServer } from 'node:net';

/**
 * Starts `portal serve` on a published site and waits until it answers.
 * @param {string} site
 * @param {string[]} flags
 */
export async function startPortal(site, flags = []) {
  const binary = process.env.PORTAL_BIN ?? new URL('../../target/native/portal', import.meta.url).pathname;
  const address = `127.0.0.1:${await freePort()}`;
  const server = spawn(binary, ['serve', '--site', site, '--address', address, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (text) => {
      log = (log + text).slice(-4000);
    });
  }
  const stop = () => {
    process.off('exit', stop);
    server.kill('SIGTERM');
  };
  // A test that fails must not leave a server behind.
  process.once('exit', stop);
  await answers(`http://${address}/healthz`, server).catch((error) => {
    throw new Error(`portal serve --site ${site}: ${error.message}\n${log}`);
  });
  return { origin: `http://${address}`, stop };
}

/**
 * Starts a proxy before `origin`. `rewrite` gives the path to ask for instead of the one that was asked for; `null` is a 404.
 * What `own` gives for a path is the answer, whatever the origin has there.
 *
 * A proxy, not the browser's own interception: that would switch the browser's cache off.
 *
 * @param {string} origin
 * @param {(path: string) => string | null} rewrite
 * @param {(path: string) => { type: string, bytes: Buffer } | undefined} own
 */
export async function startProxy(origin, rewrite, own = () => undefined) {
  const upstream = new http.Agent({ keepAlive: true });
  const proxy = http.createServer((request, response) => {
    const answered = own(request.url ?? '/');
    if (answered) {
      response.writeHead(200, { 'Content-Type': answered.type, 'Content-Length': answered.bytes.length }).end(answered.bytes);
      return;
    }
    const path = rewrite(request.url ?? '/');
    if (path === null) {
      response.writeHead(404).end();
      return;
    }
    const { method, headers } = request;
    const forwarded = http.request(origin + path, { method, headers, agent: upstream }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    // The browser went away; a finished answer's connection serves the next one.
    response.on('close', () => response.writableFinished || forwarded.destroy());
    request.pipe(forwarded);
  });
  const port = await listen(proxy);
  const stop = () => {
    proxy.closeAllConnections();
    proxy.close();
    upstream.destroy();
  };
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/**
 * Lets a server of the test's own listen on a free port, and gives the port.
 * @param {import('node:net').Server} server
 * @returns {Promise<number>}
 */
export function listen(server) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error(`a server listens at ${address}`));
    });
  });
}

/** Every page is the bare shell: the site as an app that renders in the browser alone. Each page's address ends with a slash. */
export const shellOnly = (/** @type {string} */ path) => (path.split('?')[0]?.endsWith('/') ? '/app.html' : path);

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Waits until a server that was just started answers.
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 */
export async function answers(url, child) {
  const ended = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it answered`)));
  });
  ended.catch(() => {}); // once it has answered, its end is expected
  const until = Date.now() + 20_000;
  for (;;) {
    const answer = fetch(url).then((response) => response.ok, () => false);
    if (await Promise.race([answer, ended])) return;
    if (Date.now() > until) throw new Error(`no answer from ${url}`);
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 50)), ended]);
  }
}

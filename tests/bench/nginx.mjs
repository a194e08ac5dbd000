// nginx with the site and its control, as an operator has it: the parts that publish wrote, HTTPS, HTTP/2, precompressed files.
//
// Its log is what bytes are counted by: all that went over the wire, a worker's requests included.

import { execFileSync, spawn } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';

import { freePort } from '../browser/portal-server.mjs';

const PATIENCE_MS = 20_000;
const MODULES = '/etc/nginx/modules-enabled';

/**
 * @typedef {{ path: string, status: number, type: string, bytes: number }} Answer
 *
 * @typedef {object} Side
 * @property {'portal' | 'control'} name
 * @property {string} origin
 * @property {boolean} hasApp
 * @property {() => Answer[]} takeAnswers Those since it was asked last.
 */

/**
 * Starts it on free ports.
 * @param {string} folder for its own files
 * @param {string} site as published: what was generated for nginx lies beside it
 * @param {string} control
 */
export async function startNginx(folder, site, control) {
  const parts = `${site}.deploy/nginx`;
  const { certificate, key, fingerprint } = makeCertificate(folder);
  const hasBrotli = existsSync(MODULES) && readdirSync(MODULES).some((name) => name.includes('brotli-static'));
  /** @type {Side[]} */
  const sides = [];
  // Who counts the people online is beside nginx; without an answer each page would have an error.
  const counter = `127.0.0.1:${await freePort()}`;
  const [, variable] = /\$(\w+_counter)/.exec(readFileSync(`${parts}/maps.conf`, 'utf8')) ?? [];
  let servers = `server { listen ${counter}; location / { default_type application/json; return 200 '{"online":1}'; } }`;
  for (const [name, root] of /** @type {['portal' | 'control', string][]} */ ([['portal', realpathSync(site)], ['control', control]])) {
    const port = await freePort();
    const log = path.join(folder, `${name}.log`);
    servers += `
      server { listen 127.0.0.1:${port} ssl http2; root ${root}; access_log ${log} bench;
        ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_protocols TLSv1.3; ${variable ? `set $${variable} ${counter};` : ''} ${hasBrotli ? 'brotli_static on;' : ''}
        include ${parts}/server.conf; }`;
    sides.push({ name, origin: `https://127.0.0.1:${port}`, hasApp: name === 'portal', takeAnswers: reader(log) });
  }
  const main = path.join(folder, 'nginx.conf');
  writeFileSync(main, `
    ${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1;
    ${hasBrotli ? `include ${MODULES}/*brotli-static*;` : ''}
    events { worker_connections 1024; }
    http { include /etc/nginx/mime.types; include ${parts}/http.conf; include ${parts}/maps.conf;
      log_format bench escape=json '{"path":"$request_uri","status":$status,"type":"$sent_http_content_type","bytes":$bytes_sent}';
      ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
      ${servers} }`);
  const server = spawn('nginx', ['-c', main, '-e', `${folder}/error.log`], { stdio: ['ignore', 'ignore', 'inherit'] });
  const stop = () => {
    process.off('exit', stop);
    server.kill('SIGTERM');
  };
  process.once('exit', stop);
  for (const { origin } of sides) await listens(Number(new URL(origin).port), server);
  return { sides, fingerprint, compression: hasBrotli ? 'brotli' : 'gzip (nginx has no brotli: libnginx-mod-http-brotli-static)', stop };
}

/**
 * A certificate that nobody has signed, and by what a browser can be told to trust it.
 * @param {string} folder
 */
function makeCertificate(folder) {
  const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const publicKey = new X509Certificate(readFileSync(certificate)).publicKey.export({ type: 'spki', format: 'der' });
  return { certificate, key, fingerprint: createHash('sha256').update(publicKey).digest('base64') };
}

/**
 * What reads on in a log from where it was.
 * @param {string} log
 * @returns {() => Answer[]}
 */
function reader(log) {
  let read = 0;
  return () => {
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    const fresh = lines.slice(read);
    read = lines.length;
    return fresh.map((line) => JSON.parse(line));
  };
}

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} server
 */
async function listens(port, server) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until && server.exitCode === null; ) {
    const isThere = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not answer');
}

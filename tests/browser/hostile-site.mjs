// A site of content that wants to do harm, published as an editor would: what `portal check` refuses is left out, and listed.
//
// PORTAL_BIN, PORTAL_APP, PORTAL_GENERATE

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const at = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url).pathname;
const binary = process.env.PORTAL_BIN ?? at('target/native/portal');
const app = process.env.PORTAL_APP ?? at('target/app');
const generate = process.env.PORTAL_GENERATE ?? at('target/debug/generate-content');

/** Attacks are asked about one by one; then together, in as many rounds as a file can be refused for what is gone. */
const MOST_ROUNDS = 8;

/**
 * Publishes the attacks, so many in an article.
 * @param {number} inEach
 */
export async function publishHostile(inEach) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-hostile-'));
  const [content, list, site] = ['content', 'refused.txt', 'www'].map((name) => join(folder, name));
  if (!content || !list || !site) throw new Error('no folder');
  /** @type {Map<string, string>} */
  const refused = new Map();
  for (let round = 0; ; round += 1) {
    writeFileSync(list, [...refused.keys()].join('\n'));
    await run(generate, ['--out', content, '--hostile', String(round < 2 ? 1 : inEach), '--refused', list]);
    const found = await problems(content);
    if (found.length === 0 && round >= 2) break;
    for (const { file, line, message } of found) refused.set(relative(content, file), `${line ?? ''}: ${message}`);
    if (round === MOST_ROUNDS) throw new Error(`still refused: ${JSON.stringify(found.slice(0, 5))}`);
  }
  // As if nothing had asked first: whatever was not refused is published.
  await run(binary, ['publish', '--content', content, '--app', app, '--out', site, '--no-compression', '--no-share-pictures'], { maxBuffer: 2 ** 26 });
  return { site, refused, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/**
 * The attacks of a collection.
 * @param {string} collection
 * @returns {string[]}
 */
export function attacksOf(collection) {
  return JSON.parse(readFileSync(new URL(`../fixtures/xss/${collection}.json`, import.meta.url), 'utf8'));
}

/**
 * The errors that `portal check` finds.
 * @param {string} content
 * @returns {Promise<{ file: string, line: number | null, message: string, severity: string }[]>}
 */
async function problems(content) {
  const { stdout } = await run(binary, ['check', '--content', content, '--format', 'json', '--lang', 'en'], { maxBuffer: 2 ** 28 }).catch((error) => {
    if (error.stdout) return error;
    throw error;
  });
  return JSON.parse(stdout).problems.filter((/** @type {{ severity: string }} */ { severity }) => severity === 'error');
}

// The control: the same publish with every script taken out, the data of a page and what is meant for search engines included.
//
// It has only the pages that are opened: a page that was left as it is would be no control.

import { cpSync, constants, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

import { fileOf } from './site.mjs';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

/** What the publisher gives pages (`publisher/src/release/compress.rs`). */
const PAGE_QUALITY = 10;

const SCRIPT = /\s*<script\b[^>]*>[^]*?<\/script>/g;

/**
 * Makes the control of a site in a folder.
 * @param {string} site
 * @param {string} folder
 * @param {string[]} pages their addresses
 */
export async function makeControl(site, folder, pages) {
  const isWanted = (/** @type {string} */ file) => !/\.html(?:\.br|\.gz)?$/.test(file) && !['api', 'pagefind', 'share'].includes(path.relative(site, file));
  cpSync(site, folder, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: isWanted });
  await Promise.all([...new Set(pages)].map((page) => writeWithoutScripts(fileOf(site, page), fileOf(folder, page))));
}

/**
 * @param {string} from
 * @param {string} to
 */
async function writeWithoutScripts(from, to) {
  const html = readFileSync(from, 'utf8').replace(SCRIPT, '');
  if (html.includes('<script')) throw new Error(`${from}: a script is left`);
  const bytes = Buffer.from(html);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: PAGE_QUALITY, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(to, bytes);
  writeFileSync(`${to}.br`, await brotli(bytes, { params }));
  writeFileSync(`${to}.gz`, await gzip(bytes, { level: 9 }));
}

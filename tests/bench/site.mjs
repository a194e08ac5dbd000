// What is measured of a published site: one page of each kind, and the list that a reader walks through.
//
// Chosen by rules, so that the same site gives the same pages, whatever is in it.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const MONTH = /^\d{4}-\d{2}$/;

/**
 * @typedef {object} Choice
 * @property {Record<string, string>} pages A page's address by its kind.
 * @property {string[]} lists The pages of a list, each linked from those beside it.
 * @property {string[]} articles All that are linked from these.
 * @property {string[]} outsized Those of them that are many times as long as most.
 */

/** How many times as long as the article of middle size. */
const OUTSIZED = 5;

/**
 * @param {string} site
 * @returns {Choice}
 */
export function choose(site) {
  const section = liveliestSection(site);
  const lists = [section];
  for (let number = 1; existsSync(fileOf(site, `${section}trang-${number}/`)); number += 1) lists.splice(1, 0, `${section}trang-${number}/`);
  const articles = [...new Set(lists.flatMap((list) => articlesOn(readFileSync(fileOf(site, list), 'utf8'))))];
  if (articles.length === 0) throw new Error(`${site}: there is no article in ${section}`);
  const size = (/** @type {string} */ address) => statSync(fileOf(site, address)).size;
  const sorted = [...articles].sort((one, other) => size(one) - size(other) || one.localeCompare(other));
  const article = sorted[sorted.length >> 1] ?? '';
  const outsized = articles.filter((address) => size(address) > OUTSIZED * size(article));
  return { pages: { home: '/', section, article, search: '/tim-kiem/' }, lists, articles, outsized };
}

/**
 * The file of a page.
 * @param {string} site
 * @param {string} address
 */
export function fileOf(site, address) {
  return path.join(site, address, 'index.html');
}

/** The section that has had news in most months. @param {string} site */
function liveliestSection(site) {
  const folder = path.join(site, 'chuyen-muc');
  const months = (/** @type {string} */ name) => readdirSync(path.join(folder, name)).filter((entry) => MONTH.test(entry)).length;
  const [first] = readdirSync(folder).map((name) => ({ name, months: months(name) })).sort((one, other) => other.months - one.months || one.name.localeCompare(other.name));
  if (!first) throw new Error(`${site}: there is no section`);
  return `/chuyen-muc/${first.name}/`;
}

/** @param {string} html */
function articlesOn(html) {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return [...main.matchAll(/href="(\/tin-tuc\/[^"]+\/)"/g)].map(([, address = '']) => address);
}

// What was measured, as medians with their spread and their ratio to the control: Markdown to read, JSON to compare.

import { WARM } from './memory.mjs';

/**
 * @typedef {{ median: number, low: number, high: number, p95: number, values: number[] }} Figure `low` and `high` hold the middle half
 * @typedef {{ measure: string, portal?: Figure, control?: Figure, ratio?: number }} Row
 * @typedef {{ title: string, rows: Row[] }} Table
 * @typedef {{ page: string, figures: Record<string, Figure>, failed: string[] }} Lighthouse
 * @typedef {object} Results
 * @property {Record<string, string | number>} about
 * @property {(Table & { page: string, group: string })[]} loads
 * @property {Table[]} navigation
 * @property {Table[]} memory
 * @property {Lighthouse[]} lighthouse
 */

/** @param {number[]} values @returns {Figure} */
export function figure(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (/** @type {number} */ part) => {
    const place = (sorted.length - 1) * part;
    const [below = NaN, above = NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return round(below + (above - below) * (place - Math.floor(place)));
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75), p95: at(0.95), values: values.map(round) };
}

/** @param {number} value */
const round = (value) => Math.round(value * 10_000) / 10_000;

/**
 * One row a measure, of what was measured on both sides.
 * @param {string} title
 * @param {{ side: string, values: Record<string, number> }[]} measured
 * @returns {Table}
 */
function tableOf(title, measured) {
  const measures = [...new Set(measured.flatMap(({ values }) => Object.keys(values)))];
  const rows = measures.map((measure) => {
    const of = (/** @type {string} */ side) => measured.filter((one) => one.side === side).flatMap(({ values }) => values[measure] ?? []);
    return row(measure, of('portal'), of('control'));
  });
  return { title, rows: rows.filter(({ portal, control }) => isShown(portal) || isShown(control)) };
}

/** What never was is no row. @param {Figure | undefined} figure */
const isShown = (figure) => figure?.values.some((value) => value !== 0) ?? false;

/**
 * @param {string} measure
 * @param {number[]} portal
 * @param {number[]} control
 * @returns {Row}
 */
function row(measure, portal, control) {
  const [ours, theirs] = [portal, control].map((values) => (values.length > 0 ? figure(values) : undefined));
  return { measure, ...(ours && { portal: ours }), ...(theirs && { control: theirs }), ...(ours && theirs?.median && { ratio: round(ours.median / theirs.median) }) };
}

/** @param {import('./page-load.mjs').Load[]} loads */
export function tablesOfLoads(loads) {
  return groups(loads, ({ device, cache }) => `${device}, ${cache}`).flatMap(([group, ofGroup]) => groups(ofGroup, ({ page }) => page).map(([page, some]) => ({ ...tableOf(`${page}, ${group}`, some), page, group })));
}

/** @param {import('./navigation.mjs').Step[]} steps @returns {Table[]} */
export function tablesOfNavigation(steps) {
  return groups(steps, ({ cpu }) => (cpu === 1 ? 'plain' : `${cpu}× CPU`)).map(([title, some]) => ({
    title,
    rows: ['cold', 'prefetched', 'back'].flatMap((name) => {
      const of = (/** @type {string} */ side) => some.filter((one) => one.side === side && one.step === name);
      const [ours, theirs] = [of('portal'), of('control')];
      return [
        row(`${name}, ms`, ours.map(({ ms }) => ms), theirs.map(({ ms }) => ms)),
        row(`${name}, requests`, ours.map(({ requests }) => requests), theirs.map(({ requests }) => requests)),
      ];
    }),
  }));
}

/** @param {import('./memory.mjs').Sample[]} samples @returns {Table[]} */
export function tablesOfMemory(samples) {
  const tables = groups(samples, ({ navigations }) => `after ${navigations} navigations`).map(([title, some]) => tableOf(title, some));
  // A ratio of two differences, one of them of about nothing, says nothing.
  const grown = groups(samples, ({ side }) => side).flatMap(([side, some]) => {
    const [from, to] = [some.find(({ navigations }) => navigations === WARM), some.at(-1)];
    if (!from || !to || from === to) return [];
    return [{ side, values: Object.fromEntries(Object.entries(to.values).map(([name, value]) => [name, value - (from.values[name] ?? 0)])) }];
  });
  return [...tables, withoutRatios(tableOf(`growth from the ${WARM}th`, grown))];
}

/** @param {Table} table @returns {Table} */
function withoutRatios({ title, rows }) {
  return { title, rows: rows.map(({ measure, portal, control }) => ({ measure, portal, control })) };
}

/** @param {import('./lighthouse.mjs').Marks[]} marks @returns {Lighthouse[]} */
export function marksOfLighthouse(marks) {
  return groups(marks, ({ page }) => page).map(([page, some]) => {
    const names = new Set(some.flatMap(({ values }) => Object.keys(values)));
    const figures = Object.fromEntries([...names].map((name) => [name, figure(some.flatMap(({ values }) => values[name] ?? []))]));
    return { page, figures, failed: [...new Set(some.flatMap(({ failed }) => failed))] };
  });
}

/**
 * In the order they came in.
 * @template T
 * @param {T[]} all
 * @param {(one: T) => string} key
 */
function groups(all, key) {
  /** @type {Map<string, T[]>} */
  const map = new Map();
  for (const one of all) map.set(key(one), [...(map.get(key(one)) ?? []), one]);
  return [...map];
}

/** @param {Results} results */
export function markdown({ about, loads, navigation, memory, lighthouse }) {
  const parts = ['# The page benchmark', Object.entries(about).map(([name, value]) => `- ${name}: ${value}`).join('\n')];
  parts.push('Medians, in brackets the middle half of the runs. The control is the same publish with every script taken out. A time belongs to the machine and the load it was measured under; the ratio says more.');
  if (loads.length > 0) parts.push('## Pages', 'Sent: until the app is ready, in the control until the page is loaded; *later* is what follows by itself, the visitors\' worker above all.');
  for (const [group, tables] of groups(loads, ({ group }) => group)) parts.push(`### ${group}`, timesText(tables), sentText(tables));
  for (const [title, tables] of /** @type {[string, Table[]][]} */ ([['Navigation, click to painted', navigation], ['Memory', memory]])) {
    if (tables.length === 0) continue;
    parts.push(`## ${title}`);
    for (const table of tables) parts.push(`### ${table.title}`, tableText(table));
  }
  if (lighthouse.length > 0) parts.push('## Lighthouse, the portal', lighthouseText(lighthouse));
  return `${parts.join('\n\n')}\n`;
}

/** What is seen when, the pages side by side: ours, the control, the ratio. @param {Results['loads']} tables */
function timesText(tables) {
  const names = measures(tables).filter((name) => !isSent(name));
  const lines = names.map((name) => [name, ...tables.flatMap(({ rows }) => {
    const { portal, control, ratio } = rows.find(({ measure }) => measure === name) ?? {};
    return [spread(portal), spread(control), name === 'CLS' || ratio === undefined ? '' : ratio.toFixed(2)];
  })]);
  return grid([['', ...tables.flatMap(({ page }) => [page, 'control', 'ratio'])], ...lines]);
}

/** What is sent, in kB and requests: ours, the control. @param {Results['loads']} tables */
function sentText(tables) {
  const names = measures(tables).filter((name) => name.endsWith(', kB')).map((name) => name.slice(0, -', kB'.length));
  const lines = names.map((name) => [name, ...tables.flatMap(({ rows }) => {
    const of = (/** @type {'portal' | 'control'} */ side) => {
      const [bytes, requests] = ['kB', 'requests'].map((unit) => rows.find(({ measure }) => measure === `${name}, ${unit}`)?.[side]?.median);
      return requests ? `${short(bytes)} kB, ${short(requests)}` : '–';
    };
    return [of('portal'), of('control')];
  })]);
  const filled = lines.filter(([, ...cells]) => cells.some((cell) => cell !== '–'));
  return grid([['kB, requests', ...tables.flatMap(({ page }) => [page, 'control'])], ...filled]);
}

/** @param {Table[]} tables */
const measures = (tables) => [...new Set(tables.flatMap(({ rows }) => rows.map(({ measure }) => measure)))].sort((one, other) => placeOf(one) - placeOf(other));

/** As in `MEASURES`, all others as they come. @param {string} measure */
const placeOf = (measure) => MEASURES.findIndex((name) => measure.startsWith(name));

/** How measures' names begin, in the order they are written in. */
const MEASURES = ['FCP', 'LCP', 'CLS', 'TBT', 'main', 'hydrated', 'document', 'script', 'wasm', 'font', 'image', 'data', 'other', 'sent,', 'sent later'];

/** @param {string} measure */
const isSent = (measure) => measure.endsWith(', kB') || measure.endsWith(', requests');

/** @param {string[][]} lines the head first */
export function grid([head = [], ...lines]) {
  return [head, head.map((_, place) => (place === 0 ? '---' : '---:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {Table} table */
function tableText({ title, rows }) {
  const hasP95 = /plain|CPU/.test(title);
  const head = ['', 'portal', 'control', 'ratio', ...(hasP95 ? ['p95: portal', 'control'] : [])];
  const lines = rows.map(({ measure, portal, control, ratio }) => [measure, spread(portal), spread(control), ratio === undefined ? '' : ratio.toFixed(2), ...(hasP95 ? [short(portal?.p95), short(control?.p95)] : [])]);
  return grid([head, ...lines]);
}

/** @param {Lighthouse[]} marks */
function lighthouseText(marks) {
  const names = [...new Set(marks.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = marks.map(({ page, figures, failed }) => [page, ...names.map((name) => spread(figures[name])), failed.join(', ')]);
  return grid([['', ...names, 'not passed'], ...lines]);
}

/** @param {Figure | undefined} figure */
export function spread(figure) {
  if (!figure) return '–';
  const { median, low, high } = figure;
  return short(low) === short(high) ? short(median) : `${short(median)} (${short(low)}–${short(high)})`;
}

/** @param {number | undefined} value */
function short(value) {
  if (value === undefined) return '–';
  if (value !== 0 && Math.abs(value) < 1) return value.toFixed(Math.abs(value) < 0.1 ? 3 : 2);
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 100 ? 1 : 0);
}

// What a display's worker remembers between events. Two entries take turns, so that one which the mains cut short leaves the one before.

import { ignore, json } from './files.js';
import { STATE, WORKER } from './surface.js';

/**
 * @typedef {{ id: string, site: string, made_at: string, taken_at: number }} Named
 * @typedef {{ at: number, reason: string, id: string | null }} Fault
 *
 * `seq` counts the writes; `filling` is the edition of which some files are there.
 * @typedef {{
 *   seq: number, current: Named | null, staged: Named | null, previous: Named | null, filling: string | null,
 *   contact_at: number | null, clock_offset_ms: number | null, failures: number, next_at: number,
 *   refusals: Fault[], last_fault: Fault | null,
 * }} State
 */

/** @type {State} */
export const NOTHING = {
  seq: 0,
  current: null,
  staged: null,
  previous: null,
  filling: null,
  contact_at: null,
  clock_offset_ms: null,
  failures: 0,
  next_at: 0,
  refusals: [],
  last_fault: null,
};

const entry = (/** @type {number} */ seq) => `${WORKER}state-${seq % 2}`;

/** @returns {Promise<State>} */
export async function read() {
  const cache = await caches.open(STATE);
  const load = (/** @type {number} */ seq) =>
    cache
      .match(entry(seq))
      .then((kept) => kept?.json())
      .catch(ignore);
  const [even, odd] = await Promise.all([load(0), load(1)]);
  return { ...NOTHING, ...((odd?.seq ?? 0) > (even?.seq ?? 0) ? odd : even) };
}

/** @type {Promise<unknown>} */
let lastUpdate = Promise.resolve();

/**
 * Changes the state in one write; one change at a time.
 * @param {(state: State) => void} change
 */
export function update(change) {
  const write = async () => {
    const state = await read();
    change(state);
    state.seq += 1;
    await (await caches.open(STATE)).put(entry(state.seq), json(state));
  };
  const writing = lastUpdate.then(write, write);
  lastUpdate = writing;
  return writing;
}

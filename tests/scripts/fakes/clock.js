// A clock for scripts that wait.

/** A clock whose timers ring only when it is moved. */
export class FakeClock {
  now = Date.parse('2026-11-26T09:00:00+07:00');
  /** @type {Map<number, { at: number, ring: () => void }>} */
  #timers = new Map();
  #last = 0;

  setTimeout = (/** @type {() => void} */ ring, ms = 0) => {
    this.#last += 1;
    this.#timers.set(this.#last, { at: this.now + ms, ring });
    return this.#last;
  };

  /** @param {() => void} ring @param {number} ms */
  setInterval = (ring, ms) => {
    const again = () => {
      this.setTimeout(again, ms);
      ring();
    };
    return this.setTimeout(again, ms);
  };

  clearTimeout = (/** @type {number} */ timer) => void this.#timers.delete(timer);

  /** The page that set them is gone. */
  clear() {
    this.#timers.clear();
  }

  /** @param {number} ms */
  async advance(ms) {
    const end = this.now + ms;
    for (;;) {
      await settle();
      const next = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
      if (!next) break;
      const [timer, { at, ring }] = next;
      this.#timers.delete(timer);
      this.now = Math.max(this.now, at);
      ring();
    }
    this.now = end;
    await settle();
  }
}

/** Lets everything happen that waits for no clock: all of it takes turns of the event loop, and no other thread. */
export async function settle() {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Gives one turn in each round of the event loop, in the order in which they were asked for: between two of them everybody else's sockets
 * and timers are served.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isDue = false;

  /** Resolves when it is the caller's turn. */
  next(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    this.#giveSoon();
    return promise;
  }

  #giveSoon(): void {
    if (this.#isDue || this.#waiting.length === 0) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#waiting.shift()?.();
      this.#giveSoon();
    });
  }
}

/** Octets that a connection may bring in each period without waiting: who says little never waits for those who say much. */
const free = 16_384;
const periodMilliseconds = 1000;

/** Octets of a turn: about 2 ms of plain routes, 10 ms of what has to be decoded. */
const turn = 65_536;

/** What one connection may bring before it has to wait for its turn. */
export class Allowance {
  readonly #turns: Turns;
  readonly #now: () => number;
  #left = 0;
  #periodBegan = Number.NEGATIVE_INFINITY;

  /** `now` is milliseconds of any clock. */
  constructor(turns: Turns, now: () => number = () => performance.now()) {
    this.#turns = turns;
    this.#now = now;
  }

  /** Takes note of octets that were dealt with, and gives what to wait for before the next, if anything. */
  spend(octets: number): Promise<void> | null {
    this.#left -= octets;
    return this.#left > 0 ? null : this.#renew();
  }

  #renew(): Promise<void> | null {
    const now = this.#now();
    if (now - this.#periodBegan < periodMilliseconds) {
      this.#left = turn;
      return this.#turns.next();
    }
    this.#periodBegan = now;
    this.#left = free;
    return null;
  }
}

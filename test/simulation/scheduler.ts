import type { Random } from '../fuzz/random.ts';

/** Lets several processes take turns at the table, in an order that only chance decides. */
export class Scheduler {
  readonly #random: Random;
  readonly #waiting: (() => void)[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Resolves when it is the caller's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Gives some turns, and leaves who waits waiting. */
  async give(turns: number): Promise<void> {
    for (let left = turns; left > 0; left -= 1) {
      await macrotask();
      const [next] = this.#waiting.splice(this.#random.below(this.#waiting.length), 1);
      next?.();
    }
  }

  /** Gives turns until all the tasks have ended. */
  async run<Result>(tasks: readonly Promise<Result>[]): Promise<Result[]> {
    let left = tasks.length;
    const ended = tasks.map((task) => task.finally(() => left--));
    const results = Promise.all(ended);
    // Told below; until then it must not pass for a rejection that nobody handles.
    results.catch(() => undefined);
    while (left > 0) await this.give(1);
    return results;
  }
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

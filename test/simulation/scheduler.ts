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
  async run(tasks: readonly Promise<unknown>[]): Promise<void> {
    let left = tasks.length;
    const failures: unknown[] = [];
    for (const task of tasks) {
      task.then(
        () => left--,
        (error) => {
          left--;
          failures.push(error);
        },
      );
    }
    while (left > 0) await this.give(1);
    if (failures.length > 0) throw failures[0];
  }
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

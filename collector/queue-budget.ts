/**
 * The octets that wait to be published, of all routers. The less of the budget is free, the less one of them may have waiting: a lone one
 * all that it is allowed, thousands that dump at once a record or so each.
 */
export class QueueBudget {
  readonly #most: number;
  #used = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Octets; negative ones are given back. */
  use(octets: number): void {
    this.#used += octets;
  }

  get free(): number {
    return Math.max(0, this.#most - this.#used);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';

/** Holds back who uses more capacity units a second than it may. */
export class Pace {
  readonly #unitsPerSecond: number;
  #paidUntil = performance.now();

  constructor(unitsPerSecond: number) {
    this.#unitsPerSecond = unitsPerSecond;
  }

  /** Resolves when units that were used are paid for with time. */
  async used(units: number): Promise<void> {
    this.#paidUntil = Math.max(this.#paidUntil, performance.now()) + (units / this.#unitsPerSecond) * 1000;
    const wait = this.#paidUntil - performance.now();
    if (wait > 0) await sleep(wait);
  }
}

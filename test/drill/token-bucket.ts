/** So much a second, and at the most what a second gives at once. */
export class TokenBucket {
  readonly #rate: number;
  #left: number;
  #filledAt = performance.now();

  constructor(rate: number) {
    this.#rate = rate;
    this.#left = rate;
  }

  /** False where there is not enough; then nothing is taken. */
  take(amount: number): boolean {
    const now = performance.now();
    this.#left = Math.min(this.#rate, this.#left + ((now - this.#filledAt) * this.#rate) / 1000);
    this.#filledAt = now;
    // What is larger than the bucket goes through a full one.
    if (this.#left < Math.min(amount, this.#rate)) return false;
    this.#left -= amount;
    return true;
  }
}

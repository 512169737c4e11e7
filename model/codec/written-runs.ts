import { hashOf } from '#protocol/bytes/hash.ts';

/** Runs of octets in a buffer that only grows, found again by what they hold. */
export class WrittenRuns {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  /** The last run of each hash, and of each run the one of the same hash before it. */
  readonly #lastOfHash = new Map<number, number>();
  readonly #before: number[] = [];
  #hash = 0;

  /** Index of a run that holds the same octets as those from `start` to `end`, or -1. */
  indexOf(octets: Uint8Array, start: number, end: number): number {
    this.#hash = hashOf(octets, start, end);
    let index = this.#lastOfHash.get(this.#hash) ?? -1;
    while (index >= 0 && !this.#isSame(octets, index, start, end)) index = this.#before[index] ?? -1;
    return index;
  }

  /** Adds the run that was last looked for, and gives its index. */
  add(start: number, end: number): number {
    const index = this.#starts.length;
    this.#starts.push(start);
    this.#ends.push(end);
    this.#before.push(this.#lastOfHash.get(this.#hash) ?? -1);
    this.#lastOfHash.set(this.#hash, index);
    return index;
  }

  #isSame(octets: Uint8Array, index: number, start: number, end: number): boolean {
    const known = this.#starts[index] ?? 0;
    if ((this.#ends[index] ?? 0) - known !== end - start) return false;
    for (let at = start; at < end; at++) if (octets[at] !== octets[known + at - start]) return false;
    return true;
  }
}

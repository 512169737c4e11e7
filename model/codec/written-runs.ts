import { hashOf } from '#protocol/bytes/hash.ts';

const smallest = 256;

/** Runs of octets in a buffer that only grows, found again by what they hold: a hash table with open addressing. */
export class WrittenRuns {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #hashes: number[] = [];
  /** Index of a run plus one, at its hash or behind; 0 where there is none. At most half of it is taken. */
  #slots = new Uint32Array(smallest);
  #hash = 0;

  /** Index of a run that holds the same octets as those from `start` to `end`, or -1. */
  indexOf(octets: Uint8Array, start: number, end: number): number {
    this.#hash = hashOf(octets, start, end);
    const mask = this.#slots.length - 1;
    for (let at = this.#hash & mask; ; at = (at + 1) & mask) {
      const index = (this.#slots[at] ?? 0) - 1;
      if (index < 0 || this.#isSame(octets, index, start, end)) return index;
    }
  }

  /** Adds the run that was last looked for, and gives its index. */
  add(start: number, end: number): number {
    const index = this.#starts.length;
    this.#starts.push(start);
    this.#ends.push(end);
    this.#hashes.push(this.#hash);
    if (2 * this.#starts.length > this.#slots.length) this.#grow();
    else this.#place(index);
    return index;
  }

  #place(index: number): void {
    const mask = this.#slots.length - 1;
    let at = (this.#hashes[index] ?? 0) & mask;
    while (this.#slots[at] !== 0) at = (at + 1) & mask;
    this.#slots[at] = index + 1;
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    for (let index = 0; index < this.#starts.length; index++) this.#place(index);
  }

  #isSame(octets: Uint8Array, index: number, start: number, end: number): boolean {
    if (this.#hashes[index] !== this.#hash) return false;
    const known = this.#starts[index] ?? 0;
    if ((this.#ends[index] ?? 0) - known !== end - start) return false;
    for (let at = start; at < end; at++) if (octets[at] !== octets[known + at - start]) return false;
    return true;
  }
}

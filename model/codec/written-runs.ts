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

/** FNV-1a over words of four octets, 30 bits: what V8 holds without a box. */
function hashOf(octets: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ wordAt(octets, at), 0x01000193);
  for (; at < end; at++) hash = Math.imul(hash ^ (octets[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fffffff;
}

const wordAt = (octets: Uint8Array, at: number): number =>
  (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8) | ((octets[at + 2] ?? 0) << 16) | ((octets[at + 3] ?? 0) << 24);

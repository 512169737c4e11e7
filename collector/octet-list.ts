/** Below this a call of `set` costs more than the octets. */
const short = 32;

const leastMemory = 1024;

/** Octets put one behind the other; the memory is used again after each `take`. */
export class OctetList {
  #octets = new Uint8Array(leastMemory);
  #length = 0;

  add(octets: Uint8Array, start = 0, end = octets.length): void {
    const length = this.#length + end - start;
    if (length > this.#octets.length) this.#grow(length);
    if (end - start > short) this.#octets.set(octets.subarray(start, end), this.#length);
    else for (let at = start; at < end; at++) this.#octets[this.#length + at - start] = octets[at] ?? 0;
    this.#length = length;
  }

  /** A view of all there is, good until the next `add`. */
  take(): Uint8Array {
    const taken = this.#octets.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** Lets go of what memory it has grown to; what was taken stays as it is. */
  shrink(): void {
    if (this.#octets.length > leastMemory) this.#octets = new Uint8Array(leastMemory);
  }

  #grow(wanted: number): void {
    const larger = new Uint8Array(Math.max(wanted, this.#octets.length * 2));
    larger.set(this.#octets);
    this.#octets = larger;
  }
}

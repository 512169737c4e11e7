/** Octets put one behind the other; the memory is used again after each `take`. */
export class OctetList {
  #octets = new Uint8Array(1024);
  #length = 0;

  add(octets: Uint8Array): void {
    const end = this.#length + octets.length;
    if (end > this.#octets.length) this.#grow(end);
    copy(octets, this.#octets, this.#length);
    this.#length = end;
  }

  /** A view of all there is, good until the next `add`. */
  take(): Uint8Array {
    const taken = this.#octets.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(wanted: number): void {
    const larger = new Uint8Array(Math.max(wanted, this.#octets.length * 2));
    larger.set(this.#octets);
    this.#octets = larger;
  }
}

/** Below this a call of `set` costs more than the octets. */
const short = 32;

function copy(from: Uint8Array, to: Uint8Array, start: number): void {
  if (from.length > short) to.set(from, start);
  else for (let at = 0; at < from.length; at++) to[start + at] = from[at] ?? 0;
}

/** Octets of a file as they arrive. Views that were taken stay as they are: nothing is overwritten. */
export class OctetBuffer {
  #octets: Uint8Array = new Uint8Array(0);
  #position = 0;
  #offset = 0;
  /** Octets yet to come that nobody wants. */
  #unwanted = 0;

  /** Place in the file of the next octet. */
  get offset(): number {
    return this.#offset;
  }

  /** Octets that arrived and were not taken. */
  get buffered(): number {
    return this.#octets.length - this.#position;
  }

  /** Is something still to come of what was skipped? */
  get isSkipping(): boolean {
    return this.#unwanted > 0;
  }

  push(chunk: Uint8Array): void {
    const skipped = Math.min(this.#unwanted, chunk.length);
    this.#unwanted -= skipped;
    const wanted = new Uint8Array(chunk.buffer, chunk.byteOffset + skipped, chunk.length - skipped);
    this.#octets = this.buffered === 0 ? wanted : joined(this.#octets.subarray(this.#position), wanted);
    this.#position = 0;
  }

  /** The next octets, or null until all of them are here. */
  peek(length: number): Uint8Array | null {
    return length > this.buffered ? null : this.#octets.subarray(this.#position, this.#position + length);
  }

  take(length: number): Uint8Array | null {
    const octets = this.peek(length);
    if (octets !== null) this.skip(length);
    return octets;
  }

  /** Passes over octets, whether they are here or yet to come. */
  skip(length: number): void {
    const here = Math.min(length, this.buffered);
    this.#position += here;
    this.#unwanted += length - here;
    this.#offset += length;
  }
}

export function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

export const viewOf = (octets: Uint8Array): DataView =>
  new DataView(octets.buffer, octets.byteOffset, octets.byteLength);

/** Big-endian; octets that are not there count as zero. */
export const unsigned16 = (octets: Uint8Array, at: number): number => ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);

export const unsigned32 = (octets: Uint8Array, at: number): number =>
  unsigned16(octets, at) * 0x10000 + unsigned16(octets, at + 2);

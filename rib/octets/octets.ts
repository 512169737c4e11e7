/** Stored octets that cannot be what we wrote: cut off or damaged. */
export class DamageError extends Error {
  override name = 'DamageError';
  readonly reason: string;
  /** Octets from the start, or within the compressed body. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`${reason} at octet ${offset}`);
    this.reason = reason;
    this.offset = offset;
  }
}

/** Stored octets of a version that this reader does not know: sound, as far as it can tell, and not to be given up. */
export class VersionError extends Error {
  override name = 'VersionError';

  constructor(found: number, known: number) {
    super(`version ${found} is not known; ${known} is`);
  }
}

const continuation = 0x80;
const longestVarint = 8;
const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

/** Grows as it is written to. Integers are LEB128, up to 2^53 - 1; signed ones are zigzagged. */
export class OctetWriter {
  #octets = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  octet(value: number): void {
    this.#reserve(1);
    this.#octets[this.#length++] = value;
  }

  unsigned(value: number): void {
    let rest = value;
    this.#reserve(longestVarint);
    while (rest >= continuation) {
      this.#octets[this.#length++] = (rest % continuation) | continuation;
      rest = Math.floor(rest / continuation);
    }
    this.#octets[this.#length++] = rest;
  }

  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  octets(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#octets.set(value, this.#length);
    this.#length += value.length;
  }

  sized(value: Uint8Array): void {
    this.unsigned(value.length);
    this.octets(value);
  }

  text(value: string): void {
    this.sized(utf8Encoder.encode(value));
  }

  finish(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#octets.length) return;
    const grown = new Uint8Array(Math.max(this.#octets.length * 2, this.#length + count));
    grown.set(this.#octets.subarray(0, this.#length));
    this.#octets = grown;
  }
}

/** Reads what `OctetWriter` wrote; every length is checked against what is left before it is used. */
export class OctetReader {
  readonly #octets: Uint8Array;
  #offset = 0;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get offset(): number {
    return this.#offset;
  }

  get remaining(): number {
    return this.#octets.length - this.#offset;
  }

  octet(): number {
    const value = this.#octets[this.#offset];
    if (value === undefined) throw this.error('cut off');
    this.#offset += 1;
    return value;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < longestVarint; count += 1) {
      const octet = this.octet();
      value += (octet % continuation) * scale;
      if (octet < continuation) return this.#safe(value);
      scale *= continuation;
    }
    throw this.error('integer too long');
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view, not a copy. */
  octets(count: number): Uint8Array {
    if (count > this.remaining) throw this.error('length beyond the end');
    this.#offset += count;
    return this.#octets.subarray(this.#offset - count, this.#offset);
  }

  sized(): Uint8Array {
    return this.octets(this.unsigned());
  }

  text(): string {
    const octets = this.sized();
    try {
      return utf8Decoder.decode(octets);
    } catch {
      throw this.error('text is not UTF-8');
    }
  }

  /** A number of things to follow, each of at least `atLeast` octets. */
  count(atLeast: number): number {
    const count = this.unsigned();
    if (count * atLeast > this.remaining) throw this.error('count beyond the end');
    return count;
  }

  error(reason: string): DamageError {
    return new DamageError(reason, this.#offset);
  }

  #safe(value: number): number {
    if (!Number.isSafeInteger(value)) throw this.error('integer too large');
    return value;
  }
}

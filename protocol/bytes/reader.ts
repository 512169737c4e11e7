import { DecodeError } from '../errors.ts';

/**
 * Bounded cursor over octets in network byte order. Every read is checked before it is done and throws DecodeError at the
 * absolute offset. Sub-readers share the memory and know their place in the whole.
 */
export class Reader {
  readonly #octets: Uint8Array;
  readonly #base: number;
  readonly #end: number;
  #position: number;

  private constructor(octets: Uint8Array, base: number, position: number, end: number) {
    this.#octets = octets;
    this.#base = base;
    this.#position = position;
    this.#end = end;
  }

  /** `base` is the absolute offset of the first octet. */
  static over(octets: Uint8Array, base = 0): Reader {
    return new Reader(octets, base, 0, octets.length);
  }

  /** Absolute offset of the next octet. */
  get offset(): number {
    return this.#base + this.#position;
  }

  get remaining(): number {
    return this.#end - this.#position;
  }

  u8(): number {
    return this.#at(this.#advance(1));
  }

  u16(): number {
    const at = this.#advance(2);
    return (this.#at(at) << 8) | this.#at(at + 1);
  }

  /** 24 bits. */
  u24(): number {
    const at = this.#advance(3);
    return (this.#at(at) << 16) | (this.#at(at + 1) << 8) | this.#at(at + 2);
  }

  u32(): number {
    const at = this.#advance(4);
    return ((this.#at(at) << 24) | (this.#at(at + 1) << 16) | (this.#at(at + 2) << 8) | this.#at(at + 3)) >>> 0;
  }

  u64(): bigint {
    const high = BigInt(this.u32());
    return (high << 32n) | BigInt(this.u32());
  }

  /** The next octet without taking it. */
  peek(): number {
    const position = this.#advance(1);
    this.#position = position;
    return this.#at(position);
  }

  /** A view of the next octets, not a copy. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#octets.subarray(start, start + length);
  }

  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  /** A view of all that is left; the reader stays where it is. */
  peekRest(): Uint8Array {
    return this.#octets.subarray(this.#position, this.#end);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** A reader of the next `length` octets alone; this one goes on behind them. */
  sub(length: number): Reader {
    const start = this.#advance(length);
    return new Reader(this.#octets, this.#base, start, start + length);
  }

  /** A second reader of what is left; this one stays where it is. */
  fork(): Reader {
    return new Reader(this.#octets, this.#base, this.#position, this.#end);
  }

  fail(reason: string): never {
    throw new DecodeError(reason, this.offset);
  }

  expectEnd(): void {
    if (this.#position !== this.#end) this.fail(`${this.remaining} octets too many`);
  }

  #at(position: number): number {
    return this.#octets[position] ?? 0;
  }

  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) this.fail(`${length} octets wanted, ${this.#end - start} left`);
    this.#position = start + length;
    return start;
  }
}

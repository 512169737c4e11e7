import { EncodeError } from '../errors.ts';

/** Growing buffer in network byte order. `fork` reserves a length field, `join` fills it with what was written since. */
export class Writer {
  #octets: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#octets = new Uint8Array(capacity);
    this.#view = new DataView(this.#octets.buffer);
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, inRange(value, 0xff));
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, inRange(value, 0xffff));
    return this;
  }

  /** 24 bits. */
  u24(value: number): this {
    const at = this.#grow(3);
    this.#view.setUint16(at, inRange(value, 0xffffff) >>> 8);
    this.#view.setUint8(at + 2, value & 0xff);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, inRange(value, 0xffffffff));
    return this;
  }

  u64(value: bigint): this {
    const at = this.#grow(8);
    this.#view.setBigUint64(at, value);
    return this;
  }

  bytes(octets: Uint8Array): this {
    const at = this.#grow(octets.length);
    this.#octets.set(octets, at);
    return this;
  }

  zeros(length: number): this {
    const at = this.#grow(length);
    this.#octets.fill(0, at, this.#length);
    return this;
  }

  /** Reserves a length field of 1, 2 or 4 octets and gives its place. */
  fork(width: LengthWidth): number {
    return this.#grow(width);
  }

  /** Fills the length field at `mark` with the count of octets behind it. */
  join(mark: number, width: LengthWidth): this {
    return this.patch(mark, width, this.#length - mark - width);
  }

  patch(mark: number, width: LengthWidth, value: number): this {
    if (width === 1) this.#view.setUint8(mark, inRange(value, 0xff));
    else if (width === 2) this.#view.setUint16(mark, inRange(value, 0xffff));
    else this.#view.setUint32(mark, inRange(value, 0xffffffff));
    return this;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#octets.slice(0, this.#length);
  }

  /** Makes room and gives its place; it may replace the buffer, so call it before touching that. */
  #grow(length: number): number {
    const start = this.#length;
    this.#length += length;
    if (this.#length > this.#octets.length) this.#reallocate();
    return start;
  }

  #reallocate(): void {
    const larger = new Uint8Array(Math.max(this.#length, this.#octets.length * 2));
    larger.set(this.#octets);
    this.#octets = larger;
    this.#view = new DataView(larger.buffer);
  }
}

type LengthWidth = 1 | 2 | 4;

function inRange(value: number, maximum: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= maximum) return value;
  throw new EncodeError(`${value} does not fit a field of 0..${maximum}`);
}

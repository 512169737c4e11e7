import { FramingError } from '../errors.ts';

/** One whole BMP message, header included. */
export interface Frame {
  /** Absolute offset of its first octet in the stream. */
  offset: number;
  version: 3 | 4;
  typeCode: number;
  /** A view of a pushed chunk where the message lay in one. */
  bytes: Uint8Array;
}

export interface FramerOptions {
  /** Octets; a longer message is a FramingError. */
  maxMessageLength?: number;
  startOffset?: number;
}

export const defaultMaxMessageLength = 1024 * 1024;
export const bmpHeaderLength = 6;

/**
 * Cuts a byte stream into BMP messages (RFC 7854 §4.1), however it arrives. Pushed chunks belong to the framer: frames are
 * views of them. What it holds is at most one message's octets, in a buffer that grows as they arrive, plus what was
 * pushed and not yet taken. After a FramingError it is of no more use.
 */
export class Framer {
  readonly #maximum: number;
  readonly #chunks: Uint8Array[] = [];
  /** The message that spans chunks, as far as it came. */
  #partial = new Uint8Array(0);
  #partialLength = 0;
  #chunk: Uint8Array = new Uint8Array(0);
  #position = 0;
  #offset: number;
  #buffered = 0;

  constructor(options: FramerOptions = {}) {
    this.#maximum = options.maxMessageLength ?? defaultMaxMessageLength;
    this.#offset = options.startOffset ?? 0;
  }

  /** Octets pushed that are not yet part of a returned frame. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Absolute offset of the next frame. */
  get offset(): number {
    return this.#offset;
  }

  /** Views of a node Buffer would be Buffers, whose `slice` copies nothing: frames are plain arrays whatever is pushed. */
  push(chunk: Uint8Array): void {
    this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    this.#buffered += chunk.length;
  }

  /** The next whole message, or null until more is pushed. Throws FramingError as soon as its header is in. */
  next(): Frame | null {
    while (this.#position < this.#chunk.length || this.#nextChunk()) {
      const frame = this.#partialLength === 0 ? this.#fromChunk() : this.#fromPartial();
      if (frame !== null) return frame;
    }
    return null;
  }

  #nextChunk(): boolean {
    const chunk = this.#chunks.shift();
    this.#chunk = chunk ?? new Uint8Array(0);
    this.#position = 0;
    return chunk !== undefined;
  }

  #fromChunk(): Frame | null {
    const available = this.#chunk.length - this.#position;
    const length =
      available < bmpHeaderLength ? Number.POSITIVE_INFINITY : this.#messageLength(this.#chunk, this.#position);
    if (length > available) {
      this.#append(available);
      return null;
    }
    const bytes = this.#chunk.subarray(this.#position, this.#position + length);
    this.#position += length;
    return this.#frame(bytes);
  }

  #fromPartial(): Frame | null {
    if (this.#partialLength < bmpHeaderLength) this.#append(bmpHeaderLength - this.#partialLength);
    if (this.#partialLength < bmpHeaderLength) return null;
    const length = this.#messageLength(this.#partial, 0);
    this.#append(length - this.#partialLength);
    if (this.#partialLength < length) return null;
    const bytes = this.#partial.subarray(0, length);
    this.#partial = new Uint8Array(0);
    this.#partialLength = 0;
    return this.#frame(bytes);
  }

  /** Moves up to `wanted` octets from the chunk to the partial message. */
  #append(wanted: number): void {
    const taken = this.#chunk.subarray(this.#position, this.#position + wanted);
    const length = this.#partialLength + taken.length;
    if (length > this.#partial.length) {
      const larger = new Uint8Array(Math.max(length, this.#partial.length * 2));
      larger.set(this.#partial.subarray(0, this.#partialLength));
      this.#partial = larger;
    }
    this.#partial.set(taken, this.#partialLength);
    this.#partialLength = length;
    this.#position += taken.length;
  }

  /** Version (1), length of the whole message (4), type (1). */
  #messageLength(octets: Uint8Array, at: number): number {
    const version = octets[at];
    const length = unsigned32(octets, at + 1);
    if (version !== 3 && version !== 4) throw new FramingError(`BMP version ${version}`, this.#offset);
    if (length < bmpHeaderLength) throw new FramingError(`BMP message length ${length}`, this.#offset + 1);
    if (length > this.#maximum)
      throw new FramingError(`BMP message length ${length} above ${this.#maximum}`, this.#offset + 1);
    return length;
  }

  #frame(bytes: Uint8Array): Frame {
    const frame: Frame = { offset: this.#offset, version: bytes[0] === 4 ? 4 : 3, typeCode: bytes[5] ?? 0, bytes };
    this.#offset += bytes.length;
    this.#buffered -= bytes.length;
    return frame;
  }
}

const unsigned32 = (octets: Uint8Array, at: number): number =>
  (((octets[at] ?? 0) << 24) | ((octets[at + 1] ?? 0) << 16) | ((octets[at + 2] ?? 0) << 8) | (octets[at + 3] ?? 0)) >>>
  0;

/** A value that the octets do not hold. `offset` is absolute: within the stream where one was given, else within the message. */
export class DecodeError extends Error {
  readonly reason: string;
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`${reason} (at octet ${offset})`);
    this.name = 'DecodeError';
    this.reason = reason;
    this.offset = offset;
  }
}

/** Message boundaries of a byte stream are lost; nothing after `offset` can be trusted. */
export class FramingError extends Error {
  readonly reason: string;
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`${reason} (at octet ${offset})`);
    this.name = 'FramingError';
    this.reason = reason;
    this.offset = offset;
  }
}

/** A value that its wire format cannot carry. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
}

/** Text that is no address, prefix, route distinguisher or the like. */
export class TextError extends Error {
  override readonly name = 'TextError';
}

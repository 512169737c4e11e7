import { PbfReader, type PbfWriter } from 'pbf';

/** Bytes that are no stream record, or one of a version we do not know. `offset` is in the bytes given. */
export class RecordError extends Error {
  readonly reason: string;
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(`${reason} at offset ${offset}`);
    this.name = 'RecordError';
    this.reason = reason;
    this.offset = offset;
  }
}

/** Wire types of Protocol Buffers. */
export const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** How one field is read into the message under construction; `pbf` stands at the value, `end` is where the message ends. */
export interface Field<Message> {
  wire: number;
  read(message: Message, pbf: PbfReader, end: number): void;
}

/** The fields of a message by number; others are skipped. */
export type Fields<Message> = readonly (Field<Message> | undefined)[];

export const fieldsOf = <Message>(fields: Record<number, Field<Message>>): Fields<Message> => {
  const table: (Field<Message> | undefined)[] = [];
  for (const [number, field] of Object.entries(fields)) table[Number(number)] = field;
  return table;
};

/** Reads fields up to `end`. pbf checks no bounds, so every value is checked to end inside its message. */
export function readFields<Message>(pbf: PbfReader, end: number, fields: Fields<Message>, message: Message): Message {
  while (pbf.pos < end) {
    const start = pbf.pos;
    const tag = pbf.readVarint();
    const type = tag & 7;
    const field = fields[tag >>> 3];
    if (field === undefined) skip(pbf, type, start);
    else if (field.wire === type) field.read(message, pbf, end);
    else throw new RecordError(`field ${tag >>> 3} has wire type ${type}`, start);
    if (pbf.pos > end) throw new RecordError('value runs past the end of its message', start);
  }
  return message;
}

function skip(pbf: PbfReader, type: number, start: number): void {
  if (type === 3 || type === 4 || type > 5) throw new RecordError(`wire type ${type}`, start);
  pbf.skip(type);
}

/** Reads a length-delimited message into `message`. */
export function readMessage<Message>(pbf: PbfReader, end: number, fields: Fields<Message>, message: Message): Message {
  return readFields(pbf, readEnd(pbf, end), fields, message);
}

/** Reads a length, and says where the value ends. */
export function readEnd(pbf: PbfReader, end: number): number {
  const start = pbf.pos;
  const valueEnd = pbf.readVarint() + pbf.pos;
  if (valueEnd > end) throw new RecordError('length runs past the end of the message', start);
  return valueEnd;
}

/** Decodes all of `bytes` as one message. */
export function decodeMessage<Message>(bytes: Uint8Array, fields: Fields<Message>, message: Message): Message {
  const pbf = new PbfReader(bytes);
  try {
    return readFields(pbf, bytes.length, fields, message);
  } catch (error) {
    if (error instanceof RecordError) throw error;
    throw new RecordError(error instanceof Error ? error.message : String(error), pbf.pos);
  }
}

type Set<Message, Value> = (message: Message, value: Value) => void;

export const number = <Message>(set: Set<Message, number>): Field<Message> => ({
  wire: wire.varint,
  read: (message, pbf) => set(message, pbf.readVarint()),
});

export const signed = <Message>(set: Set<Message, number>): Field<Message> => ({
  wire: wire.varint,
  read: (message, pbf) => set(message, pbf.readSVarint()),
});

export const text = <Message>(set: Set<Message, string>): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => {
    const start = pbf.pos;
    readEnd(pbf, end);
    pbf.pos = start;
    set(message, pbf.readString());
  },
});

/** The value is a view into the bytes being decoded. */
export const octets = <Message>(set: Set<Message, Uint8Array>): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => {
    const valueEnd = readEnd(pbf, end);
    set(message, pbf.buf.subarray(pbf.pos, valueEnd));
    pbf.pos = valueEnd;
  },
});

export const unsigned64 = <Message>(set: Set<Message, bigint>): Field<Message> => ({
  wire: wire.fixed64,
  read: (message, pbf, end) => {
    if (pbf.pos + 8 > end) throw new RecordError('value runs past the end of its message', pbf.pos);
    set(message, pbf.dataView.getBigUint64(pbf.pos, true));
    pbf.pos += 8;
  },
});

/** Packed varints, appended to the list that `of` gives. */
export const numbers = <Message>(of: (message: Message) => number[]): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => {
    const valueEnd = readEnd(pbf, end);
    const list = of(message);
    while (pbf.pos < valueEnd) list.push(pbf.readVarint());
    if (pbf.pos > valueEnd) throw new RecordError('number runs past the end of its list', valueEnd);
  },
});

/** Packed fixed32 numbers, appended to the list that `of` gives. */
export const fixedNumbers = <Message>(of: (message: Message) => number[]): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => {
    const valueEnd = readEnd(pbf, end);
    if ((valueEnd - pbf.pos) % 4 !== 0) throw new RecordError('list of fixed32 is no multiple of 4 octets', pbf.pos);
    const list = of(message);
    while (pbf.pos < valueEnd) list.push(pbf.readFixed32());
  },
});

/** An embedded message, made anew at each occurrence. */
export const embedded = <Message, Inner>(
  fields: Fields<Inner>,
  make: () => Inner,
  set: Set<Message, Inner>,
): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => set(message, readMessage(pbf, end, fields, make())),
});

/** Names of an enum by number, and back; unknown numbers are a RecordError. */
export interface Names<Name extends string> {
  numberOf(name: Name): number;
  field<Message>(set: Set<Message, Name>): Field<Message>;
}

export function names<Name extends string>(what: string, byNumber: Record<number, Name>): Names<Name> {
  const numbers = new Map(Object.entries(byNumber).map(([code, name]) => [name, Number(code)]));
  const read = (pbf: PbfReader): Name => {
    const start = pbf.pos;
    const code = pbf.readVarint();
    const name = byNumber[code];
    if (name === undefined) throw new RecordError(`${what} ${code} is not known`, start);
    return name;
  };
  return {
    numberOf: (name) => numbers.get(name) ?? 0,
    field: (set) => ({ wire: wire.varint, read: (message, pbf) => set(message, read(pbf)) }),
  };
}

/** Writers that leave out the default of proto3, and null. */
export const writeNumber = (pbf: PbfWriter, field: number, value: number): void => {
  if (value !== 0) pbf.writeVarintField(field, value);
};

export const writeOptionalNumber = (pbf: PbfWriter, field: number, value: number | null): void => {
  if (value !== null) pbf.writeVarintField(field, value);
};

const utf8 = new TextEncoder();

function isAscii(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) > 0x7f) return false;
  return true;
}

// pbf's own UTF-8 writer is wrong for characters from U+20000 on.
function writeString(pbf: PbfWriter, field: number, value: string): void {
  if (isAscii(value)) pbf.writeStringField(field, value);
  else pbf.writeBytesField(field, utf8.encode(value));
}

export const writeText = (pbf: PbfWriter, field: number, value: string): void => {
  if (value !== '') writeString(pbf, field, value);
};

export const writeOptionalText = (pbf: PbfWriter, field: number, value: string | null): void => {
  if (value !== null) writeString(pbf, field, value);
};

export const writeTexts = (pbf: PbfWriter, field: number, values: readonly string[]): void => {
  for (const value of values) writeString(pbf, field, value);
};

export const writeOctets = (pbf: PbfWriter, field: number, value: Uint8Array): void => {
  if (value.length > 0) pbf.writeBytesField(field, value);
};

export const writeOptionalOctets = (pbf: PbfWriter, field: number, value: Uint8Array | null): void => {
  if (value !== null) pbf.writeBytesField(field, value);
};

export const writeUnsigned64 = (pbf: PbfWriter, field: number, value: bigint): void => {
  pbf.writeTag(field, wire.fixed64);
  pbf.realloc(8);
  pbf.dataView.setBigUint64(pbf.pos, value, true);
  pbf.pos += 8;
};

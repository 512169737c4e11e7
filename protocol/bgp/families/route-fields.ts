import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { formatAddress, parseAddress } from '../../net/address.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { routeDistinguisherLength, writeRouteDistinguisher } from './route-distinguisher-field.ts';
import type { Field } from './route-type.ts';

/** Fields that route types of several families share. */

export const routeDistinguisher: Field<Uint8Array> = {
  decode: (reader) => reader.take(routeDistinguisherLength),
  encode: writeRouteDistinguisher,
  texts: (value) => [formatRouteDistinguisher(value)],
  toJson: formatRouteDistinguisher,
};

const unsigned = (width: 'u8' | 'u16' | 'u24' | 'u32'): Field<number> => ({
  decode: (reader) => reader[width](),
  encode(writer, value) {
    writer[width](value);
  },
  texts: (value) => [String(value)],
  toJson: (value) => value,
});

export const u8 = unsigned('u8');
export const u16 = unsigned('u16');
export const u24 = unsigned('u24');
export const u32 = unsigned('u32');

/** An address without a length of its own; `lengthOf` finds it by how many octets are left. */
export const bareAddress = (lengthOf: (remaining: number) => number): Field<string> => ({
  decode: (reader) => readAddress(reader, lengthOf(reader.remaining) * 8),
  encode(writer, value) {
    writer.bytes(parseAddress(value));
  },
  texts: (value) => [value],
  toJson: (value) => value,
});

export const lastAddress = bareAddress((remaining) => remaining);

/** Length in bits (1), address. */
export const address: Field<string> = {
  decode: (reader) => readAddress(reader, reader.u8()),
  encode(writer, value) {
    const octets = parseAddress(value);
    writer.u8(octets.length * 8).bytes(octets);
  },
  texts: (value) => [String(parseAddress(value).length * 8), value],
  toJson: (value) => value,
};

/** As `address`, or nothing behind a length of 0. */
export const optionalAddress = (textsOfNone: readonly string[]): Field<string | null> => ({
  decode(reader) {
    if (reader.peek() !== 0) return address.decode(reader);
    reader.skip(1);
    return null;
  },
  encode(writer, value) {
    if (value === null) writer.u8(0);
    else address.encode(writer, value);
  },
  texts: (value) => (value === null ? textsOfNone : address.texts(value)),
  toJson: (value) => value,
});

/** Of a multicast flow; null is the wildcard, RFC 6625 §2. */
export const multicastAddress = optionalAddress(['0', '*']);

function readAddress(reader: Reader, bits: number): string {
  if (bits !== 32 && bits !== 128) reader.fail(`address of ${bits} bits`);
  return formatAddress(reader.take(bits / 8));
}

export const octets = (length: number, format: (value: Uint8Array) => string): Field<Uint8Array> => ({
  decode: (reader) => reader.take(length),
  encode(writer, value) {
    if (value.length !== length) throw new EncodeError(`${value.length} octets in a field of ${length}`);
    writer.bytes(value);
  },
  texts: (value) => [format(value)],
  toJson: format,
});

import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { formatAddress, parseAddress } from '../../net/address.ts';
import { formatRouteDistinguisher } from '../../net/route-distinguisher.ts';
import { type Field, octets } from './field.ts';

/** An address without a length of its own: `lengthOf` tells by how many octets are left, and only 4 and 16 will do. */
const address = (lengthOf: (remaining: number) => number): Field<string> => ({
  decode(reader) {
    const length = lengthOf(reader.remaining);
    return length === 4 || length === 16 ? formatAddress(reader.take(length)) : refuse(reader);
  },
  encode: (writer, value) => writer.bytes(parseAddress(value)),
  toJson: (value) => value,
});

const refuse = (reader: Reader): never => reader.fail(`no address in ${reader.remaining} octets`);

/** All that is left. */
export const lastAddress: Field<string> = address((remaining) => remaining);

export const addressOf = (length: 4 | 16): Field<string> => address(() => length);

/** Two of the same family, and nothing else. */
export function addressPair<First extends string, Second extends string>(
  first: First,
  second: Second,
): Field<Record<First | Second, string>>;
export function addressPair(first: string, second: string): Field<Record<string, string>> {
  const half = address((remaining) => remaining / 2);
  return {
    decode: (reader) => ({ [first]: half.decode(reader), [second]: lastAddress.decode(reader) }),
    encode(writer, value) {
      const addresses = [value[first] ?? '', value[second] ?? ''].map(parseAddress);
      if (addresses[0]?.length !== addresses[1]?.length) throw new EncodeError('two addresses of one family');
      for (const octets of addresses) writer.bytes(octets);
    },
    toJson: (value) => value,
  };
}

/** RFC 4364 §4.2. */
export const routeDistinguisher: Field<Uint8Array> = { ...octets(8), toJson: formatRouteDistinguisher };

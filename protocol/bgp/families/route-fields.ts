import { parseAddress } from '../../net/address.ts';
import { ipv4, ipv6 } from '../fields/addresses.ts';
import { type RouteField, textsOf } from './route-type.ts';

/** Fields that route types of several families share. */

/** Length in bits (1), address. */
export const sizedAddress: RouteField<string> = {
  decode(reader) {
    const bits = reader.u8();
    if (bits !== 32 && bits !== 128) reader.fail(`address of ${bits} bits`);
    return (bits === 32 ? ipv4 : ipv6).decode(reader);
  },
  encode(writer, value) {
    const octets = parseAddress(value);
    writer.u8(octets.length * 8).bytes(octets);
  },
  texts: (value) => [String(parseAddress(value).length * 8), value],
  toJson: (value) => value,
};

/** As `sizedAddress`, or nothing behind a length of 0. */
export const optionalAddress = (textsOfNone: readonly string[] = []): RouteField<string | null> => ({
  decode(reader) {
    if (reader.peek() !== 0) return sizedAddress.decode(reader);
    reader.skip(1);
    return null;
  },
  encode(writer, value) {
    if (value === null) writer.u8(0);
    else sizedAddress.encode(writer, value);
  },
  texts: (value) => (value === null ? textsOfNone : textsOf(sizedAddress, value)),
  toJson: (value) => value,
});

/** Of a multicast flow; null is the wildcard, RFC 6625 §2. */
export const multicastAddress = optionalAddress(['0', '*']);

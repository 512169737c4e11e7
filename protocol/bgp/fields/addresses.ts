import { EncodeError } from '../../errors.ts';
import { formatAddress, formatIpv4, formatIpv6, parseAddress } from '../../net/address.ts';
import { addressLength, formatPrefix, octetsOfBits, parsePrefix } from '../../net/prefix.ts';
import type { Field } from './field.ts';

/** An address without a length of its own: `lengthOf` tells by how many octets are left, and only 4 and 16 will do. */
export const address = (lengthOf: (remaining: number) => number): Field<string, string> => ({
  decode(reader) {
    const length = lengthOf(reader.remaining);
    if (length !== 4 && length !== 16) reader.fail(`no address in ${reader.remaining} octets`);
    return formatAddress(reader.take(length));
  },
  encode: (writer, value) => void writer.bytes(parseAddress(value)),
  toJson: (value) => value,
});

/** All that is left. */
export const lastAddress = address((remaining) => remaining);

const ofVersion = (version: 4 | 6, format: (octets: Uint8Array) => string): Field<string, string> => ({
  decode: (reader) => format(reader.take(addressLength[version])),
  encode(writer, value) {
    const octets = parseAddress(value);
    if (octets.length !== addressLength[version]) throw new EncodeError(`no IPv${version} address: ${value}`);
    writer.bytes(octets);
  },
  toJson: (value) => value,
});

export const ipv4 = ofVersion(4, formatIpv4);
export const ipv6 = ofVersion(6, formatIpv6);

/** Length in bits (1), as many octets as that takes; bits beyond the length are kept. */
export const prefix = (version: 4 | 6): Field<string, string> => ({
  decode(reader) {
    const prefixLength = reader.u8();
    if (prefixLength > addressLength[version] * 8) reader.fail(`prefix length ${prefixLength}`);
    return formatPrefix({ prefixLength, address: reader.take(octetsOfBits(prefixLength)) }, version);
  },
  encode(writer, value) {
    const { version: given, prefixLength } = parsePrefix(value);
    if (given !== version) throw new EncodeError(`no IPv${version} prefix: ${value}`);
    const address = parseAddress(value.slice(0, value.indexOf('/')));
    writer.u8(prefixLength).bytes(address.subarray(0, octetsOfBits(prefixLength)));
  },
  toJson: (value) => value,
});

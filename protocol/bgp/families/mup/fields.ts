import { EncodeError } from '../../../errors.ts';
import { formatAddress, parseAddress } from '../../../net/address.ts';
import { hexOf } from '../../../net/hex.ts';
import { addressLength, formatPrefix } from '../../../net/prefix.ts';
import { optionalAddress } from '../route-fields.ts';
import type { Field } from '../route-type.ts';

const octetsOfBits = (bits: number): number => (bits + 7) >> 3;

/** Length in bits (1), as many octets of the prefix as that takes. */
export const prefix = (version: 4 | 6): Field<string> => ({
  decode(reader) {
    const prefixLength = reader.u8();
    if (prefixLength > addressLength[version] * 8) reader.fail(`prefix length ${prefixLength}`);
    return formatPrefix({ prefixLength, address: reader.take(octetsOfBits(prefixLength)) }, version);
  },
  encode(writer, value) {
    const [address = '', length] = value.split('/');
    const octets = parseAddress(address);
    const prefixLength = Number(length);
    if (octets.length !== addressLength[version] || prefixLength > octets.length * 8)
      throw new EncodeError(`no IPv${version} prefix: ${value}`);
    writer.u8(prefixLength).bytes(octets.subarray(0, octetsOfBits(prefixLength)));
  },
  texts: (value) => [value],
  toJson: (value) => value,
});

export interface TunnelEndpoint {
  address: string;
  /** How many bits of the tunnel endpoint identifier (TEID) count. */
  identifierLength: number;
  /** As many octets as that takes. */
  identifier: Uint8Array;
}

/** Length in bits (1), address, the first bits of a TEID; the length is of both. */
export const tunnelEndpoint = (version: 4 | 6): Field<TunnelEndpoint> => ({
  decode(reader) {
    const identifierLength = reader.u8() - addressLength[version] * 8;
    if (identifierLength < 0 || identifierLength > 32) reader.fail(`TEID of ${identifierLength} bits`);
    const address = formatAddress(reader.take(addressLength[version]));
    return { address, identifierLength, identifier: reader.take(octetsOfBits(identifierLength)) };
  },
  encode(writer, { address, identifierLength, identifier }) {
    const octets = parseAddress(address);
    if (octets.length !== addressLength[version] || identifier.length !== octetsOfBits(identifierLength))
      throw new EncodeError('no tunnel endpoint');
    writer
      .u8(octets.length * 8 + identifierLength)
      .bytes(octets)
      .bytes(identifier);
  },
  texts: ({ address, identifierLength, identifier }) => [address, `${hexOf(identifier)}/${identifierLength}`],
  toJson: ({ address, identifierLength, identifier }) => ({ address, identifierLength, identifier: hexOf(identifier) }),
});

export interface SessionTlv {
  type: number;
  value: Uint8Array;
}

/** Type (1), length (1), value, repeated to the end of the route. */
export const sessionTlvs: Field<SessionTlv[]> = {
  decode(reader) {
    const tlvs: SessionTlv[] = [];
    while (reader.remaining > 0) tlvs.push({ type: reader.u8(), value: reader.take(reader.u8()) });
    return tlvs;
  },
  encode(writer, tlvs) {
    for (const { type, value } of tlvs) writer.u8(type).u8(value.length).bytes(value);
  },
  texts: (tlvs) => tlvs.map(({ type, value }) => `${type}:${hexOf(value)}`),
  toJson: (tlvs) => tlvs.map(({ type, value }) => ({ type, value: hexOf(value) })),
};

export interface SessionSource {
  address: string | null;
  tlvs: SessionTlv[];
}

const sourceAddress = optionalAddress(['0', '*']);

/** Source address with its length in bits (1), which may be 0, TLVs; null where the route ends before, as older drafts have it. */
export const sessionSource: Field<SessionSource | null> = {
  decode: (reader) =>
    reader.remaining === 0 ? null : { address: sourceAddress.decode(reader), tlvs: sessionTlvs.decode(reader) },
  encode(writer, value) {
    if (value === null) return;
    sourceAddress.encode(writer, value.address);
    sessionTlvs.encode(writer, value.tlvs);
  },
  texts: (value) => (value === null ? [] : [...sourceAddress.texts(value.address), ...sessionTlvs.texts(value.tlvs)]),
  toJson: (value) => (value === null ? null : { address: value.address, tlvs: sessionTlvs.toJson(value.tlvs) }),
};

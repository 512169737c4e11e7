import { EncodeError } from '../../../errors.ts';
import { formatAddress, parseAddress } from '../../../net/address.ts';
import { hexOf } from '../../../net/hex.ts';
import { addressLength, octetsOfBits } from '../../../net/prefix.ts';
import { list, optional, sized, struct } from '../../fields/composite.ts';
import type { Field, ValueOf } from '../../fields/field.ts';
import { u8 } from '../../fields/numbers.ts';
import { rest } from '../../fields/octets.ts';
import { optionalAddress } from '../route-fields.ts';
import type { RouteField } from '../route-type.ts';

export interface TunnelEndpoint {
  address: string;
  /** How many bits of the tunnel endpoint identifier (TEID) count. */
  identifierLength: number;
  /** As many octets as that takes. */
  identifier: Uint8Array;
}

/** Length in bits (1), address, the first bits of a TEID; the length is of both. */
export const tunnelEndpoint = (version: 4 | 6): RouteField<TunnelEndpoint> => ({
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

/** Type (1), length (1), value, repeated to the end of the route. */
export const sessionTlvs = list(struct({ type: u8, value: sized(1, rest) }));

const source = struct({ address: optionalAddress(), tlvs: sessionTlvs });

/** Source address with its length in bits (1), which may be 0, TLVs; null where the route ends before, as older drafts have it. */
export const sessionSource: Field<ValueOf<typeof source> | null> = {
  ...optional(source),
  toJson: (value) => (value === null ? null : source.toJson(value)),
};

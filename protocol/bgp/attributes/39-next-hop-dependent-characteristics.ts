import type { Reader } from '../../bytes/reader.ts';
import { DecodeError } from '../../errors.ts';
import { formatAddress } from '../../net/address.ts';
import { type Field, ipv4, list, rest, struct, u8, u16, u32, type ValueOf } from '../tlv/field.ts';
import { nonEmpty, sized } from '../tlv/sized-field.ts';
import { tlv, tlvSpace } from '../tlv/tlv-space.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** Codes of draft-ietf-idr-elc, draft-ietf-idr-next-next-hop-nodes and draft-ietf-idr-nhc; code (2), length (2), value. */
const space = tlvSpace(
  [
    tlv(1, 'entropy-label', struct({})),
    tlv(
      2,
      'next-next-hop-nodes',
      struct({ nextHopBgpIdentifier: ipv4, nextNextHopBgpIdentifiers: nonEmpty(list(ipv4), 'next-next hops') }),
    ),
    tlv(3, 'bgp-identifier', struct({ bgpIdentifier: ipv4, asn: u32 })),
  ],
  () => 2,
  { typeWidth: 2 },
);

type Characteristic = ValueOf<typeof space>[number];

/** draft-ietf-idr-nhc §2.4: one that is malformed is passed over, the others hold. */
const characteristics: Field<Characteristic[]> = {
  ...space,
  decode(reader) {
    const values: Characteristic[] = [];
    while (reader.remaining > 0) values.push(decodeCharacteristic(reader));
    return values;
  },
};

function decodeCharacteristic(reader: Reader): Characteristic {
  const start = reader.fork();
  try {
    return space.decodeTlv(reader);
  } catch (error) {
    if (error instanceof DecodeError) return space.decodeUnknown(start);
    throw error;
  }
}

/** Address family (2), SAFI (1), next hop as in MP_REACH_NLRI behind its length (1): whose characteristics they are. */
const layout = struct({
  afi: u16,
  safi: u8,
  nextHop: sized(1, {
    ...rest,
    toJson: (octets) => (octets.length === 4 || octets.length === 16 ? formatAddress(octets) : rest.toJson(octets)),
  }),
  characteristics: nonEmpty(characteristics, 'characteristics'),
});

export type NextHopDependentCharacteristics = ValueOf<typeof layout>;

export const nextHopDependentCharacteristics = defineAttribute({
  code: 39,
  name: 'nextHopDependentCharacteristics',
  reference: 'draft-ietf-idr-nhc',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(layout),
});

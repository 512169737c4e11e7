import { formatAddress } from '../../net/address.ts';
import { ipv4 } from '../fields/addresses.ts';
import { list, nonEmpty, sized, struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u8, u16, u32 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { framed, keepMalformed } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { typedValues } from '../tlv/typed-values.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

const drafts = {
  nhc: 'draft-ietf-idr-nhc',
  nextNextHopNodes: 'draft-ietf-idr-next-next-hop-nodes',
  elc: 'draft-ietf-idr-elc',
};

const nextNextHopNodes = struct({
  nextHopBgpIdentifier: ipv4,
  nextNextHopBgpIdentifiers: nonEmpty(list(ipv4), 'next-next hops'),
});

/** Code (2), length (2), value. One that is malformed is passed over, the others hold; draft-ietf-idr-nhc §2.4. */
const characteristics = list(
  framed(
    typedValues([
      tlv(1, 'entropy-label', struct({}), drafts.elc),
      tlv(2, 'next-next-hop-nodes', nextNextHopNodes, drafts.nextNextHopNodes),
      tlv(3, 'bgp-identifier', struct({ bgpIdentifier: ipv4, asn: u32 }), drafts.nhc),
    ]),
    { typeWidth: 2, lengthWidth: 2 },
    keepMalformed,
  ),
);

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
  reference: drafts.nhc,
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(layout),
});

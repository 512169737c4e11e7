import { lastAddress } from '../tlv/address-field.ts';
import { type Field, reserved, struct, u8, u16, type ValueOf } from '../tlv/field.ts';
import { nonEmpty } from '../tlv/sized-field.ts';
import { tlv, tlvSpace } from '../tlv/tlv-space.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

const twoOctets = () => 2 as const;
const header = { typeWidth: 2 } as const;

const nextHop = tlv(4, 'next-hop', struct({ address: lastAddress }));

/** 4 and 20 bits. */
const lengthAndBase: Field<{ bitStringLength: number; base: number }> = {
  decode(reader) {
    const bits = reader.u24();
    return { bitStringLength: bits >> 20, base: bits & 0xfffff };
  },
  encode: (writer, { bitStringLength, base }) => writer.u24(bitStringLength * 0x100000 + base),
  toJson: (value) => value,
};

/** RFC 9793 §3: greatest set identifier (1), BitString length code, and the first label, or the first BIFT-id. */
const encapsulation = struct({
  maximumSetIdentifier: u8,
  range: lengthAndBase,
  subTlvs: tlvSpace([nextHop], twoOctets, header),
});

const subTlvs = tlvSpace(
  [tlv(2, 'mpls-encapsulation', encapsulation), tlv(3, 'non-mpls-encapsulation', encapsulation), nextHop],
  twoOctets,
  header,
);

/** RFC 9793 §3: TLVs of type (2), length (2), value, for each sub-domain of the router. */
const tlvs = tlvSpace(
  [tlv(1, 'bier', struct({ subDomainId: u8, bfrId: u16, reserved: reserved(u8), subTlvs }))],
  twoOctets,
  header,
);

export type BierTlv = ValueOf<typeof tlvs>[number];

export const bier = defineAttribute({
  code: 41,
  name: 'bier',
  reference: 'RFC 9793',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(nonEmpty(tlvs, 'TLVs')),
});

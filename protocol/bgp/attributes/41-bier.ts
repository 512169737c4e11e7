import { lastAddress } from '../fields/addresses.ts';
import { nonEmpty, struct } from '../fields/composite.ts';
import type { Field, ValueOf } from '../fields/field.ts';
import { reserved, u8, u16 } from '../fields/numbers.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

const frame = { typeWidth: 2, lengthWidth: 2 } as const;

const nextHop = tlv(4, 'next-hop', struct({ address: lastAddress }), 'RFC 9793');

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
  subTlvs: tlvSpace([nextHop], frame),
});

const subTlvs = tlvSpace(
  [
    tlv(2, 'mpls-encapsulation', encapsulation, 'RFC 9793'),
    tlv(3, 'non-mpls-encapsulation', encapsulation, 'RFC 9793'),
    nextHop,
  ],
  frame,
);

/** RFC 9793 §3: TLVs of type (2), length (2), value, for each sub-domain of the router. */
const tlvs = tlvSpace(
  [tlv(1, 'bier', struct({ subDomainId: u8, bfrId: u16, reserved: reserved(u8), subTlvs }), 'RFC 9793')],
  frame,
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

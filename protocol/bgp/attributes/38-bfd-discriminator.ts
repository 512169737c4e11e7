import { lastAddress } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { named, u8, u32 } from '../fields/numbers.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** IANA "BFD Mode". */
const modes = { 1: 'p2mp' };

/** RFC 9026 §3.1.6: mode (1), discriminator (4), TLVs of type (1), length (1), value. */
const session = struct({
  mode: named(u8, modes),
  discriminator: u32,
  tlvs: tlvSpace([tlv(1, 'source-address', struct({ address: lastAddress }), 'RFC 9026')], {
    typeWidth: 1,
    lengthWidth: 1,
  }),
});

export type BfdDiscriminator = ValueOf<typeof session>;

/** The three fields, with the shortest source address. */
const minimumLength = 11;

export const bfdDiscriminator = defineAttribute({
  code: 38,
  name: 'bfdDiscriminator',
  reference: 'RFC 9026',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(session),
  decode(reader) {
    if (reader.remaining < minimumLength) reader.fail(`length ${reader.remaining}, less than ${minimumLength}`);
    return session.decode(reader);
  },
});

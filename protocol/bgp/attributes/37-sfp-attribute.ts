import { list, nonEmpty, struct } from '../fields/composite.ts';
import { checked, type ValueOf } from '../fields/field.ts';
import { u8, u16, u24 } from '../fields/numbers.ts';
import { routeDistinguisher } from '../fields/octets.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

const frame = { typeWidth: 1, lengthWidth: 2 } as const;

/** IANA "SFP Attribute TLVs", all but the hop; RFC 9015 §3.2.1.1 and §3.2.1.3 to §3.2.1.5. */
const definitions = [
  tlv(1, 'association', struct({ associationType: u8, routeDistinguisher, servicePathIdentifier: u24 }), 'RFC 9015'),
  tlv(
    3,
    'service-function-type',
    struct({ serviceFunctionType: u16, instances: list(routeDistinguisher) }),
    'RFC 9015',
  ),
  tlv(4, 'mpls-swapping-stacking', struct({}), 'RFC 9015'),
  tlv(5, 'traversal-with-mpls-label-stack', struct({}), 'RFC 9015'),
];

/** RFC 9015 §3.2.1.2: where the path goes at this index; TLVs of their own say by which service functions. */
const hop = struct({ serviceIndex: u8, tlvs: nonEmpty(tlvSpace(definitions, frame), 'TLVs in the hop') });

/** RFC 9015 §3.2.1: TLVs of type (1), length (2), value, among them a hop. */
const path = tlvSpace([...definitions, tlv(2, 'hop', hop, 'RFC 9015')], frame);

export type SfpTlv = ValueOf<typeof path>[number];

export const sfpAttribute = defineAttribute({
  code: 37,
  name: 'sfpAttribute',
  reference: 'RFC 9015',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(checked(path, (tlvs) => (tlvs.some(({ type }) => type === 'hop') ? null : 'no hop in the path'))),
});

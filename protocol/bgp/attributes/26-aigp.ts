import type { Json } from '../../json.ts';
import { nonEmpty, struct } from '../fields/composite.ts';
import type { Field, ValueOf } from '../fields/field.ts';
import { u64 } from '../fields/numbers.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** As a string where a number of JSON would not hold it. */
const igpMetric: Field<bigint> = {
  ...u64,
  toJson: (value) => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value)),
};

/** RFC 7311 §3: TLVs of type (1), length (2, of all three), value. */
const tlvs = tlvSpace([tlv(1, 'metric', struct({ metric: igpMetric }), 'RFC 7311')], {
  typeWidth: 1,
  lengthWidth: 2,
  counted: 3,
});

export type AigpTlv = ValueOf<typeof tlvs>[number];

/** Malformed, or transitive, it is as if it were not there, RFC 7311 §3. */
export const aigp = defineAttribute({
  code: 26,
  name: 'aigp',
  reference: 'RFC 7311',
  flags: attributeFlags.optional,
  onError: 'discard',
  onFlagsConflict: 'discard',
  ...fieldCodec(nonEmpty(tlvs, 'TLVs')),
  toJson: aigpToJson,
});

/** The metric is that of the first such TLV; what lies beside it means nothing yet, and is shown where it is there. */
function aigpToJson(values: AigpTlv[]): { [key: string]: Json } {
  const first = values.find((value) => value.type === 'metric');
  const metric = first === undefined ? null : (igpMetric.toJson(first.metric) ?? null);
  return values.length === 1 && first !== undefined ? { metric } : { metric, tlvs: tlvs.toJson(values) };
}

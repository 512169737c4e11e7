import { type Field, struct, u32 } from '../tlv/field.ts';
import { defineStructuredFamily, type StructuredFamily } from './structured-family.ts';

/** A candidate path of an SR policy. */
export interface SrPolicyNlri {
  /** Tells the candidate paths of one policy apart. */
  distinguisher: number;
  color: number;
  /** `0.0.0.0` and `::` stand for any. */
  endpoint: string;
}

interface SrPolicyFamilyIdentity {
  afi: number;
  name: string;
  endpoint: Field<string>;
  endpointBits: number;
}

/** Length in bits (1), distinguisher (4), color (4), endpoint (4 or 16); RFC 9830 §2.1. */
export function defineSrPolicyFamily(identity: SrPolicyFamilyIdentity): StructuredFamily<SrPolicyNlri> {
  const { afi, name, endpoint, endpointBits } = identity;
  const bits = 64 + endpointBits;
  const fields = struct({ distinguisher: u32, color: u32, endpoint });
  return defineStructuredFamily<SrPolicyNlri>({
    afi,
    safi: 73,
    name,
    reference: 'RFC 9830',
    measure: (field, at) => 1 + Math.ceil((field[at] ?? Number.NaN) / 8),
    decode(reader) {
      const length = reader.u8();
      if (length !== bits) reader.fail(`length ${length}`);
      return fields.decode(reader);
    },
    encode(writer, value) {
      fields.encode(writer.u8(bits), value);
    },
    key: fields.encode,
    format: ({ distinguisher, color, endpoint }) => `[${distinguisher}][${color}][${endpoint}]`,
    toJson: ({ distinguisher, color, endpoint }) => ({ distinguisher, color, endpoint }),
  });
}

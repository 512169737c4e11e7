import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u8, u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** How long AS_PATH may become, and who says so. */
const limit = struct({ upperBound: u8, asn: u32 });

export type AsPathLimit = ValueOf<typeof limit>;

/** Deprecated: no router acts on it, so routes stay without it. */
export const asPathLimit = defineAttribute({
  code: 21,
  name: 'asPathLimit',
  reference: 'draft-ietf-idr-as-pathlimit',
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  ...fieldCodec(limit),
});

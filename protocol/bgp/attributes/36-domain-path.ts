import { counted, list, nonEmpty, struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u8, u16, u32 } from '../fields/numbers.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** The type of the domain is a SAFI (70 EVPN, 128 IPVPN), or 0 for the gateway's own routes. */
const domain = struct({ globalAdministrator: u32, localAdministrator: u16, isfSafiType: u8 });

/** RFC 10039 §4: segments of a count (1) and as many domains, the latest first. */
const segments = nonEmpty(list(nonEmpty(counted(domain), 'domains in the segment')), 'domain segment');

export type DomainPath = ValueOf<typeof segments>;

export const domainPath = defineAttribute({
  code: 36,
  name: 'domainPath',
  reference: 'RFC 10039',
  flags: attributeFlags.optionalTransitive,
  onError: 'withdraw',
  ...fieldCodec(segments),
});

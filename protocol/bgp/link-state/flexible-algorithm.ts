import { list, struct } from '../fields/composite.ts';
import { named, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { tlvs } from './tlv.ts';

/** 32-bit words of an extended administrative group, the first of groups 0 to 31; RFC 7308 §2.2. */
export const administrativeGroups = list(u32);

/** IANA "IGP Metric-Type". */
const metricTypes = ['igp', 'min-unidirectional-link-delay', 'te-default'];

/** RFC 9351 §3.1 to §3.6; the size of the types in 1046 is that of the protocol. */
const definitionTlvs = tlvs([
  tlv(1040, 'excludeAnyAffinity', administrativeGroups, 'RFC 9351'),
  tlv(1041, 'includeAnyAffinity', administrativeGroups, 'RFC 9351'),
  tlv(1042, 'includeAllAffinity', administrativeGroups, 'RFC 9351'),
  tlv(1043, 'definitionFlags', rest, 'RFC 9351'),
  tlv(1045, 'excludeSrlg', list(u32), 'RFC 9351'),
  tlv(1046, 'unsupported', struct({ protocolId: u8, subTlvTypes: rest }), 'RFC 9351'),
]);

export const flexibleAlgorithmNodeTlvs = [
  tlv(
    1039,
    'flexibleAlgorithmDefinition',
    struct({
      algorithm: u8,
      metricType: named(u8, metricTypes),
      calculationType: u8,
      priority: u8,
      subTlvs: definitionTlvs,
    }),
    'RFC 9351',
  ),
] as const;

export const flexibleAlgorithmPrefixTlvs = [
  tlv(
    1044,
    'flexibleAlgorithmPrefixMetric',
    struct({ algorithm: u8, flags: u8, reserved: unshown(u16), metric: u32 }),
    'RFC 9351',
  ),
] as const;

import { list, named, record } from './composite-field.ts';
import { octets, u8, u16, u32 } from './field.ts';
import { defineTlv, tlvs } from './tlv.ts';

/** 32-bit words of an extended administrative group, the first of groups 0 to 31; RFC 7308 §2.2. */
export const administrativeGroups = list(u32);

/** IANA "IGP Metric-Type". */
const metricTypes = ['igp', 'min-unidirectional-link-delay', 'te-default'];

/** RFC 9351 §3.1 to §3.6; the size of the types in 1046 is that of the protocol. */
const definitionTlvs = tlvs([
  defineTlv(1040, 'excludeAnyAffinity', administrativeGroups, 'RFC 9351'),
  defineTlv(1041, 'includeAnyAffinity', administrativeGroups, 'RFC 9351'),
  defineTlv(1042, 'includeAllAffinity', administrativeGroups, 'RFC 9351'),
  defineTlv(1043, 'definitionFlags', octets, 'RFC 9351'),
  defineTlv(1045, 'excludeSrlg', list(u32), 'RFC 9351'),
  defineTlv(1046, 'unsupported', record({ protocolId: u8, subTlvTypes: octets }), 'RFC 9351'),
]);

export const flexibleAlgorithmNodeTlvs = [
  defineTlv(
    1039,
    'flexibleAlgorithmDefinition',
    record({
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
  defineTlv(
    1044,
    'flexibleAlgorithmPrefixMetric',
    record({ algorithm: u8, flags: u8, reserved: u16, metric: u32 }),
    'RFC 9351',
  ),
] as const;

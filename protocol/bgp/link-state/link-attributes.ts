import { ipv4, ipv6 } from '../fields/addresses.ts';
import { list, struct } from '../fields/composite.ts';
import type { Field, ValueOf } from '../fields/field.ts';
import {
  flags8,
  float32,
  maskToJson,
  type SizedNumber,
  sizedNumber,
  u8,
  u16,
  u24,
  u32,
  unshown,
} from '../fields/numbers.ts';
import { rest, text } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { linkIdentifiers } from './descriptors.ts';
import { administrativeGroups } from './flexible-algorithm.ts';
import { maximumSidDepths } from './node-attributes.ts';
import { segmentRoutingLinkTlvs } from './segment-routing.ts';
import { srv6LinkTlvs } from './srv6.ts';
import { tlvs } from './tlv.ts';

/** RFC 5307 §1.2. */
const protection = flags8(
  'bit0',
  'bit1',
  'enhanced',
  'dedicated1Plus1',
  'dedicated1To1',
  'shared',
  'unprotected',
  'extraTraffic',
);

/** RFC 8571 §2: what is measured, in microseconds, in units of 0.000003 %, and in octets a second. */
const anomaly = flags8('anomalous');
const performanceTlvs = [
  tlv(1114, 'unidirectionalLinkDelay', struct({ flags: anomaly, delay: u24 }), 'RFC 8571'),
  tlv(
    1115,
    'minMaxUnidirectionalLinkDelay',
    struct({ flags: anomaly, minimumDelay: u24, reserved: unshown(u8), maximumDelay: u24 }),
    'RFC 8571',
  ),
  tlv(1116, 'unidirectionalDelayVariation', struct({ reserved: unshown(u8), delayVariation: u24 }), 'RFC 8571'),
  tlv(1117, 'unidirectionalLinkLoss', struct({ flags: anomaly, linkLoss: u24 }), 'RFC 8571'),
  tlv(1118, 'unidirectionalResidualBandwidth', float32, 'RFC 8571'),
  tlv(1119, 'unidirectionalAvailableBandwidth', float32, 'RFC 8571'),
  tlv(1120, 'unidirectionalUtilizedBandwidth', float32, 'RFC 8571'),
] as const;

/** 6 bits of an octet from IS-IS, 2 octets from OSPF, 3 from IS-IS with wide metrics; RFC 9552 §5.3.2.4. */
const igpMetric: Field<SizedNumber> = {
  ...sizedNumber(1, 3),
  toJson: ({ value, width }) => (width === 1 ? value & 0x3f : value),
};

/** RFC 9552 §5.3.2 and what other documents add to it. Bandwidths are octets a second. */
const simpleLinkTlvs = [
  linkIdentifiers,
  tlv(267, 'linkMsd', maximumSidDepths, 'RFC 8814'),
  tlv(1030, 'remoteIpv4RouterId', ipv4, 'RFC 9552'),
  tlv(1031, 'remoteIpv6RouterId', ipv6, 'RFC 9552'),
  tlv(1088, 'administrativeGroup', u32, 'RFC 9552'),
  tlv(1089, 'maximumLinkBandwidth', float32, 'RFC 9552'),
  tlv(1090, 'maximumReservableLinkBandwidth', float32, 'RFC 9552'),
  // One for each of eight priorities
  tlv(1091, 'unreservedBandwidth', list(float32), 'RFC 9552'),
  // 3 octets in an older format
  tlv(1092, 'teDefaultMetric', sizedNumber(3, 4), 'RFC 9552'),
  tlv(1093, 'linkProtectionType', struct({ protection, reserved: unshown(u8) }), 'RFC 9552'),
  tlv(1094, 'mplsProtocolMask', flags8('ldp', 'rsvpTe'), 'RFC 9552'),
  tlv(1095, 'igpMetric', igpMetric, 'RFC 9552'),
  tlv(1096, 'sharedRiskLinkGroups', list(u32), 'RFC 9552'),
  tlv(1097, 'opaqueLinkAttribute', rest, 'RFC 9552'),
  tlv(1098, 'linkName', text, 'RFC 9552'),
  tlv(1173, 'extendedAdministrativeGroup', administrativeGroups, 'RFC 9104'),
  ...performanceTlvs,
  ...segmentRoutingLinkTlvs,
  ...srv6LinkTlvs,
] as const;

/** IANA "Link Attribute Application Identifiers". */
const standardApplications = ['rsvpTe', 'srPolicy', 'loopFreeAlternate', 'flexibleAlgorithm'];

const applicationMasks = struct({ sabmLength: u8, udabmLength: u8, reserved: unshown(u16) });
const subTlvs = tlvs(simpleLinkTlvs);

interface ApplicationSpecific {
  reserved: number;
  standardApplications: Uint8Array;
  userDefinedApplications: Uint8Array;
  subTlvs: ValueOf<typeof subTlvs>;
}

/** Lengths of two bit masks (1 each), reserved (2), the masks, sub-TLVs; RFC 9294 §2. */
const applicationSpecific: Field<ApplicationSpecific> = {
  decode(reader) {
    const { sabmLength, udabmLength, reserved } = applicationMasks.decode(reader);
    return {
      reserved,
      standardApplications: reader.take(sabmLength),
      userDefinedApplications: reader.take(udabmLength),
      subTlvs: subTlvs.decode(reader),
    };
  },
  encode(writer, value) {
    const [sabmLength, udabmLength] = [value.standardApplications.length, value.userDefinedApplications.length];
    applicationMasks.encode(writer, { sabmLength, udabmLength, reserved: value.reserved });
    writer.bytes(value.standardApplications).bytes(value.userDefinedApplications);
    subTlvs.encode(writer, value.subTlvs);
  },
  toJson: (value) => ({
    standardApplications: maskToJson(value.standardApplications, standardApplications),
    userDefinedApplications: maskToJson(value.userDefinedApplications, []),
    subTlvs: subTlvs.toJson(value.subTlvs),
  }),
};

const memberTlvs = [
  ...simpleLinkTlvs,
  tlv(1122, 'applicationSpecificLinkAttributes', applicationSpecific, 'RFC 9294'),
] as const;

export const linkAttributeTlvs = [
  ...memberTlvs,
  tlv(1105, 'rtmCapability', rest, 'RFC 8169'),
  tlv(1121, 'gracefulLinkShutdown', struct({}), 'RFC 8379'),
  tlv(1172, 'l2BundleMember', struct({ memberDescriptor: u32, subTlvs: tlvs(memberTlvs) }), 'RFC 9085'),
] as const;

import { list, struct } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { flags8, type SizedNumber, sizedNumber, u8, u16, u24, unshown } from '../fields/numbers.ts';
import { tlv } from '../tlv/type-table.ts';
import { neighborBeforeSid } from './router-id.ts';
import { oneTlv, tlvs } from './tlv.ts';

/** RFC 9085 §2.1.1: 3 octets are a label in the lower 20 bits, 4 an index. */
const sid: Field<SizedNumber> = {
  ...sizedNumber(3, 4),
  toJson: ({ value, width }) => (width === 3 ? { label: value & 0xfffff } : { index: value }),
};

interface LabelEntry {
  label: number;
  /** The 12 bits behind the label. */
  labelBits: number;
}

/** A label as in a label stack, RFC 3032 §2.1. */
export const label: Field<LabelEntry> = {
  decode(reader) {
    const entry = reader.u32();
    return { label: entry >>> 12, labelBits: entry & 0xfff };
  },
  encode: (writer, value) => void writer.u32(value.label * 0x1000 + value.labelBits),
  toJson: (value) => value.label,
};

const sidLabel = tlv(1161, 'sidLabel', sid, 'RFC 9085');

/** Flags (1), reserved (1), then the size of a range (3) and the TLV of its first label, repeated; RFC 9085 §2.1.2 and §2.1.4. */
const labelBlocks = (...flags: readonly string[]) =>
  struct({
    flags: flags8(...flags),
    reserved: unshown(u8),
    ranges: list(struct({ rangeSize: u24, first: oneTlv([sidLabel]) })),
  });

export const segmentRoutingNodeTlvs = [
  tlv(1034, 'srCapabilities', labelBlocks('mplsIpv4', 'mplsIpv6'), 'RFC 9085'),
  tlv(1035, 'srAlgorithms', list(u8), 'RFC 9085'),
  tlv(1036, 'srLocalBlock', labelBlocks(), 'RFC 9085'),
  tlv(1037, 'srmsPreference', u8, 'RFC 9085'),
] as const;

/** RFC 9086 §5. */
const peerSid = struct({
  flags: flags8('value', 'local', 'backup', 'persistent'),
  weight: u8,
  reserved: unshown(u16),
  sid,
});

/** Flags of adjacency and prefix SIDs are those of the protocol of the NLRI, so they stay a number. */
export const segmentRoutingLinkTlvs = [
  tlv(1099, 'adjacencySid', struct({ flags: u8, weight: u8, reserved: unshown(u16), sid }), 'RFC 9085'),
  tlv(
    1100,
    'lanAdjacencySid',
    struct({ flags: u8, weight: u8, reserved: unshown(u16), neighborId: neighborBeforeSid, sid }),
    'RFC 9085',
  ),
  tlv(1101, 'peerNodeSid', peerSid, 'RFC 9086'),
  tlv(1102, 'peerAdjSid', peerSid, 'RFC 9086'),
  tlv(1103, 'peerSetSid', peerSid, 'RFC 9086'),
] as const;

const prefixSid = tlv(1158, 'prefixSid', struct({ flags: u8, algorithm: u8, reserved: unshown(u16), sid }), 'RFC 9085');

export const segmentRoutingPrefixTlvs = [
  prefixSid,
  tlv(
    1159,
    'range',
    struct({ flags: u8, reserved: unshown(u8), rangeSize: u16, subTlvs: tlvs([prefixSid]) }),
    'RFC 9085',
  ),
] as const;

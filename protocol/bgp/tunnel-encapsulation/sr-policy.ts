import { ipv6 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import type { Field } from '../fields/field.ts';
import { flags, named, reserved, u8, u32 } from '../fields/numbers.ts';
import { textOctets } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { type LabelStackEntry, labelStackEntry } from './label-stack-entry.ts';
import { segmentListSubTlvs } from './segments.ts';
import { srv6SidStructure } from './srv6-sid-structure.ts';

/** RFC 9830 §2.4.1. */
const preference = struct({ flags: reserved(u8), reserved: reserved(u8), preference: u32 });

/** None, an MPLS label or an SRv6 SID: the length says which. */
const sid: Field<LabelStackEntry | string | null> = {
  decode(reader) {
    if (reader.remaining === 0) return null;
    return reader.remaining === 4 ? labelStackEntry.decode(reader) : ipv6.decode(reader);
  },
  encode(writer, value) {
    if (typeof value === 'string') ipv6.encode(writer, value);
    else if (value !== null) labelStackEntry.encode(writer, value);
  },
  toJson: (value) => (typeof value === 'object' && value !== null ? labelStackEntry.toJson(value) : value),
};

/** RFC 9830 §2.4.2: S, I. */
const bindingSid = struct({
  flags: flags('specified-binding-sid-only', 'drop-upon-invalid'),
  reserved: reserved(u8),
  sid,
});

/** RFC 9830 §2.4.3: S, I, B. */
const srv6BindingSid = struct({
  flags: flags('specified-binding-sid-only', 'drop-upon-invalid', 'srv6-sid-structure'),
  reserved: reserved(u8),
  sid: ipv6,
  srv6SidStructure,
});

const explicitNullPolicies = [undefined, 'push-ipv4', 'push-ipv6', 'push-ipv4-and-ipv6', 'do-not-push'];

/** RFC 9830 §2.4.5. */
const explicitNullLabelPolicy = struct({
  flags: reserved(u8),
  reserved: reserved(u8),
  explicitNullLabelPolicy: named(u8, explicitNullPolicies),
});

/** RFC 9830 §2.4.6. */
const priority = struct({ priority: u8, reserved: reserved(u8) });

/** RFC 9830 §2.4.4. */
const segmentList = struct({ reserved: reserved(u8), subTlvs: segmentListSubTlvs });

/** RFC 9830 §2.4.7 and §2.4.8. */
const name = struct({ reserved: reserved(u8), name: textOctets });

/** What a tunnel of type SR Policy holds: a candidate path. */
export const srPolicySubTlvs = [
  tlv(12, 'preference', preference, 'RFC 9830'),
  tlv(13, 'binding-sid', bindingSid, 'RFC 9830'),
  tlv(14, 'explicit-null-label-policy', explicitNullLabelPolicy, 'RFC 9830'),
  tlv(15, 'priority', priority, 'RFC 9830'),
  tlv(20, 'srv6-binding-sid', srv6BindingSid, 'RFC 9830'),
  tlv(128, 'segment-list', segmentList, 'RFC 9830'),
  tlv(129, 'candidate-path-name', name, 'RFC 9830'),
  tlv(130, 'policy-name', name, 'RFC 9830'),
] as const;

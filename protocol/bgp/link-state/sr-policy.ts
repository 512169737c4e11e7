import { ipv6 } from '../fields/addresses.ts';
import { formed, struct } from '../fields/composite.ts';
import { flags16, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { text } from '../fields/octets.ts';
import { tlv } from '../tlv/type-table.ts';
import { label } from './segment-routing.ts';
import { candidatePathConstraints } from './sr-policy-constraints.ts';
import { segmentList } from './sr-policy-segments.ts';
import { srv6SidTlvs } from './srv6.ts';
import { tlvs } from './tlv.ts';

const bindingSidHead = {
  flags: flags16('srv6', 'allocated', 'unavailable', 'fromSrLocalBlock', 'fallback'),
  reserved: unshown(u16),
};
const bindingSid = formed(struct(bindingSidHead), ({ flags }) =>
  flags & 0x8000
    ? struct({ ...bindingSidHead, bindingSid: ipv6, specifiedBindingSid: ipv6 })
    : struct({ ...bindingSidHead, bindingSid: label, specifiedBindingSid: label }),
);

/** RFC 9857 §5.2. */
const srv6BindingSid = struct({
  flags: flags16('allocated', 'unavailable', 'fallback'),
  reserved: unshown(u16),
  bindingSid: ipv6,
  specifiedBindingSid: ipv6,
  subTlvs: tlvs(srv6SidTlvs),
});

/** RFC 9857 §5.3. */
const candidatePathState = struct({
  priority: u8,
  reserved: unshown(u8),
  flags: flags16(
    'administrativelyShut',
    'active',
    'backup',
    'evaluated',
    'validSegmentList',
    'onDemand',
    'delegated',
    'provisioned',
    'dropUponInvalid',
    'transitEligible',
    'dropping',
  ),
  preference: u32,
});

export const srPolicyTlvs = [
  tlv(1201, 'srBindingSid', bindingSid, 'RFC 9857'),
  tlv(1202, 'candidatePathState', candidatePathState, 'RFC 9857'),
  tlv(1203, 'candidatePathName', text, 'RFC 9857'),
  tlv(1204, 'candidatePathConstraints', candidatePathConstraints, 'RFC 9857'),
  tlv(1205, 'segmentList', segmentList, 'RFC 9857'),
  tlv(1212, 'srv6BindingSid', srv6BindingSid, 'RFC 9857'),
  tlv(1213, 'policyName', text, 'RFC 9857'),
] as const;

import { flags16, formed, record } from './composite-field.ts';
import { ipv6, text, u8, u16, u32 } from './field.ts';
import { label } from './segment-routing.ts';
import { candidatePathConstraints } from './sr-policy-constraints.ts';
import { segmentList } from './sr-policy-segments.ts';
import { srv6SidTlvs } from './srv6.ts';
import { defineTlv, tlvs } from './tlv.ts';

const bindingSidHead = {
  flags: flags16('srv6', 'allocated', 'unavailable', 'fromSrLocalBlock', 'fallback'),
  reserved: u16,
};
const bindingSid = formed(record(bindingSidHead), ({ flags }) =>
  flags & 0x8000
    ? record({ ...bindingSidHead, bindingSid: ipv6, specifiedBindingSid: ipv6 })
    : record({ ...bindingSidHead, bindingSid: label, specifiedBindingSid: label }),
);

/** RFC 9857 §5.2. */
const srv6BindingSid = record({
  flags: flags16('allocated', 'unavailable', 'fallback'),
  reserved: u16,
  bindingSid: ipv6,
  specifiedBindingSid: ipv6,
  subTlvs: tlvs(srv6SidTlvs),
});

/** RFC 9857 §5.3. */
const candidatePathState = record({
  priority: u8,
  reserved: u8,
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
  defineTlv(1201, 'srBindingSid', bindingSid, 'RFC 9857'),
  defineTlv(1202, 'candidatePathState', candidatePathState, 'RFC 9857'),
  defineTlv(1203, 'candidatePathName', text, 'RFC 9857'),
  defineTlv(1204, 'candidatePathConstraints', candidatePathConstraints, 'RFC 9857'),
  defineTlv(1205, 'segmentList', segmentList, 'RFC 9857'),
  defineTlv(1212, 'srv6BindingSid', srv6BindingSid, 'RFC 9857'),
  defineTlv(1213, 'policyName', text, 'RFC 9857'),
] as const;

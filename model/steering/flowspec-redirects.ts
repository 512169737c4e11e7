import { ipv6ExtendedCommunities } from '#protocol/bgp/attributes/25-ipv6-extended-communities.ts';
import { formatIpv4, formatIpv6 } from '#protocol/net/address.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import { formatIpv6ExtendedCommunity } from '#protocol/net/ipv6-extended-community.ts';
import type { AttributeSet } from '../record.ts';
import type { SteeringTarget } from '../state.ts';
import { otherAttribute } from './other-attribute.ts';

/** Null: it leads nowhere. */
type Redirect = (community: Uint8Array, attributes: AttributeSet) => SteeringTarget | null;

/** The C bit of draft-ietf-idr-flowspec-redirect-ip, and of what it was before (0x0800): the last of all. */
const isCopy = (community: Uint8Array): boolean => ((community.at(-1) ?? 0) & 1) === 1;

const toIp = (target: string, community: Uint8Array): SteeringTarget => ({
  kind: 'redirect-to-ip',
  target,
  copy: isCopy(community),
});

/** RFC 8955 §7.4: what is behind the sub-type is a route target's, as is the type but for its first bit. */
const toVrf: Redirect = (community) => ({
  kind: 'redirect-to-vrf',
  target: formatExtendedCommunity(routeTargetOf(community)),
});

const routeTargetSubType = 0x02;

function routeTargetOf(community: Uint8Array): Uint8Array {
  const [type = 0, , ...value] = community;
  return Uint8Array.of(type & 0x7f, routeTargetSubType, ...value);
}

/** By type and sub-type. */
const redirects = new Map<number, Redirect>([
  [0x010c, (community) => toIp(formatIpv4(community, 2), community)],
  [0x0800, (community, { nextHop }) => (nextHop === null ? null : toIp(nextHop, community))],
  [0x8008, toVrf],
  [0x8108, toVrf],
  [0x8208, toVrf],
]);

/** Of attribute 25: draft-ietf-idr-flowspec-redirect-ip, RFC 8956 §6.1. */
const ipv6Redirects = new Map<number, Redirect>([
  [0x000c, (community) => toIp(formatIpv6(community.subarray(2, 18)), community)],
  [0x000d, (community) => ({ kind: 'redirect-to-vrf', target: formatIpv6ExtendedCommunity(routeTargetOf(community)) })],
]);

export function flowspecRedirects(attributes: AttributeSet): SteeringTarget[] {
  const ipv6 = otherAttribute(attributes, ipv6ExtendedCommunities) ?? [];
  return [
    ...attributes.extendedCommunities
      .filter(({ length }) => length === 8)
      .map((community) => redirects.get(codeOf(community))?.(community, attributes)),
    ...ipv6.map((community) => ipv6Redirects.get(codeOf(community))?.(community, attributes)),
  ].filter((target) => target != null);
}

const codeOf = ([type = 0, subType = 0]: Uint8Array): number => (type << 8) | subType;

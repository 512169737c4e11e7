import { createHash } from 'node:crypto';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { AttributeSet } from '../record.ts';
import type { SteeringState, SteeringTarget } from '../state.ts';
import { nearest } from '../views.ts';
import { flowspecRedirects } from './flowspec-redirects.ts';
import { serviceFunctionTargets } from './service-function-targets.ts';

type TargetsOf = (attributes: AttributeSet, nlri: Nlri) => SteeringTarget[];

const byFamily = new Map<string, TargetsOf>([
  ['ipv4-flowspec', flowspecRedirects],
  ['ipv6-flowspec', flowspecRedirects],
  ['vpnv4-flowspec', flowspecRedirects],
  ['vpnv6-flowspec', flowspecRedirects],
  ['sfc', serviceFunctionTargets],
]);

/** Families whose routes may lead traffic by themselves. */
export const steeringFamilies: ReadonlySet<string> = new Set(byFamily.keys());

const mostTargets = 32;

/** Where a route leads traffic by itself, without a rule that names it; each target once. */
export function steeringTargetsOf(attributes: AttributeSet, family: string, nlri: Nlri): SteeringTarget[] {
  const targets = byFamily.get(family)?.(attributes, nlri) ?? [];
  return [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()].slice(0, mostTargets);
}

/** Where a route that a rule names leads traffic. */
export const nextHopTarget = ({ nextHop }: Pick<AttributeSet, 'nextHop'>): SteeringTarget | null =>
  nextHop === null ? null : { kind: 'next-hop', target: nextHop };

/** What it leads to by the view that is nearest to what the peer said. */
export const targetsOf = ({ views }: Pick<SteeringState, 'views'>): SteeringTarget[] => nearest(views)?.targets ?? [];

const longestMatch = 512;

/** The NLRI as routers show it. */
export function matchText(family: string, nlri: Nlri): string {
  const text = familyNamed(family)?.format(nlri) ?? hexOf(nlri.nlri ?? nlri.address);
  return text.length <= longestMatch ? text : `${text.slice(0, longestMatch - 1)}…`;
}

/** Route distinguisher of an NLRI of whatever form. */
export function distinguisherText(family: string, nlri: Nlri): string | null {
  const octets = nlri.routeDistinguisher ?? familyNamed(family)?.describe(nlri).routeDistinguisher ?? null;
  return octets && formatRouteDistinguisher(octets);
}

/** One for each route at a peer, in all views the same. */
export function steeringId(peerId: string, family: string, nlri: Nlri): string {
  const parts = [peerId, family, ...keyTexts(family, nlri)];
  if (nlri.pathId !== null) parts.push(`path-${nlri.pathId}`);
  return parts.join('~');
}

const longestKey = 40;

/** A prefix as it is read; what has no short name by the octets of its key, or by their digest. */
function keyTexts(familyName: string, nlri: Nlri): string[] {
  const family = familyNamed(familyName);
  if (family !== undefined && nlri.nlri === null) {
    const { routeDistinguisher } = nlri;
    return [family.format(nlri), ...(routeDistinguisher ? [formatRouteDistinguisher(routeDistinguisher)] : [])];
  }
  const key = family?.key(nlri) ?? nlri.nlri ?? nlri.address;
  return [key.length <= longestKey ? hexOf(key) : `sha256-${createHash('sha256').update(key).digest('hex')}`];
}

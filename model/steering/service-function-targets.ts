import { type SfpTlv, sfpAttribute } from '#protocol/bgp/attributes/37-sfp-attribute.ts';
import { type SfcNlri, sfc } from '#protocol/bgp/families/31-9-sfc.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { AttributeSet } from '../record.ts';
import type { ServiceFunctionHop, SteeringTarget } from '../state.ts';
import { otherAttribute } from './other-attribute.ts';

type PathRoute = Extract<SfcNlri, { type: 'service-function-path' }>;

/** Hops, functions and instances of a path together. One with more is not followed: cut, it would be another path. */
const mostParts = 1_000;

/** RFC 9015 §3; a path without an SFP attribute that can be read leads nowhere. */
export function serviceFunctionTargets(attributes: AttributeSet, nlri: Nlri): SteeringTarget[] {
  const route = sfc.fromNlri(nlri);
  if (route?.type === 'service-function-path') return pathTargets(route, attributes);
  if (route?.type !== 'service-function-instance') return [];
  const { routeDistinguisher, serviceFunctionType } = route;
  return [{ kind: 'sfir', routeDistinguisher: formatRouteDistinguisher(routeDistinguisher), serviceFunctionType }];
}

function pathTargets({ routeDistinguisher, servicePathIdentifier }: PathRoute, attributes: AttributeSet) {
  const hops = hopsOf(otherAttribute(attributes, sfpAttribute) ?? []);
  if (hops.length === 0 || countParts(hops) > mostParts) return [];
  const target: SteeringTarget = {
    kind: 'sfpr',
    routeDistinguisher: formatRouteDistinguisher(routeDistinguisher),
    servicePathIdentifier,
    hops,
  };
  return [target];
}

/** RFC 9015 §3.2.1.2: packets take the hops by descending service index. What two TLVs say of one index is one hop. */
function hopsOf(tlvs: readonly SfpTlv[]): ServiceFunctionHop[] {
  const hops = new Map<number, ServiceFunctionHop>();
  for (const tlv of tlvs) {
    if (tlv.type !== 'hop') continue;
    const { serviceIndex } = tlv;
    const hop = hops.get(serviceIndex) ?? { serviceIndex, functions: [] };
    hops.set(serviceIndex, hop);
    for (const within of tlv.tlvs) {
      if (within.type !== 'service-function-type') continue;
      const { serviceFunctionType, instances } = within;
      hop.functions.push({ serviceFunctionType, instances: instances.map(instanceText) });
    }
  }
  return [...hops.values()].sort((one, other) => other.serviceIndex - one.serviceIndex);
}

/** RFC 9015 §3.2.1.3: in place of a route distinguisher there may be the identifier of a pool, which is an extended community. */
const instanceText = (instance: Uint8Array): string =>
  instance[0] === poolIdentifier[0] && instance[1] === poolIdentifier[1]
    ? formatExtendedCommunity(instance)
    : formatRouteDistinguisher(instance);

const poolIdentifier = [0x0b, 0x01];

function countParts(hops: readonly ServiceFunctionHop[]): number {
  const functions = hops.flatMap((hop) => hop.functions);
  return functions.reduce((sum, { instances }) => sum + instances.length, hops.length + functions.length);
}

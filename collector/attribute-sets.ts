import type { AttributeSet } from '#model/record.ts';
import { attributesNamed, encodeAttributeValue, type PathAttributes } from '#protocol/bgp/attributes/index.ts';
import type { RawAttribute } from '#protocol/bgp/attributes/values.ts';
import type { RouteSet } from '#protocol/bgp/route-set.ts';

/** The attributes of one route set of an UPDATE, as the stream carries them. */
export function attributeSetOf(attributes: PathAttributes, { nextHop, linkLocalNextHop }: RouteSet): AttributeSet {
  const {
    origin = null,
    asPath = null,
    med = null,
    localPref = null,
    atomicAggregate = false,
    aggregator = null,
    communities = [],
    extendedCommunities = [],
    largeCommunities = [],
    originatorId = null,
    clusterList = [],
    unknown,
    ...others
  } = attributes;
  return {
    origin,
    asPath,
    nextHop,
    linkLocalNextHop,
    med,
    localPref,
    atomicAggregate,
    aggregator,
    communities,
    extendedCommunities,
    largeCommunities,
    originatorId,
    clusterList,
    other: [...unknown, ...rawOf(others)],
  };
}

/** What the attribute table knows and an attribute set has no field for goes on as octets. */
function rawOf(others: Readonly<Record<string, unknown>>): RawAttribute[] {
  const names = Object.keys(others);
  if (names.length === 0) return [];
  return attributesNamed(names).map((entry) => encodeAttributeValue(entry, others[entry.name]));
}

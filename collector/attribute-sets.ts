import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { attributesNamed, encodeAttributeValue, type PathAttributes } from '#protocol/bgp/attributes/index.ts';
import type { RawAttribute } from '#protocol/bgp/attributes/values.ts';
import type { MarkedSet } from '#protocol/bmp/marked-routes.ts';

type OfSet = Pick<MarkedSet, 'nextHop' | 'linkLocalNextHop' | 'pathStatus'>;

/** The attributes of one route set of an UPDATE, as the stream carries them. */
export function attributeSetOf(
  attributes: PathAttributes,
  { nextHop, linkLocalNextHop, pathStatus }: OfSet,
): AttributeSet {
  const {
    origin = null,
    asPath = null,
    med = null,
    localPref = null,
    atomicAggregate = false,
    aggregator = null,
    communities = none,
    extendedCommunities = none,
    largeCommunities = none,
    originatorId = null,
    clusterList = none,
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
    other: othersOf(attributes),
    pathStatus: pathStatus ?? null,
  };
}

const none: never[] = [];

/** Names of attributes that an attribute set has a field for, and of those that are octets already. */
const carried = new Set([...Object.keys(emptyAttributeSet()), 'unknown']);

/** What the attribute table knows and an attribute set has no field for goes on as octets. */
function othersOf(attributes: PathAttributes): RawAttribute[] {
  let others: RawAttribute[] = attributes.unknown;
  for (const name in attributes) {
    if (!carried.has(name)) others = [...others, ...rawOf(name, attributes)];
  }
  return others;
}

const rawOf = (name: string, values: Readonly<Record<string, unknown>>): RawAttribute[] =>
  attributesNamed([name]).map((entry) => encodeAttributeValue(entry, values[name]));

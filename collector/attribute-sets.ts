import type { AttributeSet } from '#model/record.ts';
import { emptyAttributeSet } from '#model/record-codec.ts';
import { attributesNamed, encodeAttributeValue } from '#protocol/bgp/attributes/index.ts';
import type { RawAttribute } from '#protocol/bgp/attributes/values.ts';
import type { AttributeForm } from '#protocol/bgp/path-attributes.ts';
import type { Update } from '#protocol/bgp/update.ts';
import type { MarkedSet } from '#protocol/bmp/marked-routes.ts';

type OfUpdate = Pick<Update, 'attributes' | 'attributeForms'>;
type OfSet = Pick<MarkedSet, 'nextHop' | 'linkLocalNextHop' | 'pathStatus'>;

/** The attributes of one route set of an UPDATE, as the stream carries them. */
export function attributeSetOf(update: OfUpdate, { nextHop, linkLocalNextHop, pathStatus }: OfSet): AttributeSet {
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
  } = update.attributes;
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
    other: othersOf(update),
    pathStatus: pathStatus ?? null,
    cut: 0,
  };
}

const none: never[] = [];

/** Names of attributes that an attribute set has a field for, and of those that are octets already. */
const carried = new Set([...Object.keys(emptyAttributeSet()), 'unknown']);

/** What the attribute table knows and an attribute set has no field for goes on as octets, with the flags it came with. */
function othersOf({ attributes, attributeForms = [] }: OfUpdate): RawAttribute[] {
  let others: RawAttribute[] = attributes.unknown;
  for (const name in attributes) {
    if (!carried.has(name)) others = [...others, ...rawOf(name, attributes, attributeForms)];
  }
  return others;
}

function rawOf(
  name: string,
  values: Readonly<Record<string, unknown>>,
  forms: readonly AttributeForm[],
): RawAttribute[] {
  return attributesNamed([name]).map((entry) => {
    const raw = encodeAttributeValue(entry, values[name]);
    return { ...raw, flags: forms.find(({ code }) => code === raw.code)?.flags ?? raw.flags };
  });
}

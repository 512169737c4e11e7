import type { AttributeSet } from '#model/record.ts';
import { encodeAttributeSet } from '#model/record-codec.ts';

/** A message holds 64 KB (RFC 8654); a set of more than this many octets is cut, and says so. */
export const largestSet = 32 * 1024;
/** What is left of each list then. */
const mostItems = 1024;
const mostOtherOctets = 12 * 1024;

/** The octets that stand for a set in log and base. */
export function storedSet(set: AttributeSet): Uint8Array {
  const octets = encodeAttributeSet(set);
  if (octets.length <= largestSet) return octets;
  const less = shortened(set);
  return encodeAttributeSet({ ...less, cut: octets.length - encodeAttributeSet(less).length });
}

function shortened(set: AttributeSet): AttributeSet {
  let left = mostOtherOctets;
  return {
    ...set,
    asPath: set.asPath && shortenedPath(set.asPath),
    communities: set.communities.slice(0, mostItems),
    extendedCommunities: set.extendedCommunities.slice(0, mostItems),
    largeCommunities: set.largeCommunities.slice(0, mostItems / 2),
    clusterList: set.clusterList.slice(0, mostItems / 8),
    other: set.other.filter(({ value }) => {
      left -= value.length;
      return left >= 0;
    }),
  };
}

function shortenedPath(path: NonNullable<AttributeSet['asPath']>): NonNullable<AttributeSet['asPath']> {
  let left = mostItems;
  return path.flatMap((segment) => {
    const asns = segment.asns.slice(0, Math.max(0, left));
    left -= segment.asns.length;
    return asns.length === 0 ? [] : [{ ...segment, asns }];
  });
}

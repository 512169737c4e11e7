import type { RouteRow } from '#model/api-rows.ts';
import type { AttributeSet } from '#model/record.ts';
import { formatAsPath } from '#protocol/net/as-path.ts';
import { formatCommunity, formatLargeCommunity } from '#protocol/net/community.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import { hexOf } from '#protocol/net/hex.ts';

/** Path attributes as the API shows them: absent ones are absent, lists are always there. */
export function attributesJson(set: AttributeSet): RouteRow['attributes'] {
  return {
    ...(set.origin !== null && { origin: set.origin }),
    ...(set.asPath !== null && { asPath: formatAsPath(set.asPath) }),
    ...(set.nextHop !== null && { nextHop: set.nextHop }),
    ...(set.linkLocalNextHop !== null && { linkLocalNextHop: set.linkLocalNextHop }),
    ...(set.med !== null && { med: set.med }),
    ...(set.localPref !== null && { localPref: set.localPref }),
    atomicAggregate: set.atomicAggregate,
    ...(set.aggregator !== null && { aggregator: set.aggregator }),
    communities: set.communities.map(formatCommunity),
    extendedCommunities: set.extendedCommunities.map(formatExtendedCommunity),
    largeCommunities: set.largeCommunities.map(formatLargeCommunity),
    ...(set.originatorId !== null && { originatorId: set.originatorId }),
    clusterList: set.clusterList,
    unknown: set.other.map(({ code, flags, value }) => ({ code, flags, hex: hexOf(value) })),
  };
}

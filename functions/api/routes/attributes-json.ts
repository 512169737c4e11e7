import type { RouteRow } from '#model/api-rows.ts';
import type { AttributeSet } from '#model/record.ts';
import { decodeAttributeValue } from '#protocol/bgp/attributes/index.ts';
import type { RawAttribute } from '#protocol/bgp/attributes/values.ts';
import { messageLengths } from '#protocol/bgp/context.ts';
import { formatAsPath } from '#protocol/net/as-path.ts';
import { formatCommunity, formatLargeCommunity } from '#protocol/net/community.ts';
import { formatExtendedCommunity } from '#protocol/net/extended-community.ts';
import { hexOf } from '#protocol/net/hex.ts';

/** Path attributes as the API shows them: absent ones are absent, lists are always there. */
export function attributesJson(set: AttributeSet): RouteRow['attributes'] {
  const { unknown, ...others } = othersJson(set.other);
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
    ...others,
    ...(set.cut > 0 && { cutOctets: set.cut }),
    unknown,
  };
}

/**
 * Octets of one route that are shown decoded: the JSON of small TLVs is up to twenty times as long. What fits a message without
 * RFC 8654 is always decoded; beyond, it is hex, and all of a 64 KiB message no longer than its communities could be.
 */
const mostDecoded = messageLengths.plain;

/** Those that the set carries as octets: decoded where the table can, the rest as `unknown`. */
function othersJson(attributes: readonly RawAttribute[]): { unknown: RouteRow['attributes']['unknown'] } {
  const unknown: RouteRow['attributes']['unknown'] = [];
  const decoded: Record<string, unknown> = {};
  let left: number = mostDecoded;
  for (const attribute of attributes) {
    const { code, flags, value } = attribute;
    const shown = value.length <= left ? decodeAttributeValue(attribute) : null;
    if (shown === null) unknown.push({ code, flags, hex: hexOf(value) });
    else {
      decoded[shown.name] = shown.json;
      left -= value.length;
    }
  }
  return { ...decoded, unknown };
}

import { attributesToJson } from '#protocol/bgp/attributes/index.ts';
import type { Capability } from '#protocol/bgp/capabilities/index.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { familyOf } from '#protocol/bgp/families/index.ts';
import type { Notification } from '#protocol/bgp/notification.ts';
import type { Open } from '#protocol/bgp/open.ts';
import { type RouteRefresh, routeRefreshText } from '#protocol/bgp/route-refresh.ts';
import type { RouteSet, Update } from '#protocol/bgp/update.ts';
import type { MarkedSet } from '#protocol/bmp/marked-routes.ts';
import type { MirroredMessage } from '#protocol/bmp/messages/06-route-mirroring.ts';
import { pathStatusToJson } from '#protocol/bmp/path-marking.ts';
import type { JsonObject } from '#protocol/json.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';

/** BGP messages as `bmpaas decode` shows them. */

type BgpMessageBodies = {
  [Type in MirroredMessage['type']]: (message: Extract<MirroredMessage, { type: Type }>) => JsonObject;
};

const bgpMessageBodies: BgpMessageBodies = {
  open: ({ value }) => openToJson(value),
  update: ({ value }) => mergedUpdates([value], unmarked),
  notification: ({ value }) => notificationToJson(value),
  keepalive: () => ({}),
  'route-refresh': ({ value }) => routeRefreshToJson(value),
  unknown: ({ code, value }) => ({ code, data: hexOf(value) }),
  undecodable: ({ reason }) => ({ reason }),
};

const unmarked = ({ announced }: Update): readonly MarkedSet[] => announced;

/** The table's key is the message's own type, which the compiler cannot follow through a union. */
export function mirroredToJson(message: MirroredMessage): JsonObject {
  const body = bgpMessageBodies[message.type] as (message: MirroredMessage) => JsonObject;
  return { type: message.type, ...body(message) };
}

const routeRefreshToJson = ({ afi, safi, subtype, outboundRouteFilters }: RouteRefresh): JsonObject => ({
  family: familyOf(afi, safi).name,
  subtype,
  subtypeText: routeRefreshText(subtype),
  outboundRouteFilters: hexOf(outboundRouteFilters),
});

/** Routes of all, the attributes of the first: where there are more, `updates` tells them apart. */
export function mergedUpdates(
  updates: readonly Update[],
  markedSetsOf: (update: Update) => readonly MarkedSet[],
): JsonObject {
  const announced = updates.flatMap(markedSetsOf);
  const [first] = updates;
  const nextHop = announced[0]?.nextHop ?? null;
  return {
    announced: announced.flatMap((set) =>
      set.routes.map((route) => ({
        ...routeToJson(set.family, route),
        ...nextHopsOf(set),
        ...(set.pathStatus && { pathStatus: pathStatusToJson(set.pathStatus) }),
      })),
    ),
    withdrawn: updates.flatMap((update) =>
      update.withdrawn.flatMap(({ family, routes }) => routes.map((route) => routeToJson(family, route))),
    ),
    attributes:
      first === undefined ? {} : { ...attributesToJson(first.attributes), ...(nextHop === null ? {} : { nextHop }) },
    endOfRib: updates.find(({ endOfRib }) => endOfRib !== null)?.endOfRib?.name ?? null,
  };
}

function routeToJson(family: Family, route: Nlri): JsonObject {
  const { text, routeDistinguisher, labels, fields } = family.describe(route);
  return {
    family: family.name,
    ...(family.ipVersion === null ? { nlri: text } : { prefix: text }),
    pathId: route.pathId,
    rd: routeDistinguisher && formatRouteDistinguisher(routeDistinguisher),
    labels: labels && [...labels],
    ...(fields && { fields }),
  };
}

const nextHopsOf = ({ nextHop, linkLocalNextHop }: RouteSet): JsonObject =>
  linkLocalNextHop === null ? { nextHop } : { nextHop, linkLocalNextHop };

export const openToJson = ({ version, asn, holdTime, bgpId, capabilities }: Open): JsonObject => ({
  version,
  asn,
  holdTime,
  bgpId,
  capabilities: capabilities.map(capabilityToJson),
});

const capabilityToJson = (capability: Capability): JsonObject =>
  capability.name === 'unknown' ? { ...capability, value: hexOf(capability.value) } : { ...capability };

export const notificationToJson = ({ code, subcode, data, text }: Notification): JsonObject => ({
  code,
  subcode,
  data: hexOf(data),
  text,
});

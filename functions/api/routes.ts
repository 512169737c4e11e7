import type { QueryOf } from '#model/api.ts';
import type { PrefixRow, RouteCountRow, RouteRow } from '#model/api-rows.ts';
import { feedId } from '#model/keys.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { PeerState } from '#model/state.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { pathStatusToJson } from '#protocol/bmp/path-marking.ts';
import type { Prefix } from '#protocol/net/prefix.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { RouteCounts } from '#rib/count.ts';
import type { RouterHead } from '#rib/head.ts';
import type { RouteGroup, RouteQuery } from '#rib/lookup.ts';
import { octetsOf } from '#rib/octets-text.ts';
import type { Match, PrefixQuery } from '#rib/prefix-match.ts';
import { viewOf } from '#rib/row.ts';
import type { FoundRoute } from '#rib/view.ts';
import { attributesJson } from './attributes-json.ts';
import { timeText } from './clock.ts';
import { keyOfParts } from './paging.ts';
import { addressParameter, distinguisherParameter, prefixParameter } from './prefix-text.ts';
import { invalidRequest, Problem } from './problem.ts';

type LookupParameters = QueryOf<'lookupRoutes'>;

/** @throws Problem 404 */
export function knownFamily(name: string): Family {
  const family = familyNamed(name);
  if (family) return family;
  throw new Problem('not-found', `There is no family ${name}.`);
}

/** @throws Problem 404, or 400 for a family whose routes have no prefix */
export function prefixFamily(name: string): Family {
  const family = knownFamily(name);
  if (family.ipVersion !== null) return family;
  const detail = `routes of ${name} have no prefix to look up; /v1/rib/${name}/routes lists them`;
  throw invalidRequest([{ parameter: 'family', detail }]);
}

interface AskedPrefix extends RouteQuery, PrefixQuery {
  match: Match;
}

/** @throws Problem 400 or 422 */
export function lookupQuery(family: Family, parameters: LookupParameters): AskedPrefix {
  const { prefixLength, address } = askedPrefix(family, parameters);
  return {
    ...routeQuery(parameters),
    prefixLength,
    address,
    match: parameters.match ?? (parameters.ip === undefined ? 'exact' : 'longest'),
  };
}

type RouteParameters = Pick<LookupParameters, 'peer' | 'view' | 'rd' | 'includeStale'>;

/** @throws Problem 400 */
export function routeQuery({ peer, view, rd, includeStale }: RouteParameters): RouteQuery {
  return {
    includeStale,
    ...(peer !== undefined && { peer: isPeer(peer) }),
    ...(view !== undefined && { view }),
    ...(rd !== undefined && { routeDistinguisher: distinguisherParameter('rd', rd) }),
  };
}

/** A peer is named by its id or its address. */
export const isPeer =
  (named: string) =>
  ({ id, address }: Pick<PeerState, 'id' | 'address'>): boolean =>
    id === named || address === named;

export function prefixRow(family: Family, group: RouteGroup): PrefixRow {
  return {
    prefix: family.format(group.nlri),
    family: family.name,
    rd: distinguisherText(group.nlri.routeDistinguisher),
    routes: group.routes.map((route) => routeRow(family, route)),
  };
}

type Grouping = keyof Omit<RouteCountRow, 'routes'>;

/** Sums of the counts of all feeds by the given parts of their identity. */
export function routeCountRows(
  counted: readonly { head: RouterHead; counts: RouteCounts }[],
  groupBy: readonly Grouping[],
): RouteCountRow[] {
  const perFeed = counted.flatMap(({ head, counts }) =>
    [...head.peers.values()].flatMap((peer) =>
      peer.feeds.map(({ view, family }) => ({
        group: { router: peer.routerId, peer: peer.id, view, family },
        routes: counts.get(feedId(peer.id, view, family)) ?? 0,
      })),
    ),
  );
  const groups = Map.groupBy(perFeed, ({ group }) => keyOfParts(...groupBy.map((part) => group[part])));
  return [...groups.values()].map((members) => ({
    ...Object.fromEntries(groupBy.map((part) => [part, members[0]?.group[part]])),
    routes: members.reduce((sum, { routes }) => sum + routes, 0),
  }));
}

function askedPrefix(family: Family, { ip, prefix }: LookupParameters): Prefix {
  if ((ip === undefined) === (prefix === undefined)) {
    throw invalidRequest([{ parameter: 'ip', detail: 'is needed, or prefix, and not both' }]);
  }
  const parameter = ip === undefined ? 'prefix' : 'ip';
  const asked = ip === undefined ? prefixParameter('prefix', prefix ?? '') : addressParameter('ip', ip);
  if (asked.version === family.ipVersion) return asked;
  throw invalidRequest([
    { parameter, detail: `is of IPv${asked.version}, ${family.name} is of IPv${family.ipVersion}` },
  ]);
}

export function routeRow(family: Family, route: FoundRoute): RouteRow {
  const { nlri, peer, routerId, firstSeen, lastChanged, stale } = route;
  const { text, routeDistinguisher, labels, fields } = family.describe(nlri);
  const attributes = decodeAttributeSet(octetsOf(route.set));
  const { pathStatus } = attributes;
  return {
    ...(family.ipVersion === null ? { nlri: text } : { prefix: text }),
    family: family.name,
    rd: distinguisherText(routeDistinguisher),
    pathId: nlri.pathId,
    view: viewOf(route.feed),
    router: routerId,
    peer: { id: peer.id, address: peer.address, asn: peer.asn },
    attributes: attributesJson(attributes),
    labels: labels ? [...labels] : null,
    ...(fields && { fields }),
    ...(pathStatus && { pathStatus: pathStatusToJson(pathStatus) }),
    firstSeen: timeText(firstSeen * 1000),
    lastChanged: timeText(lastChanged * 1000),
    stale,
  };
}

const distinguisherText = (routeDistinguisher: Uint8Array | null): string | null =>
  routeDistinguisher && formatRouteDistinguisher(routeDistinguisher);

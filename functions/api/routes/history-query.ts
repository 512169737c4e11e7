import type { QueryOf } from '#model/api.ts';
import type { HeadPeer } from '#model/state.ts';
import { views } from '#model/views.ts';
import type { Family } from '#protocol/bgp/families/family.ts';
import { exactPrefix, nlriText, type RouteMatch } from '#rib/read/route-match.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import { type FeedKey, feedKey } from '#rib/rows/row.ts';
import type { Sources } from '../http/endpoint.ts';
import { distinguisherParameter, prefixOrAddressParameter } from '../http/prefix-text.ts';
import { invalidRequest } from '../http/problem.ts';
import { isPeer } from '../routers/peer-name.ts';
import { keptTime } from './rib-views.ts';
import { prefixOfFamily } from './route-query.ts';

type HistoryParameters = QueryOf<'listRouteChanges'>;

/** Which routes a history is of. @throws Problem 400 or 422 */
export function routeMatch(family: Family, { prefix, nlri, rd }: HistoryParameters): RouteMatch {
  const distinguisher = rd === undefined ? undefined : distinguisherParameter('rd', rd);
  const [needed, other] = family.ipVersion === null ? (['nlri', 'prefix'] as const) : (['prefix', 'nlri'] as const);
  const text = { prefix, nlri }[needed];
  if (text === undefined || { prefix, nlri }[other] !== undefined) {
    throw invalidRequest([{ parameter: needed, detail: `is what names a route of ${family.name}, and not ${other}` }]);
  }
  if (needed === 'nlri') return nlriText(family.name, text, distinguisher);
  return exactPrefix(
    family.name,
    prefixOfFamily(family, 'prefix', prefixOrAddressParameter('prefix', text)),
    distinguisher,
  );
}

/** Milliseconds since 1970. @throws Problem 400 or 422 */
export function timeRange({ from, to }: HistoryParameters, sources: Sources): { from: number; to: number } {
  const now = sources.clock.now();
  const range = {
    from: from === undefined ? now - sources.retention : keptTime('from', from, sources),
    to: to === undefined ? now : Date.parse(to),
  };
  if (range.from <= range.to) return range;
  throw invalidRequest([{ parameter: 'to', detail: 'is before `from`, or before all that is kept' }]);
}

/** The peers of a router that are asked for, by all the feeds that they can have. */
export function askedFeeds({ peers }: RouterHead, { peer, view }: HistoryParameters): Map<FeedKey, HeadPeer> {
  const asked = [...peers.values()].filter(peer === undefined ? () => true : isPeer(peer));
  const inViews = view === undefined ? views : [view];
  return new Map(asked.flatMap((one) => inViews.map((each) => [feedKey(one.id, each), one] as const)));
}

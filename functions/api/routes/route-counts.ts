import type { RouteCountRow } from '#model/api-rows.ts';
import { feedId } from '#model/keys.ts';
import type { RouteCounts } from '#rib/read/count.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import type { Sources } from '../http/endpoint.ts';
import { keyOfParts } from '../http/paging.ts';

/** A router with what its feeds count. */
export interface CountedRouter {
  head: RouterHead;
  counts: RouteCounts;
}

export async function countRouters(
  { rib, counter }: Sources,
  isAsked: (head: RouterHead) => boolean = () => true,
): Promise<CountedRouter[]> {
  const asked = (await rib.heads()).filter(isAsked);
  return Promise.all(asked.map(async (head) => ({ head, counts: await counter.count(head) })));
}

/** Parts of a feed's identity by which its routes can be counted. */
export const groupings = ['router', 'peer', 'view', 'family'] as const satisfies readonly (keyof RouteCountRow)[];

type Grouping = (typeof groupings)[number];

/** Sums of the counts of all feeds by the given parts of their identity. */
export function routeCountRows(counted: readonly CountedRouter[], groupBy: readonly Grouping[]): RouteCountRow[] {
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

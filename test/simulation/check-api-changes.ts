import type { RouteChangeRow, RouteDiff, RouteRow } from '#model/api-rows.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { formatRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import { type Asking, expectAlike, nameOf } from './answered.ts';
import { Mismatch } from './check.ts';
import type { Neighbour } from './universe.ts';
import { routeName } from './universe.ts';

/** What a neighbour announced before policy, against what came out of it. */
export async function checkDiff(
  asking: Asking,
  head: RouterHead,
  { peer: { address }, views }: Neighbour,
): Promise<void> {
  const { api, router, family, shown } = asking;
  const feeds = [...head.peers.values()].find((peer) => peer.address === address)?.feeds ?? [];
  if (!views.every((view) => feeds.some((feed) => feed.view === view && feed.family === family))) return;
  const [left, right] = views.map((view) => `${router}:${address}:${view}`);
  const answered: string[] = [];
  for await (const { data } of api.pages(`/v1/rib/${family}/diff?left=${left}&right=${right}&limit=4`)) {
    const { onlyLeft, onlyRight, changed }: RouteDiff = data;
    answered.push(...onlyLeft.map((row) => difference(row, null)), ...onlyRight.map((row) => difference(null, row)));
    answered.push(...changed.map((row) => difference(row.left, row.right)));
  }
  const medsOf = (view: string) =>
    new Map([...shown].flatMap(([name, { med }]) => withoutFeed(name, `${address} ${view} ${family} `, med)));
  const [before, after] = views.map(medsOf);
  const routes = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  const differing = [...routes].filter((route) => before?.get(route) !== after?.get(route));
  expectAlike(
    `difference in ${family}`,
    answered,
    differing.map((route) => `${route}: ${before?.get(route)} ${after?.get(route)}`),
  );
}

const withoutFeed = (name: string, feed: string, med: number): [string, number][] =>
  name.startsWith(feed) ? [[name.slice(feed.length), med]] : [];

function difference(left: RouteRow | null, right: RouteRow | null): string {
  const row = left ?? right;
  if (row === null) throw new Mismatch('API: a difference of nothing');
  const feed = `${row.peer.address} ${row.view} ${row.family} `;
  return `${nameOf(row).slice(feed.length)}: ${left?.attributes.med} ${right?.attributes.med}`;
}

/** The history of a route ends with what is shown of it now, and each of its changes is possible after the one before. */
export async function checkHistory({ api, router, family, shown }: Asking, nlri: Nlri): Promise<void> {
  // The stream's clock, which changes go by, may be ahead of the API's.
  const range = `to=${encodeURIComponent('2099-01-01T00:00:00Z')}&limit=6`;
  const path = `/v1/rib/${family}/history?router=${router}&${range}&${askedFor(family, nlri)}`;
  const changes: RouteChangeRow[] = await api.rows(path);
  const name = routeName({ ...nlri, pathId: null });
  for (const [route, ofRoute] of Map.groupBy(changes, nameOf)) {
    const { pathId = null } = ofRoute[0] ?? {};
    if (!route.endsWith(routeName({ ...nlri, pathId }))) throw new Mismatch(`API, history of ${name}: has ${route}`);
    const impossible = ofRoute.findIndex((change, index) => !follows(ofRoute[index - 1], change));
    const last = ofRoute.at(-1);
    const med = last === undefined || isGone(last) ? undefined : last.attributes.med;
    if (impossible >= 0 || shown.get(route)?.med !== med) {
      const told = ofRoute.map((change) => `${change.kind} ${change.attributes.med}`).join(', ');
      throw new Mismatch(`API, history of ${route}: ${told}; what is shown is ${shown.get(route)?.med}`);
    }
  }
}

/** Routes of several paths are of one history. */
function askedFor(family: string, nlri: Nlri): string {
  const known = familyNamed(family);
  const { routeDistinguisher = null } = known?.describe(nlri) ?? {};
  const rd = routeDistinguisher ? `&rd=${formatRouteDistinguisher(routeDistinguisher)}` : '';
  const parameter = nlri.nlri === null ? 'prefix' : 'nlri';
  return `${parameter}=${encodeURIComponent(known?.format(nlri) ?? '')}${rd}`;
}

const isGone = ({ kind }: RouteChangeRow): boolean => kind === 'withdrawn' || kind === 'hidden';

/** Before the first, anything may have been. */
function follows(before: RouteChangeRow | undefined, { kind, attributes, time }: RouteChangeRow): boolean {
  if (before === undefined) return true;
  if (isGone(before)) return kind === 'announced';
  const same = before.attributes.med === attributes.med;
  return { announced: false, confirmed: same, changed: !same, withdrawn: same, hidden: same }[kind] && time !== '';
}

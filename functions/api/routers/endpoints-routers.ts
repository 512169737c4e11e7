import type { PeerRow, RouterRow } from '#model/api-rows.ts';
import { asServed } from '#model/feed.ts';
import { kinds } from '#model/keys.ts';
import { partitionKeys } from '#model/partition.ts';
import type { PeerState, RouterState } from '#model/state.ts';
import type { RouteCounts } from '#rib/read/count.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { matches } from '../http/matching.ts';
import { pageOf } from '../http/paging.ts';
import { addressParameter } from '../http/prefix-text.ts';
import { Problem } from '../http/problem.ts';
import { distinctPeers } from './distinct-peers.ts';
import { peerRow, routerRow } from './routers.ts';

export const routerEndpoints = {
  async listRouters(sources, { query, page }) {
    const routers = (await readAll(sources.store, 'router')).filter(
      ({ session, location, vendor }) =>
        matches(query.state, session.state) && matches(query.location, location) && matches(query.vendor, vendor),
    );
    const { items, next } = pageOf(routers, ({ id }) => id, page);
    const rows = await Promise.all(items.map(({ id }) => readRouter(sources, id)));
    return { rows: rows.filter((row) => row !== undefined), next };
  },

  async getRouter(sources, { parameters }) {
    const row = await readRouter(sources, parameters.id);
    if (!row) throw new Problem('not-found', `There is no router ${parameters.id}.`);
    return { data: row };
  },

  async listPeers(sources, { query, page }) {
    const address = query.address === undefined ? undefined : addressParameter('address', query.address);
    const peers = (await readPeers(sources.store, query.router)).filter(
      (peer) =>
        (query.asn === undefined || query.asn === peer.asn) &&
        (address === undefined || address.canonical.startsWith(`${peer.address}/`)) &&
        matches(query.bgpId, peer.bgpId) &&
        matches(query.state, peer.state) &&
        matches(query.type, peer.type),
    );
    const { items, next } = pageOf(peers, ({ id }) => id, page);
    return { rows: await peerRows(sources, items), next };
  },

  async getPeer(sources, { parameters }) {
    const peers = await readPeers(sources.store);
    const [row] = await peerRows(
      sources,
      peers.filter(({ id }) => id === parameters.id),
    );
    if (!row) throw new Problem('not-found', `There is no peer ${parameters.id}.`);
    return { data: row };
  },
} satisfies Partial<Endpoints>;

/** Of one router, or of all. */
async function readPeers(store: Store, routerId?: string): Promise<PeerState[]> {
  const routers = new Map((await readAll(store, 'router')).map((router) => [router.id, router]));
  const asked = routerId === undefined ? undefined : routers.get(routerId);
  if (routerId !== undefined) return asked ? peersOf(store, asked) : [];
  const served = (await readAll(store, 'peer')).map((peer) => {
    const router = routers.get(peer.routerId);
    return router ? asServed(peer, router.session) : peer;
  });
  return distinctPeers(served);
}

async function peersOf(store: Store, { id, partitions, session }: RouterState): Promise<PeerState[]> {
  const keys = partitionKeys(id, partitions);
  const peers = await Promise.all(keys.map((key) => readAll(store, 'peer', kinds.peer.prefixOf(key))));
  return distinctPeers(peers.flat().map((peer) => asServed(peer, session)));
}

async function readRouter(sources: Sources, id: string): Promise<RouterRow | undefined> {
  const { store } = sources;
  const [router, claim, counts] = await Promise.all([
    readOne(store, 'router', kinds.router.key(id)),
    readOne(store, 'claim', kinds.claim.key(id)),
    countsOf(sources, id),
  ]);
  return router && routerRow(router, await peersOf(store, router), claim, counts, sources.clock.now());
}

/** Rows of the peers, in their order. */
async function peerRows(sources: Sources, peers: readonly PeerState[]): Promise<PeerRow[]> {
  const routerIds = [...new Set(peers.map(({ routerId }) => routerId))];
  const counts = new Map(await Promise.all(routerIds.map(async (id) => [id, await countsOf(sources, id)] as const)));
  const routers = new Map((await readAll(sources.store, 'router')).map((router) => [router.id, router]));
  return peers.map((peer) => {
    const location = routers.get(peer.routerId)?.location ?? 'unknown';
    return peerRow(peer, location, counts.get(peer.routerId) ?? new Map());
  });
}

async function countsOf({ rib, counter }: Sources, routerId: string): Promise<RouteCounts> {
  const counted = await Promise.all((await rib.headsOf(routerId)).map((head) => counter.count(head)));
  const sums = new Map<string, number>();
  for (const [feed, routes] of counted.flatMap((counts) => [...counts])) sums.set(feed, (sums.get(feed) ?? 0) + routes);
  return sums;
}

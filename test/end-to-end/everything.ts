import type { Api } from '../lab/api.ts';

export type Everything = Awaited<ReturnType<typeof everything>>;

/** All that the API tells, without times and session numbers: equal histories must look equal. */
export async function everything(api: Api) {
  const [routers, peers, elements, announcements, routes] = await Promise.all([
    api.routers(),
    api.peers(),
    api.elements(),
    api.announcements(),
    routesIn(api, '0.0.0.0/0'),
  ]);
  return {
    routers: sorted(routers.map(({ session, id, location, deviceId }) => [id, location, deviceId, session.state])),
    feeds: sorted(
      peers.flatMap((peer) => peer.feeds.map((feed) => [peer.id, peer.state, feed.view, feed.family, feed.state])),
    ),
    elements: sorted(elements.map(({ id, state, missing, pairing }) => [id, state, missing, pairing])),
    announcements: sorted(
      announcements.map((row) => [row.router, row.peerIp, row.serviceIp, row.role, row.communities, row.state]),
    ),
    routes,
  };
}

/** Every IPv4 route of the prefix, one sorted line each. */
export async function routesIn(api: Api, prefix: string): Promise<string[]> {
  const routes = await api.lookup('ipv4-unicast', { prefix, match: 'covered' });
  return routes
    .map(({ router, peer, view, prefix: found, attributes, stale }) =>
      [router, peer.address, view, found, JSON.stringify(attributes), stale ? 'stale' : 'fresh'].join(' '),
    )
    .sort();
}

const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

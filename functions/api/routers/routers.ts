import type { FeedRow, PeerRow, RouterRow } from '#model/api-rows.ts';
import { feedId } from '#model/keys.ts';
import type { ClaimState, FeedState, PeerState, RouterState } from '#model/state.ts';
import type { RouteCounts } from '#rib/read/count.ts';
import { timeText, timeTextOrNull } from '../http/clock.ts';

/** `claim` is the collector's view of the connection: its heartbeat may be later than what ingest has applied. */
export function routerRow(
  router: RouterState,
  peers: readonly PeerState[],
  claim: ClaimState | undefined,
  counts: RouteCounts,
  now: number,
): RouterRow {
  const { session } = router;
  const heldDownUntil = claim?.heldDownUntil ?? null;
  const heartbeatAt = claim?.session === session.id ? claim.heartbeatAt : 0;
  return {
    id: router.id,
    sysName: router.sysName,
    sysDescr: router.sysDescr,
    vendor: router.vendor,
    location: router.location,
    deviceId: router.deviceId,
    bgpId: router.bgpId,
    information: router.information,
    session: {
      state: session.state,
      id: session.id,
      since: timeText(session.since),
      lastMessageAt: timeText(Math.max(session.lastMessageAt, heartbeatAt)),
      source: session.source,
      sourcePort: session.sourcePort,
      collectorId: session.collectorId,
      lostAt: timeTextOrNull(session.lostAt),
      terminationReason: session.terminationReason,
      synced: session.synced,
      heldDownUntil: timeTextOrNull(heldDownUntil !== null && heldDownUntil > now ? heldDownUntil : null),
    },
    feeds: peers.flatMap((peer) =>
      peer.feeds.map((feed) => ({ ...feedRow(peer.id, feed, counts), peer: peer.id, address: peer.address })),
    ),
    counters: router.counters,
    poisoned: router.poisoned,
  };
}

export function peerRow(peer: PeerState, location: string, counts: RouteCounts): PeerRow {
  return {
    id: peer.id,
    router: peer.routerId,
    location,
    address: peer.address,
    asn: peer.asn,
    bgpId: peer.bgpId,
    distinguisher: peer.distinguisher,
    type: peer.type,
    table: peer.table,
    localAsn: peer.localAsn,
    localBgpId: peer.localBgpId,
    localAddress: peer.localAddress,
    localPort: peer.localPort,
    remotePort: peer.remotePort,
    information: peer.information,
    state: peer.state,
    since: timeText(peer.since),
    downReason: peer.downReason,
    capabilities: peer.capabilities,
    feeds: peer.feeds.map((feed) => feedRow(peer.id, feed, counts)),
    statistics: peer.statistics,
    statisticsAt: timeTextOrNull(peer.statisticsAt),
  };
}

function feedRow(peerId: string, feed: FeedState, counts: RouteCounts): FeedRow {
  const id = feedId(peerId, feed.view, feed.family);
  return {
    id,
    view: feed.view,
    family: feed.family,
    state: feed.state,
    endOfRib: feed.endOfRib,
    routes: counts.get(id) ?? 0,
    since: timeText(feed.since),
  };
}

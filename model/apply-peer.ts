import { familyOf } from '#protocol/bgp/families/index.ts';
import { notificationOf } from '#protocol/bgp/notification.ts';
import { peerDownReasonText } from '#protocol/bmp/messages/02-peer-down.ts';
import type { Application } from './application.ts';
import { knownBgpId } from './bgp-id.ts';
import { capabilityText } from './capability-text.ts';
import { isCurrent, withFeed } from './feed.ts';
import type { Cause } from './knowledge.ts';
import { bringPeerUp, idOfPeer, newPeer, takePeerDown } from './peers.ts';
import type { OpenSummary, PeerReference, StreamEvent } from './record.ts';
import type { CapabilityText, FeedState, PeerState } from './state.ts';
import { sessionOf } from './token.ts';

type EventOf<K extends StreamEvent['kind']> = Extract<StreamEvent, { kind: K }>;

/** Statistics that change nothing but themselves are written this seldom, or twice in the time without any that is a finding. */
const statisticsWriteMilliseconds = 300_000;

const writeEvery = ({ rules }: Application): number =>
  Math.min(statisticsWriteMilliseconds, rules.rules.holds.statisticsSeconds * 500);

const referenceOf = ({ record }: Application, index: number): PeerReference => {
  const reference = record.peers[index];
  if (reference === undefined) throw new RangeError(`record names peer ${index} of ${record.peers.length}`);
  return reference;
};

export function applyPeerUp(application: Application, event: EventOf<'peer-up'>, cause: Cause): void {
  const reference = referenceOf(application, event.peer);
  const before = application.draft.peers.get(idOfPeer(application.draft.routerId, reference));
  const repeated = before !== undefined && isRepeated(before, event, cause);
  const peer = describePeer(before ?? newPeer(application, reference, cause), reference, event, repeated);
  if (!repeated) {
    bringPeerUp(application, peer, cause);
    return;
  }
  if (before) application.discovery.touchPeer(before);
  application.draft.peers.put(peer);
  application.discovery.touchPeer(peer);
}

/**
 * Not a new incarnation: one Loc-RIB Peer Up per family (Huawei), the same TCP connection reported again, or the Peer Up of
 * a peer whose routes were sent before it.
 */
function isRepeated(before: PeerState, event: EventOf<'peer-up'>, cause: Cause): boolean {
  if (before.state !== 'up' || !isCurrent(before, sessionOf(cause.token))) return false;
  const unannounced = before.localPort === 0 && before.remotePort === 0;
  const sameConnection = before.localPort === event.localPort && before.remotePort === event.remotePort;
  return before.type === 'loc-rib' || unannounced || sameConnection;
}

/** FRR keeps no OPEN of a connection that collided: what the neighbour said last time is better than nothing. */
function describePeer(
  peer: PeerState,
  reference: PeerReference,
  event: EventOf<'peer-up'>,
  accumulate: boolean,
): PeerState {
  const sent = capabilitiesOf(event.sentOpen);
  const received = capabilitiesOf(event.receivedOpen);
  const { capabilities } = peer;
  return {
    ...peer,
    asn: reference.asn,
    bgpId: knownBgpId(reference.bgpId, knownBgpId(event.receivedOpen?.bgpId, peer.bgpId)),
    localAsn: event.sentOpen?.asn ?? peer.localAsn,
    localBgpId: knownBgpId(event.sentOpen?.bgpId, peer.localBgpId),
    localAddress: event.localAddress,
    localPort: event.localPort,
    remotePort: event.remotePort,
    information: event.information,
    table: event.table ?? peer.table,
    capabilities: accumulate
      ? { sent: merge(capabilities.sent, sent), received: merge(capabilities.received, received) }
      : { sent, received: received.length > 0 ? received : capabilities.received },
  };
}

const capabilitiesOf = (open: OpenSummary | null): CapabilityText[] => (open?.capabilities ?? []).map(capabilityText);

function merge(before: readonly CapabilityText[], more: readonly CapabilityText[]): CapabilityText[] {
  const known = new Set(before.map(({ code, value }) => `${code} ${value}`));
  return [...before, ...more.filter(({ code, value }) => !known.has(`${code} ${value}`))];
}

export function applyPeerDown(application: Application, event: EventOf<'peer-down'>, cause: Cause): void {
  const reference = referenceOf(application, event.peer);
  const { draft } = application;
  const reason = downReasonOf(event);
  const before = draft.peers.get(idOfPeer(draft.routerId, reference));
  if (before === undefined) {
    const peer = { ...newPeer(application, reference, cause), downReason: reason };
    draft.peers.put(peer);
    application.discovery.touchPeer(peer);
    return;
  }
  // Up before the reconnect and not seen since: it is served until the fence. FRR sends these while its peers still connect.
  const awaited = before.state === 'up' && !isCurrent(before, sessionOf(cause.token));
  if (before.state === 'up' && !awaited) takePeerDown(application, before, reason, cause);
}

/** `remote system closed, NOTIFICATION received: Cease: Administrative Shutdown`. */
function downReasonOf({ reason, notification, fsmEventCode }: EventOf<'peer-down'>): string {
  const parts = [peerDownReasonText(reason)];
  if (notification) parts.push(notificationOf(notification.code, notification.subcode, notification.data).text);
  if (fsmEventCode !== null) parts.push(`FSM event ${fsmEventCode}`);
  return parts.join(': ');
}

/** Gauges of RFC 7854 §4.8 and RFC 8671 §6.2 that count a view's routes, all families or per family. */
const gauges: Record<number, FeedState['view']> = {
  7: 'adj-rib-in-pre',
  8: 'loc-rib',
  9: 'adj-rib-in-pre',
  10: 'loc-rib',
  14: 'adj-rib-out-pre',
  15: 'adj-rib-out-post',
  16: 'adj-rib-out-pre',
  17: 'adj-rib-out-post',
};

export function applyStatistics(application: Application, event: EventOf<'statistics'>, cause: Cause): void {
  const { draft } = application;
  const peer = draft.peers.get(idOfPeer(draft.routerId, referenceOf(application, event.peer)));
  if (!peer) return;
  const due = peer.statisticsAt === null || cause.at - peer.statisticsAt >= writeEvery(application);
  if (!due && !peer.learning) return;
  const statistics = Object.fromEntries(event.counters.map((counter) => [statisticName(counter), `${counter.value}`]));
  const learning = peer.feeds.filter(({ state }) => state === 'learning');
  const gauged = learning.map((feed) => ({ ...feed, gauge: gaugeOf(feed, peer, event.counters) ?? feed.gauge }));
  const counted = { ...peer, statistics: { ...peer.statistics, ...statistics }, statisticsAt: cause.at };
  draft.peers.put(gauged.reduce<PeerState>(withFeed, counted));
}

type Counter = EventOf<'statistics'>['counters'][number];

const statisticName = ({ type, afi, safi }: Counter): string => (afi === 0 ? `${type}` : `${type}/${afi}/${safi}`);

function gaugeOf(feed: FeedState, peer: PeerState, counters: readonly Counter[]): number | null {
  const familiesOfView = peer.feeds.filter(({ view }) => view === feed.view).length;
  const found = counters.find((counter) => {
    if (gauges[counter.type] !== feed.view) return false;
    return counter.afi === 0 ? familiesOfView === 1 : familyOf(counter.afi, counter.safi).name === feed.family;
  });
  return found ? Number(found.value) : null;
}

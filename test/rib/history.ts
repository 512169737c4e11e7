import fc from 'fast-check';
import type { FeedState, PeerState, RouterState } from '#model/state.ts';
import { type Token, tokenOf } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { CompactionBounds } from '#rib/base/compaction.ts';

/** What may happen to a router's feeds, told in the words of the router; and to its table. */
export type Happening =
  | { kind: 'announce' | 'withdraw'; peer: number; view: View; nlri: Nlri; med: number }
  | { kind: 'peer-up' | 'end-of-rib' | 'peer-down'; peer: number }
  | { kind: 'reconnect' }
  | { kind: 'commit' }
  | ({ kind: 'compact' } & CompactionBounds);

export const watchedViews: readonly View[] = ['adj-rib-in-pre', 'adj-rib-in-post'];
export const peersOfRouter = 2;

const bounds = { mostLogOctets: fc.constantFrom(1, 300, 1_000_000), rowsPerBlock: fc.constantFrom(1, 2, 4) };

export const compaction = fc.record({ kind: fc.constant('compact' as const), ...bounds });

export const happenings = (nlri: fc.Arbitrary<Nlri>): fc.Arbitrary<Happening[]> => {
  const peer = fc.nat(peersOfRouter - 1);
  const route = { peer, view: fc.constantFrom(...watchedViews), nlri, med: fc.nat(2) };
  const happening = fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('announce' as const), ...route }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), ...route }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('peer-up', 'end-of-rib', 'peer-down'), peer }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reconnect' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
    { weight: 2, arbitrary: compaction },
  );
  return fc.array(happening, { maxLength: 60, size: 'max' });
};

export function routerState(state: RouterState['session']['state']): RouterState {
  return {
    id: 'pe1',
    sysName: 'pe1',
    sysDescr: null,
    vendor: null,
    location: 'nj',
    deviceId: '01emd',
    information: [],
    bgpId: null,
    partitions: 1,
    rulesVersion: 0,
    session: {
      state,
      id: 1,
      since: 0,
      lastMessageAt: 0,
      source: '127.0.0.1',
      sourcePort: 50001,
      collectorId: 'c1',
      lostAt: null,
      terminationReason: null,
      synced: true,
      lastPeerUpAt: null,
    },
    counters: { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 },
    poisoned: 0,
  };
}

export function feedState(view: View, family: string, incarnation: Token, visibleFrom: Token): FeedState {
  return {
    view,
    family,
    state: 'synced',
    endOfRib: 'received',
    incarnation,
    visibleFrom,
    since: 0,
    announced: 0,
    lastRouteAt: 0,
    gauge: null,
  };
}

export function peerState(id: string, feeds: FeedState[]): PeerState {
  return {
    id,
    routerId: 'pe1',
    type: 'global',
    distinguisher: '0:0',
    address: id.split('~').at(-1) ?? '',
    table: null,
    asn: 65100,
    bgpId: '192.0.2.9',
    localAsn: 65000,
    localBgpId: '192.0.2.10',
    localAddress: '192.0.2.11',
    localPort: 179,
    remotePort: 40000,
    information: [],
    capabilities: { sent: [], received: [] },
    state: 'up',
    since: 0,
    downReason: null,
    incarnation: tokenOf(1, 1),
    learning: false,
    learningSince: 0,
    feeds,
    statistics: {},
    statisticsAt: null,
  };
}

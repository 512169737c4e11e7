import * as fc from 'fast-check';
import type { AttributeSet, FeedReference, PeerReference, StreamEvent, StreamRecord } from '#model/record.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';

/** Any stream record that a collector could write. */

const u8 = fc.integer({ min: 0, max: 255 });
const u16 = fc.integer({ min: 0, max: 65535 });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const name = fc.string({ unit: 'grapheme', maxLength: 20 });
const octets = (maxLength: number) => fc.uint8Array({ maxLength });
const octetsOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const list = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 4 });

const plainRoute = (pathId: fc.Arbitrary<number | null>) =>
  fc
    .integer({ min: 0, max: 128 })
    .chain((prefixLength) => fc.tuple(fc.constant(prefixLength), octetsOf((prefixLength + 7) >> 3), pathId))
    .map(
      ([prefixLength, address, id]): Nlri => ({
        pathId: id,
        prefixLength,
        address,
        routeDistinguisher: null,
        labels: null,
        nlri: null,
      }),
    );

const fullRoute: fc.Arbitrary<Nlri> = fc.record({
  pathId: orNull(u32),
  prefixLength: fc.integer({ min: 0, max: 400 }),
  address: octets(50),
  routeDistinguisher: orNull(octetsOf(8)),
  labels: orNull(list(fc.integer({ min: 0, max: 0xfffff }))),
  nlri: orNull(octets(30)),
});

export const routes: fc.Arbitrary<Nlri[]> = fc.oneof(
  list(plainRoute(fc.constant(null))),
  list(plainRoute(u32)),
  list(fc.oneof(fullRoute, plainRoute(orNull(u32)))),
);

export const attributeSet: fc.Arbitrary<AttributeSet> = fc.record({
  origin: orNull(fc.constantFrom('igp', 'egp', 'incomplete')),
  asPath: orNull(
    list(fc.record({ type: fc.constantFrom('set', 'sequence', 'confed-sequence', 'confed-set'), asns: list(u32) })),
  ),
  nextHop: orNull(name),
  linkLocalNextHop: orNull(name),
  med: orNull(u32),
  localPref: orNull(u32),
  atomicAggregate: fc.boolean(),
  aggregator: orNull(fc.record({ asn: u32, address: name })),
  communities: list(u32),
  extendedCommunities: list(octetsOf(8)),
  largeCommunities: list(fc.tuple(u32, u32, u32)),
  originatorId: orNull(name),
  clusterList: list(name),
  other: list(fc.record({ code: u8, flags: u8, value: octets(20) })),
  pathStatus: orNull(fc.record({ status: u32, reasons: list(u16) })),
  cut: fc.nat(70_000),
});

const peer: fc.Arbitrary<PeerReference> = fc.record({
  type: fc.constantFrom('global', 'rd', 'local', 'loc-rib', 'type-17'),
  distinguisher: name,
  address: name,
  asn: u32,
  bgpId: name,
});

const feed: fc.Arbitrary<FeedReference> = fc.record(
  {
    peer: fc.constant(0),
    view: fc.constantFrom('adj-rib-in-pre', 'adj-rib-in-post', 'loc-rib', 'adj-rib-out-pre', 'adj-rib-out-post'),
    afi: u16,
    safi: u8,
    table: name,
  },
  { requiredKeys: ['peer', 'view', 'afi', 'safi'] },
);

const tlvs = list(fc.record({ type: u16, value: octets(10) }));

const open = fc.record({
  asn: u32,
  bgpId: name,
  holdTime: u16,
  capabilities: list(fc.record({ code: u8, value: octets(10) })),
});

const common = { seq: fc.constant(0), receivedAt: time };
const ofPeer = { ...common, peer: fc.constant(0) };
const ofFeed = { ...common, feed: fc.constant(0) };
const names = { sysName: orNull(name), sysDescr: orNull(name), information: list(name) };
const kind = <Kind extends StreamEvent['kind']>(value: Kind) => fc.constant(value);

const countsByKind = fc.dictionary(fc.constantFrom('route-monitoring', 'peer-up', 'undecodable'), time, {
  noNullPrototype: true,
});

/** Every kind is here: the type of the table demands it. */
const events: { [Kind in StreamEvent['kind']]: fc.Arbitrary<Extract<StreamEvent, { kind: Kind }>> } = {
  'session-open': fc.record({
    ...common,
    ...names,
    kind: kind('session-open'),
    source: name,
    sourcePort: u16,
    bgpId: orNull(name),
    partitions: fc.integer({ min: 1, max: 16 }),
    identity: fc.constantFrom(
      'mapped',
      'sys-name',
      'generic-sys-name',
      'duplicate-sys-name',
      'no-sys-name',
      'certificate',
    ),
    certificateName: orNull(name),
    unlisted: fc.boolean(),
  }),
  'session-lost': fc.record({ ...common, kind: kind('session-lost'), reason: name, terminationReason: orNull(u16) }),
  'session-stale': fc.record({ ...common, kind: kind('session-stale'), reason: name, afterSeq: fc.nat(9_999_999) }),
  'session-expired': fc.record({ ...common, kind: kind('session-expired'), reason: name, afterSeq: fc.nat(9_999_999) }),
  'rules-changed': fc.record({ ...common, kind: kind('rules-changed'), version: fc.nat(9_999_999) }),
  'held-down': fc.record({ ...common, kind: kind('held-down'), reason: name, until: time }),
  heartbeat: fc.record({
    ...common,
    kind: kind('heartbeat'),
    counters: fc.record({
      messages: countsByKind,
      messageBytes: countsByKind,
      bytes: time,
      announced: time,
      withdrawn: time,
    }),
    lastPeerUpAt: orNull(time),
  }),
  initiation: fc.record({ ...common, ...names, kind: kind('initiation') }),
  'peer-up': fc.record({
    ...ofPeer,
    kind: kind('peer-up'),
    routerTime: time,
    localAddress: name,
    localPort: u16,
    remotePort: u16,
    sentOpen: orNull(open),
    receivedOpen: orNull(open),
    information: list(name),
    table: orNull(name),
    tlvs,
  }),
  'peer-down': fc.record({
    ...ofPeer,
    kind: kind('peer-down'),
    routerTime: time,
    reason: u8,
    notification: orNull(fc.record({ code: u8, subcode: u8, data: octets(20) })),
    fsmEventCode: orNull(u16),
    tlvs,
    data: octets(20),
  }),
  statistics: fc.record({
    ...ofPeer,
    kind: kind('statistics'),
    counters: list(fc.record({ type: u16, afi: u16, safi: u8, value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) })),
    unread: tlvs,
  }),
  'end-of-rib': fc.record({ ...ofFeed, kind: kind('end-of-rib') }),
  announce: fc.record({ ...ofFeed, kind: kind('announce'), routerTime: time, attributeSet: fc.constant(0), routes }),
  withdraw: fc.record({ ...ofFeed, kind: kind('withdraw'), routerTime: time, routes }),
  mirroring: fc.record({
    ...ofPeer,
    kind: kind('mirroring'),
    messages: list(octets(40)),
    informationCodes: list(u16),
  }),
  undecodable: fc.record({
    ...common,
    kind: kind('undecodable'),
    messageType: u8,
    reason: name,
    offset: time,
    bytes: octets(40),
  }),
};

export const streamEvent: fc.Arbitrary<StreamEvent> = fc.oneof(...Object.values(events));

export const streamRecord: fc.Arbitrary<StreamRecord> = fc
  .record({
    routerId: name,
    session: time,
    firstSeq: time,
    lastSeq: fc.constant(0),
    collectorId: name,
    peers: fc.array(peer, { minLength: 1, maxLength: 3 }),
    feeds: fc.array(feed, { minLength: 1, maxLength: 3 }),
    attributeSets: fc.array(attributeSet, { minLength: 1, maxLength: 3 }),
    events: fc.array(streamEvent, { minLength: 1, maxLength: 5 }),
  })
  .map(numbered);

/** With the `seq` of each event, and of the last. */
function numbered(record: StreamRecord): StreamRecord {
  const seq = (index: number): number => (record.firstSeq === 0 ? 0 : record.firstSeq + index);
  const events = record.events.map((event, index) => ({ ...event, seq: seq(index) }));
  return { ...record, events, lastSeq: seq(events.length - 1) };
}

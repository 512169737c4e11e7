import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventDraft, type Peer, RecordBuilder } from '#collector/record-builder.ts';
import type { AttributeSet, StreamRecord } from '#model/record.ts';
import { decodeRecord, emptyAttributeSet } from '#model/record-codec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { attributeSet as anyAttributeSet, routes as anyRoutes } from '#test/model/record-arbitraries.ts';

const peer: Peer = {
  type: 'global',
  distinguisher: new Uint8Array(8),
  address: '10.1.1.2',
  asn: 65100,
  bgpId: '11.11.11.11',
  view: 'adj-rib-in-pre',
};
const family = { afi: 1, safi: 1 };

const plain: AttributeSet = { ...emptyAttributeSet(), origin: 'igp', asPath: [], nextHop: '10.1.1.2' };

const route = (number: number): Nlri => ({
  pathId: null,
  prefixLength: 32,
  address: Uint8Array.of(10, number >> 16, (number >> 8) & 0xff, number & 0xff),
  routeDistinguisher: null,
  labels: null,
  nlri: null,
});

function builderOf(maxBytes: number) {
  const records: Uint8Array[] = [];
  const header = { routerId: 'nj01emd', session: 1, collectorId: 'a' };
  const builder = new RecordBuilder({ header, maxBytes, emit: (record) => records.push(record) });
  const decoded = (): StreamRecord[] => records.map(decodeRecord);
  return { builder, records, decoded };
}

const batch = (routes: Nlri[], attributes: AttributeSet | null = plain) => ({
  peer,
  family,
  attributes,
  set: { routes },
  routerTime: 0,
  receivedAt: 1_700_000_000_000,
});

const seqsOf = (records: readonly StreamRecord[]): number[] =>
  records.flatMap(({ events }) => events.map(({ seq }) => seq));

test('same feed and attributes: one event, one attribute set, one peer', () => {
  const { builder, decoded } = builderOf(200_000);
  for (let number = 0; number < 100; number++) builder.addRoutes(batch([route(number)], { ...plain }));
  builder.flush();
  const [record] = decoded();
  expect(record).toMatchObject({ firstSeq: 1, lastSeq: 1 });
  expect([record?.peers.length, record?.feeds.length, record?.attributeSets.length]).toEqual([1, 1, 1]);
});

test.each([
  ['other attributes', batch([route(2)], { ...plain, med: 5 })],
  ['another view', { ...batch([route(2)]), peer: { ...peer, view: 'adj-rib-in-post' as const } }],
  ['a withdrawal', batch([route(1)], null)],
])('%s begin another event, and order is kept', (_, other) => {
  const { builder, decoded } = builderOf(200_000);
  builder.addRoutes(batch([route(1)]));
  builder.addRoutes(other);
  builder.addRoutes(batch([route(3)]));
  builder.flush();
  expect(seqsOf(decoded())).toEqual([1, 2, 3]);
});

test('an event between two announcements keeps them apart', () => {
  const { builder, decoded } = builderOf(200_000);
  builder.addRoutes(batch([route(1)]));
  builder.addOfFeed(peer, family, (index) => ({ kind: 'end-of-rib', receivedAt: 1, feed: index }));
  builder.addRoutes(batch([route(2)]));
  builder.flush();
  expect(decoded()[0]?.events.map(({ kind }) => kind)).toEqual(['announce', 'end-of-rib', 'announce']);
});

test('a flush of nothing is no record', () => {
  const { builder, records } = builderOf(200_000);
  builder.flush();
  expect(records).toEqual([]);
});

test('200,000 routes in one batch are cut into records of the size asked for, none missing', () => {
  const { builder, records, decoded } = builderOf(200_000);
  builder.addRoutes(batch(Array.from({ length: 200_000 }, (_, number) => route(number))));
  builder.flush();
  for (const record of records) expect(record.length).toBeLessThan(270_000);
  const routes = decoded().flatMap(({ events }) => events.flatMap((event) => ('routes' in event ? event.routes : [])));
  expect(routes.map(({ address }) => address.join('.'))).toEqual(
    Array.from({ length: 200_000 }, (_, number) => route(number).address.join('.')),
  );
});

const mebibyte = 1_048_576;
const octets = (length: number): Uint8Array => new Uint8Array(length).fill(0xff);
const largestOpen = {
  asn: 4_294_967_295,
  bgpId: '255.255.255.255',
  holdTime: 65_535,
  capabilities: Array.from({ length: 32_700 }, () => ({ code: 255, value: new Uint8Array() })),
};

const tlvs = Array.from({ length: 1024 }, () => ({ type: 65_535, value: octets(0) }));

const largestEvents: [string, EventDraft][] = [
  [
    'peer-up',
    {
      kind: 'peer-up',
      receivedAt: 1,
      peer: 0,
      routerTime: 1,
      localAddress: '',
      localPort: 1,
      remotePort: 1,
      sentOpen: largestOpen,
      receivedOpen: largestOpen,
      information: Array.from({ length: 16 }, () => '\u{20000}'.repeat(1024)),
      table: '\u{20000}'.repeat(1024),
      tlvs,
    },
  ],
  ['mirroring', { kind: 'mirroring', receivedAt: 1, peer: 0, messages: [octets(65_535)], informationCodes: [] }],
  [
    'peer-down',
    {
      kind: 'peer-down',
      receivedAt: 1,
      peer: 0,
      routerTime: 1,
      reason: 1,
      notification: { code: 1, subcode: 1, data: octets(65_535) },
      fsmEventCode: null,
      tlvs,
      data: octets(4096),
    },
  ],
];

test.each(largestEvents)('the largest %s on top of an almost full record stays below 1 MiB', (_, draft) => {
  const { builder, records } = builderOf(200_000);
  while (builder.pendingBytes < 199_900) {
    builder.addOfPeer(peer, () => ({
      kind: 'undecodable',
      receivedAt: 1,
      messageType: 0,
      reason: '',
      offset: 0,
      bytes: octets(50),
    }));
  }
  builder.addOfPeer(peer, () => draft);
  builder.flush();
  expect(Math.max(...records.map(({ length }) => length))).toBeLessThan(mebibyte);
});

test('the largest attribute set stays below 1 MiB, and does not make a record of every route', () => {
  const { builder, records } = builderOf(200_000);
  const clusterList = Array.from({ length: 16_383 }, () => '255.255.255.255');
  builder.addRoutes(batch(Array.from({ length: 30_000 }, (_, number) => route(number))));
  builder.addRoutes(
    batch(
      Array.from({ length: 30_000 }, (_, number) => route(number)),
      { ...plain, clusterList },
    ),
  );
  builder.flush();
  expect(Math.max(...records.map(({ length }) => length))).toBeLessThan(mebibyte);
  expect(records.length).toBeLessThan(6);
});

test('whatever comes, at any size of record: nothing is lost, seq has no gaps, interned values are right', () => {
  const batches = fc.array(fc.record({ attributes: fc.option(anyAttributeSet), routes: anyRoutes }), { maxLength: 30 });
  void fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 2000 }), (list, maxBytes) => {
      const { builder, decoded } = builderOf(maxBytes);
      for (const { attributes, routes } of list) builder.addRoutes(batch(routes, attributes));
      builder.flush();
      const seqs = seqsOf(decoded());
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect(flat(decoded())).toEqual(
        list.flatMap(({ attributes, routes }) => routes.map((each) => ({ attributes, route: each }))),
      );
    }),
  );
});

const flat = (records: readonly StreamRecord[]) =>
  records.flatMap(({ events, attributeSets }) =>
    events.flatMap((event) => {
      if (event.kind !== 'announce' && event.kind !== 'withdraw') return [];
      const attributes = event.kind === 'announce' ? attributeSets[event.attributeSet] : null;
      return event.routes.map((each) => ({ attributes, route: each }));
    }),
  );

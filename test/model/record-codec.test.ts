import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, test } from 'vitest';
import type { StreamRecord } from '#model/record.ts';
import {
  decodeAttributeSet,
  decodeRecord,
  encodeAttributeSet,
  encodeRecord,
  isCompressed,
  RecordError,
} from '#model/record-codec.ts';
import { attributeSet, streamRecord } from './record-arbitraries.ts';

const schema = protobuf.loadSync(fileURLToPath(new URL('../../model/record.proto', import.meta.url)));
const published = schema.lookupType('bmpaas.stream.v1.StreamRecord');

const session: StreamRecord = {
  routerId: 'nj01emd',
  session: 7,
  firstSeq: 3,
  lastSeq: 5,
  collectorId: 'collector-a',
  peers: [{ type: 'global', distinguisher: '0:0', address: '10.1.1.2', asn: 65100, bgpId: '11.11.11.11' }],
  feeds: [{ peer: 0, view: 'adj-rib-in-post', afi: 1, safi: 1 }],
  attributeSets: [
    {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [65000, 4200000000] }],
      nextHop: '10.1.1.2',
      linkLocalNextHop: null,
      med: 0,
      localPref: null,
      atomicAggregate: false,
      aggregator: null,
      communities: [13979 * 65536 + 100],
      extendedCommunities: [Uint8Array.of(0, 2, 0xfd, 0xe8, 0, 0, 0, 11)],
      largeCommunities: [[13979, 1, 4]],
      originatorId: null,
      clusterList: [],
      other: [{ code: 35, flags: 0xc0, value: Uint8Array.of(0, 0, 0xfd, 0xe8) }],
      pathStatus: { status: 0b10, reasons: [3] },
      cut: 0,
    },
  ],
  events: [
    {
      kind: 'announce',
      seq: 3,
      receivedAt: 1_700_000_000_000,
      feed: 0,
      routerTime: 1_699_999_999_000,
      attributeSet: 0,
      routes: [
        {
          pathId: null,
          prefixLength: 32,
          address: Uint8Array.of(11, 11, 11, 1),
          routeDistinguisher: null,
          labels: null,
          nlri: null,
        },
      ],
    },
    { kind: 'end-of-rib', seq: 4, receivedAt: 1_700_000_000_005, feed: 0 },
    {
      kind: 'statistics',
      seq: 5,
      receivedAt: 1_699_999_999_995,
      peer: 0,
      counters: [{ type: 7, afi: 0, safi: 0, value: 2n ** 63n + 1n }],
      unread: [{ type: 0x8005, value: Uint8Array.of(0, 0, 7, 0xdb) }],
    },
  ],
};

describe('a record', () => {
  test('comes back as it was', () => {
    void fc.assert(
      fc.property(streamRecord, (record) => {
        expect(decodeRecord(encodeRecord(record))).toEqual(record);
      }),
    );
  });

  test('is read by another implementation from the published schema', () => {
    const seen = published.toObject(published.decode(encodeRecord(session)), { longs: Number, enums: String });
    expect(seen).toMatchObject({
      version: 1,
      routerId: 'nj01emd',
      session: 7,
      firstSeq: 3,
      lastSeq: 5,
      receivedAt: 1_700_000_000_000,
      peers: [{ distinguisher: '0:0', address: '10.1.1.2', asn: 65100, bgpId: '11.11.11.11' }],
      feeds: [{ view: 'VIEW_ADJ_RIB_IN_POST', afi: 1, safi: 1 }],
      attributeSets: [
        {
          origin: 'ORIGIN_IGP',
          asPath: { segments: [{ type: 'TYPE_AS_SEQUENCE', asns: [65000, 4200000000] }] },
          med: 0,
          communities: [13979 * 65536 + 100],
          largeCommunities: [13979, 1, 4],
          other: [{ code: 35, flags: 0xc0 }],
          pathStatus: { status: 2, reasons: [3] },
        },
      ],
      events: [
        { announce: { routerTime: 1_699_999_999_000, routes: { prefixes: Uint8Array.of(32, 11, 11, 11, 1) } } },
        { receivedAfter: 5, endOfRib: {} },
        { receivedAfter: -5, statistics: { counters: [{ type: 7 }], unread: [{ type: 0x8005 }] } },
      ],
    });
    expect(seen.attributeSets[0]).not.toHaveProperty('localPref');
  });

  test('survives a decode and encode by another implementation, every kind of event', () => {
    void fc.assert(
      fc.property(streamRecord, (record) => {
        const theirs = published.encode(published.decode(encodeRecord(record))).finish();
        expect(decodeRecord(Uint8Array.from(theirs))).toEqual(record);
      }),
    );
  });

  test('of a later version of the schema: fields and events we do not know are left out, seq stays', () => {
    const later = protobuf
      .parse(`syntax = "proto3"; package later;
      message StreamRecord { uint32 version = 1; uint64 first_seq = 4; uint64 last_seq = 5; string colour = 90;
        fixed64 a = 91; fixed32 b = 92; uint64 c = 93; repeated Event events = 11; }
      message Event { sint64 received_after = 1; Tide tide = 77; SessionLost session_lost = 3; }
      message SessionLost { string reason = 1; string mood = 44; }
      message Tide { uint32 level = 1; }`)
      .root.lookupType('later.StreamRecord');
    const bytes = later
      .encode({
        version: 1,
        firstSeq: 4,
        lastSeq: 5,
        colour: 'blue',
        a: 1,
        b: 2,
        c: 3,
        events: [{ tide: { level: 3 } }, { sessionLost: { reason: 'closed', mood: 'sad' } }],
      })
      .finish();
    expect(decodeRecord(Uint8Array.from(bytes)).events).toEqual([
      { kind: 'session-lost', seq: 5, receivedAt: 0, reason: 'closed', terminationReason: null },
    ]);
  });

  test('of another version is refused', () => {
    const bytes = published.encode({ version: 2, events: [{}] }).finish();
    expect(() => decodeRecord(Uint8Array.from(bytes))).toThrow('record version 2 is not known');
  });

  test('with a gap in seq is not written', () => {
    expect(() => encodeRecord({ ...session, firstSeq: 2 })).toThrow(RecordError);
  });

  test.each([
    ['feed', { ...session, feeds: [] }, 'feed 0 of 0'],
    ['peer', { ...session, peers: [] }, 'peer 0 of 0'],
    ['attribute set', { ...session, attributeSets: [] }, 'attribute set 0 of 0'],
    ['event', { ...session, events: [] }, 'record without events'],
    ['last seq', { ...session, lastSeq: 9 }, 'last seq 9 is not the last'],
  ])('that refers to a missing %s is refused', (_, record, reason) => {
    expect(() => decodeRecord(encodeRecord(record))).toThrow(reason);
  });
});

describe('bad bytes', () => {
  const whole = encodeRecord(session);

  test('every truncation is a RecordError', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeRecord(whole.subarray(0, length))).toThrow(RecordError);
    }
  });

  test('random bytes are a RecordError with an offset inside them', () => {
    void fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const error = errorOf(() => decodeRecord(bytes));
        expect(error).toBeInstanceOf(RecordError);
        expect(error.offset).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a flipped octet gives a record or a RecordError, never another error', () => {
    void fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        expect(recordOrError(bytes)).toMatch(/^record/);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['a length beyond the end', [0x12, 0x7f, 0x61], 'length runs past the end', 1],
    ['a wrong wire type', [0x11, 0, 0, 0, 0, 0, 0, 0, 0], 'field 2 has wire type 1', 0],
    ['a group', [0x08, 0x01, 0x7b], 'wire type 3', 2],
    ['an unknown view', [0x08, 0x01, 0x4a, 0x02, 0x10, 0x09], 'view 9 is not known', 5],
  ])('%s', (_, bytes, reason, offset) => {
    const error = errorOf(() => decodeRecord(Uint8Array.from(bytes)));
    expect(error.reason).toContain(reason);
    expect(error.offset).toBe(offset);
  });
});

describe('an attribute set', () => {
  test('comes back as it was', () => {
    void fc.assert(
      fc.property(attributeSet, (set) => {
        expect(decodeAttributeSet(encodeAttributeSet(set))).toEqual(set);
      }),
    );
  });

  test('absent and empty are different things', () => {
    const [set] = session.attributeSets;
    if (set === undefined) throw new Error('no set');
    expect(decodeAttributeSet(encodeAttributeSet({ ...set, asPath: [] })).asPath).toEqual([]);
    expect(decodeAttributeSet(encodeAttributeSet({ ...set, asPath: null })).asPath).toBeNull();
    expect(decodeAttributeSet(encodeAttributeSet({ ...set, localPref: 0 })).localPref).toBe(0);
  });
});

test('compressed data is told by its first octets', () => {
  expect(isCompressed(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0))).toBe(true);
  expect(isCompressed(encodeRecord(session))).toBe(false);
});

function recordOrError(bytes: Uint8Array): string {
  try {
    decodeRecord(bytes);
    return 'record';
  } catch (error) {
    return error instanceof RecordError ? 'record error' : String(error);
  }
}

function errorOf(run: () => unknown): RecordError {
  try {
    run();
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { RouterIngest } from '#functions/ingest/router-ingest.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { kinds } from '#model/keys.ts';
import { encodeRecord } from '#model/record-codec.ts';
import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { compileRoles, type RoleMatcher } from '#model/rules/roles.ts';
import { defaultTimings } from '#model/timings.ts';
import { tokenOf } from '#model/token.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { lookup } from '#rib/read/lookup.ts';
import { RibReader } from '#rib/read/rib-reader.ts';
import { viewOf } from '#rib/rows/row.ts';
import { readAll } from '#rib/store/documents.ts';
import { queryAll, type Store } from '#rib/store/store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { community, RouterVoice, session } from '../../model/router-voice.ts';
import { FailingStore } from './failing-store.ts';
import { ReorderingStore } from './reordering-store.ts';
import { ingestOver, kinesisEvent, type Put, putsOf } from './stream.ts';
import { elementStates, eventsOf, visibleState } from './table.ts';

const trust = session('192.168.1.2', 65100, '11.11.11.11');
const untrust = session('192.168.1.6', 65101, '11.11.11.11');
const pre = 'adj-rib-in-pre';
const post = 'adj-rib-in-post';

/** A life with everything in it: dump, flap, role change, reconnect, a side that does not come back. */
function lifeOf(routerId: string): Put[] {
  const voice = new RouterVoice(routerId).open().peerUp(trust).peerUp(untrust).cut();
  for (const view of [pre, post] as const) {
    voice.announce(trust, '11.11.11.1/32', ['13979:100'], view).announce(trust, '10.0.0.0/8', [], view);
    voice.announce(untrust, '11.11.11.2/32', ['13979:200'], view).endOfRib(trust, view).endOfRib(untrust, view).cut();
  }
  voice.quiet(2).withdraw(trust, '11.11.11.1/32').cut().withdraw(trust, '11.11.11.1/32', post).quiet(2);
  voice.announce(trust, '11.11.11.1/32', ['13979:100']).announce(trust, '11.11.11.1/32', ['13979:100'], post).cut();
  voice.peerDown(untrust).cut().peerUp(untrust).announce(untrust, '11.11.11.2/32', ['13979:200']).quiet(2).quiet(4);
  voice.lose().open().peerUp(untrust).cut().announce(untrust, '11.11.11.2/32', ['13979:200']).endOfRib(untrust);
  return putsOf(voice.quiet(2).quiet(30).quiet(30).records());
}

const clock = () => 1_800_000_000_000;

async function reference(puts: readonly Put[]): Promise<unknown> {
  const store = new InMemoryStore();
  const { handler } = ingestOver(store, clock);
  for (const put of puts) await handler(kinesisEvent([put]));
  return visibleState(store);
}

/** Feeds the puts in batches of random sizes, each delivered again from a random record when it failed or at random. */
async function deliver(
  puts: readonly Put[],
  sizes: readonly number[],
  handlerOf: (batch: number) => Handler,
): Promise<void> {
  let position = 0;
  for (let batch = 0; position < puts.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 1;
    const { batchItemFailures } = await handlerOf(batch)(kinesisEvent(puts.slice(position, position + size), position));
    const failed = batchItemFailures[0]?.itemIdentifier;
    position = failed === undefined ? position + size : Number(failed);
  }
}

type Handler = ReturnType<typeof ingestOver>['handler'];

const longestMatch = async (store: Store, routerId: string, address: string) => {
  const { address: octets } = parsePrefix(`${address}/32`);
  const reader = new RibReader({ store, now: Date.now });
  const head = await reader.head(routerId);
  if (!head) return [];
  const view = await reader.open(head, 'ipv4-unicast');
  const groups = await lookup([view], { match: 'longest', address: octets, prefixLength: 32, includeStale: true });
  return groups.flatMap(({ routes }) => routes.map(({ peer, feed }) => `${peer.address} ${viewOf(feed)}`)).sort();
};

describe('ingest', () => {
  let store: InMemoryStore;
  beforeEach(() => {
    store = new InMemoryStore();
  });

  it('turns a life into elements, announcements, events and routes', async () => {
    const { handler, counts } = ingestOver(store, clock);
    await handler(kinesisEvent(lifeOf('nj01emd')));
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'half-open' });
    expect(Object.keys(counts).sort()).toEqual(['records', 'routes']);
    const events = await eventsOf(store);
    const changes = events.filter(({ type }) => type === 'element.state-changed');
    expect(changes.map(({ data }) => `${data.from} -> ${data.to}`)).toEqual([
      'null -> learning',
      'learning -> complete',
      'complete -> half-open',
      'half-open -> complete',
      'complete -> half-open',
    ]);
    const flapping = events.filter(({ type }) => type === 'element.flapping');
    expect(flapping.map(({ data }) => data.to)).toEqual(['complete']);
    expect(await longestMatch(store, 'nj01emd', '11.11.11.2')).toEqual(['192.168.1.6 adj-rib-in-pre']);
    expect(await longestMatch(store, 'nj01emd', '10.1.2.3')).toEqual([]);
  });

  it('comes to the same however the stream is cut into batches and whatever is delivered again', async () => {
    const puts = lifeOf('nj01emd');
    const expected = await reference(puts);
    const batches = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, fc.integer({ min: 1, max: 5 }), async (sizes, overlap) => {
        const fresh = new InMemoryStore();
        const { handler } = ingestOver(fresh, clock);
        await deliver(puts, sizes, () => handler);
        await deliver(puts.slice(-overlap), [overlap], () => handler);
        expect(await visibleState(fresh)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same when it is killed at any operation on the table, and makes no event twice', async () => {
    const puts = lifeOf('nj01emd');
    const expected = await reference(puts);
    for (let operations = 1; ; operations += 1) {
      const fresh = new InMemoryStore();
      const failing = new FailingStore(fresh, operations);
      const doomed = ingestOver(failing, clock).handler;
      const survivor = ingestOver(fresh, clock).handler;
      await deliver(puts, [4], () => (failing.alive ? doomed : survivor));
      expect(await visibleState(fresh), `killed at operation ${operations}`).toEqual(expected);
      if (failing.alive) break;
    }
  });

  it('comes to the same when every batch finds a new process, and the table gives keys in another order', async () => {
    const puts = lifeOf('nj01emd');
    const reordering = new ReorderingStore(store);
    await deliver(puts, [1], () => ingestOver(reordering, clock).handler);
    expect(await visibleState(store)).toEqual(await reference(puts));
  });

  it('passes over a record that is no record: kept, counted, and the next one applied', async () => {
    const [first, ...rest] = lifeOf('nj01emd');
    const garbage = { partitionKey: 'nj01emd', data: Uint8Array.of(0xff, 0x01, 0x02) };
    const { handler, counts } = ingestOver(store, clock);
    const answer = await handler(kinesisEvent(first ? [first, garbage] : []));
    expect(answer.batchItemFailures).toEqual([]);
    expect(counts.poisonRecords).toBe(1);
    const kept = [];
    for await (const { document } of queryAll(store, kinds.poison.pk)) kept.push(document);
    expect(kept).toMatchObject([{ data: Uint8Array.of(0xff, 0x01, 0x02), octets: 3 }]);
    expect(await store.get(kinds.finding.key('nj01emd', 'suspect-feed~nj01emd'))).toBeDefined();
    await handler(kinesisEvent(rest, 3));
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'half-open' });
  });

  it('passes over a record that decodes and cannot be applied, as if it were not there', async () => {
    const voice = new RouterVoice().open().peerUp(trust).cut().announce(trust, '9.9.9.9/32', ['13979:666']).cut();
    const records = voice.announce(trust, '11.11.11.1/32', ['13979:100']).records();
    const roleOf: RoleMatcher = (attributes, peer, family) => {
      if (attributes.communities.includes(community('13979:666'))) throw new TypeError('a defect of ours');
      return compileRoles(defaultRules)(attributes, peer, family);
    };
    const rules = Object.assign(new CompiledRules(0, defaultRules), { roleOf });
    const book = { current: async () => rules, version: async () => rules };
    const counts: string[] = [];
    const metrics = { count: (name: string, value: number) => counts.push(...Array(value).fill(name)) };
    const inputs = records.map((record, index) => ({
      sequenceNumber: `${index}`,
      data: encodeRecord(record),
      record,
      poison: null,
    }));
    const timings = defaultTimings;
    await new RouterIngest({ store, book, timings, metrics, now: clock, newName: randomUUID }).ingest(
      'nj01emd',
      inputs,
    );
    expect(counts.filter((name) => name !== 'routes')).toEqual(['poisonRecords']);
    expect(Object.keys(await elementStates(store))).toEqual(['nj01emd~11.11.11.11']);
    expect(await store.get(kinds.poison.key('nj01emd', 'record~1'))).toMatchObject({
      reason: expect.stringContaining('a defect'),
    });
  });

  it('keeps the octets of a message that was not understood; the session that follows is not suspect any more', async () => {
    const voice = new RouterVoice().open();
    const bytes = Uint8Array.of(3, 0, 0, 0, 7, 0, 9);
    voice.say({ kind: 'undecodable', messageType: 0, reason: 'no peer header', offset: 60, bytes });
    const { handler } = ingestOver(store, clock);
    await handler(kinesisEvent(putsOf(voice.records())));
    const kept = await store.get(kinds.poison.key('nj01emd', `message~${tokenOf(1, 2)}`));
    expect(kept).toMatchObject({ data: bytes, reason: 'BMP message of type 0, octet 60: no peer header' });
    const finding = kinds.finding.key('nj01emd', 'suspect-feed~nj01emd');
    expect(await store.get(finding)).toMatchObject({ detail: expect.stringContaining('no peer header') });
    await handler(kinesisEvent(putsOf(voice.lose().open().records())));
    expect(await readAll(store, 'finding')).toEqual([]);
  });

  it('names the first record of the router that failed, and goes on with the others', async () => {
    const puts = [...lifeOf('nj01emd'), ...lifeOf('md04emd')];
    const failing: Store = Object.create(store, {
      putIfVersion: {
        value: async (...[stored, version]: Parameters<Store['putIfVersion']>) => {
          if (stored.key.sk === 'md04emd') throw new Error('throttled');
          return store.putIfVersion(stored, version);
        },
      },
      get: { value: store.get.bind(store) },
      putIfNewer: { value: store.putIfNewer.bind(store) },
      query: { value: store.query.bind(store) },
      write: { value: store.write.bind(store) },
    });
    const { handler, errors } = ingestOver(failing, clock);
    const { batchItemFailures } = await handler(kinesisEvent(puts));
    expect(batchItemFailures).toEqual([{ itemIdentifier: String(1 + puts.length / 2).padStart(8, '0') }]);
    expect(errors).toHaveLength(1);
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'half-open' });
  });

  it('fences the late flush of a collector whose router has a newer session', async () => {
    const voice = new RouterVoice().open().peerUp(trust).cut();
    const early = putsOf(voice.records());
    const late = putsOf(voice.announce(trust, '11.11.11.1/32', ['13979:100']).records());
    const { handler, counts } = ingestOver(store, clock);
    await handler(kinesisEvent([...early, ...putsOf(voice.open().records()), ...late]));
    expect(counts.fencedRecords).toBe(1);
    expect(await elementStates(store)).toEqual({});
  });

  it('says that a feed is suspect when events are missing from the stream', async () => {
    const [first, , third] = lifeOf('nj01emd');
    const { handler, counts } = ingestOver(store, clock);
    await handler(kinesisEvent(first && third ? [first, third] : []));
    expect(counts.sequenceGaps).toBe(1);
    expect(await store.get(kinds.finding.key('nj01emd', 'suspect-feed~nj01emd'))).toBeDefined();
    const gap = { session: 1, from: expect.any(Number), to: expect.any(Number) };
    expect((await store.get(kinds.commit.key('nj01emd')))?.gaps).toEqual([gap]);
  });

  it('gives way to another process that committed first, and comes to the same', async () => {
    const puts = lifeOf('nj01emd');
    const one = ingestOver(store, clock);
    const other = ingestOver(store, clock);
    await deliver(puts, [3], (batch) => (batch % 2 === 0 ? one.handler : other.handler));
    expect((one.counts.commitConflicts ?? 0) + (other.counts.commitConflicts ?? 0)).toBeGreaterThan(0);
    expect(await visibleState(store)).toEqual(await reference(puts));
  });

  it('numbers the events of many routers without gaps, in one feed', async () => {
    const routers = ['nj01emd', 'md04emd', 'la06emd'];
    const handlers = routers.map(() => ingestOver(store, clock).handler);
    await Promise.all(routers.map((id, index) => handlers[index]?.(kinesisEvent(lifeOf(id)))));
    const events = await eventsOf(store);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const expected = (
      await Promise.all(routers.map(async (id) => (await reference(lifeOf(id))) as { events: unknown[] }))
    )
      .map((state) => state.events.length)
      .reduce((sum, count) => sum + count, 0);
    expect(events).toHaveLength(expected);
  });
});

describe('the sweep', () => {
  const start = Date.UTC(2026, 10, 1);
  let store: InMemoryStore;
  let now: number;
  let sweep: () => Promise<{ stale: string[]; expired: string[] }>;

  const claim = (changes: object) => {
    const document = {
      routerId: 'nj01emd',
      session: 1,
      partitions: 1,
      open: true,
      openedAt: start,
      heartbeatAt: start,
      closedAt: null,
      ...changes,
    };
    return store.write([{ put: { key: kinds.claim.key('nj01emd'), document } }]);
  };
  const collector = (startedAt: number, heartbeatAt: number) =>
    store.write([{ put: { key: kinds.collector.key('c1'), document: { collectorId: 'c1', startedAt, heartbeatAt } } }]);

  beforeEach(async () => {
    store = new InMemoryStore();
    now = start;
    const { handler } = ingestOver(store, () => now);
    const stream = {
      async put(partitionKey: string, data: Uint8Array) {
        await handler(kinesisEvent([{ partitionKey, data }]));
      },
    };
    const { run } = createSweep({ store, stream, timings: defaultTimings, now: () => now });
    sweep = run;
    const voice = new RouterVoice()
      .open()
      .peerUp(trust)
      .announce(trust, '11.11.11.1/32', ['13979:100'])
      .endOfRib(trust);
    await handler(kinesisEvent(putsOf(voice.quiet(2).records())));
  });

  it('leaves a router alone that lost its connection within the grace', async () => {
    await claim({ open: false, closedAt: start });
    now = start + 40_000;
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
  });

  it('makes it stale after the grace, once, and lost after the hold, once', async () => {
    await claim({ open: false, closedAt: start });
    now = start + 61_000;
    expect(await sweep()).toEqual({ stale: ['nj01emd'], expired: [], told: [] });
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'stale' });
    now = start + 1_801_000;
    expect(await sweep()).toEqual({ stale: [], expired: ['nj01emd'], told: [] });
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
    expect(await elementStates(store)).toEqual({ 'nj01emd~11.11.11.11': 'lost' });
  });

  it('sees a crashed collector by its missing heartbeat', async () => {
    await claim({ heartbeatAt: start });
    now = start + 170_000;
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
    now = start + 181_000;
    expect(await sweep()).toEqual({ stale: ['nj01emd'], expired: [], told: [] });
  });

  it('does not blame routers for the time in which the station was down', async () => {
    await claim({ open: false, closedAt: start });
    now = start + 7_200_000;
    await collector(now - 5_000, now);
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
    now += 56_000;
    await collector(now - 61_000, now);
    expect(await sweep()).toEqual({ stale: ['nj01emd'], expired: [], told: [] });
  });

  it('says nothing of a session that ingest has not seen yet', async () => {
    await claim({ session: 2, open: false, closedAt: start });
    now = start + 100_000;
    expect(await sweep()).toEqual({ stale: [], expired: [], told: [] });
  });
});

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Compactor } from '#functions/compact/compact.ts';
import { defaultPolicy } from '#functions/compact/due.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { kinds } from '#model/keys.ts';
import { defaultTimings } from '#model/timings.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { InMemoryClaims } from '../collector/in-memory-claims.ts';
import { InMemorySink, type TakenRecord } from '../collector/in-memory-sink.ts';
import { announcement, endOfRib, initiation, peerHeader, peerUp } from '../collector/messages.ts';
import { type Station, startStation, until } from '../collector/station.ts';
import { ToldApi } from '../functions/api/told-api.ts';
import { ingestOver, kinesisEvent } from '../functions/ingest/stream.ts';

const day = 24 * 3600 * 1000;

/** A station whose routers have so many partitions, up to what the API says of what they told. */
class PartitionedStation {
  readonly #store = new InMemoryStore();
  readonly #sink = new InMemorySink();
  readonly claims = new InMemoryClaims();
  #partitions: number;
  #taken = 0;
  #now = 0;
  readonly #api = new ToldApi(this.#store, () => this.#now);
  readonly #ingest = ingestOver(this.#store, () => this.#now);
  readonly #compactor = new Compactor({
    store: this.#store,
    now: () => this.#now,
    newBatch: randomUUID,
    retention: day,
    policy: { ...defaultPolicy, leastLog: 1, shareOfBase: 0, leastLogInDump: 1, shareOfBaseInDump: 0 },
    bounds: { mostLogOctets: 1_000_000, rowsPerBlock: 16 },
    metrics: { count: () => undefined },
    logger: { info: () => undefined, error: (message, detail) => expect.fail(`${message} ${JSON.stringify(detail)}`) },
  });

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  configured(partitions: number): void {
    this.#partitions = partitions;
  }

  /** A connection with these octets, from its beginning to its end. */
  async replay(octets: Uint8Array): Promise<void> {
    const services = { sink: this.#sink, claims: this.claims };
    const station: Station = await startStation({ routerPartitions: new Map([['*', this.#partitions]]) }, services);
    const router = await station.dial();
    await router.send(octets);
    await router.end();
    await until(async () => (await station.metric('connections')) === 0);
    await station.stop();
    for (const record of this.#sink.taken.slice(this.#taken)) await this.#deliver(record);
    this.#taken = this.#sink.taken.length;
    for (const claim of this.claims.claims.values()) {
      const key = kinds.claim.key(claim.routerId);
      await this.#store.write([{ put: { key, document: { ...claim } } }]);
    }
  }

  async #deliver({ partitionKey, data, record }: TakenRecord): Promise<void> {
    this.#now = Math.max(this.#now, record.events.at(-1)?.receivedAt ?? 0);
    const { batchItemFailures } = await this.#ingest.handler(kinesisEvent([{ partitionKey, data }]));
    expect(batchItemFailures).toEqual([]);
    expect(this.#ingest.counts.sequenceGaps).toBeUndefined();
  }

  compact = () => this.#compactor.run({ lane: 0, lanes: 1 }, Number.POSITIVE_INFINITY);

  /** Some minutes later: what follows from silence. The stream takes so many records and refuses the next. */
  async sweepAfter(seconds: number, puts = Number.POSITIVE_INFINITY): Promise<void> {
    this.#now += seconds * 1000;
    let left = puts;
    const put = async (partitionKey: string, data: Uint8Array) => {
      if (left-- === 0) throw new Error('throttled');
      await this.#ingest.handler(kinesisEvent([{ partitionKey, data }]));
    };
    const sweep = createSweep({ store: this.#store, stream: { put }, timings: defaultTimings, now: () => this.#now });
    await sweep.run();
  }

  /** Partition keys that records went by. */
  get keys(): Set<string> {
    return new Set(this.#sink.taken.map(({ partitionKey }) => partitionKey));
  }

  async head(key: string) {
    return this.#store.get(kinds.head.key(key));
  }

  /** All that the API answers, a line for each row: without the times, and without the order of what partitions tell. */
  async answers(): Promise<string[]> {
    const [router] = await this.#api.rows('/v1/routers?limit=10');
    const lists = [
      'routers',
      'peers',
      `peers?router=${router.id}`,
      'elements',
      'announcements',
      'findings',
      'locations',
    ];
    const lines: string[] = [];
    const note = (what: string, rows: readonly object[]) => {
      lines.push(...rows.map((row) => `${what} ${JSON.stringify(row).replaceAll(/"\d{4}-[^"]*Z"/g, '"time"')}`));
    };
    for (const list of lists) note(list, await this.#api.rows(`/v1/${list}${list.includes('?') ? '&' : '?'}limit=50`));
    note('router', [(await this.#api.json(`/v1/routers/${router.id}`)).data]);
    note('summary', [(await this.#api.json('/v1/summary')).data]);
    const counts = await this.#api.rows('/v1/rib/stats?groupBy=router,peer,view,family');
    note('counts', counts);
    for (const family of new Set(counts.map((row) => String(row.family)))) await this.#noteRib(family, router.id, note);
    const { data: events } = await this.#api.json('/v1/events?limit=1000');
    note(
      'event',
      events.map((event: object) => ({ ...event, id: '' })),
    );
    return lines.map(withoutPorts).sort();
  }

  async #noteRib(family: string, router: string, note: (what: string, rows: readonly object[]) => void): Promise<void> {
    const routes = await this.#api.rows(`/v1/rib/${family}/routes?router=${router}&limit=9`);
    note(`routes of ${family}`, routes);
    const anyRouter = 'changedSince=2020-01-01T00:00:00Z&limit=9';
    note(`all of ${family}`, await this.#api.rows(`/v1/rib/${family}/routes?${anyRouter}`));
    const [{ prefix = null, peer = null } = {}] = routes;
    if (prefix === null) return;
    note('look-up', await this.#api.rows(`/v1/rib/${family}/lookup?prefix=${prefix}&match=covering&limit=9`));
    note('history', await this.#api.rows(`/v1/rib/${family}/history?prefix=${prefix}&limit=9`));
    const feed = (view: string) => `${router}:${peer.id}:${view}`;
    const diff = await this.#api.get(
      `/v1/rib/${family}/diff?left=${feed('adj-rib-in-pre')}&right=${feed('adj-rib-in-post')}&limit=500`,
    );
    const { data, detail } = (await diff.json()) as Record<string, unknown>;
    note('diff', [{ data, detail }]);
  }
}

/** That of a connection, and what passes while it lasts. */
const withoutPorts = (line: string): string =>
  line.replaceAll(/"(sourcePort|appliedAt|ingestLagSeconds)":[^,}]*/g, '"$1":0');

const capture = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/captures/${name}.bmp`, import.meta.url));

async function bothWays(
  act: (station: PartitionedStation) => Promise<unknown>,
  stations: readonly PartitionedStation[],
) {
  for (const station of stations) await act(station);
  const [whole, spread] = await Promise.all(stations.map((station) => station.answers()));
  expect(spread).toEqual(whole);
  return whole ?? [];
}

describe.each(['frr-topo-spe1', 'frr-events-spe1.1', 'frr-events-spe2.1', 'frr-policy-spe1', 'gobgp-fam2-all'])(
  'what %s told is answered alike over four partitions',
  (name) => {
    it('as from one: compacted or not, after a reconnect, and once the router is stale and lost', async () => {
      const [whole, spread] = [new PartitionedStation(1), new PartitionedStation(4)];
      const stations = [whole, spread];
      const octets = capture(name);
      const first = await bothWays((station) => station.replay(octets), stations);
      expect(first.filter((line) => line.startsWith('routes of')).length).toBeGreaterThan(0);
      expect(whole.keys.size).toBe(1);
      expect(spread.keys.size).toBe(4);
      await bothWays((station) => station.compact(), stations);
      await bothWays((station) => station.replay(octets), stations);
      await bothWays((station) => station.compact(), stations);
      const stale = await bothWays((station) => station.sweepAfter(200), stations);
      expect(stale.filter((line) => line.includes('"type":"router.stale"'))).toHaveLength(1);
      const lost = await bothWays((station) => station.sweepAfter(4000), stations);
      expect(lost.filter((line) => line.includes('"type":"router.down"'))).toHaveLength(1);
      expect(lost.filter((line) => line.startsWith('routes of'))).toEqual([]);
    });
  },
);

it('a sweep that was cut off is made good by the next', async () => {
  const [whole, spread] = [new PartitionedStation(1), new PartitionedStation(4)];
  for (const station of [whole, spread]) await station.replay(capture('frr-topo-spe1'));
  await whole.sweepAfter(200);
  await expect(spread.sweepAfter(200, 3)).rejects.toThrow('throttled');
  await spread.sweepAfter(0);
  expect(await spread.answers()).toEqual(await whole.answers());
});

it('a router keeps the partitions that it had when it was first seen', async () => {
  const station = new PartitionedStation(3);
  await station.replay(capture('frr-topo-spe1'));
  const before = station.keys;
  station.configured(8);
  await station.replay(capture('frr-topo-spe1'));
  expect(station.keys).toEqual(before);
  expect([...station.claims.claims.values()]).toMatchObject([{ partitions: 3, session: 2 }]);
});

it('a peer whose BGP identifier has changed is one peer, with the routes of where it is now', async () => {
  const station = new PartitionedStation(16);
  const at = (bgpId: string) => ({ ...peerHeader('10.0.0.1'), bgpId });
  const dump = (bgpId: string) =>
    Buffer.concat([
      initiation('rr1'),
      peerUp('1.1.1.1', at(bgpId)),
      announcement(['10.1.0.0/16', '10.2.0.0/16'], [], at(bgpId)),
      endOfRib(at(bgpId)),
    ]);
  await station.replay(dump('11.11.11.11'));
  await station.replay(dump('22.22.22.22'));
  const lines = await station.answers();
  expect(lines.filter((line) => line.startsWith('peers '))).toHaveLength(1);
  expect(lines.find((line) => line.startsWith('peers '))).toContain('"bgpId":"22.22.22.22"');
  expect(lines.find((line) => line.startsWith('diff '))).not.toContain('ambiguous');
});

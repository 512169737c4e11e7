import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StreamEvent } from '#model/record.ts';
import { InMemoryClaims } from './in-memory-claims.ts';
import { announcement, endOfRib, initiation, peerUp, prefixes, termination, withdrawal } from './messages.ts';
import { type Station, startStation, until } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await startStation();
});
afterEach(() => station.stop());

const kindsOf = (events: readonly StreamEvent[]): string[] => events.map(({ kind }) => kind);

test('a session, from open to lost without a Termination (FRR), in order and numbered without gaps', async () => {
  const router = await station.dial();
  const { localPort } = router.socket;
  await router.send(initiation('nj01emd', 'spe1'), peerUp('1.1.1.1'), announcement(['11.11.11.1/32'], [916_127_844]));
  await router.send(withdrawal(['11.11.11.1/32']), endOfRib());
  await router.end();
  await until(() => station.claims.claims.get('nj01emd')?.open === false);

  const events = station.sink.events('nj01emd');
  expect(kindsOf(events)).toEqual([
    'session-open',
    'initiation',
    'peer-up',
    'announce',
    'withdraw',
    'end-of-rib',
    'heartbeat',
    'session-lost',
  ]);
  expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(events[0]).toMatchObject({
    source: '127.0.0.1',
    sourcePort: localPort,
    sysName: 'nj01emd',
    sysDescr: 'FRRouting 8.4.4',
    information: ['spe1'],
    identity: 'sys-name',
  });
  expect(events[2]).toMatchObject({ routerTime: 1_700_000_000_250, sentOpen: { asn: 65000, bgpId: '1.1.1.1' } });
  expect(events.at(-2)).toMatchObject({
    counters: { messages: { initiation: 1, 'peer-up': 1, 'route-monitoring': 3 }, announced: 1, withdrawn: 1 },
  });
  expect(events.at(-1)).toMatchObject({ reason: 'connection closed by the router', terminationReason: null });
  const [record] = station.sink.recordsOf('nj01emd');
  expect(record).toMatchObject({ session: 1, firstSeq: 1, collectorId: 'collector-a' });
  expect(record?.peers).toEqual([
    { type: 'global', distinguisher: '0:0', address: '10.1.1.2', asn: 65100, bgpId: '11.11.11.11' },
  ]);
  expect(record?.attributeSets[0]).toMatchObject({ nextHop: '10.1.1.2', communities: [916_127_844] });
});

test('announcements that share feed and attributes become one event', async () => {
  const router = await station.dial();
  await router.send(initiation('nj01emd'), ...prefixes(50).map((prefix) => announcement([prefix])));
  await router.end();
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  const announced = station.sink.events('nj01emd').filter((event) => event.kind === 'announce');
  expect(announced.flatMap(({ routes }) => routes)).toHaveLength(50);
  expect(announced.length).toBeLessThan(10);
});

test('a reconnect gets a higher session', async () => {
  for (const session of [1, 2, 3]) {
    const router = await station.dial();
    await router.send(initiation('nj01emd'));
    await router.end();
    await until(() => station.claims.claims.get('nj01emd')?.closedAt !== null);
    expect(station.sink.recordsOf('nj01emd').at(-1)?.session).toBe(session);
  }
});

test('a newer connection of a router closes the older one, and its events come behind', async () => {
  const older = await station.dial();
  await older.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await until(() => station.sink.events('nj01emd').length === 3);
  const newer = await station.dial();
  await newer.send(initiation('nj01emd'), peerUp('1.1.1.1'));
  await older.closed;
  await until(() => station.sink.recordsOf('nj01emd').at(-1)?.session === 2);
  const sessions = station.sink.recordsOf('nj01emd').map(({ session }) => session);
  expect(sessions).toEqual(sessions.toSorted());
  expect(station.sink.events('nj01emd')).toContainEqual(
    expect.objectContaining({ kind: 'session-lost', reason: 'superseded by a newer connection' }),
  );
  expect(newer.socket.closed).toBe(false);
});

test('a newer connection of a router closes an older one that still waits for its claim', async () => {
  class RefusingClaims extends InMemoryClaims {
    refused = 0;
    isRefusing = true;

    override async open(...request: Parameters<InMemoryClaims['open']>) {
      if (!this.isRefusing) return await super.open(...request);
      this.refused++;
      throw new Error('slow down');
    }
  }
  const claims = new RefusingClaims();
  await station.stop();
  station = await startStation({}, { claims });
  const older = await station.dial();
  await older.send(initiation('nj01emd'));
  await until(() => claims.refused > 0);
  const newer = await station.dial();
  await newer.send(initiation('nj01emd'));
  await older.closed;
  claims.isRefusing = false;
  await until(() => claims.claims.get('nj01emd')?.open === true);
  expect(newer.socket.closed).toBe(false);
});

test('a Termination is the reason, and the collector closes when the router does not', async () => {
  const router = await station.dial();
  await router.send(initiation('nj01emd'), termination(2));
  await router.closed;
  await until(() => station.claims.claims.get('nj01emd')?.open === false);
  expect(station.sink.events('nj01emd').at(-1)).toMatchObject({
    kind: 'session-lost',
    reason: 'terminated by the router: out of resources',
    terminationReason: 2,
  });
});

test('a claim taken by another collector ends the session', async () => {
  await station.stop();
  station = await startStation({ heartbeatSeconds: 1 });
  const router = await station.dial();
  await router.send(initiation('nj01emd'));
  await until(() => station.claims.claims.get('nj01emd')?.session === 1);
  const claim = await station.claims.read('nj01emd');
  await station.claims.open(
    {
      routerId: 'nj01emd',
      source: '192.0.2.9',
      bgpId: null,
      certified: false,
      openings: [],
      partitions: 1,
      collectorId: 'collector-b',
      now: Date.now(),
    },
    claim,
  );
  await router.closed;
  await until(() => station.sink.events('nj01emd').at(-1)?.kind === 'session-lost');
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ session: 2, open: true });
});

test('heartbeats follow activity, with counters', async () => {
  const router = await station.dial();
  const hello = initiation('nj01emd');
  const routes = announcement(['10.0.0.0/8', '11.0.0.0/8']);
  await router.send(hello, routes);
  await until(() => station.sink.events('nj01emd').some(({ kind }) => kind === 'heartbeat'));
  expect(station.sink.events('nj01emd').at(-1)).toMatchObject({
    kind: 'heartbeat',
    counters: {
      messages: { initiation: 1, 'route-monitoring': 1 },
      messageBytes: { initiation: hello.length, 'route-monitoring': routes.length },
      bytes: hello.length + routes.length,
      announced: 2,
      withdrawn: 0,
    },
  });
  await router.end();
});

test('the collector tells the table that it lives', async () => {
  await until(() => station.claims.collectors.has('collector-a'));
  expect(station.claims.collectors.get('collector-a')).toMatchObject({
    address: `127.0.0.1:${station.collector.address.port}`,
    connections: 0,
    connectionsMax: 1000,
  });
  await station.dial();
  await until(() => station.claims.collectors.get('collector-a')?.connections === 1);
});

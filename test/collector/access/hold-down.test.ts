import { afterEach, describe, expect, it } from 'vitest';
import { InMemoryClaims } from '../in-memory-claims.ts';
import { InMemorySink } from '../in-memory-sink.ts';
import { initiation, peerUp } from '../messages.ts';
import { type Client, type Station, startStation, until } from '../station.ts';

/** Collectors on one table and one stream. */
const stations: Station[] = [];
let claims: InMemoryClaims;
let sink: InMemorySink;

async function collectors(count: number, holdDownSeconds = 3600): Promise<Station[]> {
  claims = new InMemoryClaims();
  sink = new InMemorySink();
  for (let index = 0; index < count; index++) await another(holdDownSeconds);
  return stations;
}

async function another(holdDownSeconds = 3600): Promise<Station> {
  const holdDown = { flaps: 3, periodSeconds: 3600, holdDownSeconds };
  const collectorId = `collector-${stations.length}`;
  const station = await startStation({ holdDown, collectorId, heartbeatSeconds: 1 }, { claims, sink });
  stations.push(station);
  return station;
}

afterEach(async () => {
  await Promise.all(stations.splice(0).map((station) => station.stop()));
});

async function connect(station: Station, name = 'nj01emd', from?: string): Promise<Client> {
  const router = await station.dial(from);
  await router.send(initiation(name), peerUp('1.1.1.1'));
  return router;
}

const isOpen = () => claims.claims.get('nj01emd')?.open === true;
const sessionIs = (session: number) => until(() => claims.claims.get('nj01emd')?.session === session);
const heldDown = () => sink.events('nj01emd').filter(({ kind }) => kind === 'held-down');

/** The router comes and goes. */
async function flap(station: Station, session: number): Promise<void> {
  const router = await connect(station);
  await sessionIs(session);
  await router.end();
  await until(() => !isOpen());
}

describe('a router that comes and goes', () => {
  it('is turned away once it came too often, at whichever collector, also at one that starts later', async () => {
    const [first, second] = await collectors(2);
    if (first === undefined || second === undefined) throw new Error('two collectors were asked for');
    await flap(first, 1);
    await flap(second, 2);
    await flap(first, 3);
    await (await connect(second)).closed;
    expect(claims.claims.get('nj01emd')).toMatchObject({ session: 3, open: false, openings: [] });
    expect(claims.claims.get('nj01emd')?.heldDownUntil).toBeGreaterThan(Date.now() + 3_000_000);
    await (await connect(first)).closed;
    await (await connect(await another())).closed;

    expect(claims.claims.get('nj01emd')?.session).toBe(3);
    expect(heldDown()).toMatchObject([{ seq: 0, reason: 'more than 3 sessions in 3600 seconds' }]);
    expect(await second.metric('routers_held_down_total')).toBe(1);
    expect(await first.metric('routers_held_down_total')).toBe(0);
    await until(async () => (await first.metric('connections_rejected_total', '"held-down"')) === 1);
    const line = first.logLines.findLast(({ reason }) => reason === 'held-down');
    expect(line?.msg).toMatch(/^the router is held down, as it comes too often: until 2\d{3}-/);
  });

  it('may come again when the time is over', async () => {
    const [station] = await collectors(1, 1);
    if (station === undefined) throw new Error('a collector was asked for');
    for (const session of [1, 2, 3]) await flap(station, session);
    await (await connect(station)).closed;
    await until(() => (claims.claims.get('nj01emd')?.heldDownUntil ?? 0) < Date.now());
    const router = await connect(station);
    await sessionIs(4);
    expect(claims.claims.get('nj01emd')).toMatchObject({ heldDownUntil: null, openings: [{ session: 4 }] });
    expect(router.socket.closed).toBe(false);
  });

  it('is no neighbour’s concern', async () => {
    const [station] = await collectors(1);
    if (station === undefined) throw new Error('a collector was asked for');
    for (const session of [1, 2, 3]) await flap(station, session);
    await (await connect(station)).closed;
    const other = await connect(station, 'md04emd');
    await until(() => claims.claims.get('md04emd')?.open === true);
    expect(other.socket.closed).toBe(false);
  });

  it('keeps the session that it has: a rival of its name is turned away, and disturbs it no more', async () => {
    const [station] = await collectors(1);
    if (station === undefined) throw new Error('a collector was asked for');
    const rivals: Client[] = [];
    for (const session of [1, 2, 3]) {
      rivals.push(await connect(station));
      await sessionIs(session);
    }
    await Promise.all(rivals.slice(0, 2).map(({ closed }) => closed));
    for (let count = 0; count < 5; count++) await (await connect(station)).closed;
    expect(claims.claims.get('nj01emd')).toMatchObject({ session: 3, open: true });
    expect(rivals[2]?.socket.closed).toBe(false);
    expect(heldDown()).toHaveLength(1);
  });
});

describe('is not to blame', () => {
  it('for collectors that stop', async () => {
    const [first] = await collectors(1);
    if (first === undefined) throw new Error('a collector was asked for');
    let station = first;
    for (let session = 1; session <= 6; session++) {
      const router = await connect(station);
      await sessionIs(session);
      await station.stop();
      await router.closed;
      expect(claims.claims.get('nj01emd')).toMatchObject({ open: false, stationEnded: session });
      station = await another();
    }
    expect(heldDown()).toEqual([]);
  });

  it('for a collector that stops so slowly that it is at the next one before', async () => {
    const [first, second] = await collectors(2);
    if (first === undefined || second === undefined) throw new Error('two collectors were asked for');
    const router = await connect(first);
    await sessionIs(1);
    sink.shut();
    const stopped = first.stop();
    await router.closed;
    await connect(second);
    await sessionIs(2);
    sink.open();
    await stopped;
    expect(claims.claims.get('nj01emd')).toMatchObject({ session: 2, open: true, stationEnded: 1 });
  });

  it('for being taken over by another collector', async () => {
    const [first, second] = await collectors(2);
    if (first === undefined || second === undefined) throw new Error('two collectors were asked for');
    const old = await connect(first);
    await sessionIs(1);
    await connect(second);
    await sessionIs(2);
    await old.closed;
    await until(() => claims.claims.get('nj01emd')?.stationEnded === 1);
    expect(claims.claims.get('nj01emd')).toMatchObject({ session: 2, open: true });
  });
});

it('without hold-down nothing is kept of it', async () => {
  const station = await startStation();
  stations.push(station);
  for (let session = 1; session <= 5; session++) {
    const router = await station.dial();
    await router.send(initiation('nj01emd'));
    await until(() => station.claims.claims.get('nj01emd')?.session === session);
    await router.end();
  }
  expect(station.claims.claims.get('nj01emd')).toMatchObject({ openings: [], heldDownUntil: null });
});

it('a stream that is slow to take it does not let the router in', async () => {
  const [station] = await collectors(1);
  if (station === undefined) throw new Error('a collector was asked for');
  for (const session of [1, 2, 3]) await flap(station, session);
  sink.failures.push(new Error('slow down'), new Error('slow down'));
  await (await connect(station)).closed;
  expect(heldDown()).toHaveLength(1);
});

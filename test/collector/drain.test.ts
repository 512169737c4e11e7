import { afterEach, expect, test } from 'vitest';
import { announcement, initiation } from './messages.ts';
import { type Client, type Station, startStation, until } from './station.ts';

let station: Station;
afterEach(() => station.stop());

interface Router {
  name: string;
  client: Client;
}

/** Connected one after the other: the first has been silent for longest. */
async function connect(names: readonly string[]): Promise<Router[]> {
  const routers: Router[] = [];
  for (const name of names) {
    const client = await station.dial();
    await client.send(initiation(name));
    await until(() => station.claims.claims.get(name)?.open === true);
    routers.push({ name, client });
  }
  return routers;
}

/** Names in the order in which their connections closed, and how long after the beginning. */
function watch(routers: readonly Router[]): { name: string; after: number }[] {
  const began = performance.now();
  const closed: { name: string; after: number }[] = [];
  for (const { name, client } of routers) {
    client.socket.on('close', () => closed.push({ name, after: performance.now() - began }));
  }
  return closed;
}

const namesOf = (closed: readonly { name: string }[]): string[] => closed.map(({ name }) => name);

test('connections are closed one after the other, the most silent first, and each claim with them', async () => {
  station = await startStation({ drainSeconds: 2 });
  const routers = await connect(['a', 'b', 'c', 'd']);
  const [a] = routers;
  await a?.client.send(announcement(['10.0.0.0/8']));
  await until(() => station.sink.events('a').some(({ kind }) => kind === 'announce'));
  const closed = watch(routers);
  const stopped = station.stop();
  expect(await station.health()).toBe(503);
  await until(() => station.claims.claims.get('b')?.open === false);
  expect(station.claims.claims.get('a')?.open).toBe(true);
  await stopped;
  expect(namesOf(closed)).toEqual(['b', 'c', 'd', 'a']);
  expect(closed.at(-1)?.after).toBeGreaterThan(1400);
  for (const { name } of routers) {
    expect(station.sink.events(name).at(-1)).toMatchObject({ kind: 'session-lost', reason: 'collector stopping' });
    expect(station.claims.claims.get(name)?.open).toBe(false);
  }
});

test('nobody new is let in meanwhile, and who waits for its turn goes on being heard', async () => {
  station = await startStation({ drainSeconds: 1 });
  const routers = await connect(['a', 'b']);
  const stopped = station.stop();
  await expect(station.dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await routers[1]?.client.send(announcement(['10.0.0.0/8']));
  await stopped;
  expect(station.sink.events('b').map(({ kind }) => kind)).toContain('announce');
});

test('those that end by themselves need no turn: where nobody is left there is nothing to wait for', async () => {
  station = await startStation({ drainSeconds: 3600, stopTimeoutSeconds: 7200 });
  const routers = await connect(['a', 'b', 'c']);
  const stopped = station.stop();
  for (const { client } of routers.slice(1)) await client.end();
  await stopped;
  expect(station.sink.events('a').at(-1)).toMatchObject({ reason: 'collector stopping' });
  expect(station.sink.events('c').at(-1)).toMatchObject({ reason: 'connection closed by the router' });
});

test('without a time for it all are closed at once', async () => {
  station = await startStation();
  const closed = watch(await connect(['a', 'b', 'c']));
  await station.stop();
  await until(() => closed.length === 3);
});

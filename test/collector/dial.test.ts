import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { Refusal } from '#collector/access/refusal.ts';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import type { DialLeases, DialRequest } from '#collector/dial/dial-leases.ts';
import { Dialler } from '#collector/dial/dialler.ts';
import { createMetrics } from '#collector/metrics.ts';
import { freePort } from '../lab/free-port.ts';
import { announcement, initiation, peerUp } from './messages.ts';
import { startStation, until } from './station.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A router that waits to be connected to. */
class WaitingRouter {
  readonly port: number;
  connections = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(port: number, name: string) {
    this.port = port;
    this.#server = createServer((socket) => {
      this.connections++;
      this.#open.add(socket);
      socket.on('error', () => {}).on('close', () => this.#open.delete(socket));
      socket.resume();
      socket.write(Buffer.concat([initiation(name), peerUp('1.1.1.1'), announcement(['10.0.0.0/8'])]));
    });
    cleanUp.push(() => this.stop());
  }

  get open(): number {
    return this.#open.size;
  }

  async start(): Promise<this> {
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  closeConnections(): void {
    for (const socket of this.#open) socket.end();
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.#server, 'close');
  }
}

/** The conditions of the real ones. */
class InMemoryLeases implements DialLeases {
  readonly held = new Map<string, { collectorId: string; until: number }>();

  async hold({ target, collectorId, now, until: end }: DialRequest): Promise<boolean> {
    const lease = this.held.get(target);
    if (lease !== undefined && lease.collectorId !== collectorId && lease.until >= now) return false;
    this.held.set(target, { collectorId, until: end });
    return true;
  }

  async release(target: string, collectorId: string): Promise<void> {
    if (this.held.get(target)?.collectorId === collectorId) this.held.delete(target);
  }
}

const timings = {
  backOff: { firstMilliseconds: 10, ceilingMilliseconds: 50 },
  steadyMilliseconds: 1000,
  lookMilliseconds: 50,
  leaseMilliseconds: 600,
};

interface Dialling {
  dialler: Dialler;
  connections: () => number;
}

function startDialling(
  collectorId: string,
  ports: readonly number[],
  leases: DialLeases,
  mayAdopt = (): boolean => true,
): Dialling {
  const sockets = new Set<Socket>();
  const environment = { STREAM_NAME: 'stream', TABLE_NAME: 'table', COLLECTOR_ID: collectorId };
  const activeRouters = ports.map((port) => ({ address: '127.0.0.1', port }));
  const config = { ...collectorConfigFromEnvironment(environment), activeRouters };
  const dialler = new Dialler({
    services: { config, log: pino({ level: 'silent' }), metrics: createMetrics(), now: Date.now },
    leases,
    timings,
    adopt: async (socket) => {
      if (!mayAdopt()) throw new Refusal('max-connections');
      sockets.add(socket.resume());
      await once(socket, 'close');
      sockets.delete(socket);
    },
  });
  cleanUp.push(() => {
    dialler.stop();
    for (const socket of sockets) socket.destroy();
    return dialler.ended();
  });
  return { dialler, connections: () => sockets.size };
}

test('a router that is listed is connected to, and is a router like any other', async () => {
  const router = await new WaitingRouter(await freePort(), 'waits').start();
  const station = await startStation({ activeRouters: [{ address: '127.0.0.1', port: router.port }] });
  cleanUp.push(() => station.stop());
  await until(() => station.sink.events('waits').some(({ kind }) => kind === 'announce'));
  expect(station.claims.claims.get('waits')).toMatchObject({ open: true, source: '127.0.0.1' });
  router.closeConnections();
  await until(() => station.claims.claims.get('waits')?.session === 2);
  expect(await station.metric('dials_total', 'connected')).toBe(2);
});

test('a station that stops closes what it has dialled, and dials no more', async () => {
  const router = await new WaitingRouter(await freePort(), 'waits').start();
  const station = await startStation({ activeRouters: [{ address: '127.0.0.1', port: router.port }] });
  await until(() => station.claims.claims.get('waits')?.open === true);
  await station.stop();
  expect(station.claims.claims.get('waits')?.open).toBe(false);
  await until(() => router.open === 0);
  expect(router.connections).toBe(1);
});

test('a router that is not there at first is tried until it is, and again when it comes back', async () => {
  const port = await freePort();
  const { connections } = startDialling('a', [port], new InMemoryLeases());
  const router = await new WaitingRouter(port, 'late').start();
  await until(() => connections() === 1);
  await router.stop();
  await until(() => connections() === 0);
  const again = await new WaitingRouter(port, 'late').start();
  await until(() => again.open === 1);
});

test('of several collectors one connects to a router, and together they connect to all', async () => {
  const leases = new InMemoryLeases();
  const routers = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => new WaitingRouter(await freePort(), `router-${index}`).start()),
  );
  const ports = routers.map(({ port }) => port);
  const collectors = ['a', 'b'].map((name) => startDialling(name, ports, leases));
  await until(() => routers.every(({ open }) => open === 1));
  expect(collectors.reduce((sum, { connections }) => sum + connections(), 0)).toBe(12);
  expect(routers.map(({ connections }) => connections)).toEqual(routers.map(() => 1));
});

test('a collector that stops leaves its routers to another', async () => {
  const leases = new InMemoryLeases();
  const router = await new WaitingRouter(await freePort(), 'handed-over').start();
  const first = startDialling('a', [router.port], leases);
  await until(() => first.connections() === 1);
  const second = startDialling('b', [router.port], leases);
  first.dialler.stop();
  router.closeConnections();
  await until(() => second.connections() === 1);
  expect(router.connections).toBe(2);
});

test('a collector that has no place for a router leaves it to another after some tries', async () => {
  const leases = new InMemoryLeases();
  const router = await new WaitingRouter(await freePort(), 'refused').start();
  startDialling('full', [router.port], leases, () => false);
  await until(() => router.connections > 0);
  const other = startDialling('b', [router.port], leases);
  await until(() => other.connections() === 1);
});

test('a lease that nobody renews any more goes to another collector, and not before', async () => {
  const leases = new InMemoryLeases();
  const router = await new WaitingRouter(await freePort(), 'orphan').start();
  const target = `127.0.0.1:${router.port}`;
  const ends = Date.now() + 500;
  leases.held.set(target, { collectorId: 'dead', until: ends });
  const { connections } = startDialling('b', [router.port], leases);
  await until(() => connections() === 1);
  expect(Date.now()).toBeGreaterThan(ends);
});

test('a lease is renewed for as long as the connection lasts', async () => {
  const leases = new InMemoryLeases();
  const router = await new WaitingRouter(await freePort(), 'held').start();
  const { connections } = startDialling('a', [router.port], leases);
  await until(() => connections() === 1);
  const [target = ''] = leases.held.keys();
  const first = leases.held.get(target)?.until ?? 0;
  await until(() => (leases.held.get(target)?.until ?? 0) > first + timings.leaseMilliseconds);
  expect(router.connections).toBe(1);
});

test('a table that does not answer is asked again', async () => {
  const leases = new InMemoryLeases();
  const failures = [new Error('no answer'), new Error('no answer')];
  const failing: DialLeases = {
    hold: async (request) => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return leases.hold(request);
    },
    release: (target, collectorId) => leases.release(target, collectorId),
  };
  const router = await new WaitingRouter(await freePort(), 'patient').start();
  const { connections } = startDialling('a', [router.port], failing);
  await until(() => connections() === 1);
  expect(failures).toEqual([]);
});

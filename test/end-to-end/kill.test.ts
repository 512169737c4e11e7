import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Simulator } from '#local/simulator.ts';
import { Api } from '../lab/api.ts';
import { eventually } from '../lab/eventually.ts';
import { freePort } from '../lab/free-port.ts';
import { Gateway } from '../lab/gateway.ts';
import { Station } from '../lab/station.ts';
import { crowdedLab } from './crowded-lab.ts';
import { DividedStation } from './divided-station.ts';
import { type Everything, everything, routesIn } from './everything.ts';
import { quickSimulation } from './scene.ts';

/** kill -9 in mid-dump: after the restart and the reconnect the state equals that of a run without the kill. */

const routesPerSession = 100;
const sessions = 12;
const views = 2;
const routesInAll = sessions * views * (routesPerSession + 1);
/** Less than half of what a PE sends. */
const halfDump = 40_000;

/** The lab, and the way from it to a station whose port may change. */
class Approach {
  readonly gateway: Gateway;
  readonly lab: Simulator;
  readonly data: string;

  private constructor(port: number, data: string) {
    this.gateway = new Gateway('127.0.0.1', port);
    this.lab = new Simulator({ host: '127.0.0.1', port }, crowdedLab(routesPerSession), quickSimulation);
    this.data = data;
    this.lab.start();
  }

  static async open(): Promise<Approach> {
    return new Approach(await freePort(), await mkdtemp(`${tmpdir()}/bmpaas-kill-`));
  }

  async leadTo(bmpPort: number): Promise<void> {
    await this.gateway.close();
    await this.gateway.open(bmpPort);
  }

  async close(): Promise<void> {
    this.lab.stop();
    await this.gateway.close();
    await rm(this.data, { recursive: true, force: true });
  }
}

async function settled(api: Api): Promise<Everything> {
  await eventually(40, async () => {
    const feeds = (await api.peers()).flatMap((peer) => peer.feeds.map(({ state }) => state));
    expect(feeds).toEqual(Array(sessions * views).fill('synced'));
    expect((await api.elements()).map(({ state }) => state)).toEqual(Array(6).fill('complete'));
  });
  await eventually(20, async () => {
    const routes = await routesIn(api, '0.0.0.0/0');
    expect(routes.filter((line) => line.endsWith('fresh'))).toHaveLength(routesInAll);
    expect(routes).toHaveLength(routesInAll);
  });
  return await everything(api);
}

/** Some of the dump is in the table, and not all of it. */
async function partlyIn(api: Api): Promise<void> {
  await eventually(20, async () => expect((await routesIn(api, '0.0.0.0/0')).length).toBeGreaterThan(0));
  expect((await routesIn(api, '0.0.0.0/0')).length).toBeLessThan(routesInAll);
}

let undisturbed: Everything;
let approach: Approach;
let divided: DividedStation | null = null;

beforeAll(async () => {
  const first = await Approach.open();
  const station = await Station.start();
  await first.leadTo(station.bmpPort);
  undisturbed = await settled(station.api).finally(async () => {
    await station.kill();
    await first.close();
  });
}, 60_000);

beforeEach(async () => {
  approach = await Approach.open();
});
afterEach(async () => {
  await divided?.stop();
  divided = null;
  await approach.close();
});

test('the whole station, killed while every dump is half in', async () => {
  const { gateway, data } = approach;
  const killed = await Station.start(data);
  gateway.holdAfter(halfDump);
  await approach.leadTo(killed.bmpPort);
  await partlyIn(killed.api);
  await killed.kill();
  gateway.holdAfter(Number.POSITIVE_INFINITY);
  const station = await Station.start(data);
  await approach.leadTo(station.bmpPort);
  expect(await settled(station.api)).toEqual(undisturbed);
  await station.stop();
}, 90_000);

test('the whole station, killed again and again at any moment', async () => {
  for (const milliseconds of [50, 300, 900]) {
    const killed = await Station.start(approach.data);
    await approach.leadTo(killed.bmpPort);
    await eventually(10, async () => expect(approach.gateway.relayed).toBeGreaterThan(0));
    await sleep(milliseconds);
    await killed.kill();
  }
  const station = await Station.start(approach.data);
  await approach.leadTo(station.bmpPort);
  expect(await settled(station.api)).toEqual(undisturbed);
  await station.stop();
}, 120_000);

test('the collector alone', async () => {
  const station = await DividedStation.start();
  divided = station;
  const api = new Api(station.url);
  approach.gateway.holdAfter(halfDump);
  await approach.leadTo(station.bmpPort);
  await partlyIn(api);
  await station.killCollector();
  approach.gateway.holdAfter(Number.POSITIVE_INFINITY);
  await station.startCollector();
  expect(await settled(api)).toEqual(undisturbed);
}, 90_000);

test('the stream consumer alone, killed again and again while the dumps come in', async () => {
  const station = await DividedStation.start();
  divided = station;
  const api = new Api(station.url);
  approach.gateway.holdAfter(halfDump);
  await approach.leadTo(station.bmpPort);
  await partlyIn(api);
  await station.killConsumer();
  approach.gateway.holdAfter(Number.POSITIVE_INFINITY);
  // The other half arrives with new sessions, while nobody consumes.
  await approach.leadTo(station.bmpPort);
  for (const milliseconds of [20, 150, 400]) {
    await station.startConsumer();
    await sleep(milliseconds);
    await station.killConsumer();
  }
  await station.startConsumer();
  expect(await settled(api)).toEqual(undisturbed);
}, 90_000);

test('with --data the state survives SIGTERM and a restart, routers or no routers', async () => {
  const { gateway, lab, data } = approach;
  const first = await Station.start(data);
  await approach.leadTo(first.bmpPort);
  await settled(first.api);
  lab.stop();
  await gateway.close();
  await first.stop();
  const second = await Station.start(data);
  const { elements, announcements } = await everything(second.api);
  expect(announcements.map((row) => row.replace('"stale"', '"announced"'))).toEqual(undisturbed.announcements);
  expect(elements.map((row) => row.replace('"stale"', '"complete"'))).toEqual(undisturbed.elements);
  await second.stop();
}, 90_000);

test('SIGTERM flushes: what a router said just before is in the table after the restart', async () => {
  const { gateway, lab, data } = approach;
  const first = await Station.start(data);
  await approach.leadTo(first.bmpPort);
  await settled(first.api);
  const { relayed } = gateway;
  lab.router('nj01emd').withdraw('sc1', 'trust');
  await eventually(5, async () => expect(gateway.relayed).toBeGreaterThan(relayed));
  await sleep(20);
  await first.stop();
  lab.stop();
  const second = await Station.start(data);
  const prefixes = (await second.api.announcements()).map(({ serviceIp }) => serviceIp);
  expect(prefixes).toHaveLength(11);
  expect(prefixes).not.toContain('11.11.11.1/32');
  await second.stop();
}, 90_000);

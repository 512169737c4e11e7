import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#local/wait.ts';
import { eventually } from '../lab/eventually.ts';
import { everything, routesIn } from './everything.ts';
import { openScene, type Scene, sixComplete } from './scene.ts';

const settleSeconds = 2;
const sysNames = ['nj01emd', 'md04emd', 'la06emd'];

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ settle: settleSeconds });
}, 40_000);
afterAll(async () => scene?.close());

/** A session later than the one given has been taken in whole, and the conclusions from its silences are drawn. */
async function settledAfter(sysName: string, session: number): Promise<void> {
  await eventually(20, async () => {
    expect(await scene.api.sessionOf(sysName)).toBeGreaterThan(session);
    const feeds = (await scene.api.peers({ router: sysName })).flatMap((peer) => peer.feeds);
    expect(feeds.filter(({ state }) => state === 'learning')).toEqual([]);
    const routes = (await routesIn(scene.api, '0.0.0.0/0')).filter((line) => line.startsWith(sysName));
    expect(routes.filter((line) => line.endsWith('stale'))).toEqual([]);
  });
  await sleep(settleSeconds * 1000 + 1000);
}

test('a BMP connection that is cut and comes back makes not one element event, however often', async () => {
  const router = scene.lab.router('nj01emd');
  const cursor = await scene.api.now();
  const before = await everything(scene.api);
  const session = await scene.api.sessionOf('nj01emd');
  for (let cut = 1; cut <= 3; cut += 1) {
    const { connections } = router;
    router.cut();
    await waitFor(async () => router.connections > connections, 'the next connection');
    await sleep(300);
  }
  await settledAfter('nj01emd', session + 2);
  expect(await everything(scene.api)).toEqual(before);
  expect(await scene.api.discoveryEventsAfter(cursor)).toEqual([]);
}, 60_000);

test('all three at once, cut again in the middle of their dumps: not one element event', async () => {
  const cursor = await scene.api.now();
  const before = await everything(scene.api);
  const sessions = await Promise.all(sysNames.map((sysName) => scene.api.sessionOf(sysName)));
  for (const sysName of sysNames) {
    const router = scene.lab.router(sysName);
    const { connections } = router;
    router.cut();
    await waitFor(async () => router.connections > connections, 'the next connection');
    router.cut();
  }
  for (const [index, sysName] of sysNames.entries()) await settledAfter(sysName, sessions[index] ?? 0);
  expect(await everything(scene.api)).toEqual(before);
  expect(await scene.api.discoveryEventsAfter(cursor)).toEqual([]);
}, 60_000);

test('a PE that comes back without one element: that one goes, the others never blink', async () => {
  const router = scene.lab.router('la06emd');
  const cursor = await scene.api.now();
  const gone = (await scene.api.element(5))?.id;
  router.stop();
  router.peerDown('sc5', 'trust');
  router.peerDown('sc5', 'untrust');
  router.start();
  await eventually(20, async () => expect(await scene.api.stateOf(5)).toBe('lost'));
  const { events } = await scene.api.events(cursor);
  const changed = events.filter(({ type }) => type === 'element.state-changed').map(({ subject }) => subject);
  expect(new Set(changed)).toEqual(new Set([gone]));
  router.peerUp('sc5', 'trust');
  router.peerUp('sc5', 'untrust');
  await sixComplete(scene.api, 30);
}, 60_000);

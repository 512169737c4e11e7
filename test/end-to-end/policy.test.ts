import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../lab/eventually.ts';
import { openScene, type Scene, sixComplete } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
}, 40_000);
afterAll(async () => scene?.close());

test('a route that the import policy drops makes its element rejected, and complete again once it is let in', async () => {
  const router = scene.lab.router('nj01emd');
  router.reject('sc1', 'trust');
  await eventually(20, async () => {
    expect(await scene.api.stateOf(1)).toBe('rejected');
    const announcements = await scene.api.announcements({ router: 'nj01emd' });
    expect(announcements.find(({ serviceIp }) => serviceIp === '11.11.11.1/32')?.state).toBe('rejected');
  });
  router.accept('sc1', 'trust');
  await sixComplete(scene.api);
});

test('a withdraw makes an element half-open and names the missing role, an announcement completes it', async () => {
  const router = scene.lab.router('md04emd');
  router.withdraw('sc4', 'trust');
  await eventually(15, async () =>
    expect(await scene.api.element(4)).toMatchObject({ state: 'half-open', missing: ['trust'] }),
  );
  router.announce('sc4', 'trust');
  await sixComplete(scene.api);
});

test('both sides gone: the element is lost, and stays as a tombstone', async () => {
  const router = scene.lab.router('la06emd');
  router.peerDown('sc6', 'trust', 4);
  router.peerDown('sc6', 'untrust', 4);
  await eventually(15, async () => expect(await scene.api.stateOf(6)).toBe('lost'));
  router.peerUp('sc6', 'trust');
  router.peerUp('sc6', 'untrust');
  await sixComplete(scene.api, 30);
});

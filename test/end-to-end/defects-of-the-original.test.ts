import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serviceCommunity } from '#local/reference-lab.ts';
import { eventually } from '../lab/eventually.ts';
import { openScene, type Scene, sixComplete } from './scene.ts';

/** What the prototype that this replaces got wrong: one test each, from the router's socket to the HTTP answer. */

describe('while every router is connected', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene();
  }, 40_000);
  afterAll(async () => scene?.close());
  afterEach(async () => {
    await sixComplete(scene.api);
  });

  test('joins on the TCP source: three PEs behind one address are three routers with 12 announcements, not 36', async () => {
    const announcements = await scene.api.announcements();
    expect(announcements.map(({ router, serviceIp }) => `${router} ${serviceIp}`).sort()).toEqual([
      'la06emd 15.15.15.1/32',
      'la06emd 15.15.15.2/32',
      'la06emd 16.16.16.1/32',
      'la06emd 16.16.16.2/32',
      'md04emd 13.13.13.1/32',
      'md04emd 13.13.13.2/32',
      'md04emd 14.14.14.1/32',
      'md04emd 14.14.14.2/32',
      'nj01emd 11.11.11.1/32',
      'nj01emd 11.11.11.2/32',
      'nj01emd 12.12.12.1/32',
      'nj01emd 12.12.12.2/32',
    ]);
    const routers = await scene.api.routers();
    expect(new Set(routers.map(({ session }) => session.source.replace(/:\d+$/, ''))).size).toBe(1);
    expect(routers.map(({ id }) => id).sort()).toEqual(['la06emd', 'md04emd', 'nj01emd']);
  });

  test('compares the whole community string: a route with two communities keeps its role', async () => {
    const router = scene.lab.router('nj01emd');
    const communities = [65000 * 65536 + 1, serviceCommunity(100)];
    router.announce('sc1', 'trust', { communities });
    await eventually(15, async () => {
      const announcements = await scene.api.announcements({ router: 'nj01emd', role: 'trust' });
      const found = announcements.find(({ serviceIp }) => serviceIp === '11.11.11.1/32');
      expect(found?.communities).toEqual(['65000:1', '13979:100']);
    });
    expect(await scene.api.stateOf(1)).toBe('complete');
    router.announce('sc1', 'trust');
  });

  test('ignores a changed role: a trust route that turns untrust leaves its side missing', async () => {
    const router = scene.lab.router('md04emd');
    const cursor = await scene.api.now();
    router.announce('sc3', 'trust', { communities: [serviceCommunity(200)] });
    await eventually(15, async () => {
      const announcements = await scene.api.announcements({ router: 'md04emd' });
      expect(announcements.find(({ serviceIp }) => serviceIp === '13.13.13.1/32')?.role).toBe('untrust');
      expect((await scene.api.element(3))?.missing).toContain('trust');
    });
    expect(await scene.api.discoveryEventsAfter(cursor)).toContain('element.role-changed');
    router.announce('sc3', 'trust');
  });

  test('never handles Peer Down: a session that ends takes its announcement with it', async () => {
    const router = scene.lab.router('nj01emd');
    router.peerDown('sc2', 'untrust', 3);
    await eventually(15, async () => {
      expect(await scene.api.element(2)).toMatchObject({ state: 'half-open', missing: ['untrust'] });
      const announcements = await scene.api.announcements({ router: 'nj01emd' });
      expect(announcements.map(({ serviceIp }) => serviceIp)).not.toContain('12.12.12.2/32');
    });
    router.peerUp('sc2', 'untrust');
  });

  test('a withdraw on one PE deletes another PE’s row: the same prefix at two PEs is two rows', async () => {
    const elsewhere = scene.lab.router('la06emd');
    const prefix = '11.11.11.1/32';
    elsewhere.announce('sc5', 'trust', { prefix });
    const routersOfPrefix = async () => (await scene.api.announcements({ prefix })).map(({ router }) => router).sort();
    await eventually(15, async () => expect(await routersOfPrefix()).toEqual(['la06emd', 'nj01emd']));
    elsewhere.withdraw('sc5', 'trust', prefix);
    await eventually(15, async () => expect(await routersOfPrefix()).toEqual(['nj01emd']));
    expect(await scene.api.stateOf(1)).toBe('complete');
  });

  test('counts on its page are constants: the summary follows what happens', async () => {
    const counted = async () => {
      const response = await fetch(`${scene.url}/v1/summary`);
      const { data } = JSON.parse(await response.text());
      return { complete: data.elements.complete ?? 0, routes: data.routes['adj-rib-in-pre']['ipv4-unicast'] };
    };
    expect(await counted()).toEqual({ complete: 6, routes: 12 });
    scene.lab.router('nj01emd').withdraw('sc1', 'untrust');
    await eventually(15, async () => expect(await counted()).toEqual({ complete: 5, routes: 11 }));
    scene.lab.router('nj01emd').announce('sc1', 'untrust');
    await eventually(15, async () => expect(await counted()).toEqual({ complete: 6, routes: 12 }));
  });
});

describe('when a router is gone for good', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ staleAfter: 1, lostAfter: 5 });
  }, 40_000);
  afterAll(async () => scene?.close());

  test('a dropped TCP session lists a dead element for ever: it is stale first, lost after the hold', async () => {
    scene.lab.router('nj01emd').stop();
    await eventually(15, async () => expect(await scene.api.stateOf(1)).toBe('stale'));
    expect((await scene.api.announcements({ router: 'nj01emd' })).map(({ state }) => state)).toEqual(
      Array(4).fill('stale'),
    );
    await eventually(20, async () => {
      expect(await scene.api.stateOf(1)).toBe('lost');
      expect(await scene.api.announcements({ router: 'nj01emd' })).toEqual([]);
    });
    expect(await scene.api.stateOf(3)).toBe('complete');
  });

  test('Termination leaves rows behind: they are stale first, gone after the hold', async () => {
    scene.lab.router('md04emd').terminate();
    await eventually(15, async () => expect(await scene.api.stateOf(3)).toBe('stale'));
    await eventually(20, async () => {
      expect(await scene.api.announcements({ router: 'md04emd' })).toEqual([]);
      expect(await scene.api.stateOf(3)).toBe('lost');
    });
    expect(await scene.api.stateOf(5)).toBe('complete');
  });
});

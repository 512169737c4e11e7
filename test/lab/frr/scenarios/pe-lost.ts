import { expect, test } from 'vitest';
import { becomes, complete, ElementWatch, lost } from '../../elements.ts';
import { eventually, report } from '../../eventually.ts';
import { killBgpd, startBgpd } from '../bgpd.ts';
import { peConfig } from '../config.ts';
import type { LabFixture } from '../fixture.ts';
import { resynchronised, routerOf } from '../resynchronised.ts';
import { la, sc5, sc6 } from '../topology.ts';

/** What happens when la06emd itself dies. */
export function peLost(lab: LabFixture): void {
  test('a PE that comes back without one element -> that one goes, the other never blinks', async () => {
    const watch = await ElementWatch.start(lab.api);
    await killBgpd(la.name);
    // A removed neighbour sends nothing: no Peer Up, and no Peer Down either.
    await startBgpd(la.name, peConfig(la, [sc5]));
    report('PE back without sc6 -> sc6 lost', await becomes(lab.api, sc6, lost, 90));
    expect(await watch.changes(la.name)).toEqual([`${sc6.name} complete -> lost`]);
  });

  test('a PE that comes back with it again -> complete', async () => {
    const before = await routerOf(lab.api, la);
    const watch = await ElementWatch.start(lab.api);
    await killBgpd(la.name);
    await startBgpd(la.name, peConfig(la));
    report('PE back with sc6 -> sc6 complete', await becomes(lab.api, sc6, complete, 60));
    await resynchronised(lab.api, la, before, 60);
    expect((await watch.changes(la.name)).filter((change) => change.startsWith(sc5.name))).toEqual([]);
  });

  test('a PE killed -> its elements stale, not lost', async () => {
    const watch = await ElementWatch.start(lab.api);
    await killBgpd(la.name);
    const duration = await eventually(90, async () => {
      const elements = await lab.api.elements({ router: la.name });
      expect(elements.map(({ state, missing }) => ({ state, missing }))).toEqual([stale, stale]);
    });
    report('PE killed -> its elements stale', duration);
    expect((await routerOf(lab.api, la)).session.state).toBe('stale');
    expect((await watch.changes(la.name)).sort()).toEqual([sc5, sc6].map(({ name }) => `${name} complete -> stale`));
    expect(await lab.api.announcements({ router: la.name })).toHaveLength(4);
  });

  test('a stale PE that comes back -> complete, without a state between', async () => {
    const watch = await ElementWatch.start(lab.api);
    await startBgpd(la.name, peConfig(la));
    const durations = await Promise.all([sc5, sc6].map((element) => becomes(lab.api, element, complete, 60)));
    report('PE back -> its elements complete', Math.max(...durations));
    const changes = (await watch.changes(la.name)).sort();
    expect(changes).toEqual([sc5, sc6].map(({ name }) => `${name} stale -> complete`));
  });
}

const stale = { state: 'stale', missing: [] };

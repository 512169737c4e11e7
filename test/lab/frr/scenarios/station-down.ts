import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { becomes, complete, ElementWatch, halfOpen } from '../../elements.ts';
import { report } from '../../eventually.ts';
import { announce, withdraw } from '../actions.ts';
import type { LabFixture } from '../fixture.ts';
import { resynchronised, routerOf } from '../resynchronised.ts';
import { pes, sc4 } from '../topology.ts';

const downSeconds = 40;

/** The station away, all routers at once. */
export function stationDown(lab: LabFixture): void {
  test(`station down for ${downSeconds} s -> no false event, and what changed meanwhile is found out`, async () => {
    const watch = await ElementWatch.start(lab.api);
    const before = await Promise.all(pes.map((pe) => routerOf(lab.api, pe)));
    await lab.stopStation();
    await withdraw(sc4, sc4.attachments.untrust);
    await sleep(downSeconds * 1000);
    await lab.startStation();
    const after = watch.at(lab.api);
    const durations = await Promise.all(
      pes.map((pe, index) => resynchronised(lab.api, pe, before[index] ?? never(), 60)),
    );
    report('station back -> three routers reconnected, every feed synced', Math.max(...durations));
    report('station back -> the withdraw it missed', await becomes(lab.api, sc4, halfOpen('untrust'), 60));
    expect(await after.changes()).toEqual([`${sc4.name} complete -> half-open`]);
    await announce(sc4, sc4.attachments.untrust);
    report('re-announce -> complete', await becomes(lab.api, sc4, complete));
  });
}

function never(): never {
  throw new Error('unreachable');
}

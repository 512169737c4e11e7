import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { becomes, complete, ElementWatch, halfOpen } from '../../elements.ts';
import { report } from '../../eventually.ts';
import { announce, withdraw } from '../actions.ts';
import { freezeBgpd, thawBgpd } from '../bgpd.ts';
import type { LabFixture } from '../fixture.ts';
import { resetConnectionTo, setManagementLink } from '../namespaces.ts';
import { resynchronised, routerOf } from '../resynchronised.ts';
import { md, sc3, stationPort } from '../topology.ts';

const linkDownSeconds = 20;
const frozenSeconds = 40;

/** Trouble between md04emd and the station, or in its bgpd: not one element event, and afterwards it is heard as before. */
export function managementPath(lab: LabFixture): void {
  test('BMP connection cut and re-established -> not one element event', async () => {
    const watch = await ElementWatch.start(lab.api);
    const before = await routerOf(lab.api, md);
    await resetConnectionTo(md.name, stationPort);
    report('BMP cut -> reconnected, every feed synced', await resynchronised(lab.api, md, before));
    expect(await watch.changes(md.name)).toEqual([]);
    await isHeard(lab, 'BMP cut');
  });

  test(`management link down for ${linkDownSeconds} s -> no false event`, async () => {
    const watch = await ElementWatch.start(lab.api);
    await setManagementLink(md.name, 'down');
    await sleep(linkDownSeconds * 1000);
    await setManagementLink(md.name, 'up');
    expect(await watch.changes(md.name)).toEqual([]);
    await isHeard(lab, 'link back');
    expect(await watch.changes(md.name)).toEqual(heard);
  });

  test(`router frozen for ${frozenSeconds} s -> no false event`, async () => {
    const watch = await ElementWatch.start(lab.api);
    await freezeBgpd(md.name);
    await sleep(frozenSeconds * 1000);
    await thawBgpd(md.name);
    expect(await watch.changes(md.name)).toEqual([]);
    await isHeard(lab, 'thawed');
    expect(await watch.changes(md.name)).toEqual(heard);
  });
}

/** The events of `isHeard`, and no others. */
const heard = [`${sc3.name} complete -> half-open`, `${sc3.name} half-open -> complete`];

/** Silence proves nothing: a true change has to come through afterwards. */
async function isHeard(lab: LabFixture, after: string): Promise<void> {
  await withdraw(sc3, sc3.attachments.untrust);
  report(`${after}: withdraw -> half-open`, await becomes(lab.api, sc3, halfOpen('untrust'), 30));
  await announce(sc3, sc3.attachments.untrust);
  report(`${after}: re-announce -> complete`, await becomes(lab.api, sc3, complete));
}

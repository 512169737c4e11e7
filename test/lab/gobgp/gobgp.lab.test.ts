import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomes, complete, ElementWatch, halfOpen, lost } from '../elements.ts';
import { eventually, report } from '../eventually.ts';
import { attachmentsOf, pes, sc1, sc3 } from '../frr/topology.ts';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { Station } from '../station.ts';
import { onLoopback } from './config.ts';
import { GobgpLab } from './lab.ts';

const skipped = skipForLackOf([tools.gobgpd, tools.gobgp]);

const routerIdOf = ({ bgpId }: { bgpId: string }): string => `gobgp@${bgpId}`;

describe.skipIf(skipped)('reference lab on GoBGP, without privileges', () => {
  let station: Station;
  let lab: GobgpLab;

  beforeAll(async () => {
    station = await Station.start();
    lab = await GobgpLab.start();
    for (const pe of pes) await lab.addStation(pe, station.bmpPort);
  });
  afterAll(async () => {
    await lab?.stop();
    await station?.stop();
  });

  test('every router calls itself GoBGP, and each is told from the others by its BGP identifier', async () => {
    const expected = pes.map((pe) => ({ id: routerIdOf(pe), sysName: 'GoBGP', location: 'unknown' }));
    await eventually(30, async () => {
      const routers = await station.api.routers();
      expect(routers.map(({ id, sysName, location }) => ({ id, sysName, location }))).toEqual(
        expect.arrayContaining(expected),
      );
      expect(routers).toHaveLength(pes.length);
    });
  });

  test('twelve announcements, six complete elements', async () => {
    for (const element of pes.flatMap(({ elements }) => elements)) {
      for (const side of attachmentsOf(element)) await lab.announce(element, side);
    }
    const duration = await eventually(30, async () => {
      const elements = await station.api.elements();
      expect(elements.map(({ router, state, pairing }) => `${router} ${pairing.key} ${state}`).sort()).toEqual(
        pes.flatMap((pe) => pe.elements.map(({ bgpId }) => `${routerIdOf(pe)} ${bgpId} complete`)).sort(),
      );
    });
    report('announced -> 6 elements complete', duration);
    const announcements = await station.api.announcements();
    expect(announcements.map(describeAnnouncement).sort()).toEqual(
      pes
        .flatMap((pe) => pe.elements.flatMap(attachmentsOf).map((side) => ({ router: routerIdOf(pe), ...side })))
        .map(({ router, elementAddress, role, prefix }) => `${router} ${onLoopback(elementAddress)} ${role} ${prefix}`)
        .sort(),
    );
  });

  test('a withdraw on one side -> half-open with the missing role; re-announced -> complete', async () => {
    const watch = await ElementWatch.start(station.api);
    await lab.withdraw(sc1, sc1.attachments.trust);
    report('withdraw -> half-open', await becomes(station.api, sc1, halfOpen('trust')));
    await lab.announce(sc1, sc1.attachments.trust);
    report('re-announce -> complete', await becomes(station.api, sc1, complete));
    expect(await watch.changes()).toEqual([`${sc1.bgpId} complete -> half-open`, `${sc1.bgpId} half-open -> complete`]);
  });

  test('an element killed -> lost', async () => {
    await lab.kill(sc3.name);
    report('element killed -> lost', await becomes(station.api, sc3, lost));
  });
});

const describeAnnouncement = ({
  router,
  peerIp,
  role,
  serviceIp,
}: Record<'router' | 'peerIp' | 'role' | 'serviceIp', string>): string => `${router} ${peerIp} ${role} ${serviceIp}`;

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomes, complete, ElementWatch, elementOf, halfOpen, lost } from '../elements.ts';
import { eventually, report } from '../eventually.ts';
import { attachmentsOf, nj, pes, sc1, sc3 } from '../frr/topology.ts';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { Station } from '../station.ts';
import { controller, onLoopback, routeTargetOf } from './config.ts';
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

  test('a flowspec redirect to the VRF of a service address -> resolved; withdrawn -> dangling; again -> resolved', async () => {
    const { trust } = sc1.attachments;
    const { id } = await elementOf(station.api, sc1);
    const target = { kind: 'redirect-to-vrf', target: `rt:${routeTargetOf(trust)}`, role: 'trust' };
    const steers = (state: string, elementId: string | null): Promise<number> =>
      eventually(30, async () => {
        const rows = await station.api.steering({ router: routerIdOf(nj) });
        const ofController = rows.filter(({ peer }) => peer.endsWith(`~${controller.address}`));
        const expected = { ...target, elementId, state, role: elementId === null ? null : target.role };
        expect(ofController).toMatchObject([{ match: 'destination 203.0.113.0/24', state, targets: [expected] }]);
      });
    await lab.redirect('203.0.113.0/24', routeTargetOf(trust));
    report('flowspec redirect -> resolved', await steers('resolved', id));
    await lab.withdraw(sc1, trust);
    report('target withdrawn -> dangling', await steers('dangling', null));
    await eventually(10, async () => {
      const findings = await station.api.findings({ kind: 'dangling-redirect', router: routerIdOf(nj) });
      expect(findings).not.toEqual([]);
    });
    await lab.announce(sc1, trust);
    report('announced again -> resolved', await steers('resolved', id));
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

import { expect, test } from 'vitest';
import { ElementWatch } from '../../elements.ts';
import { eventually, report } from '../../eventually.ts';
import { announceToo, withdraw } from '../actions.ts';
import type { LabFixture } from '../fixture.ts';
import { attachmentsOf, type Element, la, md, type Pe, pes, sc3, sc6 } from '../topology.ts';

const textOf = { trust: 'Trust', untrust: 'Untrust' } as const;

const expectedAnnouncements = pes.flatMap((pe) =>
  pe.elements.flatMap((element) =>
    attachmentsOf(element).map(({ role, elementAddress, prefix, community }) => ({
      location: pe.location,
      vendor: 'FRRouting',
      peerIp: elementAddress,
      deviceId: pe.deviceId,
      serviceIp: prefix,
      serviceIpType: textOf[role],
      router: pe.name,
      role,
      communities: [community],
      state: 'announced',
    })),
  ),
);

const expectedElement = (pe: Pe, { name, attachments }: Element) => ({
  router: pe.name,
  location: pe.location,
  vendor: 'FRRouting',
  deviceId: pe.deviceId,
  pairing: { strategy: 'fqdn', key: name, scope: 'router' },
  state: 'complete',
  missing: [],
  interfaces: {
    trust: [{ serviceIp: attachments.trust.prefix }],
    untrust: [{ serviceIp: attachments.untrust.prefix }],
  },
});

/** What the lab looks like when nothing is wrong. The first tests of the suite, while the routers connect. */
export function discovery(lab: LabFixture): void {
  test('the six elements are complete, two each at nj, md and la, with their prefixes, vendor and device id', async () => {
    const expected = pes.flatMap((pe) => pe.elements.map((element) => expectedElement(pe, element)));
    const duration = await eventually(40, async () => {
      const elements = await lab.api.elements();
      expect(elements).toHaveLength(6);
      for (const element of expected) expect(elements).toContainEqual(expect.objectContaining(forMatching(element)));
    });
    report('routers let in -> 6 elements complete (FRR sends no End-of-RIB: learning ends all the same)', duration);
  });

  test('twelve announcements, each with its own peer, community, role and next hop', async () => {
    const announcements = await lab.api.announcements();
    expect(announcements).toHaveLength(12);
    for (const expected of expectedAnnouncements) {
      expect(announcements).toContainEqual(expect.objectContaining({ ...expected, nextHop: expected.peerIp }));
    }
  });

  test('three routers behind one source address are three routers, and their announcements 12 rows, not 36', async () => {
    const routers = await lab.api.routers();
    expect(routers.map(({ id }) => id).sort()).toEqual(pes.map(({ name }) => name).sort());
    const hosts = routers.map(({ session }) => session.source.replace(/:\d+$/, ''));
    expect(new Set(hosts), 'the premise: one source address').toEqual(new Set(['127.0.0.1']));
    expect(await lab.api.announcements()).toHaveLength(12);
  });

  test("a withdraw at one PE leaves another PE's row of the same prefix alone (the original deleted both)", async () => {
    const shared = sc6.attachments.trust.prefix;
    const routersOfShared = async () => (await lab.api.announcements({ prefix: shared })).map(({ router }) => router);
    await announceToo(sc3, sc3.attachments.trust, shared);
    await eventually(15, async () => expect((await routersOfShared()).sort()).toEqual([la.name, md.name]));
    const watch = await ElementWatch.start(lab.api);
    await withdraw(sc3, sc3.attachments.trust, shared);
    const duration = await eventually(15, async () => expect(await routersOfShared()).toEqual([la.name]));
    report('withdraw at one of two PEs -> one row gone', duration);
    expect(await watch.changes()).toEqual([]);
  });

  test('FRR prepends the PE to the AS path it reports, and its neighbours are directly connected all the same', async () => {
    const [announcement] = await lab.api.announcements({ prefix: '11.11.11.1/32' });
    const routes = await lab.api.lookup('ipv4-unicast', { prefix: '11.11.11.1/32', view: 'adj-rib-in-pre' });
    expect(routes.map(({ attributes }) => attributes.asPath)).toEqual(['65000 65100']);
    expect(announcement?.state).toBe('announced');
  });
}

const forMatching = ({ interfaces, ...element }: ReturnType<typeof expectedElement>) => ({
  ...element,
  interfaces: {
    trust: interfaces.trust.map((announcement) => expect.objectContaining(announcement)),
    untrust: interfaces.untrust.map((announcement) => expect.objectContaining(announcement)),
  },
});

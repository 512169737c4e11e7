import { expect, test } from 'vitest';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { announceToo, withdrawAlso } from '../actions.ts';
import { becomes, complete, finds, idAt } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { dc1, dual, far, firewalls, fw1, ny1, ny2, reflector, sessionOf, twin } from '../topology.ts';

/** What other routers say of a service route that is not theirs. */
export function severalRouters(lab: ChainsLab): void {
  test('a route reflector, and PEs behind it, have every service route and no element: `seenBy`', async () => {
    const prefix = sessionOf(fw1, 'trust').prefix;
    const copies = await lab.api.lookup('ipv4-unicast', { prefix, view: 'adj-rib-in-pre' });
    const nextHops = copies.map(({ router, attributes }) => `${router} ${attributes.nextHop}`);
    const own = sessionOf(fw1, 'trust').address;
    expect([...new Set(nextHops)].sort(), 'the premise: everywhere, with the next hop as it was').toEqual(
      [dc1, ny1, ny2, reflector].map(({ name }) => `${name} ${own}`).sort(),
    );
    const elements = await lab.api.elements();
    expect(elements.filter(({ router }) => router === reflector.name)).toEqual([]);
    const announcements = await lab.api.announcements();
    const announced = firewalls.filter((firewall) => firewall !== twin).flatMap(({ sessions }) => sessions);
    expect(announcements.map(({ router, serviceIp }) => `${router} ${serviceIp}`).sort()).toEqual(
      announced.map((session) => `${session.pe.name} ${session.prefix}`).sort(),
    );
    const seen = announcements.find(({ serviceIp }) => serviceIp === prefix)?.seenBy;
    expect(seen).toEqual([dc1.name, ny2.name, reflector.name]);
  });

  test('a service prefix at two locations -> a finding, until one of them withdraws it', async () => {
    const { prefix } = sessionOf(fw1, 'trust');
    const watch = await EventWatch.start(lab.api);
    await announceToo(far, sessionOf(far, 'trust'), prefix);
    const bearers = `${idAt(dc1, far)} (dc), ${idAt(ny1, fw1)} (ny)`;
    const duration = await finds(lab.api, 'duplicate-service-prefix', [expect.stringContaining(bearers)]);
    report('prefix at a second location -> duplicate-service-prefix', duration);
    await withdrawAlso(far, prefix);
    report('withdrawn there -> cleared', await finds(lab.api, 'duplicate-service-prefix', []));
    const subject = `duplicate-service-prefix~trust~${prefix}`;
    await eventually(10, async () => {
      const told = (await watch.events('finding')).filter((event) => event.subject === subject);
      expect(told.map(({ type }) => type)).toEqual(['finding.raised', 'finding.cleared']);
    });
    await becomes(lab.api, idAt(ny1, fw1), complete);
    expect(await watch.changesOf(idAt(ny1, fw1), 'element.state-changed'), 'neither is at fault').toEqual([]);
    expect(await watch.changesOf(idAt(ny1, dual), 'element.state-changed')).toEqual([]);
  });
}

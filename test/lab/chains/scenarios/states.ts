import { expect, test } from 'vitest';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { accept, announce, refuse, resetConnection, setOn, withdraw } from '../actions.ts';
import { becomes, complete, elementOf, finds, idAt, idOfPair } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { bgpd, startFirewall } from '../lab.ts';
import { back, dc1, dual, far, front, fw1, fw3, fw5, ny1, ny2, type Role, sessionOf, twin } from '../topology.ts';

const subject = idAt(ny1, fw1);

/** Every state of an element that one router sees, by what somebody does to the element or its PE. */
export function states(lab: ChainsLab): void {
  test('new elements -> learning, then complete; one whose other side is at another PE -> half-open at both', async () => {
    const halfOpen = (missing: Role) => ({
      state: 'half-open',
      missing: [missing],
      reason: `${missing}: not announced`,
    });
    const expected = [
      { id: idAt(dc1, far), ...complete },
      { id: subject, ...complete },
      { id: idAt(ny1, dual), ...halfOpen('untrust') },
      { id: idAt(ny1, fw5), ...complete },
      { id: idOfPair, ...complete },
      { id: idAt(ny2, dual), ...halfOpen('trust') },
      { id: idAt(ny2, fw3), ...complete },
    ];
    const duration = await eventually(40, async () => {
      const elements = await lab.api.elements();
      expect(elements.map(({ id, state, missing, reason }) => ({ id, state, missing, reason }))).toEqual(expected);
    });
    report('routers let in -> every element in its state', duration);
    const fromTheBeginning = EventWatch.ofAll(lab.api);
    for (const { id, state } of expected) {
      // An event is told when the element that it is about is there.
      await eventually(10, async () => {
        const changes = await fromTheBeginning.changesOf(id, 'element.state-changed');
        expect({ id, changes }).toEqual({ id, changes: ['null -> learning', `learning -> ${state}`] });
      });
    }
  });

  test('two machines that share nothing but the number in their large communities are one element', async () => {
    const { pairing, services } = await elementOf(lab.api, idOfPair);
    expect(pairing).toEqual({ strategy: 'large-community', scope: 'router', key: '7' });
    const [trust, untrust] = [sessionOf(front, 'trust'), sessionOf(back, 'untrust')];
    expect(services).toEqual({ trust: [trust.prefix], untrust: [untrust.prefix] });
    const peers = await lab.api.peers({ router: ny1.name });
    const names = peers
      .filter(({ address }) => [trust.address, untrust.address].includes(address))
      .map(({ bgpId, capabilities }) => [bgpId, capabilities.received.find(({ code }) => code === 73)?.value]);
    expect(names, 'the premise: neither BGP identifier nor host name in common').toEqual([
      [front.bgpId, expect.stringContaining(front.hostName)],
      [back.bgpId, expect.stringContaining(back.hostName)],
    ]);
  });

  test.for(['trust', 'untrust'] as const)('%s withdrawn -> half-open, with since when and why', async (role) => {
    const watch = await EventWatch.start(lab.api);
    const before = Date.now();
    await withdraw(fw1, sessionOf(fw1, role));
    const state = { state: 'half-open', missing: [role], reason: `${role}: withdrawn` } as const;
    report(`${role} withdrawn -> half-open`, await becomes(lab.api, subject, state));
    const { since } = await elementOf(lab.api, subject);
    expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    const evidence = await lab.api.evidence(subject);
    expect(evidence).toMatchObject({ ...state, required: ['trust', 'untrust'], flapping: false });
    expect(evidence.peers.map(({ address }) => address)).toEqual(fw1.sessions.map(({ address }) => address));
    const others = fw1.sessions.filter((session) => session.role !== role).map(({ prefix }) => prefix);
    expect(evidence.announcements.map(({ serviceIp }) => serviceIp)).toEqual(others);
    await announce(fw1, sessionOf(fw1, role));
    report(`${role} announced again -> complete`, await becomes(lab.api, subject, complete));
    const changes = await watch.changesOf(subject, 'element.state-changed');
    expect(changes).toEqual(['complete -> half-open', 'half-open -> complete']);
  });

  test("denied by the PE's import policy -> rejected: announced, and not accepted", async () => {
    const trust = sessionOf(fw1, 'trust');
    await refuse(trust);
    // FRR takes the route out of its pre-policy view too; in a dump it is there.
    const withdrawn = { state: 'half-open', missing: ['trust'], reason: 'trust: withdrawn' } as const;
    report('import policy denies -> half-open', await becomes(lab.api, subject, withdrawn));
    await resetConnection(ny1);
    const reason = 'trust: rejected by policy';
    const duration = await becomes(lab.api, subject, { state: 'rejected', missing: ['trust'], reason }, 60);
    report('BMP cut, dumped anew -> rejected', duration);
    const [announcement] = await lab.api.announcements({ prefix: trust.prefix });
    const pipeline = { announced: 'yes', accepted: 'no', selected: 'unknown', advertised: 'unknown' };
    expect(announcement).toMatchObject({ state: 'rejected', pipeline });
    const [pre, post] = await Promise.all(
      ['adj-rib-in-pre', 'adj-rib-in-post'].map((view) =>
        lab.api.lookup('ipv4-unicast', { router: ny1.name, peer: trust.address, prefix: trust.prefix, view }),
      ),
    );
    expect([pre?.length, post?.length]).toEqual([1, 0]);
    await accept(trust);
    report('import policy accepts -> complete', await becomes(lab.api, subject, complete));
  });

  test('GRACEFUL_SHUTDOWN on its route -> draining, and no target for new traffic', async () => {
    const trust = sessionOf(fw1, 'trust');
    await setOn(fw1, trust, `community ${trust.community} graceful-shutdown`);
    const state = { state: 'draining', missing: [], reason: 'trust: GRACEFUL_SHUTDOWN' } as const;
    report('GRACEFUL_SHUTDOWN -> draining', await becomes(lab.api, subject, state));
    const targets = await lab.api.redirectTargets({ location: 'ny' });
    expect(targets.map(({ elementId }) => elementId)).not.toContain(subject);
    await setOn(fw1, trust, `community ${trust.community}`);
    report('GRACEFUL_SHUTDOWN taken back -> complete', await becomes(lab.api, subject, complete));
  });

  test('a second machine with the same host name and BGP identifier -> conflict, until it is gone', async () => {
    const contested = idAt(ny1, fw5);
    const watch = await EventWatch.start(lab.api);
    await startFirewall(twin);
    const claims = (['trust', 'untrust'] as const).map((role) => {
      const addresses = [fw5, twin].map((firewall) => sessionOf(firewall, role).address);
      return { addresses, text: `${role}: announced by ${addresses.join(' and ')}` };
    });
    const reason = claims.map(({ text }) => text).join('; ');
    report('twin started -> conflict', await becomes(lab.api, contested, { state: 'conflict', reason }));
    const peers = claims.flatMap(({ addresses }) => addresses).sort();
    await finds(lab.api, 'pairing-conflict', [
      `several peers claim one role by bgp-id ${fw5.bgpId}: ${peers.join(', ')}`,
      `several peers claim one role by fqdn ${fw5.hostName}: ${peers.join(', ')}`,
    ]);
    const targets = await lab.api.redirectTargets({ location: 'ny' });
    expect(targets.map(({ elementId }) => elementId)).not.toContain(contested);
    await bgpd.kill(twin.name);
    report('twin killed -> complete', await becomes(lab.api, contested, complete));
    await finds(lab.api, 'pairing-conflict', []);
    const changes = await watch.changesOf(contested, 'element.state-changed');
    expect(changes).toEqual(['complete -> conflict', 'conflict -> complete']);
  });
}

import { expect, test } from 'vitest';
import type { SteeringRow } from '#model/api-chain-rows.ts';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { announce, setOn, withdraw } from '../actions.ts';
import { becomes, complete, finds, idAcross } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { tellController } from '../flowspec.ts';
import { flowspecRouterId, steeredCommunity } from '../rules.ts';
import { addressOf, controller, fw1, fw3, ny1, sessionOf } from '../topology.ts';

const flow = (destination: string, action: string): string =>
  `flow route { match { destination ${destination}; } then { ${action}; } }`;

interface Expected {
  state: SteeringRow['state'];
  kind: SteeringRow['targets'][number]['kind'];
  target: string;
  elementId: string | null;
}

/** The controller tells routers where to lead traffic: ExaBGP to GoBGP by flowspec, ExaBGP to FRR by next hop. */
export function steering(lab: ChainsLab): void {
  const subject = idAcross('ny', fw1);
  const [trust, untrust] = [sessionOf(fw1, 'trust'), sessionOf(fw1, 'untrust')];

  /** As the session of the controller with one router has it. */
  const steers = (router: string, match: string, expected: Expected): Promise<SteeringRow> =>
    found(async () => {
      const rows = await lab.api.steering({ router });
      const row = rows.find((each) => each.match.includes(match) && each.peer === `${router}~${controller.address}`);
      expect(row && { state: row.state, targets: row.targets }).toMatchObject({
        state: expected.state,
        targets: [{ kind: expected.kind, target: expected.target, elementId: expected.elementId }],
      });
      return row ?? expect.fail();
    });
  const redirectTo = (state: Expected['state'], elementId: string | null): Expected => ({
    state,
    kind: 'redirect-to-ip',
    target: addressOf(trust),
    elementId,
  });

  test('flowspec redirect to a service address -> resolved to the element', async () => {
    const start = performance.now();
    await tellController(`announce ${flow('203.0.113.0/25', `redirect-to-nexthop-ietf ${addressOf(trust)}`)}`);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('resolved', subject));
    report('flowspec redirect -> resolved', performance.now() - start);
    expect(await lab.api.findings({ kind: 'dangling-redirect' })).toEqual([]);
  });

  test('the element withdraws that address -> dangling, a finding and an event; announced again -> resolved', async () => {
    const watch = await EventWatch.start(lab.api);
    const { id } = await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('resolved', subject));
    const start = performance.now();
    await withdraw(fw1, trust);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('dangling', null));
    report('target withdrawn -> dangling', performance.now() - start);
    await eventually(10, async () => {
      const findings = (await lab.api.findings({ kind: 'dangling-redirect' })).filter((each) => each.subject === id);
      expect(findings).toMatchObject([{ severity: 'critical', router: flowspecRouterId }]);
      expect(findings[0]?.detail).toContain(`no live service prefix holds ${addressOf(trust)}`);
    });
    await announce(fw1, trust);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('resolved', subject));
    await eventually(10, async () => {
      const told = (await watch.events('steering')).filter((event) => event.subject === id);
      expect(told.map(({ type }) => type)).toEqual(['steering.dangling', 'steering.resolved']);
    });
    await finds(lab.api, 'dangling-redirect', []);
  });

  test('its other side withdrawn -> the redirect leads into a half-open element', async () => {
    await withdraw(fw1, untrust);
    const start = performance.now();
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('half-open', subject));
    report('other side withdrawn -> half-open', performance.now() - start);
    await eventually(10, async () => {
      expect((await lab.api.findings({ kind: 'half-open-redirect' })).length).toBeGreaterThan(0);
    });
    await announce(fw1, untrust);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('resolved', subject));
    await finds(lab.api, 'half-open-redirect', []);
  });

  test('GRACEFUL_SHUTDOWN on the element -> draining', async () => {
    await setOn(fw1, trust, `community ${trust.community} graceful-shutdown`);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('draining', subject));
    await eventually(10, async () => {
      expect((await lab.api.findings({ kind: 'draining-redirect' })).length).toBeGreaterThan(0);
    });
    await setOn(fw1, trust, `community ${trust.community}`);
    await steers(flowspecRouterId, '203.0.113.0/25', redirectTo('resolved', subject));
    await finds(lab.api, 'draining-redirect', []);
  });

  test('the older form, which has the address as its next hop -> resolved', async () => {
    await tellController(`announce ${flow('203.0.113.128/26', `redirect ${addressOf(trust)}`)}`);
    await steers(flowspecRouterId, '203.0.113.128/26', redirectTo('resolved', subject));
  });

  test('redirect to a VRF -> dangling, and resolved once a service route has its route target', async () => {
    const toVrf = { kind: 'redirect-to-vrf', target: 'rt:64990:100' } as const;
    await tellController(`announce ${flow('203.0.113.192/26', 'redirect 64990:100')}`);
    await steers(flowspecRouterId, '203.0.113.192/26', { state: 'dangling', elementId: null, ...toVrf });
    await setOn(fw3, sessionOf(fw3, 'trust'), 'extcommunity rt 64990:100');
    const element = idAcross('ny', fw3);
    await steers(flowspecRouterId, '203.0.113.192/26', { state: 'resolved', elementId: element, ...toVrf });
  });

  test('a next hop at an FRR PE, by a rule -> resolved; an address that nobody has -> dangling', async () => {
    // Not for the reflector: FRR never takes out of its pre-policy view what comes back from there.
    const route = (address: string): string =>
      `route 198.51.100.0/24 next-hop ${address} community [${steeredCommunity} no-advertise]`;
    const byNextHop = { kind: 'next-hop' } as const;
    await tellController(`announce ${route(addressOf(trust))}`);
    const resolved = { ...byNextHop, state: 'resolved', target: addressOf(trust), elementId: subject } as const;
    await steers(ny1.name, '198.51.100.0/24', resolved);
    await tellController(`announce ${route('10.60.99.1')}`);
    const nowhere = { ...byNextHop, state: 'dangling', target: '10.60.99.1', elementId: null } as const;
    await steers(ny1.name, '198.51.100.0/24', nowhere);
  });

  test('all withdrawn by the controller -> no steering, and no finding about it', async () => {
    await tellController('withdraw route 198.51.100.0/24 next-hop 10.60.99.1');
    await tellController(`withdraw ${flow('203.0.113.0/25', `redirect-to-nexthop-ietf ${addressOf(trust)}`)}`);
    await tellController(`withdraw ${flow('203.0.113.128/26', `redirect ${addressOf(trust)}`)}`);
    await tellController(`withdraw ${flow('203.0.113.192/26', 'redirect 64990:100')}`);
    const duration = await eventually(30, async () => expect(await lab.api.steering()).toEqual([]));
    report('redirects withdrawn -> no steering', duration);
    await finds(lab.api, 'dangling-redirect', []);
    await becomes(lab.api, subject, complete);
  });
}

async function found<Row>(look: () => Promise<Row>): Promise<Row> {
  const rows: Row[] = [];
  await eventually(30, async () => rows.push(await look()));
  return rows[0] ?? expect.fail();
}

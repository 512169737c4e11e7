import { expect, test } from 'vitest';
import type { DiscoveryRules, WrittenRules } from '#model/rules/discovery-rules.ts';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { setOn } from '../actions.ts';
import { becomes, complete, elementOf, finds, idAt } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { renamed, withTrustFrom } from '../rules.ts';
import { dc1, far, fw1, ny1, sessionOf } from '../topology.ts';

/** Rules that change while everything runs: what is known is derived anew, and no router has to say anything again. */
export function rulesThatChange(lab: ChainsLab): void {
  test('roles renamed -> every element has the new ones, and none blinks', async () => {
    const watch = await EventWatch.start(lab.api);
    const services = { inside: [sessionOf(fw1, 'trust').prefix], outside: [sessionOf(fw1, 'untrust').prefix] };
    await withoutReconnect(lab, 'roles renamed', renamed, async () => {
      expect(await elementOf(lab.api, idAt(ny1, fw1))).toMatchObject({ ...complete, services });
    });
    expect(await watch.changesOf(idAt(ny1, fw1), 'element.state-changed')).toEqual([]);
    await withoutReconnect(lab, 'roles as before', withTrustFrom('13979:100'), async () => {
      expect((await elementOf(lab.api, idAt(ny1, fw1))).services).toHaveProperty('trust');
    });
  });

  test('a community that no rule knows -> half-open; a rule for it -> complete, from the routes that are there', async () => {
    const trust = sessionOf(far, 'trust');
    const subject = idAt(dc1, far);
    await setOn(far, trust, 'community 13979:300');
    await becomes(lab.api, subject, { state: 'half-open', missing: ['trust'], reason: 'trust: community changed' });
    const unmatched = `${trust.prefix} from ${trust.address}: no rule gives a role to 13979:300`;
    report('unknown community -> unmatched-role', await finds(lab.api, 'unmatched-role', [unmatched]));
    await withoutReconnect(lab, 'rule for it', withTrustFrom('13979:100', '13979:300'), async () => {
      expect(await elementOf(lab.api, subject)).toMatchObject(complete);
    });
    await finds(lab.api, 'unmatched-role', []);
    await setOn(far, trust, `community ${trust.community}`);
  });
}

/** Writes rules and waits until they count everywhere and the assertion holds; sessions must be what they were. */
export async function withoutReconnect(
  lab: ChainsLab,
  what: string,
  change: (rules: DiscoveryRules) => WrittenRules,
  assertion: () => Promise<unknown>,
): Promise<void> {
  const sessions = async () => (await lab.api.routers()).map(({ id, session }) => `${id} ${session.id}`);
  const before = { sessions: await sessions(), accepted: lab.gateway.accepted };
  const { version } = await lab.api.changeRules(change);
  const duration = await eventually(30, async () => {
    const { applied, ...now } = await lab.api.rules();
    expect({ version: now.version, behind: applied.behind }).toEqual({ version, behind: [] });
    await assertion();
  });
  report(`${what} -> counts at all routers`, duration);
  expect({ sessions: await sessions(), accepted: lab.gateway.accepted }).toEqual(before);
}

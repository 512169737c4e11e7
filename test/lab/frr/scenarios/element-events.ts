import { expect, test } from 'vitest';
import { becomes, complete, ElementWatch, elementOf, halfOpen, lost } from '../../elements.ts';
import { eventually, report } from '../../eventually.ts';
import { announce, openSession, setCommunity, shutSession, withdraw } from '../actions.ts';
import { killBgpd, restartBgpd } from '../bgpd.ts';
import type { LabFixture } from '../fixture.ts';
import { nj, sc1 } from '../topology.ts';

const { trust } = sc1.attachments;

/** What happens to sc1 at nj01emd, one thing after the other; sc2 beside it must never notice. */
export function elementEvents(lab: LabFixture): void {
  test('a withdraw on one side -> half-open with the missing role', async () => {
    const watch = await ElementWatch.start(lab.api);
    await withdraw(sc1, trust);
    report('withdraw -> half-open', await becomes(lab.api, sc1, halfOpen('trust')));
    expect(await lab.api.announcements({ prefix: trust.prefix })).toEqual([]);
    expect(await watch.changes(nj.name)).toEqual([`${sc1.name} complete -> half-open`]);
  });

  test('re-announced -> complete', async () => {
    await announce(sc1, trust);
    report('re-announce -> complete', await becomes(lab.api, sc1, complete));
  });

  test('a second community beside the tag changes nothing (the original compared the whole string)', async () => {
    const watch = await ElementWatch.start(lab.api);
    await setCommunity(sc1, trust, `${trust.community} 65000:7`);
    const duration = await eventually(10, async () => {
      const [announcement] = await lab.api.announcements({ prefix: trust.prefix });
      expect(announcement).toMatchObject({ role: 'trust', communities: [trust.community, '65000:7'] });
    });
    report('second community -> shown', duration);
    expect(await watch.changes(nj.name)).toEqual([]);
  });

  test('community changed to one of ours that no rule knows -> side missing, and a finding that says so', async () => {
    await setCommunity(sc1, trust, '13979:999');
    report('community to an unknown one -> half-open', await becomes(lab.api, sc1, halfOpen('trust')));
    const findings = await lab.api.findings({ kind: 'unmatched-role' });
    const detail = `${trust.prefix} from ${trust.elementAddress}: no rule gives a role to 13979:999`;
    expect(findings.map((finding) => ({ router: finding.router, detail: finding.detail }))).toEqual([
      { router: nj.name, detail },
    ]);
  });

  test('community changed back -> complete, and the finding is cleared', async () => {
    await setCommunity(sc1, trust, trust.community);
    report('community back -> complete', await becomes(lab.api, sc1, complete));
    expect(await lab.api.findings({ kind: 'unmatched-role' })).toEqual([]);
  });

  test('community changed from trust to untrust -> role change (the original kept the old role)', async () => {
    const watch = await ElementWatch.start(lab.api);
    await setCommunity(sc1, trust, sc1.attachments.untrust.community);
    const duration = await eventually(15, async () => {
      const changes = (await watch.events(nj.name)).filter(({ type }) => type === 'element.role-changed');
      expect(changes).toHaveLength(1);
      expect(changes[0]?.data).toMatchObject({ from: 'trust', to: 'untrust' });
    });
    report('trust -> untrust -> element.role-changed', duration);
    expect((await elementOf(lab.api, sc1)).missing).toEqual(['trust']);
    await setCommunity(sc1, trust, trust.community);
    report('untrust -> trust -> complete', await becomes(lab.api, sc1, complete));
  });

  test('session shut -> half-open with the reason (the original ignored Peer Down)', async () => {
    await shutSession(sc1, trust);
    report('session shut -> half-open', await becomes(lab.api, sc1, halfOpen('trust')));
    expect((await elementOf(lab.api, sc1)).reason).toMatch(/trust.*(shutdown|notification|cease)/i);
    await openSession(sc1, trust);
    report('session opened -> complete', await becomes(lab.api, sc1, complete, 30));
  });

  test('bgpd of the element killed -> lost, and complete when it is back', async () => {
    const watch = await ElementWatch.start(lab.api);
    await killBgpd(sc1.name);
    report('element killed -> lost', await becomes(lab.api, sc1, lost));
    await restartBgpd(sc1.name);
    report('element restarted -> complete', await becomes(lab.api, sc1, complete, 30));
    const changes = await watch.changes(nj.name);
    expect(changes.filter((change) => !change.startsWith(sc1.name))).toEqual([]);
  });
}

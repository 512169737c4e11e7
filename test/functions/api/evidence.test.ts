import { beforeEach, describe, expect, it } from 'vitest';
import { chainStation, halfOpen, partAt, spanning, whole } from './chain-station.ts';
import { type Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await chainStation();
});

const evidenceOf = async (id: string) => (await station.json(`/v1/elements/${encodeURIComponent(id)}/evidence`)).data;
const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('the evidence of an element that has lost a side', () => {
  it('has its verdict, its transitions and what was found about it', async () => {
    expect(await evidenceOf(halfOpen)).toMatchObject({
      element: halfOpen,
      state: 'half-open',
      reason: 'untrust: peer down: hold timer expired',
      required: ['trust', 'untrust'],
      missing: ['untrust'],
      rulesVersion: 1,
      transitions: [timeOf(start - 3_000)],
      flapping: false,
      findings: ['unpaired-element~x'],
    });
  });

  it('has the session that announces nothing any more', async () => {
    const { peers, routers } = await evidenceOf(halfOpen);
    expect(peers).toMatchObject([
      { address: '192.0.3.1', router: 'nj02emd', state: 'up', bgpId: '10.0.0.3', downReason: null },
      { address: '192.0.3.2', state: 'down', downReason: 'hold timer expired' },
    ]);
    expect(peers[0].feeds).toEqual([
      { view: 'adj-rib-in-pre', family: 'ipv4-unicast', state: 'synced', endOfRib: 'received' },
      { view: 'adj-rib-in-post', family: 'ipv4-unicast', state: 'synced', endOfRib: 'received' },
    ]);
    expect(routers).toEqual([
      {
        id: 'nj02emd',
        state: 'up',
        since: timeOf(start - 60_000),
        lostAt: null,
        terminationReason: null,
        synced: true,
      },
    ]);
  });

  it('has what each view said of an announcement', async () => {
    const [announcement, ...others] = (await evidenceOf(halfOpen)).announcements;
    expect(others).toEqual([]);
    expect(announcement).toMatchObject({ serviceIp: '12.12.12.1/32', role: 'trust', state: 'announced', seenBy: [] });
    expect(announcement.views).toMatchObject([
      { view: 'adj-rib-in-pre', nextHop: '192.0.3.1', role: 'trust', communities: ['13979:100', '65000:7'] },
      { view: 'adj-rib-in-post', nextHop: '203.0.113.9', at: timeOf(start), asPath: '65100', otherRoles: [] },
    ]);
  });

  it('tells which strategies have which key, and whom it pairs', async () => {
    expect((await evidenceOf(halfOpen)).pairing).toEqual([
      { strategy: 'explicit', scope: 'location', key: null, peers: [], verdict: 'no key' },
      { strategy: 'fqdn', scope: 'router', key: null, peers: [], verdict: 'no key' },
      { strategy: 'bgp-id', scope: 'router', key: '10.0.0.3', peers: ['192.0.3.1', '192.0.3.2'], verdict: 'pairs' },
    ]);
  });
});

describe('the pairing of an element', () => {
  const bgpId = async (address: string, change: string) =>
    station.addPeer('nj02emd', address, { bgpId: change, state: 'up' });

  it('is by nothing where no other session has its key', async () => {
    await bgpId('192.0.3.2', '10.0.0.99');
    const { pairing } = await evidenceOf(halfOpen);
    expect(pairing[2]).toMatchObject({ key: '10.0.0.3', peers: ['192.0.3.1'], verdict: 'shared by none' });
  });

  it('is in conflict where two claim one role under the key', async () => {
    await station.addAnnouncement('nj02emd', '192.0.3.2', '12.12.12.9/32');
    expect((await evidenceOf(halfOpen)).pairing[2]).toMatchObject({ key: '10.0.0.3', verdict: 'conflict' });
  });

  it('asks no strategy behind the one that has decided', async () => {
    const { pairing, announcements, routers } = await evidenceOf(spanning);
    expect(pairing).toMatchObject([
      { strategy: 'explicit', key: 'fw9', peers: ['192.0.2.9', '192.0.3.9'], verdict: 'pairs' },
      { strategy: 'fqdn', key: null, verdict: 'not asked' },
      { strategy: 'bgp-id', key: '192.0.2.9', verdict: 'not asked' },
    ]);
    expect(announcements.map(({ router }: { router: string }) => router)).toEqual(['nj01emd', 'nj02emd']);
    expect(routers.map(({ id }: { id: string }) => id)).toEqual(['nj01emd', 'nj02emd']);
  });

  it('is told by the rules that its router was derived by', async () => {
    await station.setRules({ pairing: [{ strategy: 'bgp-id' }] }, 2);
    expect((await evidenceOf(halfOpen)).pairing).toHaveLength(3);
    await station.addRouter('nj02emd', { location: 'nj', rulesVersion: 2 });
    expect(await evidenceOf(halfOpen)).toMatchObject({ rulesVersion: 2, pairing: [{ strategy: 'bgp-id' }] });
  });

  it('by a key of announcements counts only those of the element', async () => {
    const pairing = [{ strategy: 'service-subnet' as const, ipv4Length: 30 }];
    await station.setRules({ pairing }, 2);
    await station.addRouter('nj02emd', { location: 'nj', rulesVersion: 2 });
    await station.addAnnouncement('nj02emd', '192.0.3.1', '12.12.12.129/32', { elementId: 'nj02emd~other' });
    const { pairing: trail } = await evidenceOf(halfOpen);
    expect(trail).toEqual([
      {
        strategy: 'service-subnet',
        scope: 'router',
        key: '12.12.12.0/30',
        peers: ['192.0.3.1'],
        verdict: 'shared by none',
      },
    ]);
  });
});

describe('findings that bear on an element', () => {
  it.each([
    ['its router', 'nj02emd'],
    ['another partition of its router', 'nj02emd~1'],
    ['a session', 'nj02emd~192.0.3.2'],
    ['an announcement', 'nj02emd~192.0.3.1~ipv4-unicast~12.12.12.1/32'],
    ['its key', 'nj02emd~bgp-id~10.0.0.3'],
    ['its address', 'trust~12.12.12.1/32'],
  ])('are about %s', async (_, subject) => {
    await station.addRouter('nj02emd', { location: 'nj', rulesVersion: 1, partitions: 2 });
    await station.addFinding('new', { subject });
    expect((await evidenceOf(halfOpen)).findings).toContain('new');
    expect((await evidenceOf(whole)).findings).not.toContain('new');
  });
});

it('of what is no element there is no evidence', async () => {
  const { detail } = await station.json(`/v1/elements/${partAt('nj01emd')}/evidence`, 404);
  expect(detail).toContain(spanning);
  await station.json('/v1/elements/none/evidence', 404);
});

import { describe, expect, it } from 'vitest';
import { wholeElements } from '#model/chains/correlation.ts';
import { announce, conflicts, type PairingRule, paired, services, trust, untrust } from './paired-elements.ts';
import { session } from './router-voice.ts';

describe('two peers that claim one role', () => {
  const impostor = session('192.168.3.2', 65102, '10.1.0.1');
  const bySubnet: PairingRule[] = [{ strategy: 'bgp-id' }, { strategy: 'peer-subnet' }];
  const shared = [trust, { ...untrust, bgpId: '10.1.0.1' }, impostor];
  services.set(shared[1] ?? untrust, { prefix: '11.1.0.2/32', tag: '13979:200' });

  it('leave it to the next strategy, with a finding; without the other it is as before, and the finding is cleared', () => {
    const { voice, told } = paired(bySubnet, shared.slice(0, 2));
    expect(told.states()).toEqual({ '10.1.0.1': 'complete' });
    told.tell(announce(voice.peerUp(impostor), impostor).endOfRib(impostor).quiet(2).records());
    expect(told.element('192.168.1.0/29')).toMatchObject({ state: 'complete', missing: [] });
    expect(told.element('10.1.0.1')).toMatchObject({
      state: 'lost',
      reason: expect.stringContaining('now of nj01emd~peer-subnet~'),
    });
    expect(conflicts(told)).toEqual(['nj01emd~bgp-id~10.1.0.1']);
    const [finding] = [...told.knowledge.findings.values()].filter(({ kind }) => kind === 'pairing-conflict');
    expect(finding).toMatchObject({
      severity: 'critical',
      detail: 'several peers claim one role by bgp-id 10.1.0.1: 192.168.1.2, 192.168.1.6, 192.168.3.2',
    });
    told.tell(voice.withdraw(impostor, '11.9.9.9/32').quiet(2).records());
    expect(told.element('10.1.0.1')?.state).toBe('complete');
    expect(told.element('192.168.1.0/29')?.state).toBe('lost');
    expect(conflicts(told)).toEqual([]);
  });

  it('are a conflict where no strategy is left, which says who; and none once one of them is gone', () => {
    const { voice, told } = paired([{ strategy: 'bgp-id' }], shared);
    expect(told.element('10.1.0.1')).toMatchObject({
      state: 'conflict',
      missing: [],
      reason: 'trust: announced by 192.168.1.2 and 192.168.3.2',
    });
    told.tell(voice.peerDown(impostor).records());
    expect(told.element('10.1.0.1')).toMatchObject({ state: 'complete', reason: null });
    expect(conflicts(told)).toEqual([]);
  });

  it('are none where each has the role in another family', () => {
    const v6 = { ...impostor, address: '2001:db8::2' };
    const { voice, told } = paired([{ strategy: 'bgp-id' }], shared.slice(0, 2));
    const ipv6 = { afi: 2, safi: 1 };
    const route = {
      pathId: null,
      prefixLength: 128,
      address: Uint8Array.from([32, 1, 13, 184, ...Array(12).fill(1)]),
      routeDistinguisher: null,
      labels: null,
      nlri: null,
    };
    voice.peerUp(v6).announceNlri(v6, route, { communities: [13979 * 65536 + 100] }, 'adj-rib-in-pre', ipv6);
    told.tell(voice.endOfRib(v6, 'adj-rib-in-pre', ipv6).quiet(2).records());
    expect(told.element('10.1.0.1')).toMatchObject({ state: 'complete', missing: [] });
    expect(
      told
        .element('10.1.0.1')
        ?.services.trust?.map(({ family }) => family)
        .sort(),
    ).toEqual(['ipv4-unicast', 'ipv6-unicast']);
  });

  it('an element that goes on as another is not lost: none of it is shown', () => {
    const { voice, told } = paired(bySubnet, shared.slice(0, 2));
    told.tell(announce(voice.peerUp(impostor), impostor).endOfRib(impostor).quiet(5).records());
    const shown = wholeElements(told.knowledge.elements.values(), []).map(({ id, state }) => `${id} ${state}`);
    expect(shown.sort()).toEqual([
      'nj01emd~peer-subnet~192.168.1.0/29 complete',
      'nj01emd~peer-subnet~192.168.3.0/29 half-open',
    ]);
    told.tell(voice.withdraw(impostor, '11.9.9.9/32').peerDown(impostor).quiet(5).records());
    expect(told.element('10.1.0.1')).toMatchObject({ state: 'complete' });
    expect(told.element('10.1.0.1')).not.toHaveProperty('replaced');
  });
});
